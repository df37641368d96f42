"""Files that cannot be used are refused with one sentence, and nothing of them remains."""

import gzip
import zipfile

import openpyxl
import pytest

import settings
from data import raw_store
from data.load import load_source
from data.source import RefusedFile
from tests.data.stock_files import HEADER, line, write


def refuse(folder, words, source="upload"):
    with pytest.raises(RefusedFile, match=words):
        load_source(source, folder)
    assert raw_store.all_runs() == []
    assert not raw_store.incoming_folder().exists() or not any(raw_store.incoming_folder().iterdir())


def stock_bytes(folder, content: bytes, name="stock_balances.csv"):
    (folder / "stock_balances").mkdir(parents=True)
    (folder / "stock_balances" / name).write_bytes(content)
    return folder


def workbook(folder, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    (folder / "stock_balances").mkdir(parents=True)
    book.save(folder / "stock_balances" / "stock_balances.xlsx")
    return folder


def test_an_empty_file(home, tmp_path):
    refuse(stock_bytes(tmp_path, b""), "is empty")


def test_a_wrong_header(home, tmp_path):
    refuse(
        write(tmp_path, line(), header=HEADER.replace("closing_qty", "stock")),
        "lacks the column closing_qty and has the unknown column stock",
    )


def test_a_wrong_encoding(home, tmp_path):
    refuse(stock_bytes(tmp_path, (HEADER + "\n" + line(country="Côte d'Ivoire")).encode("cp1252")), "UTF-8|utf-8")


def test_a_binary_file(home, tmp_path):
    refuse(stock_bytes(tmp_path, HEADER.encode() + b"\n\x00\x01\x02"), "NUL")


def test_a_line_with_more_cells_than_the_header(home, tmp_path):
    refuse(write(tmp_path, line(), line() + ",surplus"), "row 3: 13 cells under 12 column names")


def test_an_unclosed_quote_is_a_file_cut_off(home, tmp_path):
    refuse(stock_bytes(tmp_path, (HEADER + '\n2026-01,"Kenya').encode()), "not a whole CSV file")


def test_a_cell_of_ten_megabytes(home, tmp_path):
    refuse(write(tmp_path, line(country="K" * 10_000_000)), "a line of more than")


def test_a_cell_over_the_limit_in_a_short_line(home, tmp_path):
    refuse(write(tmp_path, line(country="K" * 200_000)), "not a whole CSV file: field larger")


def test_a_truncated_gzip_file(home, tmp_path):
    whole = gzip.compress(b"x,y\n1,2\n" * 1000)
    (tmp_path / "population.csv.gz").write_bytes(whole[: len(whole) // 2])
    for name in ("countries.csv", "unrwa.csv", "idmc.csv", "solutions.csv.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"a\n1\n") if name.endswith("gz") else b"a\n1\n")
    refuse(tmp_path, "damaged or cut off", source="refugees_unhcr")


def test_a_truncated_workbook(home, tmp_path):
    folder = workbook(tmp_path, [HEADER.split(","), line().split(",")])
    path = folder / "stock_balances" / "stock_balances.xlsx"
    path.write_bytes(path.read_bytes()[:-500])
    refuse(folder, "not a whole XLSX file")


def test_formula_cells(home, tmp_path):
    cells = line().split(",")
    cells[8] = "=1+1"
    refuse(workbook(tmp_path, [HEADER.split(","), cells]), "contains formulas; send values only")


def test_a_zip_bomb(home, tmp_path, monkeypatch):
    monkeypatch.setenv("LAGEBILD_MAX_SHEET_BYTES", str(1024 * 1024))
    settings.read_settings.cache_clear()
    folder = workbook(tmp_path, [HEADER.split(","), line().split(",")])
    with zipfile.ZipFile(folder / "stock_balances" / "stock_balances.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 20 * 1024 * 1024)
    refuse(folder, "unpacks to 20971520 bytes")


def test_a_gzip_bomb(home, tmp_path, monkeypatch):
    monkeypatch.setenv("LAGEBILD_MAX_SHEET_BYTES", str(1024 * 1024))
    settings.read_settings.cache_clear()
    for name in ("population.csv.gz", "solutions.csv.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"a,b\n" * 5_000_000))
    for name in ("countries.csv", "unrwa.csv", "idmc.csv"):
        (tmp_path / name).write_bytes(b"a\n1\n")
    refuse(tmp_path, "unpacks to more than 1048576 bytes", source="refugees_unhcr")


def test_a_file_over_the_size_limit(home, tmp_path, monkeypatch):
    monkeypatch.setenv("LAGEBILD_MAX_FILE_BYTES", "100")
    settings.read_settings.cache_clear()
    refuse(write(tmp_path, line()), "the limit is 100")


def test_no_file_at_all(home, tmp_path):
    refuse(tmp_path, "No file for upload")
