"""Panels beside each other, and what a panel without a figure leaves out."""

import pytest
from dash import dcc, html

from components.markup import markup
from components.panel import panel
from components.shell import section


def drawn(name: str, body=None):
    return panel("A sentence.", body or dcc.Graph(id=f"{name}-figure"), identifier=name)


def place(graph) -> str:
    return f'<div class="figure-place" id="{graph.id}"></div>'


@pytest.mark.parametrize(
    ("parts", "is_beside"),
    [
        ([drawn("one")], False),
        ([drawn("one"), html.P("Words.")], False),
        ([drawn("one"), None, html.P("Words."), drawn("two")], True),
    ],
)
def test_panels_of_a_section_stand_beside_each_other(parts, is_beside):
    assert ('<section class="panels"' in markup(section("Title", "title", *parts), place)) == is_beside


def test_a_panel_without_a_figure_offers_no_picture():
    assert "Save as picture" in markup(drawn("one"), place)
    assert "Save as picture" in markup(drawn("one", [html.P("Words."), html.Div(dcc.Graph(id="deep"))]), place)
    assert "Save as picture" not in markup(drawn("one", html.P("Words.")), place)
