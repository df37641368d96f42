"""One country or area: what runs out, what is under way, who has reported, and the figures of every domain."""

from urllib.parse import quote

import dash
from dash import html

from components import country_lists as lists
from components.country_profile import jump_links, needs_sentence, page_section, profile_lines, risk_figure
from components.filter_bar import address
from components.kpi_list import kpi_list
from components.shell import build_line, notices, title_of
from components.words import _, current_language
from kpis import kpi, kpis_of
from kpis.words import _ as marked
from pages.countries import listing
from pages.opening import notice_text, opening
from queries import country as asked
from queries.filters import Notice
from queries.kpi_values import ignored_by, kpi_value
from queries.reference import country_names
from queries.warehouse import NotAllowed

dash.register_page(__name__, path_template="/country/<iso3>", path="/country/none", title=title_of(marked("Country")))

DOMAINS = (("projects", "/projects"), ("aid", "/aid"), ("supply", "/supply"), ("risk", "/risk"), ("funding", ""))
MOST_LINES = 50


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
    filters = begun.filters.replace(countries=(code,))
    parts = sections(begun.warehouse, filters, begun.info.data_date or begun.info.built_at.date())
    head = [html.H1(names[code]), build_line(begun.info), notices([*begun.notices, *ignored])]
    return html.Div(
        [*head, profile(begun, code, filters), jump_links(parts), drawn(parts, filters)], className="country-page"
    )


def is_open(warehouse, code: str) -> bool:
    """Whether the reader may see the country."""
    return warehouse.scope.countries is None or code in warehouse.scope.countries


def profile(begun, code: str, filters):
    """Region, codes, note, people, offices and sites, and the way to other pages."""
    warehouse = begun.warehouse
    shown = {one["path"] for one in dash.page_registry.values()}
    links = [(title, address(path, filters)) for _domain, path, title in domains() if path in shown]
    links.append((_("All countries"), address("/country", filters.replace(countries=()))))
    about, people = asked.profile(warehouse, code), asked.population(warehouse, code)
    return profile_lines(about, people, asked.sites(warehouse, filters), links)


def domains():
    """(domain, path of its page, title) in the order of the page."""
    titles = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return [(domain, path, title) for (domain, path), title in zip(DOMAINS, titles, strict=True)]


def sections(warehouse, filters, today):
    """(identifier, title, what draws it) of each part; lists to act on first."""
    parts = [
        ("runs-out", _("What runs out"), lambda: shortages(warehouse, filters, today)),
        ("late", _("Late order lines"), lambda: lines(warehouse, filters, today, is_late=True)),
        ("under-way", _("Under way"), lambda: lines(warehouse, filters, today, is_late=False)),
        ("reports", _("Did our report arrive?"), lambda: reports(warehouse, filters)),
    ]
    for domain, _path, title in domains():
        parts.append((domain, title, lambda domain=domain: figures(warehouse, filters, domain)))
    return parts


def drawn(parts, filters):
    """The sections; those of a domain lead to its page."""
    shown = {one["path"] for one in dash.page_registry.values()}
    targets = {domain: address(path, filters) for domain, path, _title in domains() if path in shown}
    found = [page_section(name, title, allowed(draw), targets.get(name, "")) for name, title, draw in parts]
    acts = len(parts) - len(DOMAINS)
    return html.Div([html.Div(some, className="country-columns") for some in (found[:acts], found[acts:])])


def records(path: str, filters):
    """A function from the parts of a key to the address of the page of one record."""
    return lambda *key: address("/".join([path, *(quote(str(part), safe="") for part in key)]), filters)


def allowed(draw) -> list:
    """What draw() gives, or the sentence that this part is not open to the reader."""
    try:
        return draw()
    except NotAllowed as error:
        return [html.P(_(str(error)), className="silent")]


def shortages(warehouse, filters, today):
    """Items that run out, with what to order."""
    frame = asked.shortages(warehouse, filters)
    ignored = ignored_by(warehouse, kpi("projected_stock_outs"), asked.any_time(filters))
    note = _("Projected for the country as a whole; the filters on offices, programmes and the like do not apply.")
    said = [html.P(lists.shortage_sentence(frame, today))] + [html.P(note, className="silent")] * bool(ignored)
    return [*said, lists.shortage_list(frame, today, records("/supply/item", filters))]


def lines(warehouse, filters, today, *, is_late: bool):
    """Order lines not received: those past the agreed date, or the others."""
    found = asked.lines_under_way(warehouse, filters, MOST_LINES, is_late)
    nothing = _("No order line is late.") if is_late else _("No order line is under way.")
    return [lists.line_list(found, today, nothing, records("/aid/line", filters))]


def reports(warehouse, filters):
    """n of N for each kind of report, month by month, and which units have reported."""
    sites = asked.sites(warehouse, filters)
    names = dict(zip(sites["office_code"], sites["office_name"], strict=True))
    names |= dict(zip(sites["site_code"], sites["site_name"], strict=True))
    told = [lists.kind_of_report(*one) for one in asked.reporting_kinds(warehouse, filters)]
    return [*told, *allowed(lambda: [lists.arrival_list(asked.arrivals(warehouse, filters), names)])]


def figures(warehouse, filters, domain: str):
    """The KPIs of a domain, and below them its list."""
    body = [kpi_list([(one, kpi_value(warehouse, one, filters)) for one in kpis_of(domain)])]
    if domain == "projects":
        body.append(lists.project_list(asked.projects(warehouse, filters), records("/projects", filters)))
    elif domain == "risk":
        body += [*needs(warehouse, filters), risk_figure(asked.risk_by_month(warehouse, filters))]
    elif domain == "funding":
        body.append(lists.plan_list(asked.plans(warehouse, filters), asked.FUNDING_KPIS))
    return body


def needs(warehouse, filters) -> list:
    """People in need, targeted and reached, in all and by sector."""
    names = ("people_in_need", "targeted_share_of_need", "coverage_of_need")
    said = needs_sentence(*(kpi_value(warehouse, kpi(name), filters) for name in names))
    return [html.H3(_("Needs")), said, lists.need_list(asked.needs_by_sector(warehouse, filters))]
