"""Random addresses of every page of the app: path variables and filters from the values of a build, and nonsense."""

import re
from urllib.parse import quote, urlencode

import dash
from hypothesis import strategies as st

from tests.pages.numbers.naive import COLUMNS, Rows

NONSENSE = ("ZZZ", "x'; drop table mart_project; --", "💩", "Ω,\\")
MARTS = (
    *("mart_supply_stock", "mart_stock_lot", "mart_supply_pipeline", "mart_aid_delivery", "mart_delivery_line"),
    *("mart_project_progress", "mart_project_budget", "mart_project", "mart_funding", "mart_needs"),
    *("mart_country_risk", "mart_reporting"),
)
"""Where values of filters are drawn from."""
OF_VARIABLE = {
    "iso3": ("mart_reporting", "country_code", "mart_country_risk"),
    "item_key": ("mart_supply_stock", "item_code"),
    "site_key": ("mart_supply_stock", "site_code"),
    "project_code": ("mart_project", "project_code"),
    "line_key": ("mart_delivery_line", "source_name", "delivery_line_id"),
}
"""Variable of a path -> the mart and the columns whose values, joined by a stroke, it takes."""
OWN_KEYS: dict[str, dict[str, tuple[str, ...]]] = {"/projects": {"part": ("", "results", "people", "money")}}
"""Path of a page -> its own keys and values to draw from, "" for none, where other tables stand behind them."""


OWN_PERIOD = ("/report",)
"""Paths of pages that count some figures over more months than they are asked for, and say so; tests of their own hold
these."""


def page_paths() -> list[str]:
    """Every registered path, with its variables in angle brackets; without that of addresses that are none."""
    return sorted({one["path_template"] or one["path"] for one in dash.page_registry.values()} - {"/not-found"})


@st.composite
def addresses(draw, path: str, values: dict, rows: Rows):
    """(address, what it asks for): the second as key -> values, without what a page has to leave out."""
    asked, query = {}, {}
    for key in draw(st.lists(st.sampled_from(sorted(COLUMNS)), max_size=3, unique=True)):
        chosen = draw(st.lists(st.sampled_from([*values[key], *NONSENSE]), min_size=1, max_size=3, unique=True))
        query[key] = ",".join(one.replace("\\", "\\\\").replace(",", "\\,") for one in chosen)
        asked[key] = [one for one in chosen if key != "country" or one in values["known_country"]]
    months = [] if path in OWN_PERIOD else values["month"]
    months = sorted(draw(st.lists(st.sampled_from(months), max_size=2, unique=True))) if months else []
    if months:
        asked["since"] = query["since"] = months[0]
    if len(months) == 2:
        asked["until"] = query["until"] = months[1]
    for key, known in OWN_KEYS.get(path, {}).items():
        query |= {key: one} if (one := draw(st.sampled_from(known))) else {}
    found = {name: draw(st.sampled_from(variable_values(name, rows))) for name in re.findall(r"<(\w+)>", path)}
    for name, value in found.items():
        path = path.replace(f"<{name}>", "/".join(quote(part, safe="") for part in value))
    return path + ("?" + urlencode(query) if query else ""), narrowed(found, asked)


def narrowed(variables: dict, asked: dict) -> dict:
    """What the page of one country, item or project asks for: that one, whatever the query names."""
    if "iso3" in variables:
        return asked | {"country": variables["iso3"]}
    if "item_key" in variables:
        return asked | {"item": variables["item_key"], "group": []}
    if "project_code" in variables:
        return asked | {"project": variables["project_code"]}
    return asked


def variable_values(name: str, rows: Rows) -> list[tuple]:
    """The values that a variable of a path can take in this build."""
    mart, *columns = OF_VARIABLE[name]
    marts = [mart, *[one for one in columns if one.startswith("mart_")]]
    columns = [one for one in columns if not one.startswith("mart_")]
    found = {tuple(row[column] for column in columns) for mart in marts for row in rows.of(mart)}
    return sorted(key for key in found if all(isinstance(part, str) for part in key)) or [("none",) * len(columns)]


def filter_values(rows: Rows) -> dict:
    """Key -> the values of the build; known_country: the codes that a page understands; month: as 2026-03."""
    found: dict[str, set] = {key: set() for key in (*COLUMNS, "month")}
    for mart in MARTS:
        for row in rows.of(mart):
            for key, column in COLUMNS.items():
                if isinstance(row.get(column), str):
                    found[key].add(row[column])
            if row.get("month_date"):
                found["month"].add(f"{row['month_date']:%Y-%m}")
    known = {"known_country": {row["country_code"] for row in rows.of("ref_country")}}
    return {key: sorted(values) for key, values in (found | known).items()}
