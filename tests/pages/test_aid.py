"""The page of aid delivery and the record of an order line: numbers, addresses, an empty build, a browser."""

import json
from dataclasses import replace
from urllib.parse import quote

import pytest
import sqlalchemy as sa

import pages.opening
from app import create_app
from components.format import kpi_amount, number
from kpis import kpis_of
from queries.aid import PAGE_ROWS, deliveries_by, late_line_counts, late_lines, line_record, lines_by_stage
from queries.aid_flows import flows
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import HOSTILE, words

STRANGE = [
    "?state=lost",
    "?order=name",
    "?order=days&order='--",
    "?page=0",
    "?page=-1",
    "?page=1e9",
    "?state[]=late",
    "?page=%00",
    "?state=" + "x" * 5000,
]
STRANGE_LINES = ["nowhere/1", "upload", "upload/", "%00/%00", "..%2F..%2Fetc/passwd", "<b>/<script>", "%/%%"]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def tables(answer) -> dict[str, list[list[str]]]:
    """Caption -> rows of texts of each table, its head first."""
    found = {}
    for part in parts(answer.tree, "Table"):
        caption = text(next(parts(part, "Caption")))
        found[caption] = [[text(cell) for cell in parts(row, "Th", "Td")] for row in parts(part, "Tr")]
    return found


def parts(node, *kinds):
    """The components of some kinds inside a component, in order."""
    if isinstance(node, list):
        for one in node:
            yield from parts(one, *kinds)
    elif isinstance(node, dict):
        if node.get("type") in kinds:
            yield node
        else:
            for one in node.values():
                yield from parts(one, *kinds)


def text(node) -> str:
    if isinstance(node, dict):
        return text(node.get("props", {}).get("children"))
    if isinstance(node, list):
        return "".join(text(one) for one in node)
    return "" if node is None else str(node)


def as_number(shown: str) -> float:
    return float(shown.replace("US$", "").replace("\u00a0", "").replace(",", "").replace("%", ""))


def test_every_kpi_of_the_domain_stands_on_the_page(client, warehouse):
    answer = page(client, "/aid")
    assert answer.status_code == 200
    said = words(answer)
    for kpi in kpis_of("aid"):
        value = kpi_value(warehouse, kpi, Filters()).value
        assert value is not None
        assert json.dumps(kpi_amount(kpi, value), ensure_ascii=False) in said, kpi.name


@pytest.mark.parametrize("query", ["", "?country=AFG,SSD,HTI&since=2025-03", "?group=nutrition&until=2026-08"])
def test_tables_add_up_to_their_totals_and_to_the_cards(client, warehouse, query):
    found = tables(page(client, "/aid" + query))
    given = dict(part.split("=") for part in query[1:].split("&") if part)
    filters = Filters.from_query(given)[0]
    for caption, rows in found.items():
        added = [at for at, head in enumerate(rows[0]) if head not in ("Share", "Short, share", "Completeness", "From")]
        if rows[-1][0] != "Total" or "Lead time" in caption or len(rows) > PAGE_ROWS:
            continue
        for at in added[1:]:
            cells = [as_number(row[at]) for row in rows[1:-1] if row[at] != "–"]
            rounded = 0.5 * len(cells) + 0.5
            assert sum(cells) == pytest.approx(as_number(rows[-1][at]) if rows[-1][at] != "–" else 0, abs=rounded)
    stages = found["Order lines by stage"]
    ordered = kpi_value(warehouse, next(kpi for kpi in kpis_of("aid") if kpi.name == "ordered_value"), filters).value
    assert as_number(stages[-1][2]) == round(ordered)
    assert as_number(stages[-1][1]) == lines_by_stage(warehouse, filters)["line_count"].sum()
    places = deliveries_by(warehouse, filters, "country_code")
    assert len(found["Value received by destination"]) - 2 == len(places)


@pytest.mark.parametrize("state", ["", "overdue", "late"])
def test_the_late_list_is_paged_and_every_row_leads_to_its_line(client, warehouse, state):
    counts = late_line_counts(warehouse, Filters())
    count = counts[state] if state else sum(counts.values())
    pages = -(-count // PAGE_ROWS)
    answer = page(client, f"/aid?page={pages}" + (f"&state={state}" if state else ""))
    rows = next(rows for caption, rows in tables(answer).items() if "due and not on time" in caption)
    expected = late_lines(warehouse, Filters(), state or None, pages)
    assert [row[0] for row in rows[1:]] == list(expected["delivery_line_id"])
    assert [row[2] for row in rows[1:]] == [number(days) for days in expected["late_days"]]
    assert len(rows) - 1 == count - PAGE_ROWS * (pages - 1)
    for source, line in zip(expected["source_name"], expected["delivery_line_id"], strict=True):
        assert f'"/aid/line/{source}/{quote(line, safe="")}"' in words(answer)


def test_filters_stay_in_every_link(client):
    answer = page(client, "/aid?country=HTI&state=late")
    links = [one["props"]["href"] for one in parts(answer.tree, "A")]
    lines = [one for one in links if one.startswith("/aid/line/")]
    assert lines and all(one.endswith("?country=HTI") for one in lines)
    assert "/aid?country=HTI&state=overdue#late" in links


@pytest.mark.parametrize("query", ["?order=value", "?state=late&order=value&country=AFG,HTI,SSD", "?state=overdue"])
def test_turning_the_page_and_sorting_stay_at_the_list(client, query):
    links = [one["props"]["href"] for one in parts(page(client, "/aid" + query).tree, "A")]
    turned = [one for one in links if one.startswith("/aid") and "page=" in one]
    kept = query[1:].replace(",", "%2C").split("&")
    assert all(one.endswith("#late") and all(key in one for key in kept) for one in turned)
    heads = list(parts(list(parts(page(client, "/aid" + query).tree, "Th")), "A"))
    sorting = [one["props"]["href"] for one in heads if "order=" in one["props"]["href"]]
    assert len(sorting) == 2 and all(one.endswith("#late") for one in sorting)


@pytest.mark.parametrize("query", ["", "?country=AFG", "?country=AFG,SSD,HTI&since=2026-01", "?group=nutrition"])
def test_the_map_of_flows_shows_every_destination_and_its_table_adds_up(client, warehouse, query):
    answer = page(client, "/aid" + query)
    given = dict(part.split("=") for part in query[1:].split("&") if part)
    frame = flows(warehouse, Filters.from_query(given)[0])
    figure = next(
        one["props"]["figure"] for one in parts(answer.tree, "Graph") if one["props"]["id"] == "aid-map-figure"
    )
    circles = next(one for one in figure["data"] if one.get("name") == "Destination, by its value")
    assert len(circles["lon"]) == frame.loc[frame["received_usd"] > 0, "country_code"].nunique()
    drawn = sum(one["lon"].count(None) for one in figure["data"] if str(one.get("name", "")).endswith(" flow"))
    between = frame[(frame["origin_country_code"] != frame["country_code"]) & (frame["received_usd"] > 0)]
    assert drawn == min(50, len(between))
    rows = tables(answer)["What was received, by destination and country of origin"]
    assert as_number(rows[-1][3]) == round(frame["received_usd"].sum())
    assert "do not imply official endorsement" in words(answer)


@pytest.mark.parametrize("query", HOSTILE + STRANGE)
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/aid" + query)
    assert answer.status_code == 200
    assert "Key figures" in words(answer) and "This page could not be made" not in words(answer)
    assert "was left out" in words(answer)


def test_an_address_of_two_lines_is_none(client):
    answer = client.get("/aid/line/a%0Ab/c", headers={"Accept": "text/html"})
    assert answer.status_code == 404 and "There is no such address here." in answer.text


@pytest.mark.parametrize("line", STRANGE_LINES)
def test_a_line_that_is_not_there_is_said_to_be_missing(client, line):
    assert client.get("/aid/line/" + line.replace("%/%%", "%25/%25%25")).status_code in (200, 404)
    answer = page(client, "/aid/line/" + line)
    assert answer.status_code == 200
    assert "No such order line" in words(answer) or "404" in words(answer) or "no page" in words(answer).lower()
    assert "This page could not be made" not in words(answer)


def test_a_line_shows_its_figures_and_the_row_of_its_file(client, warehouse):
    first = late_lines(warehouse, Filters(), None, 1).iloc[0]
    record = line_record(warehouse, first["source_name"], first["delivery_line_id"])
    for key in (quote(record["delivery_line_id"], safe=""), record["delivery_line_id"]):
        said = words(page(client, f"/aid/line/{record['source_name']}/{key}"))
        for shown in (record["order_code"], record["load_id"], number(record["source_row"])):
            assert json.dumps(shown, ensure_ascii=False) in said
        assert record["item_name"] in said
        mart = warehouse.mart("mart_lineage")
        same = (mart.c.mart_name == "mart_delivery_line", mart.c.load_id == record["load_id"])
        file_name, digest = warehouse.rows(sa.select(mart.c.file_name, mart.c.file_sha256).where(*same))[0]
        assert file_name in said and digest in said and "Overdue" in said


def test_readers_of_totals_see_the_page_without_single_lines(client, monkeypatch):
    monkeypatch.setattr(pages.opening, "current_reader", lambda: replace(EVERYTHING, detail="totals"))
    said = words(page(client, "/aid"))
    assert "Key figures" in said and "only totals" in said and "/aid/line/" not in said
    assert "Not open to you" in words(page(client, "/aid/line/upload/x"))


def test_an_empty_home_says_what_to_do(home):
    client = create_app().test_client()
    for address in ("/aid", "/aid/line/upload/x"):
        assert "Nothing published yet" in words(page(client, address))


def test_a_running_month_is_named(client):
    from pages import aid as shown

    begun = pages.opening.opening({})
    assert shown.unfinished(begun) == []  # the demonstration ends with a month
    early = replace(begun, info=replace(begun.info, data_date=begun.info.data_date.replace(day=9)))
    assert shown.unfinished(early) == ["October 2026 is not over: its figures run to 9 October 2026."]
    assert shown.unfinished(replace(early, filters=Filters.from_query({"until": "2026-09"})[0])) == []


def test_a_country_without_deliveries_says_so(client):
    assert "No order line lies inside the filters" in words(page(client, "/aid?country=FRA"))


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_without_errors_foreign_requests_or_sideways_scrolling(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    ours = (served, "data:", "blob:")
    tab.on("request", lambda request: None if request.url.startswith(ours) else foreign.append(request.url))
    tab.goto(served + "/aid?since=2026-01")
    tab.locator("#aid-places").scroll_into_view_if_needed()
    tab.wait_for_selector("#aid-places .main-svg", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator(".kpi-card").count() == len(kpis_of("aid"))
    tab.locator("#aid-stages .panel-table summary").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#aid-stages tfoot").is_visible()
    tab.locator("a[href^='/aid/line/']").first.click()
    tab.wait_for_selector("#origin", timeout=90_000)
    assert "since=2026-01" in tab.url and "Overdue" in tab.locator(".aid-record").inner_text()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.go_back()
    tab.wait_for_selector("#aid-places", timeout=90_000)
    assert (faults, foreign) == ([], [])
    tab.close()
