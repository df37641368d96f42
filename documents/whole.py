"""The whole document of a page: its words, cards and tables as HTML, and a place for each of its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from dash import html

from access import current_reader
from components.document import Edition, document
from components.file_menu import HOME
from components.lite_document import lite_view_line
from components.markup import markup
from components.sent_figure import needs_ground, sent
from documents.asked import Asked
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse
from statics import address, edition

OF = "figure-of"
"""The key of an address of a figure that names the build of its document. No page has a key of that name."""


@dataclass(frozen=True)
class Made:
    """A page that was made. title: of the window. html: what stands between header and footer. figures: name of a
    figure -> the figure as components.sent_figure sends it; they are sent apart."""

    title: str
    html: str
    figures: Mapping[str, dict] = field(default_factory=dict)


def made_page(asked: Asked) -> Made:
    """The page as the current reader sees it. What goes wrong in it is a page that says so."""
    return made_of(asked, asked.page["layout"](asked.variables, **asked.query))


def made_of(asked: Asked, tree) -> Made:
    """A tree of components as the page of an address."""
    figures: dict[str, dict] = {}
    build = current_build()

    def place(graph) -> str:
        figures[graph.id] = sent(graph.figure)
        return _figure_place(graph, figure_address(asked, graph.id, build))

    other = lite_view_line(asked.address_with({"view": "lite"}))
    return Made(asked.title, markup([tree, other], place), figures)


def whole_document(made: Made) -> str:
    """The document around a page."""
    return document(made.title, made.html, _edition())


def figure_address(asked: Asked, identifier: str, build: str) -> str:
    """Where a figure of a page is fetched. build: that of the document, whose figures are those of the same build even
    when another one is published before they are fetched."""
    name = quote(asked.path.strip("/"), safe="/%") or HOME
    own = {"figure": identifier} | ({OF: build} if build else {})
    return f"/figures/{name}?{asked.query_with(own)}"


def _figure_place(graph, address: str) -> str:
    """Where assets/drawing.js draws a figure when it comes near the view."""
    told = {"data-figure": address} | ({"data-needs-maps": ""} if needs_ground(graph.figure) else {})
    return markup(html.Div(id=graph.id, className="figure-place", style=getattr(graph, "style", None), **told))


def current_build() -> str:
    """The id of the current build; "" where there is none, or none for whoever asks."""
    if current_reader().sees_nothing:
        return ""
    try:
        return open_warehouse(current_reader()).build_id
    except (NoBuildYet, NoSuchBuild, NotAllowed):
        return ""


def is_build(build: str) -> bool:
    """Whether there is a build of that id for whoever asks."""
    try:
        return bool(open_warehouse(current_reader(), build))
    except (NoBuildYet, NoSuchBuild, NotAllowed):
        return False


def _edition() -> Edition:
    """What documents load now, and the current build of whoever asks."""
    styles, scripts = (address("lagebild.css"),), (address("lagebild.js"),)
    return Edition(
        styles,
        scripts,
        address("favicon.svg"),
        edition(),
        current_build(),
        touch_icon=address("icons/touch-180.png"),
        manifest=address("manifest.webmanifest"),
    )
