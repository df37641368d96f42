"""Files that people send: what is accepted, what is refused, and with which words."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.contracts.upload import CONTRACTS
from data.screen import screen
from data.source import Files, LargeExtract, RefusedFile, files_of
from data.sources import upload
from data.sources.upload import SOURCE, read, template_of
from data.templates import template_names, write_template
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "upload"
ITEMS = "item_code,item_name,item_group,unit_name,unit_cost_usd,children_per_unit,minimum_months,maximum_months"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


def reasons(checked, template) -> dict[int, str]:
    """Row number of each refused row -> its reasons."""
    return checked[template].quarantine.set_index("source_row")["reasons"].to_dict()


def sent(folder: Path, name: str, content: bytes | str) -> Files:
    """A folder that holds one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Files(folder, (path,))


def one_frame(files: Files) -> pd.DataFrame:
    (extract,) = read(files)
    return extract.frame


def test_every_template_has_a_sample_with_a_sound_row(checked):
    assert set(checked) == set(template_names())
    assert all(len(found.valid) > 0 for found in checked.values())


def test_every_template_has_a_sample_with_a_refused_row(checked):
    refused = {name: len(found.quarantine) for name, found in checked.items()}
    assert refused == {
        "items": 1,
        "sites": 1,
        "stock_balances": 7,
        "stock_lots": 1,
        "deliveries": 2,
        "projects": 1,
        "milestones": 1,
        "indicator_results": 2,
        "budgets": 2,
        "appeals": 1,
        "risk_scores": 1,
        "food_phases": 1,
        "needs": 1,
        "displacement": 1,
        "expected_reports": 1,
        "events": 3,
    }


def test_months_are_read_with_and_without_a_day(checked):
    stock = checked["stock_balances"].valid.set_index("source_row")
    assert stock.loc[2, "month"] == pd.Timestamp(2026, 5, 1)
    assert stock.loc[3, "month"] == pd.Timestamp(2026, 5, 1)


def test_countries_are_read_by_name_and_by_code(checked):
    stock = checked["stock_balances"].valid.set_index("source_row")
    assert list(stock.loc[[2, 3, 5], "country_code"]) == ["SSD", "SSD", "AFG"]
    assert checked["deliveries"].valid.set_index("source_row").loc[2, "origin_country_code"] == "FRA"


def test_an_empty_cell_stays_missing(checked):
    row = checked["stock_balances"].valid.set_index("source_row").loc[4]
    assert row["opening_qty"] == 40
    assert row[["received_qty", "adjustment_qty", "closing_qty", "stockout_days"]].isna().all()


def test_stock_rows_are_refused_for_these_reasons(checked):
    found = reasons(checked, "stock_balances")
    assert found[6] == "opening_qty is below 0: '-5.0'"
    assert found[7] == "country is not a known country or area: 'Sudann'"
    assert found[8] == "stockout_days is more than the month has days"
    assert found[9] == "day of month is not the first; write months as YYYY-MM"
    assert "month lies in the future" in found[10]
    assert found[11] == "site_code, item_code, month contradicts another row with the same key (rows 11, 12)"
    assert set(found) == {6, 7, 8, 9, 10, 11, 12}


def test_a_sum_that_does_not_hold_is_counted_and_kept(checked):
    stock = checked["stock_balances"]
    assert 5 in set(stock.valid["source_row"])
    assert stock.repeated == 1
    checked_count, passed = stock.quality["consistency"]
    assert checked_count - passed == 4  # besides row 5: rows 6, 8 and 10, which are refused for more than that


def test_who_reported_goes_nowhere(checked):
    for found in checked.values():
        assert "reported_by" not in found.valid.columns
        assert not found.quarantine["row"].str.contains("Karimi|Bondar").any()


@pytest.mark.parametrize(
    ("template", "row", "reason"),
    [
        ("items", 4, "minimum_months, maximum_months the minimum is above the maximum"),
        ("sites", 5, "country is not a known country or area: 'Wakanda'"),
        ("stock_lots", 4, "expiry_date is not a date (YYYY-MM-DD): '31/12/2026'"),
        ("deliveries", 5, "status is not one of planned, confirmed"),
        ("deliveries", 6, "ordered_date, received_date received before it was ordered"),
        ("projects", 4, "start_date, end_date the end lies before the start"),
        ("budgets", 5, "usd_rate is missing for a currency other than USD"),
        ("budgets", 6, "usd_rate of USD is not 1"),
        ("indicator_results", 6, "sex is not one of f, m, all: 'girl'"),
        ("indicator_results", 7, "result is not a number: 'about 600'"),
        ("appeals", 5, "country is not a known country or area: 'Atlantis'"),
        ("risk_scores", 4, "inform_risk_score is above 10: '14.0'"),
        ("food_phases", 5, "food_phase3_people, food_analysed_people more people in a phase than analysed"),
        ("needs", 6, "people_reached, people_in_need more reached than in need"),
        ("displacement", 4, "conflict_displacements is below 0: '-3.0'"),
        ("events", 5, "kind is not one of flood"),
        ("events", 6, "event_date lies in the future"),
        ("expected_reports", 4, "report_kind is not one of stock_balances"),
    ],
)
def test_rows_are_refused_for_these_reasons(checked, template, row, reason):
    assert reasons(checked, template)[row].startswith(reason)


def test_a_report_in_a_past_currency_keeps_its_rate(checked):
    money = checked["budgets"].valid.set_index("source_row")
    assert list(money.loc[4, ["currency", "usd_rate", "budget"]]) == ["EUR", 1.1, 640000]
    assert money.loc[3, "commitment"] == -5000


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("stock_balances/may.csv", "stock_balances"),
        ("stock_lots.csv", "stock_lots"),
        ("Stock_Lots 2026-05.csv", "stock_lots"),
        ("items_2.xlsx", "items"),
    ],
)
def test_folder_or_file_name_tells_the_template(path, template):
    assert template_of(Path("x") / path) == template


def test_a_file_without_a_template_is_refused():
    with pytest.raises(
        RefusedFile, match=r"itemsandmore.csv names no template; begin its name with one of items, sites"
    ):
        template_of(Path("x/itemsandmore.csv"))


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comma_semicolon_and_byte_order_mark(tmp_path, separator, mark):
    line = separator.join(["I1", '"Soap; white, 250 g"', "WASH", "bar", "0.5", "", "1", "3"])
    frame = one_frame(sent(tmp_path, "items.csv", f"{mark}{ITEMS.replace(',', separator)}\r\n{line}\r\n"))
    assert list(frame.iloc[0]) == [2, "I1", "Soap; white, 250 g", "WASH", "bar", "0.5", None, "1", "3"]


def test_an_old_encoding_is_refused_with_what_to_do(tmp_path):
    files = sent(tmp_path, "items.csv", f"{ITEMS}\nI1,Café,,,,,,\n".encode("cp1252"))
    with pytest.raises(RefusedFile, match=r"items.csv is not UTF-8 text; save it in that encoding \(CSV UTF-8\)"):
        list(read(files))


def test_a_column_of_another_template_is_refused(tmp_path):
    files = sent(tmp_path, "items.csv", "item_code,quantity\nI1,5\n")
    (extract,) = read(files)
    with pytest.raises(RefusedFile, match="lacks the column item_name, .* and has the unknown column quantity"):
        validate(extract, CONTRACTS["items"])


def test_a_workbook_with_a_formula_is_refused(tmp_path):
    path = write_template("items", tmp_path / "items.xlsx")
    book = openpyxl.load_workbook(path)
    book["items"].append(["I1", "Soap", "WASH", "bar", "=1+1"])
    book.save(path)
    with pytest.raises(RefusedFile, match="items.xlsx contains formulas; send values only"):
        list(read(Files(tmp_path, (path,))))


def test_a_file_that_only_calls_itself_a_workbook_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match="items.xlsx is not a whole XLSX file"):
        list(read(sent(tmp_path, "items.xlsx", "item_code\nI1\n")))


def test_a_workbook_gives_typed_cells(checked):
    row = checked["displacement"].valid.set_index("source_row").loc[2]
    assert list(row[["country_code", "year", "conflict_idps"]]) == ["SSD", 2025, 1900000]
    assert row["asylum_seekers_hosted"] == 4000
    assert pd.isna(row["stateless_people"])


def test_a_month_that_the_spreadsheet_made_a_date_is_the_same_month(tmp_path):
    path = write_template("risk_scores", tmp_path / "risk_scores.xlsx")
    book = openpyxl.load_workbook(path)
    book["risk_scores"].append(["Mali", pd.Timestamp(2026, 4, 1).to_pydatetime(), 6.1])
    book["risk_scores"].append(["Chad", "2026-04", 6.3])
    book.save(path)
    (extract,) = read(Files(tmp_path, (path,)))
    months = validate(extract, CONTRACTS["risk_scores"]).valid["month"]
    assert list(months) == [pd.Timestamp(2026, 4, 1)] * 2


@pytest.mark.parametrize("template", [name for name in template_names() if name != "displacement"])
def test_large_files_are_judged_as_small_ones_are(template, checked, tmp_path, monkeypatch, home):
    monkeypatch.setattr(upload, "LARGE_BYTES", 0)
    path = next((SAMPLE / template).glob("*.csv"))
    (extract,) = read(Files(SAMPLE, (path,)))
    assert isinstance(extract, LargeExtract)
    found = screen(extract, CONTRACTS[template], "load1", tmp_path / "rows.parquet")
    assert (found.rows_valid, found.repeated) == (len(checked[template].valid), checked[template].repeated)
    assert list(found.quarantine["source_row"]) == list(checked[template].quarantine["source_row"])
    assert found.quality == checked[template].quality
