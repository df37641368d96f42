"""Which builds stay: the newest few, the last of each day, week and month in reach, and always the current one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ledger
import settings
from data import publish as module
from data.build import fresh_work_folder
from data.load import load_lock
from data.publish import DAYS, MONTHS, WEEKS, kept, prune, publish
from data.stores import open_shelf, open_store
from tests.conftest import use_home
from tests.faults.homes import leftovers, new_database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEPT_BY_NUMBER = 10


def id_of(moment: datetime) -> str:
    return f"{moment:%Y%m%d-%H%M%S}-abcdef"


def moment_of(build_id: str) -> datetime:
    return datetime.strptime(build_id[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


hours_ago = st.integers(min_value=0, max_value=24 * 1200)
some_builds = st.sets(hours_ago, min_size=1, max_size=120).map(
    lambda hours: sorted(id_of(NOW - timedelta(hours=hour)) for hour in hours)
)


@given(some_builds)
def test_the_newest_stay_whatever_their_age(ids):
    assert set(ids[-KEPT_BY_NUMBER:]) <= kept(ids, NOW) <= set(ids)


@given(some_builds)
def test_the_last_build_of_each_day_week_and_month_in_reach_stays(ids):
    keep, age = kept(ids, NOW), {build: (NOW.date() - moment_of(build).date()).days for build in ids}
    rules = [("%Y%m%d", DAYS), ("%G-%V", 7 * WEEKS), ("%Y%m", 31 * MONTHS)]
    wanted = set(ids[-KEPT_BY_NUMBER:])
    for period, reach in rules:
        last = {moment_of(build).strftime(period): build for build in ids if age[build] < reach}
        wanted |= set(last.values())
    assert keep == wanted


@given(some_builds)
def test_what_was_removed_is_not_missed_a_day_later(ids):
    """Pruning every day keeps what pruning once keeps: no month loses its build because of an earlier run."""
    daily = set(kept(ids, NOW))
    tomorrow = NOW + timedelta(days=1)
    assert kept(sorted(daily), tomorrow) == kept(ids, tomorrow) & daily


def test_a_year_of_nightly_builds_comes_to_twenty_eight():
    ids = [id_of(NOW - timedelta(days=day)) for day in range(365)]
    keep = kept(ids, NOW)
    assert len(keep) == 10 + 6 + 12  # nights, then weeks before them, then months before these
    assert {build[:6] for build in keep} == {build[:6] for build in ids}


@pytest.fixture(params=["duckdb", "postgres"])
def store_in_use(request, tmp_path, monkeypatch):
    """An empty warehouse that keeps the two newest builds."""
    warehouse = new_database(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""
    return use_home(tmp_path / "home", monkeypatch, warehouse=warehouse, keep_builds="2")


def add_build(build_id: str) -> None:
    """A complete build without marts, made as every build is."""
    store = open_store(build_id, fresh_work_folder())
    store.prepare({})
    store.finish({"build_id": build_id, "built_at": moment_of(build_id).replace(tzinfo=None)})


def test_prune_removes_the_rest_and_never_the_current_build(store_in_use, tmp_path):
    hours = [0, 1, 2, 30, 31, 24 * 100, 24 * 101, 24 * 900, 24 * 901]
    ids = [id_of(NOW - timedelta(hours=hour)) for hour in hours]
    with load_lock():
        for build_id in ids:
            add_build(build_id)
        publish(ids[-1])
        doomed = prune(NOW)
    assert doomed == [ids[2], ids[4], ids[6], ids[7]]
    left = [info["build_id"] for info in open_shelf().builds()]
    assert left == [ids[0], ids[1], ids[3], ids[5], ids[8]] and open_shelf().current() == ids[-1]
    assert [run["subject"] for run in ledger.runs() if run["kind"] == "prune"] == doomed[::-1]
    with load_lock():
        assert prune(NOW) == []
    assert not [name for name in leftovers(store_in_use) if "builds" in name]


def test_prune_of_an_empty_warehouse(store_in_use):
    assert prune(NOW) == [] and open_shelf().current() is None and module.needs_publishing()
    settings.read_settings.cache_clear()
