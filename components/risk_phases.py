"""Phases of food insecurity: map in the official colours, people by phase, and both as tables."""

from collections.abc import Mapping

from components.figures import bar_figure
from components.format import number
from components.result import Field
from components.risk_areas import paged
from components.risk_map import Ground, Shown, nothing_known
from components.table import Column, table
from components.words import _
from kpis.area_phase import NOT_ANALYSED, NOT_TOLD, area_phase
from kpis.kpi import PEOPLE, PERCENT
from kpis.legends import IPC_PHASES, LegendClass

DARK_LINE = "#8d98a3"
PHASES = tuple(f"food_phase{phase}_people" for phase in (1, 2, 3, 4, 5))
COLOURS = {name: one.colour for name, one in zip(PHASES, IPC_PHASES.classes, strict=True)}
MOST_BARS = 20


def with_phases(frame):
    """The frame with phase_class (a LegendClass), shares of the people analysed (share1 to share5, in per cent) and
    share_in_need (phases 3 to 5); missing where people are not published."""
    rows = frame.to_dict("records")
    frame = frame.assign(
        phase_class=[area_phase(row["food_analysed_people"], [row[name] for name in PHASES]) for row in rows]
    )
    # Without people analysed there is nothing to be a share of.
    analysed = frame["food_analysed_people"].where(frame["food_analysed_people"] > 0)
    shares = {f"share{at}": frame[name] / analysed * 100 for at, name in enumerate(PHASES, start=1)}
    return frame.assign(**shares, share_in_need=frame["food_insecure_people"] / analysed * 100)


def phases_shown(frame, ground: Ground, code: str = "country_code") -> Shown:
    """The map of with_phases(frame); whoever is not in it is not analysed."""
    found = dict(zip(frame[code], frame["phase_class"], strict=True))
    shares = dict(zip(frame[code], frame["share_in_need"], strict=True))
    told = {
        one: _("{share} % in phase 3 or worse").format(share=number(share, 1))
        for one, share in shares.items()
        if share == share
    }
    values = {one: (share,) for one, share in shares.items()}
    fields = (Field("share_in_need_pct", _("In phase 3 or worse"), "number", "%", 1),)
    every = nothing_known(ground, NOT_ANALYSED) | found
    return Shown(_("Phase"), IPC_PHASES, every, told, {}, line=DARK_LINE, values=values, fields=fields)


def phase_sentence(found: Mapping[object, LegendClass] | list, when: str) -> str:
    """In how many of the countries or areas analysed at least a fifth of the people are in crisis or worse."""
    classes = [one for one in found if one in IPC_PHASES.classes]
    if not classes:
        return _("Food insecurity, {when}: nothing has been analysed").format(when=when)
    worse = [one for one in classes if one.code in ("phase3", "phase4", "phase5")]
    said = _("Food insecurity, {when}: {count} of {total} analysed are in phase 3 (crisis) or worse")
    return said.format(when=when, count=number(len(worse)), total=number(len(classes)))


def phase_bars(frame, name: str, *, in_people: bool) -> dict:
    """Stacked bars of the phases, most need first, for the first MOST_BARS rows. name: the column of labels."""
    columns = {key if in_people else f"share{at}": one for at, (key, one) in enumerate(_labels().items(), start=1)}
    colours = dict(zip(columns, COLOURS.values(), strict=True))
    order = "food_insecure_people" if in_people else "share_in_need"
    kept = frame.sort_values(order, ascending=False, na_position="last").head(MOST_BARS)
    return bar_figure(kept, name, columns, PEOPLE if in_people else PERCENT, colours)


def bars_sentence(frame) -> str:
    """How many people are in phase 3 or worse; those not published are said."""
    known = frame["food_insecure_people"].dropna()
    said = _("{people} people are in phase 3 (crisis) or worse in {count} countries or areas analysed")
    said = said.format(people=number(float(known.sum())), count=number(len(known)))
    silent = len(frame) - len(known)
    return said + (_("; {count} publish no figure").format(count=number(silent)) if silent else "")


def phase_table(frame, first: Column, last: Column, caption: str, place: tuple) -> list:
    """A page of first, phase, people in need and their share, last, the worst phase first. place: page and address."""
    order = {one.code: at for at, one in enumerate((NOT_ANALYSED, NOT_TOLD, *IPC_PHASES.classes))}
    frame = frame.assign(order=[order[one.code] for one in frame["phase_class"]])
    columns = [
        first,
        Column("phase_class", _("Phase"), "status"),
        Column("food_insecure_people", _("In phase 3 or worse"), "number"),
        Column("share_in_need", _("Share"), "percent", decimals=1),
        last,
    ]
    return paged(frame.sort_values(["order", "share_in_need"], ascending=False), columns, caption, place)


def people_table(frame, first: Column, caption: str):
    """Name, people analysed and people by phase."""
    columns = [first, Column("food_analysed_people", _("People analysed"), "number")]
    columns += [Column(name, label, "number") for name, label in _labels().items()]
    ordered = frame.sort_values("food_insecure_people", ascending=False, na_position="last")
    return table(ordered, columns, caption=caption)


def _labels() -> dict[str, str]:
    return {name: _(one.word) for name, one in zip(PHASES, IPC_PHASES.classes, strict=True)}
