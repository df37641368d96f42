"""Figures, tables and pictures as people meet them: in a browser, on a phone, in the dark, by keyboard."""

import logging
import struct
import threading

import pytest
from werkzeug.serving import make_server

from tests.components.specimens import app


@pytest.fixture(scope="module")
def address():
    """The page of specimens on loopback."""
    server = app()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    serving = make_server("127.0.0.1", 0, server, threaded=True)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.port}/"
    serving.shutdown()


@pytest.fixture
def opened(browser, address):
    """opened(width, scheme) gives the page with every figure drawn, and what went wrong or left this machine."""
    contexts = []

    def get(width: int, scheme: str):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme))
        tab, faults = contexts[-1].new_page(), []
        tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on(
            "request",
            lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else faults.append(sent.url),
        )
        tab.goto(address)
        tab.wait_for_function("() => window.lagebildDrawing", timeout=90_000)
        tab.evaluate("() => window.lagebildDrawing.drawn()")  # those that are far from the view too
        assert tab.locator(".js-plotly-plot").count() == 5
        return tab, faults

    yield get
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_everything_is_drawn_inside_the_page(opened, width, scheme):
    tab, faults = opened(width, scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("window.broken") is None
    assert tab.locator(".modebar-btn").count() == 0
    ink = tab.evaluate("getComputedStyle(document.querySelector('#line .ytick text')).fill")
    assert ink == tab.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert tab.locator("#words .panel-save-figure").is_hidden() and tab.locator("#line .panel-save-figure").is_visible()
    spilling = """[...document.querySelectorAll('.panel .main-svg text')].filter(text => {
      const words = text.getBoundingClientRect(), panel = text.closest('.panel').getBoundingClientRect();
      return words.width && (words.left < panel.left - 1 || words.right > panel.right + 1); }).length"""
    assert tab.evaluate(spilling) == 0
    assert faults == []


def test_the_button_saves_a_picture_and_nothing_leaves_this_machine(opened, tmp_path):
    tab, faults = opened(1440, "dark")
    for name in ("heat", "line"):
        tab.locator(f"#{name} .panel-save-figure").focus()
        with tab.expect_download(timeout=60_000) as saved:
            tab.keyboard.press("Enter")
        assert saved.value.suggested_filename == f"lagebild-{name}-20261123.png"
        saved.value.save_as(tmp_path / name)
        head = (tmp_path / name).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", head[16:24])
        assert width == 2400 and height > 600
        tab.wait_for_function(f"document.querySelector('#{name} [role=status]').textContent === 'Picture saved'")
    assert faults == []


@pytest.mark.parametrize(("size", "wanted"), [("print", (2480, None)), ("slide", (1200, 675))])
def test_a_picture_is_saved_in_the_chosen_size(opened, tmp_path, size, wanted):
    tab, faults = opened(390, "light")
    for name in ("heat", "line", "bar"):
        tab.locator(f"#{name} .panel-size").select_option(size)
        with tab.expect_download(timeout=60_000) as saved:
            tab.locator(f"#{name} .panel-save-figure").click()
        assert saved.value.suggested_filename == f"lagebild-{name}-20261123-{size}.png"
        saved.value.save_as(tmp_path / name)
        width, height = struct.unpack(">II", (tmp_path / name).read_bytes()[16:24])
        assert width == wanted[0] and (height == wanted[1] if wanted[1] else height > 700)
    assert faults == []


def test_the_picture_carries_title_filters_note_and_build(opened):
    tab, _faults = opened(1440, "light")
    tab.evaluate("history.replaceState(null, '', '/?country=AFG')")
    spied = """() => { window.written = []; const draw = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        window.written.push(text); return draw.call(this, text, ...rest); }; }"""
    tab.evaluate(spied)
    with tab.expect_download(timeout=60_000):
        tab.click("#heat .panel-save-figure")
    written = tab.evaluate("window.written")
    for wanted in ("What the figure “heat” says in a sentence", "country: AFG", "A note."):
        assert wanted in written
    assert any("Data as of 31 October 2026" in line and "20261123" in line for line in written)
    assert any(line.startswith("http://127.0.0.1") and "country=AFG&build=20261123" in line for line in written)


def test_a_table_twin_and_an_explanation_open_by_keyboard(opened):
    tab, _faults = opened(1440, "light")
    examples = "details:has(> summary:has-text('worked example'))"
    for summary, inside in (("#line summary", "#line table"), (f"{examples} summary", f"{examples} table")):
        assert tab.locator(inside).is_hidden()
        tab.locator(summary).focus()
        tab.keyboard.press("Enter")
        assert tab.locator(inside).is_visible()
