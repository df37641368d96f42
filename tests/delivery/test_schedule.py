"""What is due when: never what fell due before the subscription, once a week or month, over changes of the clock."""

from datetime import UTC, datetime

import pytest

from delivery.schedule import occasion
from ledger.subscriptions import Subscription
from settings import Settings, WrongSetting, read_settings

ZURICH = Settings(delivery_hour=2, time_zone="Europe/Zurich")


def due(rhythm: str, made: str, moment: str, settings: Settings = ZURICH, build: str = "b2") -> str | None:
    """made, moment: UTC."""
    one = Subscription("r", "a@example.org", "/", rhythm, {}, build_then="b1", created_at=datetime.fromisoformat(made))
    return occasion(one, build, datetime.fromisoformat(moment).replace(tzinfo=UTC), settings)


def test_a_build_is_due_unless_it_was_there_before():
    assert due("build", "2026-11-01", "2026-11-02") == "b2"
    assert due("build", "2026-11-01", "2026-11-02", build="b1") is None


@pytest.mark.parametrize(
    "made, moment, expected",
    [
        ("2026-11-18", "2026-11-22T23:00", None),  # Sunday
        ("2026-11-18", "2026-11-23T00:59", None),  # Monday 01:59 in Zurich
        ("2026-11-18", "2026-11-23T01:00", "2026-W48"),
        ("2026-11-18", "2026-11-27T12:00", "2026-W48"),  # no worker ran on Monday
        ("2026-11-23T01:30", "2026-11-27T12:00", None),  # made after Monday's hour
        ("2026-11-23T01:30", "2026-11-30T01:00", "2026-W49"),
        ("2026-12-01", "2027-01-03T22:00", "2026-W53"),
        ("2026-12-01", "2027-01-04T01:00", "2027-W01"),
    ],
)
def test_a_week_is_due_on_monday_at_its_hour(made, moment, expected):
    assert due("weekly", made, moment) == expected


@pytest.mark.parametrize(
    "made, moment, expected",
    [
        ("2026-11-18", "2026-11-30T23:30", None),  # 00:30 in Zurich on 1 December
        ("2026-11-18", "2026-12-01T01:00", "2026-12"),
        ("2026-12-01T01:01", "2026-12-31T22:00", None),
        ("2026-12-01T01:01", "2027-01-20T22:00", "2027-01"),
    ],
)
def test_a_month_is_due_on_its_first_day(made, moment, expected):
    assert due("monthly", made, moment) == expected


def test_an_hour_that_the_clock_leaves_out_is_not_lost():
    """On Sunday 28 March 2027 the clock of Zurich goes from 2 to 3; on Sunday 31 October it goes back."""
    settings = Settings(delivery_hour=2, time_zone="Europe/Zurich")
    assert due("weekly", "2027-03-25", "2027-03-29T00:00", settings) == "2027-W13"
    assert due("weekly", "2027-03-25", "2027-03-28T23:59", settings) is None
    assert due("weekly", "2027-10-28", "2027-11-01T00:59", settings) is None
    assert due("weekly", "2027-10-28", "2027-11-01T01:00", settings) == "2027-W44"


def test_a_time_zone_that_does_not_exist_stops_the_start(monkeypatch):
    monkeypatch.setenv("LAGEBILD_TIME_ZONE", "Europe/Atlantis")
    read_settings.cache_clear()
    with pytest.raises(WrongSetting, match="LAGEBILD_TIME_ZONE"):
        read_settings()
    read_settings.cache_clear()
