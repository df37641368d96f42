"""Panels, tables, explanations and sentences: what they say, and that they escape what they are given."""

from datetime import date

import pandas as pd
import pytest
from dash import dcc, html

from components.explained_mart import mart_explanation
from components.explanation import Told, kpi_explanation
from components.panel import panel
from components.sentences import against_target, changed, ranked
from components.table import Column, paging, shown, table
from kpis import all_kpis, kpi
from queries.dictionary import mart_meaning
from queries.kpi_values import KpiValue
from queries.mart_sources import MartLoad
from tests.components.specimens import HOSTILE, explained, places, shown_table

ON_TIME, STOCK_OUTS, IN_NEED = kpi("on_time_delivery"), kpi("stock_out_rate"), kpi("people_in_need")


def parts(component):
    """The component and everything inside it, depth first."""
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None:
            yield from parts(child) if hasattr(child, "to_plotly_json") else [child]


def words(component) -> str:
    """The text of a component."""
    return " ".join(str(one) for one in parts(component) if isinstance(one, str | int | float))


def of_kind(component, kind) -> list:
    return [one for one in parts(component) if isinstance(one, kind)]


@pytest.mark.parametrize(
    ("kind", "value", "decimals", "text"),
    [
        ("number", 1250000, 0, "1,250,000"),
        ("number", 12.345, 1, "12.3"),
        ("number", 0, 0, "0"),
        ("percent", 62.5, 1, "62.5\u00a0%"),
        ("usd", 1999.5, 2, "US$\u00a01,999.50"),
        ("date", date(2026, 3, 4), 0, "4 March 2026"),
        ("month", pd.Timestamp("2026-03-01"), 0, "March 2026"),
        ("text", "Chad", 0, "Chad"),
        *[(kind, None, 0, "–") for kind in ("number", "percent", "usd", "date", "month", "text")],
        *[(kind, float("nan"), 0, "–") for kind in ("number", "percent", "usd", "text")],
        *[(kind, pd.NaT, 0, "–") for kind in ("date", "month")],
    ],
)
def test_a_value_becomes_text_by_its_kind(kind, value, decimals, text):
    assert shown(value, Column("x", "X", kind, decimals=decimals)) == text


def test_a_table_keeps_markup_as_text_and_links_only_to_addresses():
    made = shown_table()
    assert HOSTILE in words(made)
    assert not [one for one in parts(made) if getattr(one, "dangerously_allow_html", None)]
    addresses = [one.href for one in parts(made) if getattr(one, "href", None)]
    assert addresses == ["/x", "/y", "?z=1"]


def test_a_table_has_caption_heads_totals_and_numbers_to_the_right():
    made = shown_table()
    assert [one.children for one in of_kind(made, html.Caption)] == ["Places"]
    heads = of_kind(made, html.Th)
    assert {one.scope for one in heads} == {"col", "row"} and len([one for one in heads if one.scope == "row"]) == 6
    assert [one.className for one in heads if one.children == "People in need"] == ["number"]
    total = of_kind(made, html.Tfoot)[0]
    assert "Total" in words(total) and "2,520,000" in words(total)
    region = next(one for one in parts(made) if getattr(one, "role", None) == "region")
    assert region.tabIndex == 0 and region.to_plotly_json()["props"]["aria-label"] == "Places"


def test_a_status_is_sign_and_word():
    made = words(shown_table())
    assert "✕ very low" in made and "not reported" in made


def test_a_table_shows_fifty_rows_and_says_so():
    long = pd.DataFrame({"n": range(1234)})
    made = table(long, [Column("n", "N", "number")], caption="Many")
    assert len(of_kind(made, html.Tr)) == 51 and "Showing 50 of 1,234." in words(made)
    assert "no rows" in words(table(long.head(0), [Column("n", "N")], caption="None"))


def test_a_sorted_column_says_so_and_a_kind_must_exist():
    columns = [Column("value", "Value", "number", sort="/x?sort=value", order="descending")]
    head = next(one for one in of_kind(table(places(), columns, caption="c"), html.Th) if one.scope == "col")
    assert head.to_plotly_json()["props"]["aria-sort"] == "descending" and "▼" in words(head)
    with pytest.raises(ValueError, match="is not one of"):
        Column("x", "X", "money")


def test_paging_keeps_the_address():
    links = {one.children: one.href for one in parts(paging(2, 3, "/aid?country=AFG")) if hasattr(one, "href")}
    assert links == {f"{word}": f"/aid?country=AFG&page={at}" for word, at in
                     (("First", 1), ("Previous", 1), ("Next", 3), ("Last", 3))}  # fmt: skip
    assert paging(1, 1, "/aid") is None
    assert [one.href for one in parts(paging(1, 2, "/aid")) if hasattr(one, "href")] == ["/aid?page=2", "/aid?page=2"]


def test_a_panel_is_a_named_section_with_a_labelled_button_and_its_table():
    made = panel("A sentence.", dcc.Graph(), identifier="p", table=shown_table(), note="Not an endorsement.")
    props = made.to_plotly_json()["props"]
    heading = of_kind(made, html.H3)[0]
    assert props["aria-labelledby"] == heading.id and heading.children == "A sentence."
    button = of_kind(made, html.Button)[0].to_plotly_json()["props"]
    assert button["aria-label"] == "Save as picture: A sentence." and button["data-note"] == "Not an endorsement."
    assert "Show as a table" in words(made) and "Not an endorsement." in words(made)


def test_an_explanation_names_every_part():
    said = words(explained())
    for term in ("Formula", "What counts", "Computed", "Period", "Filters in force", "Target", "Freshness", "Reported",
                 "Sources", "Owner", "Build", "Permanent link", "Show the rows", "worked examples"):  # fmt: skip
        assert term in said
    assert ON_TIME.definition in said and ON_TIME.formula in said and ON_TIME.population in said
    assert "25 divided by 40, times 100, is 62.5\u00a0%, from 40 rows" in said
    assert "Countries: Afghanistan" in said and "Without effect on this number: item groups." in said
    assert "January 2026 to July 2026" in said
    links = [one.href for one in parts(explained()) if getattr(one, "href", None)]
    assert {"/rows?a", "/explain?b", "#mart_aid_delivery"} <= set(links)


@pytest.mark.parametrize("one", all_kpis(), ids=lambda one: one.name)
def test_every_kpi_can_be_explained_with_and_without_a_value(one):
    nothing, hidden = KpiValue(None, None, None, 0, None, None), KpiValue(None, None, None, 3, None, None, True)
    assert "No figure from 0 rows." in words(kpi_explanation(one, Told(nothing)))
    if one.small_count_threshold:
        assert "would tell a count of fewer than 5 people" in words(kpi_explanation(one, Told(hidden)))
        small = KpiValue(None, None, None, 1, None, None, True, True)
        assert "< 5" in words(kpi_explanation(one, Told(small))) and "Fewer than 5" in words(
            kpi_explanation(one, Told(small))
        )
    below = 4.0 if one.is_ratio else None
    assert "from 4 rows" in words(kpi_explanation(one, Told(KpiValue(50.0, 2.0, below, 4, None, None))))


def test_an_explanation_of_a_mart_makes_links_of_addresses_only():
    load = MartLoad("s", "l", "t", "x", None, "", "javascript:alert(1)", None, None, None, 3, 5, 1, None)
    made = mart_explanation(mart_meaning("mart_needs"), [load], [], rows="/rows?mart=mart_needs")
    assert not [one for one in parts(made) if "javascript" in str(getattr(one, "href", ""))]
    assert "not stated" in words(made) and "1 of 5 rows of these loads is in quarantine" in words(made)


def series(*values, first=7):
    return [(date(2026, first + at, 1), value) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (series(70, 67, 63), "On-time delivery: 63.0\u00a0% in September 2026, 4.0 points below August."),
        (series(62, 63), "On-time delivery: 63.0\u00a0% in August 2026, 1.0 point above July."),
        (series(63, 63), "On-time delivery: 63.0\u00a0% in August 2026, the same as July."),
        (series(63, 63.01), "On-time delivery: 63.0\u00a0% in August 2026, about the same as July."),
        (series(63, None, 60), "On-time delivery: 60.0\u00a0% in September 2026, 3.0 points below July;"
                               " no data for one month between."),
        (series(63), "On-time delivery: 63.0\u00a0% in July 2026."),
        (series(63, None), "On-time delivery: 63.0\u00a0% in July 2026; no data for August 2026."),
        (series(None, float("nan")), "On-time delivery: no data."),
        ([], "On-time delivery: no data."),
        ([(date(2025, 12, 1), 50), (date(2026, 1, 1), 60)],
         "On-time delivery: 60.0\u00a0% in January 2026, 10.0 points above December 2025."),
    ],
)  # fmt: skip
def test_a_change_is_a_sentence(values, sentence):
    assert changed(ON_TIME, values) == sentence


def test_quantities_change_by_per_cent_and_never_divide_by_zero():
    assert changed(IN_NEED, series(2_000_000, 1_500_000)).endswith(
        "1.5\u00a0million people in August 2026, 25\u00a0% below July."
    )
    assert changed(IN_NEED, series(0, 10)).endswith("10 people in August 2026, up from zero in July.")


def test_a_frame_of_months_is_a_change_too():
    frame = pd.DataFrame({"month_date": pd.to_datetime(["2026-07-01", None]), "value": [63.0, 1.0]})
    assert changed(ON_TIME, frame) == "On-time delivery: 63.0\u00a0% in July 2026."


def test_a_target_and_a_ranking_are_sentences():
    assert (
        against_target(ON_TIME, 63.0, 90.0)
        == "On-time delivery: 63.0\u00a0%, 27.0 points below the target of 90.0\u00a0%."
    )
    assert against_target(ON_TIME, None, 90.0) == "On-time delivery: no data."
    assert against_target(ON_TIME, 63.0, None) == "On-time delivery: 63.0\u00a0%."
    frame = pd.DataFrame({"country_code": ["AFG", "TCD", "MLI"], "value": [10.0, 30.0, None]})
    assert ranked(STOCK_OUTS, frame, "country_code", {"TCD": "Chad", "AFG": "Afghanistan"}) == (
        "Stock-out rate: highest in Chad (30.0\u00a0%) and Afghanistan (10.0\u00a0%); 1 of 3 without data."
    )
    assert "lowest in AFG" in ranked(ON_TIME, frame, "country_code")
