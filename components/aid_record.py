"""An order line as a record: what it is, its way with dates, quantities, and the row of the file it comes from."""

from datetime import date

from dash import html

from components.aid_words import (
    full_status,
    mode_words,
    order_status_words,
    stage_words,
    step_words,
    time_status,
    tolerance_days,
)
from components.fact_list import with_facts
from components.format import day, number
from components.reference_parts import Drawn, drawn
from components.result import Place, with_place
from components.words import _
from kpis.aid import IN_FULL_PCT

WAY = (
    ("ordered_date", None), ("ready_date", "ready_days"), ("port_date", "port_days"), ("customs_date", "customs_days"),
    ("received_date", "inland_days"), ("handed_over_date", "hand_over_days"),
)  # fmt: skip
"""The dates of an order line and the duration that ends with each."""


def record_parts(record: dict, origin: dict | None, names: dict[str, str], today: date) -> list:
    """The sections of a record. names: country code -> name. today: the date of the data."""
    return [
        _section(_("The order line"), "line", _facts(_identity(record, names))),
        _section(_("Its way"), "way", _way(record, today), _facts(_time(record, today))),
        _section(_("Quantities and value"), "quantities", _facts(_quantities(record))),
        _section(_("Where the figures come from"), "origin", _facts(_origin(record, origin))),
    ]


def _section(title: str, identifier: str, *parts):
    drawn_section = html.Section([html.H2(title, id=identifier), *parts], **{"aria-labelledby": identifier})
    return with_place(drawn_section, Place(identifier, title))


def _facts(pairs: list[tuple]):
    """Names and values; what the publisher left out is said in words."""
    rows = []
    for name, value in pairs:
        content = value.content if isinstance(value, Drawn) else value
        shown = content if content not in (None, "") else html.Span(_("Not stated"), className="silent")
        rows.append(html.Div([html.Dt(name), html.Dd(shown)]))
    return with_facts(html.Dl(rows, className="aid-facts"), pairs, _("Facts"))


def _identity(record: dict, names: dict[str, str]) -> list[tuple]:
    item = " · ".join(part for part in (record["item_name"], record["item_code"]) if part)
    return [
        (_("Order"), record["order_code"]),
        (_("Order line"), record["delivery_line_id"]),
        (_("Item"), item),
        (_("Item group"), record["item_group"]),
        (_("Destination"), names.get(record["country_code"], record["country_code"])),
        (_("First-level area"), record["admin1_code"]),
        (_("Site"), record["site_code"]),
        (_("Office"), record["office_code"]),
        (_("Supplier"), record["supplier_name"]),
        (_("Country of origin"), names.get(record["origin_country_code"], record["origin_country_code"])),
        (_("Mode of transport"), mode_words().get(record["shipment_mode"], record["shipment_mode"])),
        (_("Donor"), record["donor_name"]),
        (_("Programme"), record["programme_code"]),
        (_("Order status"), order_status_words().get(record["order_status_code"], record["order_status_code"])),
        (_("Stage now"), stage_words().get(record["stage_code"] or _stageless(record))),
    ]


def _stageless(record: dict) -> str:
    return "planned" if record["order_status_code"] == "planned" else "not_stated"


def _way(record: dict, today: date):
    """The dates in their order; a date after that of the data is one that is expected."""
    titles = (_("Ordered"), _("Ready"), _("Port of entry"), _("Customs"), _("Received"), _("Handed over"))
    steps = []
    for title, (column, duration) in zip(titles, WAY, strict=True):
        when, took = record[column], record[duration] if duration else None
        said = [html.Strong(title), html.Span(day(when) if when else _("no date"))]
        if when and when > today:
            said.append(html.Span("○ " + _("expected")))
        elif took is not None:
            said.append(html.Span(_("after {days} days").format(days=number(took))))
        steps.append(html.Li(said, className="aid-way-step" + ("" if when and when <= today else " aid-way-ahead")))
    told = [(title, _day(record[column])) for title, (column, _duration) in zip(titles, WAY, strict=True)]
    return with_facts(html.Ol(steps, className="aid-way"), told, _("Its way"))


def _time(record: dict, today: date) -> list[tuple]:
    delay = record["delay_days"]
    if record["is_overdue"] == 1:
        delay = (today - record["agreed_date"]).days
    return [
        (_("Agreed date"), _day(record["agreed_date"])),
        (_("On time ({tolerance})").format(tolerance=tolerance_days()), " ".join(time_status(record))),
        (_("Days late; below zero is early"), drawn(number(delay), delay) if delay is not None else None),
        (step_words()["lead_time_days"], _days(record["lead_time_days"])),
    ]


def _days(value) -> Drawn | None:
    return None if value is None else drawn(_("{days} days").format(days=number(value)), value)


def _day(value) -> Drawn | None:
    return drawn(day(value), value) if value else None


def _quantities(record: dict) -> list[tuple]:
    unit = record["unit_name"] or ""
    quantities = (
        (_("Ordered"), "ordered_qty"), (_("Dispatched"), "dispatched_qty"), (_("Received"), "received_qty"),
        (_("Handed over"), "handed_over_qty"), (_("Damaged, expired or lost"), "wasted_qty"),
    )  # fmt: skip
    money = (
        (_("Value ordered"), "ordered_usd"),
        (_("Value received"), "received_usd"),
        (_("Freight"), "freight_usd"),
    )
    return [
        *((name, _exact(record[column], unit)) for name, column in quantities),
        (
            _("In full (at least {share} % of the order)").format(share=number(IN_FULL_PCT)),
            " ".join(full_status(record)),
        ),
        (_("Children-equivalents received"), _exact(record["received_children"], "")),
        *((name, _exact(record[column], "US$")) for name, column in money),
        (_("Weight"), _exact(record["weight_kg"], "kg")),
    ]


def _exact(value, unit: str) -> Drawn | None:
    if value is None:
        return None
    return drawn(f"{number(value, 0 if float(value).is_integer() else 2)} {unit}".strip(), value)


def _origin(record: dict, origin: dict | None) -> list[tuple]:
    row = None if record["source_row"] is None else number(record["source_row"])
    found = [
        (_("Row in the file, the header being row 1"), row),
        (_("Load"), html.Code(record["load_id"]) if record["load_id"] else None),
        (_("Source"), record["source_name"]),
    ]
    if origin is None:
        return [*found, (_("File"), None)]
    table, counts = origin["table_name"], ("rows_in_count", "rows_published_count", "rows_quarantined_count")
    told = _("{read} read, {used} in force, {refused} refused")
    said = dict(zip(("read", "used", "refused"), (number(origin[name]) for name in counts), strict=True))
    return [
        *found,
        (_("File"), html.Code(origin["file_name"]) if origin["file_name"] else None),
        (_("SHA-256 of the file"), html.Code(origin["file_sha256"]) if origin["file_sha256"] else None),
        (_("Loaded on"), _day(origin["loaded_at"])),
        (_("Data set"), origin["source_title"]),
        (_("Table"), table),
        (_("Publisher"), origin["publisher_name"]),
        (_("Licence"), origin["licence"]),
        (_("Page of the data set"), origin["page_url"]),
        (_("Answers for it"), origin["owner_name"]),
        (_("Rows of the load"), told.format(**said)),
        (_("Kind of data"), _("Demo data") if origin["is_demo"] else _("Published data")),
    ]
