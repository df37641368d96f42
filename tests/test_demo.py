"""The demonstration organisation: the same each time, true to its own sums, and with just the troubles that it tells of."""

import subprocess
import sys
import time
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.contracts.upload import CONTRACTS
from data.countries import country_codes
from data.demo import demo_facts, write_demo
from data.demo.organisation import closed_months
from data.demo.reference import COUNTRIES
from data.screen import screen
from data.source import Extract, LargeExtract, files_of
from data.sources import upload
from data.sources.upload import SOURCE, read
from data.tables import read_csv
from data.templates import template_names
from data.validate import validate

UNTIL = date(2026, 9, 20)
DAYS = ["ordered_date", "ready_date", "port_date", "customs_date", "received_date", "handed_over_date"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder, seed=11, scale=0.25, until=UNTIL)
    return folder


@pytest.fixture(scope="module")
def checked(folder):
    """Template -> what its contract finds."""
    paths = {name: folder / name / f"{name}.csv" for name in template_names()}
    return {name: validate(Extract(name, path, read_csv(path)), CONTRACTS[name]) for name, path in paths.items()}


@pytest.fixture(scope="module")
def valid(checked):
    """Template -> valid rows."""
    return {name: found.valid for name, found in checked.items()}


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """The facts of the organisation at its full size, its folder, and the seconds of processor time it took."""
    folder, start = tmp_path_factory.mktemp("full"), time.process_time()
    write_demo(folder, seed=7, until=UNTIL)
    return demo_facts(folder), folder, time.process_time() - start


def test_there_is_one_file_for_each_template(tmp_path):
    files = write_demo(tmp_path, seed=1, scale=0.05, until=UNTIL)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in files) == sorted(
        f"{name}/{name}.csv" for name in template_names()
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(folder, tmp_path):
    again = write_demo(tmp_path / "again", seed=11, scale=0.25, until=UNTIL)
    other = write_demo(tmp_path / "other", seed=12, scale=0.25, until=UNTIL)
    for first, second in zip(again, other, strict=True):
        assert first.read_bytes() == (folder / first.parent.name / first.name).read_bytes()
        assert first.parent.name == "items" or first.read_bytes() != second.read_bytes()


@pytest.mark.parametrize("name", template_names())
def test_quarantine_holds_just_the_troubles_put_in(name, folder, checked):
    facts, found = demo_facts(folder), checked[name]
    wanted = facts["quarantined"].get(name, {})
    for kind, count in wanted.items():
        told = found.quarantine["reasons"].str.contains(facts["reasons"][name][kind], regex=False)
        assert (kind, told.sum()) == (kind, count)
    assert len(found.quarantine) == sum(wanted.values())
    assert found.repeated == facts["repeated"].get(name, 0)
    assert facts["rows"][name] == len(found.valid) + len(found.quarantine) + found.repeated


def test_each_kind_of_trouble_is_there(folder):
    kinds = {kind for counts in demo_facts(folder)["quarantined"].values() for kind in counts}
    assert kinds == {
        "negative_quantity",
        "unreadable_number",
        "misspelt_country",
        "future_period",
        "impossible_date",
        "contradiction",
        "stockout_days",
        "missing_code",
        "wrong_code",
        "received_before_order",
        "missing_rate",
        "end_before_start",
        "score_off_scale",
        "reached_above_need",
    }


@pytest.mark.parametrize("name", ["stock_balances", "deliveries", "indicator_results"])
def test_large_files_end_in_the_same_quarantine(name, full, tmp_path, home, monkeypatch):
    monkeypatch.setattr(upload, "LARGE_BYTES", 1_000_000)
    facts, folder, _ = full
    extract = next(found for found in read(files_of(SOURCE, folder)) if found.table == name)
    assert isinstance(extract, LargeExtract)
    found = screen(extract, CONTRACTS[name], "load1", tmp_path / "rows.parquet")
    assert len(found.quarantine) == sum(facts["quarantined"][name].values())
    assert found.repeated == facts["repeated"][name]


def test_about_one_row_in_two_hundred_is_in_trouble(full):
    facts, _, _ = full
    troubled = sum(facts["quarantined"]["stock_balances"].values()) + facts["identity_errors"]
    assert 0.004 < troubled / facts["rows"]["stock_balances"] < 0.006


def test_stock_adds_up_but_for_the_errors_put_in(folder, valid):
    stock = valid["stock_balances"]
    expected = stock["opening_qty"] + stock["received_qty"] - stock["issued_qty"] + stock["adjustment_qty"]
    assert (expected != stock["closing_qty"]).sum() == demo_facts(folder)["identity_errors"] > 0


def test_a_month_opens_with_what_the_month_before_closed_with(folder, valid):
    stock = valid["stock_balances"].sort_values(["site_code", "item_code", "month"])
    before = stock.groupby(["site_code", "item_code"])[["closing_qty", "month"]].shift()
    follows = before["month"] + pd.offsets.MonthBegin(1) == stock["month"]
    broken = follows & (before["closing_qty"] != stock["opening_qty"])
    assert follows.sum() > 20_000
    assert broken.sum() <= demo_facts(folder)["identity_errors"]


def test_lots_make_up_the_closing_stock(checked, valid):
    key = ["site_code", "item_code", "month"]
    lots = valid["stock_lots"].groupby(key)["lot_qty"].sum()
    stock = valid["stock_balances"].set_index(key)["closing_qty"]
    both = pd.concat([lots, stock], axis=1, join="inner")
    spoilt = len(checked["stock_lots"].quarantine) + len(checked["stock_balances"].quarantine)
    assert len(both) > 1000
    assert (both["lot_qty"] != both["closing_qty"]).sum() <= spoilt


def test_days_without_stock_come_with_demand_that_was_not_met(valid):
    stock = valid["stock_balances"]
    assert (stock.loc[stock["stockout_days"] > 0, "closing_qty"] == 0).mean() > 0.98
    assert stock["stockout_days"].isna().mean() == pytest.approx(0.03, abs=0.01)


@pytest.mark.parametrize(
    ("until", "last"), [((2026, 9, 20), "2026-08"), ((2026, 9, 1), "2026-08"), ((2026, 8, 31), "2026-07")]
)
def test_the_months_end_with_the_last_closed_one(until, last):
    months = closed_months(date(*until))
    assert (len(months), str(months[-1]), str(months[0])) == (36, last, f"2023-{int(last[5:]) + 1:02d}")


def test_no_report_comes_after_the_day_of_the_data(valid):
    for name in ("stock_balances", "budgets", "indicator_results", "deliveries"):
        assert valid[name]["reported_on"].max() <= pd.Timestamp(UNTIL)


def test_offices_that_fell_silent_send_nothing_any_more(folder, valid):
    silent = demo_facts(folder)["silent_offices"]
    assert silent
    sites = valid["sites"].loc[valid["sites"]["office_code"].isin(silent), "site_code"]
    reports = valid["stock_balances"][valid["stock_balances"]["site_code"].isin(sites)]
    assert reports["month"].max() < pd.Timestamp(2026, 8, 1)


def test_an_order_goes_from_stage_to_stage_and_not_into_the_future(valid):
    lines = valid["deliveries"]
    for earlier, later in zip(DAYS, DAYS[1:], strict=False):
        assert not (lines[later] < lines[earlier]).any()
    assert lines[DAYS].max().max() <= pd.Timestamp(UNTIL)
    assert lines.loc[lines["status"] == "planned", DAYS].isna().all().all()
    assert lines.loc[lines["status"] == "handed_over", DAYS].notna().all().all()
    assert (lines.loc[lines["status"].isin(["planned", "confirmed"]), "agreed_date"] > pd.Timestamp(UNTIL)).any()
    assert set(lines["status"]) == {"planned", "confirmed", "in_transit", "received", "handed_over", "cancelled"}


def test_cells_by_sex_and_age_add_up_to_the_total(checked, valid):
    results = valid["indicator_results"]
    people = results[results["unit"].isin(["people", "children"]) & (results["disability"] == "all")]
    sums = people.assign(is_total=people["sex"] == "all").pivot_table(
        index=["project_code", "indicator_code", "month"], columns="is_total", values="result", aggfunc="sum"
    )
    differs = (sums[True] != sums[False]) & sums.notna().all(axis=1)
    assert len(sums) > 2000
    assert differs.sum() <= len(checked["indicator_results"].quarantine)


def test_clusters_and_donors_add_up_to_the_appeal(valid):
    rows = valid["appeals"]
    key, money = ["plan_code", "year"], ["funding_usd", "carry_over_usd"]
    plan = rows[rows["cluster"].isna() & rows["donor"].isna()].set_index(key)[money]
    clusters = rows[rows["cluster"].notna()].groupby(key)[money].sum()
    donors = rows[rows["donor"].notna()].groupby(key)[money].sum()
    assert (clusters - plan).abs().max().max() < 1
    assert (donors - plan).abs().max().max() < 1


def test_inform_risk_is_the_cube_root_of_its_dimensions(valid):
    risk = valid["risk_scores"]
    product = risk["hazard_exposure_score"] * risk["vulnerability_score"] * risk["coping_capacity_score"]
    assert (np.cbrt(product) - risk["inform_risk_score"]).abs().max() <= 0.0501


def test_old_transfers_are_part_of_those_outstanding(valid):
    money = valid["budgets"]
    old = money["cash_transfer_6_to_9_months"] + money["cash_transfer_over_9_months"]
    assert (old <= money["cash_transfer_outstanding"] + 0.02).all()
    assert (money["cash_transfer_over_9_months"] > 0).sum() > 20
    assert (money["currency"] != "USD").sum() > 20


def test_full_size_is_quick_and_as_large_as_promised(full):
    facts, _, seconds = full
    rows = facts["rows"]
    assert seconds < 6
    assert 100_000 < rows["stock_balances"] < 150_000
    assert (rows["items"], rows["sites"], rows["projects"]) == (60, 200, 152)


def test_most_countries_are_fine_and_some_are_not(full):
    _, folder, _ = full
    stock = pd.read_csv(folder / "stock_balances" / "stock_balances.csv", usecols=["country", "month", "closing_qty"])
    latest = stock[(stock["month"] >= "2026-03-01") & stock["country"].isin([country.code for country in COUNTRIES])]
    empty = (pd.to_numeric(latest["closing_qty"]) == 0).groupby(latest["country"]).mean()
    assert (empty < 0.08).sum() >= 25
    assert 3 <= (empty > 0.12).sum() <= 12


def test_every_country_is_in_the_table_of_countries():
    codes = pd.Series([country.code for country in COUNTRIES])
    assert list(country_codes(codes)) == list(codes)
    assert list(country_codes(pd.Series([country.name for country in COUNTRIES]))) == list(codes)


def test_memory_does_not_grow_with_the_number_of_sites(tmp_path):
    code = (
        "import resource, sys; from datetime import date; from pathlib import Path; from data.demo import write_demo, demo_facts;"
        "write_demo(Path(sys.argv[1]), scale=float(sys.argv[2]), until=date(2026, 9, 20));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, demo_facts(Path(sys.argv[1]))['rows']['stock_balances'])"
    )

    def measured(scale: int) -> tuple[int, int]:
        command = [sys.executable, "-c", code, str(tmp_path / str(scale)), str(scale)]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        kilobytes, rows = told.stdout.split()
        return int(kilobytes), int(rows)

    small, large = measured(2), measured(10)
    assert large[1] > 4 * small[1] > 800_000
    assert large[0] - small[0] < 50_000
