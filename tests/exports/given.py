"""Results and manifests for the tests of files."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from components.result import Field, Result, result
from exports.csv_file import FORMATTED, RAW, read_csv, write_csv
from exports.json_file import read_json, write_json
from exports.manifest import Bundle, Manifest, content_digest, result_notes
from exports.parquet_file import read_parquet, write_parquet
from exports.xlsx_file import write_xlsx
from exports.xlsx_reading import read_xlsx

MOMENT = datetime(2026, 11, 1, 8, 15, tzinfo=UTC)
FORMS = {
    "csv": (write_csv, lambda data: read_csv(data)[0]),
    "csv formatted": (lambda bundle: write_csv(bundle, FORMATTED), lambda data: read_csv(data)[0]),
    "json": (write_json, read_json),
    "parquet": (write_parquet, read_parquet),
    "xlsx": (write_xlsx, read_xlsx),
}
"""Name of a form -> how it is written and read again."""
STYLES = (RAW, FORMATTED)

CORPUS = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "+41 79 123 45 67",
    "-5",
    "-1,234.5",
    "-cmd",
    "@name",
    "@SUM(1)",
    "|pipe",
    "%percent",
    "\ttab",
    "a\tb",
    "line\r\nline",
    "line\nline",
    "cr\ralone",
    "\n=1+1",
    " =1+1",
    "\u200f=1+1",
    "\u202e=1+1",
    "\ufeff=1+1",
    "'quoted",
    "'=1+1",
    "''=1+1",
    '"double"',
    '"',
    'a","=1+1',
    "a,=1+1",
    "a;=1+1",
    "nul\0inside",
    "bell\x07",
    "\x1b[31m",
    "half \ud800 sign",
    "not \ufffe a \uffff sign",
    "# no comment",
    "#=1+1",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "_x0041_",
    "_x000D_",
    "_x005F_",
    "العربية",
    "\u200fعربي 5-",
    "👩‍👧 family",
    "=1+1",
    "–",
    "TRUE",
    "1e5",
    "007",
    "2026-03-01",
    "NULL",
    "NaN",
    "None",
    "",
    " ",
    "  two  ",
    "\u00a0",
    "Total",
    "x" * 3000,
)
"""Texts that spreadsheets, parsers and pages have been fooled with."""

_texts = st.one_of(st.none(), st.sampled_from(CORPUS), st.text(max_size=12))
_numbers = st.one_of(
    st.none(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=True, allow_infinity=True),
    st.decimals(-1000, 1000, places=2),
    st.sampled_from([-5, 0, -0.0, 0.1, -1234.5, 1e-300, 123456789.123456789]),
)
_days = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))
_CELLS = {"text": _texts, "number": _numbers, "date": _days, "month": _days.map(lambda day: day and day.replace(day=1))}


@st.composite
def fields(draw):
    """Up to four fields, of the same name now and then."""
    kinds = draw(st.lists(st.sampled_from(sorted(_CELLS)), min_size=1, max_size=4))
    names = st.sampled_from(["a", "b", "value", "Note"])
    units = st.sampled_from(["", "%", "US$", "people", "=unit"])
    labels = st.one_of(st.sampled_from(["Label", "#", "=label", "a,b"]), st.text(min_size=1, max_size=8))
    return tuple(Field(draw(names), draw(labels), kind, draw(units), draw(st.integers(0, 3))) for kind in kinds)


@st.composite
def results(draw):
    """Up to three results with up to five rows."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        given = draw(fields())
        row = st.tuples(*(_CELLS[field.kind] for field in given))
        total = draw(
            st.one_of(st.none(), row.map(lambda cells: tuple(None if cell == "Total" else cell for cell in cells)))
        )
        rows, title = draw(st.lists(row, max_size=5)), draw(st.one_of(st.sampled_from(CORPUS), st.text(max_size=40)))
        more = {"note": draw(st.sampled_from(["", "=note"])), "shown_count": draw(st.integers(0, len(rows)))}
        found.append(result(f"figure-{number}", title, given, rows, total=total, **more))
    return tuple(found)


def bundle_of(found: tuple[Result, ...], **facts) -> Bundle:
    """The results with a manifest that is true of them."""
    known = {
        "title": "Supply: =what, +runs \"out\" 'first'",
        "address": "/supply?country=AFG&build=20261101T080000Z",
        "link": "http://127.0.0.1:8050/supply?country=AFG&build=20261101T080000Z",
        "build_id": "20261101T080000Z",
        "built_at": MOMENT,
        "data_date": date(2026, 10, 31),
        "is_demo": True,
        "code_version": "1",
        "made_at": MOMENT,
        "made_by": "=A reader",
        "language": "en",
        "filters": ("Afghanistan, =Chad", "@name"),
        "coverage": ("stock: 3 of 4 reported for October 2026",),
        "sources": ({"name": "upload", "title": "Stock", "publisher": "Office", "licence": "CC BY 4.0"},),
        "results": result_notes(found),
        "row_count": sum(len(one.rows) for one in found),
        "content_sha256": content_digest(found),
    }
    return Bundle(Manifest(**{**known, **facts}), found)
