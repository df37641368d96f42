"""One entry of the file of groups, and what is wrong with it."""

import re
from dataclasses import dataclass

from access.roles import ALL, DOMAINS, ROLES
from queries.reader import DETAILS

COUNTRY = re.compile("[A-Z]{3}")
NEEDED = ("group", "role", "countries", "areas", "domains", "detail")
KEYS = (*NEEDED, "compared", "may_export")


class WrongGroups(Exception):
    """The file of groups cannot be used; the message names file, entry and reason."""


@dataclass(frozen=True)
class Entry:
    """What a group gives. countries, areas, domains, compared: codes, or "*" for all. detail: "rows" or "totals"."""

    group: str
    role: str
    countries: frozenset[str] | str
    areas: frozenset[str] | str
    domains: frozenset[str] | str
    detail: str
    compared: frozenset[str] | str = frozenset()
    may_export: bool = False

    def told(self) -> dict:
        """The entry as fields of an account."""
        return {key: value for key, value in vars(self).items() if key != "group"}


def entries_of(document: object) -> tuple[Entry, ...]:
    """The entries of a file as YAML gives it. WrongGroups names the entry and what is wrong with it."""
    if not isinstance(document, list) or not document:
        raise WrongGroups("the file has to be a list of entries that begin with '- group: ...'")
    found: list[Entry] = []
    for number, told in enumerate(document, 1):
        where = f"entry {number}"
        if isinstance(told, dict) and isinstance(told.get("group"), str):
            where += f" ({told['group']})"
        try:
            found.append(_entry(told))
            if any(one.group == found[-1].group for one in found[:-1]):
                raise WrongGroups("this group has an entry further up, which counts")
        except WrongGroups as error:
            raise WrongGroups(f"{where}: {error}") from None
    return tuple(found)


def _entry(told: object) -> Entry:
    if not isinstance(told, dict):
        raise WrongGroups("an entry has keys and values, as '- group: ...'")
    if unknown := [str(key) for key in told if key not in KEYS]:
        raise WrongGroups(f"{', '.join(unknown)}: no key of an entry; there are {', '.join(KEYS)}")
    if lacking := [key for key in NEEDED if told.get(key) in (None, "")]:
        raise WrongGroups(f"{', '.join(lacking)}: has to be told; what is not told opens nothing")
    return Entry(
        group=_text("group", told["group"]),
        role=_one_of("role", told["role"], tuple(ROLES)),
        countries=_codes("countries", told["countries"], COUNTRY),
        areas=_codes("areas", told["areas"], None),
        domains=_codes("domains", told["domains"], DOMAINS),
        detail=_one_of("detail", told["detail"], DETAILS),
        compared=_codes("compared", told.get("compared", []), DOMAINS),
        may_export=_yes_or_no("may_export", told.get("may_export", False)),
    )


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise WrongGroups(f"{key}: {value!r} is read as no text; put it in quotes")
    return value


def _one_of(key: str, value: object, known: tuple[str, ...]) -> str:
    if _text(key, value) not in known:
        raise WrongGroups(f"{key}: {value!r} is unknown; there are {', '.join(known)}")
    return value


def _yes_or_no(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongGroups(f"{key}: {value!r} is neither true nor false")
    return value


def _codes(key: str, value: object, known: re.Pattern | tuple[str, ...] | None) -> frozenset[str] | str:
    """A list of codes, or "*"."""
    if value == ALL:
        return ALL
    if not isinstance(value, list):
        raise WrongGroups(f'{key}: a list as [A, B], or "*" for all, not {value!r}')
    for code in value:
        text = _text(key, code)
        if isinstance(known, tuple):
            _one_of(key, text, known)
        elif not text.strip() or (known and not known.fullmatch(text)):
            raise WrongGroups(f"{key}: {text!r} is no code")
    return frozenset(value)
