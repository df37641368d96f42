"""KPIs for machines: how each is declared, and its value, whole or divided, by the functions of the pages."""

from collections.abc import Mapping, Sequence

from flask import Response

from api.asked import Asked, asked, one_word, opened, refuse_manifest, refuse_parameters, wanted_form
from api.declared import declared_column, told_kpi
from api.files import KPI_PATH, kpi_bundle, kpi_file
from api.forms import FORMS, JSON
from api.kinds import NOT_FOUND, TOO_MANY_VALUES
from api.kpi_parts import FIGURES, figure_rows
from api.problems import Problem
from api.reply import about_build, address, reply, told_cell
from components.addresses import explain_address, rows_address
from components.format import number
from components.words import _, current_language
from exports.manifest import Bundle
from kpis import UnknownKpi, all_kpis, kpi
from kpis.kpi import Kpi
from queries.comparison import Comparison, comparison
from queries.filters import KEYS
from queries.freshness import freshness_class, reporting
from queries.kpi_divisions import MOST_PARTS, open_columns, part_count
from queries.kpi_values import KpiValue, kpi_value
from queries.over_all import over_all_countries
from queries.reference import country_names
from queries.warehouse import NoBuildYet, Warehouse

BY_MONTH, BY_COUNTRY = "month", "country"
OWN = ("by", "format", "manifest")


def kpi_list() -> Response:
    """Every KPI as it is declared, and whether its domain is open to the reader."""
    refuse_parameters()
    try:
        seen = opened(None)
        domains = seen.scope.domains
    except NoBuildYet:  # the declarations do not depend on one
        seen, domains = "", None
    told = [told_kpi(one) | {"is_open": domains is None or one.domain in domains} for one in all_kpis()]
    return reply(seen, lambda: {"count": len(told), "kpis": told})


def kpi_answer(name: str) -> Response:
    """The value of a KPI inside the filters, and its parts where the address divides it."""
    found, declared, column = kpi_asked(name)
    form = wanted_form(found.own.get("format"), FORMS)
    refuse_manifest(found, form)
    if form == JSON:
        return reply(found.warehouse, lambda: told_value(found, declared, column))
    return reply(found.warehouse, lambda: kpi_file(found, declared, column, form), form)


def kpi_asked(name: str, query: Mapping[str, list[str]] | None = None) -> tuple[Asked, Kpi, str]:
    """What an address asks of a KPI, the KPI, and the column by which it is divided, "" for none. query: of the
    address; None for that of this request."""
    try:
        declared = kpi(name)
    except UnknownKpi as error:
        raise Problem(NOT_FOUND, _(str(error))) from None
    found = asked(OWN, query=query)
    return found, declared, divided_by(found, declared)


def bundle_again(path: str, query: Mapping[str, str]) -> Bundle:
    """What the file of an address of a KPI holds when it is made now; a Problem for any other address."""
    if not is_of_kpi(path):
        raise Problem(NOT_FOUND, _("There is no such address: {address}").format(address=path[:80]))
    return kpi_bundle(*kpi_asked(path.rpartition("/")[2], {key: [text] for key, text in query.items()}))


def is_of_kpi(path: str) -> bool:
    """Whether a path is that of a KPI of the interface."""
    return path.rpartition("/")[0] == KPI_PATH


def divided_by(found: Asked, declared: Kpi) -> str:
    """The column of the parameter by; "" for none. A Problem for one that is none, or has too many values."""
    columns = {BY_MONTH: "month_date", BY_COUNTRY: "country_code"}
    columns |= {name: name for name in open_columns(found.warehouse, declared)}
    reason = _("is not month, country or a column that says what a row of {mart} is about").format(mart=declared.mart)
    column = columns.get(one_word(found.own, "by", columns.__contains__, reason), "")
    if column and part_count(found.warehouse, declared, found.filters, column) > MOST_PARTS:
        said = _("{column} has more than {most} values inside the filters.")
        raise Problem(TOO_MANY_VALUES, said.format(column=column, most=number(MOST_PARTS)))
    return column


def told_value(found: Asked, declared: Kpi, column: str) -> dict:
    """The answer as plain values."""
    warehouse, filters = found.warehouse, found.filters
    value = kpi_value(warehouse, declared, filters)
    told = about_build(warehouse) | {"kpi": told_kpi(declared), "filters": found.query, "ignored": list(value.ignored)}
    told["value"] = told_figures(declared, value) | beside(warehouse, declared, found, value)
    if column:
        told["by"] = declared_column(column, declared)
        told["parts"] = [told_part(declared, column, row) for row in figure_rows(warehouse, declared, filters, column)]
        if column == "country_code":
            names = country_names(warehouse, current_language())
            told["parts"] = [{"country_name": names.get(one[column])} | one for one in told["parts"]]
    told["links"] = links(declared, found, value.ignored)
    return told


def told_part(declared: Kpi, column: str, row: dict) -> dict:
    """A part of a KPI: the value of the column, then the figures."""
    return {column: told_cell(row[column])} | told_figures(declared, row)


def told_figures(declared: Kpi, figures: KpiValue | dict) -> dict:
    """Value, what stands behind it, and its class. is_suppressed tells a count that is too small to be shown, or
    that would tell one, from a value that is missing; is_small the first from the second."""
    held = figures if isinstance(figures, dict) else vars(figures)
    told = {name: told_cell(held[name]) for name in FIGURES}
    told |= {name: bool(held[name]) for name in ("is_suppressed", "is_small")}
    is_known = declared.legend and told["value"] is not None
    found = declared.legend.class_of(held["value"]) if is_known else None
    return told | {"class": {"code": found.code, "word": _(found.word)} if found else None}


def beside(warehouse: Warehouse, declared: Kpi, found: Asked, value: KpiValue) -> dict:
    """What a card says beside the value: age, who reported, and what it is compared with; None where it says nothing."""
    filters, today = found.filters, warehouse.info().data_date
    is_ahead = value.as_of is not None and today is not None and value.as_of > today
    age = freshness_class(declared, value.as_of, today) if today and not is_ahead else None
    is_told = declared.report_kind and not filters.projects
    reports = reporting(warehouse, declared.report_kind, filters) if is_told else None
    other = None if is_ahead else comparison(warehouse, declared, filters, value)
    return {
        "freshness": {"code": age.code, "word": _(age.word)} if age else None,
        "coverage": {name: told_cell(cell) for name, cell in vars(reports).items()} if reports else None,
        "comparison": told_comparison(other) if other else None,
        "over_all_countries": over_all_countries(warehouse, declared, filters),
    }


def told_comparison(other: Comparison) -> dict:
    """What the value is compared with; is_suppressed tells a value that is not told from one that is missing."""
    cells = {name: told_cell(cell) for name, cell in vars(other).items()}
    return cells | {"is_suppressed": other.is_suppressed}


def links(declared: Kpi, found: Asked, ignored: Sequence[str]) -> dict[str, str]:
    """Where the same is read by people, and the rows behind it."""
    idle = {"compare", *(key for key, field in KEYS.items() if field in ignored)}
    query = {key: text for key, text in found.query.items() if key not in idle}
    return {
        "self": found.address(f"{KPI_PATH}/{declared.name}"),
        "explain": explain_address((declared.name,), found.filters),
        "rows": rows_address(declared.name, found.filters),
        "mart": address(f"/api/v1/marts/{declared.mart}", query),
    }
