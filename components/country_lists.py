"""The lists of the page of a country: what runs out, order lines, projects, needs, plans, reports, sites."""

from datetime import date

from dash import html

from components import country_results as shown
from components.country_words import missing_or, report_name, stage_words, state_words
from components.entry_list import MOST_ENTRIES, Entry, entry_list
from components.format import amount, day, kpi_amount, month, number
from components.suppressed import hidden_word
from components.words import _
from kpis import kpi
from kpis.legends import NOT_REPORTED, REPORTING_STATUS, STOCK_STATUS


def shortage_list(frame, today: date, address_of):
    """One entry per item that runs out or falls below its minimum, soonest first. address_of: item -> its page."""
    entries = [_shortage(row, today, address_of(row.item_code)) for row in frame.itertuples()]
    drawn = entry_list(entries, _("No item falls below its minimum in the next months."))
    return shown.listed(drawn, shown.shortages_shown(frame, MOST_ENTRIES))


def order_list(frame, today: date, address_of):
    """One entry per item with a suggested order, the one to be ordered first first."""
    entries = [_to_order(row, today, address_of(row.item_code)) for row in frame.itertuples()]
    drawn = entry_list(entries, _("Nothing has to be ordered beyond what is confirmed."))
    return shown.listed(drawn, shown.orders_shown(frame, MOST_ENTRIES))


def shortage_sentence(frame, today: date) -> str:
    """How many items are empty, will be, or lie below their minimum."""
    empty = sum(1 for one in frame["empty_month"] if missing_or(one) and one <= today)
    coming = sum(1 for one in frame["empty_month"] if missing_or(one) and one > today)
    told = _(
        "{empty} empty or expected to be by now, {coming} running out in the next months, {low} below the minimum."
    )
    return told.format(empty=number(empty), coming=number(coming), low=number(len(frame) - empty - coming))


def line_list(found, today: date, told: tuple[str, str], address_of):
    """One entry per order line on its way. found: Lines; told: the title, and the words where there is none;
    address_of: source and line -> the page of the line."""
    rows = found.frame.itertuples()
    entries = [_line(row, today, address_of(row.source_name, row.delivery_line_id)) for row in rows]
    drawn = entry_list(entries, told[1], total=found.total)
    return shown.listed(drawn, shown.lines_shown(found.frame, told[0], MOST_ENTRIES))


def project_list(frame, address_of):
    """One entry per project with its spending against time and its indicators. address_of: project -> its page."""
    entries = [_project(row, address_of(row.project_code)) for row in frame.itertuples()]
    drawn = entry_list(entries, _("No project in this build."), shown=4)
    return shown.listed(drawn, shown.projects_shown(frame, MOST_ENTRIES))


def need_list(frame):
    """One entry per sector: people in need, targeted and reached."""
    said = (_("in need"), "people_in_need"), (_("targeted"), "people_targeted"), (_("reached"), "people_reached")
    entries = [
        Entry(
            missing_or(row.sector_name) or missing_or(row.sector_code) or _("sector not stated"),
            facts=tuple((what, amount(missing_or(getattr(row, name)))) for what, name in said),
        )
        for row in frame.itertuples()
    ]
    drawn = entry_list(entries, _("No needs by sector are published for these filters."))
    return shown.listed(drawn, shown.needs_shown(frame, MOST_ENTRIES), "needs")


def plan_list(frame, names):
    """One entry per response plan. names: the KPIs beside the name of the plan."""
    kpis = [kpi(name) for name in names]
    entries = [
        Entry(
            missing_or(row.plan_name) or _("plan not named"),
            facts=tuple((_(one.label), kpi_amount(one, missing_or(getattr(row, one.name)))) for one in kpis),
        )
        for row in frame.itertuples()
    ]
    drawn = entry_list(entries, _("No response plan in this build."))
    return shown.listed(drawn, shown.plans_shown(frame, kpis, MOST_ENTRIES))


def arrival_list(frame, names: dict[str, str]):
    """One entry per unit and kind of report that was due, silent ones first. names: code of site or office -> name."""
    entries = [
        Entry(
            f"{names.get(row.unit_code) or missing_or(row.unit_label) or row.unit_code} ({row.unit_code})",
            _("{kind} of {month}").format(kind=report_name(row.report_kind), month=month(row.month_date)),
            (
                (_("due"), day(missing_or(row.due_date))),
                (_("arrived"), day(missing_or(row.reported_date))),
            ),
            REPORTING_STATUS.by_code(missing_or(row.reporting_status_code) or ""),
        )
        for row in frame.itertuples()
    ]
    silent = sum(1 for entry in entries if entry.mark is NOT_REPORTED)
    listed = entry_list(entries, _("No report is due."), shown=max(3, min(silent, 10)))
    summary = _("Office by office and site by site: {silent} of {all} not reported")
    if not entries:
        return listed
    said = summary.format(silent=number(silent), all=number(len(entries)))
    folded = html.Details([html.Summary(said), listed], className="entry-more")
    return shown.listed(folded, shown.arrivals_shown(frame, names, MOST_ENTRIES), "arrivals")


def kind_of_report(kind: str, newest, by_month):
    """One kind of report: n of N for the newest due month, and behind a fold month by month."""
    head = _("{kind} of {month}: {count} arrived").format(
        kind=report_name(kind),
        month=month(newest.month_date),
        count=n_of_n(newest.reported_count, newest.expected_count),
    )
    folded = html.Details([html.Summary(head), months_of_reports(by_month)], className="entry-more")
    months = shown.months_shown(kind, by_month)
    return shown.listed(folded, months, months.identifier)


def months_of_reports(frame):
    """The last months of one kind of report: n of N, each month in its own cell."""
    cells = [
        html.Li([html.Span(month(row.month_date)), html.B(n_of_n(row.reported_count, row.expected_count))])
        for row in frame.itertuples()
    ]
    return html.Ul(cells, className="month-cells")


def site_list(frame):
    """Sites under the offices that answer for them."""
    offices = {}
    for row in frame.itertuples():
        office = missing_or(row.office_name) or missing_or(row.office_code) or _("office not stated")
        place = ", ".join(filter(None, (missing_or(row.site_type), missing_or(row.admin1_name))))
        offices.setdefault(office, []).append(f"{missing_or(row.site_name) or row.site_code} ({place})")
    parts = [html.Div([html.P(html.B(office)), html.Ul([html.Li(s) for s in of])]) for office, of in offices.items()]
    return shown.listed(parts, shown.sites_shown(frame), "sites")


def n_of_n(reported, expected) -> str:
    """How many of those expected have reported."""
    return _("{reported} of {expected}").format(reported=number(int(reported)), expected=number(int(expected)))


def _shortage(row, today: date, target: str) -> Entry:
    counted, unit = missing_or(row.counted_month), missing_or(row.unit_name) or _("units")
    empty, below = missing_or(row.empty_month), missing_or(row.below_month)
    said = [_runs_out(empty, counted, today)] if empty else []
    if below and (not empty or below < empty):
        word = _("below minimum since {month}") if below <= today else _("below minimum in {month}")
        said.append(word.format(month=month(below)))
    code = "stocked_out" if empty and empty == counted else "understocked" if below and below == counted else ""
    facts = (
        (_("on hand at the count of {month}").format(month=month(counted)), _units(row.stock_on_hand_qty, unit)),
        (_("needed a month"), _units(row.forecast_qty, unit)),
        (_("suggested order"), _order(missing_or(row.suggested_order_qty), unit)),
    )
    return Entry(missing_or(row.item_name) or row.item_code, ", ".join(said), facts, STOCK_STATUS.by_code(code), target)


def _to_order(row, today: date, target: str) -> Entry:
    until, unit = missing_or(row.order_by_date), missing_or(row.unit_name) or _("units")
    if until is None:
        said = _("No usual lead time is known, so no day to order by.")
    elif until < today:
        said = _("Should have been ordered by {day}.").format(day=day(until))
    else:
        said = _("Order by {day}.").format(day=day(until))
    facts = (
        (_("suggested order"), _units(row.suggested_order_qty, unit)),
        (_("below minimum"), month(missing_or(row.below_month))),
        (_("empty"), month(missing_or(row.empty_month))),
    )
    return Entry(missing_or(row.item_name) or row.item_code, said, facts, href=target)


def _runs_out(empty: date, counted: date | None, today: date) -> str:
    if empty == counted:
        return _("empty since the count of {month}").format(month=month(empty))
    word = _("expected to be empty since {month}") if empty <= today else _("runs out in {month}")
    return word.format(month=month(empty))


def _line(row, today: date, target: str) -> Entry:
    agreed = missing_or(row.agreed_date)
    sentence = stage_words().get(missing_or(row.stage_code), _("planned"))
    if agreed and agreed < today:
        late = _("{days} days after the agreed date").format(days=number((today - agreed).days))
        sentence = f"{sentence}, {late}"
    facts = (
        (_("agreed for"), day(agreed)),
        (_("usual arrival"), day(missing_or(row.usual_date))),
        (_("quantity"), _units(row.ordered_qty, missing_or(row.unit_name) or _("units"))),
        (_("order"), missing_or(row.order_code) or "–"),
        (_("supplier"), missing_or(row.supplier_name) or "–"),
    )
    return Entry(missing_or(row.item_name) or _("item not named"), sentence, facts, href=target)


def _project(row, target: str) -> Entry:
    pace = kpi("burn_pace")
    names = ("burn_pace", "budget_utilisation", "achievement", "indicators_on_track")
    facts = tuple((_(kpi(name).label), _amount(row, name)) for name in names)
    value, ends = missing_or(row.burn_pace), missing_or(row.end_date)
    said = [missing_or(row.sector_name), state_words().get(missing_or(row.status_code), _("status not stated"))]
    said += [_("until {day}").format(day=day(ends))] * bool(ends)
    mark = pace.legend.class_of(value) if value is not None else None
    return Entry(missing_or(row.project_name) or row.project_code, ", ".join(filter(None, said)), facts, mark, target)


def _amount(row, name: str) -> str:
    """The value of a KPI of a row, a word where it is not told."""
    if missing_or(getattr(row, f"is_{name}_hidden", None)):
        return hidden_word(kpi(name), is_small=False)
    return kpi_amount(kpi(name), missing_or(getattr(row, name)))


def _order(quantity, unit: str) -> str:
    """What to order; none when stock and confirmed orders reach the maximum."""
    return _("none: confirmed orders suffice") if quantity == 0 else _units(quantity, unit)


def _units(value, unit: str) -> str:
    known = missing_or(value)
    return "–" if known is None else f"{number(known)} {unit}"
