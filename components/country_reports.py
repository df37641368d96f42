"""How the reports of offices stand: by office and kind, for a narrow screen as for a wide one."""

from dash import html

from components.country_results import listed
from components.country_words import missing_or, report_name
from components.entry_list import chip
from components.format import day, month, number
from components.result import Result
from components.table import Column
from components.table_result import table_result
from components.words import _
from kpis.legends import REPORTING_STATUS


def standing_list(frame, names: dict[str, str]):
    """Each office with a line per kind of report. frame: report_standing. names: code of an office -> name."""
    offices = {}
    for row in frame.itertuples():
        offices.setdefault(office_name(missing_or(row.office_code), names), []).append(_line(row))
    if not offices:
        return html.P(_("No report is expected."), className="silent")
    parts = [html.Div([html.H3(name), html.Ul(lines, className="standing")]) for name, lines in offices.items()]
    return listed(parts, standing_shown(frame, names))


def standing_shown(frame, names: dict[str, str]) -> Result:
    """How the reports of offices stand, as a Result."""
    columns = (
        Column("office_code", _("Code of the office")),
        Column("office", _("Office")),
        Column("kind", _("Report")),
        Column("month_date", _("Month"), "month"),
        Column("state", _("State"), "status", legend=REPORTING_STATUS),
        Column("expected_count", _("Expected to report"), "number"),
        Column("on_time_count", _("On time"), "number"),
        Column("late_count", _("Late"), "number"),
        Column("silent_count", _("Not reported"), "number"),
        Column("next_due_date", _("Next due"), "date"),
    )
    shown = frame.assign(
        office=[office_name(missing_or(code), names) for code in frame["office_code"]],
        kind=[report_name(one) for one in frame["report_kind"]],
        state=[state_code(row) for row in frame.itertuples()],
    )
    return table_result(shown, columns, _("How reports stand"), shown_count=len(frame))


def _line(row):
    """One kind of report of an office: newest one due, its state, how many units, when the next is due."""
    next_due = missing_or(row.next_due_date)
    said = [counts_in_words(row)] if row.expected_count > 1 else []
    said.append(_("next due {day}").format(day=day(next_due)) if next_due else _("none due next"))
    state = chip(REPORTING_STATUS.by_code(state_code(row)))
    return html.Li([html.Span(report_of(row)), state, html.Span("; ".join(said), className="kpi-age")])


def report_of(row) -> str:
    """Kind and month of a report; the kind alone where none has been due."""
    newest = missing_or(row.month_date)
    told = report_name(row.report_kind)
    return told if newest is None else _("{kind} of {month}").format(kind=told, month=month(newest))


def state_code(row) -> str:
    """The worst state among the units of an office: silent before late before on time; "" where none is due."""
    if row.silent_count:
        return "not_reported"
    if row.late_count:
        return "late"
    return "on_time" if row.on_time_count else ""


def counts_in_words(row) -> str:
    """How many of the units of an office were on time, late or silent."""
    words = (_("{count} on time"), _("{count} late"), _("{count} not reported"))
    counts = (row.on_time_count, row.late_count, row.silent_count)
    said = [word.format(count=number(count)) for word, count in zip(words, counts, strict=True) if count]
    return ", ".join(said) + _(" of {all}").format(all=number(row.expected_count))


def office_name(code: str | None, names: dict[str, str]) -> str:
    """The name of an office, its code where it has none."""
    return _("office not stated") if code is None else missing_or(names.get(code)) or code
