"""What tables and cards carry for files: typed, whole, and under names of their own."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from dash import html

from components.kpi_card import SHAPE_SIGNS
from components.panel import panel
from components.result import Field, Result, plain_cell, result, results_in
from components.shell import section
from components.table import Column, table
from kpis import all_kpis

COLUMNS = [
    Column("country", "Country", "link"),
    Column("qty", "Quantity", "number", decimals=1),
    Column("share", "Share", "percent"),
    Column("value", "Value", "usd"),
    Column("month_date", "Month", "month"),
    Column("told", "Note"),
]
FRAME = pd.DataFrame(
    {
        "country": [("Chad", "/country/TCD"), ("Niger", "/country/NER"), (None, "")],
        "qty": [1234.5, float("nan"), -5.0],
        "share": pd.Series([25, None, 0], dtype=object),
        "value": [0.1 + 0.2, "hidden", None],
        "month_date": [pd.Timestamp(2026, 3, 1), pd.NaT, pd.Timestamp(2026, 10, 1)],
        "is_provisional": [False, False, True],
        "told": ["=1+1", "a\x00b\rc\r\nd", None],
    }
)


def test_a_table_carries_its_rows_typed():
    found = results_in(table(FRAME, COLUMNS, caption="Stock", total={"qty": 1229.5}))[0]
    names = [one.name for one in found.fields]
    assert names == ["country", "qty", "share", "value", "value_note", "month_date", "told", "is_provisional"]
    assert found.rows == (
        ("Chad", 1234.5, 25, 0.3, None, date(2026, 3, 1), "=1+1", "no"),
        ("Niger", None, None, None, "hidden", None, "a\ufffdb\ufffdc\nd", "no"),
        (None, -5.0, 0, None, None, date(2026, 10, 1), None, "yes"),
    )
    assert found.total == (None, 1229.5, None, None, None, None, None, None)
    assert (found.title, found.shown_count) == ("Stock", 3)
    assert [one.unit for one in found.fields[1:4]] == ["", "%", "US$"]


def test_all_rows_are_carried_and_those_on_screen_counted():
    frame = pd.DataFrame({"name": [str(one) for one in range(120)]})
    found = results_in(table(frame, [Column("name", "Name")], caption="Names"))[0]
    assert (len(found.rows), found.shown_count) == (120, 50)


def test_a_class_is_carried_by_its_word():
    kpi = next(one for one in all_kpis() if one.legend and one.legend.class_of(1.0))
    frame = pd.DataFrame({"name": ["x"], "state": [1.0]})
    columns = [Column("name", "Name"), Column("state", "State", "status", legend=kpi.legend)]
    word = results_in(table(frame, columns, caption="States"))[0].rows[0][1]
    assert word == kpi.legend.class_of(1.0).word and not set(word) & set(SHAPE_SIGNS.values())


def test_nothing_of_it_is_sent_to_the_browser():
    drawn = section(
        "Title", "part", panel("Sentence", html.P(), identifier="figure", table=table(FRAME, COLUMNS, caption="Stock"))
    )
    sent = drawn.to_plotly_json()
    assert set(sent["props"]) == {"children", "aria-labelledby"} and results_in(drawn)


def test_the_panel_names_its_table_and_names_are_unique():
    drawn = [table(FRAME, COLUMNS, caption="Stock") for _again in range(3)]
    tree = html.Div([panel("Sentence", [drawn[0]], identifier="figure", table=drawn[1], note="Note"), drawn[2]])
    assert [(one.identifier, one.title, one.note) for one in results_in(tree)] == [
        ("figure", "Sentence", "Note"), ("figure-2", "Sentence", "Note"), ("table", "Stock", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (np.int64(5), 5), (np.float64(0.1 + 0.2), 0.3), (Decimal("1.10"), 1.1), (Decimal(7), 7), (float("inf"), None),
        (pd.NaT, None), (np.nan, None), (datetime(2026, 3, 1, 12), date(2026, 3, 1)), (True, 1),
        (10**20, 10**20), (-0.0, 0.0), ("", None), ("\u202etext", "\u202etext"), (1234567890.123456789, 1234567890.12346),
    ],
)  # fmt: skip
def test_cells_are_plain(value, cell):
    found = plain_cell(value)
    assert found == cell and type(found) is type(cell)


def test_rows_of_another_width_are_refused():
    with pytest.raises(ValueError, match="1 fields"):
        Result("x", "X", (Field("a", "A"),), (("1", "2"),))
    assert result("x", "X", [Field("a", "A", "number")], [[np.float64(1)]]).rows == ((1.0,),)
