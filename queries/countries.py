"""Countries and areas to choose from: by region, by name in any language, with their class of risk."""

import unicodedata

from kpis import kpi
from queries.filter_choices import countries_with_data
from queries.filters import Filters
from queries.kpi_values import kpi_by_country
from queries.reference import LANGUAGES, countries, country_names
from queries.warehouse import NotAllowed, Warehouse

_CODES = ("country_code", "iso2_code", "m49_code")


def countries_to_choose(warehouse: Warehouse, language: str, wanted: str = "") -> dict[str, list]:
    """M49 region -> (code, name, has data) of its countries and areas by name, those without a region last, as "".
    wanted: a part of the name in any of LANGUAGES, with or without accents, or a code as a whole, in any case; ""
    for all."""
    names, told, found = country_names(warehouse, language), set(countries_with_data(warehouse)), {}
    known = {row["country_code"]: row for row in countries(warehouse).to_dict("records")}
    sought = plain_letters(wanted)
    for code, name in sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])):
        row = known.get(code, {})
        spelt = (name, *(row.get(f"name_{one}") for one in LANGUAGES))
        codes = {_text(row.get(one)).casefold() for one in _CODES}
        if sought in codes or any(sought in plain_letters(_text(one)) for one in spelt):
            found.setdefault(_text(row.get("region_name")), []).append((code, name, code in told))
    return dict(sorted(found.items(), key=lambda one: (not one[0], one[0])))


def risk_by_country(warehouse: Warehouse, filters: Filters) -> dict[str, float]:
    """Country -> its newest INFORM risk; countries without a score, and all for readers without it, are left out."""
    try:
        found = kpi_by_country(warehouse, kpi("inform_risk"), filters.replace(countries=()))
    except NotAllowed:
        return {}
    known = found[found["value"].notna() & found["country_code"].notna()]
    return dict(zip(known["country_code"], known["value"], strict=True))


def plain_letters(text: str) -> str:
    """Small letters without accents, and one kind of apostrophe, to compare names by."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).strip()


def _text(cell) -> str:
    """A cell of a frame as a text, "" where it is missing."""
    return cell if isinstance(cell, str) else ""
