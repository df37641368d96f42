"""What the lists of the page of a country show, as Results."""

from dataclasses import replace

from dash import html

from components.country_words import missing_or, report_name, stage_words, state_words
from components.result import Field, Result, result, with_result
from components.suppressed import in_words
from components.table import Column
from components.table_result import table_result
from components.words import _
from kpis import kpi
from kpis.kpi import PERCENT, US_DOLLARS
from kpis.legends import REPORTING_STATUS


def listed(drawn, shown: Result, identifier: str = ""):
    """The list, carrying what it shows; a sentence that there is nothing carries nothing."""
    return with_result(html.Div(drawn), replace(shown, identifier=identifier)) if shown.rows else drawn


def shortages_shown(frame, most: int) -> Result:
    """Items that run out. frame: queries.country.shortages. most: entries of the list."""
    columns = (
        *_item_columns(),
        Column("empty_month", _("Empty"), "date"),
        Column("below_month", _("Below minimum"), "date"),
        Column("counted_month", _("Last count"), "month"),
        Column("stock_on_hand_qty", _("On hand at the count"), "number"),
        Column("forecast_qty", _("Needed a month"), "number"),
        Column("suggested_order_qty", _("Suggested order"), "number"),
    )
    return table_result(frame, columns, _("What runs out"), shown_count=most)


def orders_shown(frame, most: int) -> Result:
    """Items with a suggested order. frame: queries.country.to_order_first."""
    columns = (
        *_item_columns(),
        Column("order_by_date", _("Order by"), "date"),
        Column("suggested_order_qty", _("Suggested order"), "number"),
        Column("below_month", _("Below minimum"), "date"),
        Column("empty_month", _("Empty"), "date"),
    )
    return table_result(frame, columns, _("What to order first"), shown_count=most)


def lines_shown(frame, title: str, most: int) -> Result:
    """Order lines on their way. frame: of queries.country.lines_under_way."""
    columns = (
        Column("source_name", _("Source")),
        Column("delivery_line_id", _("Order line")),
        Column("item_name", _("Item")),
        Column("stage", _("Stage")),
        Column("agreed_date", _("Agreed for"), "date"),
        Column("usual_date", _("Usual arrival"), "date"),
        Column("ordered_qty", _("Quantity"), "number"),
        Column("unit_name", _("Unit")),
        Column("order_code", _("Order")),
        Column("supplier_name", _("Supplier")),
    )
    stages = [stage_words().get(missing_or(code), _("planned")) for code in frame["stage_code"]]
    return table_result(frame.assign(stage=stages), columns, title, shown_count=most)


def projects_shown(frame, most: int) -> Result:
    """Projects with their spending and results. frame: queries.country.projects."""
    names = ("burn_pace", "budget_utilisation", "achievement", "indicators_on_track")
    columns = (
        Column("project_code", _("Code")),
        Column("project_name", _("Project")),
        Column("sector_name", _("Sector")),
        Column("state", _("State")),
        Column("end_date", _("Ends"), "date"),
        *(kpi_column(kpi(name)) for name in names),
    )
    states = [state_words().get(missing_or(code), _("status not stated")) for code in frame["status_code"]]
    shown = in_words(frame.assign(state=states, is_suppressed=frame["is_achievement_hidden"]), ("achievement",))
    return table_result(shown, columns, _("Projects"), shown_count=most)


def needs_shown(frame, most: int) -> Result:
    """People in need by sector. frame: queries.country.needs_by_sector."""
    columns = (
        Column("sector_code", _("Code of the sector")),
        Column("sector_name", _("Sector")),
        Column("plan_year", _("Year"), "text"),
        Column("people_in_need", _("In need"), "number"),
        Column("people_targeted", _("Targeted"), "number"),
        Column("people_reached", _("Reached"), "number"),
    )
    return table_result(frame, columns, _("Needs by sector"), shown_count=most)


def plans_shown(frame, kpis, most: int) -> Result:
    """Response plans with the KPIs beside them."""
    columns = (Column("plan_name", _("Plan")), *(kpi_column(one) for one in kpis))
    return table_result(frame, columns, _("Response plans"), shown_count=most)


def arrivals_shown(frame, names, most: int) -> Result:
    """Reports that were due, unit by unit. names: code of site or office -> name."""
    columns = (
        Column("unit_code", _("Code")),
        Column("unit", _("Unit")),
        Column("kind", _("Report")),
        Column("month_date", _("Month"), "month"),
        Column("due_date", _("Due"), "date"),
        Column("reported_date", _("Arrived"), "date"),
        Column("reporting_status_code", _("State"), "status", legend=REPORTING_STATUS),
    )
    units = [
        names.get(row.unit_code) or missing_or(row.unit_label) or row.unit_code
        for row in frame[["unit_code", "unit_label"]].itertuples()
    ]
    shown = frame.assign(unit=units, kind=[report_name(one) for one in frame["report_kind"]])
    return table_result(shown, columns, _("Reports office by office and site by site"), shown_count=most)


def months_shown(kind: str, frame) -> Result:
    """Reports of a kind by month; the kinds of a page make one table."""
    fields = [
        Field("report_kind", _("Report")),
        Field("month_date", _("Month"), "month"),
        Field("reported_count", _("Reported"), "number"),
        Field("expected_count", _("Expected to report"), "number"),
    ]
    rows = [(report_name(kind), row.month_date, row.reported_count, row.expected_count) for row in frame.itertuples()]
    title = _("{kind} by month").format(kind=report_name(kind))
    group = ("reports-by-month", _("Reports by month"))
    return result(f"reports-by-month-{kind}", title, fields, rows, group=group)


def sites_shown(frame) -> Result:
    """Sites with the office that answers for each."""
    columns = (
        Column("office_code", _("Code of the office")),
        Column("office_name", _("Office")),
        Column("site_code", _("Code")),
        Column("site_name", _("Site")),
        Column("site_type", _("Kind")),
        Column("admin1_name", _("Area")),
    )
    return table_result(frame, columns, _("Sites"), shown_count=len(frame))


def kpi_column(one) -> Column:
    """The column of a KPI."""
    kinds = {PERCENT: "percent", US_DOLLARS: "usd"}
    return Column(one.name, _(one.label), kinds.get(one.unit, "number"), decimals=one.decimals)


def _item_columns() -> tuple[Column, ...]:
    return Column("item_code", _("Code")), Column("item_name", _("Item")), Column("unit_name", _("Unit"))
