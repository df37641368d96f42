"""Writes the demonstration organisation as raw CSV files in the templates of the upload source."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from data.demo import crises, hunger, milestones, orders, programmes, results, stock, troubles
from data.demo.organisation import DUE_DAYS, LATE_DAYS, Organisation, items_table, organisation, sites_table
from data.demo.reference import COUNTRIES

BLOCK = 200
"""Sites that are simulated and written at a time: memory does not grow with the number of sites."""
FACTS = "demo_facts.json"


class _Output:
    """One CSV file per template, written piece by piece, with its troubles counted."""

    def __init__(self, folder: Path, org: Organisation):
        self.folder, self.org = folder, org
        self.rows: Counter = Counter()
        self.cases: dict[str, Counter] = {}
        self.paths: dict[str, Path] = {}

    def add(self, template: str, table: pa.Table) -> None:
        """Writes rows of a template, a small share of them spoilt."""
        is_first = template not in self.paths
        random = self.org.random(90, len(self.paths), self.rows[template])
        sound, wrong, counts = troubles.spoilt(template, table, random, is_first)
        path = self.folder / template / f"{template}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb" if is_first else "ab") as file:
            _write(sound, file, with_header=is_first)
            if wrong is not None:
                _write(wrong, file, with_header=False)
        self.paths[template] = path
        self.rows[template] += len(sound) + (len(wrong) if wrong is not None else 0)
        self.cases.setdefault(template, Counter()).update(counts)


def write_demo(folder: Path, *, seed: int = 2026, scale: float = 1.0, until: date) -> list[Path]:
    """Writes <template>/<template>.csv below the folder and gives the files; the same seed gives the same bytes.

    scale: multiplies the number of sites (1: 200 sites, about 130,000 stock rows and 16,000 order lines); memory does not grow with it.
    until: the day of the data; 36 months end with the last one that closed before it.
    What was put in is told in demo_facts.json beside them; see demo_facts."""
    org = organisation(seed, scale, until)
    output = _Output(Path(folder), org)
    missing = 0
    output.add("items", items_table())
    output.add("sites", sites_table(org))
    for number, block in enumerate(np.array_split(np.arange(len(org.site_country)), _block_count(org))):
        missing += _add_supplies(output, org, block, number)
    for template, table in _programme_tables(org):
        output.add(template, table)
    (output.folder / FACTS).write_text(json.dumps(_facts(output, missing), indent=1), encoding="utf-8")
    return list(output.paths.values())


def demo_facts(folder: Path) -> dict:
    """What write_demo put into the files of the folder.

    rows, quarantined (template -> kind -> rows), reasons (template -> kind -> words of quarantine), repeated
    (template -> rows), identity_errors, months, site_months_without_report, silent_offices."""
    return json.loads((Path(folder) / FACTS).read_text(encoding="utf-8"))


def _add_supplies(output: _Output, org: Organisation, sites: np.ndarray, number: int) -> int:
    """Simulates and writes one block of sites; gives its number of site-months without a report."""
    random = org.random(10, number)
    block = stock.simulated_block(org, sites, random)
    balances, lag = stock.balances(org, block, random)
    output.add("stock_balances", balances)
    output.add("stock_lots", stock.lots(org, block, lag, random))
    lines = orders.order_lines(org, block, random)
    if len(lines):
        output.add("deliveries", lines)
    return int((lag < 0).sum())


def _programme_tables(org: Organisation) -> Iterator[tuple[str, pa.Table]]:
    plan, lag = programmes.programme(org), programmes.office_lags(org)
    yield "projects", programmes.projects_table(org, plan)
    yield "budgets", programmes.budgets_table(org, plan, lag)
    yield "indicator_results", results.results_table(org, plan, lag)
    yield "appeals", crises.appeals_table(org)
    yield "risk_scores", crises.risk_table(org)
    yield "food_phases", hunger.food_table(org)
    yield "needs", crises.needs_table(org)
    yield "displacement", crises.displacement_table(org)
    yield "expected_reports", _expected_reports(org, plan)
    yield "events", crises.events_table(org)
    yield "milestones", milestones.milestones_table(org, plan)


def _expected_reports(org: Organisation, plan: programmes.Programme) -> pa.Table:
    """Stock from each site; money and results from each office while it has projects."""
    offices, codes = org.office_codes, [country.code for country in COUNTRIES]
    rows = [
        (site, f"Site {site}", "stock_balances", codes[country], offices[office], 0, None)
        for site, country, office in zip(org.site_codes, org.site_country, org.site_office, strict=True)
    ]
    for office in np.unique(plan.office):
        here, code = plan.office == office, codes[org.office_country[office]]
        first, last = int(plan.first[here].min()), int(plan.last[here].max())
        last_month = last if last < len(org.months) else None
        for kind in ("budgets", "indicator_results"):
            rows.append((offices[office], f"Office {offices[office]}", kind, code, offices[office], first, last_month))
    names = ["unit_code", "unit_name", "report_kind", "country", "office_code", "first_month", "last_month"]
    frame = dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))
    for name in ("first_month", "last_month"):
        frame[name] = [None if month is None else str(org.months[0] + month) for month in frame[name]]
    return pa.table({**frame, "due_days": [DUE_DAYS] * len(rows), "late_days": [LATE_DAYS] * len(rows)})


def _facts(output: _Output, missing: int) -> dict:
    org, cases = output.org, output.cases
    offices = org.office_codes
    return {
        "seed": org.seed,
        "until": org.until.isoformat(),
        "months": [str(org.months[0]), str(org.months[-1])],
        "rows": dict(output.rows),
        "quarantined": {name: found for name in cases if (found := troubles.refused_rows(name, cases[name]))},
        "reasons": {name: troubles.reasons(name) for name in cases if cases[name]},
        "repeated": {name: counts["repetition"] for name, counts in cases.items() if counts["repetition"]},
        "identity_errors": cases["stock_balances"]["identity_error"],
        "site_months_without_report": missing,
        "silent_offices": [offices[n] for n in np.flatnonzero(org.office_silent_from < len(org.months))],
    }


def _block_count(org: Organisation) -> int:
    return max(1, -(-len(org.site_country) // BLOCK))


def _write(table: pa.Table, file, with_header: bool) -> None:
    options = arrow_csv.WriteOptions(include_header=with_header, quoting_style="needed", quoting_header="needed")
    arrow_csv.write_csv(table, file, options)
