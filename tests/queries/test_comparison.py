"""What stands beside a figure: the period before, the same months a year before, the target, and the way there."""

from datetime import date
from types import SimpleNamespace

import pytest

import kpis
from components.kpi_card import Beside, kpi_card
from components.sparkline import sparkline
from kpis.months import months_before
from queries.cache import cache_key
from queries.comparison import Comparison, comparison, running_days, trend
from queries.filters import Filters
from queries.kpi_values import KpiValue, kpi_by_month, kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse

SUM, NEWEST, SCORE = kpis.kpi("received_value"), kpis.kpi("stock_out_rate"), kpis.kpi("inform_risk")


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def total(warehouse, kpi, since: date, until: date):
    """Numerators over denominators of single months, added by hand."""
    frame = kpi_by_month(warehouse, kpi, Filters())
    rows = [row for row in frame.itertuples() if since <= row.month_date.date() <= until and row.value == row.value]
    above = sum(row.numerator for row in rows)
    return above / sum(row.denominator for row in rows) * kpi.scale if kpi.is_ratio else above * kpi.scale


@pytest.mark.parametrize(("kind", "since", "until"), [
    ("previous", date(2026, 1, 1), date(2026, 4, 1)), ("last-year", date(2025, 5, 1), date(2025, 8, 1)),
])  # fmt: skip
@pytest.mark.parametrize("name", ["received_value", "otif", "children_supplied"])
def test_a_period_is_compared_with_as_many_months_before_or_a_year_before(warehouse, name, kind, since, until):
    kpi, filters = kpis.kpi(name), Filters(since=date(2026, 5, 1), until=date(2026, 8, 1), compare=kind)
    found = comparison(warehouse, kpi, filters, kpi_value(warehouse, kpi, filters))
    assert (found.kind, found.since, found.until) == (kind, since, until)
    assert found.value == pytest.approx(total(warehouse, kpi, since, until))


def test_a_newest_figure_is_compared_with_the_newest_a_month_or_a_year_before(warehouse):
    now = kpi_value(warehouse, NEWEST, Filters())
    by_month = kpi_by_month(warehouse, NEWEST, Filters()).set_index("month_date")["value"]
    for kind, back in (("previous", 1), ("last-year", 12)):
        found = comparison(warehouse, NEWEST, Filters(compare=kind), now)
        before = months_before(now.as_of, back)
        assert (found.since, found.until) == (before, before)
        assert found.value == by_month[str(before)]


@pytest.mark.parametrize("name", [one.name for one in kpis.all_kpis()])
def test_what_the_small_line_knows_is_what_a_question_of_its_own_gives(warehouse, name):
    kpi = kpis.kpi(name)
    now = kpi_value(warehouse, kpi, Filters())
    for filters in (Filters(), Filters(since=now.as_of, until=now.as_of)):
        found = comparison(warehouse, kpi, filters, kpi_value(warehouse, kpi, filters))
        if found is not None and found.until:
            asked = filters.replace(since=filters.since and found.since, until=found.until)
            assert found.value == pytest.approx(kpi_value(warehouse, kpi, asked).value)


def test_the_plan_is_the_target_and_a_kpi_without_one_says_so(warehouse):
    assert comparison(warehouse, NEWEST, Filters(compare="plan"), KpiValue(1.0, 1, 1, 1, None, None)).value == 0
    assert comparison(warehouse, SUM, Filters(compare="plan"), KpiValue(1.0, 1, 1, 1, None, None)).value is None


def test_a_sum_over_all_time_and_a_missing_value_are_compared_with_nothing(warehouse):
    assert comparison(warehouse, SUM, Filters(), kpi_value(warehouse, SUM, Filters())) is None
    assert comparison(warehouse, SUM, Filters(), KpiValue(None, None, None, 0, None, None)) is None


def test_the_small_line_is_the_months_up_to_the_newest_one_with_gaps(warehouse):
    now = kpi_value(warehouse, NEWEST, Filters())
    points = trend(warehouse, NEWEST, Filters(), now.as_of).points
    by_month = kpi_by_month(warehouse, NEWEST, Filters())
    known = {row.month_date.date(): row.value for row in by_month.itertuples()}
    assert len(points) == 12 and points[-1] == (now.as_of, now.value)
    assert list(points) == [(when, known.get(when)) for when, _value in points]
    assert trend(warehouse, NEWEST, Filters(since=now.as_of), now.as_of).points == points
    assert trend(warehouse, NEWEST, Filters(), None).points == ()


def test_the_running_month_is_named_only_where_it_counts():
    today, begins = date(2026, 10, 12), date(2026, 10, 1)
    summed = KpiValue(5.0, 5, None, 1, begins, begins)
    assert running_days(SUM, Filters(), summed, today) == (12, 31)
    assert running_days(SUM, Filters(), summed, date(2026, 10, 31)) is None
    assert running_days(SUM, Filters(until=date(2026, 9, 1)), summed, today) is None
    assert running_days(NEWEST, Filters(), summed, today) is None
    assert running_days(SUM, Filters(), KpiValue(5.0, 5, None, 1, None, date(2026, 9, 1)), today) is None


def test_the_comparison_limits_nothing_and_is_no_part_of_the_cache_key(warehouse):
    keys = {cache_key("f", warehouse, (Filters(compare=one),)) for one in ("previous", "last-year", "plan")}
    assert len(keys) == 1
    filters, notices = Filters.from_query({"compare": "last-year", "country": "AFG"})
    assert filters.to_query() == {"country": "AFG", "compare": "last-year"} and not notices
    filters, notices = Filters.from_query({"compare": "<b>"})
    assert filters == Filters() and notices[0].key == "compare"


@pytest.mark.parametrize(("name", "value", "before", "told", "mark"), [
    ("otif", 60, 50, "10.0 points above", "is-better"), ("otif", 40, 50, "10.0 points below", "is-worse"),
    ("stock_out_rate", 60, 50, "10.0 points above", "is-worse"), ("otif", 50, 50, "the same as", "kpi-delta "),
    ("burn_pace", 120, 200, "80.0 points below", "is-better"), ("burn_pace", 50, 90, "40.0 points below", "is-worse"),
    ("received_value", 110, 100, "above September 2026", "is-better"), ("otif", 50, None, "no figure for the period", "kpi-delta"),
])  # fmt: skip
def test_the_card_tells_the_difference_with_the_sign_of_its_direction(name, value, before, told, mark):
    when = date(2026, 9, 1)
    shown = kpi_card(
        kpis.kpi(name), KpiValue(value, 1, 1, 1, when, when), None,
        beside=Beside(Comparison("previous", before, when, when)),
    )  # fmt: skip
    delta = next(part for part in shown.children if "kpi-delta" in str(getattr(part, "className", "")))
    assert told in str(delta) and mark in delta.className


def test_a_card_of_old_or_thin_data_looks_different():
    result, reports = (
        KpiValue(5.0, 1, 20, 1, date(2026, 1, 1), date(2026, 1, 1)),
        SimpleNamespace(expected_count=10, reported_count=7),
    )
    old = kpi_card(NEWEST, result, SimpleNamespace(code="overdue", shape="cross", word="overdue"), reports)
    assert "kpi-card-stale" in old.className and "kpi-card-thin" in old.className and "only 7 of 10" in str(old)
    enough = SimpleNamespace(expected_count=10, reported_count=8)
    good = kpi_card(NEWEST, result, SimpleNamespace(code="fresh", shape="circle", word="fresh"), enough)
    assert good.className == "kpi-card" and "8 of 10 reported" in str(good)


def test_the_small_line_breaks_at_gaps_and_needs_two_values():
    months = [date(2026, month, 1) for month in range(1, 6)]
    drawn = sparkline(NEWEST, list(zip(months, [1.0, 2.0, None, 3.0, 4.0], strict=True)), 0)
    assert drawn.src.count("M") == 3 and "in Jan 2026" in drawn.alt  # the target and two pieces
    assert sparkline(NEWEST, [(months[0], 1.0), (months[1], None)]) is None
