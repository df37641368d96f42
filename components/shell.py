"""The frame around every page: name, navigation, what is seen and how old it is."""

from dash import dcc, html, page_container

from components.format import day
from components.words import _, current_language

INDEX_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>
{%css%}
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
<noscript>Lagebild needs JavaScript to draw this page.</noscript>
</body>
</html>"""
"""Dash fills the marks; nothing in it comes from another host."""


def page_frame():
    """The frame; the page of the address stands in <main>."""
    return html.Div(
        lang=current_language(),
        children=[
            html.A(_("Skip to content"), href="#content", className="skip"),
            html.Header(
                className="site-header",
                children=[
                    dcc.Link("Lagebild", href="/", className="site-name"),
                    html.Span(_("The common picture"), className="site-claim"),
                ],
            ),
            html.Main(page_container, id="content", className="content"),
            html.Footer(
                _("Numbers are right or absent: a dash or “No data” is never a zero."), className="site-footer"
            ),
        ],
    )


def notices(sentences: list[str]):
    """A box with what the page wants to say about the request; nothing when there is nothing to say."""
    if not sentences:
        return None
    return html.Div([html.P(sentence) for sentence in sentences], className="notice", role="status")


def build_line(info):
    """One line on the build that is seen: demo mark, date of the data, build id."""
    marks = [html.Strong(_("Demo data"), className="demo-mark")] if info.is_demo else []
    said = [
        html.Span(_("Data as of {day}").format(day=day(info.data_date))),
        html.Span([_("Build") + " ", html.Code(info.build_id)]),
    ]
    return html.P([*marks, *said], className="build-line")


def empty_page(title: str, sentence: str, command: str = ""):
    """A page that has nothing to show and says why, and what to do."""
    parts = [html.H1(title), html.P(sentence)]
    if command:
        parts.append(html.P([_("To load the demonstration data:") + " ", html.Code(command)]))
    return html.Div(parts, className="empty-page")
