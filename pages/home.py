"""Home: what needs a decision and where, what changed, and the key figures of every domain, from the current build."""

import dash
from dash import dcc, html

from components import decisions as told
from components.changes import last_visit
from components.filter_bar import address
from components.format import day
from components.leading import leading_row
from components.shell import notices
from components.words import _, current_language
from kpis import kpis_of
from pages.cards import card
from pages.home_parts import changes, other_build, worst_map
from pages.opening import head, opening
from queries import decisions as asked
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reference import country_names
from queries.warehouse import NotAllowed

dash.register_page(__name__, path="/", title="Lagebild")

DOMAINS = ("projects", "aid", "supply", "risk", "funding")
CARDS = 4
MOST_DECISIONS = 10
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


def path_of(domain: str) -> str:
    """The page of a domain; projects tell of funding where it has no page of its own."""
    pages = {one["path"] for one in dash.page_registry.values()}
    return f"/{domain}" if f"/{domain}" in pages else "/projects"


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query, own=("since_build",))
    if begun.empty is not None:
        return begun.empty
    filters, titles = begun.filters, domain_titles()
    older, said = other_build(begun, query)
    figures = {domain: leading(begun.warehouse, filters, domain) for domain in titles}
    rows = [(title, address(path_of(domain), filters), *first(figures[domain])) for domain, title in titles.items()]
    shown = [pair for held, _absent in figures.values() for pair in held]
    title = _("The situation on {day}").format(day=day(begun.info.data_date or begun.info.built_at))
    kept = {"since_build": older.build_id} if older and "since_build" in query else {}
    parts = [*head(begun, title, "/", kept=kept), notices(said), visit(begun), leading_row(rows)]
    top = html.Div([told.decision_list(pressing(begun.warehouse, filters)), worst_map(begun)], className="home-top")
    sections = [domain_section(begun, domain, name, figures[domain]) for domain, name in titles.items()]
    return html.Div([*parts, top, changes(begun, older, shown), *sections], className="home-page")


def visit(begun):
    """The place of the link for returning readers; none on a page of an older build."""
    if begun.filters.build:
        return None
    rest = address("/", begun.filters)
    return last_visit(begun.info.build_id, rest + ("&" if "?" in rest else "?") + "since_build=")


def pressing(warehouse, filters: Filters) -> list[tuple[str, str, str]]:
    """(kind, sentence, address) of what needs a decision: the worst country of each kind, then the second worst of
    each, until there are MOST_DECISIONS."""
    names, found = country_names(warehouse, current_language()), []
    for kind, path, query, sentence in DECISIONS:
        for turn, row in enumerate(query(warehouse, filters).head(MOST_DECISIONS).itertuples()):
            target = address(path, filters.replace(countries=(row.country_code,)))
            found.append((turn, (kind, sentence(row, names.get(row.country_code, row.country_code)), target)))
    return [one for _turn, one in sorted(found, key=lambda pair: pair[0])[:MOST_DECISIONS]]


def domain_section(begun, domain: str, title: str, figures: tuple[list, list]):
    """The most important cards of a domain with a link to all; KPIs passed over for want of a figure are named."""
    target = address(path_of(domain), begun.filters)
    shown, absent = figures
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
    """(KPI, value) of the first KPIs with a figure, and of those passed over on the way; none of a closed domain."""
    shown, absent = [], []
    for kpi in kpis_of(domain):
        try:
            value = kpi_value(warehouse, kpi, filters)
        except NotAllowed:
            continue
        (absent if value.value is None else shown).append((kpi, value))
        if len(shown) == CARDS:
            break
    return shown, absent


def first(figures: tuple[list, list]) -> tuple:
    """The first figure of a domain; the one against a target where there is one."""
    shown, _absent = figures
    return next((pair for pair in shown if pair[0].target is not None), shown[0] if shown else (None, None))
