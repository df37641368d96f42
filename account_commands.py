"""The commands of `manage.py user`: accounts, their roles and scopes, their links and sessions."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from access import administration
from access.group_entries import WrongGroups
from access.groups import entries, is_told_by_groups
from access.outside import NotWelcome, identity_outside
from access.roles import ALL, DOMAINS, ROLES
from ledger.accounts import ORIGINS, Account, LastAdministrator, NameTaken, Told, account_named, accounts
from ledger.sessions import sessions_of
from queries.reader import DETAILS

user_app = typer.Typer(help="Accounts: who may sign in, and what they see.", no_args_is_help=True)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

BY = ""
"""Who does it, for the audit: the person at the command line."""
Name = Annotated[str, typer.Argument(help="Name that the account signs in with")]
PARTS = ("countries", "areas", "domains", "compared", "detail", "export")
"""What `user scope` sets, as part=value."""
WORDS = {"detail": DETAILS, "export": ("yes", "no")}


@user_app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"Of {', '.join(ROLES)}")],
    shown: Annotated[str, typer.Option("--shown", help="The name as others read it")] = "",
) -> None:
    """Make an account and print the link at which its owner sets a password. An administrator sees everything; for any
    other role say with `user scope` what is to be seen: until then it is nothing."""
    _check_role(role)
    everything = {"countries": ALL, "areas": ALL, "domains": ALL, "compared": ALL, "detail": "rows", "may_export": True}
    scope = everything if role == "administrator" else {}
    try:
        made = administration.made_account(Account(name, shown, role, **scope), BY)
    except NameTaken:
        _refuse(f"There is an account {name} already.")
    except ValueError as error:
        _refuse(str(error))
    _print_link(made)


@user_app.command(name="list")
def list_accounts() -> None:
    """List the accounts with role, scope and how many sessions are open."""
    table = Table("name", "role", "countries", "areas", "domains", "detail", "export", "via", "sessions", "state")
    for one in accounts():
        scopes = map(_told, (one.countries, one.areas, one.domains))
        exports, state = "yes" if one.may_export else "no", "active" if one.is_active else "disabled"
        open_now = str(len(sessions_of(one.account_id)))
        cells = (one.name, one.role or "none", *scopes, one.detail or "not told", exports, one.via, open_now, state)
        table.add_row(*map(Text, cells))
    out.print(table)


@user_app.command(name="role")
def give_role(name: Name, role: Annotated[str, typer.Argument(help=f"Of {', '.join(ROLES)}")]) -> None:
    """Give an account another role; its scope stays."""
    _check_role(role)
    _check_told_here(name)
    _tell(lambda one: administration.give_role(one, role, BY), name, f"{name} is {role} now")


@user_app.command(name="scope")
def give_scope(
    name: Name,
    parts: Annotated[list[str], typer.Argument(help=f"part=value, several of them; parts: {', '.join(PARTS)}")],
) -> None:
    """Say what an account sees, as in: countries=AFG,SSD domains=supply areas=* detail=totals export=no. What is not
    named stays; * opens all, nothing behind the sign opens nothing. compared: domains of which totals over all countries
    may be seen."""
    _check_told_here(name)
    scope = {}
    for part in parts:
        key, sign, value = part.partition("=")
        if key not in PARTS or not sign:
            _refuse(f"Not understood: {part}. Say part=value with one of {', '.join(PARTS)}.")
        scope["may_export" if key == "export" else key] = _value(key, value)
    _tell(lambda one: administration.give_scope(one, scope, BY), name, f"the scope of {name} has changed")


@user_app.command()
def link(name: Name) -> None:
    """Print a new link at which the owner of an account sets a password; links made before end."""
    account = _account(name)
    if not account.is_active:
        _refuse(f"{account.name} is disabled; enable it first.")
    if account.via != "local":
        _refuse(f"{account.name} signs in elsewhere and has no password here; see `manage.py user bind`.")
    _print_link(account)


@user_app.command()
def disable(name: Name) -> None:
    """Close an account, with its sessions and links. It stays in the list, and can be enabled again."""
    _tell(lambda one: administration.set_active(one, BY, is_active=False), name, f"{name} is disabled")


@user_app.command()
def enable(name: Name) -> None:
    """Open an account again."""
    _tell(lambda one: administration.set_active(one, BY, is_active=True), name, f"{name} is enabled")


@user_app.command()
def bind(
    name: Name,
    to: Annotated[str, typer.Argument(help=f"Of {', '.join(ORIGINS)}")],
    identity: Annotated[str, typer.Option("--id", help="What the provider calls the person: the claim sub")] = "",
) -> None:
    """Say who vouches for an account from now on: oidc, the provider; proxy, the proxy that names it so; local, its own
    password. All its sessions end."""
    if to not in ORIGINS:
        _refuse(f"There is no {to!r}; there are {', '.join(ORIGINS)}.")
    try:
        identity = identity_outside(to, identity or name)
        _tell(lambda one: administration.bind(one, to, identity, BY), name, f"{name} signs in by {to} now")
    except NotWelcome as wrong:
        _refuse(wrong.reason)
    except NameTaken:
        _refuse("Another account stands for that person already.")


@user_app.command()
def groups() -> None:
    """List what groups of a provider or a proxy give, in the order in which they count, or what is wrong with the file."""
    try:
        known = entries()
    except WrongGroups as error:
        _refuse(f"{error}.")
    table = Table("group", "role", "countries", "areas", "domains", "detail", "compared", "export")
    for one in known:
        scopes = [_told(getattr(one, part)) for part in ("countries", "areas", "domains")]
        exports = "yes" if one.may_export else "no"
        table.add_row(*map(Text, (one.group, one.role, *scopes, one.detail, _told(one.compared), exports)))
    out.print(table if known else "LAGEBILD_GROUPS names no file: administrators give roles to accounts.")


@user_app.command()
def sessions(name: Name) -> None:
    """List where an account is signed in."""
    table = Table("session", "signed in (UTC)", "last seen (UTC)", "via", "device")
    for one in sessions_of(_account(name).account_id):
        moments = (moment.isoformat(" ", "minutes") for moment in (one.created_at, one.last_seen_at))
        table.add_row(*map(Text, (one.session_hash[:8], *moments, one.via, one.device)))
    out.print(table)


@user_app.command(name="sign-out")
def sign_out(name: Name) -> None:
    """End all sessions of an account."""
    count = administration.sign_out_everywhere(_account(name), BY)
    out.print(f"sessions of {name} that were ended: {count}", markup=False, highlight=False)


def _tell(change, name: str, sentence: str) -> None:
    """Does something to an account and says so."""
    try:
        change(_account(name))
    except LastAdministrator:
        _refuse("Nothing was changed: nobody who can give rights would be left.")
    out.print(sentence, markup=False, highlight=False)


def _print_link(account: Account) -> None:
    address = administration.link_for(account, BY)
    out.print(f"{account.name} sets a password here, once:", markup=False, highlight=False)
    out.print(address, markup=False, highlight=False)


def _account(name: str) -> Account:
    found = account_named(name)
    return found or _refuse(f"There is no account {name}; see `manage.py user list`.")


def _check_told_here(name: str) -> None:
    if is_told_by_groups(_account(name).via):
        _refuse(f"Role and scope of {name} come from its groups, by the file of LAGEBILD_GROUPS: change them there.")


def _check_role(role: str) -> None:
    if role not in ROLES:
        _refuse(f"There is no role {role!r}; there are {', '.join(ROLES)}.")


def _value(part: str, text: str) -> Told | bool:
    """What a part of a scope is set to."""
    if part in WORDS:
        if text not in WORDS[part]:
            _refuse(f"{part} is one of {', '.join(WORDS[part])}, not {text!r}.")
        return text == "yes" if part == "export" else text
    codes = frozenset(filter(None, map(str.strip, text.split(","))))
    if ALL in codes:
        return ALL
    if part == "countries":
        return _country_codes(codes)
    if part in ("domains", "compared") and (unknown := codes - set(DOMAINS)):
        _refuse(f"Unknown domains: {', '.join(sorted(unknown))}; there are {', '.join(DOMAINS)}.")
    return codes


def _country_codes(names: frozenset[str]) -> frozenset[str]:
    """Codes of countries that are named by code or name; one that nobody knows is refused, not left out."""
    import pandas as pd

    from data.countries import country_codes

    codes = dict(zip(names, country_codes(pd.Series(list(names), dtype=object)), strict=True))
    if unknown := sorted(name for name, code in codes.items() if not isinstance(code, str)):
        _refuse(f"Unknown countries: {', '.join(unknown)}.")
    return frozenset(codes.values())


def _told(told: Told) -> str:
    if told is None:
        return "not told"
    return "all" if told == ALL else ", ".join(sorted(told)) or "none"


def _refuse(sentence: str):
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(2)
