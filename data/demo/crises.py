"""Appeals, risk, needs, displacement and events of the countries of the demonstration organisation."""

import numpy as np
import pyarrow as pa

from data.demo.organisation import MONTHS, Organisation
from data.demo.programmes import SECTORS
from data.demo.reference import COUNTRIES, DONORS, SECTOR_NAMES

WITH_APPEAL = 0.12
"""Trouble from which a country has an appeal and published needs."""
WITH_SEVERITY = 0.24
SCALE = 10
COUNTRY_NAMES = [country.name for country in COUNTRIES]
CODES = [country.code for country in COUNTRIES]


EVENT_TITLES = {
    "flood": "Floods along the main rivers",
    "storm": "Storm damages roads and health centres",
    "drought": "Drought declared",
    "outbreak": "Cholera outbreak declared",
    "conflict": "Fighting closes offices for two weeks",
    "displacement": "New arrivals in the border areas",
    "corridor_closed": "Main supply road closed",
}
OF_ALL = (
    (5, "supply", "Shortage of therapeutic food on the world market"),
    (13, "corridor_closed", "Sea freight takes the longer route"),
    (22, "corridor_opened", "Sea freight takes the short route again"),
    (30, "policy", "New agreement with the carriers for emergency charters"),
)
"""Number of the month, kind and title of events that concern all countries."""


def _years(org: Organisation, count: int) -> list[int]:
    return list(range(org.until.year - count + 1, org.until.year + 1))


def appeals_table(org: Organisation) -> pa.Table:
    """One row per plan and year, one per cluster, one per donor; clusters and donors add up to the plan."""
    random = org.random(40)
    rows = []
    for number, country in enumerate(COUNTRIES):
        if country.trouble < WITH_APPEAL:
            continue
        size = country.trouble**1.4 * country.population_millions**0.45 * 7e7 * random.uniform(0.7, 1.3)
        taste = random.dirichlet(np.full(len(DONORS), 0.9))
        for year in _years(org, 3):
            rows += _appeal(org, number, year, (size * random.uniform(0.85, 1.2), taste), random)
    return pa.Table.from_pylist(rows)


def _appeal(
    org: Organisation, number: int, year: int, size_and_taste: tuple, random: np.random.Generator
) -> list[dict]:
    country, (size, taste) = COUNTRIES[number], size_and_taste
    elapsed = 1.0 if year < org.until.year else org.until.timetuple().tm_yday / 366
    coverage = np.clip(random.normal(0.72 - 0.3 * country.trouble, 0.14), 0.12, 1.1) * (0.35 + 0.65 * elapsed)
    needed = np.round(size * random.dirichlet(np.full(len(SECTORS), 8.0)), -3)
    covered = np.clip(coverage * random.uniform(0.5, 1.5, len(SECTORS)), 0.02, 1.15)
    funding = np.round(needed * covered, -3)
    carry = np.round(needed * random.uniform(0.02, 0.16, len(SECTORS)), -3)
    plan = {
        "plan_code": f"HAC-{country.code}",
        "plan_name": f"Humanitarian Action for Children: {country.name}",
        "plan_type": "country appeal",
        "year": year,
        "country": country.name,
        "start_date": f"{year}-01-01",
        "end_date": f"{year}-12-31",
    }
    rows = [_funds(plan, None, None, (needed.sum(), funding.sum(), carry.sum()), random)]
    for position, sector in enumerate(SECTORS):
        rows.append(
            _funds(plan, SECTOR_NAMES[sector], None, (needed[position], funding[position], carry[position]), random)
        )
    by_donor, carried = _split(funding.sum(), taste), _split(carry.sum(), taste)
    for donor, given, kept in zip(DONORS, by_donor, carried, strict=True):
        if given or kept:
            rows.append(_funds(plan, None, donor, (None, given, kept), random))
    return rows


def _funds(plan: dict, cluster: str | None, donor: str | None, amounts: tuple, random: np.random.Generator) -> dict:
    needed, funding, carry = amounts
    original = None if needed is None else float(np.round(needed * random.uniform(0.8, 1.05), -3))
    money = {
        "original_requirement_usd": original,
        "requirement_usd": needed,
        "funding_usd": funding,
        "carry_over_usd": carry,
    }
    told = {name: None if amount is None else float(amount) for name, amount in money.items()}
    return {**plan, "cluster": cluster, "donor": donor, **told}


def _split(total: float, taste: np.ndarray) -> np.ndarray:
    """Whole thousands that add up to the total; the first share takes the rest."""
    parts = np.floor(total * taste / 1000) * 1000
    parts[0] += total - parts.sum()
    return parts


def risk_table(org: Organisation) -> pa.Table:
    """One row per country and month: INFORM Risk with its dimensions, and severity where there is a crisis."""
    random = org.random(41)
    count, trouble = len(COUNTRIES), org.trouble[:, None]
    level = 2.6 + 5.6 * trouble**0.8
    drift = np.cumsum(random.normal(0, 0.05, (count, MONTHS)), axis=1)
    parts = [np.clip(level + random.normal(0, 0.8, (count, 1)) + drift * f, 0.5, 9.9) for f in (1.5, 1.0, 0.4)]
    hazard, vulnerability, coping = (np.round(part, 1) for part in parts)
    risk = np.round(np.cbrt(hazard * vulnerability * coping), 1)
    walk = np.cumsum(random.normal(0, 0.14, (count, MONTHS)), axis=1)
    severity = np.round(np.clip(1.5 + 7.2 * trouble + walk, 0.5, 10), 1)
    before = np.concatenate([severity[:, :3], severity[:, :-3]], axis=1)
    trend = np.select([severity - before >= 0.3, before - severity >= 0.3], ["increasing", "decreasing"], "stable")
    has_severity = np.repeat(org.trouble >= WITH_SEVERITY, MONTHS)
    return pa.table(
        {
            "country": np.repeat(CODES, MONTHS).tolist(),
            "month": pa.array(np.tile(org.months.astype("datetime64[D]"), count)),
            "inform_risk_score": risk.ravel(),
            "hazard_exposure_score": hazard.ravel(),
            "vulnerability_score": vulnerability.ravel(),
            "coping_capacity_score": coping.ravel(),
            "inform_severity_score": pa.array(severity.ravel(), mask=~has_severity),
            "severity_trend": pa.array(trend.ravel().tolist(), mask=~has_severity),
            "scale_max": pa.array(np.full(count * MONTHS, SCALE)),
            "methodology_version": ["demonstration"] * (count * MONTHS),
            "reliability_score": np.repeat(np.round(random.uniform(1, 6, count), 1), MONTHS),
        }
    )


def needs_table(org: Organisation) -> pa.Table:
    """One row per country, year and cut: the total, each sector, sex by age, people with disabilities."""
    random = org.random(42)
    rows = []
    for country in COUNTRIES:
        if country.trouble < WITH_APPEAL:
            continue
        share = country.trouble**1.3 * random.uniform(0.35, 0.6)
        for year in _years(org, 3):
            people = country.population_millions * 1e6 * share * random.uniform(0.88, 1.12)
            plan = {
                "country": country.name,
                "area_level": 0,
                "year": year,
                "population": country.population_millions * 1e6,
            }
            rows += [{**plan, **cut} for cut in _cuts(people, 0.85 - 0.45 * country.trouble, random)]
    return pa.Table.from_pylist(rows)


def _cuts(people: float, reach: float, random: np.random.Generator) -> list[dict]:
    """The total and its cuts; each cut is a share of the total, sectors overlap."""
    total = {"sector_code": "ALL", "population_group": "all", "sex": "all", "age_group": "all", "disability": "all"}
    cuts = [(total, 1.0)]
    cuts += [({**total, "sector_code": s, "sector_name": SECTOR_NAMES[s]}, random.uniform(0.25, 0.8)) for s in SECTORS]
    young = random.uniform(0.44, 0.58)
    for sex, half in (("f", 0.51), ("m", 0.49)):
        cuts += [
            ({**total, "sex": sex, "age_group": age}, half * part)
            for age, part in (("0-17", young), ("18+", 1 - young))
        ]
    cuts += [({**total, "age_group": age}, part) for age, part in (("0-17", young), ("18+", 1 - young))]
    cuts += [({**total, "disability": "with"}, 0.15)]
    targeted = random.uniform(0.5, 0.7)
    rows = []
    for cut, share in cuts:
        in_need = int(people * share)
        reached = int(in_need * targeted * np.clip(reach * random.uniform(0.85, 1.15), 0.05, 1.3))
        figures = {"people_affected": int(in_need * 1.35), "people_in_need": in_need}
        figures |= {"people_targeted": int(in_need * targeted), "people_reached": reached}
        rows.append({"sector_name": None, **cut, **figures})
    return rows


def displacement_table(org: Organisation) -> pa.Table:
    """One row per country and year, for four years that have ended."""
    random = org.random(43)
    rows = []
    for country in COUNTRIES:
        people = country.population_millions * 1e6
        displaced = people * 0.13 * country.trouble**2.2 * random.uniform(0.6, 1.4)
        hosted = people * 0.007 * random.uniform(0.1, 2.2)
        for year in _years(org, 5)[:-1]:
            displaced *= random.uniform(0.95, 1.2)
            counts = {
                "conflict_displacements": displaced * random.uniform(0.1, 0.6),
                "disaster_displacements": people * 0.002 * random.lognormal(0, 1),
                "conflict_idps": displaced,
                "refugees_hosted": hosted * random.uniform(0.9, 1.1),
                "refugees_originated": displaced * 0.3 * random.uniform(0.9, 1.1),
                "asylum_seekers_hosted": hosted * 0.1 * random.uniform(0.5, 1.5),
                "returned_people": displaced * random.uniform(0.01, 0.2),
            }
            rows.append({"country": country.name, "year": year, **{name: int(count) for name, count in counts.items()}})
    return pa.Table.from_pylist(rows)


def events_table(org: Organisation) -> pa.Table:
    """One row per event: some that concern all countries, more where there is more trouble; a road that is closed
    opens again."""
    random, days = org.random(44), org.months.astype("datetime64[D]")
    rows = [_event(days[month], None, kind, title) for month, kind, title in OF_ALL]
    for country in COUNTRIES:
        for month in np.flatnonzero(random.random(MONTHS) < 0.08 * country.trouble).tolist():
            kind, day = str(random.choice(list(EVENT_TITLES))), int(random.integers(0, 28))
            rows.append(_event(days[month] + day, country.name, kind, EVENT_TITLES[kind]))
            if kind == "corridor_closed" and month + 2 < MONTHS:
                rows.append(_event(days[month + 2], country.name, "corridor_opened", "Main supply road open again"))
    return pa.Table.from_pylist(rows)


def _event(when: np.datetime64, country: str | None, kind: str, title: str) -> dict:
    return {"event_date": str(when), "country": country, "title": title, "kind": kind, "source_url": None}
