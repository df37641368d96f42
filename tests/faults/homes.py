"""A small home to break: sites and items in our templates, few marts, copied for each test."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg
from sqlalchemy.engine import make_url

import manage
from data.build import PROJECT
from tests.conftest import ROOT, use_home

SITES = "site_code,site_name,site_type,country,admin1_code,admin1_name,office_code,office_name,latitude,longitude"
ITEMS = "item_code,item_name,item_group,unit_name,unit_cost_usd,children_per_unit"
LIMITS = ",minimum_months,maximum_months"
FIRST = {"S1": "One", "S2": "Two"}
SECOND = {"S2": "Two, renamed", "S3": "Three"}
BOTH = sorted((FIRST | SECOND).items())
SMALL_MARTS = ("mart_data_quality", "ref_country", "ref_item", "ref_site")


def write_sites(path: Path, names: dict[str, str]) -> Path:
    """A file of sites in our template: code -> name."""
    lines = [f'{code},"{name}",health centre,Kenya,,,,,,,,' for code, name in names.items()]
    return _written(path, SITES + LIMITS, lines)


def write_items(path: Path, count: int) -> Path:
    """A file of some items in our template."""
    return _written(path, ITEMS + LIMITS, [f"I{number},Item,,box,,,," for number in range(count)])


def _written(path: Path, header: str, lines: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def write_small_project(folder: Path) -> Path:
    """The dbt project without most of its marts, for tests in which the marts are not the point."""
    shutil.copytree(PROJECT, folder)
    for path in (folder / "models" / "marts").glob("*.sql"):
        if path.stem not in SMALL_MARTS:
            path.unlink()
    for other in ("models/intermediate", "tests"):
        shutil.rmtree(folder / other)
    return folder


def environment(home: Path, warehouse: str = "") -> dict[str, str]:
    return {**os.environ, "LAGEBILD_HOME": str(home), "LAGEBILD_WAREHOUSE": warehouse, "COLUMNS": "500"}


def started(where: "Where", stage: str, *arguments: str, **options) -> subprocess.Popen:
    """manage.py in a process of its own that dies at a stage ("none": lives)."""
    command = [sys.executable, "-m", "tests.faults.driver", stage, str(where.project), *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=environment(where.home, where.warehouse), **pipes, **options)


def run_manage(*arguments: object) -> None:
    """A command of manage.py in this process, for the home in use; what it raises comes through."""
    manage.app([str(argument) for argument in arguments], standalone_mode=False)


def use(where: "Where", patch) -> None:
    """Makes a home, its warehouse and its dbt project those of this process."""
    use_home(where.home, patch, warehouse=where.warehouse)
    patch.setattr("data.build.PROJECT", where.project)


def leftovers(home: Path) -> list[str]:
    """What no finished run leaves behind."""
    found = [*home.glob("raw/.incoming/*"), *home.glob("builds/.*"), *home.glob("work/data"), *home.glob("tmp*")]
    return [str(path.relative_to(home)) for path in found]


@dataclass(frozen=True)
class Where:
    """A home, the URL of its PostgreSQL database if it has one, and the dbt project to build there."""

    home: Path
    warehouse: str
    project: Path

    def copied(self, home: Path, project: Path | None = None) -> "Where":
        """The same in another place; a database is copied by PostgreSQL itself."""
        shutil.copytree(self.home, home)
        warehouse = new_database(self.warehouse, template=self.warehouse) if self.warehouse else ""
        return Where(home, warehouse, project or self.project)

    def current(self) -> str:
        if self.warehouse:
            return self.ask("select build_id from lagebild.current_build")[0][0]
        return (self.home / "builds" / "current").read_text().strip()

    def ask(self, query: str) -> list[tuple]:
        """Rows of the PostgreSQL database."""
        with psycopg.connect(native(self.warehouse)) as connection:
            return connection.execute(query).fetchall()

    def rows(self, columns: str, mart: str, build_id: str = "") -> list[tuple]:
        """Sorted rows of a mart of a build, by default the current one."""
        build_id = build_id or self.current()
        if self.warehouse:
            return sorted(self.ask(f"select {columns} from build_{build_id.replace('-', '_')}.{mart}"))
        with duckdb.connect(str(self.home / "builds" / f"{build_id}.duckdb"), read_only=True) as build:
            return sorted(build.execute(f"select {columns} from {mart}").fetchall())

    def site_names(self) -> list[tuple]:
        return self.rows("site_code, site_name", "ref_site")

    def unfinished_schemas(self) -> list[str]:
        """Schemas of the database that belong to no complete build."""
        complete = {
            f"build_{row[0].replace('-', '_')}" for row in self.ask("select build_id from lagebild.complete_build")
        }
        found = self.ask("select nspname from pg_namespace where nspname ~ '^(build|work)_'")
        return [row[0] for row in found if row[0] not in complete]


def native(url: str) -> str:
    """An SQLAlchemy URL as psycopg wants it."""
    return url.replace("+psycopg", "")


def new_database(url: str, template: str = "") -> str:
    """Makes a database of its own in the same cluster, empty or as a copy; gives its URL."""
    name = f"faults_{os.urandom(4).hex()}"
    source = f" template {make_url(template).database}" if template else ""
    server = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(native(server), autocommit=True) as connection:
        connection.execute(f"create database {name}{source}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)
