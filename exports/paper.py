"""A page as PDF on A4: words, figures and tables as on screen, with head and foot on each sheet and the manifest in it."""

from collections.abc import Mapping
from html import escape

from dash import html
from playwright.async_api import Page

from components.format import day
from components.markup import markup
from components.result_table import result_table
from components.words import _, current_language
from exports.chromium import Sheet, drawn
from exports.drawing import file_of_drawing
from exports.manifest import Bundle, Manifest
from exports.pdf_manifest import with_manifest
from exports.sheet import document, facts_list, licences

WIDTH, HEIGHT = 703, 1122
"""Pixels between the margins, of 186 mm, and of the whole sheet."""
TALLEST = 860
"""Pixels of a figure that still fits on a sheet with its heading and legend."""
MARGINS = {"top": "17mm", "right": "12mm", "bottom": "21mm", "left": "12mm"}
STYLE = "font: 8px/1.3 system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif; color: #51606e; width: 100%;"
ROW = "display: flex; justify-content: space-between; gap: 12px;"
CUT = "overflow: hidden; text-overflow: ellipsis; white-space: nowrap;"


def write_paper(bundle: Bundle, _asked: Mapping[str, str]) -> bytes:
    """PDF of a bundle; what no component shows becomes a table."""
    tree = bundle.tree if bundle.tree is not None else [result_table(one) for one in bundle.results]
    return paper(tree, bundle.manifest)


def paper(tree, manifest: Manifest) -> bytes:
    """PDF of components: A4, tagged, with an outline, text that can be selected and the manifest as an attached file.
    NoChromium where this machine cannot draw, FailedDrawing where the drawing went wrong."""

    async def printed(page: Page) -> bytes:
        return await page.pdf(
            format="A4",
            margin=MARGINS,
            print_background=True,
            tagged=True,
            outline=True,
            display_header_footer=True,
            header_template=_head(manifest),
            footer_template=_foot(manifest),
        )

    return with_manifest(drawn(paper_sheet(tree, manifest), printed), manifest)


def paper_sheet(tree, manifest: Manifest) -> Sheet:
    """What is drawn on paper."""
    heading = html.H1(manifest.title) if manifest.only else None
    about = html.Section(
        [html.H2(_("About this document")), facts_list(manifest, markup(tree))],
        className="sheet-about",
    )
    body = html.Main([heading, html.Div(tree), about], className="content")
    text = document(manifest, body, {"data-size": "paper", "data-most-height": str(TALLEST)})
    return Sheet(text, file_of_drawing, WIDTH, HEIGHT, is_print=True)


def _head(manifest: Manifest) -> str:
    """Title and date of the data, at the top of each sheet."""
    demo = f"<b style='color: #8a4b00'>{escape(_('Demo data'))}</b> · " if manifest.is_demo else ""
    when = escape(_("Data as of {day}").format(day=day(manifest.data_date)))
    return _margin(
        f"<div style='{ROW}'><span style='{CUT}'>Lagebild · {escape(manifest.title)}</span><span>{demo}{when}</span></div>"
    )


def _foot(manifest: Manifest) -> str:
    """Build, link, licence, seal and number of the sheet, at the bottom of each."""
    page = escape(_("Page {page} of {pages}")).format(
        page="<span class='pageNumber'></span>", pages="<span class='totalPages'></span>"
    )
    build = escape(_("Build") + " " + manifest.build_id)
    seal = f"SHA-256 {manifest.content_sha256}"
    return _margin(
        f"<div style='{ROW}'><span style='{CUT}'>{build} · {escape(licences(manifest))}</span><span>{page}</span></div>"
        f"<div style='{CUT}'>{escape(manifest.link)}</div><div>{seal}</div>"
    )


def _margin(inner: str) -> str:
    return f"<div lang='{current_language()}' style=\"{STYLE} padding: 0 12mm\">{inner}</div>"
