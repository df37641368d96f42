"""How the reports of offices stand: a table by office and kind."""

from components.country_lists import missing_or, report_name
from components.format import month, number
from components.table import Column, table
from components.words import _
from kpis.legends import REPORTING_STATUS


def standing_table(frame, names: dict[str, str]):
    """frame: report_standing. names: code of an office -> name."""
    rows = frame.assign(
        office=[office_name(missing_or(code), names) for code in frame["office_code"]],
        report=[report_of(row) for row in frame.itertuples()],
        state=[REPORTING_STATUS.by_code(state_code(row)) for row in frame.itertuples()],
        told=[counts_in_words(row) for row in frame.itertuples()],
    )
    columns = [
        Column("office", _("Office")),
        Column("report", _("Newest report due")),
        Column("state", _("State"), "status"),
        Column("told", _("Offices or sites")),
        Column("next_due_date", _("Next due"), "date"),
    ]
    return table(rows, columns, caption=_("Reports by office: the newest month due, and when the next is due"))


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
    """How many of the units of an office were on time, late or silent; of a single one its state says it."""
    if row.expected_count < 2:
        return ""
    words = (_("{count} on time"), _("{count} late"), _("{count} not reported"))
    counts = (row.on_time_count, row.late_count, row.silent_count)
    said = [word.format(count=number(count)) for word, count in zip(words, counts, strict=True) if count]
    return ", ".join(said) + _(" of {all}").format(all=number(row.expected_count))


def office_name(code: str | None, names: dict[str, str]) -> str:
    """The name of an office, its code where it has none."""
    return _("office not stated") if code is None else missing_or(names.get(code)) or code
