"""What a valid row of a raw table is. Contracts are declared here once; pandera checks frames with them,
and data/screen.py turns the same declaration into SQL for files too large for a frame."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa

KINDS = {"text", "number", "integer", "date"}


@dataclass(frozen=True)
class Column:
    """One column of a raw table.

    kind: text, number, integer or date; values arrive as text or already typed.
    required: an empty cell sends the row to quarantine. expected: an empty cell counts against completeness.
    country: name of the column to add with the ISO 3166-1 alpha-3 code; an unknown name is quarantined.
    personal: never leaves the publisher's file. identifier: replaced by a keyed HMAC.
    optional: the column may be absent from the file; it then arrives as missing.
    is_month: a date that may also be written YYYY-MM, which is its first day.
    """

    kind: str = "text"
    required: bool = False
    expected: bool = False
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    country: str = ""
    personal: bool = False
    identifier: bool = False
    optional: bool = False
    is_month: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of column: {self.kind}")


def text(**rules) -> Column:
    return Column("text", **rules)


def number(**rules) -> Column:
    return Column("number", **rules)


def integer(**rules) -> Column:
    return Column("integer", **rules)


def date(**rules) -> Column:
    return Column("date", **rules)


def month(**rules) -> Column:
    return Column("date", is_month=True, **rules)


@dataclass(frozen=True)
class Rule:
    """A rule over several columns of a row.

    holds: frame -> boolean series, true where the row is right or a part is missing.
    dimension: consistency, correctness, timeliness or validity.
    quarantine: a row that breaks the rule is refused; otherwise it is only counted.
    sql: the same rule as an SQL condition, for tables that large files feed; empty for others.
    """

    name: str
    reason: str
    holds: Callable[[pd.DataFrame], pd.Series]
    dimension: str = "consistency"
    quarantine: bool = False
    sql: str = ""


@dataclass(frozen=True)
class Contract:
    """A raw table: its columns by the publisher's names, its key, its rules.

    key: columns that identify a row. Two rows with the same key and the same content are one row;
        with different content both go to quarantine. Empty: every row stands for itself, which only
        full snapshots allow.
    """

    columns: dict[str, Column]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    version: int = 1
    extra: frozenset[str] = field(default_factory=frozenset)
    """Published columns that are known and not loaded; any other unknown column refuses the file."""

    def columns_where(self, attribute: str) -> list[str]:
        """Names of the columns whose attribute is set."""
        return [name for name, column in self.columns.items() if getattr(column, attribute)]

    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema of typed rows."""
        return pa.DataFrameSchema({name: _pandera(column) for name, column in self.columns.items()}, strict=False)


def _pandera(column: Column) -> pa.Column:
    checks = []
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error=f"is below {column.minimum:g}"))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error=f"is above {column.maximum:g}"))
    if column.allowed:
        checks.append(pa.Check.isin(column.allowed, error=f"is not one of {', '.join(column.allowed)}"))
    if column.pattern:
        checks.append(pa.Check.str_matches(rf"(?:{column.pattern})\Z", error=f"does not look like {column.pattern}"))
    return pa.Column(None, checks, nullable=not column.required, required=True)
