"""The phase of an area by the rule of a fifth, classes of change, and marks of reliability."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis import kpi
from kpis.area_phase import NOT_ANALYSED, NOT_TOLD, area_phase
from kpis.change_legends import CHANGES, NO_DATA, ONE_DATE, change_class, size_of_change, steps
from kpis.legends import IPC_PHASES, SUPPRESSED
from kpis.reliability import UNRELIABLE_FROM, is_unreliable
from tests.kpis.test_legends import DEUTAN, FULL, PROTAN, contrast, lab


def naive_phase(total, people):
    """The highest phase in which, with all that is worse, at least a fifth of the people are."""
    highest = 1
    for phase in range(2, 6):
        in_it_or_worse = 0
        for at in range(phase, 6):
            in_it_or_worse += people[at - 1]
        if in_it_or_worse * 5 >= total:
            highest = phase
    return highest


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((100, 0, 0, 0, 0), "phase1"),
        ((81, 19, 0, 0, 0), "phase1"),
        ((80, 20, 0, 0, 0), "phase2"),
        ((50, 31, 19, 0, 0), "phase2"),
        ((50, 30, 10, 5, 5), "phase3"),
        ((0, 30, 50, 15, 5), "phase4"),
        ((20, 20, 20, 20, 20), "phase5"),
    ],
)
def test_the_phase_has_a_fifth_of_the_people_in_it_or_worse(people, code):
    assert area_phase(100, people).code == code


@given(st.lists(st.integers(0, 10**7), min_size=5, max_size=5).filter(any))
def test_the_phase_is_that_of_a_plain_count(people):
    assert area_phase(sum(people), people).code == f"phase{naive_phase(sum(people), people)}"


@given(st.lists(st.none() | st.integers(0, 50), min_size=5, max_size=5), st.integers(1, 60))
def test_what_is_not_published_is_not_taken_for_nobody(people, total):
    known = [one for one in people if one is not None]
    rest = total - sum(known)
    if rest < 0 or None not in people:
        return
    holes = [at for at, one in enumerate(people) if one is None]
    could_be = set()
    for share in product(range(0, rest + 1, max(1, rest // 4)), repeat=len(holes)):
        if sum(share) <= rest and len(holes) < 4:
            filled = list(people)
            for at, one in zip(holes, share, strict=True):
                filled[at] = one
            could_be.add(naive_phase(total, filled))
    found = area_phase(total, people)
    if len(could_be) > 1:
        assert found is NOT_TOLD
    elif found is not NOT_TOLD and could_be:
        assert found.code == f"phase{could_be.pop()}"


def test_nobody_analysed_is_not_analysed_and_never_the_lowest_phase():
    assert area_phase(None, [None] * 5) is NOT_ANALYSED and area_phase(0, [0] * 5) is NOT_ANALYSED
    assert area_phase(float("nan"), [float("nan")] * 5) is NOT_ANALYSED
    assert area_phase(100, [None] * 5) is NOT_TOLD
    assert area_phase(None, [80, 0, 20, 0, 0]).code == "phase3"
    assert {NOT_ANALYSED.colour, NOT_TOLD.colour}.isdisjoint(one.colour for one in IPC_PHASES.classes)


@pytest.mark.parametrize(
    ("name", "value", "before", "code"),
    [
        ("inform_risk", 5.0, 4.5, "up_far"),
        ("inform_risk", 4.5, 5.0, "down_far"),
        ("inform_risk", 4.2, 4.1, "up"),
        ("inform_risk", 4.1, 4.2, "down"),
        ("inform_risk", 4.1, 4.1, "unchanged"),
        ("food_insecure_share", 21.0, 20.0, "up"),
        ("food_insecure_share", 20.4, 20.0, "unchanged"),
        ("conflict_deaths", 125, 100, "up_far"),
        ("conflict_deaths", 124, 100, "up"),
        ("conflict_deaths", 5, 0, "up_far"),
        ("conflict_deaths", 0, 0, "unchanged"),
        ("conflict_deaths", 0, 5, "down_far"),
        ("conflict_deaths", 5, None, "one_date"),
        ("conflict_deaths", None, 0, "one_date"),
    ],
)
def test_a_change_has_a_direction_and_a_size(name, value, before, code):
    assert change_class(kpi(name), value, before).code == code


def test_without_figures_there_is_no_change():
    measure = kpi("people_in_need")
    assert change_class(measure, None, None) is NO_DATA and change_class(measure, float("nan"), None) is NO_DATA
    assert change_class(measure, 4, float("nan")) is ONE_DATE
    assert change_class(measure, None, 4, True) is SUPPRESSED


@given(st.floats(0, 10), st.floats(0, 10))
def test_up_and_down_mirror_each_other(value, before):
    for measure in (kpi("inform_risk"), kpi("food_insecure_share")):
        there, back = change_class(measure, value, before), change_class(measure, before, value)
        order = list(CHANGES.classes)
        assert order.index(there) == len(order) - 1 - order.index(back)
        assert size_of_change(measure, value, before) == -size_of_change(measure, before, value)
        assert steps(measure).near < steps(measure).far


def test_classes_of_change_can_be_read_and_told_apart():
    for one in CHANGES.classes + CHANGES.special:
        assert contrast(one.ink, one.colour) >= 4.5, one.code
    for sight in (FULL, PROTAN, DEUTAN):
        for index, one in enumerate(CHANGES.classes):
            for other in CHANGES.classes[index + 1 :]:
                assert math.dist(lab(one.colour, sight), lab(other.colour, sight)) >= 10, (one.code, other.code)


def test_only_a_published_score_marks_a_figure():
    assert is_unreliable(UNRELIABLE_FROM) and is_unreliable(10)
    assert not any(map(is_unreliable, (UNRELIABLE_FROM - 0.1, 0, None, float("nan"))))
