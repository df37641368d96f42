"""What an OpenID Connect provider says of itself, asked for at its own host only, within a time and a size."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from threading import BoundedSemaphore
from time import monotonic
from urllib.parse import urlsplit

import requests

from settings import read_settings

MOST_BYTES = 1024**2
AT_ONCE, WAIT_SECONDS = 16, 3
"""How many requests ask the provider at the same time, and how long the next one waits for its turn."""
KNOWN_FOR_SECONDS = 300
"""How long what a provider says of itself is believed before it is asked again."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that only the provider can make; never `none`, and none whose key this app would share."""


_turns = BoundedSemaphore(AT_ONCE)


class ProviderFault(Exception):
    """The provider is down, or answers as it must not; the message is for the log of the operator."""


@contextmanager
def asking() -> Iterator[None]:
    """A turn to ask the provider. ProviderFault when it takes too long to come: a provider that is slow, or strangers
    who begin many sign-ins, must not take every thread of this app, nor this app be turned against the provider."""
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise ProviderFault("too many people wait for the provider")
    try:
        yield
    finally:
        _turns.release()


@dataclass(frozen=True)
class Provider:
    """Addresses of a provider; "" for what it does not offer. how_to_show_secret: the way in which this app proves
    itself when it asks for tokens."""

    issuer: str
    authorization: str
    token: str
    keys: str
    person: str
    end_session: str
    how_to_show_secret: str


def provider() -> Provider:
    """The provider of the settings. ProviderFault where it cannot be asked or cannot be trusted."""
    settings = read_settings()
    return _discovered(settings.oidc_issuer, settings.oidc_hosts, int(monotonic() // KNOWN_FOR_SECONDS))


def answer(address: str, token: str = "") -> dict:
    """The JSON object at an address of the provider, asked for with an access token if there is one. ProviderFault."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        with requests.get(address, headers=headers, timeout=timeout(), allow_redirects=False, stream=True) as told:
            if told.status_code != requests.codes.ok:
                raise ProviderFault(f"{address} answers {told.status_code}")
            body = b""
            for part in told.iter_content(64 * 1024):
                body += part
                if len(body) > MOST_BYTES:
                    raise ProviderFault(f"{address} answers more than {MOST_BYTES} bytes")
    except requests.RequestException as error:
        raise ProviderFault(f"{address}: {type(error).__name__}") from None
    return _object(body, address)


def timeout() -> float:
    """Seconds for a connection, and for each answer."""
    return read_settings().oidc_timeout_seconds


def is_safe_address(address: str) -> bool:
    """Whether an address is one that a provider may have: by https, or on this computer."""
    try:
        return bool(_checked(address, None))
    except ProviderFault:
        return False


def _object(body: bytes, address: str) -> dict:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ProviderFault(f"{address} does not answer with a JSON object")
    return told


@lru_cache(maxsize=4)
def _discovered(issuer: str, hosts: str, _window: int) -> Provider:
    """What the document of discovery says. A failure is not kept."""
    own = _checked(issuer, None)
    allowed = {own, *(host.strip().lower() for host in hosts.split(",") if host.strip())}
    told = answer(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != issuer:
        raise ProviderFault(f"the provider calls itself {told.get('issuer')!r}, not {issuer!r}")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    offered = ("userinfo_endpoint", "end_session_endpoint")
    if lacking := [key for key in needed if not told.get(key)]:
        raise ProviderFault(f"the provider does not say its {', '.join(lacking)}")
    addresses = {key: told.get(key) or "" for key in (*needed, *offered)}
    for address in filter(None, addresses.values()):
        _checked(address, allowed)
    return Provider(issuer, *addresses.values(), _how_to_show_secret(told.get("token_endpoint_auth_methods_supported")))


def _how_to_show_secret(offered: object) -> str:
    if read_settings().oidc_client_secret is None:
        return "none"
    known = offered if isinstance(offered, list) else ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"


def _checked(address: object, allowed: set[str] | None) -> str:
    """The host of an address of the provider. ProviderFault for one that is not by https, or names another host."""
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
        host = (parts.hostname or "").lower()
    except ValueError:
        raise ProviderFault(f"{address!r} is no address") from None
    if not host or parts.username or parts.fragment:
        raise ProviderFault(f"{address!r} is no address of a provider")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise ProviderFault(f"{address!r} is not reached by https")
    if allowed is not None and host not in allowed:
        raise ProviderFault(f"{address!r} stands on another host than the issuer; LAGEBILD_OIDC_HOSTS can allow it")
    return host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
