"""Areas inside one country: food insecurity phases, needs, people reached and stock by first-level area."""

import dash
from dash import html

from components.filter_bar import address
from components.risk_areas import country_links
from components.risk_bar import view_links
from components.shell import notices
from components.words import _, current_language
from kpis import kpi
from pages.opening import Opening, head, opening
from pages.own_keys import one_of, page_of
from pages.risk_area_parts import areas_of_food, areas_of_kpi
from pages.risk_ways import ways
from queries import boundaries
from queries.reference import country_names
from queries.risk_areas import BY_AREA, KINDS, NEEDS, countries_with_areas

PATH = "/risk/areas"
OWN_KEYS = ("of", "page")
dash.register_page(__name__, path=PATH, title="Areas inside a country · Lagebild")


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query, own=OWN_KEYS)
    if begun.empty is not None:
        return begun.empty
    of, said = one_of(query, "of", KINDS)
    page, about_page = page_of(query)
    code = begun.filters.countries[0] if len(begun.filters.countries) == 1 else None
    of = of or first_kind(begun, code)
    names = country_names(begun.warehouse, current_language())
    title = _("Areas of {country}").format(country=names.get(code, code)) if code else _("Areas inside a country")
    parts = head(begun, title, PATH, kept={"of": of})
    parts += [notices([*said, *about_page]), ways(PATH, begun.filters), kind_links(begun, of)]
    if code:
        parts += one_country(begun, of, page, names.get(code, code))
    return html.Div([*parts, others(begun, of, names)])


def first_kind(begun: Opening, code: str | None) -> str:
    """The first kind of figure that the country has, or any country where none is chosen."""
    held = {kind: countries_with_areas(begun.warehouse, kind) for kind in KINDS}
    return next((kind for kind, codes in held.items() if codes and (code is None or code in codes)), KINDS[0])


def label(kind: str) -> str:
    """What a kind of figure is called."""
    return _("Food insecurity phases") if kind == "food" else _(kpi((NEEDS | BY_AREA)[kind]).label)


def kind_links(begun: Opening, of: str):
    """Links to the kinds of figures."""
    links = [(label(kind), address(PATH, begun.filters, {"of": kind}), kind == of) for kind in KINDS]
    return view_links(links, _("What is shown"))


def one_country(begun: Opening, of: str, page: int, place: str) -> list:
    """The figures of the areas of the one country; a sentence where it has none."""
    here = address(PATH, begun.filters, {"of": of})
    drawn = areas_of_food(begun, place, (page, here)) if of == "food" else areas_of_kpi(begun, of, place, (page, here))
    if drawn is None:
        said = _("{country} has no figures by area of this kind in this build and selection.").format(country=place)
        return [html.P(said, className="silent")]
    bare = begun.filters.replace(countries=begun.filters.countries[:1])
    link = view_links([(_("Everything about {country}").format(country=place),
                        address(f"/country/{begun.filters.countries[0]}", bare.replace(countries=())), False)],
                      _("More"))  # fmt: skip
    return [*drawn, link]


def others(begun: Opening, of: str, names: dict[str, str]):
    """The countries that have figures of the kind by area, to choose one."""
    codes = sorted(countries_with_areas(begun.warehouse, of), key=lambda code: names.get(code, code))
    links = [
        (
            names.get(code, code),
            address(PATH, begun.filters.replace(countries=(code,)), {"of": of}),
            boundaries.area_file(code) is not None,
        )
        for code in codes
    ]
    silent = _("No country has figures by area of this kind in this build.")
    title = _("Countries with figures by area: {label}").format(label=label(of))
    return html.Section([html.H2(title), country_links(links, silent)])
