"""What a valid row of the INFORM Risk Index is."""

import pandas as pd

from data.contract import Contract, Rule, integer, number, text

COMPONENTS = (
    "Natural",
    "Earthquake",
    "River Flood",
    "Tsunami",
    "Tropical Cyclone",
    "Coastal flood",
    "Drought",
    "Epidemic",
    "Human",
    "Projected Conflict Risk",
    "Current Highly Violent Conflict Intensity",
    "Socio-Economic Vulnerability",
    "Development & Deprivation",
    "Inequality",
    "Economic Dependency",
    "Vulnerable Groups",
    "Uprooted people",
    "Health Conditions",
    "Children U5",
    "Recent Shocks",
    "Food Security",
    "Other Vulnerable Groups",
    "Institutional",
    "DRR",
    "Governance",
    "Infrastructure",
    "Communication",
    "Physical infrastructure",
    "Access to health care",
)
RISK, DIMENSIONS = "INFORM RISK", ("HAZARD & EXPOSURE", "VULNERABILITY", "LACK OF COPING CAPACITY")
CLASSES = ("Very Low", "Low", "Medium", "High", "Very High")


def _is_cube_root_of_dimensions(frame: pd.DataFrame) -> pd.Series:
    """Risk is (hazard x vulnerability x coping)^(1/3); all are rounded to one decimal, hence 0.1 of room."""
    product = frame[list(DIMENSIONS)].prod(axis=1, skipna=False)
    return product.isna() | frame[RISK].isna() | ((product ** (1 / 3) - frame[RISK]).abs() <= 0.1)


def _score(**rules):
    return number(minimum=0, maximum=10, **rules)


CONTRACTS = {
    "edition": Contract(
        columns={
            "COUNTRY": text(required=True),
            "ISO3": text(required=True, country="country_code"),
            RISK: _score(expected=True),
            "RISK CLASS": text(expected=True, allowed=CLASSES),
            "Rank": integer(minimum=1),
            "Lack of Reliability (*)": _score(expected=True),
            **{name: _score(expected=True) for name in DIMENSIONS},
            **{name: _score() for name in COMPONENTS},
            "Number of Missing Indicators": integer(minimum=0),
            "% of Missing Indicators": number(minimum=0, maximum=1),
            "Countries in HVC": text(),
            "Recentness data (average years)": number(minimum=0),
            "Edition": integer(required=True, minimum=2000, maximum=2100),
            "Version": text(),
            "Scale": text(pattern=r"\(\d+-\d+\)"),
        },
        key=("ISO3", "Edition"),
        rules=(
            Rule(
                "risk follows from its dimensions",
                "differs from the cube root of the product of its dimensions",
                _is_cube_root_of_dimensions,
            ),
        ),
    ),
    "trends": Contract(
        columns={
            "CountryName": text(),
            "Iso3": text(required=True, country="country_code"),
            "GNAYear": integer(required=True, minimum=2000, maximum=2100),
            "IndicatorId": text(required=True),
            "FullName": text(),
            "IndicatorScore": _score(required=True),
        },
        key=("Iso3", "GNAYear", "IndicatorId"),
        extra=frozenset({"WorkflowId", "MethodologyId"}),
    ),
    # The publisher repeats rows, leaves names out and puts a value and its score under one name: no key.
    "indicators": Contract(
        columns={
            "CountryName": text(),
            "Iso3": text(required=True, country="country_code"),
            "ValidityYear": integer(required=True, minimum=1990, maximum=2100),
            "IndicatorName": text(expected=True),
            "IndicatorScore": number(required=True),
            "Unit": text(),
        },
    ),
}
