"""Any number explains itself: what it means, how it came about, from which rows, files and checks."""

from dataclasses import replace
from datetime import date

import dash
from dash import html

from components.addresses import explain_address, rows_address
from components.explained_mart import mart_explanation
from components.explanation import Told, filter_words, kpi_explanation
from components.row_list import subject_list
from components.words import _, current_language
from kpis import all_kpis
from kpis.kpi import Kpi
from pages.opening import head, opening
from pages.subjects import subjects
from queries.dictionary import mart_meaning, marts
from queries.freshness import freshness_class, reporting
from queries.kpi_values import kpi_value
from queries.mart_sources import checks_of, loads_behind, mart_loads
from queries.reference import country_names

PATH = "/explain"
OWN = ("kpi", "mart")

dash.register_page(__name__, path=PATH, title="Explained · Lagebild")


def layout(**query):
    """The numbers and tables that the address names, explained; a choice of them where it names none."""
    begun = opening(query, OWN)
    if begun.empty is not None:
        return begun.empty
    kpis, tables, said = subjects(query)
    begun = replace(begun, notices=(*begun.notices, *said))
    kept = {"kpi": ",".join(one.name for one in kpis), "mart": ",".join(tables)}
    kept = {key: value for key, value in kept.items() if value}
    title = _("Explained")
    if not kept:
        chosen = subject_list(all_kpis(), marts(), lambda name: explain_address((name,), begun.filters))
        body = [html.P(_("Choose a number or a table.")), *chosen]
    else:
        title = _("Explained: {names}").format(names=", ".join([*(_(one.label) for one in kpis), *tables]))
        behind = dict.fromkeys([*(one.mart for one in kpis), *tables])
        body = [*(of_kpi(begun, one) for one in kpis), *(of_mart(begun, name, tables, kpis) for name in behind)]
    return html.Div([*head(begun, title, PATH, (), kept), *body], className="reference-page explain-page")


def of_kpi(begun, kpi: Kpi):
    """The explanation of a KPI inside the filters."""
    warehouse, filters = begun.warehouse, begun.filters
    value = kpi_value(warehouse, kpi, filters)
    named = filters.replace(build=begun.info.build_id)
    told = Told(
        value,
        filter_words(filters, country_names(warehouse, current_language()), begun.info),
        age_of(kpi, value.as_of, begun.info.data_date),
        reporting(warehouse, kpi.report_kind, filters) if kpi.report_kind else None,
        begun.info.build_id,
        rows_address(kpi.name, filters),
        explain_address((kpi.name,), named),
    )
    return kpi_explanation(kpi, told)


def age_of(kpi: Kpi, as_of: date | None, today: date | None):
    """The class of the age of a figure; None for a look ahead and without a date to reckon from."""
    if today is None or (as_of is not None and as_of > today):
        return None
    return freshness_class(kpi, as_of, today)


def of_mart(begun, name: str, tables, kpis):
    """The explanation of a mart of this build: where it is asked for itself, all of it, else what brought the KPIs."""
    is_asked, warehouse = name in tables, begun.warehouse
    loads = mart_loads(warehouse, name)
    if not is_asked:
        behind = {load.load_id for one in kpis if one.mart == name for load in loads_behind(warehouse, one)}
        loads = tuple(load for load in loads if load.load_id in behind)
    checks, rows = checks_of(warehouse, loads), rows_address(name, begun.filters)
    return mart_explanation(mart_meaning(name), loads, checks, rows=rows, is_asked=is_asked)
