"""Small counts of people are suppressed, and so is what would give them away."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

import kpis
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_country, kpi_by_month, kpi_value
from queries.reader import EVERYTHING, Reader
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


def in_group(size: int, name: str = "people 1") -> dict:
    return {"protection_group": name, "protection_group_rows": size}


def of_countries(**counts) -> list[dict]:
    return [{"country_code": code, "added_children_reached": number} for code, number in counts.items()]


def test_a_small_count_that_nothing_protects_hides_every_total_with_it(asked):
    warehouse = asked(*of_countries(AFG=3, SSD=50, NER=0))
    frame = kpi_by_country(warehouse, REACHED, Filters()).set_index("country_code")
    assert frame["is_suppressed"].to_dict() == {"AFG": True, "NER": False, "SSD": False}
    assert frame["is_small"].to_dict() == {"AFG": True, "NER": False, "SSD": False}
    assert kpi_value(warehouse, REACHED, Filters()).is_suppressed
    assert kpi_value(warehouse, REACHED, Filters(countries=("NER", "SSD"))).value == 50


def test_a_group_is_told_whole_or_not_at_all(asked):
    small, large, *free = of_countries(AFG=3, MLI=20, SSD=50, NER=0)
    warehouse = asked(small | in_group(2), large | in_group(2), *free)
    frame = kpi_by_country(warehouse, REACHED, Filters()).set_index("country_code")
    assert frame["is_suppressed"].to_dict() == {"AFG": True, "MLI": True, "NER": False, "SSD": False}
    assert frame["is_small"].to_dict() == {"AFG": True, "MLI": False, "NER": False, "SSD": False}
    assert frame.loc[["AFG", "MLI"], ["value", "numerator"]].isna().all(axis=None)
    assert kpi_value(warehouse, REACHED, Filters()).value == 73
    assert kpi_value(warehouse, REACHED, Filters(countries=("AFG", "MLI"))).value == 23
    assert kpi_value(warehouse, REACHED, Filters(countries=("AFG", "SSD"))).is_suppressed


def test_a_group_that_the_reader_sees_in_part_is_not_told(asked):
    small, large, free = of_countries(AFG=3, MLI=20, SSD=50)
    asked(small | in_group(2), large | in_group(2), free)
    warehouse = open_warehouse(Reader("office", countries={"AFG", "SSD"}))
    assert kpi_value(warehouse, REACHED, Filters()).is_suppressed
    assert kpi_value(open_warehouse(Reader("office", countries={"SSD"})), REACHED, Filters()).value == 50


def test_a_small_total_does_no_harm_where_another_one_is_larger_for_certain(asked):
    small = {"indicator_code": "a", "added_children_reached": 3}
    for other, told in ((4, None), (5, 5), (50, 50)):
        found = kpi_value(asked(small, {"indicator_code": "b", "added_children_reached": other}), REACHED, Filters())
        assert found.value == told, other


def test_a_part_of_a_group_hides_the_larger_total_only_where_it_may_be_larger(asked):
    def told(other: int):
        rows = (
            {"indicator_code": "a", "added_children_reached": 3} | in_group(2),
            {"indicator_code": "b", "added_children_reached": 40} | in_group(2),
            {"indicator_code": "c", "added_children_reached": other},
        )
        return kpi_value(asked(*rows), REACHED, Filters()).value

    assert (told(41), told(42), told(43), told(44)) == (None, None, 43, 44)


def test_each_month_is_a_division_of_its_own(asked):
    rows = [
        {
            "month_date": date(2026, month, 1),
            "sector_code": sector,
            "added_children_reached": number,
            "project_code": sector,
        }
        for month, sector, number in ((1, "HEA", 3), (1, "NUT", 40), (1, "WSH", 60), (2, "HEA", 30), (2, "NUT", 40))
    ]
    rows = [rows[0] | in_group(2), rows[1] | in_group(2), *rows[2:]]
    frame = kpi_by_month(asked(*rows), REACHED, Filters(), "sector_code")
    assert frame["is_suppressed"].tolist() == [True, True, False, False, False]
    assert kpi_by_month(asked(*rows), REACHED, Filters())["value"].tolist() == [103, 70]


def test_results_to_date_hold_what_came_before(asked):
    def row(month: int, project: str, added: int, to_date: int, **more):
        told = {"month_date": date(2026, month, 1), "project_code": project, "source_name": "s", "load_id": "l"}
        told |= {"indicator_unit": "people", "added_people_reached": added, "target_value": 1000.0}
        return told | {"achieved_result_value": to_date, "achieved_target_value": 1000.0} | more

    warehouse = asked(
        row(1, "A", 100, 100), row(2, "A", 3, 103, **in_group(2)), row(3, "A", 50, 153),
        row(1, "B", 100, 100), row(2, "B", 60, 160, **in_group(2)), row(3, "B", 50, 210),
    )  # fmt: skip
    achieved = kpis.kpi("achievement")
    assert kpi_value(warehouse, achieved, Filters()).numerator == 363
    assert kpi_value(warehouse, achieved, Filters(projects=("A",))).is_suppressed
    assert kpi_value(warehouse, achieved, Filters(projects=("A",), until=date(2026, 1, 1))).numerator == 100
    assert kpi_by_month(warehouse, achieved, Filters(), "project_code")["is_suppressed"].tolist() == [
        False, False, True, True, True, True,
    ]  # fmt: skip


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
