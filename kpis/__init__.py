"""What the numbers mean. Nothing here queries or draws."""

from kpis import aid, funding, milestones, projects, risk, supply, supply_outlook
from kpis.kpi import Kpi
from kpis.summed import SummedMart


class UnknownKpi(LookupError):
    """There is no KPI of that name."""


def all_kpis() -> tuple[Kpi, ...]:
    """Every KPI, by domain in the order of the pages and by importance within the domain."""
    return projects.KPIS + milestones.KPIS + aid.KPIS + supply.KPIS + supply_outlook.KPIS + risk.KPIS + funding.KPIS


def kpis_of(domain: str) -> tuple[Kpi, ...]:
    """The KPIs of one domain, most important first; empty for an unknown domain."""
    return tuple(one for one in all_kpis() if one.domain == domain)


def kpi(name: str) -> Kpi:
    """The KPI of that name; UnknownKpi when there is none."""
    for one in all_kpis():
        if one.name == name:
            return one
    raise UnknownKpi(f"There is no KPI {name!r}.")


def summed_marts(mart: str) -> tuple[SummedMart, ...]:
    """The marts that add up rows of another, the coarsest first; empty where there is none."""
    return tuple(one for one in supply.SUMMED if one.of == mart)
