"""What a valid row of the population tables is."""

import pandas as pd

from data.contract import Contract, Rule, integer, text


def _range_in_order(frame: pd.DataFrame) -> pd.Series:
    return frame["Age_min"].isna() | frame["Age_max"].isna() | (frame["Age_min"] <= frame["Age_max"])


def _not_below_its_sexes(frame: pd.DataFrame) -> pd.Series:
    """True unless a country's total is smaller than its female or its male population."""
    totals = frame[frame["Population_group"].isin(["F_TL", "M_TL"])]
    largest = frame["ISO3"].map(totals.groupby("ISO3")["Population"].max())
    return (frame["Population_group"] != "T_TL") | largest.isna() | (frame["Population"] >= largest)


CONTRACTS = {
    "admin0": Contract(
        columns={
            "ISO3": text(required=True, country="country_code"),
            "Country": text(),
            "Population_group": text(required=True),
            "Gender": text(required=True, allowed=("f", "m", "all")),
            "Age_range": text(required=True),
            "Age_min": integer(minimum=0, maximum=120),
            "Age_max": integer(minimum=0, maximum=120),
            "Population": integer(required=True, minimum=0),
            "Reference_year": integer(required=True, minimum=1950, maximum=2100),
            "Source": text(expected=True),
            "Contributor": text(expected=True),
        },
        key=("ISO3", "Population_group", "Reference_year"),
        rules=(
            Rule("age range in order", "has an age range that ends before it begins", _range_in_order, quarantine=True),
            Rule("total not below its sexes", "is a total below its female or male part", _not_below_its_sexes),
        ),
        extra=frozenset(f"ADM{level}_{kind}" for level in range(1, 5) for kind in ("PCODE", "NAME")),
    ),
    "admin2": Contract(
        columns={
            "ADM0_NAME": text(required=True, country="country_code"),
            "ADM0_PCODE": text(required=True),
            "ADM1_NAME": text(),
            "ADM1_PCODE": text(required=True),
            "ADM2_NAME": text(required=True),
            "ADM2_PCODE": text(required=True),
            "Population_group": text(required=True, pattern=r"[FMT]_(TL|\d\d_\d\d|\d\dPlus)"),
            "Population": integer(required=True, minimum=0),
            "Reference_year": integer(required=True, minimum=1950, maximum=2100),
        },
        key=("ADM2_PCODE", "Population_group", "Reference_year"),
    ),
}
