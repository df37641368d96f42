"""The light view of a page: which readers get it, and its document.

It is what the address asks for by its key `view`, else what the reader chose before, which a cookie remembers, else what
the browser asks for by `Save-Data`."""

import logging
from dataclasses import replace

from flask import Request

from components.lite_document import lite_document
from components.lite_view import LiteView, lightened
from components.markup import markup
from components.svg import UnknownTrace, figure_svg
from components.words import _
from documents.asked import Asked
from documents.table_rows import ROW, TABLE, asked_rows, table_page
from documents.whole import current_build
from pages.own_corner import who
from queries.outlines import outlines
from statics import address

VIEW, LITE, FULL = "view", "lite", "full"
COOKIE = "lagebild_view"
STYLE = "lite/lite.css"
OWN_PAGE = "/account"
"""The page that says who one is; only it has the corner of the reader, because nobody else gets it."""


def chosen_view(asked: Asked, request: Request) -> tuple[Asked, str, bool]:
    """The page without the key `view`, the view that it is to be shown in, and whether the address chose it now."""
    told = asked.query.get(VIEW)
    rest = replace(asked, query={key: value for key, value in asked.query.items() if key != VIEW})
    if told in (LITE, FULL):
        return rest, told, True
    kept = request.cookies.get(COOKIE)
    if kept in (LITE, FULL):
        return rest, kept, False
    return rest, LITE if request.headers.get("Save-Data", "").strip().lower() == "on" else FULL, False


def lite_page(asked: Asked) -> str:
    """The document of a page in its light view, as the current reader sees it."""
    wanted = asked_rows(asked)
    page = replace(asked, query={key: value for key, value in asked.query.items() if key not in (TABLE, ROW)})
    back = page.address
    tree = table_page(page, wanted, back) if wanted else [page.page["layout"](page.variables, **page.query)]
    lightened(tree, LiteView(lambda identifier: page.address_with({TABLE: identifier}), is_whole=bool(wanted)))
    corner = [who()] if page.path.rstrip("/") == OWN_PAGE else []
    return lite_document(
        page.title, markup([*corner, *tree], drawing), address(STYLE), current_build(), page.address_with({VIEW: FULL})
    )


def drawing(graph) -> str:
    """A figure as SVG; words where there is no drawing of it, because a page has more to say than its figures."""
    try:
        return figure_svg(graph.figure, outlines)
    except UnknownTrace:
        return markup(_("This figure is in the full view only."))
    except Exception:
        logging.getLogger("lagebild").exception("The figure %s could not be drawn without scripts.", graph.id)
        return markup(_("This figure could not be drawn here; its table has the numbers."))
