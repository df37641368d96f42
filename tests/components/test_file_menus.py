"""Every figure, table and card offers its files, and says of how many rows they are."""

import re
from urllib.parse import parse_qsl, urlsplit

import dash
import pytest
from dash import html

from app import create_app
from components.file_menu import PageFiles, with_file_menus
from components.result import results_in
from components.tree import components_of, text_of
from exports.forms import forms
from page_content import page_content
from pages.frame import files_of

PAGES = ("/", "/projects", "/funding", "/aid", "/supply?country=AFG", "/risk", "/data", "/country/AFG", "/glossary",
         "/rows?kpi=otif&country=AFG")  # fmt: skip


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def asked_at(address: str) -> tuple[str, dict[str, str]]:
    """Path and query of an address."""
    parts = urlsplit(address)
    return parts.path, dict(parse_qsl(parts.query))


def of_class(tree, name: str) -> set[str]:
    """The names of the components of a class."""
    return {one.id for one in components_of(tree) if name in (getattr(one, "className", None) or "").split()}


def drawn(address: str):
    """The page of an address as a browser gets it."""
    path, query = asked_at(address)
    page = next(one for one in dash.page_registry.values() if one["path"] == path)
    return page["layout"](**query)


def menus(tree) -> list:
    return [one for one in components_of(tree) if getattr(one, "className", "") == "files"]


def links(menu) -> dict[str, str]:
    return {text_of(one): one.href for one in components_of(menu) if isinstance(one, html.A)}


def test_every_link_of_every_menu_is_the_address_of_a_form(client):
    known = forms()
    for address in PAGES:
        if address.startswith("/country/"):
            continue
        found = menus(drawn(address))
        assert found, address
        for menu in found:
            summary = text_of(menu.children[0])
            assert re.fullmatch(r"Download: .+", summary), (address, summary)
            for word, href in links(menu).items():
                parts = urlsplit(href)
                ending, query = parts.path.rpartition(".")[2], dict(parse_qsl(parts.query))
                assert ending in known, (address, word, href)
                asked = dict(parse_qsl(urlsplit(address).query))
                assert asked.items() <= query.items(), (address, href)
                for key in query.keys() - asked.keys() - {"only"}:
                    assert query[key] in known[ending].options[key], (address, href)


def test_the_menus_of_a_page_name_what_its_files_have(client):
    for address in PAGES[:-1]:
        page = page_content(*asked_at(address))
        single = {one.identifier: one for one in (*results_in(page.tree, is_grouped=False), *page.results)}
        offered = with_file_menus(html.Div(page.tree), PageFiles("/x", {}))
        hrefs = [href for one in menus(offered) for href in links(one).values()]
        found = [asked_at(href)[1].get("only") for href in hrefs]
        assert set(found) - {None} <= single.keys(), address
        assert None in found, address
        wanted = of_class(page.tree, "panel") | of_class(page.tree, "kpi-card")
        assert wanted <= set(found), (address, wanted - set(found))


def test_the_rows_that_a_menu_promises_are_in_the_file(client):
    seen = 0
    for address in ("/supply", "/projects", "/aid?country=AFG", "/risk", "/data", "/glossary"):
        whole = {one.identifier: len(one.rows) for one in page_content(*asked_at(address)).results}
        for menu in menus(drawn(address)):
            only = asked_at(links(menu)["JSON"])[1].get("only")
            size = re.match(r"([\d,]+) row", text_of(menu.children[1])) if only in whole else None
            if size:
                assert int(size.group(1).replace(",", "")) == whole[only], (address, only)
                seen += 1
    assert seen > 30


def test_rows_behind_a_number_offer_all_of_them(client):
    menu = menus(drawn("/rows?kpi=otif&country=AFG"))[-1]
    promised = int(re.match(r"([\d,]+) rows", text_of(menu.children[1])).group(1).replace(",", ""))
    answer = client.get(links(menu)["CSV for programs"])
    lines = [line for line in answer.get_data(as_text=True).splitlines() if line and not line.startswith("#")]
    assert answer.status_code == 200 and promised > 50 and len(lines) == promised + 1


def test_the_first_page_and_pages_with_variables_have_addresses_of_files():
    assert files_of("/", {"country": "AFG"}, None).address("csv", {}) == "/home.csv?country=AFG"
    line = files_of("/aid/line/none", {"line_key": "upload%2FPO-1%2F2", "build": "b"}, "/aid/line/<line_key>")
    assert line.address("png", {"size": "slide"}) == "/aid/line/upload%2FPO-1%2F2.png?build=b&size=slide"


def test_a_page_without_figures_has_no_menu():
    page = html.Div([html.P("Nothing", className="build-line")])
    assert not menus(with_file_menus(page, PageFiles("/x", {})))
