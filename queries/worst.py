"""Where it is worst: how many kinds of decisions concern each country."""

import pandas as pd

from kpis import kpi
from queries import decisions
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_values import kpi_by_country
from queries.reference import choices
from queries.warehouse import NotAllowed, Warehouse

KINDS = {
    "stock": (decisions.stock_outs_to_come, "mart_supply_pipeline"),
    "delivery": (decisions.overdue_deliveries, "mart_delivery_line"),
    "money": (decisions.burn_out_of_band, "mart_project_budget"),
    "risk": (decisions.risk_that_rose, "mart_country_risk"),
    "reports": (decisions.missing_reports, "mart_reporting"),
}
"""Kind of decision -> query of the countries that it concerns, mart that tells of it."""
COLUMNS = ("country_code", "kind_count", "judged_count", "kinds", "risk_score")


@cached
def decision_kinds_by_country(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country of the filters for which at least one kind of decision can be judged, the worst first: most
    kinds, then highest INFORM risk, then code.

    kind_count: kinds that concern it, 0 for none. judged_count: kinds of which the build has rows of the country.
    kinds: the kinds that concern it, in the order of KINDS, joined by commas. risk_score: NaN where there is none.
    Countries without a row are those of which nothing is known.
    """
    judged = {kind: _told(warehouse, mart) for kind, (_query, mart) in KINDS.items()}
    concerned = {kind: set(query(warehouse, filters)["country_code"]) for kind, (query, _mart) in KINDS.items()}
    wanted = set(filters.countries)
    scores = _risk(warehouse, filters)
    rows = []
    for code in sorted(set().union(*judged.values())):
        if wanted and code not in wanted:
            continue
        kinds = [kind for kind in KINDS if code in concerned[kind]]
        known = sum(code in codes for codes in judged.values())
        rows.append((code, len(kinds), known, ",".join(kinds), scores.get(code)))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"risk_score": "float64"})
    order = ["kind_count", "risk_score", "country_code"]
    return frame.sort_values(order, ascending=[False, False, True], na_position="last", ignore_index=True)


def _told(warehouse: Warehouse, mart: str) -> set[str]:
    """Countries with rows in a mart; none where the build lacks it or it is not open to the reader."""
    try:
        return set(choices(warehouse, mart, "country_code"))
    except NotAllowed:
        return set()


def _risk(warehouse: Warehouse, filters: Filters) -> dict[str, float]:
    """Country -> newest INFORM risk until the end of the filters."""
    try:
        frame = kpi_by_country(warehouse, kpi("inform_risk"), filters.replace(since=None))
    except NotAllowed:
        return {}
    frame = frame[frame["value"].notna() & frame["country_code"].notna()]
    return dict(zip(frame["country_code"], frame["value"], strict=True))
