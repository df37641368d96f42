"""Country names and codes as publishers write them -> one code per country or area. By table, never by guessing."""

import csv
import unicodedata
from functools import lru_cache
from pathlib import Path

import pandas as pd

SEEDS = Path(__file__).parent / "seeds"


def country_codes(names: pd.Series) -> pd.Series:
    """ISO 3166-1 alpha-3 code (or x-code) of each name or code; missing where the name is not in the table."""
    table = _aliases()
    known = {name: table.get(normal_form(name)) for name in names.dropna().unique()}
    return names.map(lambda name: known.get(name) if isinstance(name, str) else None)


def codes_of_alpha2(codes: pd.Series) -> pd.Series:
    """ISO 3166-1 alpha-3 code (or x-code) of each alpha-2 code; a code that is not in the table stays as it is,
    for the contract to refuse. Kept apart from the names, where NA would turn "not available" into Namibia."""
    return codes.map(lambda code: _alpha2().get(code, code) if isinstance(code, str) else None)


def normal_form(name: str) -> str:
    """A name without accents, case, punctuation and repeated blanks: the form in which names are compared."""
    bare = unicodedata.normalize("NFKD", str(name)).encode("ascii", "ignore").decode()
    return " ".join("".join(c if c.isalnum() else " " for c in bare.casefold()).split())


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    table: dict[str, str] = {}
    for file in ("countries.csv", "country_aliases.csv"):
        with open(SEEDS / file, encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                code = row["country_code"]
                names = (
                    [row["alias"]]
                    if "alias" in row
                    else [code, row["country_name"], row["name_en"], row["name_fr"], row["name_es"]]
                )
                for name in filter(None, names):
                    table.setdefault(normal_form(name), code)
    return table


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    with open(SEEDS / "countries.csv", encoding="utf-8", newline="") as lines:
        return {row["iso2_code"]: row["country_code"] for row in csv.DictReader(lines) if row["iso2_code"]}
