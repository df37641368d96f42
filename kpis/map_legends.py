"""Classes for a map or a ranking of a KPI: its own legend, or one by its unit. Whoever has no figure is a class of its own."""

from dataclasses import dataclass

from kpis.kpi import (
    CHILDREN,
    DEATHS,
    MOVEMENTS,
    ORDER_LINES,
    PEOPLE,
    PERCENT,
    SCORE,
    US_DOLLARS,
    Direction,
    Kpi,
    Unit,
)
from kpis.legends import BLACK, SUPPRESSED, WHITE, Legend, LegendClass
from kpis.words import _

NO_DATA = LegendClass("no_data", _("no data"), "hatch", "#e6e6e6", BLACK)
NOT_CHOSEN = LegendClass("not_chosen", _("outside the selection"), "cross", "#f4f4f4", BLACK)
DISPUTED = LegendClass("disputed", _("status disputed or undetermined"), "dash", "#c9c4bb", BLACK)

_LOOKS = (
    ("very_low", "ring", "#fff3b0", BLACK),
    ("low", "circle", "#fdc46a", BLACK),
    ("medium", "square", "#f08650", BLACK),
    ("high", "diamond", "#b8325a", WHITE),
    ("very_high", "triangle_up", "#5c1a5e", WHITE),
)
_CALM_LOOKS = (
    ("very_low", "ring", "#dbe9f4", BLACK),
    ("low", "circle", "#a5c8e4", BLACK),
    ("medium", "square", "#5b9bcb", BLACK),
    ("high", "diamond", "#22659c", WHITE),
    ("very_high", "triangle_up", "#0b3c66", WHITE),
)
"""For quantities of which more is no worse."""
_DEGREES = (_("very low"), _("low"), _("medium"), _("high"), _("very high"))
_AMOUNTS = (_("very few"), _("few"), _("some"), _("many"), _("very many"))
_SUMS = (_("very little"), _("little"), _("some"), _("much"), _("very much"))


def _legend(
    name: str, words: tuple[str, ...], bounds: tuple, maximum: float | None = None, looks: tuple = _LOOKS
) -> Legend:
    classes = tuple(
        LegendClass(code, word, shape, colour, ink, low, high)
        for (code, shape, colour, ink), word, low, high in zip(looks, words, bounds, bounds[1:], strict=False)
    )
    return Legend(name, classes, (), "low", 0, maximum)


SCORES = _legend("scores", _DEGREES, (0, 2, 4, 6, 8, 10), 10)
"""Five equal parts of the scale, for scores whose publisher has no classes here."""
COUNTS_OF_PEOPLE = _legend("counts_of_people", _AMOUNTS, (0, 10_000, 100_000, 1_000_000, 5_000_000, None))
COUNTS_OF_DEATHS = _legend("counts_of_deaths", _AMOUNTS, (0, 25, 100, 1_000, 10_000, None))
SUMS_OF_MONEY = _legend(
    "sums_of_money", _SUMS, (0, 1_000_000, 10_000_000, 30_000_000, 100_000_000, None), looks=_CALM_LOOKS
)
COUNTS_OF_LINES = _legend("counts_of_lines", _AMOUNTS, (0, 10, 50, 200, 1_000, None), looks=_CALM_LOOKS)
SHARES = _legend("shares", _DEGREES, (0, 20, 40, 60, 80, None))
_BY_UNIT = {
    SCORE: SCORES,
    PEOPLE: COUNTS_OF_PEOPLE,
    CHILDREN: COUNTS_OF_PEOPLE,
    MOVEMENTS: COUNTS_OF_PEOPLE,
    DEATHS: COUNTS_OF_DEATHS,
    PERCENT: SHARES,
    US_DOLLARS: SUMS_OF_MONEY,
    ORDER_LINES: COUNTS_OF_LINES,
}


@dataclass(frozen=True)
class MapMeasure:
    """What a map draws besides KPIs: a count that is made of several figures and is no figure of its own."""

    name: str
    label: str
    definition: str
    unit: Unit
    direction: Direction
    legend: Legend
    decimals: int = 0


DECISION_KINDS = MapMeasure(
    "decision_kinds",
    _("Kinds of decisions that are due"),
    _(
        "How many of five kinds of decisions concern a country: items that run out within six months, order lines"
        " overdue, money used too fast or too slowly, a risk or severity score that rose, reports due and missing."
        " Equal counts are ordered by INFORM risk. No data: none of the five can be judged."
    ),
    Unit("decision_kinds", _("kinds of decisions")),
    Direction.LOWER,
    Legend(
        "decision_kinds",
        tuple(
            LegendClass(code, word, shape, colour, ink, low, high)
            for (code, shape, colour, ink), word, low, high in zip(
                _LOOKS,
                (_("none is due"), _("one kind"), _("two kinds"), _("three kinds"), _("four or five kinds")),
                (0, 1, 2, 3, 4),
                (1, 2, 3, 4, 5),
                strict=True,
            )
        ),
        (),
        "low",
        0,
        5,
        is_counted=True,
    ),
)
"""The measure of the map of the home page: where most is to be decided."""


def map_legend(kpi: Kpi | MapMeasure) -> Legend | None:
    """The classes in which a KPI is drawn by country; None where it cannot be classed."""
    return kpi.legend if kpi.legend and kpi.legend.classes[0].high is not None else _BY_UNIT.get(kpi.unit)


def map_class(legend: Legend, value: float | None, is_suppressed: bool = False) -> LegendClass:
    """The class of one country. Without a value it is "no data", never the lowest class; a value outside the
    range of the legend has no class either."""
    if is_suppressed:
        return SUPPRESSED
    if value is None or value != value:
        return NO_DATA
    return legend.class_of(value) or NO_DATA
