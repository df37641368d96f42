"""The light view of each page: the same numbers and rights in few bytes, without a script, and it stays chosen."""

import re
from html import unescape
from html.parser import HTMLParser

import brotli
import dash
import pytest

from access import reading_as
from app import create_app
from components.file_sizes import about_bytes
from components.lite_view import listed_in
from exports.forms import forms
from page_content import page_content
from queries.reader import Reader
from statics import address

FIRST, LATER = 60_000, 25_000
"""Bytes as sent of a first visit, document and style sheet, and of a later one."""
PATHS = ("/", "/aid", "/funding", "/projects", "/report", "/risk", "/risk/food", "/supply", "/country/AFG", "/glossary")
LITE = {"Cookie": "lagebild_view=lite"}


class Shown(HTMLParser):
    """What a document shows. values: of the cards. tables: caption -> rows of the body as texts."""

    def __init__(self, document: str):
        super().__init__()
        self.values, self.tables, self.tags = [], {}, []
        self._texts, self._caption, self._rows = None, "", None
        self.feed(document)

    def handle_starttag(self, tag, attributes):
        own = dict(attributes)
        self.tags.append((tag, own))
        if "kpi-value" in (own.get("class") or "").split():
            self._texts = self.values
            self._texts.append("")
        elif tag == "caption":
            self._texts = [""]
        elif tag == "tbody":
            self._rows = []
            self.tables.setdefault(self._caption, []).append(self._rows)
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._texts = self._rows[-1]
            self._texts.append("")

    def handle_data(self, data):
        if self._texts is not None:
            self._texts[-1] += data

    def handle_endtag(self, tag):
        if tag == "caption":
            self._caption = self._texts[0]
        if tag == "tbody":
            self._rows = None
        if tag in ("caption", "td", "th") or self._texts is self.values:
            self._texts = None


@pytest.fixture
def client(demo_home):
    return create_app().test_client(use_cookies=False)


def every_page() -> list[str]:
    """An address of each page of the registry that has no variable, and one of each that has."""
    create_app()
    plain = [page["path"] for page in dash.page_registry.values() if not page["path_template"]]
    return [*plain, "/country/AFG", "/projects/PSE-P03", "/supply/item/COL-04?country=AFG"]


def document(client, address, **headers):
    """The text of a page."""
    return client.get(address, headers=headers).get_data(as_text=True)


def test_every_page_fits_its_budget_and_runs_nothing(client):
    style = len(brotli.compress(client.get(address("lite/lite.css")).data, quality=5))
    for page in every_page():
        answer = client.get(page, headers={**LITE, "Accept-Encoding": "br"})
        assert answer.content_encoding == "br" or answer.content_length < 1000, page
        assert len(answer.data) <= LATER and len(answer.data) + style <= FIRST, page
        text = brotli.decompress(answer.data).decode() if answer.content_encoding else answer.get_data(as_text=True)
        shown = Shown(text)
        assert 'data-view="lite"' in text, page
        assert not {tag for tag, _own in shown.tags} & {"script", "iframe", "object", "embed"}, page
        fetched = [own.get("href") or own.get("src") for tag, own in shown.tags if tag in ("link", "img")]
        assert all(one == address("lite/lite.css") or one.startswith("data:") for one in fetched), page


@pytest.mark.parametrize("path", PATHS)
def test_the_light_view_shows_the_numbers_of_the_full_one(client, path):
    full, lite = Shown(document(client, path)), Shown(document(client, path, **LITE))
    assert full.values == lite.values
    assert full.tables.keys() == lite.tables.keys()
    for caption, tables in full.tables.items():
        for whole, cut in zip(tables, lite.tables[caption], strict=True):
            assert whole[: len(cut)] == cut, caption
            assert bool(whole) == bool(cut), caption


@pytest.mark.parametrize("path", ["/aid", "/supply"])
def test_a_table_that_is_cut_leads_to_all_of_its_rows(client, path):
    lite = document(client, path, **LITE)
    links = [unescape(one) for one in re.findall(r'href="([^"]*[?&]table=[^"]*)"', lite)]
    assert links
    full = Shown(document(client, path)).tables
    for link in links:
        whole = Shown(document(client, link, **LITE)).tables
        assert len(whole) == 1, link
        caption, (rows, *_more) = next(iter(whole.items()))
        assert rows[: len(full[caption][0])] == full[caption][0][: len(rows)], link
        assert len(rows) >= min(len(full[caption][0]), 50), link


def test_every_figure_of_every_page_is_drawn(client):
    for page in every_page():
        text = document(client, page, **LITE)
        assert "full view only" not in text and "could not be drawn" not in text, page


def test_every_page_is_there_before_any_data(home):
    client = create_app().test_client(use_cookies=False)
    for page in every_page()[:-3]:
        answer = client.get(page, headers=LITE)
        assert answer.status_code in (200, 404) and "<h1" in answer.get_data(as_text=True), page


def test_strange_addresses_of_tables_and_views_give_a_page(client):
    for query in ("view=lite&view=full", "table=&row=1", "table=a&table=b", "table=aid-stages&row=99999999", "row=x"):
        assert client.get(f"/aid?{query}", headers=LITE).status_code == 200, query


def test_a_table_that_there_is_not_is_said(client):
    text = document(client, "/aid?table=nothing&row=-3", **LITE)
    assert "no such table" in text


def test_who_may_not_see_a_page_does_not_see_it_in_the_light_view(client):
    with reading_as(Reader("somebody", domains=frozenset({"supply"}))):
        text = document(client, "/aid", **LITE)
    assert "not open to you" in text
    assert not Shown(text).values


def test_the_view_is_chosen_by_address_cookie_and_save_data_in_this_order(client):
    full, lite = "data-edition", 'data-view="lite"'
    assert full in document(client, "/risk")
    assert lite in document(client, "/risk", **{"Save-Data": "on"})
    assert full in document(client, "/risk", **{"Save-Data": "on", "Cookie": "lagebild_view=full"})
    assert full in document(client, "/risk?view=full", **LITE)
    assert full in document(client, "/risk?view=other", **{"Cookie": "lagebild_view=other"})


def test_a_choice_is_remembered_and_only_a_choice(client):
    chosen = client.get("/risk?view=lite")
    assert "lagebild_view=lite" in chosen.headers["Set-Cookie"]
    assert {"Cookie", "Save-Data"} <= set(chosen.vary.as_set(preserve_casing=True))
    assert "Set-Cookie" not in client.get("/risk", headers={"Save-Data": "on"}).headers


def test_each_view_leads_to_the_other_one_with_its_filters(client):
    full, lite = document(client, "/risk?country=AFG"), document(client, "/risk?country=AFG", **LITE)
    assert 'href="/risk?country=AFG&amp;view=lite"' in full
    assert 'href="/risk?country=AFG&amp;view=full"' in lite


def test_filters_work_without_scripts(client):
    shown = Shown(document(client, "/supply?country=AFG", **LITE))
    forms_shown = [own for tag, own in shown.tags if tag == "form"]
    assert any(own.get("method") == "get" and own.get("action") == "/supply" for own in forms_shown)
    everywhere = Shown(document(client, "/supply", **LITE))
    assert shown.values != everywhere.values


def test_a_kept_light_view_is_asked_for_by_its_tag_and_is_not_the_full_one(client):
    lite = client.get("/risk", headers=LITE)
    again = client.get("/risk", headers={**LITE, "If-None-Match": lite.headers["ETag"]})
    assert again.status_code == 304
    full = client.get("/risk", headers={"If-None-Match": lite.headers["ETag"]})
    assert full.status_code == 200


@pytest.mark.parametrize("path", ["/supply", "/aid", "/projects", "/country/AFG"])
def test_told_sizes_are_about_those_of_the_files(demo_home, path):
    create_app()
    content = page_content(path, {})
    page = listed_in(content.tree)
    for one in page:
        if one.shown.group is None:
            for ending in ("csv", "xlsx"):
                real = len(forms()[ending].write(content.only(one.shown.identifier), {}))
                told = about_bytes(ending, [one], page)
                assert real / 2.5 < told < real * 2.5, (ending, one.shown.identifier)
    real = len(forms()["xlsx"].write(content.bundle(), {}))
    assert real / 2 < about_bytes("xlsx", page, page) < real * 2
