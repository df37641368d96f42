"""Pages without a script, for forms that must work on a bad link and before anybody has signed in."""

from dash import html

from components.html_document import html_document, link
from components.markup import markup
from components.words import _
from statics import address

NOT_FOR_SEARCH = '<meta name="robots" content="noindex">'


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
    head = NOT_FOR_SEARCH, link("icon", address("favicon.svg")), link("stylesheet", address("lagebild.css"))
    return html_document(f"{title} · Lagebild", head, [markup(parts)])
