"""Pages without a script, for forms that must work on a bad link and before anybody has signed in."""

from html import escape

from dash import html

from components.markup import markup
from components.words import _, current_language
from statics import address

DOCUMENT = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title} · Lagebild</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="stylesheet" href="{styles}">
</head>
<body>
{body}
</body>
</html>
"""


def plain_page(title: str, body, way_back=None) -> str:
    """A document of its own: the name of the app, a title, and what stands below it, as HTML. way_back: a link above
    the title, None where there is nowhere to go."""
    back = html.Nav(way_back, className="way-back", **{"aria-label": _("Back")}) if way_back is not None else None
    parts = [
        html.A(_("Skip to content"), href="#content", className="skip"),
        html.Header(
            [
                html.A("Lagebild", href="/", className="site-name"),
                html.Span(_("The common picture"), className="site-claim"),
            ],
            className="site-header",
        ),
        html.Main([back, html.H1(title), body], id="content", className="content plain-content"),
    ]
    files = {"icon": address("favicon.svg"), "styles": address("lagebild.css")}
    return DOCUMENT.format(language=current_language(), title=escape(title), body=markup(parts), **files)
