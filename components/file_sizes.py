"""About how large files will be, told from what they hold without making them.

The parts were fitted to files of every page of the demonstration: tests/test_file_sizes.py holds real ones against them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from components.result import Result

HEAD, SUBJECT = 1800, 320
"""Bytes of what a file says of itself, and of each KPI or mart that it explains."""
PACKED = 0.3
"""What packing leaves of these."""
BOOK, SHEET, CELL, LETTER = 6500, 1500, 2.5, 0.33
"""Bytes of a workbook: empty, for each sheet, each cell, and each sign of a cell."""
PACK, PACK_LETTER = "pack.html", 7
"""The pack of a country, and its bytes for each sign of a cell: it stands there as HTML, as CSV, and some as drawing."""


@dataclass(frozen=True)
class Listed:
    """A result and how many rows its file has: of a list that is turned page by page more than are here. is_panel: its
    file explains what its own panel is explained by; other files explain all that their page is."""

    shown: Result
    count: int
    is_panel: bool = False

    @property
    def cells(self) -> float:
        """The cells of its file."""
        return len(self.shown.fields) * self.count

    @property
    def letters(self) -> float:
        """About the signs in them: those that are here, and as many in each row that is not."""
        here = sum(len(str(cell)) for row in self.shown.rows for cell in row if cell is not None)
        return here * self.count / max(1, len(self.shown.rows))


def about_bytes(ending: str, found: Sequence[Listed], page: Sequence[Listed]) -> int:
    """The size of the file of some results of a page. ending: csv for a single one, xlsx, or that of a pack. page: all of them."""
    own = [one.shown.about for one in (found if all(one.is_panel and one.shown.about for one in found) else page)]
    told = HEAD + SUBJECT * len(subjects(own))
    cells, letters = sum(one.cells for one in found), sum(one.letters for one in found)
    if ending == PACK:
        return int(told + PACK_LETTER * letters)
    if ending == "csv":
        return int(told + cells + letters)
    sheets = {one.shown.group or one.shown.identifier for one in found}
    return int(BOOK + PACKED * told + SHEET * len(sheets) + CELL * cells + LETTER * letters)


def subjects(addresses: Sequence[str]) -> set[str]:
    """The KPIs and marts that addresses of explanations name."""
    queries = [parse_qs(urlsplit(one).query) for one in addresses if one]
    return {
        name for query in queries for key in ("kpi", "mart") for told in query.get(key, ()) for name in told.split(",")
    }
