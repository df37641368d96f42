"""Every figure of every page against plain loops over the rows: card = total = sum of rows, over random filters."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import kpis
from app import create_app
from tests.pages.document import page
from tests.pages.numbers.addresses import OF_VARIABLE, OWN_KEYS, addresses, filter_values, page_paths
from tests.pages.numbers.naive import Rows, may_be_hidden, naive_value
from tests.pages.numbers.shown import cards, content, figure, tables_with_total, text
from tests.pages.numbers.totals import NOT_SUMS, STAND_FOR, kpi_of_total

EXAMPLES = 4
SETTINGS = hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
create_app()
PATHS = page_paths()
WHOLE_DOMAINS = {
    "/aid": ("aid",),
    "/supply": ("supply",),
    "/supply/item/<item_key>": ("supply",),
    "/projects": ("projects",),
    "/funding": ("funding",),
    "/projects/<project_code>": ("projects",),
    "/country/<iso3>": ("projects", "aid", "supply", "risk", "funding"),
}
"""Pages that show every KPI of a domain that has a figure."""


@pytest.fixture(scope="module")
def known():
    """Rows and values of the builds, by home: read once."""
    return {}


class Build:
    """A home with its client, its rows, and the values that filters can take."""

    def __init__(self, client, rows: Rows, values: dict):
        self.client, self.rows, self.values = client, rows, values


@pytest.fixture
def build(request, known):
    """The build of the home that the test names."""
    home = request.getfixturevalue(request.param)
    if home not in known:
        rows = Rows()
        known[home] = rows, filter_values(rows)
    return Build(create_app().test_client(), *known[home])


def assert_same(found, expected, where) -> None:
    """That a figure as shown is the expected number, rounded."""
    if expected is None or found is None:
        assert (found is None) == (expected is None), f"{where}: shown {found}, expected {expected}"
        return
    room = found.rounding + 1e-9 * max(1.0, abs(expected))
    assert abs(found.value - expected) <= room, f"{where}: shown {found.value}, expected {expected}"


def assert_cards_agree(path, node, rows, asked) -> dict:
    """Each card shows what the loops give, and none is left out that has a figure; gives the figures by KPI."""
    found = {}
    for name, shown in cards(node):
        if shown is not None or not may_be_hidden(rows, kpis.kpi(name), asked):
            assert_same(shown, naive_value(rows, kpis.kpi(name), asked), name)
        found[name] = shown
    domains = () if asked.get("part") else WHOLE_DOMAINS.get(path, ())
    for kpi in [one for domain in domains for one in kpis.kpis_of(domain)]:
        if kpi.name not in found:
            assert_same(None, naive_value(rows, kpi, asked), f"{kpi.name} has no card")
    return found


def assert_totals_agree(node, rows, asked) -> None:
    """Each total is the sum of its rows, and the figure of the KPI that it stands for."""
    for table in tables_with_total(node):
        for at, total in enumerate(table.total):
            where = f"{table.caption}: {table.labels[at]}"
            parts = [one for one in table.cells[at] if one is not None] if table.cells else []
            is_sum = at not in table.percent and (table.labels[at] not in NOT_SUMS) and table.is_whole
            if is_sum and total is not None:
                room = total.rounding + sum(one.rounding for one in parts)
                assert abs(total.value - sum(one.value for one in parts)) <= room, where
            kpi = kpi_of_total(table, at)
            if kpi and total is not None:
                assert_same(total, naive_value(rows, kpis.kpi(kpi), asked), f"{where} = {kpi}")


@pytest.mark.parametrize("build", ["demo_home", "sample_home"], indirect=True)
@pytest.mark.parametrize("path", PATHS)
@given(data=st.data())
@SETTINGS
def test_every_figure_of_a_page_is_a_plain_count(path, build, data):
    address, asked = data.draw(addresses(path, build.values, build.rows))
    node = content(page(build.client, address))
    assert "could not be made" not in text(node), address
    assert_cards_agree("" if "part=" in address else path, node, build.rows, asked)
    assert_totals_agree(node, build.rows, asked)


@pytest.mark.parametrize("build", ["demo_home"], indirect=True)
def test_every_total_that_stands_for_a_kpi_is_on_a_page(build):
    paths = [path for path in PATHS if "<" not in path]
    paths += [f"{path}?{key}={one}" for path, keys in OWN_KEYS.items() for key, known in keys.items() for one in known]
    paths += [f"{path}?{key}={one}" for path, keys in OWN_KEYS.items() for key, known in keys.items() for one in known]
    tables = [table for path in paths for table in tables_with_total(content(page(build.client, path)))]
    every = range(max(len(table.total) for table in tables))
    found = {kpi_of_total(table, at) for table in tables for at in every} - {None}
    assert found == {name for columns in STAND_FOR.values() for name in columns.values()}, [t.caption for t in tables]
    assert sum(len(table.cells) > 0 and table.is_whole for table in tables) > len(STAND_FOR)


def test_every_variable_of_a_path_has_values_to_draw():
    named = {part.strip("<>") for path in PATHS for part in path.split("/") if part.startswith("<")}
    assert named == set(OF_VARIABLE), "say in addresses.py which values a new variable takes"


@pytest.mark.parametrize(
    ("said", "value", "rounding"),
    [
        ("US$\u00a01.22\u00a0billion", 1.22e9, 5e6),
        ("12,400", 12400, 0.5),
        ("-63.2\u00a0%", -63.2, 0.05),
        ("3.6\u00a0million", 3.6e6, 5e4),
    ],
)
def test_figures_are_read_as_they_are_shown(said, value, rounding):
    found = figure(said)
    assert found.value == pytest.approx(value) and found.rounding == pytest.approx(rounding)
    assert figure("No data") is None and figure("–") is None
