"""The interface for machines: what can be asked for, and what the answers mean. Made from its own document."""

import dash
from dash import html

from api.document import document
from components import interface
from components.reference_parts import contents, section
from components.shell import build_line, notices
from components.words import _
from kpis import all_kpis
from pages.opening import opening
from queries.dictionary import marts

PATH = "/api"

dash.register_page(__name__, path=PATH, title="Interface for machines · Lagebild")


def layout(**query):
    """The page for a query string; it shows no data, so that filters change nothing."""
    begun = opening(query)
    told, said = document(), [*begun.notices]
    server = told["servers"][0]["url"]
    document_link = html.A(_("The document, OpenAPI 3.1"), href=f"{server}/openapi.json")
    return html.Div(
        [
            html.H1(_("Interface for machines")),
            build_line(begun.info, begun.age) if begun.info else None,
            notices(said),
            html.P(told["info"]["description"]),
            html.P(document_link),
            contents(section_titles()),
            titled("addresses", interface.address_table(told["paths"], server), examples(server)),
            titled("parameters", interface.parameter_table(told["components"]["parameters"])),
            titled("answers", *answers()),
            titled("problems", html.P(problem_words()), interface.problem_table(told["x-problems"])),
            titled("names", *names(server)),
        ],
        className="reference-page",
    )


def section_titles() -> dict[str, str]:
    """Anchor -> title of the sections, in their order."""
    return {
        "addresses": _("Addresses"),
        "parameters": _("Parameters"),
        "answers": _("Answers"),
        "problems": _("Problems"),
        "names": _("Names"),
    }


def titled(anchor: str, *body):
    """A section of this page."""
    return section(anchor, section_titles()[anchor], body)


def examples(server: str):
    """Addresses to begin with."""
    stock = f"{server}/marts/mart_supply_stock"
    return interface.examples(
        {
            f"{server}/kpis/people_reached?by=month": _("The people reached, whole and month by month"),
            f"{stock}?columns=site_name,item_name,stock_on_hand_qty&limit=10": _("The first ten rows of stock"),
        }
    )


def answers() -> list:
    """How to read an answer, and how to ask for little."""
    said = (
        _(
            "Missing is null. A count of people that is too small to be shown is null too, and is_suppressed or "
            "is_hidden says so."
        ),
        _(
            "Rows come in the order of the grain of their mart. Follow links.next until it is null: together the pages "
            "have every row of one build once, also when a newer build is published meanwhile."
        ),
        _(
            "With format=csv or format=parquet a mart gives every row at once, in a file that can be resumed. A KPI "
            "gives a plain table in those forms."
        ),
        _(
            "Each answer has a tag (ETag). Asked with If-None-Match, an answer that has not changed is 304, without a body."
        ),
        _(
            "A filter that is unknown or cannot be understood is refused, never dropped. Filters that do not apply to a "
            "KPI are named in ignored, as the pages name them."
        ),
    )
    return [html.P(one) for one in said]


def problem_words() -> str:
    """How problems are told."""
    return _("What cannot be answered is told as application/problem+json (RFC 9457). Its type is one of these:")


def names(server: str) -> list:
    """KPIs and marts by their names."""
    kpis = {one.name: _(one.label) for one in all_kpis()}
    tables = {name: _(meaning.meaning) for name, meaning in marts().items()}
    return [
        interface.name_table(_("KPIs"), f"{server}/kpis", kpis),
        interface.name_table(_("Marts"), f"{server}/marts", tables),
    ]
