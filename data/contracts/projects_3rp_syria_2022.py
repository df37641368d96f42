"""What a valid project of the Syria 3RP list is.

A request below 0 is valid: the list carries two such entries of confidential organisations that correct others,
and only with them do the sums by country equal the requirements that FTS shows.
"""

import pandas as pd

from data.contract import Contract, Rule, date, number, text


def _ends_after_start(frame: pd.DataFrame) -> pd.Series:
    return ~(frame["endDate"] < frame["startDate"])


CONTRACTS = {
    "projects": Contract(
        columns={
            "name": text(required=True),
            "versionCode": text(required=True, pattern=r"[A-Z0-9]+-.+"),
            "currentRequestedFunds": number(expected=True),
            "objective": text(),
            "partners": text(),
            "startDate": date(expected=True),
            "endDate": date(expected=True),
            "globalClusters": text(expected=True),
            "globalCluster (one)": text(),
            "locations": text(expected=True),
            "location (one)": text(country="country_code"),
            "organizations": text(required=True),
            "plans": text(expected=True),
            "Response plan code": text(required=True),
        },
        key=("versionCode",),
        rules=(Rule("endDate", "lies before startDate", _ends_after_start, "consistency", quarantine=True),),
    )
}
