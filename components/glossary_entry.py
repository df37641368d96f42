"""A KPI as its declaration says it: what it means, how it adds up, its classes, its worked examples."""

from datetime import date

from dash import html

from components.format import day, kpi_amount, number
from components.legend_list import legend_marks, legend_title
from components.suppressed import small_count_rule
from components.words import _
from kpis.kpi import Direction, Example, Kpi, Rollup


def glossary_entry(kpi: Kpi):
    """The entry, under an anchor with the name of the KPI."""
    terms = [part for term, told in _facts(kpi) for part in (html.Dt(term), html.Dd(told))]
    head = html.H3([_(kpi.label), " ", html.A("#", href=f"#{kpi.name}", className="anchor", **_named(kpi))])
    body = [
        head,
        html.P(_(kpi.definition), className="definition"),
        html.Dl(terms, className="kpi-facts"),
        worked_examples(kpi),
    ]
    return html.Article(body, id=kpi.name, className="glossary-entry")


def over_time(kpi: Kpi) -> str:
    """How months become one figure."""
    return {
        Rollup.SUM: _("months add up"),
        Rollup.LAST: _("the newest month with data counts; nothing is carried forward"),
        Rollup.MAX: _("the highest month counts"),
        Rollup.NEVER: _("no figure for several months"),
    }[kpi.time_rollup]


def over_places(kpi: Kpi) -> str:
    """How countries become one figure."""
    if kpi.place_rollup is Rollup.QUANTILE:
        share = number(kpi.quantile * 100)
        return _("the value that {share} per cent of all rows do not exceed").format(share=share)
    return {
        Rollup.SUM: _("sums are divided, ratios are never averaged") if kpi.is_ratio else _("countries add up"),
        Rollup.MAX: _("the highest country counts"),
        Rollup.NEVER: _("no figure for several countries"),
    }[kpi.place_rollup]


def _named(kpi: Kpi) -> dict[str, str]:
    return {"aria-label": _("Link to {label}").format(label=_(kpi.label))}


def _facts(kpi: Kpi) -> list[tuple]:
    facts = [
        (_("Formula"), _(kpi.formula)),
        (_("Counts"), _(kpi.population)),
        (_("Unit"), _(kpi.unit.label)),
        (_("Direction"), direction_words(kpi)),
        (_("Over time"), over_time(kpi) + _apart(kpi)),
        (_("Over places"), over_places(kpi)),
        (_("Target"), _("none declared") if kpi.target is None else kpi_amount(kpi, kpi.target)),
    ]
    if kpi.legend:
        name = html.A(legend_title(kpi.legend), href=f"#legend-{kpi.legend.name}")
        facts.append((_("Classes"), [name, " ", legend_marks(kpi.legend)]))
    if kpi.small_count_threshold is not None:
        facts.append((_("Small counts"), small_count_rule(kpi)))
    rhythm = _("every {count} days").format(count=number(kpi.rhythm_days))
    facts += [(_("Reported"), rhythm), (_("Owner"), kpi.owner), (_("Sources"), _(kpi.sources))]
    return [*facts, (_("Version"), number(kpi.version)), (_("Computed from"), html.Code(_columns(kpi)))]


def direction_words(kpi: Kpi) -> str:
    """Which way is better."""
    if kpi.direction is Direction.INSIDE:
        low, high = (kpi_amount(kpi, bound) for bound in kpi.inside)
        return _("good between {low} and {high}").format(low=low, high=high)
    return _("more is better") if kpi.direction is Direction.HIGHER else _("less is better")


def _apart(kpi: Kpi) -> str:
    if not kpi.last_within:
        return ""
    return _(", each {what} by itself").format(what=" + ".join(kpi.last_within))


def _columns(kpi: Kpi) -> str:
    below = f" / {kpi.denominator}" if kpi.denominator else ""
    return f"{kpi.mart}: {kpi.numerator}{below}"


def worked_examples(kpi: Kpi):
    """The worked examples in one table: the rows, and beside them the result and the reason."""
    columns = list(dict.fromkeys(column for one in kpi.examples for row in one.rows for column, _value in row))
    heads = [html.Th(html.Code(column), scope="col") for column in columns] or [html.Th(_("Rows"), scope="col")]
    heads += [html.Th(_("Result"), scope="col"), html.Th(_("Because"), scope="col")]
    bodies = [html.Tbody(_example_rows(kpi, one, columns)) for one in kpi.examples]
    caption = html.Caption(_("Worked examples: {label}").format(label=_(kpi.label)), className="heard-only")
    table = html.Table([caption, html.Thead(html.Tr(heads)), *bodies], className="plain-table examples")
    told = _("{count} worked examples").format(count=number(len(kpi.examples)))
    return html.Details([html.Summary(told), html.Div(table, className="scrolls", tabIndex=0)])


def _example_rows(kpi: Kpi, one: Example, columns: list[str]):
    height = max(1, len(one.rows))
    result = [
        html.Td(html.B(_result(kpi, one.value)), rowSpan=height, className="number"),
        html.Td(_(one.because), rowSpan=height),
    ]
    if not one.rows:
        return [html.Tr([html.Td(_("no rows"), colSpan=max(1, len(columns))), *result])]
    cells = [[_cell(dict(row), column) for column in columns] for row in one.rows]
    return [html.Tr([*of_row, *(result if place == 0 else [])]) for place, of_row in enumerate(cells)]


def _result(kpi: Kpi, value: float | None) -> str:
    """The result as a card shows it, with more digits where the card would round it."""
    is_exact = value is None or float(value * 10**kpi.decimals).is_integer()
    return kpi_amount(kpi, value) if is_exact else number(value, 2)


def _cell(row: dict, column: str):
    """A cell of an example; what a row names as None is missing, what it does not name is not said."""
    if column not in row:
        return html.Td("")
    value = row[column]
    if value is None:
        return html.Td(_("missing"), className="missing")
    if isinstance(value, date):
        return html.Td(day(value))
    if isinstance(value, int | float):
        return html.Td(number(value, 0 if float(value).is_integer() else 2), className="number")
    return html.Td(str(value))
