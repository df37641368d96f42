"""Files of the interface are put to the proof as those of pages are."""

import pytest

from exports.verify import ALTERED, IDENTICAL, UNPROVED
from queries.reader import Reader
from verification import verified

FILES = (
    "/kpis/people_reached?by=month&country=AFG",
    "/kpis/stock_out_rate?by=item_group",
    "/kpis/otif",
    "/marts/mart_project?country=AFG",
    "/marts/mart_supply_stock?columns=site_name,stock_on_hand_qty&country=SSD,AFG&since=2026-08",
)


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("address", FILES)
def test_a_file_of_the_interface_is_what_its_build_says(asked, address, form):
    data = asked(f"{address}{'&' if '?' in address else '?'}format={form}").data
    assert verified(data).outcome == IDENTICAL


@pytest.mark.parametrize("address", ["/kpis/stock_out_rate?by=item_group", "/marts/mart_project?country=AFG"])
def test_an_altered_file_of_the_interface_is_found(asked, address):
    data = asked(f"{address}&format=csv").data
    head, line, rest = data.rpartition(b"-01,")
    assert line
    assert verified(head + b"-02," + rest).outcome == ALTERED


def test_a_file_whose_data_are_not_open_is_not_proved(asked, monkeypatch):
    data = asked("/kpis/otif?format=csv").data
    monkeypatch.setattr("api.asked.current_reader", lambda: Reader("a", domains={"supply"}))
    assert verified(data).outcome == UNPROVED
