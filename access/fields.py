"""What a form says of an account, read strictly: whatever cannot be understood changes nothing."""

import re
from collections.abc import Collection

from werkzeug.datastructures import MultiDict

from access.roles import DOMAINS, ROLES
from kpis.words import _
from ledger.accounts import ALL, Told, plain_name
from queries.reader import DETAILS

LONGEST_SHOWN = 200
MOST_AREAS = 1000
AREA = re.compile(r"[A-Za-z0-9_.-]{2,20}")


class WrongField(ValueError):
    """A form about an account that cannot be understood; the message is a sentence for who filled it in."""


def new_name(form: MultiDict) -> str:
    """The name of a new account as it is kept. WrongField where the text can be none."""
    try:
        return plain_name(form.get("name", ""))
    except ValueError:
        raise WrongField(_("A name has 1 to 320 signs and no blanks.")) from None


def wanted(form: MultiDict, countries: Collection[str], areas: Collection[str] | None = None) -> dict:
    """The fields of an account that a form tells: shown_name, role, scope and export. countries: codes that can be
    chosen. areas: codes that are known, None where nobody can tell. WrongField says what is wrong."""
    role, detail = form.get("role", "") or None, form.get("detail", "") or None
    if role is not None and role not in ROLES:
        raise WrongField(_("This is not a role that is known here."))
    if detail is not None and detail not in DETAILS:
        raise WrongField(_("This is not a level of detail that is known here."))
    told = {
        "shown_name": form.get("shown_name", "").strip()[:LONGEST_SHOWN],
        "role": role,
        "countries": _codes(form, "countries", countries),
        "areas": _areas(form, areas),
        "domains": _codes(form, "domains", DOMAINS),
        "detail": detail,
        "compared": _codes(form, "compared", DOMAINS),
        "may_export": form.get("may_export") == "yes",
    }
    if role == "office" and told["countries"] == ALL:
        raise WrongField(_("An office sees the countries that are named for it. Name them, or choose another role."))
    if not told["shown_name"].isprintable():
        raise WrongField(_("The name of the person has signs that cannot be shown."))
    return told


def as_filled(form: MultiDict) -> dict:
    """The same fields without a check, to show a form again as it was filled in."""
    lists = {name: frozenset(form.getlist(name)[:300]) for name in ("countries", "domains", "compared")}
    every = {name: ALL if ALL in codes else codes for name, codes in lists.items()}
    texts = {name: form.get(name, "")[:LONGEST_SHOWN] for name in ("name", "shown_name", "role", "detail")}
    areas = ALL if ALL in form.getlist("areas") else frozenset(form.get("area_codes", "").split()[:MOST_AREAS])
    return texts | every | {"areas": areas, "may_export": form.get("may_export") == "yes"}


def _codes(form: MultiDict, name: str, known: Collection[str]) -> Told:
    """A scope of a form: all, or a set of known codes, perhaps an empty one."""
    given = frozenset(form.getlist(name))
    if ALL in given:
        return ALL
    if strange := sorted(given - set(known)):
        raise WrongField(_("“{code}” cannot be chosen here.").format(code=strange[0][:20]))
    return given


def _areas(form: MultiDict, known: Collection[str] | None) -> Told:
    if ALL in form.getlist("areas"):
        return ALL
    given = frozenset(form.get("area_codes", "").replace(",", " ").split())
    strange = [one for one in sorted(given) if not AREA.fullmatch(one) or known is not None and one not in known]
    if strange:
        raise WrongField(_("“{code}” is not the code of an area that is known here.").format(code=strange[0][:20]))
    if len(given) > MOST_AREAS:
        raise WrongField(_("An account names at most {most} areas.").format(most=MOST_AREAS))
    return given
