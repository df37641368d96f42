"""A reader made smaller by another one never sees what either of the two does not see."""

from hypothesis import given, settings
from hypothesis import strategies as st

from access.narrowed import narrowed
from access.roles import DOMAINS
from queries.reader import DETAILS, Reader

COUNTRIES, AREAS = ("AFG", "SSD", "TCD"), ("AF01", "SS02")


def some(codes):
    return st.none() | st.frozensets(st.sampled_from(codes))


READERS = st.builds(
    Reader,
    st.just("somebody"),
    some(COUNTRIES),
    some(DOMAINS),
    st.sampled_from(DETAILS),
    some(AREAS),
    st.frozensets(st.sampled_from(DOMAINS)),
)


def has(held, code: str) -> bool:
    return held is None or code in held


def knows_total(reader: Reader, domain: str) -> bool:
    """Whether a reader may know a figure of a domain over all countries."""
    sees_all = reader.countries is None and reader.areas is None and has(reader.domains, domain)
    return sees_all or domain in reader.compared


@settings(max_examples=300, deadline=None)
@given(READERS, READERS)
def test_nothing_is_seen_that_one_of_both_does_not_see(one, other):
    both = narrowed(one, other)
    for field, codes in (("countries", COUNTRIES), ("domains", DOMAINS), ("areas", AREAS)):
        for code in (*codes, "unheard of"):
            held = [has(getattr(reader, field), code) for reader in (both, one, other)]
            assert held[0] == (held[1] and held[2]), field
    assert (both.detail == "rows") == (one.detail == other.detail == "rows")
    for domain in DOMAINS:
        assert not knows_total(both, domain) or knows_total(one, domain) and knows_total(other, domain)
