"""People by phase of food insecurity in the countries of the demonstration organisation, with their first-level areas."""

import json
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from data.countries import SEEDS
from data.demo.organisation import COMPASS, Organisation
from data.demo.reference import COUNTRIES
from kpis.months import months_before

WITH_ANALYSIS = 0.3
"""Trouble from which a country has analyses of food insecurity."""
STARTS = (4, 10)
"""Months in which a current analysis begins; its projection follows after half a year."""
KINDS = ("current", "first_projection")


def food_table(org: Organisation) -> pa.Table:
    """One row per area, kind and period: areas of the first level, and the country as their sum."""
    random, rows = org.random(44), []
    for country in COUNTRIES:
        if country.trouble < WITH_ANALYSIS:
            continue
        areas = _areas(country.code, country.name)
        sizes = random.dirichlet(np.full(len(areas), 3.0)) * country.population_millions * 1e6 * 0.8
        worse = np.clip(random.normal(country.trouble, 0.22, len(areas)), 0.02, 0.95)
        for month in _starts(org):
            worse = np.clip(worse + random.normal(0, 0.04, len(areas)), 0.02, 0.95)
            for step, kind in enumerate(KINDS):
                rows += _analysis(
                    country.name, areas, (month, step, kind), sizes, np.clip(worse + 0.03 * step, 0, 0.97)
                )
    return pa.Table.from_pylist(rows)


def _starts(org: Organisation) -> list[date]:
    return [month for month in org.months.astype("datetime64[D]").tolist() if month.month in STARTS]


def _areas(code: str, name: str) -> list[tuple[str, str]]:
    """(P-code, name) where the boundary files have them, else invented areas of the demonstration."""
    path = SEEDS / "boundaries" / "admin1" / f"{code}.geojson"
    if not path.exists():
        return [(f"{code}-A{at + 1}", f"{side} of {name}") for at, side in enumerate(COMPASS)]
    found = [feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    return [(one["area_code"], one["area_name"] or one["area_code"]) for one in found if one["area_code"]]


def _analysis(country: str, areas: list, when: tuple, sizes: np.ndarray, worse: np.ndarray) -> list[dict]:
    """The country, then its areas; worse: 0 to 1, how bad things are in each."""
    month, step, kind = when
    begin = months_before(month, -6 * step)
    period = {"analysis_kind": kind, "month": begin, "period_end": months_before(begin, -6) - timedelta(days=1)}
    period |= {"country": country, "methodology_version": "demonstration"}
    people = [_by_phase(int(size), level) for size, level in zip(sizes, worse, strict=True)]
    total = np.sum(people, axis=0)
    rows = [{**period, "area_code": None, "area_name": None, "area_level": 0, **_row(total)}]
    for (code, name), counts in zip(areas, people, strict=True):
        rows.append({**period, "area_code": code, "area_name": name, "area_level": 1, **_row(counts)})
    return rows


def _by_phase(size: int, worse: float) -> np.ndarray:
    """Whole people in the phases 1 to 5."""
    parts = np.array([0.0, 0.3 - 0.15 * worse, 0.42 * worse, 0.25 * worse**2, 0.03 * max(0.0, worse - 0.6)])
    counts = np.floor(size * parts).astype(int)
    counts[0] = size - counts.sum()
    return counts


def _row(counts: np.ndarray) -> dict:
    phases = {f"food_phase{at}_people": int(one) for at, one in enumerate(counts, start=1)}
    return {"food_analysed_people": int(counts.sum()), **phases}
