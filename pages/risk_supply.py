"""Need against supply on the page of country risk: two axes to choose, a point per country. No page itself."""

from dash import html

from components.addresses import explain_address
from components.figures import figure_graph
from components.panel import explained, panel
from components.risk_bar import choice_field, choice_form
from components.risk_scatter import pair_table, scatter_figure, scatter_sentence
from components.words import _
from kpis import kpi
from pages.opening import Opening
from pages.risk_choice import BESIDE, MEASURES, Choice
from pages.risk_ground import with_links
from queries.risk import risk_beside_supply


def need_and_supply(begun: Opening, choice: Choice, path: str):
    """The section: axes, figure with its table, or a sentence where no country has both figures."""
    need, supply = choice.across, choice.beside
    every = risk_beside_supply(begun.warehouse, need, supply, begun.filters, choice.month)
    both = with_links(begun, every.dropna())
    rows = [
        (link[0], x, y) for link, x, y in zip(both["country_link"], both["value"], both["other_value"], strict=True)
    ]
    said = scatter_sentence(need, supply, rows, len(every) - len(both))
    parts = [html.H2(_("Need and supply")), axes_form(begun, choice, path)]
    if supply.single:
        parts.append(html.P(_("Months of stock of a country: the median of its items."), className="silent"))
    if not rows:
        return html.Section([*parts, html.P(said, className="silent")])
    figure = figure_graph(scatter_figure(need, supply, rows, said), "risk-scatter-figure")
    drawn = panel(said, figure, identifier="risk-scatter", table=pair_table(need, supply, both))
    return html.Section([*parts, explained(drawn, explain_address((need.name, supply.name), begun.filters))])


def axes_form(begun: Opening, choice: Choice, path: str):
    """Two lists of measures: across and up."""
    across = {name: _(kpi(name).label) for group in MEASURES for name in group}
    beside = {name: _(kpi(name).label) for name in BESIDE if name != choice.across.name}
    fields = [
        choice_field("across", _("Across: need"), across, choice.across.name),
        choice_field("beside", _("Up: reach or supply"), beside, choice.beside.name),
    ]
    query = begun.filters.to_query() | choice.kept_without("across", "beside")
    return choice_form(fields, path, query, "month-form")
