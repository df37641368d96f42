"""What a page is about: KPIs and marts named in an address. No page itself. Nothing here raises."""

from collections.abc import Mapping

from components.words import _
from kpis import UnknownKpi, kpi
from kpis.kpi import Kpi
from pages.own_keys import left_out
from queries.dictionary import mart_meaning

MOST = 12


def subjects(query: Mapping[str, object]) -> tuple[tuple[Kpi, ...], tuple[str, ...], list[str]]:
    """KPIs and marts of the keys kpi and mart, each once and at most MOST of a kind, and what has to be said."""
    notices: list[str] = []
    found = [(name, known_kpi(name)) for name in names(query, "kpi", notices)]
    marts = [(name, mart_meaning(name)) for name in names(query, "mart", notices)]
    notices += [left_out("kpi", name, _("names no number that is known here")) for name, one in found if one is None]
    notices += [left_out("mart", name, _("names no table that is known here")) for name, one in marts if one is None]
    return tuple(one for _name, one in found if one), tuple(name for name, one in marts if one), notices


def names(query: Mapping[str, object], key: str, notices: list[str]) -> list[str]:
    """The names of a key, cut at commas, each once; what is too many is said."""
    given = query.get(key, "")
    texts = [str(one) for one in given] if isinstance(given, list | tuple) else [str(given)]
    found = list(dict.fromkeys(name.strip() for text in texts for name in text.split(",") if name.strip()))
    if len(found) > MOST:
        notices.append(left_out(key, found[MOST], _("and what follows are too many names")))
    return found[:MOST]


def known_kpi(name: str) -> Kpi | None:
    """The KPI of a name, None where there is none."""
    try:
        return kpi(name)
    except UnknownKpi:
        return None
