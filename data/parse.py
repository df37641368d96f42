"""Turns publishers' ways of writing numbers and dates into numbers and dates. What cannot be read stays
as it was written, so that the contract can refuse it with its reason; nothing is guessed."""

import re
from collections.abc import Iterable

import pandas as pd

_SEPARATED = re.compile(r"^[+-]?\d{1,3}([,\u00a0\u202f ]\d{3})+(\.\d+)?$")


def numbers(cells: pd.Series, missing: Iterable[str] = ()) -> pd.Series:
    """Cells with thousands separators (comma, blank, no-break blank) as plain numerals; the words in
    `missing` (compared without case and blanks around) as missing; other cells unchanged."""
    words = {word.casefold() for word in missing}

    def plain(cell):
        if not isinstance(cell, str):
            return cell
        stripped = cell.strip()
        if stripped == "" or stripped.casefold() in words:
            return None
        return re.sub(r"[,\u00a0\u202f ]", "", stripped) if _SEPARATED.match(stripped) else stripped

    return cells.map(plain)


def dates(cells: pd.Series, formats: Iterable[str], missing: Iterable[str] = ()) -> pd.Series:
    """Cells that match one of the strptime formats as ISO dates; datetimes as they are; the words in
    `missing` as missing; other cells unchanged. The first format that fits wins."""
    words = {word.casefold() for word in missing}
    result = cells.map(lambda cell: None if isinstance(cell, str) and cell.strip().casefold() in words | {""} else cell)
    text = result.map(lambda cell: cell.strip() if isinstance(cell, str) else None)
    for form in formats:
        parsed = pd.to_datetime(text, format=form, errors="coerce")
        fits = parsed.notna()
        result = result.mask(fits, parsed.dt.strftime("%Y-%m-%d").astype(object))
        text = text.mask(fits, None)
    return result
