"""Classes for a map or a ranking of a KPI: its own legend, or one by its unit. Whoever has no figure is a class of its own."""

from kpis.kpi import CHILDREN, DEATHS, MOVEMENTS, PEOPLE, PERCENT, SCORE, Kpi
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
_DEGREES = (_("very low"), _("low"), _("medium"), _("high"), _("very high"))
_AMOUNTS = (_("very few"), _("few"), _("some"), _("many"), _("very many"))


def _legend(name: str, words: tuple[str, ...], bounds: tuple, maximum: float | None = None) -> Legend:
    classes = tuple(
        LegendClass(code, word, shape, colour, ink, low, high)
        for (code, shape, colour, ink), word, low, high in zip(_LOOKS, words, bounds, bounds[1:], strict=False)
    )
    return Legend(name, classes, (), "low", 0, maximum)


SCORES = _legend("scores", _DEGREES, (0, 2, 4, 6, 8, 10), 10)
"""Five equal parts of the scale, for scores whose publisher has no classes here."""
COUNTS_OF_PEOPLE = _legend("counts_of_people", _AMOUNTS, (0, 10_000, 100_000, 1_000_000, 5_000_000, None))
COUNTS_OF_DEATHS = _legend("counts_of_deaths", _AMOUNTS, (0, 25, 100, 1_000, 10_000, None))
SHARES = _legend("shares", _DEGREES, (0, 20, 40, 60, 80, None))
_BY_UNIT = {
    SCORE: SCORES,
    PEOPLE: COUNTS_OF_PEOPLE,
    CHILDREN: COUNTS_OF_PEOPLE,
    MOVEMENTS: COUNTS_OF_PEOPLE,
    DEATHS: COUNTS_OF_DEATHS,
    PERCENT: SHARES,
}


def map_legend(kpi: Kpi) -> Legend | None:
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
