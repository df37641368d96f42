"""Identical, changed since, altered or not proved: each single thing that can be done to a file is found and named."""

import io
import json
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfWriter

from components.result import Field, result
from exports import pdf_manifest, png_manifest
from exports.csv_file import FORMATTED, NONE, write_csv
from exports.csv_metadata import write_csv_metadata
from exports.described import WrongFile
from exports.differences import CELL, COLUMN, FIGURE, MISSING, ROW, Difference, differences
from exports.json_file import write_json
from exports.manifest import content_digest
from exports.opened import opened
from exports.parquet_file import write_parquet
from exports.rows_proof import opened_rows
from exports.verify import ALTERED, CHANGED, IDENTICAL, UNPROVED, verdict
from exports.xlsx_file import write_xlsx
from tests.exports.given import FORMS, bundle_of, results

FIELDS = (Field("country", "Country"), Field("value", "Value", "number", "%", 1), Field("since", "Since", "month"))
ROWS = (("Chad", 12.5, date(2026, 3, 1)), ("Mali", -5, date(2026, 4, 1)), ("Niger", None, None))


def table(*rows, identifier="stock", title="Stock", total=("", 7.5, None)):
    return result(identifier, title, FIELDS, rows or ROWS, total=total)


ONE = bundle_of((table(),))
TWO = bundle_of((table(), table(identifier="aid", title="Aid", total=None)))
CHANGED_ROWS = (("Chad", 13, date(2026, 3, 1)), *ROWS[1:])


@pytest.fixture(params=FORMS)
def form(request):
    return FORMS[request.param]


@pytest.mark.parametrize("bundle", (ONE, TWO))
def test_an_untouched_file_is_identical(form, bundle):
    found = verdict(opened(form[0](bundle)), bundle, bundle)
    assert (found.outcome, found.reasons, found.altered, found.since) == (IDENTICAL, (), (), ())


@given(results())
@settings(max_examples=40, deadline=None)
def test_whatever_is_written_passes_as_written(found):
    bundle = bundle_of(found)
    for name, (write, _read) in FORMS.items():
        held = opened(write(bundle))
        assert held.is_sealed and held.is_as_written, name


@given(
    st.sampled_from((*FORMS, "picture", "paper")),
    st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=20),
    st.floats(0.1, 1),
)
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_judged_or_refused_in_a_sentence(form, damages, share):
    made = {**{name: write for name, (write, _read) in FORMS.items()}, "picture": picture, "paper": paper}[form](TWO)
    data = bytearray(made[: int(len(made) * share)])
    for place, byte in damages:
        data[place % len(data)] = byte
    try:
        found = opened(bytes(data))
    except WrongFile as error:
        assert str(error)
    else:
        assert found.manifest.manifest_version == 1
    assert opened_rows(bytes(data)) is None


@given(results(), st.data())
@settings(max_examples=40, deadline=None)
def test_any_byte_that_is_changed_is_found_or_means_nothing(found, data):
    bundle = bundle_of(found)
    for name, (write, _read) in FORMS.items():
        whole = write(bundle)
        at = data.draw(st.integers(0, len(whole) - 1))
        other = data.draw(st.integers(0, 255).filter(lambda byte, at=at, whole=whole: byte != whole[at]))
        try:
            held = opened(whole[:at] + bytes([other]) + whole[at + 1 :])
        except WrongFile:
            continue
        if held.is_sealed and held.is_as_written:  # the same cells and words, packed or spelled otherwise
            assert content_digest(held.results) == content_digest(found), name
            unknown = {
                key: getattr(bundle.manifest, key) for key in ("made_at", "made_by", "link", "notices", "language")
            }
            is_true = replace(held.manifest, **unknown) == bundle.manifest
            assert is_true or verdict(held, bundle, bundle).outcome == ALTERED, name


def test_data_that_changed_since_are_named_cell_by_cell(form):
    now = bundle_of((table(*CHANGED_ROWS, ("Sudan", 1, None)),))
    found = verdict(opened(form[0](ONE)), ONE, now)
    assert found.outcome == CHANGED and not found.altered
    assert Difference(CELL, "Stock", "Chad", "Value (%)", "12.5", "13") in found.since
    assert [one.kind for one in found.since] == [CELL, ROW] and found.since[1].after == "Sudan, 1"


def test_a_file_whose_build_is_gone_is_not_proved(form):
    found = verdict(opened(form[0](ONE)), None, bundle_of((table(*CHANGED_ROWS),)), "The build is gone.")
    assert found.outcome == UNPROVED and found.reasons[0] == "The build is gone." and len(found.since) == 1


def test_a_file_sealed_anew_is_altered(form):
    forged = bundle_of((table(*CHANGED_ROWS),))
    found = verdict(opened(form[0](forged)), ONE, ONE)
    assert found.outcome == ALTERED
    assert found.altered == (Difference(CELL, "Stock", "Chad", "Value (%)", "12.5", "13"),)


def test_a_fact_that_is_not_the_builds_is_altered(form):
    forged = replace(ONE, manifest=replace(ONE.manifest, is_demo=False, filters=("Another filter",)))
    found = verdict(opened(form[0](forged)), ONE, ONE)
    assert found.outcome == ALTERED and "is_demo" in found.reasons[0] and "filters" in found.reasons[0]


TEXT_CHANGES = {
    "cell": (b"12.5", b"12.6"),
    "row taken out": (b"Mali,-5,2026-04-01\r\n", b""),
    "row repeated": (b"Mali,-5,2026-04-01\r\n", b"Mali,-5,2026-04-01\r\n" * 2),
    "cell too many": (b"Mali,-5,", b"Mali,-5,,"),
    "empty to zero": (b"Niger,,", b"Niger,0,"),
    "day": (b"2026-03-01", b"2026-03-02"),
    "head": (b"country,value", b"country,people"),
    "words of the comment": (b"# Data as of: 31 October", b"# Data as of: 30 October"),
    "the word for made up data": (b"# Note: Demo data", b"# Note: Real data"),
}


@pytest.mark.parametrize("change", TEXT_CHANGES)
def test_any_change_of_a_csv_is_found(change):
    whole = write_csv(ONE)
    assert TEXT_CHANGES[change][0] in whole
    found = verdict(opened(whole.replace(*TEXT_CHANGES[change], 1)), ONE, ONE)
    assert found.outcome == ALTERED and found.reasons


def test_the_altered_cell_of_each_form_is_named():
    cell = Difference(CELL, "Stock", "Chad", "Value (%)", "12.5", "99.5")
    held = pq.read_table(io.BytesIO(write_parquet(ONE)))
    column = pa.array([99.5, -5.0, None])
    altered = io.BytesIO()
    pq.write_table(held.set_column(1, held.schema.field(1), column), altered)
    book, saved = load_workbook(io.BytesIO(write_xlsx(ONE))), io.BytesIO()
    book["Stock"]["B2"] = 99.5
    book.save(saved)
    files = (
        write_csv(ONE).replace(b"12.5", b"99.5"),
        write_csv(ONE, FORMATTED).replace(b"12.5", b"99.5"),
        write_json(ONE).replace(b"12.5", b"99.5"),
        altered.getvalue(),
        saved.getvalue(),
    )
    for data in files:
        found = verdict(opened(data), ONE, ONE)
        assert (found.outcome, found.altered) == (ALTERED, (cell,))


def test_a_sheet_that_a_program_saved_again_is_still_identical():
    saved = io.BytesIO()
    load_workbook(io.BytesIO(write_xlsx(TWO))).save(saved)
    assert saved.getvalue() != write_xlsx(TWO)
    assert verdict(opened(saved.getvalue()), TWO, TWO).outcome == IDENTICAL


@pytest.mark.parametrize("what", ("about", "head", "sheet", "renamed", "total"))
def test_any_change_of_a_workbook_is_found(what):
    book, saved = load_workbook(io.BytesIO(write_xlsx(TWO))), io.BytesIO()
    if what == "about":
        book["About this file"]["B2"] = "Real data."
    elif what == "head":
        book["Stock"]["B1"] = "Value (US$)"
    elif what == "sheet":
        book.create_sheet("More")["A1"] = 5
    elif what == "renamed":
        book["Aid"].title = "Help"
    else:
        book["Stock"]["B5"] = 8
    book.save(saved)
    assert verdict(opened(saved.getvalue()), TWO, TWO).outcome == ALTERED


def test_a_csv_without_comment_is_proved_by_the_file_beside_it():
    table_alone, beside = write_csv(ONE, manifest=NONE), write_csv_metadata(ONE, "stock.csv")
    assert verdict(opened(table_alone, beside), ONE, ONE).outcome == IDENTICAL
    assert verdict(opened(table_alone.replace(b"12.5", b"12.6"), beside), ONE, ONE).outcome == ALTERED
    with pytest.raises(WrongFile, match="no manifest"):
        opened(table_alone)
    with pytest.raises(WrongFile):
        opened(table_alone, b'{"lagebild:facts": 5}')


def test_hostile_manifests_are_refused_in_a_sentence():
    told = json.loads(write_json(ONE))
    for change in (
        {"manifest": []},
        {"results": 5},
        {"results": [5]},
        {"results": [{**told["results"][0], "fields": "x"}]},
    ):
        data = json.dumps({**told, **change}).encode()
        try:
            assert not opened(data).is_sealed
        except WrongFile as error:
            assert str(error)
    for path in ("../../etc/passwd", "//example.org/", "/supply?build=x"):
        held = json.dumps({**told, "manifest": {**told["manifest"], "address": path}}).encode()
        assert opened(held).manifest.address == path


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("exports.xlsx_reading.MOST_BYTES", 10_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b"0" * 20_000)
    with pytest.raises(WrongFile, match="too large"):
        opened(packed.getvalue())
    monkeypatch.setattr("exports.parquet_file.MOST_CELLS", 5)
    with pytest.raises(WrongFile, match="too large"):
        opened(write_parquet(ONE))


def test_differences_are_found_whatever_the_order():
    before, after = table(), table(*reversed(ROWS))
    assert not differences([before], [after]) or len(differences([before], [after])) <= 3
    assert differences([before], [table(ROWS[0], ROWS[2])]) == (
        Difference(ROW, "Stock", "Mali", before="Mali, -5, 2026-04-01"),
    )
    assert differences([before], []) == (Difference(FIGURE, "Stock", before="3"),)
    assert differences([], [before]) == (Difference(FIGURE, "Stock", after="3"),)
    narrow = result("stock", "Stock", FIELDS[:2], [row[:2] for row in ROWS], total=(None, 7.5))
    assert differences([before], [narrow]) == (Difference(COLUMN, "Stock", column="since", before="since"),)
    empty = table(("Chad", None, date(2026, 3, 1)), *ROWS[1:])
    assert differences([before], [empty]) == (Difference(CELL, "Stock", "Chad", "Value (%)", "12.5", MISSING),)
    assert differences([before], [table(total=None)])


@given(results())
@settings(max_examples=40, deadline=None)
def test_there_are_differences_exactly_when_digests_differ(found):
    assert differences(found, found) == ()
    for at, one in enumerate(found):
        for place, row in enumerate(one.rows):
            other = tuple("other" if field.kind == "text" else 424242 if field.kind == "number" else date(1999, 9, 1)
                          for field in one.fields)  # fmt: skip
            changed = replace(one, rows=(*one.rows[:place], other, *one.rows[place + 1 :]))
            others = (*found[:at], changed, *found[at + 1 :])
            assert bool(differences(found, others)) == (other != row)


def picture(bundle) -> bytes:
    """A picture of one grey pixel with the manifest of a bundle, as every picture carries it."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held)) for kind, held in parts
    )
    return png_manifest.with_manifest(png_manifest.SIGNATURE + b"".join(chunks), bundle.manifest)


def paper(bundle) -> bytes:
    """A document of one empty sheet with the manifest of a bundle."""
    writer, held = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(held)
    return pdf_manifest.with_manifest(held.getvalue(), bundle.manifest)


@pytest.mark.parametrize("draw", (picture, paper))
def test_a_picture_and_a_document_are_proved_by_what_they_were_made_from(draw):
    data, now = draw(ONE), bundle_of((table(*CHANGED_ROWS),))
    assert verdict(opened(data), ONE, ONE).outcome == IDENTICAL
    later = verdict(opened(data), ONE, now)
    assert later.outcome == CHANGED and len(later.since) == 1
    assert verdict(opened(data), None, ONE, "The build is gone.").outcome == UNPROVED
    assert verdict(opened(draw(now)), ONE, ONE).outcome == ALTERED


def test_a_pixel_that_was_changed_is_found():
    data = picture(ONE)
    other = data.replace(zlib.compress(b"\0\x80"), zlib.compress(b"\0\x00"))
    found = verdict(opened(other), ONE, ONE)
    assert found.outcome == ALTERED and "picture" in found.reasons[0]
