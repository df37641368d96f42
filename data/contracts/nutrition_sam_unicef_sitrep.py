"""What a valid report of admissions for severe acute malnutrition is."""

import pandas as pd

from data.contract import Contract, Rule, date, number, text


def _status_agrees(frame: pd.DataFrame) -> pd.Series:
    return (frame["OBS_STATUS"] == "M") == frame["OBS_VALUE"].isna()


CONTRACTS = {
    "admissions": Contract(
        columns={
            "REF_AREA": text(required=True, country="country_code"),
            "Geographic area": text(),
            "SITREP_INDICATOR": text(required=True),
            "Situation Report Indicator": text(required=True),
            "HAC_PILLAR": text(required=True),
            "Humanitarian Action for Children Pillar": text(),
            "UNIT_MEASURE": text(required=True, allowed=("PS",)),
            "Unit of measure": text(),
            "TIME_PERIOD": date(required=True),
            "OBS_VALUE": number(expected=True, minimum=0),
            "DATA_SOURCE": text(),
            "TARGET": number(expected=True, minimum=0),
            "OBS_STATUS": text(required=True, allowed=("V", "M")),
            "Observation status": text(),
        },
        key=("REF_AREA", "SITREP_INDICATOR", "TIME_PERIOD"),
        rules=(Rule("OBS_STATUS", "says missing where there is a value, or the reverse", _status_agrees),),
    )
}
