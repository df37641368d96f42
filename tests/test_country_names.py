"""What publishers call countries: a name leads to one code, and every name in the real files leads to one."""

import csv
import re

import pandas as pd
import pytest

from data.countries import country_codes, normal_form
from data.tables import read_csv, read_sheet
from tests.conftest import SEEDS

CSV_COLUMNS = {
    "conflict_ucdp/organizedviolencecy_v25_1.csv": ["country_cy"],
    "conflict_ucdp/ged191_events_bangladesh.csv": ["country", "iso3"],
    "country_codes/country-codes.csv": ["ISO3166-1-Alpha-3", "official_name_en", "official_name_fr"],
    "country_codes/iso3166_regions_all.csv": ["name", "alpha-3"],
    "country_codes/ocha_countries_territories_taxonomy.csv": ["Preferred Term", "HPC Tools Alt Term", "M49 English"],
    "country_codes/global_pcodes_adm1_adm2.csv.gz": ["Location"],
    "covid_vaccine_deliveries/covax_summary.csv": ["Country", "ISO3"],
    "covid_vaccine_deliveries/vaccine_deliveries.csv": ["Country", "ISO3"],
    "displacement_idmc_gidd/conflict_displacement_country_year.csv": ["iso3", "country_name"],
    "displacement_idmc_gidd/disaster_displacement_events.csv": ["iso3", "country_name"],
    "food_prices_wfp/global_wfp_markets.csv": ["countryiso3"],
    "food_security_ipc_ch/hdx_hapi_food_security.csv": ["location_code"],
    "food_security_ipc_ch/ipc_global_area_long.csv": ["Country"],
    "food_security_ipc_ch/ipc_global_area_wide.csv": ["Country"],
    "funding_fts/fts_incoming_funding_global.csv": ["srcLocations", "destLocations"],
    "funding_fts/fts_requirements_funding_global.csv": ["countryCode"],
    "funding_fts/fts_requirements_funding_covid_global.csv": ["countryCode"],
    "funding_fts/fts_requirements_funding_globalcluster_global.csv": ["countryCode"],
    "funding_fts/humanitarian-response-plans.csv": ["locations"],
    "funding_pooled_funds_cbpf_cerf/cbpf_allocations_by_org_type_2018_2026.csv": ["CBPF Name"],
    "funding_pooled_funds_cbpf_cerf/pfmb_allocations.csv": ["CountryCode"],
    "funding_pooled_funds_cbpf_cerf/pfmb_contributions.csv": ["PooledFundName"],
    "needs_hno_hpc/hdx_hapi_humanitarian_needs_2024.csv": ["location_code"],
    "needs_hno_hpc/hpc_hno_2024.csv": ["Country ISO3"],
    "needs_hno_hpc/hpc_hno_2026.csv": ["Country ISO3"],
    "nutrition_sam_unicef_sitrep/df_sitrep_covid19_sam.csv": ["REF_AREA", "Geographic area"],
    "operational_presence_3w/hdx_hapi_operational_presence.csv": ["location_code"],
    "population_cod_ps/cod_population_admin0.csv": ["ISO3", "Country"],
    "population_cod_ps/nga_admpop_adm2_2020.csv": ["ADM0_NAME"],
    "projects_3rp_syria_2022/rsyr22-projects.csv": ["locations"],
    "refugees_unhcr/countries.csv": ["iso_code", "name"],
    "refugees_unhcr/idmc.csv": ["coo_name", "coo_iso", "coa_name", "coa_iso"],
    "refugees_unhcr/population.csv.gz": ["coo_name", "coo_iso", "coa_name", "coa_iso"],
    "refugees_unhcr/solutions.csv.gz": ["coo_name", "coo_iso", "coa_name", "coa_iso"],
    "refugees_unhcr/unrwa.csv": ["coo_name", "coo_iso", "coa_name", "coa_iso"],
    "risk_inform/inform_risk_index_2025_indicators.csv": ["CountryName", "Iso3"],
    "risk_inform/inform_risk_index_trends.csv": ["CountryName", "Iso3"],
    "shipments_scms/SCMS_Delivery_History_Dataset.csv": ["Country"],
}
SHEET_COLUMNS = {
    "food_security_ipc_ch/cadre_harmonise_caf_ipc.xlsx": ("Sheet1", 1, ["adm0_name"]),
    "immunisation_wuenic/wuenic_rev2024.xlsx": ("DTP3", 1, ["iso3", "country"]),
    "risk_inform/INFORM_Risk_2024_v067.xlsx": ("INFORM Risk 2024 (a-z)", 2, ["COUNTRY", "ISO3"]),
    "severity_inform_acaps/inform_severity_2026_02.xlsx": ("INFORM Severity - country", 2, ["COUNTRY", "ISO3"]),
}
UNRESOLVED = {
    # parts of countries, and areas without an ISO code
    "Azores Islands (Portugal)",
    "Canary Islands (Spain)",
    "Channel Islands",
    "Galapagos Islands (Ecuador)",
    "Sark",
    # UNHCR's own codes, which stand in the column of names
    "CRB",
    "CUR",
    # a fund for all countries
    "CERF",
    # the second line of a sheet's header
    "(a-z)",
}
KNOWN = {
    "Congo, DRC": "COD",
    "DR Congo (Zaire)": "COD",
    "Congo": "COG",
    "oPt": "PSE",
    "occupied Palestinian territory": "PSE",
    "West Bank and Gaza": "PSE",
    "Swaziland": "SWZ",
    "Viet Nam": "VNM",
    "Yemen (North Yemen)": "YEM",
    "Yemen (South Yemen)": "XYD",
    "Russia (Soviet Union)": "RUS",
    "Myanmar (Burma)": "MMR",
    "Cambodia (Kampuchea)": "KHM",
    "Macedonia, FYR": "MKD",
    "CÃ´te d'Ivoire": "CIV",
    "Cï¿½te d'Ivoire": "CIV",
    "COTE D IVOIRE": "CIV",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "Kosovo": "XKX",
    "Serbia and Kosovo: S/RES/1244 (1999)": "SRB",
    "AB9": "XAB",
    "UNK": "XXX",
    "XXA": "XXA",
    "TIB": "XXC",
    "NAM": "NAM",
    "Niger": "NER",
    "Nigeria": "NGA",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "Sudan": "SDN",
    "South Sudan": "SSD",
}


def seed(name):
    with open(SEEDS / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def unresolved(cells):
    """Names that have no code; a cell may hold several codes."""
    names = {name.strip() for cell in cells.dropna() for name in split(str(cell))}
    found = pd.Series(sorted(name for name in names if name and not name.startswith("#")), dtype=object)
    return set(found[country_codes(found).isna()])


def split(cell):
    return re.split(r"[,|]", cell) if re.fullmatch(r"([A-Z]{3}|[,| ])+", cell) else [cell]


@pytest.mark.parametrize(("name", "code"), KNOWN.items())
def test_a_name_as_publishers_write_it_leads_to_its_code(name, code):
    assert country_codes(pd.Series([name])).tolist() == [code]


def test_what_is_not_in_the_table_is_not_guessed():
    assert country_codes(pd.Series(["Freedonia", "Republic", "Guinee-X", None, ""])).isna().all()


def test_no_name_leads_to_two_codes():
    codes = {}
    for row in seed("countries.csv"):
        for name in ("country_code", "country_name", "name_en", "name_fr", "name_es"):
            codes.setdefault(normal_form(row[name]), set()).add(row["country_code"])
    for row in seed("country_aliases.csv"):
        codes.setdefault(normal_form(row["alias"]), set()).add(row["country_code"])
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


def test_every_alias_leads_to_a_code_of_the_table_and_none_is_empty():
    known = {row["country_code"] for row in seed("countries.csv")}
    wrong = [
        row for row in seed("country_aliases.csv") if row["country_code"] not in known or not normal_form(row["alias"])
    ]
    assert wrong == []


@pytest.mark.parametrize("file", CSV_COLUMNS)
def test_every_name_in_a_published_table_resolves_or_is_known_not_to(real_folder, file):
    frame = read_csv(real_folder / file)
    for column in CSV_COLUMNS[file]:
        assert unresolved(frame[column]) <= UNRESOLVED, column


@pytest.mark.parametrize("file", SHEET_COLUMNS)
def test_every_name_in_a_published_workbook_resolves_or_is_known_not_to(real_folder, file):
    sheet, header_row, columns = SHEET_COLUMNS[file]
    frame = read_sheet(real_folder / file, sheet, header_row=header_row)
    for column in columns:
        assert frame[column].notna().any()
        assert unresolved(frame[column]) <= UNRESOLVED, column
