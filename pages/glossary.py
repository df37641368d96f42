"""Glossary: every KPI as declared, the legend sets, the codes, the sources with their licence."""

from urllib.parse import urlencode

import dash
from dash import html

from components.format import number
from components.glossary_entry import glossary_entry
from components.legend_list import legend_table
from components.reference_parts import contents, drawn, outside, page_links, plain_table, search_form, section
from components.result import Field
from components.shell import build_line, notices
from components.words import _
from kpis import all_kpis
from kpis.legends import LEGENDS
from pages.opening import opening
from pages.own_keys import page_of, page_part, text_of
from queries.lineage import source_states
from queries.reference import countries

PATH = "/glossary"

dash.register_page(__name__, path=PATH, title="Glossary · Lagebild")


def layout(**query):
    """The glossary, or what of it has all the words of the search."""
    begun = opening(query, own=("q", "page"))
    text, said = text_of(query, "q")
    page, said_too = page_of(query)
    kept = begun.filters.to_query()
    told = [*begun.notices, *said, *said_too]
    if begun.empty is not None:
        told.append(_("No data have been published yet, so codes and sources are missing."))
    found = [kpi for kpi in all_kpis() if matches(text, kpi_texts(kpi))]
    known = begun.warehouse is not None
    looked_up = [codes(begun.warehouse, text, page, kept), sources(begun.warehouse, text)] if known else []
    return html.Div(
        [
            html.H1(_("Glossary")),
            build_line(begun.info, begun.age) if known else None,
            notices(told),
            search_form(PATH, _("Words to find"), text, kept),
            html.P(heading(text, len(found)), role="status"),
            contents(section_titles(known, {kpi.domain for kpi in found})),
            *kpi_sections(found),
            legends(),
            *looked_up,
        ],
        className="reference-page",
    )


def domain_titles() -> dict[str, str]:
    """Domain -> its name for readers."""
    names = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return dict(zip(("projects", "aid", "supply", "risk", "funding"), names, strict=True))


def section_titles(known: bool, domains) -> dict[str, str]:
    """Anchor -> title of every section of the page."""
    more = {"codes": _("Codes of countries and areas"), "sources": _("Sources")} if known else {}
    of_kpis = {domain: title for domain, title in domain_titles().items() if domain in domains}
    return of_kpis | {"legends": _("Legend sets")} | more


def heading(text: str, count: int) -> str:
    """How many KPIs are shown, and of how many."""
    every = number(len(all_kpis()))
    if not text:
        return _("{every} KPIs, each as it is declared and computed.").format(every=every)
    return _("{count} of {every} KPIs have “{text}”.").format(count=number(count), every=every, text=text)


def matches(text: str, texts) -> bool:
    """True when every word of the search stands somewhere in the texts; case does not matter."""
    whole = " ".join(one for one in texts if one).casefold()
    return all(word in whole for word in text.casefold().split())


def kpi_texts(kpi) -> tuple[str, ...]:
    """What the search looks at in a KPI."""
    said = (kpi.label, kpi.definition, kpi.formula, kpi.population, kpi.sources)
    return (kpi.name, kpi.mart, kpi.numerator, kpi.denominator or "", kpi.owner, *(_(one) for one in said))


def kpi_sections(found):
    """The entries by domain; domains without an entry are left out."""
    for domain, title in domain_titles().items():
        if entries := [glossary_entry(kpi) for kpi in found if kpi.domain == domain]:
            yield section(domain, title, entries)


def legends():
    """All legend sets, and how to read the examples."""
    told = _("A class is told by its word and shape; the colour repeats it. A bound belongs to one class only.")
    sets = html.Div([legend_table(one) for one in LEGENDS], className="legend-sets")
    return section("legends", _("Legend sets"), [html.P(told), sets])


def codes(warehouse, text: str, page: int, kept: dict[str, str]):
    """Countries and areas with their codes and notes, 50 at a time; those with a note first."""
    every = countries(warehouse).astype(object).to_dict("records")
    known = [
        {name: cell for name, cell in row.items() if cell == cell} for row in every
    ]  # missing is unequal to itself
    rows = [row for row in known if matches(text, country_texts(row))]
    rows.sort(key=lambda row: (not row.get("footnote"), row["country_code"]))
    part, page, pages = page_part(len(rows), page)
    cells = [
        [drawn(html.Code(row["country_code"]), row["country_code"]), *(row.get(name) for name in COUNTRY_COLUMNS)]
        for row in rows
    ]
    labels = (_("Code"), _("Name"), _("ISO 2"), _("M49"), _("Region"), _("Note"))
    heads = [Field(*one) for one in zip(("country_code", *COUNTRY_COLUMNS), labels, strict=True)]
    caption = _("{count} countries and areas, those with a note first").format(count=number(len(rows)))
    address = f"{PATH}?{urlencode(kept | ({'q': text} if text else {}) | {'page': ''})}"
    body = [plain_table(caption, heads, cells, part), page_links(page, pages, address, "codes")]
    return section("codes", _("Codes of countries and areas"), body)


COUNTRY_COLUMNS = ("country_name", "iso2_code", "m49_code", "region_name", "footnote")


def country_texts(row: dict) -> list[str]:
    """What the search looks at in a country."""
    return [str(row[name]) for name in ("country_code", *COUNTRY_COLUMNS) if row.get(name)]


def sources(warehouse, text: str):
    """The sources of the build with publisher, licence and page."""
    rows = []
    for state in source_states(warehouse):
        load = state.newest
        name = load.source_title or load.source_name
        if matches(text, (name, load.source_name, load.publisher_name, load.licence)):
            page = drawn(outside(load.page_url, load.page_url or "–"), load.page_url)
            rows.append([name, load.publisher_name, load.licence, page, load.owner_name, load.loaded_at])
    heads = [
        Field("source_title", _("Source")),
        Field("publisher_name", _("Publisher")),
        Field("licence", _("Licence")),
        Field("page_url", _("Page")),
        Field("owner_name", _("Owner")),
        Field("loaded_date", _("Newest load"), "date"),
    ]
    caption = _("{count} sources of this build").format(count=number(len(rows)))
    return section("sources", _("Sources"), [plain_table(caption, heads, rows)])
