"""The bar of filters: a plain form that works without scripts, and chips for what is chosen."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from dash import dcc, html

from components.format import day, month
from components.words import _
from kpis.months import months_before

CHOICE_FIELDS = {
    "group": "item_groups",
    "sector": "sectors",
    "office": "offices",
    "programme": "programmes",
    "donor": "donors",
}
"""Key of a page's further choices -> field of the filters."""
OTHER_FIELDS = ("items", "projects", "sources")
SUBJECTS = ("kpi", "mart")
"""Own keys that say what a page is about: they stay when all filters go."""
MANY_COUNTRIES = 5
"""From more countries than this on, one chip stands for all of them."""


def address(path: str, filters, kept: Mapping[str, str] | None = None) -> str:
    """The address of a page with filters, and with own keys of the page behind them."""
    query = filters.to_query() | dict(kept or {})
    return f"{path}?{urlencode(query)}" if query else path


def filter_bar(filters, choices: Mapping, path: str, kept: Mapping[str, str] | None = None):
    """The bar of a page. choices: what bar_choices gives; without country and region the page is of one place.
    kept: the page's own keys and values."""
    form = html.Form(
        [*_fields(filters, choices), *_unseen(filters, choices, kept), html.Button(_("Show"), type="submit")],
        action=path,
        method="get",
        className="filter-form",
        key=address(path, filters, kept),
    )
    parts = [
        _presets(filters, choices["newest"], path, kept),
        _chips(filters, choices, path, kept),
        html.Details([html.Summary(_("Change what is shown")), form], className="filter-details"),
    ]
    return html.Section(parts, className="filter-bar", **{"aria-label": _("Filters")})


def _fields(filters, choices: Mapping) -> list:
    """The fields that the visitor sees."""
    fields = [
        _field("since", _("From"), _month_options("since", filters, choices)),
        _field("until", _("To"), _month_options("until", filters, choices)),
        _field("compare", _("Compare with"), _comparison_options(filters)),
        _field("build", _("As known on"), _build_options(filters, choices)),
        *_place_fields(filters, choices),
    ]
    labels = (_("Item groups"), _("Sectors"), _("Offices"), _("Programmes"), _("Donors"))
    for key, label in zip(CHOICE_FIELDS, labels, strict=True):
        if choices.get(key):
            fields.append(_field(key, label, _value_options(key, filters, choices), multiple=True))
    return fields


def _place_fields(filters, choices: Mapping) -> list:
    """The fields of countries and regions; none on a page of one place."""
    if "country" not in choices:
        return []
    regions = [_option("", _("none"), True), *[_option(name, name) for name in choices["region"]]]
    return [
        _field("region", _("Add a region"), regions),
        _field("country", _("Countries"), _country_options(filters, choices), multiple=True),
    ]


def comparisons() -> dict[str, str]:
    """Value of the key compare -> words, the one that is meant without the key first."""
    words = (_("the period before"), _("the same months a year before"), _("the target"))
    return dict(zip(("previous", "last-year", "plan"), words, strict=True))


def _comparison_options(filters) -> list:
    return [
        _option("" if at == 0 else value, label, value == filters.compare)
        for at, (value, label) in enumerate(comparisons().items())
    ]


def _unseen(filters, choices: Mapping, kept) -> list:
    """Fields that the visitor does not see: filters without a field here, and the page's own keys."""
    seen = {"since", "until", "country", "compare", "build", *(key for key in CHOICE_FIELDS if choices.get(key))}
    query = filters.to_query() | dict(kept or {})
    return [
        html.Select(_option(query[key], query[key], True), name=key, hidden=True) for key in query if key not in seen
    ]


def preset_periods(newest: date) -> list[tuple[str, date | None, date | None]]:
    """(label, first month, last month) of the periods that one click gives, reckoned from the day of the data."""
    until = date(newest.year, newest.month, 1)
    told = {3: _("Last 3 months"), 6: _("Last 6 months"), 12: _("Last 12 months")}
    found = [(label, months_before(until, months - 1), until) for months, label in told.items()]
    return [*found, (_("This year"), date(newest.year, 1, 1), until), (_("All time"), None, None)]


def _presets(filters, newest: date, path: str, kept):
    links = []
    for label, since, until in preset_periods(newest):
        target = address(path, filters.replace(since=since, until=until), kept)
        if (filters.since, filters.until) == (since, until):
            links.append(html.Li(html.A(label, href=target, className="is-current", **{"aria-current": "true"})))
        else:
            links.append(html.Li(dcc.Link(label, href=target)))
    return html.Ul(links, className="presets", **{"aria-label": _("Period")})


def _option(value: str, label: str, is_chosen: bool = False):
    return html.Option(label, value=value, **({"selected": "selected"} if is_chosen else {}))


def _field(key: str, label: str, options: list, *, multiple: bool = False):
    size = {"multiple": True, "size": "6"} if multiple else {}
    return html.Label([html.Span(label), html.Select(options, name=key, **size)], className="filter-field")


def _month_options(key: str, filters, choices: Mapping) -> list:
    chosen, months = getattr(filters, key), choices["months"]
    months = months if chosen is None or chosen in months else tuple(sorted({*months, chosen}, reverse=True))
    written = {one: filters.replace(**{key: one}).to_query()[key] for one in months}
    return [
        _option("", _("open"), chosen is None),
        *[_option(written[one], month(one), one == chosen) for one in months],
    ]


def _value_options(key: str, filters, choices: Mapping) -> list:
    field = CHOICE_FIELDS[key]
    chosen = getattr(filters, field)
    written = {value: filters.replace(**{field: (value,)}).to_query()[key] for value, _name in choices[key]}
    return [_option(written[value], name, value in chosen) for value, name in choices[key]]


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
        return html.P(_("Everything is shown, nothing is left out."), className="chips-none")
    subject = {key: value for key, value in (kept or {}).items() if key in SUBJECTS}
    bare_path = f"{path}?{urlencode(subject)}" if subject else path
    bare = dcc.Link(_("Reset all"), href=bare_path, className="chip-reset")
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
    labels = {field: dict(choices.get(key, ())) for key, field in CHOICE_FIELDS.items()}
    for field in (*CHOICE_FIELDS.values(), *OTHER_FIELDS):
        values = getattr(filters, field)
        for value in values:
            rest = tuple(one for one in values if one != value)
            found.append((labels.get(field, {}).get(value, value), filters.replace(**{field: rest})))
    if filters.compare != next(iter(comparisons())):
        told = _("compared with {period}").format(period=comparisons()[filters.compare])
        found.append((told, filters.replace(compare=next(iter(comparisons())))))
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
    names = {code: name for _region, held in choices.get("country", ()) for code, name in held}
    rest = {code: tuple(one for one in codes if one != code) for code in codes}
    return [(names.get(code, code), filters.replace(countries=rest[code])) for code in codes]
