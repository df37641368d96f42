"""What the page of country risk is asked for: measure, dates, view and axes. No page itself; nothing raises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.risk_time import month_key
from components.words import _
from kpis import kpi
from kpis.kpi import Kpi
from pages.own_keys import left_out, one_of, page_of, text_of
from queries.filters import Filters
from queries.risk import months_with_data
from queries.warehouse import Warehouse

OWN_KEYS = ("measure", "month", "at", "against", "show", "across", "beside", "page")
MEASURES = (
    ("inform_risk", "inform_hazard_exposure", "inform_vulnerability", "inform_coping_capacity", "inform_severity"),
    ("people_in_need", "children_in_need", "targeted_share_of_need", "coverage_of_need"),
    ("food_insecure_people", "food_insecure_share", "food_emergency_people", "food_catastrophe_people"),
    ("conflict_deaths", "conflict_displacements", "disaster_displacements"),
    ("internally_displaced_people", "refugees_hosted", "refugees_originated"),
)
"""Names of the KPIs that can be drawn, in groups."""
BESIDE = ("stock_out_rate", "months_of_stock", "understocked_rate", "coverage_of_need", "targeted_share_of_need")
CHANGE = "change"


@dataclass(frozen=True)
class Choice:
    """What is shown. months: those with data, newest first. month: None where there are none. against: an earlier
    month, None without one. show: "" for the figures, CHANGE for what changed. across, beside: the axes of need and
    supply. notices: sentences on what was left out."""

    measure: Kpi
    across: Kpi
    beside: Kpi
    months: tuple[date, ...]
    month: date | None
    against: date | None
    show: str
    page: int
    notices: tuple[str, ...]

    @property
    def kept(self) -> dict[str, str]:
        """The keys of the page for an address, newest months left out: they are what an address without them gives."""
        kept = {"measure": self.measure.name, "beside": self.beside.name}
        if self.month and self.month != self.months[0]:
            kept["month"] = month_key(self.month)
        if self.against and self.against != before(self.months, self.month):
            kept["against"] = month_key(self.against)
        if self.show:
            kept["show"] = self.show
        if self.across is not self.measure:
            kept["across"] = self.across.name
        return kept

    def kept_without(self, *keys: str) -> dict[str, str]:
        """The keys of the page but these."""
        return {key: value for key, value in self.kept.items() if key not in keys}


def risk_choice(warehouse: Warehouse, filters: Filters, query: Mapping[str, object]) -> Choice:
    """The choice of an address; what is not understood falls back and is named."""
    names = [name for group in MEASURES for name in group]
    name, said = one_of(query, "measure", names)
    across, about_across = one_of(query, "across", names)
    beside, about_beside = one_of(query, "beside", BESIDE)
    show, about_show = one_of(query, "show", (CHANGE,))
    page, about_page = page_of(query)
    measure = kpi(name or MEASURES[0][0])
    need = kpi(across) if across else measure
    supply = kpi(beside or next(one for one in BESIDE if one != need.name))
    months = months_with_data(warehouse, measure, filters)
    month, about_month = chosen_month(query, months)
    earlier = {month_key(one): one for one in months if month and one < month}
    against, about_against = one_of(query, "against", earlier)
    notices = (*said, *about_across, *about_beside, *about_show, *about_page, *about_month, *about_against)
    then = earlier.get(against, before(months, month))
    return Choice(measure, need, supply, months, month, then, show, page, notices)


def chosen_month(query: Mapping[str, object], months: tuple[date, ...]) -> tuple[date | None, list[str]]:
    """The month of an address, by its name or by its place on the slider (0 is the oldest), else the newest."""
    place, said = text_of(query, "at")
    if place and place.isascii() and place.isdecimal() and len(place) < 6 and int(place) < len(months):
        return months[len(months) - 1 - int(place)], said
    if place:
        said = [left_out("at", place, _("is no place on the slider"))]
    keys = {month_key(one): one for one in months}
    chosen, about = one_of(query, "month", keys)
    return keys.get(chosen, months[0] if months else None), [*said, *about]


def before(months: tuple[date, ...], month: date | None) -> date | None:
    """The month with data before a month, None where it is the first."""
    return next((one for one in months if month and one < month), None)


def measure_groups() -> list[tuple[str, tuple[str, ...]]]:
    """(title, names of KPIs) in the order of the page."""
    titles = (_("Risk and severity"), _("Need"), _("Food"), _("Violence and flight"), _("Displaced people"))
    return list(zip(titles, MEASURES, strict=True))
