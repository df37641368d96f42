"""What a role may do, and what an account sees: from what the ledger says of it, and nothing where it does not say."""

from dataclasses import dataclass
from typing import Protocol

from kpis.words import _
from queries.reader import DETAILS, NOBODY, RIGHTS, Reader

DOMAINS = ("projects", "aid", "supply", "risk", "funding")
ALL = "*"
ROLES: dict[str, frozenset[str]] = {
    "reader": frozenset(),
    "office": frozenset({"comment"}),
    "controller": frozenset({"comment", "issue"}),
    "maintainer": frozenset({"operate"}),
    "administrator": frozenset(RIGHTS) - {"export", "subscribe"},
}
"""Role -> rights. Taking figures away, as files or by mail, is a right of its own that any role may have."""
OF_EXPORT = ("export", "subscribe")
BY_ACCOUNT = _("By your account here.")
"""Source of what administrators have given to an account."""


class Grant(Protocol):
    """Whatever says what somebody may see: an account, a group of a provider, a token.

    role: of ROLES. countries, areas, domains, compared: sets of codes, or "*" for all. detail: of DETAILS.
    may_export: whether figures may be taken away. None, in any of them: nobody has said, so nothing is open."""

    role: str | None
    countries: frozenset[str] | str | None
    areas: frozenset[str] | str | None
    domains: frozenset[str] | str | None
    compared: frozenset[str] | str | None
    detail: str | None
    may_export: bool


@dataclass(frozen=True)
class NotTold(Exception):
    """What a grant says cannot be used; the reason is a sentence for the person concerned."""

    reason: str


def reader_of(name: str, grant: Grant, source: str, account_id: str = "") -> Reader:
    """The reader that a grant makes. What is missing or strange in it makes a reader who sees nothing, and says why.
    source: a sentence on where the grant comes from."""
    try:
        return _told(name, grant, source, account_id)
    except NotTold as nothing:
        return reader_of_nothing(name, nothing.reason, account_id)


def reader_of_nothing(name: str, why: str, account_id: str = "") -> Reader:
    """Somebody who is known and sees nothing."""
    return Reader(name, NOBODY.countries, NOBODY.domains, NOBODY.detail, account_id=account_id, why=why)


def _told(name: str, grant: Grant, source: str, account_id: str) -> Reader:
    if grant.role not in ROLES:
        raise NotTold(_("You have no role here that this installation knows."))
    if grant.detail not in DETAILS:
        raise NotTold(_("Nobody has said whether you may see single rows or totals only."))
    countries = _codes(grant.countries, _("Nobody has said which countries are open to you."))
    if grant.role == "office" and countries is None:
        raise NotTold(_("An office sees the countries that it names, and yours names none."))
    domains = _codes(grant.domains, _("Nobody has said which domains are open to you."))
    compared = _codes(grant.compared or frozenset(), "")
    return Reader(
        name,
        countries,
        domains if domains is None else domains & set(DOMAINS),
        grant.detail,
        _codes(grant.areas, _("Nobody has said which areas are open to you.")),
        frozenset(DOMAINS) if compared is None else compared & set(DOMAINS),
        ROLES[grant.role] | (set(OF_EXPORT) if grant.may_export is True else set()),
        account_id,
        source,
    )


def _codes(told: frozenset[str] | str | None, reason: str) -> frozenset[str] | None:
    """The codes of a part of a grant; None for all."""
    if told == ALL:
        return None
    if told is None or isinstance(told, str):
        raise NotTold(reason)
    return frozenset(told)
