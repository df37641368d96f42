"""What a valid row of the COVID-19 vaccine tables is."""

import pandas as pd

from data.contract import Contract, Rule, date, number, text

COVAX, OTHER, TOTAL = "COVAX Delivered", "Other Delivered", "Total Delivered"
ROUND_6 = "Round6 Allotment Total, Round 6"
PARTS_OF_ROUND_6 = ("Round6 Sinopharm", "Round6 Sinovac")
OTHER_ROUNDS = (
    "Round 5 Pfizer",
    "Round 4 AstraZeneca",
    "Round 7 Pfizer",
    "Round 7 AstraZeneca",
    "Round 7 Moderna",
    "Round 7 J&J",
    "Round 7 Sinopharm",
    "Round 8/9 AstraZeneca",
    "Round 8/9 J&J",
    "Round 8/9 Moderna",
    "Round 8/9 Pfizer",
    "Round 8/9 Sinopharm",
)


def _has_a_year(frame: pd.DataFrame) -> pd.Series:
    return frame["Date"].isna() | frame["Date (month)"].notna()


def _summary_adds_up(frame: pd.DataFrame) -> pd.Series:
    return frame[[COVAX, OTHER, TOTAL]].isna().any(axis=1) | (frame[COVAX] + frame[OTHER] == frame[TOTAL])


def _allocations_add_up(frame: pd.DataFrame) -> pd.Series:
    """The published totals count round 6 twice, so many rows fail. An allocation left empty adds nothing."""
    return frame["Total to date"].isna() | (frame[[ROUND_6, *OTHER_ROUNDS]].sum(axis=1) == frame["Total to date"])


DOSES = number(minimum=0)

CONTRACTS = {
    "deliveries": Contract(
        columns={
            "Country": text(required=True),
            "ISO3": text(required=True, country="country_code"),
            "Pipeline": text(required=True, allowed=("COVAX", "Other")),
            "Vaccine": text(expected=True),
            "Funder": text(expected=True),
            "Doses": number(required=True, minimum=0),
            "Source Url": text(expected=True),
            "NewPipeline": text(),
            "Date": text(expected=True),
            "Date (month)": date(),
            "column_10": text(),
        },
        rules=(Rule("month has a year", "has a month without a year or no readable month", _has_a_year, "timeliness"),),
    ),
    "summary": Contract(
        columns={
            "Country": text(required=True),
            "ISO3": text(required=True, country="country_code"),
            "SFP/AMC": text(allowed=("AMC", "SFP")),
            "Population (UNDESA)": number(required=True, minimum=1),
            "COVAX Forecast Total": DOSES,
            "COVAX AstraZeneca/SII": DOSES,
            "COVAX AstraZeneca/SKBio": DOSES,
            "COVAX Pfizer/BioNTech": DOSES,
            COVAX: DOSES,
            OTHER: DOSES,
            TOTAL: DOSES,
            "Population Covered (Two Dose)": text(),
            "Population Covered (Two Dose) (number)": number(minimum=0),
            "(DEPRECATAED) Other Delivered Source Country": text(),
            "(DEPRECATAED) Other Delivered Source URLs": text(),
        },
        key=("ISO3",),
        rules=(Rule("total delivered", "has a total other than COVAX and other together", _summary_adds_up),),
    ),
    "allocations": Contract(
        columns={
            "HRP Country": text(required=True),
            "ISO3": text(required=True, country="country_code"),
            "Total to date": number(required=True, minimum=0),
            **dict.fromkeys((*PARTS_OF_ROUND_6, ROUND_6, *OTHER_ROUNDS), DOSES),
        },
        key=("ISO3",),
        rules=(Rule("total to date", "has a total other than its rounds together", _allocations_add_up),),
    ),
}
