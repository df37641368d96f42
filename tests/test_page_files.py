"""The file of a page holds what the page shows, says what it is, and can be asked for in parts."""

import hashlib
import json
from urllib.parse import urlsplit

import dash
import pytest

from access import reading_as
from app import create_app
from components.result import Field, result, results_in
from exports.manifest import Manifest, WrongManifest, cell_text, content_digest
from kpis import kpi
from page_content import NoSuchPage, NoSuchResult, page_content
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NotAllowed, open_warehouse

PATHS = (
    "/",
    "/projects",
    "/funding",
    "/aid",
    "/supply",
    "/risk",
    "/country/AFG",
    "/data",
    "/glossary",
    "/report",
    "/explain?kpi=otif",
)


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def content(address: str):
    parts = urlsplit(address)
    return page_content(parts.path, dict(pair.split("=") for pair in parts.query.split("&") if pair))


@pytest.mark.parametrize("address", PATHS)
def test_a_page_gives_its_file_and_the_file_says_what_it_is(client, address):
    path, _sign, query = address.partition("?")
    answer = client.get(f"{'/home' if path == '/' else path}.json?{query}")
    told = answer.get_json()
    manifest = Manifest.from_dict(told["manifest"])
    page = content(address)
    assert answer.status_code == 200 and manifest.title == page.title
    assert manifest.content_sha256 == content_digest(page.results)
    assert manifest.row_count == sum(len(one["rows"]) for one in told["results"])
    assert manifest.is_demo and manifest.build_id in manifest.address and manifest.filters
    assert [one["identifier"] for one in told["results"]] == [one.identifier for one in page.results]


def test_a_single_card_is_a_file_with_its_definition_and_sources(client):
    told = client.get("/aid.json?only=kpi-otif&country=AFG").get_json()
    (row,) = told["results"][0]["rows"]
    cells = dict(zip([one["name"] for one in told["results"][0]["fields"]], row, strict=True))
    value = kpi_value(open_warehouse(EVERYTHING), kpi("otif"), Filters(countries=("AFG",)))
    assert cells["value"] == pytest.approx(value.value, rel=1e-14) and cells["row_count"] == value.row_count
    assert [one["name"] for one in told["manifest"]["kpis"]] == ["otif"] and told["manifest"]["sources"]
    assert any("Afghanistan" in one for one in told["manifest"]["filters"])


def test_a_map_brings_its_disclaimer_and_the_notes_on_areas(client):
    told = client.get("/risk.json").get_json()["manifest"]
    assert "do not imply official endorsement" in told["map_disclaimer"] and len(told["area_notes"]) > 3
    assert not client.get("/funding.json").get_json()["manifest"]["map_disclaimer"]


def test_what_was_left_out_of_the_address_is_told_in_the_file(client):
    told = client.get("/supply.json?since=yesterday&colour=red").get_json()["manifest"]
    assert any("yesterday" in one for one in told["notices"]) and any("colour" in one for one in told["notices"])


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/nowhere.json", 404, "no page"), ("/supply.json?only=nothing", 404, "It shows: "),
        ("/supply.json?build=gone", 404, "no build"), ("/supply.json?style=golden", 400, "golden"),
        ("/not-found.json", 404, "no page"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_told_in_a_sentence(client, address, status, word):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain") and word in answer.text


def test_before_the_first_build_there_is_no_file(home):
    answer = create_app().test_client().get("/supply.json")
    assert answer.status_code == 503 and "published" in answer.text


def test_a_broken_download_goes_on_with_the_same_bytes(client):
    whole = client.get("/aid.json")
    tag, half = whole.headers["ETag"], len(whole.data) // 2
    assert not tag.startswith("W/") and whole.headers["Accept-Ranges"] == "bytes"
    rest = client.get("/aid.json", headers={"Range": f"bytes={half}-", "If-Range": tag})
    assert rest.status_code == 206
    assert hashlib.sha256(whole.data[:half] + rest.data).digest() == hashlib.sha256(whole.data).digest()
    assert client.get("/aid.json", headers={"If-None-Match": tag}).status_code == 304
    other = client.get("/aid.json", headers={"Range": f"bytes={half}-", "If-Range": '"other"'})
    assert other.status_code == 200 and other.data == whole.data


def test_a_packed_file_is_resumed_in_its_packed_bytes(client):
    asked = {"Accept-Encoding": "br"}
    whole = client.get("/aid.json", headers=asked)
    assert whole.headers["Content-Encoding"] == "br"
    rest = client.get("/aid.json", headers=asked | {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert rest.status_code == 206 and whole.data[:100] + rest.data == whole.data


def test_a_reader_gets_the_file_of_what_is_theirs(client):
    everything = client.get("/aid.json").get_json()["results"]
    with reading_as(Reader("afg", countries={"AFG"}, rights={"export"})):
        theirs = client.get("/aid.json").get_json()["results"]
    assert theirs != everything
    places = next(one for one in theirs if one["identifier"] == "aid-places")
    assert {row[0] for row in places["rows"]} == {"Afghanistan"}


def test_pages_that_are_closed_are_closed_as_files(client):
    assert client.get("/supply.json").status_code == 200
    with reading_as(Reader("risk only", domains={"risk"}, rights={"export"})):
        with pytest.raises(NotAllowed):
            page_content("/supply", {})
        assert client.get("/supply.json").status_code == 403


def test_strange_names_are_refused(demo_home):
    create_app()
    with pytest.raises(NoSuchPage):
        page_content("/../ledger", {})
    with pytest.raises(NoSuchResult, match="key-figures"):
        page_content("/aid", {}).only("<script>")


def test_the_digest_stands_for_cells_names_and_units():
    fields = [Field("a", "A", "number", "%"), Field("b", "B")]
    same = content_digest([result("x", "X", fields, [[5, "t"], [None, ""]])])
    assert same == content_digest([result("x", "X", fields, [[5.0, "t"], [None, ""]], shown_count=1, note="n")])
    others = [
        [[5, "t"], ["-", ""]],
        [[5, "t"]],
        [[5.1, "t"], [None, ""]],
        [[5, "u"], [None, ""]],
        [[None, ""], [5, "t"]],
    ]
    assert same not in {content_digest([result("x", "X", fields, rows)]) for rows in others}
    assert same != content_digest(
        [result("x", "X", [Field("a", "A", "number", "US$"), fields[1]], [[5, "t"], [None, ""]])]
    )
    assert cell_text(0.1 + 0.2) == "0.3" and cell_text(10**17) == "1e+17"


def test_a_manifest_comes_back_and_a_damaged_one_is_refused(client):
    told = client.get("/aid.json").get_json()["manifest"]
    assert Manifest.from_dict(json.loads(json.dumps(told))).to_dict() == told
    for wrong in (None, [], {}, told | {"manifest_version": 99}, told | {"made_at": "noon"}):
        with pytest.raises(WrongManifest):
            Manifest.from_dict(wrong)
    del told["link"]
    with pytest.raises(WrongManifest, match="link"):
        Manifest.from_dict(told)


def test_every_page_of_the_app_has_a_file(client):
    paths = [one["path"] for one in dash.page_registry.values() if not one["path_template"]]
    given = {path: client.get(f"{'/home' if path == '/' else path}.json").status_code for path in paths}
    assert given.pop("/not-found") == 404
    assert set(given.values()) == {200} and len(given) > 10
    assert results_in(page_content("/aid", {}).tree)
