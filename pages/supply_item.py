"""One item: where it is, when it runs out, what of it expires."""

from urllib.parse import quote, unquote

import dash
from dash import dcc, html

from components.filter_bar import address
from components.shell import build_line, notices, section, title_of
from components.supply_tables import facts
from components.supply_words import named
from components.words import _
from kpis.words import _ as marked
from pages import supply_sections as sections
from pages import supply_shelves as shelves
from pages.opening import head, opening
from pages.own_keys import page_of
from pages.supply_details import expiry, lots, positions
from queries.supply_records import item_record

dash.register_page(__name__, path_template="/supply/item/<item_key>", title=title_of(marked("Item")))


def layout(item_key="", **query):
    """The page of an item; an item that the build does not have is said to be missing."""
    begun = opening(query, own=("page",))
    if begun.empty is not None:
        return begun.empty
    code = unquote(str(item_key))
    record = item_record(begun.warehouse, code)
    listed = address("/supply", begun.filters.replace(items=()))
    back = html.P(dcc.Link(_("Back to supply stock"), href=listed), className="supply-back")
    if record is None:
        told = [build_line(begun.info, begun.age), notices(list(begun.notices)), back]
        sentence = _("This build has no such item, or it is not open to you.")
        return html.Div([html.H1(_("No such item")), *told, html.P(sentence)])
    path = f"/supply/item/{quote(code, safe='')}"
    filters = begun.filters.replace(items=(code,), item_groups=())
    page, strange = page_of(query)
    return html.Div(
        [
            *head(begun, named(code, record["item_name"]), path, ("office",)),
            back,
            notices([*strange, *sections.ignored(begun)]),
            item_facts(record),
            sections.key_figures(begun, filters),
            sections.outlook(begun, filters, 1, path),
            positions(begun, filters, (path, "", page)),
            section(_("Stock-outs"), "shelves", shelves.stock_outs(begun, filters), shelves.missing(begun, filters)),
            expiry(begun, filters),
            lots(begun, filters),
        ]
    )


def item_facts(record: dict):
    """What is stated about the item."""
    words = {
        "item_code": _("Code"),
        "item_group": _("Group"),
        "unit_name": _("Unit"),
        "unit_cost_usd": _("Unit cost in US$"),
        "children_per_unit": _("Children per unit"),
        "minimum_months": _("Minimum months of stock"),
        "maximum_months": _("Maximum months of stock"),
    }
    return facts([(word, record[name]) for name, word in words.items()])
