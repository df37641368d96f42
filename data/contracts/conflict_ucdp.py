"""What a valid row of the UCDP tables is."""

import pandas as pd

from data.contract import Contract, Rule, date, integer, number, text

TOTAL = "cumulative_total_deaths_in_orgvio"


def _estimates(prefix: str, **rules) -> dict:
    return {f"{prefix}_{kind}_cy": integer(minimum=0, **rules) for kind in ("best", "high", "low")}


def _dyads(prefix: str) -> dict:
    return {
        f"{prefix}_exist_cy": integer(minimum=0, maximum=1),
        f"{prefix}_dyad_count_cy": integer(minimum=0),
        f"{prefix}_dyad_ids_cy": text(),
        f"{prefix}_dyad_names_cy": text(),
    }


def _victims(prefix: str) -> dict:
    return {f"{prefix}_{who}_cy": integer(minimum=0) for who in ("parties", "civilians", "unknown")}


def _state_based(prefix: str) -> dict:
    involved = {f"{prefix}_main_govt_inv_incomp_cy": integer(minimum=0, maximum=1)}
    return _dyads(prefix) | involved | _victims(f"{prefix}_deaths") | _estimates(f"{prefix}_deaths")


def _one_sided(actor: str) -> dict:
    return {f"os_{actor}_inv_cy": integer(minimum=0, maximum=1)} | _estimates(f"os_{actor}_killings")


def _low_is_at_most_best_and_high(frame: pd.DataFrame) -> pd.Series:
    low, best, high = (frame[f"{TOTAL}_{kind}_cy"] for kind in ("low", "best", "high"))
    return low.isna() | best.isna() | high.isna() | ((low <= best) & (best <= high))


COUNTRY_YEAR = {
    "country_id_cy": integer(required=True),
    "country_cy": text(required=True, country="country_code"),
    "year_cy": integer(required=True, minimum=1989, maximum=2100),
    "region_cy": text(),
    "main_govt_name_cy": text(),
    **_dyads("sb"),
    **_victims("sb_deaths"),
    **_estimates("sb_total_deaths"),
    **_state_based("sb_intrastate"),
    **_state_based("sb_interstate"),
    **_dyads("ns"),
    **_victims("ns_deaths"),
    **_estimates("ns_total_deaths"),
    **_dyads("os"),
    **_one_sided("main_govt"),
    **_one_sided("any_govt"),
    **_one_sided("nsgroup"),
    "os_killings_unknown_cy": integer(minimum=0),
    **_estimates("os_total_deaths"),
    **{
        f"cumulative_total_deaths_{who}_in_orgvio_cy": integer(minimum=0) for who in ("parties", "civilians", "unknown")
    },
    **_estimates(TOTAL, expected=True),
    "version": text(),
}

# Witnesses, officials and victims are named in these.
EVENT_NAMES = ["source_article", "source_headline", "source_original"]
EVENT_TEXTS = [
    "conflict_name",
    "dyad_name",
    "side_a",
    "side_b",
    "source_office",
    "source_date",
    "where_coordinates",
    "adm_1",
    "adm_2",
    "geom_wkt",
    "region",
]
EVENT_CODES = [
    "active_year",
    "type_of_violence",
    "conflict_new_id",
    "dyad_new_id",
    "side_a_new_id",
    "gwnoa",
    "side_b_new_id",
    "gwnob",
    "number_of_sources",
    "where_prec",
    "priogrid_gid",
    "country_id",
    "event_clarity",
    "date_prec",
]
DEATHS = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high"]

CONTRACTS = {
    "country_years": Contract(
        columns=COUNTRY_YEAR,
        key=("country_id_cy", "year_cy"),
        rules=(
            Rule(
                "low estimate, best estimate, high estimate",
                "has a best estimate outside its low and high estimate",
                _low_is_at_most_best_and_high,
            ),
        ),
    ),
    "events": Contract(
        columns={
            "id": integer(required=True),
            "year": integer(required=True, minimum=1989, maximum=2100),
            "country": text(required=True),
            "iso3": text(required=True, country="country_code"),
            "latitude": number(minimum=-90, maximum=90),
            "longitude": number(minimum=-180, maximum=180),
            "date_start": date(required=True),
            "date_end": date(required=True),
            **{name: integer(minimum=0) for name in DEATHS},
            **{name: text(personal=True) for name in EVENT_NAMES},
            **{name: text() for name in EVENT_TEXTS},
            **{name: integer() for name in EVENT_CODES},
        },
        key=("id",),
    ),
}
