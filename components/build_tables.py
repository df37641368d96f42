"""Builds to open, and two builds side by side."""

from collections.abc import Callable, Mapping, Sequence

from dash import html

from components.card_result import unit_words
from components.format import day, kpi_amount, number
from components.reference_parts import drawn, plain_table
from components.result import Field, Place, with_place
from components.suppressed import suppressed_text
from components.words import _
from kpis.kpi import PERCENT, Kpi

ORDER = ("changed", "appeared", "vanished", "unchanged")


def build_table(builds: Sequence, shown: str, address: Callable[..., str]):
    """Builds, newest first, with links. shown: the id of the build on this page; address: of this page with
    build= or against= in it."""
    rows = []
    for build in builds:
        is_shown = build.build_id == shown
        opened = html.A(
            _("open as known on {day}").format(day=day(build.data_date)), href=address(build=build.build_id)
        )
        compared = html.A(_("compare with the one shown"), href=address(against=build.build_id) + "#compare")
        mark = [html.Code(build.build_id), " ", html.B(_("▶ shown"))] if is_shown else html.Code(build.build_id)
        same = _("is the one shown")
        demo = _("Demo data") if build.is_demo else _("no demo data")
        ways = drawn(opened, build.data_date), drawn(same if is_shown else compared, same if is_shown else None)
        rows.append([drawn(mark, build.build_id), build.built_at, demo, *ways])
    heads = [
        Field("build_id", _("Build")),
        Field("built_date", _("Built on"), "date"),
        Field("kind", _("Kind")),
        Field("data_date", _("Open"), "date"),
        Field("is_shown", _("Compare")),
    ]
    return plain_table(_("The newest builds at hand"), heads, rows)


def count_table(older: Mapping[str, int], newer: Mapping[str, int]):
    """Row counts of two builds; a table that a build lacks has a dash."""
    rows = []
    for name in sorted({*older, *newer}):
        counts = older.get(name), newer.get(name)
        gap = None if None in counts else counts[1] - counts[0]
        told = drawn("–" if gap is None else signed(gap), gap)
        rows.append([drawn(html.Code(name), name), *counts, told])
    heads = [
        Field("table_name", _("Table")),
        Field("older_count", _("Older build"), "number"),
        Field("newer_count", _("Newer build"), "number"),
        Field("difference_count", _("Difference"), "number"),
    ]
    return with_place(plain_table(_("Rows of each table"), heads, rows), Place("compare-rows", ""))


def restatement_table(found: Sequence):
    """KPIs of two builds with their difference; what changed comes first, what neither has is left out."""
    told = [one for one in found if one.word in ORDER]
    told.sort(key=lambda one: ORDER.index(one.word))
    rows = [
        [
            drawn(_(one.kpi.label), _(one.kpi.label), one.kpi.name, unit_words(one.kpi)),
            drawn(_value(one.kpi, one.older), one.older.value, one.older.as_of),
            drawn(_value(one.kpi, one.newer), one.newer.value, one.newer.as_of),
            drawn(_gap(one), one.difference),
            _sign(one.word),
        ]
        for one in told
    ]
    return plain_table(_("Key figures"), restatement_fields(), rows)


def restatement_fields() -> list[Field | tuple[Field, ...]]:
    """The columns of two builds compared: a month stands behind each value, a unit behind each name."""
    return [
        (Field("kpi_label", _("KPI")), Field("kpi_name", _("Name")), Field("unit", _("Unit"))),
        (
            Field("older_value", _("Older build"), "number", decimals=2),
            Field("older_month", _("Older build: as of"), "month"),
        ),
        (
            Field("newer_value", _("Newer build"), "number", decimals=2),
            Field("newer_month", _("Newer build: as of"), "month"),
        ),
        Field("difference", _("Difference"), "number", decimals=2),
        Field("finding", _("Finding")),
    ]


def signed(value: float, decimals: int = 0) -> str:
    """A difference with its sign; no difference is a zero without one."""
    return ("+" if value > 0 else "") + number(value, decimals)


def _value(kpi: Kpi, result) -> str:
    return suppressed_text(kpi, result) if result.is_suppressed else kpi_amount(kpi, result.value)


def _gap(one) -> str:
    """The difference in the unit of the KPI; shares differ by points."""
    if one.difference is None:
        return "–"
    if one.word == "changed" and _value(one.kpi, one.older) == _value(one.kpi, one.newer):
        return _("less than is shown")
    if one.kpi.unit is PERCENT:
        return _("{points} points").format(points=signed(one.difference, one.kpi.decimals))
    return ("+" if one.difference > 0 else "") + kpi_amount(one.kpi, one.difference)


def _sign(word: str) -> str:
    words = {
        "changed": _("◆ changed"),
        "appeared": _("▲ only in the newer"),
        "vanished": _("▼ only in the older"),
        "unchanged": _("= the same"),
    }
    return words[word]
