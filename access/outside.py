"""People whom another system vouches for: their account here, and what the groups that it names give them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.administration import change, made_account
from access.groups import NoGroup, entry_of, is_told_by_groups
from access.roles import BY_ACCOUNT, reader_of, reader_of_nothing
from kpis.words import _
from ledger.accounts import (
    Account,
    LastAdministrator,
    NameTaken,
    account_outside,
    plain_name,
)
from ledger.database import now
from ledger.memberships import groups_of, keep_groups, told_at
from ledger.sessions import end_sessions_of
from queries.reader import Reader
from settings import read_settings

NOTHING = {
    "role": None,
    "countries": None,
    "areas": None,
    "domains": None,
    "detail": None,
    "compared": None,
    "may_export": False,
}
"""What an account is told where no group gives anything."""
SOURCES = {"oidc": _("By your groups at the sign-in of your organisation."), "proxy": _("By your groups at the proxy.")}
VOUCHING = {"oidc": "the provider", "proxy": "the proxy"}
"""Who does what groups bring about, for the audit."""
STALE = _("Your organisation has not said lately that you belong here. Sign in there once more.")
PROXY = "proxy"
"""What stands for all proxies of the settings where a provider has its address."""
TOLD_EVERY = timedelta(hours=12)
"""How exact the moment is at which somebody was vouched for last; a proxy does it with each request."""
MOST_GROUPS, LONGEST_ID = 2000, 500


@dataclass(frozen=True)
class NotWelcome(Exception):
    """Somebody cannot come in this way; the reason is a sentence for them."""

    reason: str


@dataclass(frozen=True)
class Vouched:
    """What another system says of a person. external_id: who they are there, for good and for everybody different.
    names: what they might be called here, the best first. via: "oidc" or "proxy"."""

    external_id: str
    names: tuple[str, ...]
    groups: frozenset[str]
    via: str
    shown_name: str = ""


def welcomed(person: Vouched) -> Account:
    """The account of a person, made at the first time and brought up to date at each. NotWelcome with the reason."""
    if len(person.external_id) > LONGEST_ID or len(person.groups) > MOST_GROUPS:
        raise NotWelcome(_("What your organisation says of you is too long to be kept here."))
    account = account_outside(person.external_id) or _made(person)
    if not account.is_active:
        raise NotWelcome(_("Your account here is closed. Whoever administers this installation can open it again."))
    told = told_at(account.account_id)
    if told is None or now() - told >= TOLD_EVERY or groups_of(account.account_id) != person.groups:
        keep_groups(account.account_id, person.groups)
    return _refreshed(account) if is_told_by_groups(account.via) else account


@dataclass(frozen=True)
class Standing:
    """What another system said of somebody last. groups: sorted. counts: the group of ours that decides, "" for none.
    told_at: UTC; None where nothing was said since the account was bound to that system."""

    groups: tuple[str, ...]
    counts: str
    told_at: datetime | None


def standing(account: Account) -> Standing | None:
    """What was said of an account that is vouched for elsewhere, and which group decides; None for a local one."""
    if account.via == "local":
        return None
    groups = groups_of(account.account_id)
    try:
        counts = entry_of(groups).group if is_told_by_groups(account.via) else ""
    except NoGroup:
        counts = ""
    return Standing(tuple(sorted(groups)), counts, told_at(account.account_id))


def identity_outside(via: str, named: str) -> str | None:
    """Who somebody is in another system, as accounts keep it; None for local ones. named: the claim `sub` of a provider,
    or the name that a proxy tells. NotWelcome where there is no such system."""
    if via == "local":
        return None
    if via == "proxy":
        return f"{PROXY}#{named.casefold()}"
    if not read_settings().oidc_issuer:
        raise NotWelcome("LAGEBILD_OIDC_ISSUER names no provider.")
    return f"{read_settings().oidc_issuer}#{named}"


def reader_outside(account: Account) -> Reader:
    """The reader that such an account is at this moment: by its groups and the file of groups as it is now, or as
    administrators told where there is no such file; nothing is open when it was vouched for too long ago."""
    if not _is_vouched_for(account):
        return reader_of_nothing(account.name, STALE, account.account_id)
    if not is_told_by_groups(account.via):
        return reader_of(account.name, account, BY_ACCOUNT, account.account_id)
    try:
        entry = entry_of(groups_of(account.account_id))
    except NoGroup as nothing:
        return reader_of_nothing(account.name, nothing.reason, account.account_id)
    return reader_of(account.name, entry, SOURCES[account.via], account.account_id)


def is_as_vouched(account: Account) -> bool:
    """Whether an account was vouched for lately, and has what its groups give now, as far as that can be told. If not,
    its sessions are of yesterday."""
    return _is_vouched_for(account) and (not is_told_by_groups(account.via) or _is_as_granted(account))


def _is_vouched_for(account: Account) -> bool:
    """Whether the system that is believed now said lately that somebody belongs here."""
    believed = {"oidc": read_settings().oidc_issuer, "proxy": read_settings().proxy_header and PROXY}[account.via]
    if not believed or not (account.external_id or "").startswith(f"{believed}#"):
        return False
    told = told_at(account.account_id)
    return told is not None and now() - told < timedelta(days=read_settings().vouched_days)


def _is_as_granted(account: Account) -> bool:
    granted = _granted(groups_of(account.account_id))
    return granted is None or all(getattr(account, key) == value for key, value in granted.items())


def _granted(groups: Collection[str]) -> dict | None:
    """What groups give, as fields of an account; None where the file of groups cannot be used, which changes no account:
    whoever comes by it sees nothing until it is mended."""
    try:
        return entry_of(groups).told()
    except NoGroup as nothing:
        return None if nothing.is_fault else NOTHING


def _made(person: Vouched) -> Account:
    name = next((one for one in map(_usable, person.names) if one), None)
    if name is None:
        raise NotWelcome(_("Your organisation names you in a way that cannot be kept here."))
    new = Account(name, shown_name=person.shown_name, via=person.via, external_id=person.external_id)
    try:
        return made_account(new, by=VOUCHING[person.via])
    except NameTaken:
        found = account_outside(person.external_id)  # of two requests at once, the other was first
        if found:
            return found
        raise NotWelcome(_("Somebody else has an account of your name here. Ask whoever administers it.")) from None


def _refreshed(account: Account) -> Account:
    """The account with what its groups give now; sessions from before a change are ended."""
    if _is_as_granted(account):
        return account
    granted = _granted(groups_of(account.account_id))
    try:
        changed = change(account, granted, by=VOUCHING[account.via])
    except LastAdministrator:
        raise NotWelcome(
            _("Your groups no longer make you the administrator, and there is no other. The operator can name one.")
        ) from None
    end_sessions_of(account.account_id)
    return changed


def _usable(name: str) -> str:
    try:
        return plain_name(name)
    except ValueError:
        return ""
