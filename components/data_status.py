"""What a build says about itself: sources by freshness, loads, quality as a heat table, who has not reported."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from dash import html

from components.format import NO_BREAK, number
from components.legend_list import class_mark, legend_marks
from components.reference_parts import drawn, outside, plain_table
from components.result import Field, Place, with_place
from components.words import _
from kpis.legends import SHARE_GOOD

ALMOST = 99.9


def dimension_words() -> dict[str, tuple[str, str]]:
    """Dimension of quality -> its name and what it asks, in the order of the tables."""
    return {
        "completeness": (_("Completeness"), _("Is every cell filled that should be?")),
        "uniqueness": (_("Uniqueness"), _("Does every row come once?")),
        "validity": (_("Validity"), _("Are the cells of the right kind, and the codes known?")),
        "correctness": (_("Correctness"), _("Do numbers and dates lie where they can lie?")),
        "consistency": (_("Consistency"), _("Do the cells of a row agree with one another?")),
        "timeliness": (_("Timeliness"), _("Did the rows come in time?")),
    }


def kind_words() -> dict[str, str]:
    """Kind of report -> its name for readers."""
    return {
        "stock_balances": _("Stock balances"),
        "indicator_results": _("Results of indicators"),
        "budgets": _("Budgets"),
        "deliveries": _("Deliveries"),
    }


def freshness_sentence(states: Sequence) -> str:
    """How many sources are in each class of age."""
    counts = Counter(_class_code(state) for state in states)
    words = (
        ("fresh", _("fresh")),
        ("due", _("due")),
        ("overdue", _("overdue")),
        ("delinquent", _("long overdue")),
        ("", _("without a rhythm")),
    )
    return ", ".join(f"{number(counts[code])} {word}" for code, word in words) + "."


def source_table(states: Sequence):
    """Sources with the class of their age, the oldest class first: by the days between editions that each promises."""
    worst_first = ["delinquent", "overdue", "due", "fresh", "not_reported", ""]
    rows = [_source_row(one) for one in sorted(states, key=lambda one: worst_first.index(_class_code(one)))]
    heads = [
        Field("source_title", _("Source")),
        Field("status", _("Status")),
        Field("age_days", _("Age in days"), "number"),
        Field("expected_days", _("Expected every"), "number", _("days")),
        Field("loaded_date", _("Newest load"), "date"),
        Field("latest_period_date", _("Newest period"), "date"),
        Field("load_count", _("Loads"), "number"),
        Field("rows_in_count", _("Rows in"), "number"),
        Field("rows_quarantined_count", _("In quarantine"), "number"),
    ]
    return plain_table(_("Sources by freshness"), heads, rows)


def _class_code(state) -> str:
    return state.age.code if state.age else ""


def _source_row(state) -> list:
    newest, days = state.newest, state.newest.expected_days
    expected = _("{count} days").format(count=number(days)) if days else _("not declared")
    name, silent = newest.source_title or newest.source_name, _("no rhythm declared")
    return [
        drawn(outside(newest.page_url, name), name),
        drawn(class_mark(state.age), _(state.age.word)) if state.age else drawn(f"– {silent}", silent),
        state.age_days,
        drawn(expected, days or None),
        newest.loaded_at,
        state.latest_period,
        state.load_count,
        state.rows_in,
        state.rows_quarantined,
    ]


def load_table(loads: Sequence, part: slice):
    """Loads, newest first: what became of the rows that came in. part: those that are drawn."""
    rows = [
        [
            drawn(html.Code(load.load_id), load.load_id),
            load.source_title or load.source_name,
            load.table_name,
            load.file_name,
            load.loaded_at,
            *(load.rows_in, load.rows_published, load.rows_superseded, load.rows_quarantined),
            _balance(load),
        ]
        for load in loads
    ]
    heads = [
        Field("load_id", _("Load")),
        Field("source_title", _("Source")),
        Field("table_name", _("Tables")),
        Field("file_name", _("Files")),
        Field("loaded_date", _("Day"), "date"),
        Field("rows_in_count", _("Rows in"), "number"),
        Field("rows_published_count", _("Published"), "number"),
        Field("rows_superseded_count", _("Superseded"), "number"),
        Field("rows_quarantined_count", _("Quarantined"), "number"),
        Field("balance", _("Sum")),
    ]
    shown = _("{shown} of {count} loads").format(shown=number(len(rows[part])), count=number(len(rows)))
    return with_place(plain_table(shown, heads, rows, part), Place("loads", _("Loads")))


def _balance(load) -> str:
    if load.is_balanced is None:
        return _("not known")
    return _("✓ agrees") if load.is_balanced else _("✕ does not agree")


def quality_table(found: Sequence):
    """A heat table: source and table down, dimensions across; a class by word and shape, and how many failed."""
    words = dimension_words()
    cells = {(one.source_name, one.table_name, one.dimension): one for one in found}
    places = dict.fromkeys((one.source_name, one.table_name) for one in found)
    rows = [
        [
            drawn(html.Span([source, " · ", html.Code(table)]), source, table),
            *(_share(cells.get((source, table, code))) for code in words),
        ]
        for source, table in places
    ]
    heads = [(Field("source_name", _("Source and table")), Field("table_name", _("Table"))), *_share_fields()]
    return [plain_table(_("Share of checks passed"), heads, rows), html.P(legend_marks(SHARE_GOOD))]


def quality_months_table(found: Sequence, most: int):
    """A heat table: months of loads down, at most so many, dimensions across, over all sources. found: (month,
    quality) pairs, newest first."""
    words = dimension_words()
    cells = {(when, one.dimension): one for when, one in found}
    rows = [
        [when, *(_share(cells.get((when, code))) for code in words)]
        for when in list(dict.fromkeys(when for when, _one in found))[:most]
    ]
    heads = [Field("month_date", _("Month of the load"), "month"), *_share_fields()]
    table = plain_table(_("Checks passed by month of the load, all sources"), heads, rows)
    return with_place(table, Place("quality-months", ""))


def _share_fields() -> list[tuple[Field, ...]]:
    """A column for each dimension: the share of checks passed, and behind it how many failed, of how many."""
    return [
        (
            Field(f"{code}_pct", name, "number", "%", 1),
            Field(f"{code}_failed_count", _("{name}: failed").format(name=name), "number"),
            Field(f"{code}_checked_count", _("{name}: checked").format(name=name), "number"),
        )
        for code, (name, _asks) in dimension_words().items()
    ]


def _share(one):
    """A cell of those columns."""
    known = (one.share_pct, one.checked - one.passed, one.checked) if one is not None else (None, None, None)
    return drawn(share_mark(one), *known)


def share_mark(one):
    """The share of checks that passed, as a class; never shown as 100 while something failed."""
    if one is None or one.share_pct is None:
        return html.Span(_("not checked"), className="missing")
    failed = one.checked - one.passed
    share = number(min(one.share_pct, ALMOST) if failed else one.share_pct, 1)
    found = SHARE_GOOD.class_of(one.share_pct)
    mark = class_mark(found, f"{share}{NO_BREAK}% {_(found.word)}")
    told = _("{failed} of {checked} failed").format(failed=number(failed), checked=number(one.checked))
    return [mark, html.Br(), html.Small(told)] if failed else mark


def check_table(found: Sequence):
    """Checks by dimension over all sources: how many, how many passed, what is asked."""
    rows = []
    for code, (name, asks) in dimension_words().items():
        of_dimension = [one for one in found if one.dimension == code]
        checked, passed = sum(one.checked for one in of_dimension), sum(one.passed for one in of_dimension)
        if of_dimension:
            rows.append([name, asks, checked, passed, checked - passed])
    heads = [
        Field("dimension", _("Dimension")),
        Field("question", _("Question")),
        Field("checked_count", _("Checked"), "number"),
        Field("passed_count", _("Passed"), "number"),
        Field("failed_count", _("Failed"), "number"),
    ]
    return plain_table(_("Checks of the rows, all sources"), heads, rows)


def report_table(months: Sequence, address: Callable[[str, date], str]):
    """Who reported: months down, kinds of report across; each cell leads to the units that were silent."""
    kinds = [kind for kind in kind_words() if any(one.report_kind == kind for one in months)]
    cells = {(one.month_date, one.report_kind): one for one in months}
    rows = [
        [month_date, *(_reported(cells.get((month_date, kind)), address) for kind in kinds)]
        for month_date in dict.fromkeys(one.month_date for one in months)
    ]
    heads = [Field("month_date", _("Month"), "month")]
    heads += [
        (
            Field(f"{kind}_reported_count", kind_words()[kind], "number"),
            Field(f"{kind}_expected_count", _("{kind}: due").format(kind=kind_words()[kind]), "number"),
            Field(f"{kind}_silent_count", _("{kind}: silent").format(kind=kind_words()[kind]), "number"),
        )
        for kind in kinds
    ]
    return plain_table(_("Reports received of those due"), heads, rows)


def _reported(one, address):
    if one is None:
        return drawn(html.Span(_("none due"), className="missing"), None, None, None)
    known = (one.reported_count, one.expected_count, one.silent_count)
    told = _("{reported} of {expected}").format(
        reported=number(one.reported_count), expected=number(one.expected_count)
    )
    mark = class_mark(SHARE_GOOD.class_of(one.reported_count / one.expected_count * 100), told)
    if not one.silent_count:
        return drawn([mark, " ", _("none silent")], *known)
    silent = _("{count} silent").format(count=number(one.silent_count))
    return drawn([mark, " ", html.A(silent, href=address(one.report_kind, one.month_date))], *known)


def silent_table(rows: Sequence[dict], part: slice, kind: str):
    """Units that owe a report, newest month first. part: the rows that are drawn."""
    names = ("unit_label", "unit_code", "country_code")
    cells = [
        [
            *(row[name] if isinstance(row[name], str) else None for name in names),
            row["month_date"],
            row["due_date"],
        ]
        for row in rows
    ]
    caption = _("{kind}: {shown} of {count} reports missing").format(
        kind=kind_words().get(kind, kind), shown=number(len(cells[part])), count=number(len(cells))
    )
    heads = [
        Field("unit_label", _("Unit")),
        Field("unit_code", _("Code")),
        Field("country_code", _("Country")),
        Field("month_date", _("Month"), "month"),
        Field("due_date", _("Was due"), "date"),
    ]
    title = _("{kind}: reports missing").format(kind=kind_words().get(kind, kind))
    return with_place(plain_table(caption, heads, cells, part), Place("silent", title))


def quarantine_table(states: Sequence):
    """Rows refused at the load, by source."""
    rows = [
        [
            state.newest.source_title or state.newest.source_name,
            state.rows_in,
            state.rows_quarantined,
        ]
        for state in states
    ]
    heads = [
        Field("source_title", _("Source")),
        Field("rows_in_count", _("Rows in"), "number"),
        Field("rows_quarantined_count", _("In quarantine"), "number"),
    ]
    return plain_table(_("Rows in quarantine"), heads, rows)
