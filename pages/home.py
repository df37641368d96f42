"""Home: the key figures of every domain, from the current build."""

import dash
from dash import html

from access import current_reader
from components.format import day
from components.kpi_card import kpi_card
from components.shell import build_line, empty_page, notices
from components.words import _
from kpis import kpis_of
from queries.filters import Filters, Notice, unknown_keys
from queries.freshness import freshness_class, reporting
from queries.kpi_values import kpi_value
from queries.reference import with_known_countries
from queries.warehouse import NoBuildYet, NoSuchBuild, open_warehouse

dash.register_page(__name__, path="/", title="Lagebild")

DOMAINS = ("projects", "aid", "supply", "risk", "funding")


def notice_text(notice) -> str:
    """What was wrong with a part of the address, in a sentence."""
    said = _("{key}: “{value}” was left out; it {reason}.")
    return said.format(value=notice.value, key=notice.key, reason=_(notice.reason))


def domain_titles() -> dict[str, str]:
    """Domain -> its name for readers, in the order of the page."""
    names = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return dict(zip(DOMAINS, names, strict=True))


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    filters, said = Filters.from_query(query)
    try:
        warehouse = open_warehouse(current_reader(), filters.build)
    except NoBuildYet:
        sentence = _("No data have been published yet, so there is nothing to show.")
        return empty_page(_("Nothing published yet"), sentence, "make demo")
    except NoSuchBuild:
        said = (*said, Notice("build", filters.build, _("names no build that is here")))
        warehouse = open_warehouse(current_reader())
    filters, strange = with_known_countries(warehouse, filters)
    said = (*said, *strange, *unknown_keys(query))
    info = warehouse.info()
    sections = [domain_section(warehouse, filters, domain, title) for domain, title in domain_titles().items()]
    return html.Div(
        [
            html.H1(_("The situation on {day}").format(day=day(info.data_date))),
            build_line(info),
            notices([notice_text(notice) for notice in said]),
            *sections,
        ]
    )


def domain_section(warehouse, filters: Filters, domain: str, title: str):
    """The cards of one domain; at its end, KPIs without a figure are named with the reason."""
    values = [(kpi, kpi_value(warehouse, kpi, filters)) for kpi in kpis_of(domain)]
    cards = [card(warehouse, filters, kpi, value) for kpi, value in values if value.value is not None]
    absent = [(_(kpi.label), value.row_count) for kpi, value in values if value.value is None]
    divided = ", ".join(label for label, rows in absent if rows)
    silent = ", ".join(label for label, rows in absent if not rows)
    told = [_("Not one figure for several countries or items: {labels}.").format(labels=divided)] * bool(divided)
    told += [_("No data in this build: {labels}.").format(labels=silent)] * bool(silent)
    body = [html.Div(cards, className="kpi-cards")] * bool(cards) + [html.P(line, className="silent") for line in told]
    return html.Section([html.H2(title, id=domain), *body], **{"aria-labelledby": domain})


def card(warehouse, filters: Filters, kpi, value):
    """One card with its age and who reported for it."""
    today = warehouse.info().data_date
    is_ahead = value.as_of is not None and value.as_of > today
    age = None if is_ahead else freshness_class(kpi, value.as_of, today)
    reports = reporting(warehouse, kpi.report_kind, filters) if kpi.report_kind else None
    return kpi_card(kpi, value, age, reports)
