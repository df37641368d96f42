"""One figure over all countries is told to those who may compare, and nothing by which it could be taken apart."""

from datetime import date

import pytest

import kpis
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by_country, kpi_value
from queries.over_all import FEWEST_OTHERS, over_all_countries
from queries.reader import EVERYTHING, NOBODY, Reader
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build

OTIF = kpis.kpi("otif")
PLACES = ("AFG", "SSD", "TCD", "MLI", None)
COMPARING = Reader("office", countries={"AFG"}, compared={"aid"}, domains={"aid", "supply"})


@pytest.fixture
def warehouse(home):
    forget_everything()
    rows = [
        {"country_code": place, "month_date": date(2026, month, 1), "otif_due_line_count": 10, "otif_line_count": count}
        | {"donor_name": f"Donor {count}"}
        for month in (1, 2)
        for count, place in enumerate(PLACES, start=month)
    ]
    write_build(home, "20260101-000000-00000a", {"mart_aid_delivery": rows})
    yield open_warehouse
    close_builds()


def test_the_figure_is_that_of_somebody_who_sees_every_country(warehouse):
    for filters in (Filters(), Filters(until=date(2026, 1, 1)), Filters(countries=("AFG",), compare="plan")):
        period = Filters(until=filters.until)
        assert (
            over_all_countries(warehouse(COMPARING), OTIF, filters)
            == kpi_value(warehouse(EVERYTHING), OTIF, period).value
        )
    assert over_all_countries(warehouse(COMPARING), OTIF, Filters()) == 35


@pytest.mark.parametrize(
    "reader",
    [
        NOBODY,
        EVERYTHING,
        Reader("not granted", countries={"AFG"}),
        Reader("another domain", countries={"AFG"}, compared={"supply"}),
        Reader("closed domain", countries={"AFG"}, compared={"aid"}, domains={"supply"}),
        Reader("nothing", countries=(), compared={"aid"}),
        Reader("two others only", countries={"AFG", "SSD"}, compared={"aid"}),
    ],
    ids=lambda reader: reader.name,
)
def test_who_may_not_compare_is_told_nothing(reader, warehouse):
    assert over_all_countries(warehouse(reader), OTIF, Filters()) is None


@pytest.mark.parametrize("field", ["donors", "offices", "programmes", "projects", "items", "sources", "sectors"])
def test_no_filter_divides_the_figure(field, warehouse):
    assert over_all_countries(warehouse(COMPARING), OTIF, Filters(**{field: ("Donor 1",)})) is None


def test_a_reader_of_areas_may_compare_too(warehouse):
    reader = Reader("area", countries={"AFG"}, areas={"AFG-A1"}, compared={"aid"})
    assert over_all_countries(warehouse(reader), OTIF, Filters()) == 35


def test_rows_and_parts_stay_closed(warehouse):
    house = warehouse(COMPARING)
    assert FEWEST_OTHERS == 3
    assert kpi_by_country(house, OTIF, Filters())["country_code"].tolist() == ["AFG"]
    assert house.scope.everywhere().detail == "totals" and not house.scope.everywhere().compared
