"""All countries and areas by region, to choose one from; a reader of one country gets the page of that."""

import dash

from components.words import current_language
from pages import country
from pages.country_list import listing
from pages.opening import opening
from pages.own_keys import text_of
from queries.reference import country_names

dash.register_page(__name__, path="/country", title="Countries · Lagebild")


def layout(**query):
    """The list, narrowed by q; bad values are named and left out. A reader with exactly one country gets its page,
    unless q is in the address."""
    begun = opening(query, own=("q",))
    if begun.empty is not None:
        return begun.empty
    wanted, said = text_of(query, "q")
    own = begun.warehouse.scope.countries
    names = country_names(begun.warehouse, current_language())
    if own and len(own) == 1 and "q" not in query and (code := next(iter(own))) in names:
        return country.of_country(begun, code, names[code], said)
    return listing(begun, said, wanted)
