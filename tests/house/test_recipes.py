"""The recipes of CONTRIBUTING.md, and the backup of docs/operations.md, work as they are printed: a test carries them
out in a copy of the repository."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data import templates
from data.contracts.upload import CONTRACTS
from data.source import Extract
from data.validate import validate
from tests.house.code import PACKAGES, ROOT
from tests.house.recipes import additions, blocks, new_files

COPIED = (*PACKAGES, "assets", "pyproject.toml")
SAMPLE = "tests/samples/returns_survey"
ASK = """
import json, sys
from kpis import kpi
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
import sqlalchemy as sa
warehouse = open_warehouse(EVERYTHING)
mart = warehouse.mart(sys.argv[1])
rows = warehouse.rows(sa.select(*(mart.c[name] for name in sys.argv[2].split(","))).order_by(sa.text("1, 2")))
values = [kpi_value(warehouse, kpi(name), Filters()).value for name in sys.argv[3:]]
print(json.dumps([[list(row) for row in rows], values], default=str))
"""
DRAW = """
import json
import dash
from access import reading_as
from app import create_app
from queries.reader import EVERYTHING
app = create_app()
page = dash.page_registry["pages.displacement"]
with reading_as(EVERYTHING), app.test_request_context("/displacement"):
    drawn = page["layout"](country="AFG")
print(json.dumps([page["path"], json.dumps(drawn, cls=__import__("plotly").utils.PlotlyJSONEncoder)]))
"""


class Copy:
    """A copy of the repository with a home of its own."""

    def __init__(self, folder: Path):
        self.root = folder / "repository"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")},
            "LAGEBILD_HOME": str(folder / "home"),
            "COLUMNS": "200",
        }
        self.root.mkdir()
        for path in [*ROOT.glob("*.py"), *(ROOT / name for name in COPIED)]:
            if path.is_dir():
                shutil.copytree(path, self.root / path.name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(path, self.root / path.name)

    def write(self, path: str, text: str) -> None:
        assert not (self.root / path).exists(), f"{path} exists already"
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def add(self, path: str, text: str) -> None:
        with open(self.root / path, "a", encoding="utf-8") as file:
            file.write("\n" + text)

    def python(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def ask(self, mart: str, columns: str, *kpis: str) -> list:
        return json.loads(self.python("-c", ASK, mart, columns, *kpis).splitlines()[-1])

    def hashes(self) -> dict[str, str]:
        files = [path for path in self.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {str(path.relative_to(self.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def files_of_recipe(part: str) -> dict[str, str]:
    """The new files of one recipe, told by a part of their path."""
    found = {path: text for path, text in new_files().items() if part in path}
    assert found
    return found


@pytest.fixture(scope="module")
def with_source(tmp_path_factory):
    """A copy in which the source recipe has been carried out and loaded."""
    copy = Copy(tmp_path_factory.mktemp("source_recipe"))
    copy.before = copy.hashes()
    for path, text in files_of_recipe("returns_survey").items():
        copy.write(path, text)
    copy.said = copy.python("manage.py", "load", "returns_survey", "--from", SAMPLE)
    return copy


@pytest.fixture(scope="module")
def with_everything(with_source):
    """The same copy after the recipes of the mart, the KPI and the page."""
    for path, text in (files_of_recipe("mart_returns") | files_of_recipe("pages/")).items():
        with_source.write(path, text)
    for path, text in additions().items():
        with_source.add(path, text)
    with_source.add("kpis/risk.py", "KPIS = (*KPIS, PEOPLE_RETURNED)\n")
    said = with_source.python("manage.py", "check")
    with_source.python("manage.py", "builds", "publish", said.split()[1])
    return with_source


def test_a_source_needs_four_files(with_source):
    assert len(files_of_recipe("returns_survey")) == 4


def test_the_source_reaches_the_mart_with_nothing_edited(with_source):
    rows, _ = with_source.ask("mart_displacement", "country_code,plan_year,returned_people,source_name")
    people = {"AFG": 12500.0, "SYR": 300.0, "TCD": None}
    assert rows == [[country, 2025, count, "returns_survey"] for country, count in people.items()]
    after = with_source.hashes()
    assert {path for path, text in with_source.before.items() if after.get(path) != text} == set()


def test_the_load_counts_every_row(with_source):
    assert "4 rows in = 3 valid + 0 repeated + 1 in quarantine" in with_source.said


def test_the_refused_row_is_named_with_its_reason(with_source):
    said = with_source.python("manage.py", "quarantine", "returns_survey")
    assert "row 5" in said and "Atlantis" in said


def test_people_s_names_reach_neither_rows_nor_quarantine(with_source):
    import pyarrow.parquet as pq

    files = list(Path(with_source.environment["LAGEBILD_HOME"]).rglob("raw/returns_survey/*/*.parquet"))
    assert len(files) == 2
    assert not [path for path in files if "Person" in str(pq.read_table(path).to_pylist())]


@pytest.fixture(scope="module")
def restored(with_source, tmp_path_factory):
    """A home made from the backup that the page on operations prints, while nothing else runs."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    kept, restoring = (part.split("```")[0] for part in page.split("## Backup and restore")[1].split("```sh\n")[1:3])
    folder = tmp_path_factory.mktemp("backup")
    copy = Copy.__new__(Copy)
    copy.root, copy.environment = with_source.root, with_source.environment | {"LAGEBILD_HOME": str(folder / "home")}
    for script, environment in ((kept, with_source.environment), (restoring.splitlines()[0], copy.environment)):
        assert "/backup/" in script and "/safe/" in script
        script = script.replace("/backup/", f"{folder}/").replace("/safe/", f"{folder}/")
        command = ["bash", "-euo", "pipefail", "-c", script.replace(".venv/bin/python", sys.executable)]
        done = subprocess.run(command, cwd=copy.root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return copy


COLUMNS = ("mart_displacement", "country_code,plan_year,returned_people,source_name")


def test_a_restored_home_shows_the_same_build(restored, with_source):
    rows, _ = restored.ask(*COLUMNS)
    assert len(rows) == 3
    assert rows == with_source.ask(*COLUMNS)[0]
    assert "returns_survey" in restored.python("manage.py", "runs")
    assert "Atlantis" in restored.python("manage.py", "quarantine", "returns_survey")


def test_the_builds_can_be_made_again_from_the_raw_files(restored, with_source):
    before = with_source.ask(*COLUMNS)[0]
    shutil.rmtree(Path(restored.environment["LAGEBILD_HOME"]) / "builds")
    build_id = restored.python("manage.py", "check").split()[1]
    restored.python("manage.py", "builds", "publish", build_id)
    assert restored.ask(*COLUMNS)[0] == before


def test_the_mart_has_its_rows(with_everything):
    rows, _ = with_everything.ask("mart_returns", "source_name,plan_year,returned_people")
    assert rows == [["returns_survey", 2025, 12800.0]]


def test_the_kpi_has_its_value(with_everything):
    _, values = with_everything.ask("mart_returns", "source_name,plan_year", "people_returned")
    assert values == [12800.0]


def test_the_examples_of_the_kpi_hold():
    from tests.kpis.naive import naive_figure
    from tests.kpis.test_kpi_declarations import full_rows

    names: dict = {}
    exec(additions()["kpis/risk.py"], names)
    declared = names["PEOPLE_RETURNED"]
    assert declared.examples
    for one in declared.examples:
        assert naive_figure(declared, full_rows(declared, one))[0] == one.value, one.because


def test_the_page_is_found_and_drawn(with_everything):
    path, drawn = json.loads(with_everything.python("-c", DRAW).splitlines()[-1])
    assert path == "/displacement"
    for name in ("internally_displaced_people", "refugees_hosted", "refugees_originated"):
        assert f"kpi-{name}" in drawn


def test_the_template_can_be_written_and_filled_in(monkeypatch, tmp_path):
    names: dict = {}
    exec(blocks()["a contract"], names)
    monkeypatch.setitem(CONTRACTS, "returns", names["RETURNS"])
    monkeypatch.setitem(templates.TITLES, "returns", "Returns: one row per country and year.")
    assert templates.write_template("returns", tmp_path / "returns.xlsx").exists()
    assert "## returns" in templates.templates_page()
    cells = {
        "source_row": [2, 3],
        "country": ["Chad", "Chad"],
        "year": ["2025", "2026"],
        "returned_people": ["5", "-1"],
    }
    checked = validate(Extract("returns", tmp_path / "returns.csv", pd.DataFrame(cells)), CONTRACTS["returns"])
    assert checked.valid["country_code"].tolist() == ["TCD"]
    assert checked.quarantine["source_row"].tolist() == [3]
