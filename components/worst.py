"""The map of where it is worst, with its list and its table."""

from dash import dcc, html

from components.decisions import kinds
from components.figures import figure_graph
from components.format import number
from components.legend_list import class_mark
from components.map_notes import map_notes
from components.panel import panel
from components.risk_map import Ground, figures_shown, map_figure, map_legend_list
from components.table import Column, table
from components.words import _, plural
from kpis import kpi
from kpis.map_legends import DECISION_KINDS, NO_DATA

SHOWN = 5
"""Countries that are named beside the map; the table names more."""


def worst_panel(frame, ground: Ground, links, disclaimer: str):
    """frame: decision_kinds_by_country. links: address of the page of each country, in its order.
    disclaimer: the sentence that belongs to every map."""
    rows = [(row.country_code, row.kind_count, False) for row in frame.itertuples()]
    shown = figures_shown(DECISION_KINDS, rows, ground)
    said = worst_sentence(frame, ground.names)
    named = frame.assign(
        country=[(ground.names.get(code, code), link) for code, link in zip(frame["country_code"], links, strict=True)],
        told=[kind_words(one) for one in frame["kinds"]],
    )
    undrawn = [ground.names.get(code, code) for code in frame["country_code"] if code not in ground.drawn]
    figure = figure_graph(map_figure(shown, ground, said), "worst-map-figure")
    about = [
        map_legend_list(shown, ground),
        html.P(_(DECISION_KINDS.definition)),
        map_notes(ground.extent, undrawn),
    ]
    more = html.Details([html.Summary(_("Classes, rule and notes of the map")), *about], className="entry-more")
    classes = (*reversed(DECISION_KINDS.legend.classes), NO_DATA)
    key = html.Div([class_mark(one) for one in classes], className="class-marks")
    body = [html.Div(figure, className="worst-map"), key, worst_list(named.head(SHOWN)), more]
    return panel(said, body, identifier="worst-map", table=worst_table(named), note=disclaimer)


def worst_sentence(frame, names) -> str:
    """Where most is to be decided, in a sentence."""
    due = frame[frame["kind_count"] > 0]
    if due.empty:
        return _("No country with data needs a decision")
    first = due.iloc[0]
    others = int((due["kind_count"] == first["kind_count"]).sum()) - 1
    told = _("{country} needs most decisions: {count} of 5 kinds; {due} of {all} countries need one or more")
    if others:
        told = plural(
            "{country} and {others} other country need most decisions: {count} of 5 kinds; "
            "{due} of {all} countries need one or more",
            "{country} and {others} other countries need most decisions: {count} of 5 kinds; "
            "{due} of {all} countries need one or more",
            others,
        )
    counts = {"count": int(first["kind_count"]), "due": len(due), "all": len(frame), "others": others}
    words = {name: number(count) for name, count in counts.items()}
    return told.format(country=names.get(first["country_code"], first["country_code"]), **words)


def worst_list(frame):
    """The worst countries in a line each: name, kinds, class of risk."""
    items = [
        html.Li([dcc.Link(row.country[0], href=row.country[1]), " ", html.Span(row.told, className="worst-kinds")])
        for row in frame.itertuples()
        if row.kind_count
    ]
    return html.Ol(items, className="worst-list", **{"aria-label": _("Where most is to be decided")}) if items else None


def worst_table(frame):
    """The table behind the map."""
    risk = kpi("inform_risk")
    columns = [
        Column("country", _("Country or area"), "link"),
        Column("kind_count", _("Kinds of decisions due"), "number"),
        Column("told", _("Which")),
        Column("judged_count", _("Kinds that can be judged"), "number"),
        Column("risk_score", _(risk.label), "number", decimals=risk.decimals),
        Column("risk_class", _("Class of risk"), "status", legend=risk.legend),
    ]
    shown = frame.assign(risk_class=frame["risk_score"])
    return table(shown, columns, caption=_("Countries by the kinds of decisions that are due"))


def kind_words(names: str) -> str:
    """The kinds of a country in words, "none" where there are none."""
    words = kinds()
    return ", ".join(words[name][1] for name in names.split(",") if name) or _("none")
