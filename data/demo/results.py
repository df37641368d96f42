"""Results of the indicators of each project: totals, and cells by sex and age, month by month."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.organisation import COMPASS, MONTHS, Organisation, report_days
from data.demo.programmes import SECTORS, Programme, progress
from data.demo.reference import COUNTRIES, INDICATORS, Indicator

AGES = {"children": ("0-4", "5-17"), "people": ("0-4", "5-17", "18+")}
SEXES = ("f", "m")
ALL = ("all", "all", "all")
INDICATOR_FIELDS = {
    "indicator_code": "code",
    "indicator_name": "name",
    "unit": "unit",
    "direction": "direction",
    "time_rollup": "rollup",
}


@dataclass(frozen=True)
class _Line:
    """One indicator of one project: the rows to write are its months."""

    project: int
    indicator: Indicator
    target: float
    values: np.ndarray


def results_table(org: Organisation, plan: Programme, lag: np.ndarray) -> pa.Table:
    """One row per project, indicator, month, sex, age group and disability that the office has reported."""
    random = org.random(30)
    shares = progress(plan, plan.result_pace, random)
    parts = []
    for project in range(len(plan.codes)):
        month = np.arange(MONTHS)
        is_told = (month >= plan.first[project]) & (month <= plan.last[project]) & (lag[plan.office[project]] >= 0)
        months = np.flatnonzero(is_told)
        for line in _lines(plan, project, shares[project], random):
            parts.extend(_cells(line, months, random))
    return _table(org, plan, lag, parts)


def _lines(plan: Programme, project: int, shares: np.ndarray, random: np.random.Generator) -> list[_Line]:
    """Two or three indicators of the sector of the project."""
    choices = [i for i in INDICATORS if i.sector == SECTORS[plan.sector[project]]]
    lines = []
    for indicator in choices[: 2 + project % 2]:
        noisy = shares * random.uniform(0.85, 1.15)
        if indicator.cost_usd:
            target = float(np.round(plan.budget[project] / len(choices) / indicator.cost_usd, -1) + 10)
            values = np.floor(noisy * target)
            values = np.maximum.accumulate(np.cumsum(values)) if indicator.rollup == "max" else values
        elif indicator.rollup == "sum":
            target, values = indicator.target, np.floor(noisy * indicator.target)
        else:
            target = indicator.target
            way = np.cumsum(noisy) + random.normal(0, 0.04, MONTHS)
            values = np.round(indicator.baseline + (target - indicator.baseline) * np.clip(way, -0.1, 1.1), 1)
        lines.append(_Line(project, indicator, target, np.maximum(values, 0)))
    return lines


def _cells(line: _Line, months: np.ndarray, random: np.random.Generator) -> list[tuple]:
    """(line, months, sex, age, disability, values) of the total and, for people, of its cells; cells add up to the total."""
    ages = AGES.get(line.indicator.unit)
    if not ages:
        return [(line, months, ALL, line.values[months])]
    split = random.dirichlet(np.full(len(SEXES) * len(ages), 30.0))
    cells = np.floor(line.values[:, None] * split[None, :])
    cells[:, 0] += line.values - cells.sum(axis=1)
    keys = [(sex, age, "all") for sex in SEXES for age in ages]
    told = [(line, months, key, cells[months, n]) for n, key in enumerate(keys)]
    disabled = np.floor(line.values[months] * random.uniform(0.01, 0.06))
    return [(line, months, ALL, line.values[months]), *told, (line, months, ("all", "all", "with"), disabled)]


def _table(org: Organisation, plan: Programme, lag: np.ndarray, parts: list[tuple]) -> pa.Table:
    sizes = [len(part[1]) for part in parts]
    which = pa.array(np.repeat(np.arange(len(parts)), sizes))
    month = np.concatenate([part[1] for part in parts])
    lines = [part[0] for part in parts]
    project = np.array([line.project for line in lines])
    office = plan.office[np.repeat(project, sizes)]
    codes = [COUNTRIES[c].code for c in plan.country[project]]
    quarter = [line.project % len(COMPASS) for line in lines]
    is_total = [part[2] == ALL for part in parts]
    per_part = {
        "project_code": [plan.codes[n] for n in project],
        **{name: [getattr(line.indicator, field) for line in lines] for name, field in INDICATOR_FIELDS.items()},
        "sector_code": [line.indicator.sector for line in lines],
        "country": codes,
        "admin1_code": [f"{code}-A{q + 1}" for code, q in zip(codes, quarter, strict=True)],
        "admin1_name": [
            f"{COMPASS[q]} of {COUNTRIES[c].name}" for q, c in zip(quarter, plan.country[project], strict=True)
        ],
        **{name: [part[2][n] for part in parts] for n, name in enumerate(("sex", "age_group", "disability"))},
        "baseline": [line.indicator.baseline if total else None for line, total in zip(lines, is_total, strict=True)],
        "target": [line.target if total else None for line, total in zip(lines, is_total, strict=True)],
    }
    columns = {name: pa.array(values).take(which) for name, values in per_part.items()}
    columns["month"] = pa.array(org.months.astype("datetime64[D]")[month])
    columns["result"] = pa.array(np.concatenate([part[3] for part in parts]))
    columns["reported_on"] = pa.array(report_days(org, month, lag[office, month]))
    columns["reported_by"] = pa.array(["programme.officer@example.org"] * len(month))
    return pa.table(columns)
