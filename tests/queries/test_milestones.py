"""Milestones: counts and lists again by a plain loop over the rows of the mart."""

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa

from components.project_milestones import milestone_sentence
from kpis.milestones import MILESTONES_ON_TIME, MILESTONES_REACHED
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.milestones import MOST_LATE, late_milestones, milestone_counts, milestones_of
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build

SOME = [
    (Filters(), lambda row: True),
    (Filters(countries=("AFG", "SDN")), lambda row: row["country_code"] in ("AFG", "SDN")),
    (Filters(since=date(2026, 1, 1)), lambda row: row["month_date"] >= date(2026, 1, 1)),
    (Filters(countries=("ZZZ",)), lambda row: False),
]


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def rows_of(warehouse, wanted) -> list[dict]:
    mart = warehouse.mart("mart_milestone")
    rows = [dict(zip(mart.c.keys(), row, strict=True)) for row in warehouse.rows(sa.select(mart))]
    return [row for row in rows if wanted(row)]


@pytest.mark.parametrize(("filters", "wanted"), SOME)
def test_classes_are_counted_and_agree_with_the_cards(warehouse, filters, wanted):
    expected = Counter(row["milestone_status_code"] for row in rows_of(warehouse, wanted))
    counts = milestone_counts(warehouse, filters)
    assert counts == expected
    dated = sum(counts.get(code, 0) for code in ("reached_on_time", "reached_late", "overdue"))
    on_time, reached = (kpi_value(warehouse, kpi, filters) for kpi in (MILESTONES_ON_TIME, MILESTONES_REACHED))
    assert (on_time.numerator, on_time.denominator) == ((counts["reached_on_time"], dated) if dated else (None, None))
    if dated:
        assert reached.denominator == dated + counts.get("reached_undated", 0)
        assert reached.numerator == reached.denominator - counts["overdue"]


@pytest.mark.parametrize(("filters", "wanted"), SOME)
def test_the_longest_delays_come_first(warehouse, filters, wanted):
    today = warehouse.info().data_date
    late = [row for row in rows_of(warehouse, wanted) if row["milestone_status_code"] == "overdue"]
    days = sorted(((today - row["planned_date"]).days for row in late), reverse=True)
    frame = late_milestones(warehouse, filters)
    assert list(frame["delay_of_milestone_days"]) == days[:MOST_LATE]
    assert all(row.actual_date is None or row.actual_date != row.actual_date for row in frame.itertuples())


def test_a_project_has_its_milestones_whatever_the_period(warehouse):
    code = rows_of(warehouse, lambda row: True)[0]["project_code"]
    own = rows_of(warehouse, lambda row: row["project_code"] == code)
    frame = milestones_of(warehouse, Filters(projects=(code,), since=date(2026, 9, 1)))
    assert list(frame["milestone_name"]) == [
        row["milestone_name"] for row in sorted(own, key=lambda row: (row["planned_date"], row["milestone_name"]))
    ]
    assert milestones_of(warehouse, Filters(projects=("'; drop table x; --",))).empty


def test_a_build_without_milestones_has_none(home):
    write_build(home, "20261031-000000-000001", {"mart_project": []}, only_these=True)
    bare = open_warehouse(EVERYTHING)
    assert milestone_counts(bare, Filters()) == {}
    assert late_milestones(bare, Filters()).empty and milestones_of(bare, Filters()).empty


def test_readers_see_their_own(demo_home):
    own = open_warehouse(Reader("office", countries=frozenset({"AFG"})))
    assert set(late_milestones(own, Filters())["country_code"]) <= {"AFG"}
    assert sum(milestone_counts(own, Filters()).values()) > 0


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "No milestone is due yet."),
        ({"ahead": 4, "cancelled": 1}, "No milestone is due yet."),
        (
            {"reached_on_time": 12, "reached_late": 3, "overdue": 1, "ahead": 9},
            "12 of 16 milestones due were reached on time, 3 late; 1 is overdue.",
        ),
        (
            {"reached_undated": 2, "overdue": 5},
            "0 of 7 milestones due were reached on time, 0 late, 2 on a day not stated; 5 are overdue.",
        ),
    ],
)
def test_the_sentence(counts, said):
    assert milestone_sentence(counts) == said
