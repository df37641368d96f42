"""A number explained: what it means, how it came about, how good and how fresh it is, and its worked examples."""

from dataclasses import dataclass, field

from dash import dcc, html

from components.card_result import card_results
from components.column_words import exact
from components.entry_list import chip
from components.figure_parts import known
from components.format import day, kpi_amount, month, number
from components.glossary_entry import direction_words, over_places, over_time, worked_examples
from components.kpi_card import Beside
from components.legend_list import legend_marks
from components.result import with_result
from components.suppressed import small_count_rule, suppressed_sentence, suppressed_text, unit_beside
from components.words import _, plural
from kpis.kpi import Kpi


@dataclass(frozen=True)
class Told:
    """What is known of a KPI now.

    value: its KpiValue. filters: what is in force, in words. age: the class of its freshness, None for a look ahead.
    reports: who reported, None where nobody does. build: the id of the build. rows, permanent: addresses of the rows
    behind it and of this explanation on this build.
    """

    value: object
    filters: list[str] = field(default_factory=list)
    age: object = None
    reports: object = None
    build: str = ""
    rows: str = ""
    permanent: str = ""


def kpi_explanation(kpi: Kpi, told: Told):
    """The section of a KPI."""
    listed = [part for term, said in _facts(kpi, told) for part in (html.Dt(term), html.Dd(said))]
    links = [
        dcc.Link([_("Show the rows"), _about(kpi)], href=told.rows),
        dcc.Link([_("Permanent link"), _about(kpi)], href=told.permanent),
        html.A(_("Where it comes from"), href=f"#{kpi.mart}"),
    ]
    parts = [
        html.H2(_(kpi.label)),
        html.P(_(kpi.definition), className="definition"),
        html.P(_now(kpi, told.value), className="explained-value"),
        html.Ul([html.Li(one) for one in links], className="explained-links"),
        html.Dl(listed, className="kpi-facts"),
        worked_examples(kpi),
    ]
    drawn = html.Article(parts, id=kpi.name, className="glossary-entry explained-number")
    for one in card_results(kpi, told.value, told.age, told.reports, Beside()):
        with_result(drawn, one)
    return drawn


def computed(kpi: Kpi, value) -> str:
    """How the value came about, in a sentence."""
    rows = plural("{count} row", "{count} rows", value.row_count).format(count=number(value.row_count))
    if value.is_suppressed:
        return suppressed_sentence(kpi, value)
    if known(value.value) is None:
        return _("No figure from {rows}.").format(rows=rows)
    result = kpi_amount(kpi, value.value)
    if not kpi.is_ratio:
        return _("{result} from {rows}").format(result=result, rows=rows)
    told = _("{numerator} divided by {denominator} is {result}, from {rows}")
    scaled = _("{numerator} divided by {denominator}, times {scale}, is {result}, from {rows}")
    found = {"numerator": exact(value.numerator), "denominator": exact(value.denominator)}
    found |= {"result": result, "rows": rows, "scale": number(kpi.scale)}
    return (told if kpi.scale == 1 else scaled).format(**found)


def period(value) -> str:
    """The months behind a value."""
    if value.as_of is None:
        return _("The publisher gives none.")
    if value.first_month == value.as_of or value.first_month is None:
        return month(value.as_of)
    return _("{first} to {last}").format(first=month(value.first_month), last=month(value.as_of))


def filter_words(filters, names, built) -> list[str]:
    """What limits the figures, a sentence for each: countries by name, months, the build with its day.
    built: what the build says about itself."""
    said = []
    if filters.since:
        said.append(_("From {month}").format(month=month(filters.since)))
    if filters.until:
        said.append(_("To {month}").format(month=month(filters.until)))
    labels = {
        "countries": _("Countries"), "offices": _("Offices"), "programmes": _("Programmes"), "sectors": _("Sectors"),
        "item_groups": _("Item groups"), "items": _("Items"), "donors": _("Donors"), "projects": _("Projects"),
        "sources": _("Sources"),
    }  # fmt: skip
    for held, label in labels.items():
        if values := getattr(filters, held):
            said.append(f"{label}: {', '.join(names.get(one, one) for one in values)}")
    said = said or [_("None: everything in the build that is open to you")]
    told = _("As known on {day}, build {build}") if filters.build else _("The current build, of {day}: {build}")
    return [*said, told.format(day=day(built.built_at), build=built.build_id)]


def _about(kpi: Kpi):
    return html.Span(": " + _(kpi.label), className="unseen")


def _now(kpi: Kpi, value) -> list:
    found = kpi.legend.class_of(value.value) if kpi.legend and value.value is not None else None
    unit = f" {unit_beside(kpi, value)}".rstrip()
    amount = suppressed_text(kpi, value) if value.is_suppressed else kpi_amount(kpi, value.value)
    return [html.B(amount, className="kpi-value"), html.Span(unit), " ", chip(found)]


def _facts(kpi: Kpi, told: Told) -> list[tuple]:
    value = told.value
    facts = [
        (_("Formula"), _(kpi.formula)),
        (_("What counts"), _(kpi.population)),
        (_("Computed"), computed(kpi, value)),
        (_("Period"), period(value)),
        (_("Filters in force"), _filters(told)),
        (_("Target"), _target(kpi)),
        (_("Over time"), over_time(kpi)),
        (_("Over places"), over_places(kpi)),
        (_("Freshness"), _freshness(kpi, told)),
        (_("Reported"), _reported(told.reports)),
        (_("Sources"), _(kpi.sources)),
        (_("Columns"), html.Code(f"{kpi.mart}: {kpi.numerator}{f' / {kpi.denominator}' * kpi.is_ratio}")),
        (_("Owner"), kpi.owner),
        (_("Definition"), _("version {version}").format(version=number(kpi.version))),
        (_("Build"), html.Code(told.build)),
    ]
    if kpi.legend:
        facts.insert(6, (_("Classes"), legend_marks(kpi.legend)))
    if kpi.small_count_threshold is not None:
        facts.append((_("Small counts"), small_count_rule(kpi)))
    return facts


def _filters(told: Told):
    said = list(told.filters)
    if told.value.ignored:
        left = ", ".join(name.replace("_", " ") for name in told.value.ignored)
        said.append(_("Without effect on this number: {names}.").format(names=left))
    return html.Ul([html.Li(one) for one in said])


def _target(kpi: Kpi) -> str:
    """The target, and which way is better."""
    way = direction_words(kpi)
    if kpi.target is None:
        return _("none declared; {way}").format(way=way)
    return _("{target}; {way}").format(target=kpi_amount(kpi, kpi.target), way=way)


def _freshness(kpi: Kpi, told: Told) -> str:
    rhythm = plural("expected every day", "expected every {count} days", kpi.rhythm_days)
    rhythm = rhythm.format(count=number(kpi.rhythm_days))
    if told.value.as_of is None:
        return rhythm
    word = _(told.age.word) if told.age else _("a look ahead")
    return f"{word}; {rhythm}"


def _reported(reports) -> str:
    """n of N, and of which month."""
    if reports is None or not reports.expected_count:
        return _("no reports are expected for this number")
    told = _("{reported} of {expected} in {month}: {late} late, {silent} silent")
    return told.format(
        reported=number(reports.reported_count),
        expected=number(reports.expected_count),
        month=month(reports.month_date),
        late=number(reports.late_count + reports.unscheduled_count),
        silent=number(reports.silent_count),
    )
