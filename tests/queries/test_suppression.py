"""Small counts of people are suppressed, and so is what would give them away."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

import kpis
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_country, kpi_by_month, kpi_value
from queries.reader import EVERYTHING
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build

REACHED, GIRLS = kpis.kpi("children_reached"), kpis.kpi("girls_share")


@pytest.fixture
def asked(home):
    """Writes a build with children reached as given and opens it."""
    forget_everything()
    builds = count(1)

    def with_rows(*rows):
        defaults = {"country_code": "AFG", "indicator_code": "i", "month_date": date(2026, 1, 1)}
        write_build(
            home,
            f"20260101-000000-{next(builds):06x}",
            {REACHED.mart: [defaults | row for row in rows]},
            only_these=True,
        )
        return open_warehouse(EVERYTHING)

    yield with_rows
    close_builds()


@pytest.mark.parametrize(("number", "value"), [(0, 0), (1, None), (4, None), (5, 5), (6, 6), (-3, None)])
def test_counts_below_five_are_hidden_and_zero_is_not(asked, number, value):
    found = kpi_value(asked({"added_children_reached": number}), REACHED, Filters())
    assert (found.value, found.numerator, found.row_count) == (value, value, 1)
    assert found.is_suppressed == (value is None)


def test_not_reported_is_not_suppressed(asked):
    found = kpi_value(asked({"added_children_reached": None}), REACHED, Filters())
    assert found.value is None and not found.is_suppressed


def test_a_single_hidden_country_takes_the_smallest_other_with_it(asked):
    counts = {"AFG": 3, "SSD": 50, "MLI": 20, "NER": 0}
    warehouse = asked(*({"country_code": code, "added_children_reached": number} for code, number in counts.items()))
    frame = kpi_by_country(warehouse, REACHED, Filters()).set_index("country_code")
    assert frame["is_suppressed"].to_dict() == {"AFG": True, "MLI": True, "NER": False, "SSD": False}
    assert frame.loc[["AFG", "MLI"], ["value", "numerator"]].isna().all(axis=None)
    assert frame.loc[["NER", "SSD"], "value"].tolist() == [0, 50]
    assert kpi_value(warehouse, REACHED, Filters()).value == 73


def test_two_hidden_countries_protect_each_other(asked):
    counts = {"AFG": 3, "SSD": 50, "MLI": 2}
    warehouse = asked(*({"country_code": code, "added_children_reached": number} for code, number in counts.items()))
    assert kpi_by_country(warehouse, REACHED, Filters())["is_suppressed"].tolist() == [True, True, False]


def test_each_month_is_a_division_of_its_own(asked):
    rows = [
        {"month_date": date(2026, month, 1), "sector_code": sector, "added_children_reached": number}
        for month, sector, number in ((1, "HEA", 3), (1, "NUT", 40), (1, "WSH", 60), (2, "HEA", 30), (2, "NUT", 40))
    ]
    frame = kpi_by_month(asked(*rows), REACHED, Filters(), "sector_code")
    assert frame["is_suppressed"].tolist() == [True, True, False, False, False]


def test_shares_hide_small_parts_small_rests_and_small_wholes(asked):
    for girls, both, hidden in (
        (4, 100, True),
        (97, 100, True),
        (3, 3, True),
        (50, 100, False),
        (0, 100, False),
        (100, 100, False),
    ):
        warehouse = asked({"added_girls_reached": girls, "added_children_by_sex_reached": both})
        found = kpi_value(warehouse, GIRLS, Filters())
        assert (found.is_suppressed, found.value is None, found.denominator is None) == (hidden, hidden, hidden), (
            girls,
            both,
        )


def test_counts_of_other_things_are_shown(asked):
    warehouse = asked({"added_children_reached": 3})
    assert kpi_value(warehouse, replace(REACHED, small_count_threshold=None), Filters()).value == 3
    assert kpi_by(warehouse, REACHED, Filters(), "sector_code")["is_suppressed"].tolist() == [True]
