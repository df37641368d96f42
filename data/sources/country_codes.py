"""Lists that turn country and area codes into one another: datahub.io country codes, ISO 3166 with regions, the OCHA
taxonomy of countries and territories, and the global list of P-codes. Only the P-codes are fetched (from HDX)."""

from collections.abc import Iterator
from pathlib import Path

from data.hdx import HDX, download_hdx_resources, without_hxl_tags
from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="country_codes",
    title="Country and area codes",
    publisher="datahub.io, UN M49, OCHA",
    licence="PDDL (country-codes), CC BY-SA 4.0 (ISO 3166 with regions), MIT and CC BY-IGO (OCHA)",
    page="https://data.humdata.org/dataset/global-pcodes",
    owner="Data",
    expected_days=None,
    files=(
        "country-codes.csv",
        "iso3166_regions_all.csv",
        "ocha_countries_territories_taxonomy.csv",
        "global_pcodes_adm1_adm2.csv.gz",
        "global_pcodes_adm_1_2.csv",
        "global_pcode_lengths.csv",
    ),
)

TABLES = {
    "country-codes.csv": "country_codes",
    "iso3166_regions_all.csv": "iso3166_regions",
    "ocha_countries_territories_taxonomy.csv": "ocha_taxonomy",
    "global_pcodes_adm*": "pcodes",
    "global_pcode_lengths.csv": "pcode_lengths",
}


def read(files: Files) -> Iterator[Extract]:
    """One table per list, one row per country, area or P-code. Codes are text: Namibia's "NA" is a code, and M49
    codes keep their leading zeros where the publisher writes them. A list that is not there is left out."""
    for pattern, table in TABLES.items():
        for path in files.matching(pattern):
            yield Extract(table, path, without_hxl_tags(read_csv(path)))


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The list of P-codes and the list of their lengths; the other lists are kept by hand."""
    return download_hdx_resources(
        "global-pcodes", ("global_pcodes_adm_1_2.csv", "global_pcode_lengths.csv"), folder, base_url
    )
