"""No text is run as a formula, every text can be told again, and the quick way over columns agrees with the plain one."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.safe_text import safe_cell, safe_column, told_cell, without_control

RUN = [
    "=1+1", "+41 79 123 45 67", "-A1", "@name", "|calc", "%0", "\t=1", "\r=1", "\n+1", " =1", "\u00a0=1", "\u200f=1",
    "\ufeff=1", "\uff1d1+1", '=HYPERLINK("http://x")', "'=1", "''=1", "'-5", "+1+1", "-2+3", "- ", "\u3000@x", "\x00=1",
]  # fmt: skip
LEFT = ["", "'", "''", "name", "a=1", "-5", "+5", "-1,234.5", "-1.234,5", "12", "O'Brien", "5 % of it", "\u0627=1",
        "<b>=1</b>", "\u200fabc", "\"=1", "5-3"]  # fmt: skip
signs = st.sampled_from([*"=+-@|%'\t\r\n ,.05aä\x00\u200f\ufeff\uff1d\u00a0\u0627\U0001f600", "'=", "''"])
texts = st.lists(signs, max_size=6).map("".join) | st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@pytest.mark.parametrize("text", RUN)
def test_a_text_that_would_run_gets_one_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("cell", [*LEFT, -5, -1234.5, 0, None, True])
def test_what_would_not_run_and_every_number_stays(cell):
    assert safe_cell(cell) is cell
    assert told_cell(cell) is cell


@given(texts)
@settings(max_examples=400)
def test_every_text_can_be_told_again(text):
    assert told_cell(safe_cell(text)) == text


@given(texts)
@settings(max_examples=400)
def test_no_safe_text_begins_with_a_sign_that_runs(text):
    safe = safe_cell(text)
    if safe[:1] in tuple("=+-@|%\t\r\n"):
        assert safe.strip("+-").replace(",", "").replace(".", "").isdecimal()


@given(st.lists(texts | st.none(), max_size=8), st.integers(0, 3), st.sampled_from([pa.string(), pa.large_string()]))
@settings(max_examples=400)
def test_a_column_becomes_what_its_cells_become(cells, first, kind):
    column = pa.array(cells, kind).slice(min(first, len(cells)))
    told = [None if cell is None else safe_cell(without_control(cell)) for cell in cells[first:]]
    assert safe_column(column).to_pylist() == told


def test_a_column_in_which_nothing_is_to_be_done_is_not_copied():
    column = pa.array(["Basra", None, "", "5 km", "Côte d’Ivoire"])
    assert safe_column(column) is column
