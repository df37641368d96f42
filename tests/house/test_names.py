"""Names say what a thing is; the name of a column tells its type and its unit."""

import re

import pytest
import yaml

from tests.house.code import ROOT, python_files, shown

EMPTY_WORDS = {"common", "helper", "helpers", "lib", "manager", "misc", "service", "services", "tools", "util", "utils"}
DICTIONARY = yaml.safe_load((ROOT / "data/warehouse/dictionary.yml").read_text(encoding="utf-8"))
TYPES = {"text", "date", "timestamp", "integer", "number", "flag"}


def column_faults(name: str, kind: str, unit: str) -> list[str]:
    """What is wrong with a column of the dictionary."""
    last = name.rsplit("_", 1)[-1]
    named_date = last == "date" or name in ("reference_period_start", "reference_period_end")
    rules = {
        "names are lower case words of at most 60 signs": re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name),
        f"unknown type {kind}": kind in TYPES,
        "a flag begins with is_ or has_, and nothing else does": (kind == "flag") == name.startswith(("is_", "has_")),
        "a date ends with _date, and nothing else does": (kind == "date") == named_date,
        "a moment ends with _at, and nothing else does": (kind == "timestamp") == (last == "at"),
        "codes, names and ids are text": last not in ("code", "name", "id") or kind == "text",
        "only numbers have a unit, and moments a zone": kind in ("integer", "number")
        or unit == "UTC" * (kind == "timestamp"),
        "US dollars end with _usd": unit != "US$" or last == "usd",
        "quantities of an item end with _qty": unit not in ("units", "units per month") or last == "qty",
        "days end with _days": unit != "days" or last == "days",
        "months end with _months or _ahead": unit != "months" or last in ("months", "ahead"),
        "_qty, _usd, _days and _months are numbers": last not in ("qty", "usd", "days", "months")
        or kind in ("integer", "number"),
        "_count is a whole number": last != "count" or kind == "integer",
        "percentages are never stored": last not in ("pct", "percent", "rate", "ratio", "share") or name == "usd_rate",
    }
    return [f"{name}: {rule}" for rule, holds in rules.items() if not holds]


def test_no_module_has_an_empty_name():
    assert not [shown(path) for path in python_files() if EMPTY_WORDS & set(path.stem.split("_"))]


def test_columns_of_the_dictionary_are_named_by_type_and_unit():
    found = [
        fault for name, (kind, unit, _) in DICTIONARY["columns"].items() for fault in column_faults(name, kind, unit)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "column",
    [
        ("stockout", "flag", ""),
        ("start", "date", ""),
        ("stock_on_hand", "number", "units"),
        ("price", "number", "US$"),
        ("country_code", "integer", ""),
        ("coverage_pct", "number", "%"),
        ("waiting", "integer", "days"),
    ],
)
def test_a_wrong_name_is_found(column):
    assert column_faults(*column)


def test_every_column_has_a_meaning():
    assert not [name for name, (_, _, meaning) in DICTIONARY["columns"].items() if len(meaning) < 4]


@pytest.mark.parametrize("kind", ["feeds", "marts"])
def test_feeds_and_marts_use_columns_of_the_dictionary(kind):
    for name, entry in DICTIONARY[kind].items():
        grain = [column.rstrip("?") for column in entry.get("grain", [])]
        unknown = (set(entry["columns"]) | set(grain)) - set(DICTIONARY["columns"])
        assert not unknown, f"{name}: {sorted(unknown)}"
        assert len(set(entry["columns"])) == len(entry["columns"]), f"{name} repeats a column"


def test_no_column_is_there_for_nothing():
    used = {column for kind in ("feeds", "marts") for entry in DICTIONARY[kind].values() for column in entry["columns"]}
    assert not sorted(set(DICTIONARY["columns"]) - used - {"source_name", "load_id"})


def test_every_mart_has_a_file_and_every_file_a_mart():
    files = {path.stem for path in (ROOT / "data/warehouse/models/marts").rglob("*.sql")}
    assert files == set(DICTIONARY["marts"])


def test_every_staging_model_feeds_a_feed_of_its_source():
    for path in (ROOT / "data/warehouse/models/staging").rglob("stg_*.sql"):
        source, feed = path.stem.removeprefix("stg_").rsplit("__", 1)
        assert source == path.parent.name, shown(path)
        assert (ROOT / f"data/sources/{source}.py").exists(), shown(path)
        assert feed in DICTIONARY["feeds"], shown(path)


def test_marts_begin_with_their_grain():
    for path in (ROOT / "data/warehouse/models").rglob("*.sql"):
        assert path.read_text(encoding="utf-8").startswith(("-- ", "{#- ")), f"{shown(path)} begins with its meaning"
