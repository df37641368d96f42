"""Events inside the filters are those of a plain loop; events of all countries are in every choice."""

from datetime import date

import pytest
import sqlalchemy as sa

from queries.cache import forget_everything
from queries.events import EVENT_COLUMNS, events
from queries.filters import Filters
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build

CHOSEN = [
    Filters(),
    Filters(countries=("AFG", "SSD")),
    Filters(since=date(2025, 3, 1), until=date(2026, 1, 1)),
    Filters(countries=("HTI",), since=date(2026, 1, 1), item_groups=("nutrition",)),
    Filters(countries=("FRA",)),
]


@pytest.mark.parametrize("filters", CHOSEN, ids=str)
def test_events_are_those_of_a_loop(demo_home, filters):
    warehouse = open_warehouse(EVERYTHING)
    mart = warehouse.mart("mart_event")
    rows = warehouse.rows(sa.select(*(mart.c[name] for name in EVENT_COLUMNS)))
    expected = []
    for row in rows:
        month = row[0].replace(day=1)
        is_here = not filters.countries or row[1] in filters.countries or row[1] is None
        is_then = (not filters.since or month >= filters.since) and (not filters.until or month <= filters.until)
        if is_here and is_then:
            expected.append(row)
    frame = events(warehouse, filters).astype(object)
    found = [tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False)]
    assert sorted(found, key=str) == sorted(map(tuple, expected), key=str) and len(rows) > 20
    assert [row[0] for row in found] == sorted((row[0] for row in expected), reverse=True)
    assert any(row[1] is None for row in found)


def test_a_reader_of_one_country_sees_its_events_and_those_of_all(home):
    forget_everything()
    rows = [
        {"event_date": date(2026, 1, 5), "month_date": date(2026, 1, 1), "event_title": str(code), "country_code": code}
        for code in ("AFG", "SSD", None)
    ]
    other = [{"country_code": None, "month_date": date(2026, 1, 1)}, {"country_code": "AFG"}]
    write_build(home, "20260101-000000-00000a", {"mart_event": rows, "mart_needs": other})
    narrow = open_warehouse(Reader("t", countries=frozenset({"AFG"})))
    assert set(events(narrow, Filters())["event_title"]) == {"AFG", "None"}
    assert set(events(narrow, Filters(countries=("SSD",)))["event_title"]) == {"None"}
    assert narrow.row_counts()["mart_needs"] == 1
    assert len(events(open_warehouse(EVERYTHING), Filters())) == 3
    close_builds()


def test_a_build_without_the_mart_has_no_events(home):
    forget_everything()
    write_build(home, "20260101-000000-00000a", {"mart_needs": []}, only_these=True)
    assert list(events(open_warehouse(EVERYTHING), Filters()).columns) == list(EVENT_COLUMNS)
    close_builds()
