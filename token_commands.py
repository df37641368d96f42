"""The commands of tokens: make one, list them, revoke one."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from access.tokens import WantedToken, WrongToken, make_token, revoke_token
from ledger.accounts import account_named, accounts
from ledger.tokens import tokens

token_app = typer.Typer(help="Tokens of programs: add, list, revoke.", no_args_is_help=True)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

KEYS = {"country": "countries", "area": "areas", "domain": "domains", "compared": "compared", "detail": "detail"}
"""What a token can be limited to -> how it is kept."""


@token_app.command()
def add(
    account: Annotated[str, typer.Argument(help="The account that the token belongs to")],
    label: Annotated[str, typer.Option("--for", help="What it is for")],
    days: Annotated[int, typer.Option(help="Days until it ends")] = 90,
    only: Annotated[
        list[str] | None, typer.Option(help="country=AFG,TCD or domain=supply,aid or detail=totals; may be repeated")
    ] = None,
    export: Annotated[
        bool, typer.Option("--export", help="Rows and files too, where the account may take them")
    ] = False,
) -> None:
    """Make a token. It is printed once and kept as a hash only; it never opens more than its account."""
    owner = account_named(account)
    if owner is None:
        _refuse(f"There is no account {account!r}.")
    try:
        token, kept = make_token(owner, WantedToken(label, days, _limits(only or []), export))
    except WrongToken as error:
        _refuse(str(error))
    err.print(f"The token of {owner.name} ends on {kept.expires_at:%Y-%m-%d}. It is not shown again:", markup=False)
    out.print(token, markup=False, highlight=False)


@token_app.command(name="list")
def list_tokens(
    account: Annotated[str, typer.Argument(help="An account; all without it")] = "",
) -> None:
    """List tokens with what is kept of them."""
    owner = account_named(account) if account else None
    if account and owner is None:
        _refuse(f"There is no account {account!r}.")
    names = {one.account_id: one.name for one in accounts()}
    table = Table(Column("begins with", no_wrap=True), "account", "for", "state", "ends (UTC)", "last used", "limits")
    for one in tokens(owner.account_id if owner else None):
        ends = (one.ended_at or one.expires_at).isoformat(" ", "minutes")
        limits = ", ".join([*("export",) * one.may_export, *(f"{name}={told}" for name, told in one.limits.items())])
        cells = (
            one.prefix,
            names.get(one.account_id, "?"),
            one.label,
            one.state,
            ends,
            str(one.last_used_on or "never"),
        )
        table.add_row(*(Text(cell) for cell in (*cells, limits)))
    out.print(table)


@token_app.command()
def revoke(prefix: Annotated[str, typer.Argument(help="How the token begins, as `token list` shows it")]) -> None:
    """End a token at once."""
    found = [one for one in tokens() if one.prefix == prefix]
    if not found or revoke_token(found[0].token_id) is None:
        _refuse("There is no token in force that begins so.")
    out.print(f"revoked {prefix}", markup=False, highlight=False)


def _limits(only: list[str]) -> dict:
    """The limits of a token, as they are kept."""
    limits: dict = {}
    for one in only:
        key, _sign, text = one.partition("=")
        text = text.upper() if key in ("country", "area") else text
        codes = sorted({code.strip() for code in text.split(",") if code.strip()})
        if key not in KEYS or not codes:
            _refuse(f"--only {one!r} is not known; there are {', '.join(KEYS)}.")
        limits[KEYS[key]] = codes[0] if key == "detail" else codes
    return limits


def _refuse(sentence: str) -> None:
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(2)
