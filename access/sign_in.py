"""Signing in with name and password, slower with each wrong guess, and setting a password."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from access.one_time import Opened
from access.passwords import is_password, password_fault, password_hash
from access.secret import sealed
from ledger import audit
from ledger.accounts import (
    ADMINISTRATOR,
    ALL,
    Account,
    account_named,
    account_of,
    create_account,
    keep_password_hash,
    plain_name,
)
from ledger.attempts import Limit, forgive, pause_of, try_once
from ledger.links import end_links_of, use_link
from ledger.sessions import end_sessions_of

OF_BOTH = Limit(5, timedelta(minutes=15))
OF_NAME = Limit(20, timedelta(minutes=1))
OF_ADDRESS = Limit(30, timedelta(minutes=1))
"""A name from one address, a name from anywhere, an address with any name. The last two are short: a stranger can
bring them about, and must not shut somebody out for long."""
STRANGER = "nobody"


@dataclass(frozen=True)
class TooSoon(Exception):
    """After wrong guesses, the next has to wait."""

    wait: timedelta


class WrongSignIn(Exception):
    """Name and password do not belong together, or the account is closed; which of these is not told."""


class WrongPassword(Exception):
    """A password that is not taken; the text is a sentence."""


class UsedLink(Exception):
    """The link was used in the meantime."""


def account_signing_in(name: str, password: str, address: str) -> Account:
    """The account of a name and its password. address: from where. TooSoon, WrongSignIn."""
    limits = _limits(name, address)
    if wait := try_once(limits):
        raise TooSoon(wait)
    account = account_named(name)
    if not is_password(account, password):
        known = account.name if account else "a name without an account"
        audit.record("sign_in_failed", known, actor=STRANGER, address=address)
        if wait := pause_of(limits):
            audit.record("sign_in_paused", known, actor=STRANGER, address=address, seconds=int(wait.total_seconds()))
        raise WrongSignIn
    both, of_name, of_address = limits
    forgive({both: True, of_name: True, of_address: False})
    return account


def new_administrator(opened: Opened, name: str, shown_name: str, password: str) -> Account:
    """The first account, which may give rights and sees everything. ValueError for a name that can be none;
    WrongPassword, UsedLink."""
    # The first to come looks after this installation, so all of it is open to them.
    wanted = Account(plain_name(name), shown_name, ADMINISTRATOR, ALL, ALL, ALL, "rows", ALL, may_export=True)
    kept = _checked(password, wanted.name)
    if not use_link(opened.word):
        raise UsedLink
    made = create_account(wanted)
    keep_password_hash(made.account_id, kept)
    audit.record("account_made", made.name, actor=made.name, role=made.role)
    return account_of(made.account_id)


def account_with_password(opened: Opened, password: str) -> Account:
    """The account of a link, with its new password; whoever was signed in to it is not any more. WrongPassword,
    UsedLink."""
    account = opened.account
    kept = _checked(password, account.name)
    if not use_link(opened.word):
        raise UsedLink
    keep_password_hash(account.account_id, kept)
    _end_others(account, "")
    audit.record("password_set", account.name, actor=account.name, by="one-time link")
    return account_of(account.account_id)


def change_password(account: Account, old: str, new: str, where: tuple[str, str]) -> None:
    """Sets a new password in place of the old one and ends the other sessions. where: hash of the session that stays,
    and the address of the visitor. TooSoon, WrongSignIn where the old one is wrong, WrongPassword."""
    session_hash, address = where
    account_signing_in(account.name, old, address)
    keep_password_hash(account.account_id, _checked(new, account.name))
    _end_others(account, session_hash)
    audit.record("password_set", account.name, actor=account.name, by="old password")


def _end_others(account: Account, but: str) -> None:
    end_sessions_of(account.account_id, but)
    end_links_of(account.account_id)


def _checked(password: str, name: str) -> str:
    """The hash of a password that is taken."""
    if fault := password_fault(password, name):
        raise WrongPassword(fault)
    return password_hash(password)


def _limits(name: str, address: str) -> dict[str, Limit]:
    """What an attempt counts against, in seals: what is typed as a name may be a password, and addresses are personal."""
    plain, network = name.strip().casefold(), _network(address)
    return {
        sealed("sign-in both", f"{network} {plain}"): OF_BOTH,
        sealed("sign-in name", plain): OF_NAME,
        sealed("sign-in address", network): OF_ADDRESS,
    }


def _network(address: str) -> str:
    """What one visitor has: an address, or with IPv6 a network of them."""
    try:
        one = ip_address(address)
    except ValueError:
        return address
    if isinstance(one, IPv6Address):
        return str(one.ipv4_mapped or ip_network((one, 64), strict=False))
    return str(one)
