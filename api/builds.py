"""Builds and countries for machines."""

from flask import Response

from access import current_reader
from api.asked import asked, refuse_parameters
from api.reply import about_build, reply, told_cell
from queries.filter_choices import countries_with_data
from queries.lineage import builds
from queries.reference import countries
from queries.warehouse import BuildInfo, Warehouse, edition

COLUMNS = ("country_code", "iso2_code", "m49_code", "country_name", "region_name", "subregion_name", "footnote")
TAKEN = ("build", "country", "region")
"""Filters that limit countries."""
NAMES = ("name_en", "name_fr", "name_es", "name_ar", "name_ru", "name_zh")


def build_list() -> Response:
    """The newest builds at hand, newest first, and which of them is the current one. 503 before the first."""
    refuse_parameters()
    current, *marks = edition()
    return reply((current, *marks, current_reader().name), lambda: told_builds(current))


def told_builds(current: str) -> dict:
    """The builds as plain values."""
    found = [told_build(one, current) for one in builds(current_reader())]
    return {"current": current, "count": len(found), "builds": found}


def told_build(info: BuildInfo, current: str) -> dict:
    """A build: when it was made (UTC), and the day on which "due" and "ahead" are reckoned in it."""
    return {
        "build": info.build_id,
        "built_at": told_cell(info.built_at),
        "data_date": told_cell(info.data_date),
        "is_demo": info.is_demo,
        "code_version": info.code_version,
        "is_current": info.build_id == current,
    }


def country_list() -> Response:
    """Countries and areas with their names and codes, by code, and whether there are data of them for the reader."""
    found = asked(takes=TAKEN)
    return reply(found.warehouse, lambda: told_countries(found.warehouse, found.filters.countries))


def told_countries(warehouse: Warehouse, only: tuple[str, ...]) -> dict:
    """The countries and areas as plain values. only: their codes; empty for all."""
    known, told = set(countries_with_data(warehouse)), []
    for row in countries(warehouse).astype(object).to_dict("records"):
        code = row["country_code"]
        if only and code not in only:
            continue
        names = {name.removeprefix("name_"): told_cell(row.get(name)) for name in NAMES}
        plain = {name: told_cell(row.get(name)) for name in COLUMNS}
        told.append(plain | {"names": names, "has_data": code in known})
    return about_build(warehouse) | {"count": len(told), "countries": told}
