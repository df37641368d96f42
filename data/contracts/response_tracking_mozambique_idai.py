"""What a valid row of the response tracking matrix of Mozambique is.

Typing errors of dates are counted, not refused: the row's people figures are right whatever its date.
"""

import pandas as pd

from data.contract import Contract, Rule, date, number, text

START, END = "#date +start", "#date +end"
FIGURES = ("#targeted +hh", "#targeted +ind +num", "#reached +hh", "#reached +ind +num")
# The cyclones made landfall in March and April 2019; staging keeps to the same years.
PLAUSIBLE_YEARS = (2018, 2020)


def _plausible(name: str):
    def holds(frame: pd.DataFrame) -> pd.Series:
        year = frame[f"{name} (date)"].dt.year
        return frame[name].isna() | year.between(*PLAUSIBLE_YEARS)

    return holds


def _ends_after_start(frame: pd.DataFrame) -> pd.Series:
    start, end = frame[f"{START} (date)"], frame[f"{END} (date)"]
    return start.isna() | end.isna() | (start <= end)


def _figures_are_numbers(frame: pd.DataFrame) -> pd.Series:
    wordy = [frame[name].notna() & frame[f"{name} (number)"].isna() for name in FIGURES]
    return ~pd.concat(wordy, axis=1).any(axis=1)


def _no_more_households_than_people(frame: pd.DataFrame) -> pd.Series:
    right = pd.Series(True, index=frame.index)
    for kind in ("targeted", "reached"):
        households, people = frame[f"#{kind} +hh (number)"], frame[f"#{kind} +ind +num (number)"]
        right &= households.isna() | people.isna() | (people == 0) | (households <= people)
    return right


def _district_lies_in_province(frame: pd.DataFrame) -> pd.Series:
    province, district = frame["#adm1 +code"], frame["#adm2 +code"]
    return province.isna() | district.isna() | (district.str[:4] == province)


CONTRACTS = {
    "activities": Contract(
        columns={
            "#activity +activity +code": text(required=True),
            "Country (title)": text(required=True, country="country_code"),
            "#event": text(expected=True),
            "#hrp+Project+Code": text(),
            "#org +funder +name": text(required=True),
            "#org +funder +type +name": text(expected=True),
            "#org +impl +name": text(expected=True),
            "#org +impl +type +name": text(),
            "#sector +cluster +name": text(required=True),
            "#activity +activity +type +name": text(expected=True),
            "#activity +activity +name": text(),
            "#output +name": text(),
            "#modality +name": text(),
            "#adm1 +name": text(expected=True),
            "#adm1 +code": text(expected=True, pattern=r"MZ\d{2}"),
            "#adm2 +name": text(expected=True),
            "#adm2 +code": text(expected=True, pattern=r"MZ\d{4}"),
            "#adm3 +name": text(),
            "#adm3 +code": text(pattern=r"MZ\d{6}"),
            "#adm4 +name": text(),
            "#adm4 +code": text(),
            "#loc +name": text(),
            **{name: text() for name in FIGURES},
            **{f"{name} (number)": number(minimum=0) for name in FIGURES},
            "#beneficiary +type +name": text(),
            START: text(expected=True),
            f"{START} (date)": date(),
            END: text(),
            f"{END} (date)": date(),
            "#status +name": text(expected=True),
            # Free text of field staff may name people.
            "Comments": text(personal=True),
        },
        key=("#activity +activity +code",),
        rules=(
            Rule("start is plausible", "has a start that is no date of 2018 to 2020", _plausible(START), "validity"),
            Rule("end is plausible", "has an end that is no date of 2018 to 2020", _plausible(END), "validity"),
            Rule("ends after start", "ends before it starts", _ends_after_start),
            Rule("figures are numbers", "has words in place of a figure", _figures_are_numbers, "validity"),
            Rule("households and people", "counts more households than people", _no_more_households_than_people),
            Rule("district in province", "has a district of another province", _district_lies_in_province),
        ),
    )
}
