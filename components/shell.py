"""The frame around every page: name, navigation, what is seen and how old it is."""

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import unquote, urlencode

from dash import dcc, html

from components.format import day, number
from components.kpi_card import SHAPE_SIGNS
from components.link_bar import foot_lines
from components.panel import is_panel
from components.result import Place, with_place
from components.words import _, plural
from kpis.words import _ as marked

PAGES = (
    ("/", marked("Home")),
    ("/projects", marked("Projects")),
    ("/funding", marked("Funding")),
    ("/aid", marked("Aid delivery")),
    ("/supply", marked("Supply stock")),
    ("/risk", marked("Country risk")),
    ("/country", marked("Countries")),
    ("/report", marked("Report")),
    ("/glossary", marked("Glossary")),
    ("/data", marked("Data status")),
)
"""Address -> name of the pages that the navigation names, in its order."""

LONGEST_TITLE = 60
WHO = "/who"
"""The address of the corner of the reader: the name, the own pages, the button that signs out."""


def header():
    """What stands above every page. The corner of the reader is filled by assets/who.js: the document itself
    holds nothing personal, so that it can be kept for all who see the same."""
    corner = html.Div(html.A(_("Your account"), href="/account"), id="who", **{"data-who": WHO})
    return [
        html.A(_("Skip to content"), href="#content", className="skip"),
        html.Header(
            className="site-header",
            children=[
                dcc.Link("Lagebild", href="/", className="site-name"),
                html.Span(_("The common picture"), className="site-claim"),
                corner,
            ],
        ),
    ]


def footer():
    """What stands below every page."""
    return html.Footer(
        [
            _("Numbers are right or absent: a dash or “No data” is never a zero.") + " ",
            dcc.Link(_("Interface for machines"), href="/api"),
            " · ",
            dcc.Link(_("Check a file"), href="/verify"),
            *foot_lines(),
        ],
        className="site-footer",
    )


def navigation(current: str, shown: Collection[str], query: Mapping[str, str]):
    """Links to the pages among shown, with the query of the address kept; the current one is marked."""
    links = [html.Li(link(_(label), path, query, is_current=path == current)) for path, label in PAGES if path in shown]
    return html.Nav(html.Ul(links), className="site-nav", **{"aria-label": _("Pages")})


def link(label: str, path: str, query: Mapping[str, str] | None = None, *, is_current: bool = False):
    """A link to a page with a query; the link to where the reader is says so to screen readers."""
    target = f"{path}?{urlencode(query)}" if query else path
    if is_current:
        return html.A(label, href=target, className="is-current", **{"aria-current": "page"})
    return dcc.Link(label, href=target)


def title_of(kind: str):
    """What gives the title of a page with variables in its path: what it shows, and which one; cut when long."""
    return lambda **variables: f"{_(kind)} {unquote(' '.join(map(str, variables.values())))[:LONGEST_TITLE]} · Lagebild"


def foot(address: str, sources: Sequence[str] = ()):
    """Where the figures of a page come from, and what a reader can do with it besides reading. address: of the page,
    "" for a reader who gets no mails. sources: in words; assets/figures.js writes them into saved pictures."""
    told = (
        html.P(_("Sources: {names}").format(names=" · ".join(sources)), className="page-sources") if sources else None
    )
    by_mail = dcc.Link(_("Get this page by mail"), href=f"/subscriptions?{urlencode({'page': address})}")
    more = html.Nav(by_mail, **{"aria-label": _("More with this page")}) if address else None
    return html.Div([told, more], className="page-foot")


def content(page):
    """The part of the document that is the page's own."""
    return html.Main(page, id="content", className="content")


def section(title: str, identifier: str, *parts):
    """A part of a page with its heading; says so where there is nothing to show."""
    shown = [part for part in parts if part is not None]
    shown = shown or [html.P(_("No data inside the filters."), className="silent")]
    look = {"className": "panels"} if sum(map(is_panel, shown)) > 1 else {}
    drawn = html.Section([html.H2(title, id=identifier), *shown], **{"aria-labelledby": identifier}, **look)
    return with_place(drawn, Place(identifier, ""))


def notices(sentences: list[str]):
    """A box with what the page wants to say about the request; nothing when there is nothing to say."""
    if not sentences:
        return None
    return html.Div([html.P(sentence) for sentence in sentences], className="notice", role="status")


def build_line(info, age=None):
    """One line on the build that is seen: demo mark, date of the data, build id, and that a newer one should be
    there. age: the BuildAge, None to say nothing about it."""
    marks = [html.Strong(_("Demo data"), className="demo-mark")] if info.is_demo else []
    said = [
        html.Span(_("Data as of {day}").format(day=day(info.data_date))),
        html.Span([_("Build") + " ", html.Code(info.build_id)]),
    ]
    return html.P([*marks, *said, _build_age(age)], className="build-line")


def _build_age(age):
    if age is not None and age.is_named:
        told = _("the build named in the address; later ones are not shown")
        return html.Span([_sign("◷"), told], className="build-age")
    if age is None or age.look.code == "fresh":
        return None
    told = plural("{word}: no new build for {days} day", "{word}: no new build for {days} days", age.days)
    words = told.format(word=_(age.look.word), days=number(age.days))
    look = {"background": age.look.colour, "color": age.look.ink}
    return html.Span([_sign(SHAPE_SIGNS[age.look.shape]), words], className="build-age is-old", style=look)


def _sign(sign: str):
    return html.Span(sign + " ", **{"aria-hidden": "true"})


def failed_page(title: str, sentence: str):
    """A page that could not be made and says so in words."""
    again = html.P(_("Load the page again, or tell whoever looks after this installation when it happened."))
    return html.Div([html.H1(title), html.P(sentence), again], className="empty-page", role="alert")


def refused_page(title: str, sentence: str):
    """A page that is not open to the reader, and the way to what is."""
    way = html.P(link(_("What is open to you, and why"), "/account"))
    return html.Div([html.H1(title), html.P(sentence), way], className="empty-page", role="alert")


def empty_page(title: str, sentence: str, command: str = ""):
    """A page that has nothing to show and says why, and what to do."""
    parts = [html.H1(title), html.P(sentence)]
    if command:
        parts.append(html.P([_("To load the demonstration data:") + " ", html.Code(command)]))
    return html.Div(parts, className="empty-page")
