"""The report as one HTML file, as PDF and as pictures: it needs no network, nothing is cut, and it can be proved."""

import re
import struct
import zipfile
from io import BytesIO

import pypdfium2
import pytest

from app import create_app
from components.format import kpi_amount
from components.tree import components_of, text_of
from exports import html_manifest, png_manifest
from exports.chromium import Sheet, drawn
from exports.manifest import WrongManifest
from exports.opened import opened
from exports.sheet_pictures import write_sheet_pictures
from exports.standalone import without_acts, write_standalone
from kpis import kpi
from page_content import page_content
from tests.conftest import use_home

OCTOBER = {"since": "2026-10", "until": "2026-10"}
MOST_BYTES = 1_000_000


pytestmark = pytest.mark.usefixtures("browser_of_module")


@pytest.fixture
def bundle(demo_home, tmp_path, monkeypatch):
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    create_app()
    return lambda **query: page_content("/report", OCTOBER | query).bundle()


@pytest.mark.parametrize("country", ["AFG", ""])
def test_the_html_file_is_small_and_asks_for_nothing(bundle, country):
    made = bundle(country=country)
    data = write_standalone(made, {})
    text = data.decode()
    graphs = sum(one._type == "Graph" for one in components_of(made.tree))
    assert len(data) < MOST_BYTES and text.count('<svg class="main-svg"') == graphs > 4
    addresses = re.findall(r'(?:src|href|action|data|poster)="([^"#]*)', text)
    assert {one.partition(":")[0] for one in addresses if one} <= {"data", "http", "https"}
    assert not re.search(r"src=\"https?:|url\(\s*['\"]?https?:|@import", text)
    assert set(re.findall(r"<script[^>]*>", text)) == {html_manifest.BEGINS.decode()}

    async def seen(page):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        await page.set_content(text.replace("Content-Security-Policy", "x-none"))
        wide = await page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        heights = await page.evaluate(
            "[...document.querySelectorAll('.dash-graph > svg')].map(one => one.clientHeight)"
        )
        return [one for one in asked if not one.startswith("data:")], wide, heights

    for width in (390, 1300):
        asked, is_inside, heights = drawn(Sheet("<p></p>", width=width, is_still=True), seen)
        assert not asked and is_inside and min(heights) > 50


def test_the_html_file_tells_what_the_page_shows_and_can_be_proved(bundle):
    made = bundle(country="AFG")
    data = write_standalone(made, {})
    found = opened(data)
    assert (found.form, found.manifest.content_sha256) == ("html", made.manifest.content_sha256)
    assert found.is_as_written and found.is_sealed
    text = data.decode()
    assert "Demo data" in text and made.manifest.build_id in text
    assert not opened(data.replace(b"What needs a decision", b"What needs no decision")).is_as_written
    for damaged in (b"<!DOCTYPE html><html></html>", data[:-30], data.replace(html_manifest.BEGINS, b"<script>")):
        with pytest.raises(WrongManifest):
            html_manifest.manifest_of(damaged)


def test_what_acts_is_left_out_of_a_copy_and_stays_in_the_page(bundle):
    tree = bundle(country="AFG").tree
    before = sum(1 for _one in components_of(tree))
    left = without_acts(tree)
    assert not {one._type for one in components_of(left)} & {"Form", "Button", "Nav", "Textarea"}
    assert "Issue this report" not in text_of(left)
    assert sum(1 for _one in components_of(tree)) == before > sum(1 for _one in components_of(left))


def test_each_sheet_of_the_pdf_is_a_picture_and_its_text_is_that_of_the_page(bundle):
    made = bundle(country="AFG")
    with zipfile.ZipFile(BytesIO(write_sheet_pictures(made, {}))) as folder:
        pictures = [folder.read(name) for name in sorted(folder.namelist())]
    for one in pictures:
        width, height = struct.unpack(">II", one[16:24])
        assert abs(width - 1240) < 4 and abs(height - 1754) < 4
        manifest, is_whole = png_manifest.manifest_of(one)
        assert is_whole and manifest.content_sha256 == made.manifest.content_sha256
    from exports.paper import write_paper

    with pypdfium2.PdfDocument(write_paper(made, {})) as document:
        sheets = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]
    assert len(sheets) == len(pictures)
    heads = ("Projects", "Aid delivery", "Supply stock", "Country risk", "Funding", "Annex: definitions and data")
    begins = [
        next(at for at, text in enumerate(sheets) if f"2026 {head} " in text[:200] or text.startswith(head))
        for head in heads
    ]
    assert begins == sorted(set(begins)), "each domain begins a sheet of its own"
    whole = " ".join(sheets)
    names = next(one for one in made.results if one.identifier == "key-figures")
    for row in names.rows:
        shown = " ".join(kpi_amount(kpi(row[0]), row[2]).split())
        assert row[1] in whole and shown in whole, row[:3]
