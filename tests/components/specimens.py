"""Frames and figures that the tests of components draw."""

import pandas as pd
from dash import html
from flask import Flask, request

from components.explanation import Told, kpi_explanation
from components.figures import Series, bar_figure, figure_graph, heat_figure, line_figure
from components.panel import panel
from components.table import Column, paging, table
from documents.asked import Asked
from documents.whole import made_of, whole_document
from kpis import kpi
from offline.routes import add_offline
from queries.kpi_values import KpiValue
from statics.routes import add_static_files

MONTHS = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01", "2026-05-01", "2026-06-01", "2026-07-01"])
HOSTILE = "<script>window.broken=1</script><b>bold</b> & co"


def months() -> pd.DataFrame:
    """A row per month: April has no row, February no value, July is provisional."""
    return pd.DataFrame(
        {
            "month_date": MONTHS,
            "delivered": [61.0, None, 64.5, 67.0, 63.0, 59.0],
            "planned": [70.0, 71.0, 72.0, 73.0, 74.0, 75.0],
            "is_provisional": [False, False, False, False, False, True],
        }
    )


def places() -> pd.DataFrame:
    """A row per place, one without a name, one without a value, one with markup."""
    names = ["Democratic Republic of the Congo", "Afghanistan", HOSTILE, None, "Chad"]
    return pd.DataFrame({"place": names, "value": [1_250_000.0, 870_000.0, None, 400_000.0, 0.0], "more": 100_000.0})


def cells() -> pd.DataFrame:
    """A row per place and month, not for every pair."""
    places_of_months = [(place, month) for place in ("Afghanistan", "Chad", "South Sudan") for month in MONTHS]
    frame = pd.DataFrame(places_of_months, columns=["place", "month_date"])
    frame["value"] = [None if at == 3 else at * 9.0 for at in range(len(frame))]
    return frame[frame.index != 8]


def legend():
    """The legend of a KPI with classes and a class "not reported"."""
    return kpi("on_time_delivery").legend


def figures() -> dict[str, dict]:
    """Each kind of figure once."""
    share = kpi("on_time_delivery").unit
    people = kpi("people_in_need").unit
    drawn = [
        Series("delivered", "Delivered on time", provisional="is_provisional"),
        Series("planned", "Planned", provisional=""),
    ]
    return {
        "line": line_figure(months(), "month_date", drawn, share, target=90),
        "bar": bar_figure(places(), "place", "value", people),
        "parts": bar_figure(places(), "place", {"value": "In need", "more": "Reached"}, people),
        "heat": heat_figure(cells(), "place", "month_date", "value", legend()),
        "scale": heat_figure(cells(), "place", "month_date", "value", None),
    }


def shown_table():
    """A table of places with every kind of column."""
    columns = [
        Column("place", "Place"),
        Column("value", "People in need", "number"),
        Column("share", "On time", "percent", decimals=1),
        Column("share", "Status", "status", legend=legend()),
        Column("value", "Value", "usd"),
        Column("day_date", "Day", "date"),
        Column("day_date", "Month", "month"),
        Column("page", "Page", "link"),
    ]
    frame = places().assign(
        share=[12.0, None, 91.0, 80.0, 0.0],
        day_date=pd.Timestamp("2026-03-04"),
        page=[("Details", "/x"), ("No", "javascript:alert(1)"), ("Away", "//a.b"), (None, "/y"), ("Z", "?z=1")],
    )
    return table(frame, columns, caption="Places", total={"value": 2_520_000})


def explained():
    """An explanation with every part."""
    value = KpiValue(62.5, 25.0, 40.0, 40, MONTHS[0].date(), MONTHS[5].date(), ignored=("item_groups",))
    words = ["Countries: Afghanistan", "As known on 23 November 2026"]
    return kpi_explanation(
        kpi("on_time_delivery"), Told(value, words, build="b", rows="/rows?a", permanent="/explain?b")
    )


def page():
    """Everything on one page."""
    drawn = [
        panel(f"What the figure “{name}” says in a sentence", figure_graph(figure, f"{name}-graph"),
              identifier=name, table=shown_table() if name == "line" else None, note="A note." * (name == "heat"))
        for name, figure in figures().items()
    ]  # fmt: skip
    words = panel("No figure", html.P("Only words"), identifier="words")
    line = html.P([html.Span("Data as of 31 October 2026"), html.Code("20261123")], className="build-line")
    return html.Main(
        [html.H1("Specimens"), line, html.Div(drawn[:2], className="panels"), *drawn[2:], words, shown_table(),
         paging(2, 3, "/?a=1"), explained()],
        className="content",
    )  # fmt: skip


def app() -> Flask:
    """The page as a server of its own: the document with the files of the house, and its figures."""
    made = Flask("specimens", static_folder=None)
    asked = Asked("/", {"path": "/", "title": "Specimens"}, {})
    add_static_files(made)
    made.add_url_rule("/", "page", lambda: whole_document(made_of(asked, page())))
    made.add_url_rule("/figures/home", "figure", lambda: made_of(asked, page()).figures[request.args["figure"]])
    made.add_url_rule("/who", "who", lambda: "")
    add_offline(made)
    return made
