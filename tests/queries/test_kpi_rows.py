"""The rows behind a number: what is listed over all pages gives the number, for every KPI and any filters."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import kpis
from kpis.kpi import Rollup
from kpis.projects import SMALL_COUNT
from queries.cache import forget_everything
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.kpi_rows import PAGE_ROWS, RowsAsked, rows_found
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.row_shield import result_columns
from queries.stores import close_builds
from queries.warehouse import NotAllowed, open_warehouse
from tests.kpis.naive import naive_figure
from tests.queries.random_rows import random_row
from tests.queries.small_build import DICTIONARY, write_build
from tests.queries.test_kpi_values import INVENTED, Builds, without_suppression

ALL = kpis.all_kpis()


def every_row(warehouse, kpi, filters, **asked) -> list[dict]:
    """The rows of all pages."""
    first = rows_found(warehouse, RowsAsked(kpi.mart, kpi, **asked), filters)
    pages = [rows_found(warehouse, RowsAsked(kpi.mart, kpi, page=n + 1, **asked), filters) for n in range(first.pages)]
    rows = [row for one in pages for row in one.frame.to_dict("records")]
    assert len(rows) == first.found
    assert all(len(one.frame) == PAGE_ROWS for one in pages[:-1])
    return rows


def assert_rows_give_the_value(kpi, rows, value):
    """The rows listed, added by hand, are the value of the card."""
    above = [float(row[kpi.numerator]) for row in rows]
    if value.numerator is None:
        return
    if kpi.place_rollup is Rollup.QUANTILE:
        assert len(rows) == value.row_count
        assert sum(one <= value.numerator for one in above) >= kpi.quantile * len(above) - 1
    elif kpi.place_rollup is Rollup.NEVER:
        assert above == pytest.approx([value.numerator] * len(above))
    elif kpi.place_rollup is Rollup.MAX:
        assert max(above) == pytest.approx(value.numerator)
    else:
        assert sum(above) == pytest.approx(value.numerator, rel=1e-9, abs=1e-6)
    if kpi.is_ratio:
        below = sum(float(row[kpi.denominator]) for row in rows)
        assert below == pytest.approx(value.denominator, rel=1e-9, abs=1e-6)
        expected = None if below == 0 else sum(above) / below * kpi.scale
        assert value.value == (None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-6))


@pytest.mark.parametrize("kind", ["demo_home", "sample_home"])
def test_the_rows_of_every_kpi_give_its_value(kind, request):
    request.getfixturevalue(kind)
    warehouse, seen = open_warehouse(EVERYTHING), 0
    for kpi in map(without_suppression, ALL):
        for filters in (Filters(countries=("AFG", "MLI", "CMR")), Filters(since=date(2026, 9, 1))):
            value = kpi_value(warehouse, kpi, filters)
            first = rows_found(warehouse, RowsAsked(kpi.mart, kpi), filters)
            assert first.found <= value.row_count and (first.found == 0) == (value.row_count == 0), kpi.name
            if not kpi.overlapping and kpi.time_rollup is not Rollup.MAX and kpi.place_rollup is not Rollup.MAX:
                assert first.found == value.row_count, kpi.name
            if first.pages <= 8 and first.frame.get("is_hidden", first.frame.index * 0).max() != 1:
                rows = every_row(warehouse, kpi, filters)
                if not any(row["is_hidden"] for row in rows):
                    assert_rows_give_the_value(kpi, rows, value)
                    seen += bool(rows)
    assert seen > 15


@pytest.fixture
def builds(home):
    forget_everything()
    yield Builds(home)
    close_builds()


KINDS = {
    (kpi.time_rollup, kpi.place_rollup, kpi.is_ratio, kpi.overlapping, kpi.single, kpi.last_within): kpi for kpi in ALL
}


@pytest.mark.parametrize("kpi", [*KINDS.values(), *INVENTED[:3]], ids=lambda kpi: kpi.name)
@given(seed=st.integers(0, 2**32), size=st.integers(0, 70), chosen=st.sets(st.sampled_from(["AFG", "SSD", "MLI"])))
@hypothesis_settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_listed_rows_give_the_value_over_any_rows_and_filters(kpi, builds, seed, size, chosen):
    pick = random.Random(seed)
    rows = [grained(random_row(kpi, pick), kpi, number) for number in range(size)]
    warehouse, kpi = builds.with_rows({kpi.mart: rows}, only_these=True), without_suppression(kpi)
    filters = Filters(countries=tuple(chosen), since=pick.choice([None, date(2025, 12, 1)]))
    value = kpi_value(warehouse, kpi, filters)
    inside = [row for row in rows if _inside(row, filters)]
    naive = naive_figure(kpi, inside)[0]
    assert value.value == (None if naive is None else pytest.approx(naive, rel=1e-9, abs=1e-9))
    listed = every_row(warehouse, kpi, filters)
    if not any(row["is_hidden"] for row in listed):
        assert_rows_give_the_value(kpi, listed, value)


def grained(row: dict, kpi, number: int) -> dict:
    """The row with a grain of its own, so that it can be told apart."""
    meaning = mart_meaning(kpi.mart)
    texts = [name for name in meaning.grain if DICTIONARY["columns"][name][0] == "text" and name not in row]
    return row | {name: f"{name}-{number}" for name in texts}


def _inside(row: dict, filters: Filters) -> bool:
    if filters.countries and row["country_code"] not in filters.countries:
        return False
    return not filters.since or (row["month_date"] is not None and row["month_date"] >= filters.since)


@pytest.fixture
def lots(home):
    """A warehouse of 120 lots whose values are 1 to 120, in two countries."""
    rows = [
        {"source_name": "upload", "load_id": "l", "site_code": f"S{number % 7}", "item_code": "I", "lot_code": f"{number:03}",
         "month_date": date(2026, 1, 1), "country_code": "AFG" if number % 3 else "MLI", "expired_usd": float(number),
         "site_name": None if number % 7 else "50% of_it"}
        for number in range(1, 121)
    ]  # fmt: skip
    forget_everything()
    write_build(home, "20260101-000000-0000aa", {"mart_stock_lot": rows})
    yield open_warehouse(EVERYTHING)
    close_builds()


EXPIRED = kpis.kpi("expired_value")


def test_pages_do_not_overlap_and_a_page_beyond_the_last_is_the_last(lots):
    asked = RowsAsked(EXPIRED.mart, EXPIRED)
    first = rows_found(lots, asked, Filters())
    assert (first.found, first.every, first.page, first.pages, first.sort) == (120, 120, 1, 3, "-expired_usd")
    values = [row["expired_usd"] for row in every_row(lots, EXPIRED, Filters())]
    assert values == sorted(range(1, 121), reverse=True)
    last = rows_found(lots, RowsAsked(EXPIRED.mart, EXPIRED, page=9999), Filters())
    assert last.page == 3 and list(last.frame["expired_usd"]) == list(range(20, 0, -1))


def test_rows_are_sorted_by_what_is_shown_only(lots):
    codes = [row["lot_code"] for row in every_row(lots, EXPIRED, Filters(), sort="lot_code")]
    assert codes == sorted(codes)
    for bad in ("load_id", "nothing", "-", "--lot_code", "lot_code; drop table x", "unit_cost_usd"):
        assert rows_found(lots, RowsAsked(EXPIRED.mart, EXPIRED, sort=bad), Filters()).sort == "-expired_usd"


def test_the_search_is_a_plain_text_in_names_codes_and_countries(lots):
    def found(text, named=()):
        return rows_found(lots, RowsAsked(EXPIRED.mart, EXPIRED, find=text, named=named), Filters()).found

    assert found("00") == 10 and found("S3") == found("s3") == 17
    assert found("50% OF_IT") == 17 and found("%") == 17 and found("_") == 17 and found("50%_of") == 0
    assert found("xyz") == 0 and found("xyz", ("MLI",)) == 40 and found("' or 1=1 --") == 0


def test_a_reader_sees_the_rows_of_the_own_countries_and_none_without_the_right(lots):
    limited = open_warehouse(Reader("mali", countries=frozenset(["MLI"])))
    assert {row["country_code"] for row in every_row(limited, EXPIRED, Filters())} == {"MLI"}
    assert rows_found(limited, RowsAsked(EXPIRED.mart, EXPIRED), Filters(countries=("AFG",))).found == 0
    totals = open_warehouse(Reader("totals", detail="totals"))
    with pytest.raises(NotAllowed):
        rows_found(totals, RowsAsked(EXPIRED.mart, EXPIRED), Filters())
    elsewhere = open_warehouse(Reader("aid", domains=frozenset(["aid"])))
    with pytest.raises(NotAllowed):
        rows_found(elsewhere, RowsAsked(EXPIRED.mart, EXPIRED), Filters())


def test_a_build_without_the_mart_or_a_column_has_no_rows(home):
    forget_everything()
    write_build(home, "20260101-000000-0000ab", {"mart_needs": []}, only_these=True)
    found = rows_found(open_warehouse(EVERYTHING), RowsAsked(EXPIRED.mart, EXPIRED), Filters())
    assert (found.found, found.pages, found.columns) == (0, 1, ())
    close_builds()


def test_every_mart_can_be_listed(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    for name in marts():
        found = rows_found(warehouse, RowsAsked(name), Filters())
        assert found.found == warehouse.row_counts()[name]
        assert set(mart_meaning(name).grain) <= set(found.frame.columns) and found.columns


REACHED = kpis.kpi("children_reached")


@pytest.fixture
def reached(home):
    """Children reached in two countries: one small count in the first, none in the second."""
    counts = {"AFG": (3, 40, 60, 0), "MLI": (50, 70)}
    rows = [
        {"source_name": "upload", "project_code": f"{code}{count}", "indicator_code": "N", "country_code": code,
         "month_date": date(2026, 1, 1), "added_children_reached": float(count), "children_reached": float(count),
         "indicator_unit": "children", "result_value": float(count), "target_value": 2.0,
         "is_protected": int(count in (3, 40))}
        for code, of_country in counts.items() for count in of_country
    ]  # fmt: skip
    forget_everything()
    write_build(home, "20260101-000000-0000ac", {REACHED.mart: rows})
    yield open_warehouse(EVERYTHING)
    close_builds()


def test_small_counts_are_hidden_and_what_would_tell_them(reached):
    rows = every_row(reached, REACHED, Filters(), sort="project_name")
    shown = {row["project_code"]: row["added_children_reached"] for row in rows}
    assert shown["AFG3"] != shown["AFG3"] and shown["AFG40"] != shown["AFG40"]  # missing is unequal to itself
    assert (shown["AFG60"], shown["AFG0"], shown["MLI50"], shown["MLI70"]) == (60, 0, 50, 70)
    assert {row["project_code"] for row in rows if row["is_hidden"]} == {"AFG3", "AFG40"}


def test_small_counts_are_hidden_in_the_list_of_the_mart_as_well(reached):
    found = rows_found(reached, RowsAsked(REACHED.mart), Filters())
    rows = {row["project_code"]: row for row in found.frame.to_dict("records")}
    assert rows["AFG3"]["is_hidden"] == 1 and rows["AFG3"]["result_value"] != rows["AFG3"]["result_value"]
    assert rows["AFG3"]["target_value"] == 2.0 and rows["AFG60"]["result_value"] == 60.0
    assert rows["AFG40"]["is_hidden"] == 1 and rows["AFG40"]["result_value"] != rows["AFG40"]["result_value"]
    assert SMALL_COUNT == 5 and "result_value" in result_columns(REACHED.mart)
    assert result_columns("mart_needs") == () and "people_targeted" not in result_columns(REACHED.mart)
