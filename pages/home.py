"""Home: what needs a decision, and the key figures of every domain, from the current build."""

import dash
from dash import dcc, html

from components import decisions as told
from components.filter_bar import address
from components.format import day
from components.words import _, current_language
from kpis import kpis_of
from pages.cards import card
from pages.opening import head, opening
from queries import decisions as asked
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reference import country_names
from queries.warehouse import NotAllowed

dash.register_page(__name__, path="/", title="Lagebild")

DOMAINS = ("projects", "aid", "supply", "risk", "funding")
PATHS = ("/projects", "/aid", "/supply", "/risk", "/projects")
CARDS = 4
DECISIONS_OF_A_KIND = 2
DECISIONS = (
    ("stock", "/supply", asked.stock_outs_to_come, told.stock_sentence),
    ("delivery", "/aid", asked.overdue_deliveries, told.delivery_sentence),
    ("money", "/projects", asked.burn_out_of_band, told.money_sentence),
    ("risk", "/risk", asked.risk_that_rose, told.risk_sentence),
    ("reports", "/data", asked.missing_reports, told.reports_sentence),
)
"""Kind, page that shows more, query, sentence."""


def domain_titles() -> dict[str, str]:
    """Domain -> its name for readers, in the order of the page."""
    names = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return dict(zip(DOMAINS, names, strict=True))


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query)
    if begun.empty is not None:
        return begun.empty
    warehouse, filters, info = begun.warehouse, begun.filters, begun.info
    sections = [domain_section(begun, domain, title) for domain, title in domain_titles().items()]
    title = _("The situation on {day}").format(day=day(info.data_date))
    return html.Div([*head(begun, title, "/"), told.decision_list(pressing(warehouse, filters)), *sections])


def pressing(warehouse, filters: Filters) -> list[tuple[str, str, str]]:
    """(kind, sentence, address) of what needs a decision: the worst countries of each kind, by turns."""
    names, found = country_names(warehouse, current_language()), []
    for kind, path, query, sentence in DECISIONS:
        for turn, row in enumerate(query(warehouse, filters).head(DECISIONS_OF_A_KIND).itertuples()):
            target = address(path, filters.replace(countries=(row.country_code,)))
            found.append((turn, (kind, sentence(row, names.get(row.country_code, row.country_code)), target)))
    return [one for _turn, one in sorted(found, key=lambda pair: pair[0])]


def domain_section(begun, domain: str, title: str):
    """The most important cards of a domain with a link to all; KPIs passed over for want of a figure are named."""
    warehouse, filters = begun.warehouse, begun.filters
    target = address(dict(zip(DOMAINS, PATHS, strict=True))[domain], filters)
    try:
        shown, absent = leading(warehouse, filters, domain)
    except NotAllowed:
        shown, absent = [], []
    cards = [card(begun, kpi, value, f"{target}#kpi-{kpi.name}") for kpi, value in shown]
    divided = ", ".join(_(kpi.label) for kpi, value in absent if value.row_count)
    silent = ", ".join(_(kpi.label) for kpi, value in absent if not value.row_count)
    lines = [_("Not one figure for several countries or items: {labels}.").format(labels=divided)] * bool(divided)
    lines += [_("No data in this build: {labels}.").format(labels=silent)] * bool(silent)
    lines += [_("These data are not open to you.")] * (not shown and not absent)
    more = dcc.Link(_("All about: {domain}").format(domain=title), href=target, className="more")
    body = [html.Div(cards, className="kpi-cards")] * bool(cards) + [html.P(line, className="silent") for line in lines]
    return html.Section([html.H2(title, id=domain), *body, html.P(more)], **{"aria-labelledby": domain})


def leading(warehouse, filters: Filters, domain: str) -> tuple[list, list]:
    """(KPI, value) of the first KPIs with a figure, and of those passed over on the way."""
    shown, absent = [], []
    for kpi in kpis_of(domain):
        value = kpi_value(warehouse, kpi, filters)
        (absent if value.value is None else shown).append((kpi, value))
        if len(shown) == CARDS:
            break
    return shown, absent
