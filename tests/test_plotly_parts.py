"""The parts of the library of figures hold all that figures use, come from deploy/plotly byte by byte, and give way to
the whole library where they are not there."""

import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import dcc

from components.sent_figure import GROUND as ON_MAPS
from components.tree import components_of
from page_content import page_content
from statics.plotly_parts import CORE, GROUND, plotly_parts
from statics.sources import ASSETS, sources
from tests.pages.places import places

FOLDER = Path(__file__).parents[1] / "deploy" / "plotly"
PARTS = json.loads((FOLDER / "parts.json").read_text(encoding="utf-8"))
WHOLE = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
LEFT_OUT = {"images", "selections", "sliders", "updatemenus", "grid", "xaxis.rangeslider", "xaxis.rangeselector",
            "error_x", "error_y"}  # fmt: skip
"""What figures may not have, because no component for it is in the parts."""
BYTES = {CORE: 950_000, GROUND: 270_000}
"""The most that each part may have before it is packed."""


def figures(home, request) -> dict:
    """Address of a page and id -> figure, for every figure of every page."""
    request.getfixturevalue(home)
    found = {}
    for address in places():
        parts = urlsplit(address)
        graphs = [
            one
            for one in components_of(page_content(parts.path, dict(parse_qsl(parts.query))).tree)
            if isinstance(one, dcc.Graph)
        ]
        found |= {(address, one.id): one.figure for one in graphs}
    return found


def asked_of(figure: dict) -> set[str]:
    """The components that a figure asks for, as LEFT_OUT names them."""
    axes = {f"{axis}.{name}" for axis, one in figure["layout"].items() if "axis" in axis for name in one}
    return {*figure["layout"], *axes, *(name for trace in figure["data"] for name in trace)}


@pytest.mark.parametrize("home", ["demo_home", "sample_home"])
def test_the_parts_hold_all_that_figures_use(home, request):
    found = figures(home, request)
    assert len(found) > 10
    held = {*PARTS["core"]["traces"], *PARTS["geo"]["traces"]}
    missing = {at: one for at, drawn in found.items() if (one := {trace["type"] for trace in drawn["data"]} - held)}
    assert not missing, "Write the kinds of traces into deploy/plotly/parts.json and build as its README.md says."
    assert not {at: one for at, drawn in found.items() if (one := asked_of(drawn) & LEFT_OUT)}


def test_a_component_that_is_left_out_is_found():
    assert asked_of({"data": [{"error_y": {}}], "layout": {"xaxis": {"rangeslider": {}}}}) & LEFT_OUT == {
        "error_y",
        "xaxis.rangeslider",
    }


def test_maps_load_the_part_for_maps():
    assert set(PARTS["geo"]["traces"]) == set(ON_MAPS)


def test_the_parts_are_of_the_version_of_the_package():
    version = re.search(r"plotly\.js v([\d.]+)", WHOLE.read_text(encoding="utf-8")[:300])[1]
    assert json.loads((FOLDER / "package.json").read_text())["devDependencies"]["plotly.js"] == version
    for name in (CORE, GROUND):
        assert f"plotly.js {version}, in part" in (ASSETS / name).read_text(encoding="utf-8")[:200]


def test_the_parts_are_small_name_no_other_host_and_make_no_code_of_text():
    for name, content in plotly_parts(ASSETS).items():
        text = content.decode()
        assert len(content) < BYTES[name], name
        assert set(re.findall(r"https?://([\w.-]+)", text)) <= {"www.w3.org"}
        assert not re.search(r"\beval\(|\bnew Function\b|[^\w.]Function\(", text)


def test_licences_of_all_that_went_in_stand_beside_it():
    text = (ASSETS / "plotly" / "LICENSES.txt").read_text(encoding="utf-8")
    assert "plotly.js 4.1.1 (MIT)" in text and "@plotly/d3" in text and "topojson-client" in text


def test_without_the_parts_the_whole_library_stands_in_their_place(tmp_path):
    without = shutil.copytree(ASSETS, tmp_path / "assets", ignore=shutil.ignore_patterns("plotly-geo.js"))
    found = sources(without)
    assert found[CORE] == WHOLE.read_bytes() and b"Plotly" not in found[GROUND]
    assert sources(ASSETS)[CORE] == (ASSETS / CORE).read_bytes() != found[CORE]


@pytest.mark.skipif(not os.environ.get("LAGEBILD_TEST_NPM"), reason="needs node and a registry of npm packages")
def test_building_again_gives_the_same_bytes(tmp_path):
    copied = shutil.copytree(FOLDER, tmp_path / "plotly", ignore=shutil.ignore_patterns("node_modules"))
    quiet = {"check": True, "capture_output": True, "cwd": copied}
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], **quiet)
    subprocess.run(["node", "build.mjs", str(tmp_path / "made")], **quiet)
    for name in ("plotly-core.js", "plotly-geo.js", "LICENSES.txt"):
        assert (tmp_path / "made" / name).read_bytes() == (ASSETS / "plotly" / name).read_bytes(), name
