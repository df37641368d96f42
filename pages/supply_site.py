"""One site: what it holds against its plan, what expires, and whether its reports came."""

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
from pages.supply_details import expiry, lots, positions, reports
from queries.reference import country_names
from queries.supply_records import site_record

dash.register_page(__name__, path_template="/supply/site/<site_key>", title=title_of(marked("Site")))


def layout(site_key="", **query):
    """The page of a site; a site that the build does not have, or that is not the reader's, is said to be missing."""
    begun = opening(query, own=("page",))
    if begun.empty is not None:
        return begun.empty
    code = unquote(str(site_key))
    record = site_record(begun.warehouse, code)
    if record is None:
        back = html.P(dcc.Link(_("Back to supply stock"), href=address("/supply", begun.filters)))
        told = [build_line(begun.info, begun.age), notices(list(begun.notices)), back]
        sentence = _("This build has no such site, or it is not open to you.")
        return html.Div([html.H1(_("No such site")), *told, html.P(sentence)])
    country = record["country_code"]
    filters = begun.filters.replace(countries=(country,) if country else ())
    path = f"/supply/site/{quote(code, safe='')}"
    page, strange = page_of(query)
    return html.Div(
        [
            *head(begun, named(code, record["site_name"]), path, ("group",)),
            html.P(
                dcc.Link(_("Back to supply stock of the country"), href=address("/supply", filters)),
                className="supply-back",
            ),
            notices([*strange, *sections.ignored(begun)]),
            site_facts(record, country_names(begun.warehouse)),
            section(
                _("On the shelves"),
                "shelves",
                shelves.status(begun, filters, "site_code", code),
                shelves.missing(begun, filters, code),
            ),
            positions(begun, filters, (path, code, page)),
            expiry(begun, filters, code),
            lots(begun, filters, code),
            reports(begun, code),
        ]
    )


def site_facts(record: dict, names: dict):
    """What is stated about the site."""
    words = {"site_code": _("Code"), "site_type": _("Kind"), "admin1_name": _("Area"), "office_name": _("Office")}
    listed = [(word, record[name]) for name, word in words.items()]
    return facts([*listed, (_("Country"), names.get(record["country_code"], record["country_code"]))])
