"""The upload templates as files to fill in, and as a page of documentation; both are made from the contracts."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.contract import Column, Contract
from data.contracts.upload import CONTRACTS
from data.source import RefusedFile

DICTIONARY = Path(__file__).parent / "warehouse" / "dictionary.yml"
PAGE = Path(__file__).parent.parent / "docs" / "templates.md"

TITLES = {
    "items": "Items: one row per item.",
    "sites": "Sites: one row per warehouse, health facility or other place that holds stock.",
    "stock_balances": "Stock: one row per site, item and month.",
    "stock_lots": "Lots: one row per lot of an item at a site at the end of a month.",
    "deliveries": "Deliveries: one row per line of an order, from planned to handed over.",
    "projects": "Projects: one row per project.",
    "milestones": "Milestones: one row per project and milestone.",
    "indicator_results": "Results: one row per project, indicator, place, month, sex, age group and disability.",
    "budgets": "Money: one row per project, month and currency.",
    "appeals": "Appeals: one row per plan, country and year; further rows with a cluster or a donor split the plan.",
    "risk_scores": "Risk: one row per country, month and methodology.",
    "food_phases": "Food insecurity: one row per area, kind of analysis and period.",
    "needs": "Needs: one row per area, year, sector, population group, sex, age group and disability.",
    "displacement": "Displacement: one row per country and year.",
    "events": "Events: one row per event that a reader of a figure over time should know of.",
    "expected_reports": "Expected reports: one row per unit, kind of report and span of months.",
}
DICTIONARY_NAMES = {
    "supplier": "supplier_name",
    "origin_country": "origin_country_code",
    "donor": "donor_name",
    "closing_qty": "stock_on_hand_qty",
    "reported_on": "reported_date",
    "organisation": "organisation_name",
    "partner": "partner_name",
    "unit": "indicator_unit",
    "direction": "indicator_direction",
    "disability": "disability_code",
    "sex": "sex_code",
    "baseline": "baseline_value",
    "target": "target_value",
    "result": "result_value",
    "year": "plan_year",
    "population": "population_people",
    "first_month": "first_month_date",
    "last_month": "last_month_date",
    "title": "event_title",
    "kind": "event_kind",
}
MEANINGS = {
    "month": "month to which the figures refer",
    "country": "country or area, by its name or its three-letter code",
    "line_number": "number of the line within its order",
    "reported_by": "who sent the report; stays in the file and reaches no table",
    "period_end": "last day of the period, where it is longer than the month in which it begins",
    "cluster": "cluster of the amount; empty for the whole plan",
    "currency": "currency of all amounts of the row (ISO 4217)",
    "budget": "budget allocated to the project, to date, in the currency of the row",
    "allotment": "allotment of the month",
    "commitment": "commitments made in the month less those settled in it; may be below 0",
    "disbursement": "disbursements to partners in the month",
    "expenditure": "expenditure of the month",
    "cash_transfer_planned": "cash transfers planned for the month",
    "cash_transfer_actual": "cash transfers made in the month",
    "cash_transfer_outstanding": "direct cash transfers not yet liquidated at the end of the month",
    "cash_transfer_6_to_9_months": "of these, outstanding for 6 to 9 months",
    "cash_transfer_over_9_months": "of these, outstanding for more than 9 months",
    "sector_code": "sector or cluster; ALL for people counted once over all sectors",
    "population_group": "population group or caseload, all for the total",
}
MEANINGS_OF = {
    ("projects", "status"): "state of the project",
    ("milestones", "status"): "state of the milestone",
    ("deliveries", "status"): "last stage reached by the order line",
    ("deliveries", "mode"): "mode of transport",
    ("expected_reports", "unit_name"): "name of the office or site",
    ("appeals", "donor"): "donor of the amount; empty for the whole plan",
    ("projects", "sector_code"): "sector or cluster of the project",
    ("indicator_results", "sector_code"): "sector or cluster of the indicator",
    ("appeals", "year"): "year of the plan",
    ("needs", "year"): "year of the figures",
    ("displacement", "year"): "year of the figures",
    ("events", "country"): "country or area concerned, by its name or its three-letter code; empty for all",
    ("events", "kind"): "kind of event",
    ("food_phases", "month"): "first month of the period of the analysis; that of a projection may lie ahead",
    ("food_phases", "period_end"): "last day of the period of the analysis",
}
UNITS = {"number": "number", "integer": "whole number", "text": "text", "date": "date (YYYY-MM-DD)"}


@dataclass(frozen=True)
class Explained:
    """A column of a template in words: what it means, how it is written, whether it must be filled in."""

    name: str
    meaning: str
    kind: str
    required: str
    allowed: str


def template_names() -> list[str]:
    """The names of the templates, in the order in which a new office fills them in."""
    return list(CONTRACTS)


def explained_columns(name: str) -> list[Explained]:
    """The columns of a template, in their order. RefusedFile when there is no template of that name."""
    contract = _contract(name)
    return [_explained(name, contract, column) for column in contract.columns]


def write_template(name: str, path: Path) -> Path:
    """Writes an empty template with its header: CSV, or XLSX with a second sheet that explains each column.

    RefusedFile when there is no template of that name or the path ends in neither .csv nor .xlsx."""
    columns, path = explained_columns(name), Path(path)
    if path.suffix == ".csv":
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow([column.name for column in columns])
    elif path.suffix == ".xlsx":
        _workbook(name, columns).save(path)
    else:
        raise RefusedFile(f"{path.name} must end in .csv or .xlsx.")
    return path


def templates_page() -> str:
    """The page that documents every template, in Markdown."""
    parts = [INTRODUCTION]
    for name, contract in CONTRACTS.items():
        parts.append(f"\n## {name}\n\n{TITLES[name]} Key: {', '.join(_key_names(contract))}.\n\n{HEADER}")
        parts += [
            f"| `{c.name}` | {c.meaning} | {c.kind} | {c.required} | {c.allowed} |" for c in explained_columns(name)
        ]
        if contract.rules:
            parts.append("\nRules:\n")
            parts += [_rule_line(rule) for rule in contract.rules]
    return "\n".join(parts) + "\n"


INTRODUCTION = """# Upload templates

Offices and partners send their figures as CSV or XLSX files with these columns, one file per template. An empty
template: `python manage.py template NAME --to FILE`; to load a filled one: `python manage.py load FILE --as NAME`.

- CSV: UTF-8, cells separated by comma or semicolon, decimal point. XLSX: the first sheet, values without formulas.
- Months are written 2026-05 or 2026-05-01, dates 2026-05-31.
- An empty cell means *not known*; a zero means *none*. A column marked *optional* may be left out of the file.
- A row with the same key as an earlier one corrects it; a row that breaks a rule is kept aside with its reason.
- This page is made from `data/contracts/upload` by `data.templates.write_page()`."""

HEADER = "| column | meaning | written as | filled in | allowed |\n|---|---|---|---|---|"


def write_page(path: Path = PAGE) -> Path:
    """Writes the page of documentation."""
    path.write_text(templates_page(), encoding="utf-8")
    return path


def _contract(name: str) -> Contract:
    if name not in CONTRACTS:
        raise RefusedFile(f"There is no template {name!r}. Known templates: {', '.join(CONTRACTS)}.")
    return CONTRACTS[name]


def _explained(template: str, contract: Contract, name: str) -> Explained:
    column = contract.columns[name]
    return Explained(
        name=name,
        meaning=_meaning(template, name),
        kind="month (YYYY-MM)" if column.is_month else UNITS[column.kind],
        required=_filled_in(column),
        allowed=_allowed(column),
    )


def _meaning(template: str, name: str) -> str:
    own = MEANINGS_OF.get((template, name)) or MEANINGS.get(name)
    if own:
        return own
    _, unit, meaning = _dictionary()[DICTIONARY_NAMES.get(name, name)]
    return f"{meaning} ({unit})" if unit and unit not in meaning else meaning


def _filled_in(column: Column) -> str:
    if column.required:
        return "always"
    return ("expected" if column.expected else "if known") + (", optional" if column.optional else "")


def _allowed(column: Column) -> str:
    if column.allowed:
        return ", ".join(column.allowed)
    if column.pattern:
        return "three capital letters" if column.pattern == "[A-Z]{3}" else column.pattern
    low = "" if column.minimum is None else f"at least {column.minimum:g}"
    high = "" if column.maximum is None else f"at most {column.maximum:g}"
    return ", ".join(filter(None, [low, high]))


def _key_names(contract: Contract) -> list[str]:
    """The columns of the key under the names of the template."""
    written = {column.country: name for name, column in contract.columns.items() if column.country}
    return [written.get(name, name) for name in contract.key]


def _rule_line(rule) -> str:
    effect = "the row is refused" if rule.quarantine else "the row is kept and counted"
    return f"- {rule.name} *{rule.reason}*: {effect}."


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, list[str]]:
    return yaml.safe_load(DICTIONARY.read_text(encoding="utf-8"))["columns"]


def _workbook(name: str, columns: list[Explained]) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = name[:31]
    sheet.append([column.name for column in columns])
    sheet.freeze_panes = "A2"
    words = book.create_sheet("explanation")
    words.append(["column", "meaning", "written as", "filled in", "allowed"])
    for column in columns:
        words.append([column.name, column.meaning, column.kind, column.required, column.allowed])
    for page in (sheet, words):
        for position, cell in enumerate(page[1], start=1):
            cell.font = Font(bold=True)
            page.column_dimensions[get_column_letter(position)].width = 60 if cell.value == "meaning" else 20
    return book
