"""The table of countries and areas: the committed file is right as a whole, and a wrong line would be refused."""

import csv

import pytest

from data.contracts.reference import CONTRACTS
from data.source import files_of
from data.sources.reference import SOURCE, read
from data.validate import validate
from tests.conftest import SEEDS


def check(folder):
    (extract,) = read(files_of(SOURCE, folder))
    return validate(extract, CONTRACTS["countries"])


@pytest.fixture(scope="module")
def countries():
    checked = check(SEEDS)
    assert checked.quarantine.empty and checked.repeated == 0
    return checked.valid.set_index("country_code")


def test_all_entries_of_iso_3166_are_there(countries):
    listed = countries[countries["is_country"] == 1]
    assert len(listed) == 249
    assert listed["iso2_code"].notna().all() and listed["iso2_code"].is_unique
    assert listed["m49_code"].str.fullmatch("[0-9]{3}").all() and listed["m49_code"].is_unique
    assert listed.loc["NAM", "iso2_code"] == "NA"
    assert listed.loc["AFG", "m49_code"] == "004"


def test_names_are_those_of_the_united_nations(countries):
    assert countries.loc[["PSE", "TUR", "SWZ", "CIV", "PRK", "FLK"], "country_name"].tolist() == [
        "State of Palestine",
        "Türkiye",
        "Eswatini",
        "Côte d'Ivoire",
        "Democratic People's Republic of Korea",
        "Falkland Islands (Malvinas)",
    ]
    assert countries.loc["SDN", ["name_fr", "name_ar", "name_zh"]].tolist() == ["Soudan", "السودان", "苏丹"]


def test_everything_else_is_an_x_code_outside_the_count_of_countries(countries):
    others = countries[countries["is_country"] == 0]
    assert others.index.str.startswith("X").all()
    assert {"XKX", "XAB", "XXX", "XXA", "XXC", "XJK", "XAP", "XAC", "XBT", "XHT", "XIT", "XWW"} <= set(others.index)
    assert "1244" in countries.loc["XKX", "footnote"]
    assert others["footnote"].notna().all()
    assert (others["has_response_plan"] == 0).all()


def test_disputed_areas_carry_their_note(countries):
    assert "Argentina" in countries.loc["FLK", "footnote"]
    assert "Non-Self-Governing" in countries.loc["ESH", "footnote"]
    assert "Abyei" in countries.loc["SSD", "footnote"]


def test_countries_with_a_response_plan_are_those_of_the_taxonomy(countries):
    planned = countries.index[countries["has_response_plan"] == 1]
    assert len(planned) == 24 and {"AFG", "UKR", "YEM"} <= set(planned)


def test_a_wrong_line_is_refused(tmp_path):
    with open(SEEDS / "countries.csv", encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[:3]
    header, first, second = rows
    first[header.index("longitude")] = "195.3"
    second[header.index("country_code")] = "ala"
    with open(tmp_path / "countries.csv", "w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    assert check(tmp_path).quarantine["reasons"].tolist() == [
        "longitude is above 180: '195.3'",
        "country_code does not look like [A-Z]{3}: 'ala'",
    ]


def test_the_mart_of_countries_is_the_committed_table(reference_marts, countries):
    assert reference_marts("select count(*), sum(is_country) from ref_country") == [(len(countries), 249)]
    name = reference_marts("select country_name, iso2_code, footnote from ref_country where country_code = 'NAM'")
    assert name == [("Namibia", "NA", None)]
