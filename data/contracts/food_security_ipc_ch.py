"""What a valid row of the food security tables is."""

import pandas as pd

from data.contract import Contract, Rule, date, integer, number, text

PERIODS = ("current", "first projection", "second projection")
PHASES = ("all", "3+", "1", "2", "3", "4", "5")
WIDE_PARTS = ("Phase 3+", "Phase 1", "Phase 2", "Phase 3", "Phase 4", "Phase 5")
CH_LABELS = ("Sep-Dec", "Jan-May", "Jun-Aug")

# Areas are free text, some stand twice in an analysis, and HAPI repeats rows with an error: no key.
AREA = {
    "Date of analysis": date(required=True),
    "Country": text(required=True, country="country_code"),
    "Total country population": number(minimum=0),
    "Level 1": text(),
    "Area": text(required=True),
}


def _people(**rules):
    return number(minimum=0, **rules)


def _share(**rules):
    return number(minimum=0, maximum=1, **rules)


def _wide_period(name: str) -> dict:
    period = name.lower()
    columns = {f"{name} from": date(), f"{name} to": date(), f"Population analyzed {period}": _people()}
    for part in WIDE_PARTS:
        columns |= {f"{part} number {period}": _people(), f"{part} percentage {period}": _share()}
    return columns


def _phases_make_up_35(frame: pd.DataFrame) -> pd.Series:
    """phase35 is the sum of phases 3 to 5; a missing phase 4 or 5 adds nothing, figures are rounded."""
    total = frame[["phase3", "phase4", "phase5"]].sum(axis=1, min_count=1)
    return total.isna() | frame["phase35"].isna() | ((total - frame["phase35"]).abs() <= 2)


def _starts_before_it_ends(start: str, end: str):
    def holds(frame: pd.DataFrame) -> pd.Series:
        return frame[start].isna() | frame[end].isna() | (frame[start] <= frame[end])

    return holds


def _period_rule(start: str, end: str) -> Rule:
    reason = "ends before it starts"
    return Rule("period", reason, _starts_before_it_ends(start, end), quarantine=True)


HAPI = {
    "location_code": text(required=True, country="country_code"),
    "has_hrp": text(),
    "in_gho": text(),
    "provider_admin1_name": text(),
    "provider_admin2_name": text(),
    "admin1_code": text(),
    "admin1_name": text(),
    "admin2_code": text(),
    "admin2_name": text(),
    "admin_level": integer(required=True, minimum=0, maximum=3),
    "ipc_phase": text(required=True, allowed=PHASES),
    "ipc_type": text(required=True, allowed=PERIODS),
    "population_in_phase": _people(required=True),
    "population_fraction_in_phase": _share(),
    "reference_period_start": date(required=True),
    "reference_period_end": date(required=True),
    "dataset_hdx_id": text(),
    "resource_hdx_id": text(),
    "warning": text(),
    "error": text(),
    "date_of_analysis": date(optional=True),
    "analysis_id": text(optional=True),
}

CADRE_HARMONISE_NAMES = [
    "adm0_pcod2",
    "adm0_5_name",
    "adm0_5_pcod2",
    "adm1_name",
    "adm1_pcod2",
    "adm1_5_name",
    "adm1_5_pcod2",
    "adm2_name",
    "adm2_pcod2",
    "adm2_5_name",
    "adm2_5_pcod2",
    "adm3_name",
    "adm3_pcod2",
]
CADRE_HARMONISE_OUTCOMES = [
    "foodconsumption_phase",
    "livelihoods_phase",
    "nutrition_phase",
    "mortality_phase",
    "FCG_Poor",
    "FCG_Borderline",
    "FCG_Acceptable",
    "FCG_finalphase",
    "HDDS_Phase1",
    "HDDS_Phase2",
    "HDDS_Phase3",
    "HDDS_Phase4",
    "HDDS_Phase5",
    "HDDS_finalphase",
    "HHS_Phase1",
    "HHS_Phase2",
    "HHS_Phase3",
    "HHS_Phase4",
    "HHS_Phase5",
    "HHS_finalphase",
    "LhHCSCat_NoStrategies",
    "LhHCSCat_StressStrategies",
    "LhHCSCat_CrisisStategies",
    "LhHCSCat_EmergencyStrategies",
    "LhHCSCat_finalphase",
    "rCSI_Phase1",
    "rCSI_Phase2",
    "rCSI_Phase3",
    "rCSI_finalphase",
]
CADRE_HARMONISE = {
    "adm0_name": text(required=True),
    "adm0_pcod3": text(required=True, country="country_code"),
    **{name: text() for name in CADRE_HARMONISE_NAMES},
    "exercise_code": integer(required=True),
    "exercise_label": text(required=True, allowed=CH_LABELS),
    "exercise_year": integer(required=True, minimum=2000, maximum=2100),
    "chtype": text(required=True, allowed=("current", "projected")),
    "reference_code": integer(required=True),
    "reference_label": text(required=True, allowed=CH_LABELS),
    "reference_year": integer(required=True, minimum=2000, maximum=2100),
    "population": _people(expected=True),
    "phase_class": integer(expected=True, minimum=0, maximum=5),
    **{f"phase{phase}": _people() for phase in range(1, 6)},
    "phase35": _people(expected=True),
    **{name: number() for name in CADRE_HARMONISE_OUTCOMES},
    "notes": text(),
    "usethisperiod": text(required=True, allowed=("Y", "N")),
}

AREA_FLAGS = [
    "prolonged_crisis",
    "hide_settlement_labels",
    "hide_area_labels",
    "hide_area_borders",
    "show_area_popups",
    "ipc_period",
    "admin_type",
    "view_level",
    "justification",
    "color",
    "phase1_color",
    "phase2_color",
    "phase3_color",
    "phase4_color",
    "phase5_color",
]
AREA_FIGURES = [
    "confidence_level",
    "overall_phase",
    "population_min",
    "population_percentage_min",
    "population_phase_worse",
    "population_percentage_phase_worse",
    "estimated_population",
    "phase1_population",
    "phase1_percent",
    "phase2_population",
    "phase2_percent",
    "phase3_population",
    "phase3_percent",
    "phase4_population",
    "phase4_percent",
    "phase5_population",
    "phase5_percent",
]

CONTRACTS = {
    "ipc_long": Contract(
        columns=AREA
        | {
            "Validity period": text(required=True, allowed=PERIODS),
            "From": date(required=True),
            "To": date(required=True),
            "Phase": text(required=True, allowed=PHASES),
            "Number": _people(required=True),
            "Percentage": _share(expected=True),
        },
        rules=(_period_rule("From", "To"),),
    ),
    "ipc_wide": Contract(
        columns=AREA | _wide_period("Current") | _wide_period("First projection") | _wide_period("Second projection")
    ),
    "hapi": Contract(columns=HAPI, rules=(_period_rule("reference_period_start", "reference_period_end"),)),
    "cadre_harmonise": Contract(
        columns=CADRE_HARMONISE,
        rules=(Rule("phases make up 3 to 5", "has phases 3 to 5 that do not add up to phase35", _phases_make_up_35),),
    ),
    "ipc_areas": Contract(
        columns={
            "country": text(required=True, country="country_code"),
            "aar_id": text(required=True),
            "anl_id": text(required=True),
            "title": text(required=True),
            **{name: text(optional=True) for name in AREA_FLAGS},
            **{name: number(optional=True, minimum=0) for name in AREA_FIGURES},
        },
        key=("aar_id",),
    ),
}
