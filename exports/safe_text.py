"""Text that no spreadsheet runs as a formula, and the way back to what it was.

A spreadsheet takes the text of a CSV cell for a formula when it begins with one of a few signs, also behind blanks and
signs that nobody sees. Such a text gets an apostrophe in front, which spreadsheets take for "this is text". So that the
text can be told again, one that has apostrophes before such a beginning already gets one more. Numbers are not
touched, negative ones neither."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BLANKS = (
    r"\x00-\x20\x7f-\xa0\xad"
    "\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
"""Blanks of every script, control characters, and marks without width such as the one for writing from right to left."""
SIGNS = r"=+\-@|%" + "\uff1d\uff0b\uff0d\uff20"
"""The last four are the wide forms that East Asian keyboards write, and that spreadsheets take for the same."""
RISKY = f"^'*(?:[\\t\\r\\n]|[{BLANKS}]*[{SIGNS}])"
NUMBER = r"[+-]?[0-9][0-9,.]*"
"""A number as text, with separators of any language."""
CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
REPLACED = "\ufffd"
"""Stands for a control character: these have no meaning in a text, and some make a file unreadable."""

_risky, _number, _control = re.compile(RISKY), re.compile(NUMBER), re.compile(CONTROL)
_IS_FIRST = np.zeros(256, dtype=bool)
"""Bytes of UTF-8 with which a risky text can begin."""
_IS_FIRST[[*range(0x21), *b"'=+-@|%\x7f", 0xC2, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF]] = True
_DELETE, _LEADS_TO_CONTROL = 0x7F, 0xC2


def safe_cell(text: object) -> object:
    """A cell that no spreadsheet runs as a formula. What is no text, and text that is a number, stays as it is."""
    return f"'{text}" if isinstance(text, str) and _is_risky(text) else text


def told_cell(text: object) -> object:
    """The cell that safe_cell() made safe, as it was before."""
    return text[1:] if isinstance(text, str) and text.startswith("'") and _is_risky(text) else text


def without_control(text: str) -> str:
    """The text with a sign for each control character but tab and newline; line ends of Windows become newlines."""
    return _control.sub(REPLACED, text.replace("\r\n", "\n"))


def safe_column(column: pa.Array) -> pa.Array:
    """A column of texts with safe_cell(without_control(text)) for each of its cells; missing ones stay missing. A column
    in which nothing is to be done, which is nearly every one, comes back as it is, at the cost of a glance at it."""
    first, data = _first_bytes(column), _bytes(column)
    if (data < 0x20).any() or (data == _DELETE).any() or (data == _LEADS_TO_CONTROL).any():
        column = pc.replace_substring_regex(pc.replace_substring(column, "\r\n", "\n"), CONTROL, REPLACED)
    if not _IS_FIRST[first].any():
        return column
    is_number = pc.match_substring_regex(column, f"^(?:{NUMBER})$")
    is_risky = pc.and_not(pc.match_substring_regex(column, RISKY), is_number)
    mark, nothing = pa.scalar("'", column.type), pa.scalar("", column.type)
    return pc.if_else(is_risky, pc.binary_join_element_wise(mark, column, nothing), column)


def _is_risky(text: str) -> bool:
    return bool(_risky.match(text)) and not _number.fullmatch(text)


def _bytes(column: pa.Array) -> np.ndarray:
    """The bytes of all texts, one behind the other."""
    offsets, data = _offsets(column), column.buffers()[2]
    return np.frombuffer(data, dtype=np.uint8)[offsets[0] : offsets[-1]] if data else np.empty(0, np.uint8)


def _first_bytes(column: pa.Array) -> np.ndarray:
    """The first byte of each text that has one."""
    offsets, data = _offsets(column), column.buffers()[2]
    starts = offsets[:-1][offsets[1:] > offsets[:-1]]
    return np.frombuffer(data, dtype=np.uint8)[starts] if data else np.empty(0, np.uint8)


def _offsets(column: pa.Array) -> np.ndarray:
    """Where each text begins, and where the last one ends."""
    kind = np.int64 if pa.types.is_large_string(column.type) else np.int32
    found = np.frombuffer(column.buffers()[1], dtype=kind) if column.buffers()[1] else np.zeros(1, kind)
    return found[column.offset : column.offset + len(column) + 1]
