"""A figure on its way and its template are together the figure, in Python and in browsers, and nothing is rounded."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import dcc
from hypothesis import given
from hypothesis import strategies as st

from components.figure_parts import base_layout
from components.sent_figure import SAID_IN_PAGE, TRACES, needs_ground, sent, template, whole
from components.tree import components_of
from page_content import page_content
from statics.sources import ASSETS
from tests.house.figure_template import SCRIPT, script_with_template
from tests.pages.places import places

MOST_POINTS = 2000
cells = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False), st.text(max_size=3))
rows = st.one_of(
    st.lists(cells, max_size=5),
    st.integers(0, 40).map(lambda count: list(range(count))),
    st.integers(0, 30).map(lambda count: [f"{2024 + at // 12}-{at % 12 + 1:02}-01" for at in range(count)]),
)
present = cells.filter(lambda one: one is not None)
values = st.recursive(present, lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=6)


@st.composite
def figures(draw):
    """Figures that differ from the template in any part of it."""
    layout = base_layout(draw(st.integers(100, 900)), draw(st.booleans()), "said")
    for name in draw(st.sets(st.sampled_from([*layout, "annotations", "geo"]))):
        layout[name] = draw(values)
    for name in draw(st.sets(st.sampled_from(sorted(set(layout) - {"meta"})))):
        del layout[name]
    layout["meta"] = {"summary": "said", "key": [["a", "b"]]}
    kind = draw(st.sampled_from(sorted(TRACES)))
    trace = {"type": kind, "x": draw(rows), "y": draw(rows), "name": "n"}
    trace |= {
        name: draw(st.one_of(st.just(TRACES[kind][name]), values))
        for name in draw(st.sets(st.sampled_from(sorted(TRACES[kind]))))
    }
    return {"data": [trace], "layout": layout}


def without_words(figure: dict) -> dict:
    """A figure as JSON has it, without the words that stand in the document."""
    shown = json.loads(json.dumps(figure))
    meta = {name: one for name, one in shown["layout"].pop("meta", {}).items() if name not in SAID_IN_PAGE}
    return shown | {"layout": shown["layout"] | ({"meta": meta} if meta else {})}


def told(figure: dict) -> str:
    """A figure as one text, in which true and 1 differ."""
    return json.dumps(figure, sort_keys=True)


@given(figures())
def test_what_is_sent_and_the_template_are_the_figure(figure):
    assert told(whole(json.loads(json.dumps(sent(figure))))) == told(without_words(figure))


def of_pages() -> dict:
    """Address and id -> figure, of every page."""
    found = {}
    for address in places():
        parts = urlsplit(address)
        tree = page_content(parts.path, dict(parse_qsl(parts.query))).tree
        found |= {(address, one.id): one.figure for one in components_of(tree) if isinstance(one, dcc.Graph)}
    return found


def points(trace: dict) -> int:
    """The places of a trace; a heatmap has as many as cells."""
    longest = max((len(one) for one in trace.values() if isinstance(one, list)), default=0)
    return longest * len(trace["z"][0]) if trace["type"] == "heatmap" and trace["z"] else longest


def test_figures_of_pages_arrive_whole_in_fewer_bytes_and_have_few_points(demo_home):
    found = of_pages()
    assert len(found) > 50
    for at, figure in found.items():
        assert told(whole(sent(figure))) == told(without_words(figure)), at
        assert len(told(sent(figure))) < len(told(figure)), at
        if not needs_ground(figure):
            assert sum(points(trace) for trace in figure["data"]) <= MOST_POINTS, at


def test_the_script_has_the_template_in_force():
    text = SCRIPT.read_text(encoding="utf-8")
    assert script_with_template(text) == text, "Run `python -m tests.house.figure_template`."


@pytest.fixture(scope="module")
def page(browser):
    """A page with the template and the library, on no site."""
    page = browser.stranger.new_page()
    page.set_content("<div id='a'></div><div id='b'></div>")
    for name in ("figure_template.js", "plotly/plotly-core.js", "plotly/plotly-geo.js"):
        page.add_script_tag(path=str(ASSETS / name))
    return page


COMPARED = """async ([sent, full]) => {
  const plain = (one) => JSON.stringify(one, (name, value) => name.startsWith('_') || name === 'uid' ? undefined : value);
  const a = document.getElementById('a'), b = document.getElementById('b'), mine = window.lagebildFigure.whole(sent);
  const said = JSON.stringify(mine);
  await Plotly.newPlot(a, mine.data, mine.layout);
  await Plotly.newPlot(b, full.data, full.layout);
  const full_layouts = [plain(a._fullLayout), plain(b._fullLayout)];
  const full_traces = [a._fullData.map(plain).join(), b._fullData.map(plain).join()];
  Plotly.purge(a); Plotly.purge(b);
  return [said, full_layouts[0] === full_layouts[1] && full_layouts[0].length > 1000, full_traces[0] === full_traces[1]];
}"""


def test_browsers_draw_what_was_meant(page, demo_home):
    """One figure of each kind: what the browser puts together is the figure, and is laid out alike."""
    kinds = {}
    for figure in of_pages().values():
        kinds.setdefault(tuple(sorted({trace["type"] for trace in figure["data"]})), figure)
    assert len(kinds) >= 3
    for kind, figure in kinds.items():
        for trace in figure["data"]:
            trace.pop("geojson", None)  # nothing is fetched here
        plain = without_words(figure)
        said, is_laid_out, is_drawn = page.evaluate(COMPARED, [json.loads(json.dumps(sent(figure))), plain])
        assert json.loads(said) == plain, kind
        assert is_laid_out and is_drawn, kind


def test_a_figure_of_another_template_is_not_put_together_wrongly(page):
    figure = {"template": "00000000", "data": [], "layout": {}}
    assert template()["name"] != "00000000"
    assert page.evaluate("(one) => window.lagebildFigure.whole(one)", figure) is None
    full = {"data": [{"type": "bar"}], "layout": {"height": 100}}
    assert page.evaluate("(one) => window.lagebildFigure.whole(one)", full) == full
