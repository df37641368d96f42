"""Every environment variable that Lagebild reads, once, in one frozen object."""

from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("no time zone of that name is known") from None
    return name


def _networks(told: str) -> str:
    """Addresses and networks with commas between them; ValueError names one that is none."""
    for part in filter(None, (one.strip() for one in told.split(","))):
        try:
            ip_network(part)
        except ValueError as error:
            raise ValueError(str(error)) from None
    return told


class Settings(BaseSettings):
    """Settings of one installation; each field is the variable LAGEBILD_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix="LAGEBILD_", frozen=True, extra="ignore")

    home: Path = Path("var")
    """All state: raw files, quarantine, builds, ledger."""
    host: str = "127.0.0.1"
    """Address on which the web process listens."""
    port: int = 8050
    """Port on which the web process listens."""
    workers: int = Field(2, ge=1, le=64)
    """Processes that answer readers under `make serve`; one for each processor."""
    public_url: str = ""
    """Address under which readers reach the app, for links in files and mails. Empty: http://host:port."""
    secret: SecretStr | None = None
    """Secret of which tokens of forms and one-time links are made, at least 32 random signs. Empty: a random one kept in
    the home, which is enough on loopback only."""
    warehouse: str = ""
    """Empty: one DuckDB file per build in the home. Else postgresql+psycopg://user:password@host/database."""
    warehouse_reader: str = ""
    """The same database in the name of a role that may only read, and of each build only the rows of who asks. Empty: the
    app reads in the name of `LAGEBILD_WAREHOUSE`."""
    statement_seconds: float = Field(30, ge=0)
    """How long one question to the warehouse may take on a page. 0: no limit."""
    export_seconds: float = Field(600, ge=0)
    """How long the next batch of a file of rows may take. 0: no limit."""
    statement_rows: int = Field(200_000, ge=0)
    """Most rows that one question to the warehouse may give on a page; files of rows have no such limit. 0: no limit."""
    ledger: str = ""
    """Empty: SQLite in the home. Else an SQLAlchemy URL."""
    audit_days: int = Field(730, ge=0)
    """Days that events of the audit are kept. 0: for ever."""
    token_days: int = Field(365, ge=1)
    """Longest time for which a token of a program can be made."""
    real_data: Path = Path("../shared/real")
    """Folder of real public data; only tests read it."""
    pseudonym_key: SecretStr | None = None
    """Key of the HMAC that replaces identifiers. Empty: a random key kept in the home."""
    threads: int = 2
    """Threads for loading and building."""
    memory_limit: str = "1600MB"
    """Memory that DuckDB may use while loading; beyond it, it spills to the home."""
    keep_builds: int = 10
    """Newest builds that `builds prune` keeps whatever their age."""
    build_rhythm_days: int = 7
    """Days within which a new build is expected; an older one is shown as due, overdue or long overdue."""
    max_file_bytes: int = 8 * 1024**3
    """Largest file that is read or downloaded."""
    max_sheet_bytes: int = 512 * 1024**2
    """Largest unpacked size of a member of an XLSX or gzip file."""
    max_cell_characters: int = 100_000
    """Longest usual cell of a text file; a line of more than ten times as many characters refuses the file."""
    redis: str = Field("", validation_alias=AliasChoices("LAGEBILD_REDIS", "LAGEBILD_REDIS_URL"))
    """Redis that all processes of this installation share, as redis://127.0.0.1:6379/0 or unix:///run/redis.sock: what
    one has made is made for all. Empty, or while it is away: each process keeps its own results."""
    api_requests_per_minute: int = Field(600, ge=0)
    """Requests that the interface for machines answers to a reader at an address within a minute, counted by each
    process. 0: no limit."""
    session_idle_minutes: int = Field(480, ge=1, le=7 * 24 * 60)
    """Minutes without a request after which somebody has to sign in again."""
    session_days: int = Field(7, ge=1, le=90)
    """Days after which somebody has to sign in again in any case."""
    files_per_minute: int = Field(240, ge=0)
    """Files that a reader at an address gets within a minute, counted by each process. 0: no limit."""
    log: Literal["text", "json"] = "text"
    """Form of the log on the standard error output: text for people, json for programs."""
    groups: str = ""
    """YAML file of what the groups of a provider or a proxy give: role and scope. Empty: administrators give them to
    each account."""
    vouched_days: int = Field(30, ge=1, le=366)
    """Days after which somebody who came by a provider or a proxy, and has not come again, is given nothing any more:
    tokens and mails stop, as nobody has said since that they still belong here."""
    oidc_issuer: str = ""
    """Address of an OpenID Connect provider, as it calls itself. Empty: people sign in with accounts of this app."""
    oidc_label: str = ""
    """What the page to sign in calls the provider. Empty: the account of your organisation."""
    oidc_client_id: str = ""
    """What the provider calls this app."""
    oidc_client_secret: SecretStr | None = None
    """Secret of this app at the provider. Empty: the provider knows it as a public client."""
    oidc_scopes: str = "openid profile email"
    """What the provider is asked for, with blanks between; openid is always asked for."""
    oidc_name_claim: str = "preferred_username"
    """Claim with the name of a person; where it is missing, `email` and `sub` are tried."""
    oidc_groups_claim: str = "groups"
    """Claim with the groups of a person; dots lead into claims within claims, as in realm_access.roles."""
    oidc_hosts: str = ""
    """Further hosts that addresses of the provider may name, with commas between them. Empty: the host of the issuer."""
    oidc_timeout_seconds: int = Field(10, ge=1, le=60)
    """How long the provider may take for an answer."""
    proxy_header: str = ""
    """Header in which a proxy names who has signed in there, as X-Forwarded-User. Empty: no proxy is believed."""
    proxy_groups_header: str = ""
    """Header in which the proxy names their groups, with commas between them."""
    proxy_addresses: Annotated[str, AfterValidator(_networks)] = ""
    """Addresses or networks of the proxies that are believed, with commas between them, as 10.0.0.4,10.1.0.0/24."""
    link_hours: int = Field(48, ge=1, le=14 * 24)
    """Hours for which a one-time link holds with which somebody sets a password."""
    map_disclaimer: str = ""
    """Sentence under every map. Empty: the short form of the United Nations."""
    chromium: str = ""
    """Program that draws PNG and PDF on the server. Empty: the Chromium or Chrome on the path."""
    smtp_host: str = ""
    """Mail server. Empty: no mail is sent, and subscriptions cannot be made."""
    smtp_port: int = 587
    """Port of the mail server."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to the mail server is made secret: starttls, tls from the start, or none (loopback only)."""
    smtp_user: str = ""
    """Name at the mail server. Empty: without signing in."""
    smtp_password: SecretStr | None = None
    """Password at the mail server."""
    smtp_timeout_seconds: float = 30
    """How long the mail server may take for an answer."""
    mail_from: str = ""
    """Address that mails come from, as `name@host` or `Words <name@host>`. Needed when there is a mail server."""
    mail_operator: str = ""
    """Address that is told of mails that failed. Empty: they stand on the data status page only."""
    mail_domains: str = ""
    """Domains that mails may go to, with commas between them. Empty: all."""
    mail_attachment_bytes: int = 5 * 1024**2
    """Largest file that a mail carries; of a larger one the mail has the link only."""
    delivery_hour: int = Field(6, ge=0, le=23)
    """Hour of the day at which weekly (Monday) and monthly (first day) mails are due."""
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    """Time zone of that hour, as Europe/Zurich."""

    @property
    def reached_at(self) -> str:
        """The address of the app without a slash at its end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


class WrongSetting(Exception):
    """An environment variable with a value that cannot be used; the message names it."""


@lru_cache(maxsize=1)
def read_settings() -> Settings:
    """The settings of this process, read from the environment at the first call. WrongSetting names a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        told = (f"LAGEBILD_{fault['loc'][0]!s}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise WrongSetting(f"A setting cannot be used. {'; '.join(told)}.") from None
