"""Every form of file holds the same cells, and gives them back."""

import csv
import io
import zipfile
from datetime import date

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from components.result import Field, result
from exports.csv_file import FORMATTED, NONE, RAW, read_csv, write_csv
from exports.csv_metadata import facts_beside, write_csv_metadata
from exports.described import WrongFile
from exports.manifest import content_digest
from exports.parquet_file import write_parquet
from exports.xlsx_file import LONGEST_TEXT, TooLargeForSheet, refuse_too_large, sheet_names, write_xlsx
from tests.exports.given import CORPUS, FORMS, bundle_of, results

FIELDS = (Field("name", "Name"), Field("value", "Value", "number", "%", 1), Field("since", "Since", "month"))
RISKY = ("=", "+", "-", "@", "|", "%", "\t", "\r")


def table(*rows, identifier="one", **more):
    return result(identifier, "A table", FIELDS, rows, **more)


@pytest.fixture(params=FORMS)
def form(request):
    return FORMS[request.param]


@given(results())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_form_gives_the_same_results_again(found):
    bundle = bundle_of(found)
    for name, (write, read) in FORMS.items():
        again = read(write(bundle))
        assert again.manifest == bundle.manifest, name
        assert content_digest(again.results) == bundle.manifest.content_sha256, name
        assert [one.shown_count for one in again.results] == [one.shown_count for one in found], name
        assert [one.note for one in again.results] == [one.note for one in found], name


@given(results())
@settings(max_examples=30, deadline=None)
def test_a_table_without_comment_is_read_by_the_file_beside_it(found):
    bundle = bundle_of(found)
    for style in (RAW, FORMATTED):
        beside = facts_beside(write_csv_metadata(bundle, "supply.csv", style))
        again, _options = read_csv(write_csv(bundle, style, NONE), beside)
        assert content_digest(again.results) == bundle.manifest.content_sha256


def test_the_corpus_comes_through_every_form(form):
    write, read = form
    one = table(*((text, -5, None) for text in CORPUS), total=("=total", -1.5, None))
    for found in ((one,), (one, table(("x", 1, date(2026, 1, 1)), identifier="two"))):
        assert read(write(bundle_of(found))).results == found


@pytest.mark.parametrize("style", (RAW, FORMATTED))
@pytest.mark.parametrize("count", (1, 2))
def test_no_cell_of_a_csv_begins_as_a_formula(style, count):
    found = tuple(table(*((text, -5, None) for text in CORPUS), identifier=f"={number}") for number in range(count))
    text = write_csv(bundle_of(found), style).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) > len(CORPUS)
    risky = {cell for cell in cells if cell.lstrip(" \u200f\u202e\ufeff\n").startswith(RISKY)}
    assert risky <= {"-5", "-1,234.5", "%"}  # numbers, and the unit alone


@pytest.mark.parametrize("style", (RAW, FORMATTED))
def test_a_comment_swallows_no_row(style):
    bundle = bundle_of((table(("x", 1, None)),), title='an "open, quote', filters=('"', "a\r\n=1+1", "b\u2028=2"))
    text = write_csv(bundle, style).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[-1] == ["x", "1", ""] and all(row[0].startswith("# ") for row in rows[:-2])


def test_numbers_stay_numbers_and_missing_is_no_zero():
    rows = (("a", -5, None), ("b", 0, date(2026, 3, 1)), ("c", None, None))
    text = write_csv(bundle_of((table(*rows),)), RAW, NONE).decode()
    assert text == "name,value,since\r\na,-5,\r\nb,0,2026-03-01\r\nc,,\r\n"


def test_a_language_with_a_decimal_comma_gets_semicolons():
    one = table(("a;b", -1234.5, None), total=(None, -1234.5, None))
    bundle = bundle_of((one,), language="de")
    data = write_csv(bundle, FORMATTED, NONE)
    assert data.decode() == '\ufeffName;Value (%);Since\r\n"a;b";-1234,5;\r\nTotal;-1234,5;\r\n'
    assert read_csv(write_csv(bundle, FORMATTED))[0] == bundle
    assert write_csv(bundle, RAW, NONE).decode() == "name,value,since\r\na;b,-1234.5,\r\n"


def test_a_sheet_has_typed_cells_a_head_that_stays_and_no_formula():
    one = table(("=1+1", -5, date(2026, 3, 1)), ("b", 45.67, None), total=(None, 40.67, None))
    data = write_xlsx(bundle_of((one, table(identifier="two"))))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["About this file", "A table", "A table 2", "For machines"]
    sheet = book["A table"]
    assert sheet.freeze_panes == "A2" and sheet.column_dimensions["A"].width > 5
    assert [cell.value for cell in sheet[1]] == ["Name", "Value (%)", "Since"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (sheet["B2"].value, sheet["B2"].data_type) == (-5, "n")
    assert sheet["C2"].is_date and sheet["C2"].value.date() == date(2026, 3, 1)
    assert [cell.value for cell in sheet[4]] == ["Total", 40.67, None] and sheet["A4"].font.b
    assert sheet["B3"].number_format == '#,##0.0"%"'
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not any(b"<f>" in parts.read(name) or b"<hyperlink" in parts.read(name) for name in parts.namelist())


def test_names_of_sheets_are_allowed_and_unique():
    titles = ("a/b:c*?[d]", "A table", "a TABLE", "x" * 50, "x" * 50, "'quoted'", "", "History", "About this file")
    names = sheet_names([result(f"r{at}", title, FIELDS, []) for at, title in enumerate(titles)])
    assert len({name.lower() for name in names}) == len(names) == len(titles) + 2
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_more_than_a_sheet_holds_is_refused_with_the_other_forms(monkeypatch):
    with pytest.raises(TooLargeForSheet, match="CSV and Parquet"):
        write_xlsx(bundle_of((table(("x" * (LONGEST_TEXT + 1), 1, None)),)))
    monkeypatch.setattr("exports.xlsx_file.MOST_ROWS", 3)
    refuse_too_large([table(("a", 1, None), ("b", 2, None))])
    with pytest.raises(TooLargeForSheet, match="has 3 rows.*CSV and Parquet"):
        refuse_too_large([table(("a", 1, None), ("b", 2, None), ("c", 3, None))])
    with pytest.raises(TooLargeForSheet):
        refuse_too_large([table(("a", 1, None), ("b", 2, None), total=(None, 3, None))])


def test_a_parquet_says_units_and_definitions():
    one = result("kpi", "Filled", (Field("otif", "On time", "number", "%", 1),), [(45.5,)], total=(45.5,))
    kpi = {"name": "otif", "label": "On time", "version": 2, "definition": "All of it in time.", "formula": "a/b"}
    held = pq.read_table(io.BytesIO(write_parquet(bundle_of((one,), kpis=(kpi,)))))
    about = held.schema.field("otif").metadata
    assert about[b"unit"] == b"%" and about[b"definition"] == b"All of it in time." and about[b"label"] == b"On time"
    assert held.num_rows == 1 and str(held.schema.field("otif").type) == "double"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b\r\n1,2\r\n",
        b"PK\x03\x04junk",
        b"PAR1junkPAR1",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b"# lagebild-manifest: AAAA\n",
    ],
)
def test_strange_files_are_refused_in_a_sentence(form, data):
    with pytest.raises(WrongFile, match="."):
        form[1](data)


def test_a_cut_file_is_refused_or_differs(form):
    write, read = form
    bundle = bundle_of((table(*((f"row {at}", at, None) for at in range(40))),))
    data = write(bundle)
    for share in (0.5, 0.9, 0.99):
        try:
            again = read(data[: int(len(data) * share)])
        except WrongFile:
            continue
        assert content_digest(again.results) != bundle.manifest.content_sha256


def test_reading_a_file_leaves_the_limits_of_loads_as_they_were():
    usual = csv.field_size_limit()
    wide = table(("x" * 200_000, 1, None))
    assert read_csv(write_csv(bundle_of((wide,))))[0].results[0].rows == wide.rows
    with pytest.raises(WrongFile):
        read_csv(write_csv(bundle_of((wide,))) + b'"')
    assert csv.field_size_limit() == usual
