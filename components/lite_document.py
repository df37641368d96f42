"""The document of a page for slow links: one small style sheet, no script, and no picture that is fetched."""

from dash import html

from components.html_document import html_document, link
from components.markup import markup
from components.shell import footer, header
from components.words import _

NO_ICON = "data:,"
"""An empty icon, so that browsers do not ask for any."""


def lite_document(title: str, page: str, style: str, build: str, full: str) -> str:
    """The document. page: what stands between header and footer, as HTML. style: the address of the style sheet. build:
    of what is seen. full: the address of the page as it is otherwise."""
    head = link("icon", NO_ICON), link("stylesheet", style)
    body = markup(header()), markup(full_view_line(full)), f'<div id="page">{page}</div>', markup(footer())
    return html_document(title, head, body, {"data-build": build, "data-view": "lite"})


def full_view_line(address: str):
    """What says that this is the light view, and leads to the other one."""
    return html.P(
        [_("Light view, without scripts.") + " ", html.A(_("Full view"), href=address)], className="view-line"
    )


def lite_view_line(address: str):
    """The link of a page to its light view. A plain link: the light view is another document, without scripts."""
    words = _("Light view for slow links: no scripts, few bytes")
    return html.P(html.A(words, href=address, target="_self"), className="view-line")
