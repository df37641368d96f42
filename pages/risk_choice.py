"""What the page of country risk is asked for: measure, months and what stands beside. No page itself; nothing raises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.words import _
from kpis import kpi
from kpis.kpi import Kpi
from pages.own_keys import one_of, page_of
from queries.filters import Filters
from queries.risk import months_with_data
from queries.warehouse import Warehouse

OWN_KEYS = ("measure", "month", "against", "beside", "page")
MEASURES = (
    ("inform_risk", "inform_hazard_exposure", "inform_vulnerability", "inform_coping_capacity", "inform_severity"),
    ("people_in_need", "children_in_need", "targeted_share_of_need", "coverage_of_need"),
    ("food_insecure_people", "food_insecure_share", "food_emergency_people", "food_catastrophe_people"),
    ("conflict_deaths", "conflict_displacements", "disaster_displacements"),
    ("internally_displaced_people", "refugees_hosted", "refugees_originated"),
)
"""Names of the KPIs that can be drawn, in groups."""
BESIDE = ("stock_out_rate", "coverage_of_need", "targeted_share_of_need")


@dataclass(frozen=True)
class Choice:
    """What is shown. months: those with data, newest first. month: None where there are none. against: an earlier
    month, None without one. notices: sentences on what was left out."""

    measure: Kpi
    beside: Kpi
    months: tuple[date, ...]
    month: date | None
    against: date | None
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
        return kept


def risk_choice(warehouse: Warehouse, filters: Filters, query: Mapping[str, object]) -> Choice:
    """The choice of an address; what is not understood falls back and is named."""
    name, said = one_of(query, "measure", [name for group in MEASURES for name in group])
    beside, more = one_of(query, "beside", BESIDE)
    page, about_page = page_of(query)
    measure = kpi(name or MEASURES[0][0])
    months = months_with_data(warehouse, measure, filters)
    keys = {month_key(one): one for one in months}
    chosen, about_month = one_of(query, "month", keys)
    month = keys.get(chosen, months[0] if months else None)
    earlier = {key: one for key, one in keys.items() if month and one < month}
    against, about_against = one_of(query, "against", earlier)
    other = kpi(beside or next(one for one in BESIDE if one != measure.name))
    notices = (*said, *more, *about_page, *about_month, *about_against)
    return Choice(measure, other, months, month, earlier.get(against, before(months, month)), page, notices)


def before(months: tuple[date, ...], month: date | None) -> date | None:
    """The month with data before a month, None where it is the first."""
    return next((one for one in months if month and one < month), None)


def month_key(month: date) -> str:
    """A month in an address: 2026-03."""
    return str(month)[:7]


def measure_groups() -> list[tuple[str, tuple[str, ...]]]:
    """(title, names of KPIs) in the order of the page."""
    titles = (_("Risk and severity"), _("Need"), _("Food"), _("Violence and flight"), _("Displaced people"))
    return list(zip(titles, MEASURES, strict=True))
