"""Pictures and paper of pages: everything that belongs to a figure is inside, nothing is cut, and the file says so."""

import hashlib
import re
import struct
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from app import create_app
from exports import pdf_manifest, png_manifest
from exports.chromium import drawn, stop
from exports.forms import forms
from exports.manifest import Manifest, WrongManifest
from exports.paper import paper, paper_sheet
from exports.picture import SIZES, NoSuchPicture, picture, picture_sheet
from page_content import page_content
from tests.conftest import use_home

WIDTHS = {"screen": 2400, "print": 2480, "slide": 1200}
SPILLING = """() => [...document.querySelectorAll('main *')].filter(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return box.width && style.position !== 'absolute' && !one.closest('.unseen, svg')
    && (box.right > innerWidth + 1 || box.left < -1 || (document.documentElement.dataset.size === 'slide' && box.bottom > innerHeight + 1));
}).map(one => one.outerHTML.slice(0, 120))"""
CUT_LABELS = """() => [...document.querySelectorAll('.main-svg text')].filter(one => {
  const box = one.getBoundingClientRect(), svg = one.closest('.dash-graph').getBoundingClientRect();
  return box.width && (box.right > svg.right + 2 || box.left < svg.left - 2 || box.bottom > svg.bottom + 2);
}).map(one => one.textContent)"""


pytestmark = pytest.mark.usefixtures("browser_of_module")


@pytest.fixture
def content(demo_home):
    create_app()
    return lambda path, **query: page_content(path, query)


def as_kept(manifest: Manifest) -> Manifest:
    """With moments to the second, as files have them."""
    return Manifest.from_dict(manifest.to_dict())


def size_of(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


async def looked_at(page) -> tuple[str, list[str]]:
    """The words that are shown, and what stands beyond an edge."""
    return await page.inner_text("main"), await page.evaluate(SPILLING) + await page.evaluate(CUT_LABELS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("path", "only"),
    [
        ("/risk", "risk-map"),
        ("/risk", "ranking"),
        ("/supply", "supply-cover"),
        ("/supply", "supply-status-item"),
        ("/supply", "outlook"),
        ("/supply", "key-figures"),
        ("/supply", "kpi-stock_out_rate"),
    ],
)
def test_a_picture_holds_all_that_belongs_to_its_figure(content, path, only, size):
    bundle = content(path, country="AFG,SSD,SDN,MMR,ETH").only(only)
    sheet, manifest = picture_sheet(bundle.tree, bundle.manifest, size), bundle.manifest
    told, cut = drawn(sheet, looked_at)
    told = " ".join(told.split())
    assert cut == []
    for part in (
        manifest.results[0]["title"],
        *manifest.filters,
        manifest.build_id,
        manifest.content_sha256,
        manifest.link,
    ):
        assert " ".join(part.split()) in told
    assert "demo data" in told.lower() and "October 2026" in told and manifest.made_by in told
    assert manifest.sources and all(one["title"] in told and one["licence"] in told for one in manifest.sources)
    assert manifest.map_disclaimer in told and bool(manifest.map_disclaimer) == (only == "risk-map")
    assert all(note in told for note in manifest.area_notes)


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_its_size_and_carries_its_manifest(content, size):
    bundle = content("/supply").only("supply-projection")
    png = picture(bundle.tree, bundle.manifest, size)
    width, height = size_of(png)
    assert width == WIDTHS[size] and (height == 675 if size == "slide" else height > 500)
    assert png_manifest.manifest_of(png) == (as_kept(bundle.manifest), True)


def test_a_picture_that_was_changed_is_found_out(content):
    bundle = content("/supply").only("supply-projection")
    png = picture(bundle.tree, bundle.manifest, "slide")
    at = png.index(b"IDAT") + 200
    painted = png[:at] + bytes([png[at] ^ 1]) + png[at + 1 :]
    assert png_manifest.manifest_of(painted) == (as_kept(bundle.manifest), False)
    for broken in (
        png[: len(png) // 2],
        b"",
        b"GIF89a",
        png_manifest.SIGNATURE,
        png.replace(b"Lagebild-Man", b"Lagebild-Wom"),
    ):
        with pytest.raises(WrongManifest):
            png_manifest.manifest_of(broken)


def test_a_page_is_one_picture_and_no_slide(content):
    bundle = content("/").bundle()
    width, height = size_of(picture(bundle.tree, bundle.manifest))
    assert width == 2400 and height > 4000
    with pytest.raises(NoSuchPicture, match="only="):
        picture(bundle.tree, bundle.manifest, "slide")


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def bare(text: str) -> str:
    """Without blanks and hyphens, which PDF readers join and part as they like at the end of a line."""
    return re.sub(r"[-\s\u00ad\ufffe\u0002]+", "", text)


@pytest.mark.parametrize(
    ("path", "query"),
    [("/", {}), ("/supply", {"country": "AFG,SSD"}), ("/risk", {}), ("/country/AFG", {}), ("/aid", {}), ("/data", {})],
)
def test_paper_says_what_the_page_says(content, path, query):
    bundle = content(path, **query).bundle()
    sheets = text_of(paper(bundle.tree, bundle.manifest))
    told, cut = drawn(paper_sheet(bundle.tree, bundle.manifest), looked_at)
    lines, whole = [bare(cell) for line in told.splitlines() for cell in line.split("\t")], bare("".join(sheets))
    assert len(lines) > 30 and cut == []
    assert [line for line in lines if line not in whole] == []
    for at, text in enumerate(sheets, start=1):
        assert f"Page {at} of {len(sheets)}" in text and bundle.manifest.content_sha256 in text
        assert "Demo data" in text and bare(bundle.manifest.title) in bare(text) and bundle.manifest.build_id in text


def test_paper_is_a4_tagged_with_an_outline_and_its_manifest(content):
    bundle = content("/supply").bundle()
    pdf = paper(bundle.tree, bundle.manifest)
    reader = PdfReader(BytesIO(pdf))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(596, 843)}
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en" and reader.metadata.title == bundle.manifest.title
    headings = [one.title for one in reader.outline if not isinstance(one, list)]
    assert headings and bundle.manifest.title in headings[0]
    assert pdf_manifest.manifest_of(pdf) == (as_kept(bundle.manifest), True)


def test_a_document_with_changed_sheets_is_found_out(content):
    bundle = content("/supply", country="AFG").only("outlook")
    pdf = paper(bundle.tree, bundle.manifest)
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pages[0].merge_page(writer.pages[-1])
    painted = BytesIO()
    writer.write(painted)
    assert pdf_manifest.manifest_of(pdf) == (as_kept(bundle.manifest), True)
    assert pdf_manifest.manifest_of(painted.getvalue()) == (as_kept(bundle.manifest), False)
    for broken in (b"", b"%PDF-1.7", pdf[: len(pdf) // 2]):
        with pytest.raises(WrongManifest):
            pdf_manifest.manifest_of(broken)


def test_a_table_goes_on_with_its_header(content):
    bundle = content("/supply").only("outlook")
    rows = replace(bundle.results[0], rows=bundle.results[0].rows[:20] * 8)
    sheets = text_of(forms()["pdf"].write(replace(bundle, results=(rows,), tree=None), {}))
    assert len(sheets) > 2 and all("First empty" in " ".join(text.split()) for text in sheets[:-1])


def test_a_server_without_chromium_says_so_and_gives_everything_else(demo_home, monkeypatch):
    use_home(demo_home, monkeypatch, chromium="/no/such/program")
    stop()
    client = create_app().test_client()
    for ending in ("png", "pdf"):
        answer = client.get(f"/supply.{ending}?only=outlook&country=AFG")
        assert answer.status_code == 503 and "LAGEBILD_CHROMIUM" in answer.text and "CSV" in answer.text
    for ending in ("csv", "xlsx", "json", "parquet"):
        assert client.get(f"/supply.{ending}?only=outlook&country=AFG").status_code == 200


def test_the_files_of_pages_are_pictures_and_paper(demo_home):
    client = create_app().test_client()
    png = client.get("/supply.png?only=outlook&size=slide", headers={"Accept-Encoding": "br"})
    assert png.status_code == 200 and png.mimetype == "image/png" and "Content-Encoding" not in png.headers
    assert size_of(png.data) == (1200, 675)
    pdf = client.get("/supply.pdf?only=outlook")
    assert pdf.status_code == 200 and pdf.mimetype == "application/pdf" and pdf.data.startswith(b"%PDF")
    again = client.get("/supply.pdf?only=outlook")
    assert hashlib.sha256(again.data).digest() == hashlib.sha256(pdf.data).digest()
    assert client.get("/supply.png?size=wall").status_code == 400
    assert client.get("/supply.png?size=slide").status_code == 400
