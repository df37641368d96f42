"""The page of the data status: its numbers are those of the marts; builds compared; bad addresses; in a browser."""

from datetime import date, datetime

import duckdb
import pytest

from app import create_app
from components.build_tables import restatement_table
from components.format import number
from kpis import kpi
from queries import lineage
from queries.cache import forget_everything
from queries.filters import Filters
from queries.freshness import silent_units
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_glossary import by_id, parts, plain
from tests.pages.test_home import HOSTILE, _is_ours, words
from tests.queries.small_build import write_build

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"
OWN_HOSTILE = [
    *("?loads_page=0", "?silent_page=x", "?kind=<b>", "?kind=" + "k" * 7_000, "?against=../../etc/passwd"),
    *("?against=" + "A" * 7_000, "?against=20000101-000000-abcdef", "?against=%00&kind=budgets&kind=2"),
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


@pytest.fixture
def build(demo_home):
    """The file of the current build, opened beside the app."""
    folder = demo_home / "builds"
    close_builds()
    with duckdb.connect(str(folder / f"{(folder / 'current').read_text().strip()}.duckdb"), read_only=True) as opened:
        yield opened


def rows_of(answer, caption: str) -> list[list[str]]:
    """The cells of the body of the table whose caption begins so."""
    for table in (one for one in parts(answer) if one["type"] == "Table"):
        if plain(next(one for one in parts(table) if one["type"] == "Caption")).startswith(caption):
            body = next(one for one in parts(table) if one["type"] == "Tbody")
            rows = [one for one in parts(body) if one["type"] == "Tr"]
            return [[plain(cell) for cell in row["props"]["children"]] for row in rows]
    raise AssertionError(f"no table {caption!r}")


def counted(build, text: str) -> list[tuple]:
    return build.execute(text).fetchall()


def test_loads_agree_with_the_lineage_and_add_up(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    found = lineage.loads(warehouse)
    shown = rows_of(page(create_app().test_client(), "/data").tree, f"{len(found)} of")
    assert len(found) > 10 and len(shown) == len(found)
    for row, load in zip(shown, found, strict=True):
        assert row[0] == load.load_id
        counts = (load.rows_in, load.rows_published, load.rows_superseded, load.rows_quarantined)
        assert row[5:9] == [number(count) for count in counts]
        assert load.rows_in == load.rows_published + load.rows_superseded + load.rows_quarantined
        assert row[9] == "✓ agrees"


def test_each_load_counts_once_though_it_feeds_several_marts(build):
    told = "select sum(rows_in_count) from (select distinct load_id, source_name, rows_in_count from mart_lineage)"
    expected = counted(build, told)[0][0]
    build.close()
    assert sum(state.rows_in for state in lineage.source_states(open_warehouse(EVERYTHING))) == expected


def test_quality_equals_the_mart(build):
    told = (
        "select source_name, table_name, dimension_code, sum(checked_count), sum(passed_count) from mart_data_quality"
    )
    expected = {row[:3]: row[3:] for row in counted(build, told + " group by all")}
    build.close()
    found = lineage.quality(open_warehouse(EVERYTHING), Filters())
    assert {(one.source_name, one.table_name, one.dimension): (one.checked, one.passed) for one in found} == expected
    answer = page(create_app().test_client(), "/data").tree
    checks = {row[0]: row[2:] for row in rows_of(answer, "Checks of the rows")}
    checked = sum(one.checked for one in found if one.dimension == "validity")
    passed = sum(one.passed for one in found if one.dimension == "validity")
    assert checks["Validity"] == [number(checked), number(passed), number(checked - passed)]


def test_what_failed_is_never_shown_as_all(client):
    heat = rows_of(page(client, "/data").tree, "Share of checks passed")
    cells = [cell for row in heat for cell in row[1:]]
    assert any("failed" in cell for cell in cells) and any("not checked" in cell for cell in cells)
    assert not [cell for cell in cells if "100.0" in cell and "failed" in cell]


def test_silent_units_equal_the_mart(build):
    told = "select report_kind, month_date, sum(expected_count), sum(reported_count), sum(silent_count)"
    told += " from mart_reporting where expected_count = 1 group by all"
    expected = {row[:2]: tuple(map(int, row[2:])) for row in counted(build, told)}
    build.close()
    warehouse = open_warehouse(EVERYTHING)
    found = lineage.months_of_reports(warehouse, Filters())
    shown = {(m.report_kind, m.month_date): (m.expected_count, m.reported_count, m.silent_count) for m in found}
    assert shown == expected and all(m.expected_count == m.reported_count + m.silent_count for m in found)
    client, newest = create_app().test_client(), found[0].month_date
    address = f"/data?kind=stock_balances&since={newest:%Y-%m}&until={newest:%Y-%m}"
    silent = silent_units(warehouse, "stock_balances", Filters(since=newest, until=newest))
    rows = rows_of(page(client, address).tree, "Stock balances")
    assert [row[1] for row in rows] == silent["unit_code"].tolist()[:50]
    links = {one["props"].get("href") for one in parts(page(client, "/data").tree)}
    assert f"/data?since={newest:%Y-%m}&until={newest:%Y-%m}&kind=stock_balances#silent" in links


def test_quality_over_time_is_the_sum_over_sources_by_month_and_dimension(client, demo_home):
    asked = """select month_date, dimension_code, sum(checked_count), sum(passed_count) from mart_data_quality
        group by 1, 2 order by 1 desc, 2"""
    found = lineage.quality_by_month(open_warehouse(EVERYTHING), Filters())
    close_builds()
    current = (demo_home / "builds" / "current").read_text().strip()
    with duckdb.connect(str(demo_home / "builds" / f"{current}.duckdb"), read_only=True) as build:
        assert [(when, one.dimension, one.checked, one.passed) for when, one in found] == counted(build, asked)
    rows = rows_of(page(client, "/data").tree, "Checks passed by month")
    assert len(rows) == len({when for when, _one in found})


def test_quarantine_is_counted_and_says_where_the_rows_are(client):
    rows = rows_of(page(client, "/data").tree, "Rows in quarantine")
    states = {state.newest.source_name: state for state in lineage.source_states(open_warehouse(EVERYTHING))}
    titles = {state.newest.source_title: number(state.rows_quarantined) for state in states.values()}
    assert {row[0]: row[2] for row in rows} == titles and "/data/quarantine" in words(page(client, "/data"))
    assert states["upload"].rows_quarantined > 0


def displaced(people: int, source: str = "a", **more) -> dict:
    row = {"source_name": source, "load_id": "1", "country_code": "AFG", "month_date": date(2025, 12, 1)}
    return row | {"conflict_idps": people} | more


def load(source: str, days: int | None, loaded: datetime, **counts) -> dict:
    names = ("rows_in_count", "rows_published_count", "rows_superseded_count", "rows_quarantined_count")
    row = {"mart_name": "mart_displacement", "source_name": source, "load_id": source + "1", "source_title": source}
    return row | {"expected_days": days, "loaded_at": loaded} | dict(zip(names, (3, 1, 1, 1), strict=True)) | counts


@pytest.fixture
def two_builds(home):
    forget_everything()
    close_builds()
    write_build(home, OLDER, {"mart_displacement": [displaced(100)]}, current=False)
    marts = {"mart_displacement": [displaced(130), displaced(5, month_date=date(2025, 11, 1))]}
    at = {"fresh": 0, "due": 31, "overdue": 50, "delinquent": 90}
    today = open_warehouse(EVERYTHING, OLDER).info().data_date
    loaded = {name: datetime.fromordinal(today.toordinal() - days) for name, days in at.items()}
    marts["mart_lineage"] = [load(name, 30, when) for name, when in loaded.items()]
    marts["mart_lineage"] += [load("none", None, loaded["fresh"], rows_quarantined_count=2)]
    write_build(home, NEWER, marts)
    yield create_app().test_client()
    close_builds()
    forget_everything()


def test_sources_have_the_class_of_their_age(two_builds):
    states = {state.newest.source_name: state for state in lineage.source_states(open_warehouse(EVERYTHING))}
    assert {name: state.age and state.age.code for name, state in states.items()} == {
        **{code: code for code in ("fresh", "due", "overdue", "delinquent")}, "none": None,
    }  # fmt: skip
    answer = page(two_builds, "/data").tree
    shown = rows_of(answer, "Sources by freshness")
    assert [row[0] for row in shown] == ["delinquent", "overdue", "due", "fresh", "none"]
    assert "long overdue" in shown[0][1] and "no rhythm" in shown[-1][1]
    sums = {row[1]: row[9] for row in rows_of(answer, "5 of 5 loads")}
    assert sums["none"] == "✕ does not agree" and sums["fresh"] == "✓ agrees"


def test_two_builds_side_by_side(two_builds):
    answer = page(two_builds, f"/data?against={OLDER}").tree
    name = kpi("internally_displaced_people").label
    assert {row[0]: row[1:] for row in rows_of(answer, "Key figures")}[name] == ["100", "130", "+30", "◆ changed"]
    assert {row[0]: row[1:] for row in rows_of(answer, "Rows of each table")}["mart_displacement"] == ["1", "2", "+1"]
    again = page(two_builds, f"/data?build={OLDER}&against={NEWER}").tree
    assert {row[0]: row[1:] for row in rows_of(again, "Key figures")}[name] == ["100", "130", "+30", "◆ changed"]
    links = {one["props"].get("href") for one in parts(answer)}
    assert f"/data?build={OLDER}" in links and f"/data?against={OLDER}#compare" in links


def test_only_one_build_has_a_month(two_builds):
    answer = page(two_builds, f"/data?until=2025-11&against={OLDER}").tree
    shown = {row[0]: row[1:] for row in rows_of(answer, "Key figures")}
    assert shown[kpi("internally_displaced_people").label] == ["No data", "5", "–", "▲ only in the newer"]
    assert plain(by_id(answer, "compare")) == "Two builds compared"


def test_a_build_is_not_compared_with_itself(two_builds):
    assert "is the build shown" in words(page(two_builds, f"/data?against={NEWER}"))


def test_rows_of_other_countries_and_domains_are_not_counted(two_builds):
    assert lineage.row_counts(open_warehouse(Reader("t", frozenset({"SSD"}))))["mart_displacement"] == 0
    assert "mart_displacement" not in lineage.row_counts(open_warehouse(Reader("t", domains=frozenset({"aid"}))))
    older, newer = (open_warehouse(Reader("t", domains=frozenset({"aid"})), one) for one in (OLDER, NEWER))
    domains = {one.kpi.domain for one in lineage.restatements(older, newer, Filters())}
    assert "aid" in domains and not domains & {"risk", "projects", "funding"}


def test_sums_that_differ_by_their_order_are_the_same(two_builds):
    value = lineage.kpi_value(open_warehouse(EVERYTHING), kpi("internally_displaced_people"), Filters())
    moved = value.__class__(value.value + 1e-11, *[None] * 2, 1, None, None)
    one = lineage.Restatement(kpi("internally_displaced_people"), value, moved)
    assert (one.word, one.difference) == ("unchanged", 0.0)
    assert restatement_table([one])


@pytest.mark.parametrize("query", HOSTILE + OWN_HOSTILE)
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/data" + query)
    assert answer.status_code == 200
    assert "was left out" in words(answer) and "Rows in quarantine" in words(answer)


def test_an_empty_home_says_what_to_do(home):
    assert "Nothing published yet" in words(page(create_app().test_client(), "/data"))


def test_a_build_without_rows_is_a_page_of_words(home):
    forget_everything()
    write_build(home, OLDER, {}, only_these=True)
    shown = words(page(create_app().test_client(), "/data"))
    close_builds()
    assert "No reports are due" in shown and "No checks inside" in shown and "0 of 0 loads" in shown


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served + "/data")
    tab.wait_for_selector("#compare", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.locator("a:has-text('silent')").first.click()
    tab.wait_for_selector("#silent[open]", timeout=60_000)
    assert "kind=" in tab.url and tab.evaluate("document.documentElement.scrollWidth") <= width
    assert (faults, foreign) == ([], [])
    tab.close()
