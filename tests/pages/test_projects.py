"""The pages of projects and funding as people meet them."""

import json
from urllib.parse import quote

import pytest

from app import create_app
from components.format import kpi_amount
from kpis import kpi as kpi_named
from kpis import kpis_of
from kpis.projects import ACHIEVEMENT_OF_TARGETS, OUTSTANDING_CASH
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.projects import PAGE_ROWS, project_count, projects_by_attention
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import HOSTILE, words

FUNDING = ("funding_requirement", "funding_received", "funding_gap", "funding_coverage")
STRANGE = [*HOSTILE, "?page=-1", "?page=9e9&heat=<b>", "?page=" + "9" * 5000, "?heat=burn&heat=x", "?part=<b>"]
CODES = [
    "none",
    "<script>alert(1)</script>",
    "'; drop table mart_project; --",
    "A" * 5000,
    "../../etc/passwd",
    "💩",
    "%00",
    "a\nb",
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def parts(node, kind: str) -> list[dict]:
    """Every component of a kind in the JSON of a page, with its properties."""
    if isinstance(node, list):
        return [found for one in node for found in parts(one, kind)]
    if not isinstance(node, dict):
        return []
    own = [node.get("props", {})] if node.get("type") == kind else []
    return own + [found for value in node.values() for found in parts(value, kind)]


def shown_text(node) -> str:
    """The text of a component and of all inside it."""
    if isinstance(node, list):
        return "".join(shown_text(one) for one in node)
    if isinstance(node, dict):
        return shown_text(node.get("props", {}).get("children"))
    return "" if node is None else str(node)


def tables(answer) -> dict[str, list[list[str]]]:
    """Caption -> the rows of cells of each table, the total last."""
    found = {}
    for one in parts(answer.tree, "Table"):
        caption = shown_text([props["children"] for props in parts(one, "Caption")])
        rows = [parts_in_row(row) for row in parts(one, "Tr")]
        found[caption] = rows
    return found


def parts_in_row(row: dict) -> list[str]:
    return [shown_text(cell) for cell in row["children"]]


def test_every_card_stands_with_its_value(client):
    answer = page(client, "/projects")
    assert answer.status_code == 200
    warehouse, shown = open_warehouse(EVERYTHING), words(answer)
    seen = 0
    for kpi in (*kpis_of("projects"), *(kpi_named(name) for name in FUNDING)):
        value = kpi_value(warehouse, kpi, Filters())
        assert json.dumps(kpi.label)[1:-1] in shown
        if value.value is not None:
            assert json.dumps(kpi_amount(kpi, value.value), ensure_ascii=False) in shown, kpi.name
            seen += 1
    assert seen > 15


def test_totals_of_tables_are_the_cards(client):
    warehouse, found = open_warehouse(EVERYTHING), {}
    for part in ("", "?part=results", "?part=money"):
        found |= tables(page(client, "/projects" + part))
    card = kpi_value(warehouse, ACHIEVEMENT_OF_TARGETS, Filters())
    achieved = [rows for caption, rows in found.items() if caption.startswith("Achievement: ")]
    assert len(achieved) == 2
    for rows in achieved:
        assert _number(rows[-1][3]) == pytest.approx(card.value, abs=0.06)
        assert _number(rows[-1][1]) == pytest.approx(sum(_number(row[1]) for row in rows[1:-1]), abs=len(rows))
    value = kpi_value(warehouse, OUTSTANDING_CASH, Filters()).value
    for what in ("country or area", "partner"):
        cash = found[f"Cash transfers outstanding by {what} and age"]
        assert _number(cash[-1][1]) == round(value)
        assert sum(_number(row[1]) for row in cash[1:-1]) == pytest.approx(value, abs=len(cash))
        for row in cash[1:]:
            assert _number(row[2]) + _number(row[3]) + _number(row[5]) == pytest.approx(_number(row[1]), abs=3)


def test_each_project_stands_on_one_page_of_the_list_with_a_link_that_keeps_the_filters(client):
    warehouse, links = open_warehouse(EVERYTHING), []
    filters = Filters(sectors=("NUT",))
    pages = -(-project_count(warehouse, filters) // PAGE_ROWS)
    for number in range(1, pages + 1):
        answer = page(client, f"/projects?sector=NUT&page={number}&heat=burn")
        (listed,) = [one for one in parts(answer.tree, "Div") if one.get("className") == "project-list"]
        hrefs = [one["href"] for one in parts(listed, "A")]
        expected = projects_by_attention(warehouse, filters, number)["project_code"]
        found = [href for href in hrefs if href.startswith("/projects/")]
        assert found == [f"/projects/{quote(code, safe='')}?sector=NUT" for code in expected]
        links += found
    assert len(set(links)) == len(links) == project_count(warehouse, filters)


@pytest.mark.parametrize(
    ("address", "least"),
    [("/projects", 3), ("/projects?part=results&heat=burn", 4), ("/projects?part=people", 3),
     ("/projects?part=money", 4), ("/projects/AFG-P01", 8)],
)  # fmt: skip
def test_every_figure_can_be_explained_and_no_page_is_heavy(client, address, least):
    answer = page(client, address)
    figures = [one for one in parts(answer.tree, "Section") if one.get("className") == "panel"]
    links = [one for one in parts(answer.tree, "A") if one.get("className") == "panel-explain"]
    assert len(figures) == len(links) >= least
    assert all(one["href"].startswith("/explain?") for one in links)
    assert len(answer.text) < 235_000


def test_parts_of_the_page_lead_to_each_other_with_the_filters_kept(client):
    links = [one["href"] for one in parts(page(client, "/projects?country=AFG&part=money").tree, "A")]
    for target in ("/projects?country=AFG", "/projects?country=AFG&part=people", "/projects?country=AFG&part=results"):
        assert target in links


def test_people_in_need_stand_beside_people_reached(client):
    (rows,) = [rows for caption, rows in tables(page(client, "/projects?part=people")).items() if "in need" in caption]
    assert len(rows) > 30
    for row in rows[1:-1]:
        for reached, in_need, share in (row[1:4], row[4:7]):
            if share != "–":
                assert _number(share) == pytest.approx(_number(reached) / _number(in_need) * 100, abs=0.06)
    both = [row for row in rows[1:-1] if row[3] != "–"]
    sums = [sum(_number(row[at]) for row in both) for at in (1, 2)]
    assert _number(rows[-1][3]) == pytest.approx(sums[0] / sums[1] * 100, abs=0.06)


@pytest.mark.parametrize("query", STRANGE)
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/projects" + query)
    assert answer.status_code == 200
    assert "Which projects need attention" in words(answer) and "was left out" in words(answer)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("is_encoded", [True, False])
def test_an_unknown_or_hostile_code_gives_a_page_that_says_so(client, code, is_encoded):
    address = f"/projects/{quote(code, safe='') if is_encoded else code}"
    if "%0A" in address:  # no address has two lines
        assert client.get(address).status_code == 404 and "There is no such address" in client.get(address).text
        return
    answer = page(client, address)
    assert answer.status_code == 200
    assert "This page could not be made" not in words(answer)
    assert len(words(answer)) < 200_000


def test_a_project_shows_its_figures_indicators_money_and_reports(client):
    warehouse = open_warehouse(EVERYTHING)
    row = projects_by_attention(warehouse, Filters(), 1).iloc[0]
    answer = page(client, f"/projects/{row['project_code']}?since=2020-01")
    shown = words(answer)
    value = kpi_value(warehouse, ACHIEVEMENT_OF_TARGETS, Filters(projects=(row["project_code"],)))
    assert json.dumps(kpi_amount(ACHIEVEMENT_OF_TARGETS, value.value), ensure_ascii=False) in shown
    for words_of_page in (
        "Baseline",
        "Allotment",
        "Milestones by their planned day",
        "With disabilities",
        "Who reported",
        "Results received",
        "Reports due",
        "Time elapsed",
    ):
        assert words_of_page in shown
    assert any(one["href"] == "/projects?since=2020-01" for one in parts(answer.tree, "A"))


def test_every_project_has_a_page(client):
    warehouse = open_warehouse(EVERYTHING)
    for code in projects_by_attention(warehouse, Filters(), 1)["project_code"].iloc[:8]:
        shown = words(page(client, f"/projects/{code}"))
        assert "This page could not be made" not in shown and "Key figures of the project" in shown


@pytest.mark.parametrize("address", ["/projects", "/projects/AFG-P01"])
def test_an_empty_home_says_what_to_do(home, address):
    answer = page(create_app().test_client(), address)
    assert answer.status_code == 200 and "Nothing published yet" in words(answer)


def test_filters_that_leave_nothing_give_words(client):
    shown = words(page(client, "/projects?country=TUV"))
    assert "No data inside the filters" in shown and "This page could not be made" not in shown


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("is_list", [True, False])
def test_in_a_browser_without_errors_or_sideways_scrolling(served, browser, demo_home, width, is_list):
    code = projects_by_attention(open_warehouse(EVERYTHING), Filters(), 1)["project_code"].iloc[0]
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    ours = (served, "data:", "blob:")
    tab.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(ours) else None)
    tab.goto(f"{served}/projects" if is_list else f"{served}/projects/{code}")
    tab.locator(".panel .figure-place").first.scroll_into_view_if_needed()
    tab.wait_for_selector(".panel .js-plotly-plot", timeout=90_000)
    assert tab.locator(".kpi-card").count() > 10
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    if is_list:
        tab.locator(".project-list a").first.click()
        tab.wait_for_selector(".facts", timeout=60_000)
        assert tab.locator("h1").count() == 1
    assert (faults, foreign) == ([], [])
    tab.close()


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("US$", "").replace("%", "").replace("\u00a0", "").strip())
