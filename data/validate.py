"""Holds rows against their contract: typed valid rows on one side, refused rows with every reason on the other."""

import json
import re
from dataclasses import dataclass, field

import pandas as pd
import pandera.errors

from data.contract import Column, Contract
from data.countries import country_codes
from data.pseudonyms import pseudonyms
from data.source import Extract, RefusedFile

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class Checked:
    """The outcome for one extract.

    valid: typed rows with source_row, part, and the added country columns.
    quarantine: one row per refused row: source_row, columns, reasons, row (JSON text of the published cells).
    repeated: rows left out because an earlier row of the file says the same.
    quality: dimension -> [checked, passed].
    """

    valid: pd.DataFrame
    quarantine: pd.DataFrame
    repeated: int
    quality: dict[str, list[int]] = field(default_factory=dict)


class _Findings:
    """Reasons by row label, in the order in which they were found."""

    def __init__(self):
        self.reasons: dict[int, list[tuple[str, str]]] = {}

    def add(self, labels, column: str, reason) -> None:
        for label in labels:
            text = reason(label) if callable(reason) else reason
            self.reasons.setdefault(label, []).append((column, text))


def validate(extract: Extract, contract: Contract) -> Checked:
    """Checks an extract. RefusedFile when columns are missing or unknown."""
    published = _with_all_columns(extract, contract)
    typed, findings = published[["source_row", *contract.columns]].copy(), _Findings()
    quality: dict[str, list[int]] = {}
    for name, column in contract.columns.items():
        typed[name] = _typed(typed[name], name, column, findings)
    _resolve_countries(typed, contract, findings, quality)
    _check_cells(typed, contract, findings)
    _check_rules(typed, contract, findings, quality)
    _tally(quality, "validity", len(typed), len(typed) - len(findings.reasons))
    repeated = _check_keys(typed, contract, findings, quality)
    _measure_completeness(typed, contract, quality)
    refused = typed.index.isin(list(findings.reasons))
    valid = typed[~refused & ~typed.index.isin(repeated)].drop(columns=contract.columns_where("personal"))
    for name in contract.columns_where("identifier"):
        valid[name] = pseudonyms(valid[name])
    valid.insert(1, "part", extract.part)
    return Checked(valid, _quarantine(published, contract, findings), len(repeated), quality)


def _with_all_columns(extract: Extract, contract: Contract) -> pd.DataFrame:
    frame = extract.frame.reset_index(drop=True)
    optional = set(contract.columns_where("optional"))
    missing = [name for name in contract.columns if name not in frame.columns and name not in optional]
    unknown = [name for name in frame.columns if name not in contract.columns and name not in contract.extra]
    unknown = [name for name in unknown if name != "source_row"]
    if missing or unknown:
        parts = [f"lacks the column {', '.join(missing)}"] * bool(missing)
        parts += [f"has the unknown column {', '.join(unknown)}"] * bool(unknown)
        raise RefusedFile(f"{extract.file.name} ({extract.table}) {' and '.join(parts)}.")
    for name in optional - set(frame.columns):
        frame[name] = None
    return frame


def _typed(cells: pd.Series, name: str, column: Column, findings: _Findings) -> pd.Series:
    cells = cells.map(_trimmed)
    if column.kind == "text":
        return cells.map(_plain_text).astype(object).where(cells.notna(), None)
    if column.kind == "date":
        written = cells.map(_whole_month if column.is_month else _date_text)
        typed = pd.to_datetime(written.where(written.map(_is_iso_date)), format="%Y-%m-%d", errors="coerce")
        unreadable, word = cells.notna() & typed.isna(), "is not a date (YYYY-MM-DD)"
    else:
        typed = pd.to_numeric(cells.map(_number_text), errors="coerce").astype("float64")
        typed = typed.replace([float("inf"), float("-inf")], float("nan"))
        unreadable, word = cells.notna() & typed.isna(), "is not a number"
        if column.kind == "integer":
            fractions = typed.notna() & (typed % 1 != 0)
            findings.add(typed.index[fractions], name, lambda label: f"is not a whole number: {cells[label]!r}")
            typed = typed.mask(fractions)
    findings.add(typed.index[unreadable], name, lambda label: f"{word}: {str(cells[label])[:80]!r}")
    return typed


def _trimmed(cell):
    """A cell without blanks around it; blank text and every kind of missing as None."""
    if isinstance(cell, str):
        return cell.strip() or None
    return None if pd.isna(cell) else cell


def _plain_text(cell):
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if cell is None else str(cell)


def _number_text(cell):
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)


def _date_text(cell):
    if cell is None or isinstance(cell, str):
        return cell
    return cell.strftime("%Y-%m-%d") if hasattr(cell, "strftime") else str(cell)


def _is_iso_date(written) -> bool:
    return isinstance(written, str) and ISO_DATE.fullmatch(written) is not None


def _whole_month(cell):
    written = _date_text(cell)
    return f"{written}-01" if written is not None and len(written) == 7 else written


def _resolve_countries(typed: pd.DataFrame, contract: Contract, findings: _Findings, quality: dict) -> None:
    for name, column in contract.columns.items():
        if column.country:
            typed[column.country] = country_codes(typed[name])
            unknown = typed[name].notna() & typed[column.country].isna()
            findings.add(
                typed.index[unknown],
                name,
                lambda label, name=name: f"is not a known country or area: {typed.at[label, name]!r}",
            )
            _tally(quality, "correctness", int(typed[name].notna().sum()), int(typed[column.country].notna().sum()))


def _check_cells(typed: pd.DataFrame, contract: Contract, findings: _Findings) -> None:
    try:
        contract.schema().validate(typed, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        for case in cases.itertuples():
            seen = [column for column, _ in findings.reasons.get(case.index, [])]
            if case.column not in seen:
                empty = case.check == "not_nullable"
                findings.add(
                    [case.index], case.column, "is empty" if empty else f"{case.check}: {str(case.failure_case)[:80]!r}"
                )


def _check_rules(typed: pd.DataFrame, contract: Contract, findings: _Findings, quality: dict) -> None:
    for rule in contract.rules:
        broken = typed.index[~rule.holds(typed).astype(bool)]
        _tally(quality, rule.dimension, len(typed), len(typed) - len(broken))
        if rule.quarantine:
            findings.add(broken, rule.name, rule.reason)


def _check_keys(typed: pd.DataFrame, contract: Contract, findings: _Findings, quality: dict) -> list[int]:
    """Quarantines rows that contradict another row of the same key; gives the labels of plain repetitions."""
    sound = typed[~typed.index.isin(list(findings.reasons))]
    content = [name for name in sound.columns if name != "source_row"]
    repeated = sound.index[sound.duplicated(content, keep="first")]
    if not contract.key:  # rows stand for themselves: alike ones are counted and kept
        _tally(quality, "uniqueness", len(sound), len(sound) - len(repeated))
        return []
    single = sound.drop(index=repeated)
    clash = single[single.duplicated(list(contract.key), keep=False)]
    for _, group in clash.groupby(list(contract.key), dropna=False):
        rows = ", ".join(str(row) for row in group["source_row"].head(5))
        findings.add(group.index, ", ".join(contract.key), f"contradicts another row with the same key (rows {rows})")
    _tally(quality, "uniqueness", len(sound), len(sound) - len(clash) - len(repeated))
    return list(repeated)


def _measure_completeness(typed: pd.DataFrame, contract: Contract, quality: dict) -> None:
    columns = sorted(set(contract.columns_where("expected")) | set(contract.columns_where("required")))
    if columns:
        _tally(quality, "completeness", len(typed) * len(columns), int(typed[columns].notna().sum().sum()))


def _tally(quality: dict, dimension: str, checked: int, passed: int) -> None:
    counts = quality.setdefault(dimension, [0, 0])
    counts[0] += checked
    counts[1] += passed


def _quarantine(published: pd.DataFrame, contract: Contract, findings: _Findings) -> pd.DataFrame:
    hidden = set(contract.columns_where("personal")) | set(contract.columns_where("identifier"))
    rows = []
    for label, reasons in sorted(findings.reasons.items()):
        cells = {
            name: cell
            for name, cell in published.loc[label].items()
            if name != "source_row" and _trimmed(cell) is not None
        }
        shown = {name: "(withheld)" if name in hidden else str(cell).strip() for name, cell in cells.items()}
        told = [f"{column} (withheld)" if column in hidden else f"{column} {reason}" for column, reason in reasons]
        rows.append(
            {
                "source_row": int(published.at[label, "source_row"]),
                "columns": "; ".join(dict.fromkeys(column for column, _ in reasons)),
                "reasons": "; ".join(told),
                "row": json.dumps(shown, ensure_ascii=False),
            }
        )
    return pd.DataFrame(rows, columns=["source_row", "columns", "reasons", "row"])
