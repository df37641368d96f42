"""What a valid row of the humanitarian needs tables is."""

from data.contract import Contract, Rule, date, integer, number, text
from data.sources.needs_hno_hpc import COUNTRY, YEAR

_PEOPLE = {
    "Population": number(minimum=0),
    "In Need": number(minimum=0, expected=True),
    "Targeted": number(minimum=0, expected=True),
    "Affected": number(minimum=0),
    "Reached": number(minimum=0),
}
_PCODE = r"[A-Z]{2}\w*"


def _at_most(smaller: str, larger: str) -> Rule:
    return Rule(f"{smaller}, {larger}", f"{smaller} is above {larger}", lambda rows: ~(rows[smaller] > rows[larger]))


_PEOPLE_IN_ORDER = (_at_most("In Need", "Affected"), _at_most("Targeted", "In Need"), _at_most("Reached", "Targeted"))

HNO = Contract(
    columns={
        COUNTRY: text(required=True, country="country_code"),
        YEAR: integer(required=True, minimum=2000, maximum=2100),
        "Admin 1 PCode": text(pattern=_PCODE),
        "Admin 2 PCode": text(pattern=_PCODE),
        "Sector": text(required=True),
        "Gender": text(required=True, allowed=("a", "f", "m")),
        "Age Range": text(required=True),
        "Min Age": integer(minimum=0),
        "Max Age": integer(minimum=0),
        "Disabled": text(required=True, allowed=("a", "y", "n")),
        "Population Group": text(required=True),
        **_PEOPLE,
    },
    key=(
        *(COUNTRY, YEAR, "Admin 1 PCode", "Admin 2 PCode", "Sector"),
        *("Gender", "Age Range", "Disabled", "Population Group"),
    ),
    rules=_PEOPLE_IN_ORDER,
)

HPC = Contract(
    columns={
        "Country ISO3": text(required=True, country="country_code"),
        YEAR: integer(required=True, minimum=2000, maximum=2100),
        "Admin 1 PCode": text(optional=True, pattern=_PCODE),
        "Admin 1 Name": text(optional=True),
        "Admin 2 PCode": text(optional=True, pattern=_PCODE),
        "Admin 2 Name": text(optional=True),
        "Admin 3 PCode": text(optional=True, pattern=_PCODE),
        "Admin 3 Name": text(optional=True),
        "Description": text(expected=True),
        "Cluster": text(expected=True),
        "Category": text(),
        **_PEOPLE,
        "Info": text(),
    },
    key=(
        *("Country ISO3", YEAR, "Admin 1 PCode", "Admin 2 PCode", "Admin 3 PCode"),
        *("Description", "Cluster", "Category"),
    ),
    rules=_PEOPLE_IN_ORDER,
)

HAPI = Contract(
    columns={
        "location_code": text(required=True, country="country_code"),
        "has_hrp": text(allowed=("Y", "N")),
        "in_gho": text(allowed=("Y", "N")),
        **{f"provider_admin{level}_name": text() for level in (1, 2)},
        **{f"admin{level}_{what}": text() for level in (1, 2) for what in ("code", "name")},
        "admin_level": integer(required=True, minimum=0, maximum=3),
        "sector_code": text(expected=True),
        "sector_name": text(),
        "category": text(),
        "population_status": text(required=True, allowed=("all", "AFF", "INN", "TGT", "REA")),
        "population": number(required=True, minimum=0),
        "reference_period_start": date(required=True),
        "reference_period_end": date(required=True),
        "dataset_hdx_id": text(),
        "resource_hdx_id": text(),
        "warning": text(),
        "error": text(),
    },
    key=(
        *("location_code", "provider_admin1_name", "provider_admin2_name", "admin1_code", "admin2_code"),
        *("admin_level", "sector_code", "category", "population_status", "reference_period_start"),
    ),
)

CONTRACTS = {"hno": HNO, "hpc": HPC, "hapi": HAPI}
