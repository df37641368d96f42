"""Countries at two dates, need beside supply, and boundaries, against plain loops over the same values."""

import json
from datetime import date

import pytest

from components.risk_map import Ground, classes_by_country, figures_shown, map_figure
from components.risk_scatter import in_corner
from kpis import all_kpis, kpi
from kpis.kpi import PERCENT, SCORE
from kpis.map_legends import DISPUTED, NO_DATA, NOT_CHOSEN, map_class, map_legend
from pages.risk_choice import MEASURES
from queries import boundaries
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.risk import as_known_in, countries_at_two_dates, months_with_data, risk_beside_supply
from queries.warehouse import open_warehouse

NAMES = [name for group in MEASURES for name in group]


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def ground(chosen=()):
    return Ground(
        boundaries.boundary_address(boundaries.OVERVIEW),
        boundaries.disputed_areas(),
        boundaries.extent_of(chosen),
        boundaries.drawn_codes(),
        frozenset(chosen),
        {},
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_country_has_the_value_and_the_class_that_it_has_alone(warehouse, name):
    measure = kpi(name)
    months = months_with_data(warehouse, measure, Filters())
    if not months:
        pytest.skip("the demonstration has no such data")
    month, before = months[0], months[1] if len(months) > 1 else None
    frame = countries_at_two_dates(warehouse, measure, Filters(), month, before)
    assert len(frame) > 5 and frame["country_code"].is_unique
    rows = list(zip(frame["country_code"], frame["value"], frame["is_suppressed"], strict=True))
    found = classes_by_country(measure, rows, ground())
    for row in frame.itertuples():
        alone = as_known_in(measure, Filters(countries=(row.country_code,)), month)
        value = kpi_value(warehouse, measure, alone)
        if measure.last_within or measure.time_rollup != "last":
            assert (value.value is None and row.value != row.value) or value.value == pytest.approx(row.value)
        assert found[row.country_code] == map_class(map_legend(measure), row.value, row.is_suppressed)
        if row.value == row.value:
            one = found[row.country_code]
            assert one in map_legend(measure).classes
            assert (one.low is None or one.low <= row.value) and (one.high is None or row.value <= one.high)


def test_countries_without_a_figure_are_no_data_and_not_zero(warehouse):
    measure = kpi("people_in_need")
    month = months_with_data(warehouse, measure, Filters())[0]
    frame = countries_at_two_dates(warehouse, measure, Filters(), month, None)
    rows = list(zip(frame["country_code"], frame["value"], frame["is_suppressed"], strict=True))
    found = classes_by_country(measure, rows, ground())
    silent = boundaries.drawn_codes() - set(frame["country_code"])
    assert len(silent) > 150 and {found[code] for code in silent} == {NO_DATA}
    assert map_class(map_legend(measure), None) is NO_DATA and map_class(map_legend(measure), float("nan")) is NO_DATA
    assert map_class(map_legend(measure), 0) is map_legend(measure).classes[0]
    figure = map_figure(figures_shown(measure, rows, ground()), ground(), "said")
    areas = figure["data"][0]
    colours = {edge[1] for edge in areas["colorscale"]}
    drawn = dict(zip(areas["locations"], areas["z"], strict=True))
    assert NO_DATA.colour in colours and "0" not in areas["text"][areas["locations"].index(sorted(silent)[0])]
    assert {drawn[area.code] for area in boundaries.disputed_areas()} == {max(drawn.values())}
    assert areas["colorscale"][-1][1] == DISPUTED.colour
    assert isinstance(areas["geojson"], str) and len(json.dumps(figure)) < 60_000


def test_every_class_of_the_figure_is_drawn_in_its_own_colour(warehouse):
    measure = kpi("inform_risk")
    rows = [("AFG", 0.0, False), ("SDN", 2.0, False), ("TCD", 3.4, False), ("YEM", 10.0, False), ("NGA", 11.0, False)]
    found = classes_by_country(measure, rows, ground())
    assert [found[code].code for code, _value, _hidden in rows] == ["very_low", "low", "low", "very_high", "no_data"]
    areas = map_figure(figures_shown(measure, rows, ground()), ground(), "said")["data"][0]
    size = areas["zmax"] - areas["zmin"]
    for code, z in zip(areas["locations"], areas["z"], strict=True):
        at = (z - areas["zmin"]) / size
        steps = areas["colorscale"]
        colour = next(right[1] for left, right in zip(steps[::2], steps[1::2], strict=True) if left[0] < at < right[0])
        assert colour == (found[code].colour if code in found else DISPUTED.colour)


def test_the_change_is_between_the_two_dates_and_needs_both(warehouse):
    measure = kpi("inform_risk")
    months = months_with_data(warehouse, measure, Filters())
    assert list(months) == sorted(months, reverse=True)
    frame = countries_at_two_dates(warehouse, measure, Filters(), months[0], months[12])
    then = countries_at_two_dates(warehouse, measure, Filters(), months[12], None).set_index("country_code")["value"]
    for row in frame.itertuples():
        if row.country_code in then and row.value == row.value:
            assert row.change == pytest.approx(row.value - then[row.country_code])
    ranks = frame["rank_number"].dropna().tolist()
    values = frame["value"].dropna().tolist()
    assert ranks == sorted(ranks) and values == sorted(values, reverse=True)
    assert ranks == [1 + sum(other > value for other in values) for value in values]
    first = countries_at_two_dates(warehouse, measure, Filters(), months[-1], date(1990, 1, 1))
    assert first["value"].notna().any() and first["change"].isna().all()


def test_need_beside_supply_keeps_who_has_one_figure_only(warehouse):
    need, supply = kpi("people_in_need"), kpi("stock_out_rate")
    month, newest = months_with_data(warehouse, need, Filters())[0], kpi_value(warehouse, supply, Filters()).as_of
    assert newest <= month.replace(month=12)
    frame = risk_beside_supply(warehouse, need, supply, Filters(), month)
    assert frame["other_value"].notna().sum() > 30
    for row in frame.itertuples():
        alone = Filters(countries=(row.country_code,), since=newest)
        value = kpi_value(warehouse, supply, alone).value
        assert (value is None and row.other_value != row.other_value) or value == pytest.approx(row.other_value)
    assert in_corner(kpi("inform_risk"), supply, 5.0, 10.0) and not in_corner(kpi("inform_risk"), supply, 4.9, 10.0)
    assert in_corner(kpi("inform_risk"), kpi("coverage_of_need"), 5.0, 49.0)
    assert not in_corner(kpi("inform_risk"), kpi("coverage_of_need"), 5.0, 50.0)


def test_a_reader_of_one_country_and_domain_sees_no_other(demo_home):
    warehouse = open_warehouse(Reader("a", frozenset({"SDN"}), frozenset({"risk"}), "totals"))
    measure = kpi("inform_risk")
    month = months_with_data(warehouse, measure, Filters())[0]
    frame = countries_at_two_dates(warehouse, measure, Filters(), month, None)
    assert frame["country_code"].tolist() == ["SDN"]
    beside = risk_beside_supply(warehouse, measure, kpi("stock_out_rate"), Filters(), month)
    assert beside["country_code"].tolist() == ["SDN"] and beside["other_value"].isna().all()


def test_each_measure_has_classes_that_cover_its_range():
    for name in NAMES:
        measure, legend = kpi(name), map_legend(kpi(name))
        for low, high in zip(legend.classes, legend.classes[1:], strict=False):
            assert low.high == high.low
        top = 10 if measure.unit is SCORE else 100 if measure.unit is PERCENT else 10**9
        assert all(legend.class_of(top * step / 200) for step in range(201)), name
    assert all(one.domain == "risk" for one in all_kpis() if one.name in NAMES)


def test_boundaries_are_one_per_code_and_disputed_areas_apart():
    drawn, disputed = boundaries.drawn_codes(), {area.code for area in boundaries.disputed_areas()}
    assert len(drawn) == 244 and disputed == {"XAC", "XAP", "XBT", "XHT", "XIT", "XJK"}
    assert not drawn & disputed
    west, south, east, north = boundaries.extent_of(["IND", "PAK"])
    assert west < 70 and east > 90 and south < 10 and north > 30
    assert boundaries.extent_of([]) is None and boundaries.extent_of(["XXX"]) is None
    assert boundaries.extent_of(["COL", "NZL"]) is None
    assert classes_by_country(kpi("inform_risk"), [], ground(["IND"]))["CHN"] is NOT_CHOSEN
