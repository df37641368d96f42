"""Home: what needs a decision and where, what changed, and the key figures of every domain, from the current build."""

import dash
from dash import dcc, html

from components.changes import last_visit
from components.decisions import decision_list
from components.filter_bar import address
from components.format import day
from components.leading import leading_row
from components.shell import notices
from components.words import _
from pages.cards import card
from pages.home_parts import changes, other_build, worst_map
from pages.opening import head, opening
from pages.situation import domain_titles, first, leading, pressing

dash.register_page(__name__, path="/", title="Lagebild")


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
    ways = {domain: address(path_of(domain), filters) if any(figures[domain]) else "" for domain in titles}
    rows = [(title, ways[domain], *first(figures[domain])) for domain, title in titles.items()]
    shown = [pair for held, _absent in figures.values() for pair in held]
    title = _("The situation on {day}").format(day=day(begun.info.data_date or begun.info.built_at))
    kept = {"since_build": older.build_id} if older and "since_build" in query else {}
    parts = [*head(begun, title, "/", kept=kept), notices(said), visit(begun), leading_row(rows)]
    top = html.Div([decision_list(pressing(begun.warehouse, filters)), worst_map(begun)], className="home-top")
    sections = [domain_section(begun, domain, name, figures[domain]) for domain, name in titles.items()]
    return html.Div([*parts, top, changes(begun, older, shown), *sections], className="home-page")


def visit(begun):
    """The place of the link for returning readers; none on a page of an older build."""
    if begun.filters.build:
        return None
    rest = address("/", begun.filters)
    return last_visit(begun.info.build_id, rest + ("&" if "?" in rest else "?") + "since_build=")


def domain_section(begun, domain: str, title: str, figures: tuple[list, list]):
    """The most important cards of a domain with a link to all; KPIs passed over for want of a figure are named."""
    target = address(path_of(domain), begun.filters)
    shown, absent = figures
    is_open = bool(shown or absent)
    cards = [card(begun, kpi, value, f"{target}#kpi-{kpi.name}") for kpi, value in shown]
    divided = ", ".join(_(kpi.label) for kpi, value in absent if value.row_count)
    silent = ", ".join(_(kpi.label) for kpi, value in absent if not value.row_count)
    lines = [_("Not one figure for several countries or items: {labels}.").format(labels=divided)] * bool(divided)
    lines += [_("No data in this build: {labels}.").format(labels=silent)] * bool(silent)
    lines += [_("These data are not open to you.")] * (not is_open)
    more = dcc.Link(_("All about: {domain}").format(domain=title), href=target, className="more") if is_open else None
    body = [html.Div(cards, className="kpi-cards")] * bool(cards) + [html.P(line, className="silent") for line in lines]
    return html.Section([html.H2(title, id=domain), *body, html.P(more)], **{"aria-labelledby": domain})
