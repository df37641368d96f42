"""What a build says about itself: sources by freshness, loads, quality as a heat table, who has not reported."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from dash import html

from components.format import NO_BREAK, day, month, number
from components.legend_list import class_mark, legend_marks
from components.reference_parts import outside, plain_table
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
    heads = [_("Source"), _("Status"), _("Age in days"), _("Expected every"), _("Newest load"), _("Newest period")]
    heads += [_("Loads"), _("Rows in"), _("In quarantine")]
    return plain_table(_("Sources by freshness"), heads, rows, (2, 6, 7, 8))


def _class_code(state) -> str:
    return state.age.code if state.age else ""


def _source_row(state) -> list:
    newest, days = state.newest, state.newest.expected_days
    expected = _("{count} days").format(count=number(days)) if days else _("not declared")
    return [
        outside(newest.page_url, newest.source_title or newest.source_name),
        class_mark(state.age) if state.age else "– " + _("no rhythm declared"),
        number(state.age_days),
        expected,
        day(newest.loaded_at),
        day(state.latest_period),
        number(state.load_count),
        number(state.rows_in),
        number(state.rows_quarantined),
    ]


def load_table(loads: Sequence, count: int):
    """Loads, newest first: what became of the rows that came in. count: loads in all."""
    rows = [
        [
            html.Code(load.load_id),
            load.source_title or load.source_name,
            load.table_name or "–",
            load.file_name or "–",
            day(load.loaded_at),
            *(number(n) for n in (load.rows_in, load.rows_published, load.rows_superseded, load.rows_quarantined)),
            _balance(load),
        ]
        for load in loads
    ]
    heads = [_("Load"), _("Source"), _("Tables"), _("Files"), _("Day"), _("Rows in"), _("Published"), _("Superseded")]
    heads += [_("Quarantined"), _("Sum")]
    shown = _("{shown} of {count} loads").format(shown=number(len(rows)), count=number(count))
    return plain_table(shown, heads, rows, (5, 6, 7, 8))


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
            html.Span([source, " · ", html.Code(table)]),
            *(share_mark(cells.get((source, table, code))) for code in words),
        ]
        for source, table in places
    ]
    heads = [_("Source and table"), *(name for name, _asks in words.values())]
    return [plain_table(_("Share of checks passed"), heads, rows), html.P(legend_marks(SHARE_GOOD))]


def quality_months_table(found: Sequence, most: int):
    """A heat table: months of loads down, at most so many, dimensions across, over all sources. found: (month,
    quality) pairs, newest first."""
    words = dimension_words()
    cells = {(when, one.dimension): one for when, one in found}
    rows = [
        [month(when), *(share_mark(cells.get((when, code))) for code in words)]
        for when in list(dict.fromkeys(when for when, _one in found))[:most]
    ]
    heads = [_("Month of the load"), *(name for name, _asks in words.values())]
    return plain_table(_("Checks passed by month of the load, all sources"), heads, rows)


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
            rows.append([name, asks, number(checked), number(passed), number(checked - passed)])
    heads = [_("Dimension"), _("Question"), _("Checked"), _("Passed"), _("Failed")]
    return plain_table(_("Checks of the rows, all sources"), heads, rows, (2, 3, 4))


def report_table(months: Sequence, address: Callable[[str, date], str]):
    """Who reported: months down, kinds of report across; each cell leads to the units that were silent."""
    kinds = [kind for kind in kind_words() if any(one.report_kind == kind for one in months)]
    cells = {(one.month_date, one.report_kind): one for one in months}
    rows = [
        [month(month_date), *(_reported(cells.get((month_date, kind)), address) for kind in kinds)]
        for month_date in dict.fromkeys(one.month_date for one in months)
    ]
    heads = [_("Month"), *(kind_words()[kind] for kind in kinds)]
    return plain_table(_("Reports received of those due"), heads, rows)


def _reported(one, address):
    if one is None:
        return html.Span(_("none due"), className="missing")
    told = _("{reported} of {expected}").format(
        reported=number(one.reported_count), expected=number(one.expected_count)
    )
    mark = class_mark(SHARE_GOOD.class_of(one.reported_count / one.expected_count * 100), told)
    if not one.silent_count:
        return [mark, " ", _("none silent")]
    silent = _("{count} silent").format(count=number(one.silent_count))
    return [mark, " ", html.A(silent, href=address(one.report_kind, one.month_date))]


def silent_table(rows: Sequence[dict], count: int, kind: str):
    """Units that owe a report, newest month first."""
    names = ("unit_label", "unit_code", "country_code")
    cells = [
        [
            *(row[name] if isinstance(row[name], str) else "–" for name in names),
            month(row["month_date"]),
            day(row["due_date"]),
        ]
        for row in rows
    ]
    caption = _("{kind}: {shown} of {count} reports missing").format(
        kind=kind_words().get(kind, kind), shown=number(len(cells)), count=number(count)
    )
    return plain_table(caption, [_("Unit"), _("Code"), _("Country"), _("Month"), _("Was due")], cells)


def quarantine_table(states: Sequence):
    """Rows refused at the load, by source."""
    rows = [
        [
            state.newest.source_title or state.newest.source_name,
            number(state.rows_in),
            number(state.rows_quarantined),
        ]
        for state in states
    ]
    heads = [_("Source"), _("Rows in"), _("In quarantine")]
    return plain_table(_("Rows in quarantine"), heads, rows, (1, 2))
