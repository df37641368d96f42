"""The dictionary of the warehouse: what marts and columns mean.

It is a file of the program, read as plain data. Builds do not carry it: an older build is read with today's words, and
a column that today's dictionary does not know has no meaning here rather than a wrong one.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "data" / "warehouse" / "dictionary.yml"
EVERYWHERE = ("source_name", "load_id")
"""Columns of every mart, which the dictionary does not repeat."""


@dataclass(frozen=True)
class ColumnMeaning:
    """A column. kind: text, date, timestamp, integer, number or flag; unit: "" without one."""

    name: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class MartMeaning:
    """A mart. grain: columns that name a row; optional: those of them that may be missing."""

    name: str
    meaning: str
    grain: tuple[str, ...]
    optional: tuple[str, ...]
    columns: tuple[ColumnMeaning, ...]


@lru_cache(maxsize=1)
def marts() -> dict[str, MartMeaning]:
    """Mart or reference table -> its meaning, in the order of the dictionary."""
    told = yaml.load(FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    columns = {name: ColumnMeaning(name, *map(str, said)) for name, said in told["columns"].items()}
    found = {}
    for name, said in told["marts"].items():
        grain = tuple(one.rstrip("?") for one in said["grain"])
        optional = tuple(one.rstrip("?") for one in said["grain"] if one.endswith("?"))
        held = tuple(columns[one] for one in (*EVERYWHERE, *said["columns"]))
        found[name] = MartMeaning(name, said["meaning"], grain, optional, held)
    return found


def mart_meaning(name: str) -> MartMeaning | None:
    """The meaning of a mart; None for a name that the dictionary does not have."""
    return marts().get(name)
