"""A figure, table, card or page as PNG: title, legend, filters, date, sources and disclaimer inside the picture, and
the manifest in the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from playwright.async_api import Page

from components.markup import markup
from components.result_table import result_table
from components.words import _
from exports.chromium import Sheet, drawn
from exports.drawing import file_of_drawing
from exports.manifest import Bundle, Manifest
from exports.png_manifest import with_manifest
from exports.sheet import demo_mark, document, facts_list

MOST_PIXELS = 16_000
"""Height of a picture: what a browser draws in one piece."""
SIZE = """() => { const box = document.querySelector('main').getBoundingClientRect();
  return [Math.ceil(document.documentElement.scrollWidth), Math.ceil(box.bottom)]; }"""


class NoSuchPicture(ValueError):
    """What was asked for is no picture; the message is for readers and names another way."""


@dataclass(frozen=True)
class Size:
    """width, height: of the window in pixels; scale: pixels of the picture for each. is_whole: the height is that of
    the content, else the content is made to fit."""

    width: int
    height: int
    scale: float
    is_whole: bool = True


SIZES = {"screen": Size(1200, 900, 2), "print": Size(800, 1100, 3.1), "slide": Size(1200, 675, 1, is_whole=False)}
"""screen: twice the pixels of a page; print: as wide as A4 at 300 dots per inch; slide: 1200 x 675."""


def write_picture(bundle: Bundle, asked: Mapping[str, str]) -> bytes:
    """PNG of a bundle in the size that is asked for; what no component shows becomes a table."""
    tree = bundle.tree if bundle.tree is not None else [result_table(one) for one in bundle.results]
    return picture(tree, bundle.manifest, asked.get("size") or "screen")


def picture(tree, manifest: Manifest, size: str = "screen") -> bytes:
    """PNG of components. size: a key of SIZES. NoSuchPicture where it is too much for a picture, NoChromium where this
    machine cannot draw, FailedDrawing where the drawing went wrong."""
    look = SIZES[size]

    async def shot(page: Page) -> bytes:
        return await _shot(page, look)

    return with_manifest(drawn(picture_sheet(tree, manifest, size), shot), manifest)


def picture_sheet(tree, manifest: Manifest, size: str) -> Sheet:
    """What is drawn for a picture."""
    if size == "slide" and not manifest.only:
        raise NoSuchPicture(_("A slide holds one figure or table, not a whole page; name one with only=."))
    look = SIZES[size]
    text = document(manifest, _body(tree, manifest), {"data-size": size, "data-most-height": str(MOST_PIXELS)})
    return Sheet(text, file_of_drawing, look.width, look.height, look.scale, is_print=size == "print")


async def _shot(page: Page, look: Size) -> bytes:
    if not look.is_whole:
        return await page.screenshot()
    width, height = await page.evaluate(SIZE)
    if max(width, height) * look.scale > MOST_PIXELS:
        raise NoSuchPicture(_("This is too long for one picture; take one figure with only=, or PDF."))
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    return await page.screenshot(full_page=True, clip=clip)


def _body(tree, manifest: Manifest):
    """Head, content and foot of the picture."""
    page, only = manifest.title, ""
    if manifest.only:
        only = manifest.results[0]["title"]
        page = manifest.title.removesuffix(f": {only}")
    kicker = html.Div([html.Span(["Lagebild · ", page]), demo_mark(manifest)], className="picture-kicker")
    filters = html.P(" · ".join(manifest.filters), className="picture-filters")
    head = html.Header([kicker, html.H1(only or page), filters], className="picture-head") if only else None
    foot = html.Footer(facts_list(manifest, markup([head, tree])), className="picture-foot")
    return html.Main([head, html.Div(tree, className="picture-body"), foot], className="content picture")
