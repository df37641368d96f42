"""Projects and funding: every figure again by a plain loop over the rows of the marts."""

import math
from collections import Counter, defaultdict

import pytest
import sqlalchemy as sa

from kpis.funding import FUNDING
from kpis.projects import (
    ACHIEVEMENT_OF_TARGETS,
    BURN_PACE_OF_BUDGET,
    CASH_6_TO_9_MONTHS,
    CASH_OVER_9_MONTHS,
    EXPENDITURE,
    INDICATORS_ON_TRACK,
    OUTSTANDING_CASH,
)
from queries.filters import Filters
from queries.funding import AMOUNTS, appeals, funding_by, funding_by_year
from queries.kpi_values import kpi_by_month, kpi_value
from queries.project import indicator_lines, office_reports, project_facts, reports_by_month, results_by_month
from queries.projects import (
    HEAT_MONTHS,
    PAGE_ROWS,
    REASONS,
    budget_by_month,
    cash_by_country,
    heat_by_month,
    indicator_status_counts,
    project_count,
    projects_by_attention,
)
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NotAllowed, open_warehouse

SOME = [Filters(), Filters(countries=("AFG", "SDN")), Filters(sectors=("NUT",)), Filters(countries=("ZZZ",))]


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def rows_of(warehouse, name: str, filters: Filters) -> list[dict]:
    """The rows of a mart inside filters of countries, sectors and projects."""
    mart = warehouse.mart(name)
    found = [dict(zip(mart.c.keys(), row, strict=True)) for row in warehouse.rows(sa.select(mart))]
    wanted = {"country_code": filters.countries, "sector_code": filters.sectors, "project_code": filters.projects}
    return [row for row in found if all(row[key] in values for key, values in wanted.items() if values)]


def all_projects(warehouse, filters: Filters) -> list[dict]:
    pages = math.ceil(project_count(warehouse, filters) / PAGE_ROWS)
    return [
        row
        for page in range(1, pages + 1)
        for row in projects_by_attention(warehouse, filters, page).to_dict("records")
    ]


@pytest.mark.parametrize("filters", SOME)
def test_each_project_stands_once_in_the_pages_of_the_list(warehouse, filters):
    names = ("mart_project", "mart_project_progress", "mart_project_budget")
    expected = {row["project_code"] for name in names for row in rows_of(warehouse, name, filters)}
    listed = [row["project_code"] for row in all_projects(warehouse, filters)]
    assert sorted(listed) == sorted(expected)
    assert len(listed) == project_count(warehouse, filters)


def test_figures_in_the_list_are_those_of_the_project_alone(warehouse):
    kpis = {"achievement": ACHIEVEMENT_OF_TARGETS, "on_track": INDICATORS_ON_TRACK, "pace": BURN_PACE_OF_BUDGET}
    seen = 0
    for row in all_projects(warehouse, Filters()):
        for name, kpi in (kpis | {"old_cash": CASH_OVER_9_MONTHS}).items():
            alone = kpi_value(warehouse, kpi, Filters(projects=(row["project_code"],)))
            shown = row[f"{name}_value"]
            assert (None if shown != shown else shown) == pytest.approx(alone.value), (row["project_code"], name)
            seen += alone.value is not None
    assert seen > 100


def test_reasons_are_told_by_plain_rules_and_come_first(warehouse):
    progress = rows_of(warehouse, "mart_project_progress", Filters())
    newest = max(row["month_date"] for row in progress)
    months = defaultdict(list)
    for row in progress:
        months[row["project_code"]].append(row["month_date"])
    listed = all_projects(warehouse, Filters())
    for row in listed:
        runs = row["end_date"].date() >= newest
        last = max(months[row["project_code"]], default=None)
        reasons = {
            "off_track": runs and row["on_track_numerator"] < row["on_track_denominator"],
            "silent": runs and row["start_date"].date() <= newest and (last is None or last < newest),
            "off_pace": runs and (row["pace_value"] < 85 or row["pace_value"] > 115),
            "old_cash": row["old_cash_numerator"] > 0,
        }
        assert {name: bool(row[f"is_{name}"]) for name in REASONS} == reasons, row["project_code"]
        assert row["reason_count"] == sum(reasons.values())
    counts = [row["reason_count"] for row in listed]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


@pytest.mark.parametrize("filters", SOME)
@pytest.mark.parametrize("column", [None, "sector_code", "country_code"])
def test_indicators_are_counted_once_per_place(warehouse, filters, column):
    rows = rows_of(warehouse, "mart_project_progress", filters)
    newest = max((row["month_date"] for row in rows), default=None)
    ends = {row["project_code"]: row["end_date"] for row in rows_of(warehouse, "mart_project", Filters())}
    now = {}
    for row in rows:
        line = tuple(
            row[name] for name in ("project_code", "indicator_code", "country_code", "admin1_code", "sector_code")
        )
        now.setdefault((line, row[column] if column else None), None)
        if row["month_date"] == newest:
            now[line, row[column] if column else None] = row["indicator_status_code"] or "no_target"
    expected = Counter()
    for (line, key), code in now.items():
        if code or not ends[line[0]] < newest:
            expected[(key, code or "not_reported")] += 1
    frame = indicator_status_counts(warehouse, filters, column)
    keys = frame[column] if column else [None] * len(frame)
    assert (
        dict(zip(zip(keys, frame["indicator_status_code"], strict=True), frame["indicator_count"], strict=True))
        == expected
    )


def test_the_classes_agree_with_the_card_of_indicators_on_track(warehouse):
    counts = indicator_status_counts(warehouse, Filters()).set_index("indicator_status_code")["indicator_count"]
    card = kpi_value(warehouse, INDICATORS_ON_TRACK, Filters())
    assert counts["met"] + counts["on_track"] == card.numerator
    assert counts["met"] + counts["on_track"] + counts["constrained"] + counts.get("no_progress", 0) == card.denominator


@pytest.mark.parametrize("filters", SOME)
def test_money_by_month(warehouse, filters):
    sums = defaultdict(lambda: defaultdict(list))
    for row in rows_of(warehouse, "mart_project_budget", filters):
        for name in ("allotment_usd", "commitment_usd", "expenditure_usd"):
            sums[row["month_date"]][name] += [row[name]] if row[name] is not None else []
        if None not in (row["budget_usd"], row["used_to_date_usd"], row["elapsed_budget_usd"]):
            for name in ("budget_usd", "used_to_date_usd", "elapsed_budget_usd"):
                sums[row["month_date"]][name].append(row[name])
    frame = budget_by_month(warehouse, filters)
    assert [one.date() for one in frame["month_date"]] == sorted(sums)
    for row in frame.to_dict("records"):
        expected = sums[row["month_date"].date()]
        for name, values in expected.items():
            assert row[name] == pytest.approx(sum(values)) if values else row[name] != row[name]
        if expected["budget_usd"]:
            assert row["burn_pct"] == pytest.approx(
                sum(expected["used_to_date_usd"]) / sum(expected["budget_usd"]) * 100
            )


def test_the_last_month_of_money_agrees_with_the_cards(warehouse):
    frame = budget_by_month(warehouse, Filters())
    last, pace = frame.iloc[-1], kpi_value(warehouse, BURN_PACE_OF_BUDGET, Filters())
    assert last["burn_pct"] / last["elapsed_pct"] * 100 == pytest.approx(pace.value)
    assert frame["expenditure_usd"].sum() == pytest.approx(kpi_value(warehouse, EXPENDITURE, Filters()).value)


@pytest.mark.parametrize("filters", SOME)
def test_cash_by_country_adds_up_to_the_cards(warehouse, filters):
    frame = cash_by_country(warehouse, filters)
    card = kpi_value(warehouse, OUTSTANDING_CASH, filters)
    if card.value is None:
        assert frame.empty
        return
    assert frame["outstanding_usd"].sum() == pytest.approx(card.value)
    for column, kpi in (("from_6_to_9_months_usd", CASH_6_TO_9_MONTHS), ("over_9_months_usd", CASH_OVER_9_MONTHS)):
        assert frame[column].sum() == pytest.approx(kpi_value(warehouse, kpi, filters).numerator)


def test_the_heat_table_shows_the_months_of_the_projects_asked_for(warehouse):
    codes = tuple(projects_by_attention(warehouse, Filters(), 1)["project_code"])
    frame = heat_by_month(warehouse, ACHIEVEMENT_OF_TARGETS, Filters(), codes)
    order = list(dict.fromkeys(frame["project_code"]))
    assert order == [code for code in codes if code in order] and len(order) > 5
    assert frame["month_date"].nunique() <= HEAT_MONTHS
    alone = kpi_by_month(warehouse, ACHIEVEMENT_OF_TARGETS, Filters(projects=(order[0],))).set_index("month_date")[
        "value"
    ]
    for row in frame[frame["project_code"] == order[0]].to_dict("records"):
        assert row["value"] == pytest.approx(alone[row["month_date"]])
    assert heat_by_month(warehouse, ACHIEVEMENT_OF_TARGETS, Filters(), ()).empty


@pytest.mark.parametrize("filters", [Filters(), Filters(countries=("AFG", "SDN")), Filters(countries=("ZZZ",))])
def test_appeals_add_up_to_the_cards(warehouse, filters):
    frame = appeals(warehouse, filters)
    for column, kpi in list(AMOUNTS.items())[:-1]:
        card = kpi_value(warehouse, kpi, filters).value
        assert frame[column].sum() == pytest.approx(card or 0)
    gaps = list(frame["funding_gap_usd"].dropna())
    assert gaps == sorted(gaps, reverse=True)
    left = frame["requirement_usd"] - frame["funding_usd"] - frame["carry_over_usd"]
    assert list(frame["funding_gap_usd"]) == pytest.approx(list(left))


@pytest.mark.parametrize(("column", "other"), [("donor_name", "cluster_name"), ("cluster_name", "donor_name")])
def test_the_split_by_donor_and_cluster(warehouse, column, other):
    rows = [row for row in rows_of(warehouse, "mart_plan_funding", Filters()) if row[column] and not row[other]]
    newest = max(row["month_date"] for row in rows)
    sums = defaultdict(float)
    for row in rows:
        if row["month_date"] == newest:
            sums[row[column]] += row["funding_usd"]
    frame = funding_by(warehouse, Filters(), column)
    assert dict(zip(frame[column], frame["funding_usd"], strict=True)) == pytest.approx(dict(sums))
    assert frame["requirement_usd"].isna().all() == (column == "donor_name")


def test_the_last_year_of_funding_is_that_of_the_card(warehouse):
    frame = funding_by_year(warehouse, Filters())
    assert frame["month_date"].is_monotonic_increasing
    assert frame.iloc[-1]["funding_usd"] == pytest.approx(kpi_value(warehouse, FUNDING, Filters()).value)


def test_a_project_has_its_newest_lines_months_and_reports(warehouse):
    code = rows_of(warehouse, "mart_project_progress", Filters())[0]["project_code"]
    own = Filters(projects=(code,))
    rows = rows_of(warehouse, "mart_project_progress", own)
    newest = {}
    for row in sorted(rows, key=lambda row: row["month_date"]):
        newest[row["indicator_code"], row["admin1_code"]] = row
    lines = indicator_lines(warehouse, own)
    assert len(lines) == len(newest)
    for line in lines.to_dict("records"):
        row = newest[line["indicator_code"], line["admin1_code"]]
        assert line["month_date"].date() == row["month_date"]
        for name in ("baseline_value", "target_value", "result_to_date_value"):
            assert line[name] == row[name] or line["is_suppressed"] or row[name] is None
    assert len(results_by_month(warehouse, own)) == len(rows)
    reports = rows_of(warehouse, "mart_indicator_report", own)
    assert reports_by_month(warehouse, own)["report_count"].sum() == len(reports)
    facts = project_facts(warehouse, code, Filters())
    assert list(facts["project_code"]) == [code]
    due = [
        row for row in rows_of(warehouse, "mart_reporting", Filters()) if row["unit_code"] == facts["office_code"][0]
    ]
    due = [row for row in due if row["expected_count"] == 1 and row["report_kind"] in ("indicator_results", "budgets")]
    assert len(office_reports(warehouse, facts["office_code"][0], Filters())) == len(due)


@pytest.mark.parametrize("code", ["", "none", "'; drop table x; --", "A" * 10_000, "\x00", "../../etc/passwd", "💩"])
def test_an_unknown_project_has_nothing(warehouse, code):
    own = Filters(projects=(code,))
    assert project_facts(warehouse, code, Filters()).empty
    assert indicator_lines(warehouse, own).empty and results_by_month(warehouse, own).empty


def test_readers_see_their_own(demo_home):
    own = open_warehouse(Reader("office", countries=frozenset({"AFG"})))
    assert {row["country_code"] for row in all_projects(own, Filters())} == {"AFG"}
    other = open_warehouse(Reader("risk", domains=frozenset({"risk"})))
    with pytest.raises(NotAllowed):
        projects_by_attention(other, Filters(), 1)
    totals = open_warehouse(Reader("totals", detail="totals"))
    with pytest.raises(NotAllowed):
        reports_by_month(totals, Filters())
