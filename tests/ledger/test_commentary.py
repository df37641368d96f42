"""Commentary is never overwritten, and two who write at once do not lose each other's words unseen."""

from dataclasses import replace

import pytest

from ledger.commentary import Commentary, WrittenMeanwhile, in_force, versions, write

SUBJECT = "since=2026-10&until=2026-10&country=AFG"


def said(text: str = "Stock falls.", state: str = "draft", version: int = 0, domain: str = "supply") -> Commentary:
    return Commentary(SUBJECT, domain, text, state, "A. Writer", "20261031-000000-00000a", version)


def shown(domain: str = "supply") -> list[tuple[str, str]]:
    return [(one.state, one.text) for one in in_force(versions(SUBJECT), domain)]


def test_every_saving_is_a_version_of_its_own(home):
    first = write(said())
    second = write(said("Stock falls further.", "approved", first.version))
    assert [one.version for one in versions(SUBJECT)] == [2, 1] == [second.version, first.version]
    assert [one.text for one in versions(SUBJECT)] == ["Stock falls further.", "Stock falls."]
    assert all(one.author == "A. Writer" and one.written_at for one in versions(SUBJECT))
    assert versions("country=AFG") == []


def test_who_has_not_read_the_last_version_does_not_write_over_it(home):
    write(said())
    with pytest.raises(WrittenMeanwhile):
        write(said("Other words."))
    with pytest.raises(WrittenMeanwhile):
        write(said("Other words.", version=7))
    assert [one.text for one in versions(SUBJECT)] == ["Stock falls."]
    write(said("Of another domain.", domain="aid"))


def test_a_report_shows_what_is_approved_and_a_newer_draft(home):
    assert shown() == []
    write(said("one"))
    assert shown() == [("draft", "one")]
    write(said("two", "approved", 1))
    assert shown() == [("approved", "two")]
    write(said("three", "draft", 2))
    write(said("four", "draft", 3))
    assert shown() == [("approved", "two"), ("draft", "four")]
    write(said("", "withdrawn", 4))
    assert shown() == [] == shown("aid")
    write(said("five", "draft", 5))
    assert shown() == [("draft", "five")]


def test_an_unknown_state_is_refused(home):
    with pytest.raises(ValueError, match="unknown state"):
        write(replace(said(), state="published"))
