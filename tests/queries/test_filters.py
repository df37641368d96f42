"""Filters come from any URL without an error, and go back into the same URL."""

from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.filters import COLUMNS, KEYS, LONGEST_VALUE, MOST_VALUES, Filters
from tests.queries.small_build import DICTIONARY

SIGNS = st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]) | st.sampled_from(", \\")
NAMES = st.lists(st.text(SIGNS, min_size=1, max_size=20), max_size=5)
CLEAN = NAMES.map(lambda names: tuple(name.strip() for name in names if name.strip()))
FIRST_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 1)).map(lambda day: day.replace(day=1))
SPANS = st.tuples(st.none() | FIRST_DAYS, st.none() | FIRST_DAYS).map(
    lambda span: tuple(sorted(span)) if all(span) else span
)
CODES = st.lists(st.from_regex(r"[A-Z][A-Z0-9]{2}", fullmatch=True).filter(str.isascii), max_size=4).map(tuple)
BUILDS = st.none() | st.just("20261123-020304-0a1b2c")


@st.composite
def filters(draw):
    since, until = draw(SPANS)
    lists = {name: draw(CLEAN) for name in COLUMNS if name != "countries"}
    return Filters(since=since, until=until, countries=draw(CODES), build=draw(BUILDS), **lists)


@given(filters())
def test_filters_survive_the_way_through_a_url(given_filters):
    url = urlencode(given_filters.to_query())
    query = {key: values[-1] for key, values in parse_qs(url).items()}
    assert Filters.from_query(query) == (given_filters, ())


@given(filters())
def test_the_url_names_filters_in_one_order(given_filters):
    query = given_filters.to_query()
    assert list(query) == [key for key in KEYS if key in query]
    assert Filters.from_query(dict(reversed(query.items())))[0].to_query() == query


JUNK = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dictionaries(st.text(), st.text())


@given(st.dictionaries(st.sampled_from([*KEYS, "lang", "x"]), JUNK | st.lists(JUNK | st.lists(st.text()))))
def test_hostile_queries_never_fail(query):
    found, notices = Filters.from_query(query)
    assert hash(found) is not None
    assert all(notice.key in KEYS and len(notice.value) < 50 and notice.reason for notice in notices)
    assert Filters.from_query(found.to_query()) == (found, ())


def test_a_good_query():
    query = {"country": "ssd,AFG", "since": "2026-01", "until": "2026-03", "item": ["S1", "S2,S1"], "lang": "fr"}
    found, notices = Filters.from_query(query)
    assert found == Filters(
        since=date(2026, 1, 1), until=date(2026, 3, 1), countries=("AFG", "SSD"), items=("S1", "S2")
    )
    assert notices == ()
    assert found.to_query() == {"since": "2026-01", "until": "2026-03", "country": "AFG,SSD", "item": "S1,S2"}


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("since", "2026-13", "is not a month like 2026-03"),
        ("since", "٢٠٢٦-٠١", "is not a month like 2026-03"),
        ("until", "yesterday", "is not a month like 2026-03"),
        ("country", "Afghanistan", "is not a country code of three letters"),
        ("country", "ÄFG", "is not a country code of three letters"),
        ("country", 7, "is not a text"),
        ("donor", "x" * (LONGEST_VALUE + 1), "is not a name"),
        ("donor", "a\x00b", "is not a name"),
        ("donor", "x" * (LONGEST_VALUE * MOST_VALUES + 1), "is too long"),
        ("build", "../../etc/passwd", "is not the id of a build"),
    ],
)
def test_bad_values_are_dropped_and_named(key, value, reason):
    found, (notice,) = Filters.from_query({key: value, "group": "nutrition"})
    assert found == Filters(item_groups=("nutrition",))
    assert (notice.key, notice.reason) == (key, reason)


def test_a_good_value_beside_a_bad_one_stays():
    found, notices = Filters.from_query({"country": "AFG,nowhere"})
    assert found.countries == ("AFG",) and [notice.value for notice in notices] == ["nowhere"]


def test_too_many_values_are_cut_and_named():
    found, notices = Filters.from_query({"item": ",".join(f"S{n:04}" for n in range(MOST_VALUES + 3))})
    assert len(found.items) == MOST_VALUES and found.items[-1] == f"S{MOST_VALUES - 1:04}"
    assert [notice.value for notice in notices] == [f"S{MOST_VALUES:04}"]


def test_an_end_before_the_start_is_dropped():
    found, notices = Filters.from_query({"since": "2026-03", "until": "2026-01"})
    assert found == Filters(since=date(2026, 3, 1)) and notices[0].key == "until"


def test_days_become_months_and_lists_become_sorted():
    assert Filters(since=date(2026, 3, 17)).since == date(2026, 3, 1)
    assert Filters(items=("b", "a", "b")) == Filters(items=("a", "b"))
    with pytest.raises(TypeError, match="countries"):
        Filters(countries="AFG")


def test_filter_columns_stand_in_the_dictionary():
    assert set(COLUMNS.values()) <= set(DICTIONARY["columns"])
    assert set(KEYS.values()) == set(Filters.__dataclass_fields__)
