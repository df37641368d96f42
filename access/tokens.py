"""Tokens of programs: made with an end, never wider than their owner, revoked when nobody needs them."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta

from access.narrowed import narrowed
from access.roles import DOMAINS
from kpis.words import _
from ledger.accounts import Account
from ledger.audit import record
from ledger.database import now
from ledger.tokens import Token, end_token, keep_token, new_prefix, tokens
from queries.reader import DETAILS, Reader
from settings import read_settings

LIMITS = ("countries", "areas", "domains", "compared")
RIGHTS_OF_TOKENS = frozenset({"export"})
"""A token never writes, and never looks after anything."""
MOST_IN_FORCE = 20
"""Tokens that one account may have in force."""
LONGEST_LABEL = 100


class WrongToken(ValueError):
    """A token that cannot be made as it was asked for; the message says why."""


@dataclass(frozen=True)
class WantedToken:
    """What a token is to be. label: what it is for. days: until it ends. limits: what it sees less than its owner, by
    LIMITS lists of codes, and detail; nothing for all that the owner sees. may_export: whether it takes rows and files."""

    label: str
    days: int
    limits: dict = field(default_factory=dict)
    may_export: bool = False


def longest_days() -> int:
    """Days that a token may last."""
    return read_settings().token_days


def make_token(owner: Account, wanted: WantedToken, actor: str = "") -> tuple[str, Token]:
    """Makes a token of an account and gives it with what is kept of it. The text is told here and never again. actor:
    who makes it; left out, the person at the command line. WrongToken says what cannot be."""
    _check(owner, wanted)
    new = Token(
        token_id=secrets.token_hex(16),
        prefix=new_prefix(),
        account_id=owner.account_id,
        label=wanted.label.strip(),
        limits=wanted.limits,
        may_export=wanted.may_export,
        made_by=actor or _("the command line"),
        created_at=now(),
        expires_at=now() + timedelta(days=wanted.days),
    )
    text = keep_token(new)
    told = {"of": owner.name, "label": new.label, "expires": new.expires_at, "may_export": new.may_export}
    record("token_made", new.prefix, actor=actor, **told, limits=new.limits or None)
    return text, new


def revoke_token(token_id: str, actor: str = "", account_id: str | None = None) -> Token | None:
    """Ends a token at once, and gives it; None where there is none in force, or none of that account."""
    ended = end_token(token_id, actor or _("the command line"), account_id)
    if ended is not None:
        record("token_revoked", ended.prefix, actor=actor, label=ended.label)
    return ended


def reader_with(token: Token, owner: Reader) -> Reader:
    """The reader that a token makes of what its owner is at this moment: never more than either of the two."""
    limits = {name: frozenset(codes) for name, codes in token.limits.items() if name in LIMITS}
    by = Reader(owner.name, detail=token.limits.get("detail", "rows"), **{"compared": frozenset(DOMAINS)} | limits)
    smaller = narrowed(owner, by)
    return replace(
        smaller,
        compared=smaller.compared & by.compared,
        rights=owner.rights & RIGHTS_OF_TOKENS if token.may_export else frozenset(),
    )


def _check(owner: Account, wanted: WantedToken) -> None:
    label, most = wanted.label.strip(), longest_days()
    if not 0 < len(label) <= LONGEST_LABEL or not label.isprintable():
        raise WrongToken(_("Say in up to 100 signs what the token is for."))
    if not 0 < wanted.days <= most:
        raise WrongToken(_("A token ends after 1 to {most} days.").format(most=most))
    strange = set(wanted.limits) - {*LIMITS, "detail"}
    is_list = all(isinstance(wanted.limits.get(one, []), list) for one in LIMITS)
    if strange or not is_list or wanted.limits.get("detail", "rows") not in DETAILS:
        raise WrongToken(_("The limits of the token cannot be understood."))
    if not owner.is_active:
        raise WrongToken(_("This account is closed, so it gets no token."))
    if len([one for one in tokens(owner.account_id) if one.state == "in_force"]) >= MOST_IN_FORCE:
        raise WrongToken(_("An account has at most {most} tokens. Revoke one first.").format(most=MOST_IN_FORCE))
