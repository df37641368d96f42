"""What stands behind a number: what it means, how it was computed, from which rows and sources, and its address."""

from urllib.parse import urlencode

from dash import html

from components.figure_parts import known
from components.format import day, kpi_amount, month, number
from components.words import _
from kpis.kpi import Kpi


def explain(kpi: Kpi, value, filters, sources=()):
    """A <details> for a KPI and its KpiValue.

    filters: a Filters with the build named, so that the link shows the same number for as long as the build is kept.
    sources: the rows of lineage, as a frame or mappings: source_title, publisher_name, licence, loaded_at, and where
    known page_url, file_name, rows_quarantined_count.
    """
    parts = [
        (_("Definition"), _(kpi.definition)),
        (_("Formula"), _(kpi.formula)),
        (_("What counts"), _(kpi.population)),
        (_("Computed"), _computed(kpi, value)),
        (_("Period"), _period(value)),
        (_("Filters in force"), _filters(filters, value)),
        (_("Worked example"), _example(kpi)),
        (_("Sources"), _sources(kpi, sources)),
        (
            _("Owner"),
            _("{owner}; version {version} of the definition").format(owner=kpi.owner, version=number(kpi.version)),
        ),
        (_("Permanent link"), html.A(_("This number on this build"), href=permanent_link(kpi, filters))),
    ]
    listed = [item for term, said in parts for item in (html.Dt(term), html.Dd(said))]
    label = _("Explain: {label}").format(label=_(kpi.label))
    return html.Details([html.Summary(_("Explain"), **{"aria-label": label}), html.Dl(listed)], className="explain")


def permanent_link(kpi: Kpi, filters) -> str:
    """The address of the number on the page that is open, relative to it."""
    return f"?{urlencode(filters.to_query())}#kpi-{kpi.name}"


def _computed(kpi: Kpi, value) -> str:
    rows = _("{count} rows").format(count=number(value.row_count))
    if value.is_suppressed:
        return _("Hidden: the count of people is too small to be shown.")
    if known(value.value) is None:
        return _("No figure from {rows}.").format(rows=rows)
    result = kpi_amount(kpi, value.value)
    if not kpi.is_ratio:
        return _("{result} from {rows}").format(result=result, rows=rows)
    told = _("{numerator} divided by {denominator} is {result}, from {rows}")
    above, below = (
        number(one, 1 if known(one) and not float(one).is_integer() else 0)
        for one in (value.numerator, value.denominator)
    )
    scaled = _("{numerator} divided by {denominator}, times {scale}, is {result}, from {rows}")
    found = {"numerator": above, "denominator": below, "result": result, "rows": rows, "scale": number(kpi.scale)}
    return (told if kpi.scale == 1 else scaled).format(**found)


def _period(value) -> str:
    if value.as_of is None:
        return _("The publisher gives none.")
    if value.first_month == value.as_of or value.first_month is None:
        return month(value.as_of)
    return _("{first} to {last}").format(first=month(value.first_month), last=month(value.as_of))


def _filters(filters, value):
    query = filters.to_query()
    said = [f"{key}: {query[key]}" for key in query] or [_("None: everything in the build.")]
    if value.ignored:
        left = ", ".join(name.replace("_", " ") for name in value.ignored)
        said.append(_("Without effect on this number: {names}.").format(names=left))
    return html.Ul([html.Li(one) for one in said])


def _example(kpi: Kpi):
    """The first example with a value, else the first."""
    shown = next((one for one in kpi.examples if one.value is not None), kpi.examples[0])
    rows = [", ".join(f"{name} = {_cell(cell)}" for name, cell in row) for row in shown.rows]
    given = html.Ul([html.Li(row) for row in rows] or [html.Li(_("no rows"))])
    return [
        given,
        html.P(_("gives {value}: {because}").format(value=kpi_amount(kpi, shown.value), because=_(shown.because))),
    ]


def _cell(value) -> str:
    if value is None:
        return _("missing")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, 0 if float(value).is_integer() else 2)
    return day(value) if hasattr(value, "year") else str(value)


def _sources(kpi: Kpi, sources):
    rows = sources.to_dict("records") if hasattr(sources, "to_dict") else list(sources)
    if not rows:
        return _(kpi.sources)
    return html.Ul([html.Li(_source(row)) for row in rows])


def _source(row) -> list:
    """One source: title, publisher, licence, when it was loaded, rows set aside."""
    title = _text(row.get("source_title") or row.get("title"))
    page = row.get("page_url")
    said = [html.A(title, href=page, rel="noopener noreferrer") if _is_address(page) else title]
    publisher, licence = _text(row.get("publisher_name")), _text(row.get("licence"))
    told = _("; {publisher}; licence: {licence}; loaded {day}")
    said.append(told.format(publisher=publisher, licence=licence, day=_loaded(row.get("loaded_at"))))
    if known(row.get("rows_quarantined_count")):
        told = _("; {count} rows set aside as not valid")
        said.append(told.format(count=number(known(row["rows_quarantined_count"]))))
    return said


def _text(value) -> str:
    return _("not stated") if value is None or value != value or not str(value) else str(value)


def _is_address(value) -> bool:
    return isinstance(value, str) and value.startswith(("https:", "http:"))


def _loaded(value) -> str:
    return _("at a time not stated") if value is None or value != value else day(value)
