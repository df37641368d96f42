"""Every figure, table and list of data of every page carries what it shows, so that files can hold it."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import dcc, html

from components.result import ATTRIBUTE, PLACE, results_in
from page_content import page_content
from tests.pages.places import places

DEFINITIONS = ("examples", "legend-set", "kpi-facts", "figure-key", "map-legend", "map-notes")
"""Classes of what explains figures and is none."""
WAYS = ("presets", "chips", "contents", "ways", "states", "page-parts", "explained-links", "subjects", "time-steps",
        "measure-group", "views", "map-ways", "aid-states", "area-countries", "address-examples",
        "issued-reports", "report-facts")  # fmt: skip
"""Classes of what leads on and says nothing."""
OF_PEOPLE = ("/account", "/accounts", "/audit")
"""Pages about people and deeds, which are no part of a build and have no files."""
REPEATED = ("leading", "worst-list", "triple")
"""Classes of what says again what stands in a table or card of the same page."""


def loose(tree, is_held=False):
    """Tables, figures and lists that neither carry what they show nor stand in something that does."""
    if isinstance(tree, list | tuple):
        for one in tree:
            yield from loose(one, is_held)
    elif hasattr(tree, "to_plotly_json"):
        words = set((getattr(tree, "className", None) or "").split())
        if words & {*DEFINITIONS, *WAYS, *REPEATED} or isinstance(tree, html.Nav | html.Form):
            return
        place = getattr(tree, PLACE, None)
        holds = bool(getattr(tree, ATTRIBUTE, ())) or (place and "panel" in words and bool(results_in(tree)))
        if isinstance(tree, html.Table | dcc.Graph | html.Ol | html.Ul | html.Dl) and not is_held and not holds:
            yield f"{type(tree).__name__} {getattr(tree, 'id', '')} {words}"
        yield from loose(getattr(tree, "children", None), is_held or holds)


def shown_at(address: str):
    """The page of an address."""
    parts = urlsplit(address)
    return page_content(parts.path, dict(parse_qsl(parts.query)))


def ill_named(shown) -> list[tuple]:
    """Results without a name, a title or fields of their own."""
    wrong = []
    for one in shown:
        names = [field.name for field in one.fields]
        well = one.identifier and one.title.strip() and len(names) == len(set(names)) and all(names)
        well = well and not one.identifier.startswith("table") and one.shown_count <= len(one.rows)
        well = well and all(field.label.strip() for field in one.fields)
        wrong += [] if well else [(one.identifier, one.title, names)]
    return wrong


@pytest.mark.parametrize("home", ["demo_home", "sample_home"])
def test_every_figure_table_and_list_carries_what_it_shows(home, request):
    request.getfixturevalue(home)
    found = {address: shown_at(address) for address in places() if address not in OF_PEOPLE}
    assert len(found) > 30
    bare = {address: list(loose(page.tree)) for address, page in found.items()}
    assert not {address: one for address, one in bare.items() if one}
    wrong = {address: ill_named(page.results) for address, page in found.items()}
    assert not {address: one for address, one in wrong.items() if one}
