"""The troubles of the real world, put into a small share of the rows: each is known, so that each can be found again."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

MISSPELT = ["Afganistn", "Yemmen", "Sudaan", "Ukrane", "Ethopia", "Somolia", "South Sudann", "Hayti", "Syrria"]
SHARE = 0.005
FAR_AHEAD = "2099-01-01"


@dataclass(frozen=True)
class Trouble:
    """One way in which a row can be wrong.

    reason: words by which the refused row is known in quarantine; empty when the row is not refused.
    spoil: row of text cells, number of the case -> rows that stand in its place.
    """

    kind: str
    reason: str
    spoil: Callable[[dict, int], list[dict]]
    refused: int = 1


def _cell(kind: str, reason: str, column: str, wrong: Callable[[str | None, int], str | None]) -> Trouble:
    return Trouble(kind, reason, lambda row, case: [{**row, column: wrong(row[column], case)}])


def _negative(column: str) -> Trouble:
    return _cell("negative_quantity", f"{column} is below 0", column, lambda cell, case: f"-{case % 90 + 5}")


def _unreadable(column: str) -> Trouble:
    return _cell("unreadable_number", f"{column} is not a number", column, lambda cell, case: f"about {case % 40 + 3}")


def _wrong_day(column: str) -> Trouble:
    return _cell("impossible_date", f"{column} is not a date", column, lambda cell, case: f"2025-02-{30 + case % 2}")


def _wrong_word(column: str, word: str) -> Trouble:
    return _cell("wrong_code", f"{column} is not one of", column, lambda cell, case: word)


def _contradicted(column: str) -> Trouble:
    def pair(row: dict, case: int) -> list[dict]:
        return [
            row,
            {**row, column: str(case % 7 + 1 + float(row[column] or 0))},
        ]  # zero because any other value differs

    return Trouble("contradiction", "contradicts another row", pair, refused=2)


def _beside(trouble: Trouble) -> Trouble:
    """The same trouble in a row that comes in addition to the sound one, so that the figure itself is not lost."""
    return Trouble(trouble.kind, trouble.reason, lambda row, case: [row, *trouble.spoil(row, case)], trouble.refused)


COUNTRY = _cell(
    "misspelt_country", "country is not a known country", "country", lambda cell, case: MISSPELT[case % len(MISSPELT)]
)
FUTURE = _cell("future_period", "month lies in the future", "month", lambda cell, case: FAR_AHEAD)
REPEATED = Trouble("repetition", "", lambda row, case: [row, row], refused=0)
WRONG_SUM = Trouble(
    "identity_error",
    "",
    lambda row, case: [{**row, "closing_qty": str(int(row["closing_qty"]) + case % 9 + 1)}],
    refused=0,
)
NO_RATE = Trouble(
    "missing_rate",
    "usd_rate is missing",
    lambda row, case: [{**row, "currency": ["EUR", "XOF"][case % 2], "usd_rate": None}],
)
BACKWARDS = Trouble(
    "end_before_start",
    "the end lies before the start",
    lambda row, case: [{**row, "end_date": "2001-01-31"}],
)
RECEIVED_FIRST = Trouble(
    "received_before_order",
    "received before it was ordered",
    lambda row, case: [{**row, "ordered_date": "2024-05-02", "received_date": "2023-05-02", "handed_over_date": None}],
)
TOO_MANY_REACHED = Trouble(
    "reached_above_need",
    "more reached than in need",
    lambda row, case: [{**row, "people_reached": str(int(row["people_in_need"]) * 10 + 1)}],
)

OFF_SCALE = _cell("score_off_scale", "inform_risk_score is above 10", "inform_risk_score", lambda cell, case: "55")

TROUBLES: dict[str, tuple[Trouble, ...]] = {
    "stock_balances": (
        _negative("closing_qty"), _unreadable("received_qty"), COUNTRY, FUTURE, _wrong_day("reported_on"), REPEATED,
        _contradicted("issued_qty"), WRONG_SUM,
        _cell("stockout_days", "stockout_days is above 31", "stockout_days", lambda cell, case: "45"),
        _cell("missing_code", "item_code is empty", "item_code", lambda cell, case: None),
    ),
    "stock_lots": (_negative("lot_qty"), COUNTRY, _wrong_day("expiry_date"), REPEATED),
    "deliveries": (
        _wrong_word("status", "arrived"), _negative("ordered_qty"), COUNTRY, RECEIVED_FIRST, REPEATED, _contradicted("ordered_qty"),
        _wrong_day("agreed_date"),
    ),
    "projects": (_beside(BACKWARDS), _beside(_wrong_word("sector_code", "WASH"))),
    "milestones": (_beside(_wrong_word("status", "done")),),
    "budgets": (NO_RATE, COUNTRY, _negative("expenditure"), REPEATED, FUTURE),
    "indicator_results": (_wrong_word("sex", "girl"), _unreadable("result"), COUNTRY, FUTURE, REPEATED, _contradicted("result")),
    "appeals": (_beside(COUNTRY), _beside(_negative("funding_usd"))),
    "risk_scores": (_beside(OFF_SCALE),),
    "food_phases": (_beside(_negative("food_phase3_people")),),
    "needs": (_beside(TOO_MANY_REACHED), _beside(COUNTRY)),
    "displacement": (_beside(_negative("conflict_idps")),),
}  # fmt: skip


Spoilt = tuple[pa.Table, pa.Table | None, Counter]


def spoilt(template: str, table: pa.Table, random: np.random.Generator, is_first: bool = True) -> Spoilt:
    """The sound rows of a table, its spoilt rows as text, and how many cases there are of each kind.

    is_first: also a table too small for its share gets one case of each kind."""
    troubles = TROUBLES.get(template, ())
    each = round(len(table) * SHARE / len(troubles)) if troubles else 0
    each = max(each, 1) if is_first else each
    if not troubles or not each:
        return table, None, Counter()
    chosen = random.choice(len(table), min(each * len(troubles), len(table)), replace=False)
    sound = np.ones(len(table), bool)
    sound[chosen] = False
    rows, counts = [], Counter()
    for case, row in enumerate(table.take(pa.array(chosen)).to_pylist()):
        trouble = troubles[case % len(troubles)]
        rows += trouble.spoil({name: None if cell is None else str(cell) for name, cell in row.items()}, case)
        counts[trouble.kind] += 1
    schema = pa.schema([(name, pa.string()) for name in table.column_names])
    return table.filter(pa.array(sound)), pa.Table.from_pylist(rows, schema=schema), counts


def refused_rows(template: str, counts: Counter) -> dict[str, int]:
    """Kind -> rows that quarantine must hold for these cases; kinds that are not refused are left out."""
    refused = {trouble.kind: trouble.refused for trouble in TROUBLES.get(template, ())}
    return {kind: count * refused[kind] for kind, count in sorted(counts.items()) if refused[kind]}


def reasons(template: str) -> dict[str, str]:
    """Kind -> words by which quarantine knows it."""
    return {trouble.kind: trouble.reason for trouble in TROUBLES.get(template, ()) if trouble.reason}
