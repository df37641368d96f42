"""The lists of codes: "NA" is a code, zeros lead, parents are no prefixes, parts of countries have no ISO code."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.country_codes import CONTRACTS
from data.source import files_of
from data.sources.country_codes import SOURCE, TABLES, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server

SAMPLE = Path(__file__).parents[1] / "samples" / "country_codes"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


def reasons(checked, table):
    return checked[table].quarantine.set_index("source_row")["reasons"].to_dict()


def test_each_list_is_a_table(checked):
    assert set(checked) == set(TABLES.values()) == set(CONTRACTS)


def test_the_code_of_namibia_is_not_taken_for_missing(checked):
    codes = checked["country_codes"].valid.set_index("country_code")["ISO3166-1-Alpha-2"]
    assert codes["NAM"] == "NA"
    assert checked["iso3166_regions"].valid.set_index("country_code")["alpha-2"]["NAM"] == "NA"


def test_leading_zeros_stay_where_the_publisher_writes_them(checked):
    assert checked["country_codes"].valid.set_index("country_code")["M49"]["AFG"] == "4"
    assert checked["iso3166_regions"].valid.set_index("country_code")["country-code"]["AFG"] == "004"


def test_a_region_that_is_not_published_is_missing(checked):
    assert pd.isna(checked["country_codes"].valid.set_index("country_code")["Region Name"]["ATA"])
    assert pd.isna(checked["iso3166_regions"].valid.set_index("country_code")["region"]["TWN"])


def test_the_taxonomy_keeps_entries_without_an_iso_code(checked):
    taxonomy = checked["ocha_taxonomy"].valid.set_index("ID")
    assert taxonomy["x Alpha3 codes"].dropna().to_dict() == {"158": "ANT", "266": "XKX", "249": "AZO"}
    assert taxonomy.loc["158", "Deprecated"] == "Y"
    assert taxonomy.loc["70", "Longitude"] == 195.3


def test_lengths_of_pcodes_may_be_alternatives(checked):
    lengths = checked["pcode_lengths"].valid.set_index("country_code")["Admin 3 Length"]
    assert lengths.dropna().to_dict() == {"LBN": "7|3", "PHL": "-1|3"}


def test_wrong_rows_are_refused_each_with_its_reason(checked):
    assert reasons(checked, "country_codes") == {
        6: "ISO3166-1-Alpha-3 is not a known country or area: 'ZZZ'",
    }
    assert reasons(checked, "iso3166_regions") == {5: "country-code does not look like [0-9]{3}: '28'"}
    assert reasons(checked, "ocha_taxonomy") == {7: "Deprecated is not one of Y, N: 'perhaps'"}
    assert reasons(checked, "pcodes") == {
        6: "Valid from date is not a date (YYYY-MM-DD): 'soon'",
        7: "Location is not a known country or area: 'QQQ'",
    }
    assert list(reasons(checked, "pcode_lengths")) == [5]


def test_areas_carry_the_parent_that_the_list_names(reference_marts):
    areas = reference_marts(
        "select area_code, area_name, area_level, parent_code, country_code from ref_area order by 1"
    )
    assert areas == [
        ("AF91", "North Example", 1, "AFG", "AFG"),
        ("AF9101", "Example Town", 2, "AF91", "AFG"),
        ("BDI091001", "Example Commune", 2, "BDI091", "BDI"),
        ("LB99", None, 2, "LB9", "LBN"),
    ]


def test_fetch_takes_the_lists_of_pcodes(tmp_path):
    names = ("global_pcodes.csv", "global_pcodes_adm_1_2.csv", "global_pcode_lengths.csv")
    resources = [{"name": name, "url": f"/file/{name}"} for name in names]
    codes = (
        "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n#country+code,#geo,#adm+code,#adm,#adm,#date\n"
    )
    files = {f"/file/{names[1]}": codes + "AFG,1,AF91,North,AFG,2021-11-17\n", f"/file/{names[2]}": "Location\n"}
    with hdx_server({"global-pcodes": resources}, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert [path.name for path in written] == list(names[1:])
    (extract,) = [found for found in read(files_of(SOURCE, tmp_path)) if found.table == "pcodes"]
    assert validate(extract, CONTRACTS["pcodes"]).valid["P-Code"].tolist() == ["AF91"]
