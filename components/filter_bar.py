"""The bar of filters: a plain form that works without scripts, and chips for what is chosen."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from dash import dcc, html

from components.format import day, month
from components.words import _

MANY_COUNTRIES = 5
"""From more countries than this on, one chip stands for all of them."""


def address(path: str, filters, kept: Mapping[str, str] | None = None) -> str:
    """The address of a page with filters, and with own keys of the page behind them."""
    query = filters.to_query() | dict(kept or {})
    return f"{path}?{urlencode(query)}" if query else path


def filter_bar(filters, choices: Mapping, path: str, kept: Mapping[str, str] | None = None):
    """The bar of a page. choices: what bar_choices gives. kept: the page's own keys and values."""
    fields = [
        _month_field("since", _("From"), filters.since, choices),
        _month_field("until", _("To"), filters.until, choices),
    ]
    fields.append(_field("country", _("Countries"), _country_options(filters, choices), multiple=True))
    fields.append(
        _field(
            "region",
            _("Add a region"),
            [_option("", _("none"), True), *[_option(name, name) for name in choices["region"]]],
        )
    )
    for key, label, chosen in (
        ("group", _("Item groups"), filters.item_groups),
        ("sector", _("Sectors"), filters.sectors),
    ):
        if choices.get(key):
            options = [_option(value, name, value in chosen) for value, name in choices[key]]
            fields.append(_field(key, label, options, multiple=True))
    fields.append(_field("build", _("As known on"), _build_options(filters, choices)))
    shown = {"since", "until", "country", "build"} | {key for key in ("group", "sector") if choices.get(key)}
    hidden = {k: v for k, v in (filters.to_query() | dict(kept or {})).items() if k not in shown}
    fields += [html.Select(_option(value, value, True), name=key, hidden=True) for key, value in hidden.items()]
    fields.append(html.Button(_("Show"), type="submit", className="filter-apply"))
    form = html.Form(fields, action=path, method="get", className="filter-form", key=address(path, filters, kept))
    opened = html.Details([html.Summary(_("Change what is shown")), form], className="filter-details")
    return html.Section(
        [_presets(filters, choices["newest"], path, kept), _chips(filters, choices, path, kept), opened],
        className="filter-bar",
        **{"aria-label": _("Filters")},
    )


def preset_periods(newest: date) -> list[tuple[str, date | None, date | None]]:
    """(label, first month, last month) of the periods that one click gives, reckoned from the day of the data."""
    until = date(newest.year, newest.month, 1)
    told = {3: _("Last 3 months"), 6: _("Last 6 months"), 12: _("Last 12 months")}
    found = [(label, _months_before(until, months - 1), until) for months, label in told.items()]
    return [*found, (_("This year"), date(newest.year, 1, 1), until), (_("All time"), None, None)]


def _months_before(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _presets(filters, newest: date, path: str, kept):
    links = []
    for label, since, until in preset_periods(newest):
        is_on = (filters.since, filters.until) == (since, until)
        marks = {"aria-current": "true"} if is_on else {}
        target = address(path, filters.replace(since=since, until=until), kept)
        links.append(html.Li(html.Span(dcc.Link(label, href=target), **marks, className="is-on" if is_on else "")))
    return html.Ul(links, className="presets", **{"aria-label": _("Period")})


def _option(value: str, label: str, is_chosen: bool = False):
    return html.Option(label, value=value, **({"selected": "selected"} if is_chosen else {}))


def _field(key: str, label: str, options: list, *, multiple: bool = False):
    size = {"multiple": True, "size": "6"} if multiple else {}
    return html.Label([html.Span(label), html.Select(options, name=key, **size)], className="filter-field")


def _month_field(key: str, label: str, chosen: date | None, choices: Mapping):
    months = choices["months"]
    months = months if chosen is None or chosen in months else tuple(sorted({*months, chosen}, reverse=True))
    options = [_option(f"{one:%Y-%m}", month(one), one == chosen) for one in months]
    return _field(key, label, [_option("", _("open"), chosen is None), *options])


def _country_options(filters, choices: Mapping) -> list:
    offered = {code for _region, held in choices["country"] for code, _name in held}
    groups = [
        html.Optgroup(
            [_option(code, name, code in filters.countries) for code, name in held], label=region or _("Other areas")
        )
        for region, held in choices["country"]
    ]
    others = [code for code in filters.countries if code not in offered]
    return [*[_option(code, code, True) for code in others], *groups]


def _build_options(filters, choices: Mapping) -> list:
    newest = _option("", _("today"), filters.build is None)
    options = [_option(one, f"{day(made)} · {one}", one == filters.build) for one, made in choices["build"]]
    if filters.build and filters.build not in dict(choices["build"]):
        options.append(_option(filters.build, filters.build, True))
    return [newest, *options]


def _chips(filters, choices: Mapping, path: str, kept):
    chips = [_chip(label, address(path, without, kept)) for label, without in chosen(filters, choices)]
    if not chips:
        return html.P(_("All countries, all months."), className="chips")
    bare = dcc.Link(_("Reset all"), href=path, className="chip-reset")
    return html.Ul([*chips, html.Li(bare)], className="chips", **{"aria-label": _("Chosen filters")})


def _chip(label: str, target: str):
    sign = html.Span(" ✕", **{"aria-hidden": "true"})
    return html.Li(
        dcc.Link([html.Span(_("Remove") + " ", className="unseen"), label, sign], href=target, className="chip")
    )


def chosen(filters, choices: Mapping) -> list[tuple[str, object]]:
    """(what is chosen, the filters without it), in the order of the bar."""
    found = []
    if filters.since:
        found.append((_("from {month}").format(month=month(filters.since)), filters.replace(since=None)))
    if filters.until:
        found.append((_("to {month}").format(month=month(filters.until)), filters.replace(until=None)))
    found += _chosen_countries(filters, choices)
    labels = {key: dict(choices.get(key, ())) for key in ("group", "sector")}
    for key, field in (
        ("group", "item_groups"),
        ("sector", "sectors"),
        ("", "offices"),
        ("", "programmes"),
        ("", "items"),
        ("", "donors"),
        ("", "sources"),
    ):
        values = getattr(filters, field)
        for value in values:
            rest = tuple(one for one in values if one != value)
            found.append((labels.get(key, {}).get(value, value), filters.replace(**{field: rest})))
    if filters.build:
        made = dict(choices["build"]).get(filters.build)
        told = _("as known on {day}").format(day=day(made)) if made else filters.build
        found.append((told, filters.replace(build=None)))
    return found


def _chosen_countries(filters, choices: Mapping) -> list[tuple[str, object]]:
    codes = filters.countries
    if len(codes) > MANY_COUNTRIES:
        region = next((name for name, held in choices["region"].items() if tuple(sorted(held)) == codes), None)
        told = region or _("{count} countries").format(count=len(codes))
        return [(told, filters.replace(countries=()))]
    names = {code: name for _region, held in choices["country"] for code, name in held}
    rest = {code: tuple(one for one in codes if one != code) for code in codes}
    return [(names.get(code, code), filters.replace(countries=rest[code])) for code in codes]
