"""Each KPI is declared soundly, and its examples hold."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import kpis
from kpis.kpi import PEOPLE, PERCENT, US_DOLLARS, Direction, Rollup, example
from tests.kpis.naive import naive_figure

DICTIONARY = yaml.safe_load((Path(__file__).parents[2] / "data/warehouse/dictionary.yml").read_text(encoding="utf-8"))
EVERY = pytest.mark.parametrize("kpi", kpis.all_kpis(), ids=lambda kpi: kpi.name)


def full_rows(kpi, example):
    defaults = dict.fromkeys(kpi.columns) | {"month_date": date(2026, 1, 1), "country_code": "AFG"}
    return [defaults | dict(row) for row in example.rows]


@EVERY
def test_examples_hold(kpi):
    for one in kpi.examples:
        value = naive_figure(kpi, full_rows(kpi, one))[0]
        assert value == (None if one.value is None else pytest.approx(one.value)), one.because


@EVERY
def test_examples_speak_of_missing_data_and_name_columns_of_the_kpi(kpi):
    assert any(one.value is None for one in kpi.examples)
    assert any(one.value is not None for one in kpi.examples)
    assert {name for one in kpi.examples for row in one.rows for name, _cell in row} <= set(kpi.columns)
    if kpi.is_ratio:
        assert any(
            row and dict(row).get(kpi.denominator) == 0 and one.value is None
            for one in kpi.examples
            for row in one.rows
        )


@EVERY
def test_columns_stand_in_the_dictionary(kpi):
    mart = DICTIONARY["marts"][kpi.mart]
    assert set(kpi.columns) <= {*mart["columns"], "source_name", "load_id"}


@EVERY
def test_conditions_have_the_type_of_their_column(kpi):
    for column, _sign, value in kpi.where:
        kind = DICTIONARY["columns"][column][0]
        values = value if isinstance(value, tuple) else (value,)
        assert all(isinstance(one, str) == (kind == "text") for one in values if one is not None)


@EVERY
def test_unit_of_plain_sums_is_that_of_the_column(kpi):
    unit = DICTIONARY["columns"][kpi.numerator][1]
    if kpi.unit in (US_DOLLARS, PEOPLE) and not kpi.is_ratio:
        assert unit == {US_DOLLARS: "US$", PEOPLE: "people"}[kpi.unit]
    if kpi.is_ratio:
        below = DICTIONARY["columns"][kpi.denominator][1]
        assert (
            unit.split()[0:1] == below.split()[0:1]
            or {unit, below} == {"units", "units per month"}
            or "" in (unit, below)
        )


@EVERY
def test_legend_places_the_target_and_the_bounds(kpi):
    if kpi.legend and kpi.direction is Direction.INSIDE and kpi.legend.classes[0].high is not None:
        assert kpi.inside == (kpi.legend.classes[0].high, kpi.legend.classes[-1].low)
    if kpi.legend and kpi.target is not None:
        assert kpi.legend.class_of(kpi.target) is not None


@EVERY
def test_texts_are_sentences_for_people(kpi):
    assert kpi.definition.endswith(".") and kpi.population.endswith(".") and kpi.sources.endswith(".")
    assert len(kpi.label) <= 60 and len(kpi.definition) <= 200
    assert "_" not in kpi.label + kpi.definition + kpi.formula + kpi.population


def test_names_and_labels_are_unique():
    every = kpis.all_kpis()
    assert len({kpi.name for kpi in every}) == len({kpi.label for kpi in every}) == len(every) >= 34


def test_each_domain_has_its_kpis():
    for domain in ("projects", "aid", "supply", "risk", "funding"):
        assert len(kpis.kpis_of(domain)) >= 7
    assert kpis.kpis_of("weather") == ()


def test_a_kpi_is_found_by_name_or_named_as_unknown():
    assert kpis.kpi("otif").label == "On time and in full"
    with pytest.raises(kpis.UnknownKpi, match="oftif"):
        kpis.kpi("oftif")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Bad name"},
        {"label": " "},
        {"domain": "weather"},
        {"mart": "raw_x"},
        {"where": (("is_plan", "like", "x"),)},
        {"where": (("is_plan", "in", "x"),)},
        {"where": (("is_plan", "is_known", 1),)},
        {"quantile": 0.5},
        {"time_rollup": Rollup.MAX},
        {"place_rollup": Rollup.NEVER},
        {"last_within": ("country_code",), "time_rollup": Rollup.SUM},
        {"direction": Direction.INSIDE},
        {"inside": (1, 2)},
        {"scale": 1},
        {"unit": US_DOLLARS},
        {"small_count_threshold": 1},
        {"examples": ()},
        {"rhythm_days": 0},
        {"numerator": "x; drop table y"},
    ],
)
def test_unsound_declarations_fail_at_once(change):
    fields = {name: getattr(kpis.kpi("funding_coverage"), name) for name in type(kpis.kpi("otif")).__dataclass_fields__}
    type(kpis.kpi("otif"))(**fields)
    with pytest.raises(ValueError, match="KPI"):
        type(kpis.kpi("otif"))(**fields | change)


def test_a_misspelt_field_fails():
    with pytest.raises(TypeError, match="numenator"):
        type(kpis.kpi("otif"))(numenator="x")


def test_declarations_are_hashable_and_frozen():
    assert len({*kpis.all_kpis()}) == len(kpis.all_kpis())
    with pytest.raises(AttributeError):
        kpis.kpi("otif").scale = 1
    assert example(1, {"a": 1}, because="x").rows == ((("a", 1),),)
    assert PERCENT.symbol == "%"
