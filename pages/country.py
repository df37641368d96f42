"""One country or area: what runs out, what is under way, who has reported, and the figures of every domain."""

import dash
from dash import html

from components.country_profile import jump_links, page_section, profile_lines
from components.filter_bar import address, filter_bar
from components.shell import build_line, notices, title_of
from components.words import _, current_language
from kpis.words import _ as marked
from pages.country_list import listing
from pages.country_parts import allowed, sections, ways
from pages.opening import notice_text, opening
from queries import country as asked
from queries.filter_choices import bar_choices
from queries.filters import Notice
from queries.reference import country_names

dash.register_page(__name__, path_template="/country/<iso3>", path="/country/none", title=title_of(marked("Country")))

ACTS = 5
"""Sections to act on; those of the domains follow."""


def layout(iso3="", **query):
    """The page of a country; an unknown code gives the list of countries and says why."""
    begun = opening({key: value for key, value in query.items() if key not in ("country", "region")})
    if begun.empty is not None:
        return begun.empty
    code = iso3.upper() if isinstance(iso3, str) else ""
    names = country_names(begun.warehouse, current_language())
    ignored = [notice_text(Notice(key, str(query[key])[:40], _("does not apply to the page of one country")))
               for key in ("country", "region") if query.get(key)]  # fmt: skip
    if code not in names:
        said = notice_text(Notice("country", str(iso3)[:40], _("is not a known country or area")))
        return listing(begun, [said, *ignored])
    if not is_open(begun.warehouse, code):
        return listing(begun, [_("The data of {country} are not open to you.").format(country=names[code]), *ignored])
    return of_country(begun, code, names[code], ignored)


def of_country(begun, code: str, name: str, said: list[str]):
    """The page of a known and open country. said: notices of its address."""
    filters = begun.filters.replace(countries=(code,))
    parts = sections(begun.warehouse, filters, begun.info.data_date or begun.info.built_at.date())
    above = [html.H1(name), build_line(begun.info, begun.age), notices([*begun.notices, *said]), bar(begun, code)]
    return html.Div(
        [*above, profile(begun, code, filters), jump_links(parts), drawn(parts, filters)], className="country-page"
    )


def is_open(warehouse, code: str) -> bool:
    """Whether the reader may see the country."""
    return warehouse.scope.countries is None or code in warehouse.scope.countries


def bar(begun, code: str):
    """The bar of filters without the choice of countries: the path names the country."""
    choices = bar_choices(begun.warehouse, begun.info, ("group", "sector"), current_language())
    offered = {key: held for key, held in choices.items() if key not in ("country", "region")}
    return filter_bar(begun.filters.replace(countries=()), offered, f"/country/{code}")


def profile(begun, code: str, filters):
    """Region, code, people, note, offices and sites, and the way to the other countries."""
    warehouse = begun.warehouse
    everywhere = filters.replace(countries=())
    # A reader of one country would be led from the bare list back here.
    searched = {"q": ""} if warehouse.scope.countries and len(warehouse.scope.countries) == 1 else {}
    links = [(_("All countries"), address("/country", everywhere, searched))]
    about, people = asked.profile(warehouse, code), asked.population(warehouse, code)
    return profile_lines(about, people, asked.sites(warehouse, filters), links)


def drawn(parts, filters):
    """The sections, each with links to more of it and to what explains it."""
    shown = {one["path"] for one in dash.page_registry.values()}
    found = [
        page_section(name, title, [*allowed(draw), *ways(name, title, filters, shown)]) for name, title, draw in parts
    ]
    return html.Div([html.Div(some, className="country-columns") for some in (found[:ACTS], found[ACTS:])])
