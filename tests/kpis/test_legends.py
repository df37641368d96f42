"""Legends cover their range once, and can be told apart without colour and by colour-blind readers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis import legends

EVERY = pytest.mark.parametrize("legend", legends.LEGENDS, ids=lambda legend: legend.name)
BOUNDED = [legend for legend in legends.LEGENDS if any(c.low is not None or c.high is not None for c in legend.classes)]
RHYTHMS = [legends.freshness(days) for days in (7, 30, 90, 180, 365)]
# Viénot, Brettel and Mollon 1999: linear RGB as seen without long-wave or without middle-wave cones.
PROTAN = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
DEUTAN = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))
FULL = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    lights = sorted(sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(colour, sight):
    rgb = [min(1, max(0, sum(w * p for w, p in zip(row, linear(colour), strict=True)))) for row in sight]
    weights = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(w * p for w, p in zip(row, rgb, strict=True)) for row in weights]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(xyz, (0.9505, 1, 1.089), strict=True))
    )
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


@EVERY
def test_text_on_each_class_has_contrast(legend):
    for one in legend.classes + legend.special:
        assert contrast(one.ink, one.colour) >= 4.5, one.code


@EVERY
@pytest.mark.parametrize("sight", [FULL, PROTAN, DEUTAN], ids=["full", "protan", "deutan"])
def test_classes_differ_for_every_sight(legend, sight):
    classes = legend.classes
    for index, one in enumerate(classes):
        for other in classes[index + 1 :]:
            assert math.dist(lab(one.colour, sight), lab(other.colour, sight)) >= 10, (one.code, other.code)


@pytest.mark.parametrize("legend", BOUNDED + RHYTHMS, ids=lambda legend: legend.name)
def test_bounds_follow_each_other(legend):
    bounds = [(one.low, one.high) for one in legend.classes]
    assert bounds[0][0] == legend.minimum and bounds[-1][1] == legend.maximum
    for (low, high), (next_low, _next_high) in zip(bounds, bounds[1:], strict=False):
        assert high == next_low and (low is None or low < high)


@pytest.mark.parametrize("legend", BOUNDED + RHYTHMS, ids=lambda legend: legend.name)
@given(
    value=st.floats(0, 10)
    | st.floats(-1000, 1000)
    | st.integers(-500, 500)
    | st.sampled_from([2.0, 3.5, 5, 6.5, 4, 6, 8, 85, 115])
)
def test_every_value_in_the_range_has_one_class(legend, value):
    holding = [one for one in legend.classes if legend._holds(one, value)]
    inside = (legend.minimum is None or value >= legend.minimum) and (legend.maximum is None or value <= legend.maximum)
    assert len(holding) == (1 if inside else 0)
    assert legend.class_of(value) == (holding[0] if holding else None)


@pytest.mark.parametrize(
    ("score", "code"),
    [(0, "very_low"), (1.9, "very_low"), (2.0, "low"), (3.4, "low"), (3.5, "medium"), (4.9, "medium")]
    + [(5.0, "high"), (6.4, "high"), (6.5, "very_high"), (10, "very_high")],
)
def test_inform_risk_thresholds(score, code):
    assert legends.INFORM_RISK.class_of(score).code == code


@pytest.mark.parametrize(
    ("score", "code"),
    [(4.0, "low"), (4.1, "medium"), (6.0, "medium"), (6.2, "high"), (8.0, "high"), (8.1, "very_high")],
)
def test_inform_severity_bound_belongs_to_the_lower_class(score, code):
    assert legends.INFORM_SEVERITY.class_of(score).code == code


def test_ipc_colours_are_the_official_ones():
    every = legends.IPC_PHASES.classes + legends.IPC_PHASES.special
    seen = {one.code: tuple(int(one.colour[i : i + 2], 16) for i in (1, 3, 5)) for one in every}
    assert seen == {
        "phase1": (205, 250, 205),
        "phase2": (250, 230, 30),
        "phase3": (230, 120, 0),
        "phase4": (200, 0, 0),
        "phase5": (100, 0, 0),
        "inadequate_evidence": (166, 166, 166),
        "not_analysed": (255, 255, 255),
    }


def test_missing_is_a_class_of_its_own():
    assert legends.INFORM_RISK.class_of(None).word == "not reported"
    assert legends.INFORM_RISK.class_of(float("nan")).code == "not_reported"
    assert legends.INFORM_RISK.class_of(0).code == "very_low"
    assert legends.IPC_PHASES.class_of(3) is None
    assert {"no_consumption", "not_reported"} <= {one.code for one in legends.STOCK_STATUS.special}


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [(7, (7, 14, 21)), (30, (30, 44, 60)), (90, (90, 120, 150)), (180, (180, 210, 240)), (365, (365, 425, 455))],
)
def test_freshness_follows_the_rhythm(rhythm, days):
    legend = legends.freshness(rhythm)
    assert [legend.class_of(day - 1).code for day in days] == ["fresh", "due", "overdue"]
    assert [legend.class_of(day).code for day in days] == ["due", "overdue", "delinquent"]


@pytest.mark.parametrize("what", ["code", "shape", "colour"])
def test_a_legend_with_two_equal_classes_fails(what):
    first, second = legends.ACHIEVEMENT.classes[:2]
    twin = legends.LegendClass(**{**second.__dict__, what: getattr(first, what)})
    with pytest.raises(ValueError, match=what):
        legends.Legend("twins", (first, twin))
