"""Filters: from the URL into one immutable value, and back. What cannot be understood is dropped and named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from kpis.words import _
from queries.stores import BUILD_ID

MOST_VALUES = 100
LONGEST_VALUE = 120
SHOWN_OF_BAD_VALUE = 40
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_COUNTRY = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)

COMPARISONS = ("previous", "last-year", "plan")
"""With what figures are compared: the period before, the same months a year before, the target. The first is meant
where a URL names none."""

COLUMNS = {
    "countries": "country_code",
    "offices": "office_code",
    "programmes": "programme_code",
    "sectors": "sector_code",
    "item_groups": "item_group",
    "items": "item_code",
    "donors": "donor_name",
    "projects": "project_code",
    "sources": "source_name",
}
"""Field of Filters -> column of the marts."""
KEYS = {
    "since": "since",
    "until": "until",
    "country": "countries",
    "office": "offices",
    "programme": "programmes",
    "sector": "sectors",
    "group": "item_groups",
    "item": "items",
    "donor": "donors",
    "project": "projects",
    "source": "sources",
    "compare": "compare",
    "build": "build",
}
"""Key in the URL -> field of Filters, in the order in which a URL names them."""


@dataclass(frozen=True)
class Notice:
    """A part of a URL that was not understood. value is shortened and as the visitor wrote it: escape it."""

    key: str
    value: str
    reason: str


@dataclass(frozen=True)
class Filters:
    """What a page shows. since and until: first days of the first and last month, None for open.
    Tuples are sorted, without repetition; empty means no limit. compare: one of COMPARISONS; it limits nothing, so
    that no query may read it. build: None for the current one."""

    since: date | None = None
    until: date | None = None
    countries: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    item_groups: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    compare: str = field(default=COMPARISONS[0], metadata={"in_cache_key": False})
    build: str | None = None

    def __post_init__(self):
        for name in COLUMNS:
            given = getattr(self, name)
            if isinstance(given, str):
                raise TypeError(f"{name} are a sequence, not one text: {given!r}")
            object.__setattr__(self, name, tuple(sorted(set(given))))
        for name in ("since", "until"):
            given = getattr(self, name)
            object.__setattr__(self, name, given and date(given.year, given.month, 1))

    @classmethod
    def from_query(cls, query: Mapping[str, object]) -> tuple["Filters", tuple[Notice, ...]]:
        """Filters and what was dropped, from the decoded query of a URL: values are texts or lists of texts.
        Keys that are no filters are left to others. Never raises."""
        notices: list[Notice] = []
        found = {name: _READ.get(name, _names)(key, query[key], notices) for key, name in KEYS.items() if key in query}
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            notices.append(_notice("until", f"{found.pop('until'):%Y-%m}", _("lies before the first month")))
        return cls(**found), tuple(notices)

    def to_query(self) -> dict[str, str]:
        """The query of a URL that gives these filters again, in one order for all."""
        query = {}
        for key, name in KEYS.items():
            value = getattr(self, name)
            if isinstance(value, date):
                query[key] = f"{value:%Y-%m}"
            elif isinstance(value, tuple) and value:
                query[key] = ",".join(name.replace("\\", "\\\\").replace(",", "\\,") for name in value)
            elif isinstance(value, str) and value != COMPARISONS[0]:
                query[key] = value
        return query

    def replace(self, **changes) -> "Filters":
        """The same filters with some fields changed."""
        return Filters(**{one.name: getattr(self, one.name) for one in fields(self)} | changes)


def unknown_keys(query: Mapping[str, object]) -> tuple[Notice, ...]:
    """A notice for each key of a query that is no filter."""
    return tuple(_notice(str(key), str(value), _("is not a filter")) for key, value in query.items() if key not in KEYS)


def _texts(key: str, given: object, notices: list[Notice]) -> list[str]:
    texts = []
    for one in given if isinstance(given, list | tuple) else [given]:
        if isinstance(one, str):
            texts.append(one)
        else:
            notices.append(_notice(key, str(type(one).__name__), _("is not a text")))
    return texts


def _names(key: str, given: object, notices: list[Notice]) -> tuple[str, ...]:
    names = []
    for text in _texts(key, given, notices):
        if len(text) > MOST_VALUES * LONGEST_VALUE:
            notices.append(_notice(key, text, _("is too long")))
            continue
        for name in filter(None, (part.strip() for part in _parts(text))):
            if len(name) > LONGEST_VALUE or not name.isprintable():
                notices.append(_notice(key, name, _("is not a name")))
            else:
                names.append(name)
    if len(names) > MOST_VALUES:
        notices.append(_notice(key, names[MOST_VALUES], _("and what follows are too many values")))
    return tuple(dict.fromkeys(names[:MOST_VALUES]))


def _parts(text: str) -> list[str]:
    """The text cut at its commas; a backslash keeps the comma or backslash behind it."""
    parts, kept = [""], False
    for sign in text:
        if kept or sign not in "\\,":
            parts[-1] += sign
            kept = False
        elif sign == "\\":
            kept = True
        else:
            parts.append("")
    return parts


def _countries(key: str, given: object, notices: list[Notice]) -> tuple[str, ...]:
    codes = []
    for name in _names(key, given, notices):
        if _COUNTRY.fullmatch(name.upper()):
            codes.append(name.upper())
        else:
            notices.append(_notice(key, name, _("is not a country code of three letters")))
    return tuple(codes)


def _month(key: str, given: object, notices: list[Notice]) -> date | None:
    for text in _texts(key, given, notices)[-1:]:
        if found := _MONTH.fullmatch(text):
            return date(int(found[1]), int(found[2]), 1)
        if text:
            notices.append(_notice(key, text, _("is not a month like 2026-03")))
    return None


def _build(key: str, given: object, notices: list[Notice]) -> str | None:
    for text in _texts(key, given, notices)[-1:]:
        if BUILD_ID.fullmatch(text):
            return text
        if text:
            notices.append(_notice(key, text, _("is not the id of a build")))
    return None


def _comparison(key: str, given: object, notices: list[Notice]) -> str:
    for text in _texts(key, given, notices)[-1:]:
        if text in COMPARISONS:
            return text
        if text:
            notices.append(_notice(key, text, _("is not a comparison; choose previous, last-year or plan")))
    return COMPARISONS[0]


_READ = {"since": _month, "until": _month, "countries": _countries, "compare": _comparison, "build": _build}


def _notice(key: str, value: str, reason: str) -> Notice:
    shown = value if len(value) <= SHOWN_OF_BAD_VALUE else value[:SHOWN_OF_BAD_VALUE] + "..."
    return Notice(key, shown, reason)
