"""Everything of one country against plain loops over the rows of the marts."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from kpis import kpi
from queries import country
from queries.countries import countries_to_choose, plain_letters, risk_by_country
from queries.country_reports import report_standing
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_month, kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NotAllowed, open_warehouse

CODES = ("AFG", "SSD", "YEM")


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def rows(warehouse, name: str, code: str) -> list[dict]:
    """All rows of a country as dictionaries."""
    table = warehouse.mart(name)
    return warehouse.frame(sa.select(table).where(table.c.country_code == code)).astype(object).to_dict("records")


def known(cell):
    """A cell with None for missing."""
    return None if cell is None or cell != cell else cell


def codes_of(warehouse, mart: str) -> list[str]:
    table = warehouse.mart(mart)
    return sorted(row[0] for row in warehouse.rows(sa.select(table.c.country_code).distinct()))


def test_shortages_are_the_items_that_a_plain_loop_finds(warehouse):
    seen = 0
    for code in codes_of(warehouse, "mart_supply_pipeline"):
        below, empty, ordered = {}, {}, {}
        for row in rows(warehouse, "mart_supply_pipeline", code):
            item, month = row["item_code"], row["month_date"]
            if row["months_ahead"] > country.MONTHS_AHEAD:
                continue
            if row["is_below_minimum"] == 1:
                below[item] = min(month, below.get(item, month))
            if row["is_projected_stockout"] == 1:
                empty[item] = min(month, empty.get(item, month))
            if row["months_ahead"] == 0:
                ordered[item] = row["suggested_order_qty"]
        found = country.shortages(warehouse, Filters(countries=(code,)))
        assert set(found["item_code"]) == set(below) | set(empty)
        for row in found.astype(object).to_dict("records"):
            item = row["item_code"]
            assert (row["below_month"] or None, row["empty_month"] or None) == (below.get(item), empty.get(item))
            assert known(row["suggested_order_qty"]) == known(ordered.get(item))
        seen += len(found)
    assert seen > 10


def test_the_suggested_order_is_that_of_the_kpi(warehouse):
    found = country.shortages(warehouse, Filters(countries=("AFG",)))
    same_month = found[found["counted_month"] == found["counted_month"].max()]
    assert len(same_month)
    for row in same_month.itertuples():
        value = kpi_value(warehouse, kpi("suggested_order"), Filters(countries=("AFG",), items=(row.item_code,)))
        assert value.value == row.suggested_order_qty


@pytest.mark.parametrize("is_late", [True, False])
def test_order_lines_are_counted_as_a_plain_loop_counts_them(warehouse, is_late):
    seen = 0
    for code in codes_of(warehouse, "mart_delivery_line"):
        kept = {
            row["delivery_line_id"]
            for row in rows(warehouse, "mart_delivery_line", code)
            if (
                row["is_overdue"] == 1
                if is_late
                else row["is_overdue"] != 1 and row["stage_code"] in country.ON_THE_WAY
            )
        }
        found = country.lines_under_way(warehouse, Filters(countries=(code,)), 1000, is_late)
        assert set(found.frame["delivery_line_id"]) == kept and found.total == len(kept)
        short = country.lines_under_way(warehouse, Filters(countries=(code,)), 1, is_late)
        assert (len(short.frame), short.total) == (min(1, len(kept)), len(kept))
        seen += len(kept)
    assert seen > 3


def test_late_lines_are_those_of_the_overdue_kpi(warehouse):
    for code in codes_of(warehouse, "mart_delivery_line"):
        value = kpi_value(warehouse, kpi("overdue_rate"), Filters(countries=(code,)))
        total = country.lines_under_way(warehouse, Filters(countries=(code,)), 1, True).total
        assert total == (value.numerator or 0)  # no due line at all is no late line


def test_projects_carry_the_values_of_the_kpis(warehouse):
    filters = Filters(countries=("AFG",))
    found = country.projects(warehouse, filters)
    assert set(found["project_code"]) == {row["project_code"] for row in rows(warehouse, "mart_project", "AFG")}
    for name in country.PROJECT_KPIS:
        by_project = kpi_by(warehouse, kpi(name), filters, "project_code").set_index("project_code")["value"].dropna()
        shown = found.set_index("project_code")[name].dropna()
        assert shown.to_dict() == by_project.to_dict()


def test_plans_and_risk_are_those_of_the_kpis(warehouse):
    filters = Filters(countries=("AFG",))
    plans = country.plans(warehouse, filters)
    assert plans["funding_requirement"].sum() == kpi_value(warehouse, kpi("funding_requirement"), filters).value
    risk = country.risk_by_month(warehouse, filters)
    for name in country.RISK_KPIS:
        wanted = kpi_by_month(warehouse, kpi(name), filters)["value"].dropna().tolist()
        assert wanted and risk[risk["kpi_name"] == name]["value"].tolist() == wanted


def test_needs_by_sector_are_sums_of_the_newest_year(warehouse):
    kept = [row for row in rows(warehouse, "mart_needs", "AFG") if row["is_sector_total"] == 1]
    newest, wanted = max(row["month_date"] for row in kept), defaultdict(float)
    for row in kept:
        if row["month_date"] == newest:
            wanted[row["sector_code"]] += row["people_in_need"]
    found = country.needs_by_sector(warehouse, Filters(countries=("AFG",)))
    assert dict(zip(found["sector_code"], found["people_in_need"], strict=True)) == dict(wanted)


def test_arrivals_are_the_due_reports_of_the_newest_month(warehouse):
    due = [row for row in rows(warehouse, "mart_reporting", "AFG") if row["expected_count"] == 1]
    newest = {
        kind: max(r["month_date"] for r in due if r["report_kind"] == kind) for kind in {r["report_kind"] for r in due}
    }
    wanted = {(r["unit_code"], r["report_kind"]) for r in due if r["month_date"] == newest[r["report_kind"]]}
    found = country.arrivals(warehouse, Filters(countries=("AFG",)))
    assert set(zip(found["unit_code"], found["report_kind"], strict=True)) == wanted and len(found) == len(wanted)
    for kind, counts, by_month in country.reporting_kinds(warehouse, Filters(countries=("AFG",))):
        of_kind = found[found["report_kind"] == kind]
        assert counts.expected_count == len(of_kind) == by_month.iloc[-1]["expected_count"]
        assert counts.silent_count == (of_kind["reporting_status_code"] == "not_reported").sum()


def test_sites_and_choices_are_complete(warehouse):
    assert len(country.sites(warehouse, Filters(countries=("AFG",)))) == len(rows(warehouse, "ref_site", "AFG"))
    regions = countries_to_choose(warehouse, "en")
    listed = [code for held in regions.values() for code, _name, _told in held]
    assert len(listed) == len(set(listed)) == warehouse.row_counts()["ref_country"]
    found = countries_to_choose(warehouse, "en", "afgh")
    assert [row[:2] for held in found.values() for row in held] == [("AFG", "Afghanistan")]


def test_a_country_is_found_by_its_name_in_any_language_and_by_its_codes(warehouse):
    table = warehouse.mart("ref_country")
    every = warehouse.frame(sa.select(table)).to_dict("records")
    row = next(one for one in every if one["country_code"] == "CIV")
    spellings = [row[f"name_{one}"] for one in ("en", "fr", "es", "ar", "ru", "zh")]
    assert all(spellings) and len(set(spellings)) > 3
    for wanted in (*spellings, row["iso2_code"].lower(), "civ", row["m49_code"], "  COTE D’IVOIRE "):
        found = [code for held in countries_to_choose(warehouse, "en", wanted).values() for code, _name, _told in held]
        assert "CIV" in found and len(found) < (50 if len(wanted) < 3 else 5), wanted
    for wanted in ("sudan", "guin", "islas", "étá"):
        naive = {
            one["country_code"]
            for one in every
            if any(
                plain_letters(wanted) in plain_letters(one[f"name_{lang}"] or "")
                for lang in ("en", "fr", "es", "ar", "ru", "zh")
            )
        }
        found = {code for held in countries_to_choose(warehouse, "en", wanted).values() for code, _name, _told in held}
        assert found == naive and naive, wanted
    assert countries_to_choose(warehouse, "en", "<script>") == {}


def test_order_by_dates_are_the_usual_lead_time_before_the_minimum(warehouse):
    seen = 0
    for code in CODES:
        days = sorted(
            row["lead_time_days"]
            for row in rows(warehouse, "mart_delivery_line", code)
            if known(row["lead_time_days"]) is not None
        )
        middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2 if len(days) >= 5 else None
        first_days = {
            row["item_code"]: known(row["first_below_minimum_date"])
            for row in rows(warehouse, "mart_supply_pipeline", code)
            if row["months_ahead"] == 0
        }
        found = country.shortages(warehouse, Filters(countries=(code,)))
        for row in found.astype(object).to_dict("records"):
            below = first_days[row["item_code"]] or known(row["below_month"])
            wanted = below - timedelta(days=int(middle)) if below and middle is not None else None
            assert known(row["order_by_date"]) == wanted
            seen += wanted is not None
        first = country.to_order_first(found)
        assert set(first["item_code"]) == {row.item_code for row in found.itertuples() if row.suggested_order_qty > 0}
        dates = [known(one) or date.max for one in first["order_by_date"]]
        assert dates == sorted(dates)
    assert seen > 5


@pytest.mark.parametrize("filters", [Filters(), Filters(until=date(2026, 6, 1)), Filters(since=date(2026, 10, 1))])
def test_report_standing_is_counted_as_a_plain_loop_counts_it(warehouse, filters):
    for code in CODES:
        held = [
            row
            for row in rows(warehouse, "mart_reporting", code)
            if (not filters.until or row["month_date"] <= filters.until)
            and (not filters.since or row["month_date"] >= filters.since)
        ]
        naive = {}
        for key in {(known(row["office_code"]), row["report_kind"]) for row in held}:
            own = [row for row in held if (known(row["office_code"]), row["report_kind"]) == key]
            due = [row for row in own if row["expected_count"] == 1]
            newest = max((row["month_date"] for row in due), default=None)
            states = Counter(known(row["reporting_status_code"]) for row in due if row["month_date"] == newest)
            ahead = [
                row["due_date"] for row in own if row["expected_count"] == 0 and known(row["reported_date"]) is None
            ]
            late = states["late"] + states["unscheduled"]
            naive[key] = (
                newest,
                sum(states.values()),
                states["on_time"],
                late,
                states["not_reported"],
                min(ahead, default=None),
            )
        found = report_standing(warehouse, filters.replace(countries=(code,)))
        told = {
            (known(row.office_code), row.report_kind): (
                known(row.month_date), row.expected_count, row.on_time_count, row.late_count, row.silent_count,
                known(row.next_due_date),
            )
            for row in found.itertuples()
        }  # fmt: skip
        assert naive and told == naive


def test_a_reader_of_totals_sees_no_single_lines(demo_home):
    narrow = open_warehouse(Reader("totals", detail="totals"))
    filters = Filters(countries=("AFG",))
    for ask in (lambda: country.lines_under_way(narrow, filters, 5, True), lambda: country.arrivals(narrow, filters)):
        with pytest.raises(NotAllowed):
            ask()
    assert risk_by_country(open_warehouse(Reader("supply", domains={"supply"})), Filters()) == {}


def test_population_is_the_newest_total(sample_home):
    warehouse = open_warehouse(EVERYTHING)
    table = warehouse.mart("ref_population")
    kept = [
        row
        for row in warehouse.frame(sa.select(table)).astype(object).to_dict("records")
        if row["area_code"] == row["country_code"] and (row["sex_code"], row["age_group"]) == ("all", "all")
    ]
    assert kept
    for row in kept:
        newest = max(one["plan_year"] for one in kept if one["country_code"] == row["country_code"])
        found = country.population(warehouse, row["country_code"])
        assert found.plan_year == newest
    assert country.population(warehouse, "ZZZ").population_people is None
