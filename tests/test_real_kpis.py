"""KPIs over the real public data give what the publishers state, through the same queries as the pages."""

from datetime import date

import pytest

from kpis import kpi
from queries.filters import Filters
from queries.kpi_values import kpi_by_country, kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse


def year(number: int, *countries: str, **more) -> Filters:
    return Filters(since=date(number, 1, 1), until=date(number, 12, 1), countries=countries, **more)


STATED = [
    ("funding_coverage", year(2024, "SDN"), 100 * 1903503782 / 2695680744),
    ("funding_requirement", year(2023, "AFG"), 3227372908),
    ("people_in_need", year(2024, "NGA"), 7945364),
    ("people_in_need", year(2024, "AFG", "MLI", "NGA"), 23666389 + 7107194 + 7945364),
    ("inform_risk", year(2024, "SOM"), 8.5),
    ("inform_risk", year(2015, "YEM"), 7.6),
    ("inform_severity", Filters(countries=("SDN",)), 9.7),
    ("conflict_displacements", year(2023), 20545403),
    ("disaster_displacements", year(2023), 26790940),
    ("conflict_deaths", year(1994, "RWA"), 772463),
    ("on_time_delivery", Filters(sources=("shipments_scms",)), 100 * (6324 + 2814) / 10324),
    ("received_value", Filters(sources=("shipments_scms",)), 1627584457.29),
]


@pytest.mark.parametrize(
    ("name", "filters", "expected"), STATED, ids=[f"{row[0]} {row[1].to_query()}" for row in STATED]
)
def test_a_kpi_gives_the_published_figure(real_home, name, filters, expected):
    found = kpi_value(open_warehouse(EVERYTHING), kpi(name), filters)
    assert found.value == pytest.approx(expected, rel=1e-9)


def test_reached_that_nobody_filled_in_is_unknown_and_not_nothing(real_home):
    filters = Filters(sources=("needs_targets_drought_horn",))
    found = kpi_value(open_warehouse(EVERYTHING), kpi("coverage_of_need"), filters)
    assert (found.value, found.numerator, found.denominator) == (None, None, None)


def test_stock_out_rate_of_the_last_month_is_counted_from_the_file(real_home, real_folder):
    import csv

    with open(
        real_folder / "contraceptive_stock_cote_divoire" / "contraceptive_logistics_data.csv", encoding="utf-8"
    ) as lines:
        last = [row for row in csv.DictReader(lines) if (row["year"], row["month"]) == ("2019", "6")]
    empty = sum(float(row["stock_end"]) == 0 for row in last)
    filters = Filters(sources=("contraceptive_stock_cote_divoire",))
    found = kpi_value(open_warehouse(EVERYTHING), kpi("stock_out_rate"), filters)
    assert (found.numerator, found.denominator) == (empty, len(last))


def test_doses_by_country_are_those_of_the_publisher(real_home):
    frame = kpi_by_country(
        open_warehouse(EVERYTHING), kpi("order_lines_received"), Filters(sources=("covid_vaccine_deliveries",))
    )
    assert frame["value"].sum() == 823 and len(frame) == 30
