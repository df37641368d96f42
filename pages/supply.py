"""Supply stock: what runs out and when, what is on the shelves, what expires, what could move."""

import dash
from dash import html

from components.shell import notices, section
from components.words import _
from pages import supply_sections as sections
from pages import supply_shelves as shelves
from pages.opening import head, opening
from pages.own_keys import page_of
from pages.supply_details import exchange, expiry

dash.register_page(__name__, path="/supply", title="Supply stock · Lagebild")


def layout(**query):
    """The page for a query string: filters and page of the list of what runs out first."""
    begun = opening(query, own=("page",))
    if begun.empty is not None:
        return begun.empty
    page, strange = page_of(query)
    filters = begun.filters
    by_place = "site_code" if len(filters.countries) == 1 else "country_code"
    return html.Div(
        [
            *head(begun, _("Supply stock"), "/supply", ("group", "office")),
            notices([*strange, *sections.ignored(begun)]),
            sections.outlook(begun, filters, page, "/supply"),
            sections.key_figures(begun, filters),
            section(
                _("On the shelves"),
                "shelves",
                shelves.cover(begun, filters),
                shelves.stock_outs(begun, filters),
                shelves.missing(begun, filters),
                shelves.status(begun, filters, "item_code"),
                shelves.status(begun, filters, by_place),
            ),
            expiry(begun, filters),
            exchange(begun, filters),
        ]
    )
