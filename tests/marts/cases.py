"""All cases together as one made-up source. Cases do not meet: each has sites, items, projects or countries of its own."""

from datetime import datetime

from tests.marts import cases_crisis, cases_programme, cases_random, cases_supply
from tests.marts.given import Given
from tests.marts.given_rows import DATA_DATE

CASES = (
    *(cases_supply.supply, cases_supply.lots, cases_supply.pipeline, cases_supply.deliveries),
    *(cases_programme.projects, cases_programme.reporting),
    *(cases_crisis.funding, cases_crisis.needs, cases_crisis.risk, cases_crisis.reference),
    *(cases_random.random_supply, cases_random.random_orders, cases_random.random_reports),
)
LOAD = {
    **{
        "load_id": "load1",
        "source_name": "given",
        "table_name": "t1",
        "part": "",
        "file_name": "a.csv",
        "file_sha256": "00",
    },
    **{"loaded_at": datetime(2026, 10, 2, 3, 4), "is_demo": 0, "rows_in_count": 12, "rows_published_count": 9},
    **{"rows_superseded_count": 1, "rows_quarantined_count": 2},
}
SOURCE = {
    **{"source_name": "given", "source_title": "Given rows", "publisher_name": "Tests", "licence": "CC0"},
    **{"page_url": "p", "owner_name": "o", "expected_days": 30},
}
CHECKED = {"load_id": "load1", "source_name": "given", "table_name": "t1", "dimension_code": "validity"}


def all_cases() -> Given:
    """All cases as the feeds of one source, loaded from two tables of one load."""
    feeds: dict[str, list[dict]] = {}
    for case in CASES:
        for feed, rows in case().items():
            feeds.setdefault(feed, []).extend(rows)
    return Given(
        feeds,
        DATA_DATE,
        loads=[LOAD, LOAD | {"table_name": "t2", "file_name": "b.csv", "rows_in_count": 5}],
        sources=[SOURCE],
        quality=[CHECKED | {"checked_count": 10, "passed_count": 8}, CHECKED | {"checked_count": 5, "passed_count": 5}],
    )
