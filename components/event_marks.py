"""Events on a figure over time: thin lines with a number, and a list of them in words below the figure."""

from collections.abc import Mapping
from datetime import date

from dash import dcc, html

from components.figure_parts import place
from components.format import day, number
from components.links import safe_link
from components.result import Field, Place, Result, result, with_place, with_result
from components.theme import INK
from components.words import _, plural

MOST_EVENTS = 8
STEPS, STEP = 3, 0.09
"""Numbers of neighbours stand at three heights, so that they do not cover each other."""


def marked(drawn, events, names: Mapping[str, str]):
    """The same panel with the events that lie inside the months of its figure: at most MOST_EVENTS, first those that
    concern all countries, then the newest; the others are counted. A panel without a figure over months stays as it is.

    events: queries.events.events. names: country code -> name.
    """
    graph = next((part for part in drawn._traverse() if isinstance(part, dcc.Graph)), None)
    months = _months(graph.figure) if graph is not None else None
    inside = [
        row for row in events.to_dict("records") if months and months[0] <= place(row["event_date"])[:7] <= months[1]
    ]
    if not inside:
        return drawn
    inside.sort(key=lambda row: (not isinstance(row["country_code"], str), place(row["event_date"])), reverse=True)
    shown = sorted(inside[:MOST_EVENTS], key=lambda row: place(row["event_date"]))
    layout = graph.figure["layout"]
    layout["shapes"] = [*layout.get("shapes", []), *(_line(row) for row in shown)]
    layout["annotations"] = [*layout.get("annotations", []), *(_sign(at, row) for at, row in enumerate(shown))]
    at = next(at for at, part in enumerate(drawn.children) if getattr(part, "className", "") == "panel-body")
    listed = with_result(_listed(shown, len(inside) - len(shown), names), events_shown(shown, names))
    drawn.children.insert(at + 1, with_place(listed, Place(f"{drawn.id}-events", "")))
    return drawn


def events_shown(rows: list[dict], names: Mapping[str, str]) -> Result:
    """The events on a figure as a Result, by their number."""
    fields = [
        Field("event_number", _("Number in the figure"), "number"),
        Field("event_date", _("Day"), "date"),
        Field("country_code", _("Country code")),
        Field("place", _("Country or area")),
        Field("kind", _("Kind")),
        Field("event_title", _("Event")),
        Field("source_url", _("Report")),
    ]
    cells = [
        (at, _date(row["event_date"]), row["country_code"], *_words(row, names), row["event_title"], row["source_url"])
        for at, row in enumerate(rows, 1)
    ]
    return result("", _("Events on the figure"), fields, cells)


def event_kinds() -> dict[str, str]:
    """Kind of event -> its word for readers."""
    return {
        "flood": _("Flood"),
        "storm": _("Storm"),
        "drought": _("Drought"),
        "earthquake": _("Earthquake"),
        "outbreak": _("Outbreak"),
        "conflict": _("Conflict"),
        "displacement": _("Displacement"),
        "corridor_closed": _("Corridor closed"),
        "corridor_opened": _("Corridor open"),
        "supply": _("Supply"),
        "policy": _("Policy"),
        "other": _("Other"),
    }


def _months(figure: dict) -> tuple[str, str] | None:
    """The first and the last month of a figure, as 2026-03; None where its axis is not one of months."""
    if figure["layout"].get("xaxis", {}).get("type") != "date":
        return None
    places = [one[:7] for trace in figure["data"] for one in trace.get("x", ()) if isinstance(one, str)]
    return (min(places), max(places)) if places else None


def _line(row: dict) -> dict:
    where = place(row["event_date"])
    look = {"color": INK, "width": 1, "dash": "dot"}
    ends = {"x0": where, "x1": where, "y0": 0, "y1": 1}
    return {"type": "line", "xref": "x", "yref": "paper", "layer": "below", "line": look} | ends


def _sign(at: int, row: dict) -> dict:
    """The number of an event beside its line."""
    return {
        "xref": "x",
        "yref": "paper",
        "x": place(row["event_date"]),
        "y": 1 - STEP * (at % STEPS),
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "text": number(at + 1),
        "font": {"size": 12, "color": INK},
    }


def _listed(shown: list[dict], left: int, names: Mapping[str, str]):
    items = [html.Li(_told(row, names), **{"data-in-picture": "yes"}) for row in shown]
    parts = [html.P(_("Events, by their number in the figure:"), className="events-title"), html.Ol(items)]
    if left:
        told = plural("One further event is not drawn.", "{count} further events are not drawn.", left)
        parts.append(html.P(told.format(count=number(left)), className="figure-cut"))
    return html.Div(parts, className="events")


def _told(row: dict, names: Mapping[str, str]) -> list:
    """Day, place, kind and title; the title leads to the page that reports the event where one is given."""
    where, kind = _words(row, names)
    address = row["source_url"]
    said = f"{day(_date(row['event_date']))} · {where} · {kind}: "
    return [said, safe_link(row["event_title"], address)]


def _words(row: dict, names: Mapping[str, str]) -> tuple[str, str]:
    """Place and kind of an event."""
    code = row["country_code"]
    where = names.get(code, code) if isinstance(code, str) else _("All countries")
    return where, event_kinds().get(row["event_kind"], row["event_kind"])


def _date(value) -> date:
    return value.date() if hasattr(value, "date") else value
