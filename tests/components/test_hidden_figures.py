"""A figure that is not told stands as a word and as a mark: never as a gap, a dash, "no data" or zero."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.figures import Series, bar_figure, heat_figure, line_figure
from components.kpi_card import Beside, kpi_card
from components.markup import markup
from components.project_panels import achievement_panel, children_panel, heat_panel, trend_panel
from components.project_reach import class_panel, need_panel
from components.project_record import indicator_panels, indicator_table
from components.result import results_in
from components.sentences import changed, ranked, standing
from components.sparkline import sparkline
from kpis import all_kpis, kpi
from kpis.kpi import CHILDREN, PERCENT
from kpis.projects import ACHIEVEMENT_OF_TARGETS, CHILDREN_REACHED
from queries.comparison import Comparison
from queries.kpi_values import KpiValue

JANUARY, FEBRUARY, MARCH = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"])
HIDDEN = KpiValue(None, None, None, 3, date(2026, 1, 1), date(2026, 3, 1), is_suppressed=True)
SMALL = KpiValue(None, None, None, 1, date(2026, 1, 1), date(2026, 3, 1), is_suppressed=True, is_small=True)


def figures_of(column: str, *rows) -> pd.DataFrame:
    """Rows of (key, value, is_suppressed, is_small) as kpi_by gives them."""
    frame = pd.DataFrame(rows, columns=[column, "value", "is_suppressed", "is_small"])
    return frame.assign(numerator=frame["value"], denominator=frame["value"], row_count=1)


def by_month() -> pd.DataFrame:
    rows = [(JANUARY, 40.0, False, False), (FEBRUARY, None, True, False), (MARCH, 60.0, False, False)]
    return figures_of("month_date", *rows)


def by_country() -> pd.DataFrame:
    rows = [
        ("AFG", 40.0, False, False),
        ("MLI", None, True, True),
        ("NER", None, True, False),
        ("TCD", None, False, False),
    ]
    return figures_of("country_code", *rows).assign(shown_name=["Afghanistan", "Mali", "Niger", "Chad"])


def files_of(drawn) -> list[dict]:
    """The rows of the files that are made of what is drawn, by the names of their columns."""
    shown = results_in(drawn)[0]
    return [dict(zip([field.name for field in shown.fields], row, strict=True)) for row in shown.rows]


def test_a_line_marks_the_month_apart_from_a_gap():
    frame = by_month()
    figure = line_figure(frame, "month_date", (Series("value", "Achievement", "actual"),), PERCENT, 100)
    go.Figure(figure)
    [mark] = [trace for trace in figure["data"] if trace["name"] == "hidden: small count"]
    assert (mark["x"], mark["y"], mark["customdata"]) == (["2026-02-01"], [0], ["hidden"])
    assert mark["marker"]["symbol"].endswith("-open") and figure["layout"]["showlegend"]
    assert "%{y" not in mark["hovertemplate"] and "hidden" in mark["hovertemplate"]
    assert "no gaps; 1 hidden as small counts of people" in figure["layout"]["meta"]["summary"]
    missing = line_figure(frame.assign(is_suppressed=False), "month_date", {"value": "Achievement"}, PERCENT)
    assert "1 gap." in missing["layout"]["meta"]["summary"]
    assert [trace["name"] for trace in missing["data"]] == ["Achievement"]


def test_a_line_that_is_all_hidden_is_not_without_data():
    figure = line_figure(
        by_month().assign(value=float("nan"), is_suppressed=True), "month_date", {"value": "Reached"}, PERCENT
    )
    assert figure["layout"]["meta"]["summary"] == "Reached: hidden, a small count of people."


def test_a_bar_has_the_word_and_what_is_missing_says_so():
    frame = by_country()
    drawn = bar_figure(frame, "shown_name", "value", CHILDREN)
    words = {note["y"]: note["text"] for note in drawn["layout"]["annotations"]}
    assert words == {1: "hidden", 2: "hidden", 3: "No data"}
    assert "Mali: hidden." in drawn["layout"]["meta"]["summary"]
    assert "Chad: no data." in drawn["layout"]["meta"]["summary"]


def test_cells_of_a_heat_table_are_marked_and_explained():
    frame = pd.DataFrame({"a": ["P", "P"], "b": ["x", "y"], "v": [50.0, None], "is_suppressed": [False, True]})
    figure = heat_figure(frame, "a", "b", "v", ACHIEVEMENT_OF_TARGETS.legend)
    go.Figure(figure)
    [mark] = [trace for trace in figure["data"] if trace.get("name") == "hidden: small count"]
    assert (
        figure["data"][0]["z"] == [[figure["data"][0]["z"][0][0], None]]
        and "not reported" not in str(figure["layout"]["meta"]).lower()
    )
    assert (mark["x"], mark["y"], mark["customdata"]) == ([1], [0], ["P, y: hidden"])
    assert "hidden: small count" in [word for _sign, word, _colour, _ink in figure["layout"]["meta"]["key"]]


def test_the_trend_says_the_month_in_title_table_and_files():
    drawn = trend_panel(by_month(), "trend")
    text = markup(drawn)
    assert "one month between is hidden" in text and "no data" not in text
    rows = {row["month_date"]: row for row in files_of(drawn)}
    february = rows[FEBRUARY.date()]
    assert (february["value"], february["value_note"], february["numerator_note"]) == (None, "hidden", "hidden")
    assert rows[MARCH.date()]["value_note"] is None


def test_sentences_count_what_is_hidden_apart():
    kpi_of = ACHIEVEMENT_OF_TARGETS
    assert "one month between is hidden" in changed(kpi_of, by_month())
    last = changed(kpi_of, by_month().head(2))
    assert last.endswith("; February 2026 is hidden: a small count of people.")
    assert "no data" not in changed(kpi_of, by_month().iloc[[1]])
    assert ranked(kpi_of, by_country(), "country_code").endswith(
        "; 2 of 4 hidden as small counts of people; 1 of 4 without data."
    )
    assert standing(kpi_of, HIDDEN).startswith("Achievement: hidden. Hidden: the figure would tell")


def test_achievement_has_the_word_in_rows_and_total():
    frame = by_country().assign(
        gain=[1.0, 2.0, None, None], planned=[1.0, 2.0, None, None], progress=[1.0, 2.0, None, None]
    )
    frame = frame.assign(is_progress_hidden=[False, False, True, float("nan")])
    drawn = achievement_panel(frame, HIDDEN, HIDDEN, "Country")
    rows = {row["shown_name"]: row for row in files_of(drawn)}
    assert rows["Niger"]["value_note"] == rows["Niger"]["progress_note"] == rows["Niger"]["status"] == "hidden"
    assert rows["Chad"]["value_note"] is None and rows["Mali"]["progress"] == 2
    shown = results_in(drawn)[0]
    end = dict(zip([field.name for field in shown.fields], shown.total, strict=True))
    assert end["value_note"] == end["gain_note"] == "hidden"


def test_children_by_country_have_their_words_and_the_sum_too():
    by_sex = figures_of("country_code", ("AFG", 50.0, False, False), ("MLI", None, True, False))
    drawn = children_panel(by_country(), by_sex, SMALL)
    rows = {row["shown_name"]: row for row in files_of(drawn)}
    assert (rows["Mali"]["value_note"], rows["Niger"]["value_note"]) == ("< 5", "hidden")
    assert rows["Mali"]["girls_note"] == rows["Mali"]["boys_note"] == rows["Mali"]["share_note"] == "hidden"
    assert rows["Chad"]["value_note"] is None
    assert "Children reached at least once, by country: &lt; 5" in markup(drawn)


def test_the_heat_table_of_projects_has_the_word():
    cells = figures_of("month_date", (JANUARY, 40.0, False, False), (FEBRUARY, None, True, False)).assign(
        project_code="P"
    )
    projects = pd.DataFrame({"project_code": ["P"], "start_date": [JANUARY], "end_date": [MARCH]})
    drawn = heat_panel(cells, projects, ACHIEVEMENT_OF_TARGETS, None)
    [row] = files_of(drawn)
    assert (row["m0"], row["m1"], row["m1_note"]) == (40.0, None, "hidden")
    assert "Achievement in February 2026: hidden" in markup(drawn)


def test_classes_and_needs_have_the_word():
    frame = pd.DataFrame({"breakdown_code": ["sex", "sex"], "class_code": ["f", "m"], "added_people": [None, 60.0]})
    frame = frame.assign(share_pct=float("nan"), is_suppressed=[True, False])
    rows = files_of(class_panel(frame))
    assert [(row["added_people_note"], row["share_pct_note"]) for row in rows] == [
        ("hidden", "hidden"),
        (None, "hidden"),
    ]
    counts = {"reached": [None, None], "in_need": [100.0, 100.0], "share_pct": [None, None], "hidden": [True, False],
              "small": [True, False]}  # fmt: skip
    need = pd.DataFrame({f"{name}_{part}": held for name in ("people", "children") for part, held in counts.items()})
    rows = files_of(need_panel(need.assign(shown_name=["Mali", "Chad"]), {"people": None, "children": None}, 2026))
    assert [row["people_reached_note"] for row in rows] == ["< 5", None]
    assert [row["children_share_pct_note"] for row in rows] == ["< 5", None]


def test_indicators_of_a_project_have_the_word():
    line = {"source_name": "s", "indicator_code": "i", "indicator_name": "Treated", "country_code": "AFG", "country_name": "Afghanistan",
            "admin1_code": None, "admin1_name": None, "indicator_unit": "children", "indicator_status_code": "on_track"}  # fmt: skip
    numbers = dict.fromkeys(("result_value", "result_to_date_value", "progress_gain_value"), float("nan"))
    planned = {"baseline_value": 1.0, "target_value": 90.0, "progress_planned_value": 89.0}
    hidden = pd.DataFrame([line | numbers | planned | {"month_date": JANUARY, "is_suppressed": True}])
    [row] = files_of(indicator_table(hidden))
    assert row["result_value_note"] == row["reached_note"] == row["progress_note"] == "hidden"
    known = pd.DataFrame(
        [line | dict.fromkeys(numbers, 50.0) | planned | {"month_date": FEBRUARY, "is_suppressed": False}]
    )
    [drawn] = indicator_panels(pd.concat([hidden, known], ignore_index=True))
    assert [row.get("result_value_note") for row in files_of(drawn)] == [None, "hidden"]


@pytest.mark.parametrize(("is_small", "word"), [(True, "< 5"), (False, "hidden")])
def test_a_small_line_marks_the_month_and_its_file_says_the_word(is_small, word):
    points = ((JANUARY, 40.0), (FEBRUARY, None), (MARCH, 60.0))
    plain = sparkline(CHILDREN_REACHED, points)
    marked = sparkline(CHILDREN_REACHED, points, hidden=((FEBRUARY, is_small),))
    assert marked.src.count("%3Ccircle") + marked.src.count("<circle") == 2
    assert plain.src.count("%3Ccircle") + plain.src.count("<circle") == 1
    assert marked.alt.endswith("hidden as small counts of people: Feb 2026")
    found = KpiValue(60.0, 60.0, None, 1, JANUARY.date(), MARCH.date())
    beside = Beside(Comparison("previous", None, FEBRUARY, FEBRUARY, True), points, hidden=((FEBRUARY, is_small),))
    card = kpi_card(CHILDREN_REACHED, found, None, None, beside)
    assert "the figure compared with is hidden" in markup(card) and "no figure" not in markup(card)
    months = next(one for one in results_in(card) if "month" in [field.name for field in one.fields])
    at = [field.name for field in months.fields].index("note")
    assert [row[at] for row in months.rows] == [None, word, None]


def test_every_kpi_that_hides_is_one_of_projects():
    """Figures of other domains are drawn without words for what is hidden."""
    assert {kpi("children_reached").domain} == {one.domain for one in all_kpis() if one.small_count_threshold}
