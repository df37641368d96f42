"""Static HTML says what Dash draws: the same elements, attributes and texts, and nothing that runs."""

import logging
import threading

import pytest
from dash import Dash, dcc, html
from werkzeug.serving import make_server

from components.figures import figure_graph
from components.markup import markup
from tests.components.specimens import HOSTILE, figures

ODD = "  two  blanks\ttab\r\nline & <b>'\"</b> \u202eright to left\u202c é 漢"


def specimen():
    """A tree with every kind of attribute and child that pages use, and texts that try to be markup."""
    link = dcc.Link(["To ", html.B("stock")], href="/supply?country=AFG&since=2026-01#a", className="x", title='"q"')
    return html.Div(
        [
            HOSTILE,
            ODD,
            0,
            1.0,
            2.5,
            -3,
            True,
            None,
            "",
            html.P(HOSTILE, title=HOSTILE, className="a b", **{"data-note": HOSTILE, "aria-label": ODD}),
            html.P("x", **{"data-on": True, "aria-hidden": "true", "aria-expanded": False, "data-number": 3}),
            html.P("y", hidden=True, tabIndex=-1, dir="rtl", lang="ar", draggable=True, contentEditable=False),
            html.P("z", hidden=False, id={"kind": "x", "at": 1}, role="note"),
            html.P("s", style={"backgroundColor": "#123456", "width": 12, "opacity": 0.5, "--own": 3, "color": ""}),
            html.P("t", style={"background": 'url("/x?a=1&b=2")', "WebkitLineClamp": 2, "marginTop": 0}),
            html.Pre("\nfirst line is empty\n  x"),
            html.Br(),
            html.Img(src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", alt=HOSTILE, width=120),
            html.Details([html.Summary("More"), "inside"], open=True),
            html.Details([html.Summary("Less"), "inside"], open=False),
            html.Label(
                ["Name", html.Select([html.Option("A & B", value="a&b", selected=True)], name="n")], htmlFor="n"
            ),
            html.Button("Off", type="button", disabled=True),
            html.A("out", href="https://127.0.0.1/", rel="noopener noreferrer", target="_blank", download="file.csv"),
            link,
            dcc.Link(href="/only/address"),
            html.Ol([html.Li("three")], start=3),
            html.Table(
                [
                    html.Caption("c"),
                    html.Colgroup(html.Col(span=2)),
                    html.Thead(html.Tr(html.Th("h", scope="col", colSpan=2, **{"aria-sort": "ascending"}))),
                    html.Tbody(html.Tr([html.Th("r", scope="row", rowSpan=1), html.Td("1")])),
                ]
            ),
            html.Time("now", dateTime="2026-01-01"),
        ],
        id="specimen",
    )


SHAPE = """root => {
  const shape = node => {
    if (node.nodeType === 3) { return node.data; }
    // React chooses an option without writing it into the document.
    const attributes = Object.fromEntries(Array.from(node.attributes, one => [one.name, one.value])
      .filter(([name]) => !name.startsWith('data-dash') && !['style', 'selected'].includes(name)).sort());
    if (node.selected) { attributes.selected = ''; }
    const style = Array.from(node.style || [], name => [name, node.style.getPropertyValue(name)]).sort();
    const inner = [];
    for (const one of Array.from(node.childNodes, child => child.nodeType === 8 ? '' : shape(child))) {
      if (typeof one === 'string' && typeof inner[inner.length - 1] === 'string') { inner[inner.length - 1] += one; }
      else if (one !== '') { inner.push(one); }
    }
    return [node.tagName, attributes, style, inner];
  };
  return shape(root);
}"""


@pytest.fixture(scope="module")
def dash_tab(browser):
    """The specimen as Dash draws it."""
    app = Dash("specimen")
    app.layout = specimen()
    app.server.test_client().get("/_dash-layout")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    serving = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    tab = browser.new_page()
    tab.goto(f"http://127.0.0.1:{serving.port}/")
    tab.wait_for_selector("#specimen", timeout=15_000)
    yield tab
    tab.close()
    serving.shutdown()


def test_the_same_elements_as_dash_draws(dash_tab, browser):
    still = browser.new_page()
    still.set_content("<!DOCTYPE html><html><body>" + markup(specimen()) + "</body></html>")
    found, drawn = (tab.locator("#specimen").evaluate(SHAPE) for tab in (still, dash_tab))
    assert found[:3] == drawn[:3]
    for one, other in zip(found[3], drawn[3], strict=True):
        assert one == other


def test_nothing_runs(browser):
    still, said = browser.new_page(), []
    still.on("pageerror", lambda error: said.append(str(error)))
    tree = html.Div(
        [
            specimen(),
            html.Script("window.broken = 1"),
            html.Iframe(srcDoc="<script>top.broken=1</script>"),
            html.A("run", href=" java\nscript:window.broken=1", id="run"),
            dcc.Link("run", href="JAVASCRIPT:window.broken=1"),
            dcc.Store(id="kept", data={"a": HOSTILE}),
            figure_graph(figures()["bar"], "bar"),
        ]
    )
    still.set_content(markup(tree))
    assert still.evaluate("window.broken") is None and not said
    assert still.locator("script:not([type='application/json'])").count() == still.locator("iframe").count() == 0
    kept = still.evaluate("JSON.parse(document.querySelector('#bar script').textContent).figure.layout.height")
    assert kept == figures()["bar"]["layout"]["height"]
    still.locator("#run").click()
    assert still.url == "about:blank" and not said


def test_signs_that_html_cannot_hold_are_marked():
    assert markup("a\x00b\x1bc\ud800d") == "a\ufffdb\ufffdc\ufffdd"


def test_a_graph_becomes_what_the_caller_wants():
    shown = markup(figure_graph(figures()["bar"], "bar"), lambda graph: f"<b>{graph.id}</b>")
    assert "<b>bar</b>" in shown and "<script" not in shown


def test_a_component_without_a_form_is_named():
    with pytest.raises(ValueError, match="Dropdown"):
        markup(html.Div(dcc.Dropdown(["a"])))


def test_lists_in_lists_are_drawn_in_their_order():
    assert markup(["a", ("b", [html.I("c"), None]), 1]) == "ab<i>c</i>1"
