"""The templates: complete, explained, in step with their page, and accepted when filled in."""

import csv

import openpyxl
import pytest
import yaml

from data.contracts.upload import CONTRACTS
from data.source import Files, RefusedFile
from data.sources.upload import read
from data.templates import DICTIONARY, PAGE, TITLES, explained_columns, template_names, templates_page, write_template
from data.validate import validate


@pytest.mark.parametrize("name", template_names())
def test_a_csv_template_has_the_columns_of_its_contract(name, tmp_path):
    path = write_template(name, tmp_path / f"{name}.csv")
    with open(path, encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines)) == [list(CONTRACTS[name].columns)]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # so that spreadsheets read it as UTF-8


@pytest.mark.parametrize("name", template_names())
def test_a_workbook_template_explains_each_column(name, tmp_path):
    book = openpyxl.load_workbook(write_template(name, tmp_path / f"{name}.xlsx"))
    assert [cell.value for cell in book.worksheets[0][1]] == list(CONTRACTS[name].columns)
    assert book.worksheets[0].max_row == 1
    explained = [[cell.value for cell in row] for row in book["explanation"].iter_rows(min_row=2)]
    assert [row[0] for row in explained] == list(CONTRACTS[name].columns)
    assert all(row[1] and row[2] and row[3] for row in explained)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("name", template_names())
def test_an_empty_template_is_read_as_no_rows(name, suffix, tmp_path):
    path = write_template(name, tmp_path / f"{name}.{suffix}")
    (extract,) = read(Files(tmp_path, (path,)))
    checked = validate(extract, CONTRACTS[name])
    assert (extract.table, len(checked.valid), len(checked.quarantine)) == (name, 0, 0)


def test_the_explanation_tells_what_the_contract_asks():
    told = {column.name: column for column in explained_columns("stock_balances")}
    assert (told["month"].kind, told["month"].required) == ("month (YYYY-MM)", "always")
    assert (told["closing_qty"].required, told["closing_qty"].allowed) == ("expected", "at least 0")
    assert told["stockout_days"].allowed == "at least 0, at most 31"
    assert told["reported_by"].required == "if known, optional"
    sex = next(column for column in explained_columns("needs") if column.name == "sex")
    assert sex.allowed == "f, m, all"


def test_meanings_come_from_the_dictionary():
    meaning = yaml.safe_load(DICTIONARY.read_text(encoding="utf-8"))["columns"]["stock_on_hand_qty"][2]
    closing = next(column for column in explained_columns("stock_balances") if column.name == "closing_qty")
    assert closing.meaning == f"{meaning} (units)"


def test_the_page_is_in_step_with_the_contracts():
    current = PAGE.read_text(encoding="utf-8")
    assert current == templates_page(), "run: .venv/bin/python -c 'from data.templates import write_page; write_page()'"


def test_every_template_has_a_title_and_every_title_a_template():
    assert list(TITLES) == template_names()


@pytest.mark.parametrize("name", template_names())
def test_a_template_has_a_key_rules_with_names_of_their_own_and_sql(name):
    contract = CONTRACTS[name]
    resolved = {column.country for column in contract.columns.values()}
    assert contract.key
    assert set(contract.key) <= {*contract.columns, *resolved}
    assert len({rule.name for rule in contract.rules}) == len(contract.rules)
    assert all(rule.sql for rule in contract.rules)


def test_an_unknown_template_is_refused_by_name(tmp_path):
    with pytest.raises(
        RefusedFile, match="There is no template 'stock'. Known templates: items, sites, stock_balances"
    ):
        write_template("stock", tmp_path / "stock.csv")


def test_an_unknown_kind_of_file_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match=r"items.ods must end in .csv or .xlsx"):
        write_template("items", tmp_path / "items.ods")
