"""Countries and areas by region, to choose one from."""

from dash import dcc, html

from components.entry_list import chip
from components.format import number
from components.result import Field, Result, result, with_result
from components.words import _


def country_choice(regions, address_of, classes, wanted: str = "", kept=None):
    """regions: region -> [(code, name, has data)]; address_of: code -> address; classes: code -> LegendClass.
    wanted: what was looked for. kept: keys and values of the address that a search keeps."""
    find = html.Form(
        [
            html.Label(
                _("Find a country or area by name, in any language of the UN, or by code"), htmlFor="find-country"
            ),
            dcc.Input(id="find-country", name="q", value=wanted, type="search", maxLength=60),
            *[
                html.Select(html.Option(value, value=value), name=key, hidden=True)
                for key, value in (kept or {}).items()
            ],
            html.Button(_("Find"), type="submit", className="filter-apply"),
        ],
        action="/country",
        method="get",
        className="search-form",
    )
    if not regions:
        return html.Div([find, html.P(_("No country or area has such a name."), className="silent")])
    drawn = html.Div([find, *[_region(name, rows, address_of, classes) for name, rows in regions.items()]])
    return with_result(drawn, countries_shown(regions, classes))


def countries_shown(regions, classes) -> Result:
    """The countries and areas as a Result."""
    fields = [
        Field("region", _("Region")),
        Field("country_code", _("Code")),
        Field("country_name", _("Country or area")),
        Field("has_data", _("Data of our own")),
        Field("risk_class", _("Class of risk")),
    ]
    rows = [
        (region, code, name, _("yes") if has_data else _("no"), _(classes[code].word) if classes.get(code) else None)
        for region, held in regions.items()
        for code, name, has_data in held
    ]
    return result("countries", _("Countries and areas"), fields, rows)


def _region(name: str, rows, address_of, classes):
    told = sum(has_data for _code, _name, has_data in rows)
    summary = _("{region}: {told} of {all} with data").format(region=name, told=number(told), all=number(len(rows)))
    seen = [row for row in rows if row[2]]
    silent = [row for row in rows if not row[2]]
    parts = [_links(seen, address_of, classes)] * bool(seen)
    if silent:
        said = _("Without data of our own")
        parts.append(html.Details([html.Summary(said), _links(silent, address_of, classes)], open=not seen))
    return html.Section([html.H2(summary), *parts], className="region")


def _links(rows, address_of, classes):
    lines = [html.Li([dcc.Link(name, href=address_of(code)), " ", chip(classes.get(code))]) for code, name, _d in rows]
    return html.Ul(lines, className="country-links")
