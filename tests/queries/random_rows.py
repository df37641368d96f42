"""Random rows of the mart of a KPI: with gaps, zeros, undated rows and rows without a country."""

import random
from datetime import date

from tests.queries.small_build import DICTIONARY

MONTHS = [None, date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
CELLS = {
    "flag": lambda pick: pick.choice([0, 1, 1, None]),
    "integer": lambda pick: pick.choice([0, 1, 2, 3, 17, 40, None]),
    "number": lambda pick: pick.choice([0.0, 0.5, 1.25, 10.0, -3.0, 1000.75, None, None]),
    "text": lambda pick: pick.choice(["a", "b", "b", None]),
}


def random_row(kpi, pick: random.Random) -> dict:
    row = {
        name: CELLS[DICTIONARY["columns"][name][0]](pick)
        for name in kpi.columns
        if name not in ("month_date", "country_code")
    }
    for column, sign, value in kpi.where:
        if pick.random() < 0.8:
            row[column] = value[0] if isinstance(value, tuple) else value + 1 if sign == ">" else value
    months = MONTHS if pick.random() < 0.9 else MONTHS[:1]
    return row | {"month_date": pick.choice(months), "country_code": pick.choice(["AFG", "SSD", "MLI", None])}


def random_rows(kpi, number: int) -> list[dict]:
    """The same rows at every run, marked with the name of the KPI as their source."""
    return [random_row(kpi, random.Random(f"{kpi.name} {n}")) | {"source_name": kpi.name} for n in range(number)]
