"""The document of a page for slow links: one small style sheet, no script, and no picture that is fetched."""

from html import escape

from dash import html

from components.document import RIGHT_TO_LEFT
from components.markup import markup
from components.shell import footer, header
from components.words import _, current_language

DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}" data-build="{build}" data-view="lite">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
</head>
<body>
{header}
{choice}
<div id="page">{page}</div>
{footer}
</body>
</html>
"""
"""The icon is an empty one, so that browsers do not ask for any."""


def lite_document(title: str, page: str, style: str, build: str, full: str) -> str:
    """The document. page: what stands between header and footer, as HTML. style: the address of the style sheet. build:
    of what is seen. full: the address of the page as it is otherwise."""
    language = current_language()
    return DOCUMENT.format(
        language=language,
        direction="rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        build=escape(build),
        title=escape(title),
        style=escape(style),
        header=markup(header()),
        choice=markup(full_view_line(full)),
        page=page,
        footer=markup(footer()),
    )


def full_view_line(address: str):
    """What says that this is the light view, and leads to the other one."""
    return html.P(
        [_("Light view, without scripts.") + " ", html.A(_("Full view"), href=address)], className="view-line"
    )


def lite_view_line(address: str):
    """The link of a page to its light view. A plain link: the light view is another document, without scripts."""
    words = _("Light view for slow links: no scripts, few bytes")
    return html.P(html.A(words, href=address, target="_self"), className="view-line")
