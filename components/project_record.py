"""The page of one project: facts, indicators, months, reports."""

from dash import dcc, html

from components.fact_list import with_facts
from components.figures import figure_graph, line_figure
from components.format import day, number
from components.panel import panel
from components.reference_parts import Drawn, drawn
from components.suppressed import in_words
from components.table import Column, table
from components.traces import Series
from components.words import _
from kpis.kpi import US_DOLLARS
from kpis.legends import INDICATOR_STATUS, REPORTING_STATUS

MOST_CHARTS = 12


def facts(row: dict, words: dict[str, str]):
    """What a source says about the project. words: column -> what to show instead of the code."""
    said = (
        (_("Code"), row["project_code"]),
        (_("Source"), row["source_name"]),
        (_("Country or area"), words.get("country_code") or row["country_code"]),
        (_("Sector"), row["sector_name"] or words.get("sector_code") or row["sector_code"]),
        (_("Programme"), row["programme_code"]),
        (_("Office"), row["office_code"]),
        (_("Organisation"), row["organisation_name"]),
        (_("Partner"), row["partner_name"]),
        (_("Donor"), row["donor_name"]),
        (_("State"), row["status_code"]),
        (_("Begins"), drawn(_day(row["start_date"]), row["start_date"])),
        (_("Ends"), drawn(_day(row["end_date"]), row["end_date"])),
        (_("Requested"), drawn(_usd(row["requested_usd"]), row["requested_usd"])),
        (_("Budget"), drawn(_usd(row["budget_usd"]), row["budget_usd"])),
    )
    texts = [(term, value.content if isinstance(value, Drawn) else _text(value)) for term, value in said]
    items = [html.Div([html.Dt(term), html.Dd(text)]) for term, text in texts]
    return with_facts(html.Dl(items, className="facts"), said, _("About the project"))


def indicator_table(frame):
    """The indicators of the project by place, each in its newest month. frame: indicator_lines with country_name."""
    places = zip(frame["admin1_name"], frame["country_name"], strict=True)
    shown = frame.assign(
        name=[_name(row) for row in frame.to_dict("records")],
        place=[area if isinstance(area, str) else country for area, country in places],
        reached=[
            100 * a / b if b and b > 0 else None
            for a, b in zip(frame["result_to_date_value"], frame["target_value"], strict=True)
        ],
    )
    ways = zip(frame["progress_gain_value"], frame["progress_planned_value"], strict=True)
    shown = shown.assign(progress=[100 * gain / way if way and way > 0 else None for gain, way in ways])
    columns = (
        Column("name", _("Indicator")),
        Column("place", _("Place")),
        Column("indicator_unit", _("Unit")),
        Column("baseline_value", _("Baseline"), "number", 1),
        Column("target_value", _("Target"), "number", 1),
        Column("result_value", _("Result of the month"), "number", 1),
        Column("result_to_date_value", _("Result to date"), "number", 1),
        Column("reached", _("Of the target"), "percent", 1),
        Column("progress", _("Of the way from the baseline"), "percent", 1),
        Column("indicator_status_code", _("Class"), "status", legend=INDICATOR_STATUS),
        Column("month_date", _("As of"), "month"),
    )
    shown = in_words(shown, ("result_value", "result_to_date_value", "reached", "progress"))
    hidden = int(frame["is_suppressed"].sum())
    told = _("Results of {count} indicators are small counts of people and hidden.").format(count=number(hidden))
    listed = table(shown, columns, caption=_("Indicators by place, each in its newest month"))
    return html.Div([listed, html.P(told, className="silent") if hidden else None])


def indicator_panels(frame) -> list:
    """A chart by month for each indicator and place, the first MOST_CHARTS. frame: results_by_month."""
    keys = ["source_name", "indicator_code", "country_code", "admin1_code"]
    groups = [held for _key, held in frame.groupby(keys, sort=False, dropna=False)]
    parts = [_indicator_panel(held, number_of) for number_of, held in enumerate(groups[:MOST_CHARTS])]
    told = _("The first {shown} of {all} indicators are drawn; all of them stand in the table.")
    if len(groups) > MOST_CHARTS:
        said = told.format(shown=number(MOST_CHARTS), all=number(len(groups)))
        parts.append(html.P(said, className="silent"))
    return parts


def _indicator_panel(frame, position: int):
    first, identifier = frame.to_dict("records")[0], f"indicator-{position}"
    place = f", {first['admin1_name']}" if isinstance(first["admin1_name"], str) else ""
    title = _name(first) + place
    series = [Series("result_to_date_value", _("Result to date"), "actual")]
    if frame["baseline_value"].notna().any():
        series.append(Series("baseline_value", _("Baseline"), "other", may_hide=False))
    target = "target_value" if frame["target_value"].notna().any() else None
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("result_value", _("Result of the month"), "number", 1),
        Column("result_to_date_value", _("Result to date"), "number", 1),
        Column("target_value", _("Target"), "number", 1),
        Column("baseline_value", _("Baseline"), "number", 1),
    )
    unit = first["indicator_unit"] if isinstance(first["indicator_unit"], str) else _("value")
    drawn = line_figure(frame, "month_date", series, unit, target)
    return panel(
        title,
        figure_graph(drawn, identifier + "-figure"),
        identifier=identifier,
        table=table(in_words(frame.iloc[::-1], ("result_value", "result_to_date_value")), columns, caption=title),
    )


def reports_table(frame):
    """Results received, by month. frame: reports_by_month."""
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("report_count", _("Rows received"), "number"),
        Column("first_reported_date", _("First received"), "date"),
        Column("last_reported_date", _("Last received"), "date"),
        Column("organisation_name", _("Organisation")),
        Column("partner_name", _("Partner")),
        Column("source_name", _("Source")),
    )
    return table(frame, columns, caption=_("Results received for this project, newest month first"))


def office_table(frame):
    """What the office of the project should have reported. frame: office_reports."""
    kinds = {"indicator_results": _("Results of indicators"), "budgets": _("Money")}
    shown = frame.assign(kind=frame["report_kind"].map(kinds))
    columns = (
        Column("kind", _("Report")),
        Column("month_date", _("Month"), "month"),
        Column("due_date", _("Due"), "date"),
        Column("reported_date", _("Received"), "date"),
        Column("reporting_status_code", _("State"), "status", legend=REPORTING_STATUS),
    )
    return table(shown, columns, caption=_("Reports due from the office of the project, newest month first"))


def cash_panel(frame):
    """Cash outstanding by month and age. frame: cash_by_month."""
    names = ("outstanding_usd", "from_6_to_9_months_usd", "over_9_months_usd")
    labels = (_("Outstanding"), _("For 6 to 9 months"), _("For more than 9 months"))
    series = tuple(Series(*one) for one in zip(names, labels, ("actual", "planned", "risk"), strict=True))
    columns = (
        Column("month_date", _("Month"), "month"),
        *(Column(*one, "usd") for one in zip(names, labels, strict=True)),
    )
    title = _("Cash transfers outstanding, by month")
    return panel(
        title,
        figure_graph(line_figure(frame, "month_date", series, US_DOLLARS), "project-cash-figure"),
        identifier="project-cash",
        table=table(frame.iloc[::-1], columns, caption=title),
    )


def unknown_project(code: str, back: str):
    """Words for a code that nobody here knows; the code is shown as text, shortened."""
    shown = code if len(code) <= 40 else code[:40] + "..."
    told = _("No project “{code}” lies inside the filters and what is open to you.").format(code=shown)
    return html.Div([html.P(told, className="notice", role="status"), html.P(dcc.Link(_("All projects"), href=back))])


def _name(row: dict) -> str:
    return row["indicator_name"] if isinstance(row["indicator_name"], str) else str(row["indicator_code"])


def _text(value) -> str:
    return "–" if value is None or value != value or value == "" else str(value)


def _day(value) -> str:
    return "–" if value is None or value != value else day(value)


def _usd(value) -> str:
    return "–" if value is None or value != value else f"US$ {number(value)}"
