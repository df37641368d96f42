"""What a page shows is what its files hold: every form, over random filters, cell by cell."""

import random
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import html

from app import create_app
from components.figure_parts import known
from components.format import NO_BREAK, day, kpi_amount, month, number, short_month
from components.result import carriers_in, results_in
from components.tree import components_of, text_of
from exports.manifest import content_digest
from kpis import kpi
from page_content import page_content
from queries.reader import EVERYTHING
from queries.reference import country_names
from queries.warehouse import open_warehouse
from tests.exports.given import FORMS

PAGES = ("/", "/projects", "/funding", "/aid", "/supply", "/risk", "/risk/food", "/risk/areas", "/country", "/report", "/data",
         "/explain?kpi=otif", "/rows?kpi=stock_value", "/country/AFG", "/glossary")  # fmt: skip
MONTHS = ("", "2024-05", "2025-03", "2025-12", "2026-04", "2026-09")
SIGNS = re.compile("[▲▼●■◆✕○▨◷↗→✓▶=]")
NUMBER = re.compile(r"\d[\d,.]*")
NUMBERED = ("rows", "below")
"""Lists of rows whose first column on screen is the place of the row in the list."""
SAID_AS = ("at the count", "at once", "enough on order", "not in 12 months", "unchanged", "not stated")


def random_addresses(seed: int, count: int = 1) -> list[str]:
    """Each page with filters that exist, and with none."""
    create_app()
    chance, countries = random.Random(seed), sorted(country_names(open_warehouse(EVERYTHING)))
    demo = [one for one in countries if one in {"AFG", "SSD", "BDI", "COD", "UKR", "YEM", "MLI", "SYR"}]
    found = list(PAGES)
    for page in PAGES:
        for _turn in range(count):
            chosen = {"country": ",".join(chance.sample(demo, chance.randint(1, 3))), "since": chance.choice(MONTHS)}
            if page.startswith("/country/"):
                chosen.pop("country")
            told = "&".join(f"{key}={value}" for key, value in chosen.items() if value)
            found.append(f"{page}{'&' if '?' in page else '?'}{told}" if told else page)
    return list(dict.fromkeys(found))


def content(address: str):
    parts = urlsplit(address)
    return page_content(parts.path, dict(parse_qsl(parts.query)))


def bare(text: str) -> str:
    """A text of the screen without signs, so that only words and numbers are left."""
    text = SIGNS.sub("", text.replace("(provisional)", "")).replace(NO_BREAK, " ")
    return " ".join(text.split()).removeprefix("– ")


def written(cell, field) -> set[str]:
    """How the screen may write a cell of a file."""
    if cell is None:
        return {"–", ""}
    if isinstance(cell, str):
        return {bare(cell)}
    if isinstance(cell, int | float):
        # A share of checks is never written as 100 while one of them failed.
        shown = [cell, 99.9] if field.unit == "%" and 99.9 < cell < 100 else [cell]
        texts = {number(known(one), digits) for one in shown for digits in {field.decimals, 0, 1, 2}}
        return {bare(one) for text in texts for one in (text, f"{text} %", f"US$ {text}", f"+{text}")}
    return {day(cell), month(cell), short_month(cell), str(cell)}


def rows_on_screen(component) -> list[list[str]]:
    """The cells of the body of the first table inside a component, as texts."""
    table = next((one for one in components_of(component) if isinstance(one, html.Table)), None)
    body = next((one for one in components_of(table) if isinstance(one, html.Tbody)), None)
    return [[bare(text_of(cell)) for cell in row.children] for row in body.children] if body is not None else []


def unlike(component, shown) -> list[tuple]:
    """Cells on screen that the rows of the result do not have: each text as such, and of composed ones each number."""
    wrong, is_simple = [], getattr(component, "className", "") == "table-frame"
    for row, cells in zip(rows_on_screen(component), shown.rows, strict=False):
        pairs = list(zip(cells, shown.fields, strict=True))
        held = {text for cell, field in pairs for text in written(cell, field)}
        numbers = {one.strip(".,") for text in held for one in NUMBER.findall(text)}
        for cell in row[shown.identifier in NUMBERED :]:
            digits = {one.strip(".,") for one in NUMBER.findall(cell)}
            is_there = cell in held or (digits <= numbers and (digits or not is_simple or cell in SAID_AS))
            wrong += [] if is_there else [(shown.identifier, cell, sorted(held)[:12])]
    return wrong


@pytest.mark.parametrize("seed", [1, 2])
def test_every_form_of_every_page_gives_the_results_of_the_page_again(demo_home, seed):
    for address in random_addresses(seed):
        bundle = content(address).bundle()
        for name, (write, read) in FORMS.items():
            again = read(write(bundle))
            assert content_digest(again.results) == bundle.manifest.content_sha256, (address, name)
            assert again.manifest.to_dict() == bundle.manifest.to_dict(), (address, name)
            for one, other in zip(bundle.results, again.results, strict=True):
                assert one.rows == other.rows and one.total == other.total, (address, name, one.identifier)
                assert one.fields == other.fields, (address, name, one.identifier)


def test_tables_and_cards_on_screen_are_their_results(demo_home):
    seen = 0
    for address in random_addresses(3):
        tree = content(address).tree
        named = zip(carriers_in(tree), results_in(tree, is_grouped=False), strict=True)
        for (component, _place, _own), shown in named:
            if shown.identifier.endswith("-months") and shown.group:
                continue
            if shown.group and getattr(component, "className", "").startswith("kpi-card"):
                row = dict(zip((field.name for field in shown.fields), shown.rows[0], strict=True))
                assert kpi_amount(kpi(row["kpi_name"]), row["value"]) in text_of(component), (address, shown.identifier)
                seen += 1
                continue
            if shown.group or shown.identifier == "supply-cover":  # lists of figures; a row for each cell of the table
                continue
            rows = rows_on_screen(component)
            if rows:
                assert len(rows) == shown.shown_count, (address, shown.identifier)
                assert not unlike(component, shown), (address, unlike(component, shown)[:3])
                seen += len(rows)
    assert seen > 2000


def test_the_file_of_one_part_is_that_part_of_the_file_of_the_page(demo_home):
    for address in ("/supply?country=AFG", "/risk", "/data", "/country/AFG"):
        page = content(address)
        for one in page.results:
            alone = page.only(one.identifier)
            assert alone.results == (one,), (address, one.identifier)
            assert alone.manifest.content_sha256 == content_digest((one,)) and alone.manifest.only == one.identifier


def test_a_changed_cell_is_not_like_the_screen(demo_home):
    tree = content("/data").tree
    component, shown = next(
        (one, found)
        for (one, _place, _own), found in zip(carriers_in(tree), results_in(tree, is_grouped=False), strict=True)
        if found.identifier == "loads"
    )
    rows = tuple((*row[:5], (row[5] or 0) + 1, *row[6:]) for row in shown.rows)
    assert not unlike(component, shown) and unlike(component, replace(shown, rows=rows))
