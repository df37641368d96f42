"""A page as one HTML file: words, tables and drawn figures, readable without a network and without a script."""

from collections.abc import Mapping
from copy import copy
from html import escape
from pathlib import Path

from dash import html
from playwright.async_api import Page

from components.markup import markup
from components.result_table import result_table
from components.tree import classes_of, is_component
from components.words import _
from exports.chromium import FailedDrawing, NoChromium, Sheet, drawn
from exports.drawing import ASSETS, OWN, file_of_drawing
from exports.html_manifest import with_manifest
from exports.manifest import Bundle, Manifest
from exports.sheet import document, facts_list
from settings import read_settings

WIDTH, HEIGHT = 1080, 900
"""Pixels of the window in which the figures are drawn."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may fetch for the file: nothing; and it runs no script."""
ACTS = ("Form", "Button", "Nav", "Input", "Textarea")
NOT_TAKEN = frozenset(("report-tools", "commentary-edit", "filter-bar", "files", "last-visit", "skip"))
"""What acts in the app, and what is said to those who write it: no part of a file that leaves the house."""
STYLE = Path(__file__).with_suffix(".css")
DARK, NEVER = "(prefers-color-scheme: dark)", "(max-width: 0px)"
FIGURES = """() => Promise.all(Array.from(document.querySelectorAll('.dash-graph'), place =>
  window.Plotly.toImage(place, {format: 'svg', imageDataOnly: true, width: place.layout.width, height: place.layout.height})))"""


def write_standalone(bundle: Bundle, _asked: Mapping[str, str]) -> bytes:
    """The file of a bundle; what no component shows becomes a table. Where figures cannot be drawn, their tables are
    unfolded and the file says why."""
    tree = bundle.tree if bundle.tree is not None else [result_table(one) for one in bundle.results]
    shown, reason = without_acts(tree), ""
    try:
        figures = figures_of(shown, bundle.manifest)
    except (NoChromium, FailedDrawing) as error:
        figures, reason = [], str(error)
        _unfold(shown)
    return _file(shown, bundle.manifest, figures, reason)


def figures_of(tree, manifest: Manifest) -> list[str]:
    """The figures of a tree in order, as SVG. NoChromium, FailedDrawing."""
    found: list = []
    markup(tree, lambda graph: found.append(graph) or "")
    if not found:
        return []
    text = document(manifest, html.Main(tree, className="content"), {"data-size": "file"})

    async def taken(page: Page) -> list[str]:
        return await page.evaluate(FIGURES)

    return [_own_names(one, at) for at, one in enumerate(drawn(Sheet(text, file_of_drawing, WIDTH, HEIGHT), taken))]


def without_acts(tree):
    """A copy of the components without what can only be used in the app; of the tools of a figure its table stays."""
    if isinstance(tree, list | tuple):
        return [without_acts(one) for one in tree if not _is_act(one)]
    if not is_component(tree):
        return tree
    kept = copy(tree)
    children = getattr(tree, "children", None)
    if "panel-tools" in classes_of(tree):
        children = [one for one in children if "panel-table" in classes_of(one)]
    kept.children = None if _is_act(children) else without_acts(children)
    return kept


def _is_act(one) -> bool:
    return getattr(one, "_type", "") in ACTS or bool(NOT_TAKEN & classes_of(one))


def _unfold(tree) -> None:
    """Opens the tables that stand behind figures."""
    for one in tree if isinstance(tree, list | tuple) else [tree]:
        if is_component(one):
            if "panel-table" in classes_of(one):
                one.open = True
            _unfold(getattr(one, "children", None))


def _file(tree, manifest: Manifest, figures: list[str], reason: str) -> bytes:
    """The document. figures: SVG for each graph in order; none where they could not be drawn, for the reason."""
    left = iter(figures)
    inner = markup(tree, lambda graph: f'<div class="dash-graph">{next(left)}</div>' if figures else "")
    said = _("The figures could not be drawn here, so their tables stand alone. {reason}").format(reason=reason)
    about = markup(
        html.Section([html.H2(_("About this document")), facts_list(manifest, inner)], className="sheet-about")
    )
    notice = markup(html.Div(html.P(said), className="notice")) if reason else ""
    text = (
        f'<!DOCTYPE html><html lang="{escape(manifest.language)}" data-size="file"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(manifest.title)}</title><style>{_style()}</style></head>"
        f'<body class="sheet"><main class="content">{notice}{with_whole_links(inner)}{about}</main>'
    )
    return with_manifest(text, manifest)


def _style() -> str:
    """The style sheets of the pages in one text, light whatever the reader's screen prefers: figures are drawn so."""
    sheets = [*sorted(ASSETS.glob("*.css")), OWN["/sheet.css"], STYLE]
    return "\n".join(one.read_text(encoding="utf-8") for one in sheets).replace(DARK, NEVER).replace("</", "<\\/")


def with_whole_links(inner: str) -> str:
    """Links to pages of the app with its address in front. In texts a quotation mark is never bare, so that only
    attributes are found."""
    return inner.replace('href="/', f'href="{escape(read_settings().reached_at)}/')


def _own_names(figure: str, at: int) -> str:
    """A drawing whose inner names are its own among all drawings of the file."""
    return figure.replace('id="', f'id="f{at}-').replace("url(#", f"url(#f{at}-").replace('href="#', f'href="#f{at}-')
