"""The pack of a country is one small file that runs and asks for nothing, holds what its page shows, and obeys rights."""

import csv
import io
import re
from html import unescape
from urllib.parse import unquote

import pytest

from access import reading_as
from app import create_app
from components.file_sizes import PACK, Listed, about_bytes
from exports.csv_file import BOM
from exports.forms import forms
from exports.html_manifest import manifest_of
from exports.pack import MOST_BYTES, NoPack, _data
from page_content import page_content
from queries.reader import Reader

ADDRESS = "/country/AFG"
HELD = re.compile(r'<a download="([^"]*)" href="data:text/csv;charset=utf-8,([^"]*)"')


@pytest.fixture
def content(demo_home):
    create_app()
    return page_content(ADDRESS, {})


def pack(content) -> bytes:
    return forms()[PACK].write(content.bundle(), {})


def files(text: str) -> dict[str, list[list[str]]]:
    """Name -> rows of each CSV inside."""
    found = {name: unquote(unescape(held)).removeprefix(BOM) for name, held in HELD.findall(text)}
    return {name: list(csv.reader(io.StringIO(held))) for name, held in found.items()}


def test_a_pack_is_small_and_runs_and_fetches_nothing(content):
    data = pack(content)
    text = data.decode()
    assert len(data) < 500_000
    assert not re.search(r"<(?:script(?! type=\"application/json\")|iframe|object|embed|link|form|button)\b", text)
    assert not re.search(r'\bsrc="(?!data:)', text)
    assert "default-src 'none'" in text


def test_a_pack_says_of_when_it_is_and_is_sealed(content):
    data = pack(content)
    manifest, is_whole = manifest_of(data)
    assert is_whole
    assert manifest.build_id == content.begun.info.build_id
    assert manifest.build_id in data.decode().split('<script type="application/json"')[0]
    assert not manifest_of(data.replace(b"Afghanistan", b"Afghanistab"))[1]


def test_a_pack_holds_every_row_of_every_list(content):
    held = files(pack(content).decode())
    wanted = {f"{one.identifier}.csv": len(one.rows) for one in content.results if one.rows}
    assert held.keys() == wanted.keys()
    for name, rows in held.items():
        assert len(rows) - 1 >= wanted[name], name


def test_a_pack_has_figures_as_drawings(content):
    assert '<svg class="drawing"' in pack(content).decode()


def test_what_has_no_room_is_named(content):
    bundle = content.bundle()
    assert not files(_data(bundle, 0))
    some = files(_data(bundle, 9000))
    assert some and "left out here for its size" in _data(bundle, 9000)
    assert len(files(_data(bundle, MOST_BYTES))) > len(some)


def test_a_pack_holds_what_its_reader_sees(demo_home):
    create_app()
    with reading_as(Reader("somebody", countries=frozenset({"AFG"}), domains=frozenset({"supply"}))):
        narrow = pack(page_content(ADDRESS, {})).decode()
    whole = pack(page_content(ADDRESS, {})).decode()
    assert len(files(narrow)) < len(files(whole))


def test_other_pages_have_no_pack(demo_home):
    client = create_app().test_client()
    answer = client.get(f"/supply.{PACK}")
    assert answer.status_code == 404 and "pack of each country" in answer.get_data(as_text=True)
    with pytest.raises(NoPack):
        forms()[PACK].write(page_content("/supply", {}).bundle(), {})


def test_a_country_page_offers_its_pack_with_its_size(demo_home):
    client = create_app().test_client()
    for view in ("full", "lite"):
        page = client.get(f"{ADDRESS}?view={view}").get_data(as_text=True)
        assert f'href="{ADDRESS}.{PACK}"' in page
        assert "Pack for use without a network (about " in page
    assert client.get(f"{ADDRESS}.{PACK}").status_code == 200
    assert PACK not in client.get("/supply").get_data(as_text=True)


def test_the_told_size_is_about_that_of_the_file(content):
    page = [Listed(one, len(one.rows)) for one in content.results]
    assert len(pack(content)) / 2 < about_bytes(PACK, page, page) < len(pack(content)) * 2
