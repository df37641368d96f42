"""What a valid row of the Global Internal Displacement Database is."""

import pandas as pd

from data.contract import Contract, Rule, date, integer, text

ACCURACIES = ("Day", "Week", "Month", "Year")


def _ends_after_its_start(frame: pd.DataFrame) -> pd.Series:
    return frame["start_date"].isna() | frame["end_date"].isna() | (frame["start_date"] <= frame["end_date"])


def _count(**rules):
    return integer(minimum=0, **rules)


PLACE_AND_YEAR = {
    "iso3": text(required=True, country="country_code"),
    "country_name": text(expected=True),
    "year": integer(required=True, minimum=2000, maximum=2100),
}
FIGURES = {
    "new_displacement": _count(expected=True),
    "new_displacement_rounded": _count(),
    "total_displacement": _count(),
    "total_displacement_rounded": _count(),
}

CONTRACTS = {
    # Events have no code; a row that repeats another word for word may be a second event of the same size.
    "disasters": Contract(
        columns={
            **PLACE_AND_YEAR,
            "start_date": date(required=True),
            "start_date_accuracy": text(allowed=ACCURACIES),
            "end_date": date(),
            "end_date_accuracy": text(allowed=ACCURACIES),
            "event_name": text(required=True),
            "hazard_category": integer(),
            "hazard_category_name": text(),
            "hazard_sub_category": integer(),
            "hazard_sub_category_name": text(),
            "hazard_type": integer(),
            "hazard_type_name": text(required=True),
            "hazard_sub_type": integer(),
            "hazard_subtype_name": text(),
            **FIGURES,
            "event_codes": text(),
        },
        rules=(Rule("ends after its start", "ends before it starts", _ends_after_its_start, dimension="correctness"),),
    ),
    "conflict": Contract(columns={**PLACE_AND_YEAR, **FIGURES}, key=("iso3", "year")),
}
