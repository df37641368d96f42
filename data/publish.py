"""Builds and the pointer to the current one: publish, roll back, prune. Readers follow the pointer."""

from datetime import UTC, datetime

import ledger
from data import raw_store
from data.stores import UnknownBuild, open_shelf
from settings import read_settings

DAYS, WEEKS, MONTHS = 7, 8, 24
"""`prune` keeps the last build of each of the last 7 days, 8 weeks and 24 months, and those of issued reports."""


def publish(build_id: str) -> None:
    """Makes a complete build the current one. UnknownBuild when there is none of that id."""
    with ledger.recorded_run("publish", build_id):
        open_shelf().point_to(build_id)


def needs_publishing() -> bool:
    """Whether a build would show readers other rows than the current one does.

    False after a rollback, until there are new rows: a newest build that was published once was left on purpose."""
    shelf = open_shelf()
    digests = {info["build_id"]: info.get("rows_digest") for info in shelf.builds()}
    current, newest, wanted = shelf.current(), max(digests, default=None), raw_store.digest()
    if current is None or digests.get(current) == wanted:
        return current is None
    return digests[newest] != wanted or not ledger.is_done("publish", newest)


def rollback() -> str:
    """Makes the build before the current one current again and gives its id. UnknownBuild when there is none."""
    shelf = open_shelf()
    current = shelf.current()
    older = [info["build_id"] for info in shelf.builds() if current and info["build_id"] < current]
    if not older:
        raise UnknownBuild("There is no older build to go back to.")
    with ledger.recorded_run("rollback", older[0]):
        shelf.point_to(older[0])
    return older[0]


def prune(now: datetime | None = None) -> list[str]:
    """Removes builds that neither the newest few, nor a day, week or month of the retention, nor an issued report
    needs; gives their ids. The current build always stays."""
    shelf = open_shelf()
    current = shelf.current()
    ids = [info["build_id"] for info in shelf.builds()]
    staying = kept(ids, now or datetime.now(UTC)) | {current} | ledger.reports.builds_named()
    doomed = [build_id for build_id in ids if build_id not in staying]
    for build_id in doomed:
        with ledger.recorded_run("prune", build_id):
            shelf.remove(build_id)
    return doomed


def kept(build_ids: list[str], now: datetime) -> set[str]:
    """The builds that the retention rule keeps: the newest few, and the last of each day, week and month in reach."""
    newest_first = sorted(build_ids, reverse=True)
    keep = set(newest_first[: read_settings().keep_builds])
    seen: set[tuple] = set()
    for build_id in newest_first:
        day = datetime.strptime(build_id[:8], "%Y%m%d").date()
        age = (now.date() - day).days
        periods = [("day", day)] * (age < DAYS) + [("week", *day.isocalendar()[:2])] * (age < 7 * WEEKS)
        periods += [("month", day.year, day.month)] * (age < 31 * MONTHS)
        if any(period not in seen for period in periods):
            keep.add(build_id)
        seen.update(periods)
    return keep
