"""People reached by sex, age and disability, and beside the people in need."""

from dataclasses import replace
from datetime import date

import pandas as pd
import sqlalchemy as sa

from kpis.projects import CHILDREN_REACHED, PEOPLE_REACHED, SMALL_COUNT
from kpis.risk import CHILDREN_IN_NEED, PEOPLE_IN_NEED
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import kpi_by_country
from queries.protection import hidden_keys, is_small
from queries.warehouse import UnknownMart, Warehouse

BREAKDOWNS = ("sex", "age", "disability")
NOT_TOLD = "not_told"
"""Class of the people of reports that do not tell them apart."""
CLASS_COLUMNS = ("breakdown_code", "class_code", "added_people", "share_pct", "is_suppressed")
NEED_COLUMNS = (
    "country_code", "people_reached", "people_in_need", "children_reached", "children_in_need",
    "people_share_pct", "children_share_pct", "is_suppressed", "people_hidden", "people_small", "children_hidden",
    "children_small",
)  # fmt: skip
_UNITS = ("people", "children")
_COUNTED = (("indicator_unit", "in", _UNITS),)


@cached
def reach_by_class(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per breakdown of BREAKDOWNS and class, classes in order and NOT_TOLD last: CLASS_COLUMNS.

    added_people: people of all reports inside the filters whose indicator counts people or children; whoever is
    reached by several services counts with each. NOT_TOLD is the total less the classes, never below 0; it is no
    row where the classes make up the total. share_pct: of the sum of the classes with NOT_TOLD. Small counts, and
    what would give them away, are missing and flagged: mostly all classes of the breakdown. A breakdown that no report
    tells has no rows.
    """
    marts = _mart(warehouse, "mart_reach_by_class"), _mart(warehouse, "mart_project_progress")
    if None in marts:
        return pd.DataFrame(columns=list(CLASS_COLUMNS))
    told, all_of = marts
    counts = _class_counts(warehouse, told, filters)
    total, is_total_hidden = _total(warehouse, all_of, filters)
    hidden = _hidden_breakdowns(warehouse, told, filters)
    rows = [
        (*key, count, key[0] in hidden or (key[1] == NOT_TOLD and is_total_hidden))
        for key, count in _with_rest(counts, total)
    ]
    small = {breakdown for breakdown, _name, count, _is_hidden in rows if is_small(count, SMALL_COUNT)}
    frame = pd.DataFrame(rows, columns=["breakdown_code", "class_code", "added_people", "is_suppressed"])
    frame = frame.astype({"added_people": "float64", "is_suppressed": "bool"})
    below = frame.groupby("breakdown_code")["added_people"].transform("sum")
    frame["is_suppressed"] |= frame["breakdown_code"].isin(small)
    is_whole = ~frame["is_suppressed"].groupby(frame["breakdown_code"]).transform("any").astype("bool")
    people = frame["added_people"].mask(frame["is_suppressed"])
    share = people / below.where((below > 0) & is_whole) * 100
    return frame.assign(added_people=people, share_pct=share)[list(CLASS_COLUMNS)]


def _class_counts(warehouse: Warehouse, told, filters: Filters) -> dict[tuple, float]:
    """(breakdown, class) -> people."""
    keys = (told.c.breakdown_code, told.c.class_code)
    asked = sa.select(*keys, sa.cast(sa.func.sum(told.c.added_people_reached), sa.Double))
    asked = asked.where(told.c.indicator_unit.in_(_UNITS), *conditions(told, filters)).group_by(*keys)
    return {(breakdown, name): count for breakdown, name, count in warehouse.rows(asked.order_by(*keys))}


def _total(warehouse: Warehouse, all_of, filters: Filters) -> tuple[float | None, bool]:
    """People of all results, and whether that must not be told."""
    whole = sa.select(sa.cast(sa.func.sum(all_of.c.added_people_reached), sa.Double))
    whole = whole.where(all_of.c.indicator_unit.in_(_UNITS), *conditions(all_of, filters))
    added = replace(PEOPLE_REACHED, overlapping=(), where=_COUNTED)
    return warehouse.rows(whole)[0][0], () in hidden_keys(warehouse, added, all_of, filters, ())


def _hidden_breakdowns(warehouse: Warehouse, told, filters: Filters) -> set[str]:
    """Breakdowns of which a class must not be told. Then none is: the others and the total would tell it."""
    added = replace(PEOPLE_REACHED, mart="mart_reach_by_class", overlapping=(), where=_COUNTED)
    keys = ("breakdown_code", "class_code")
    return {breakdown for breakdown, _name in hidden_keys(warehouse, added, told, filters, keys)}


@cached
def reach_and_need(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country with people reached or in need, the most in need first: NEED_COLUMNS.

    Reached: the KPIs of projects, in the year of the needs. Needs: published totals of the newest year inside the
    filters (of its January, wherever in the year the period begins), of countries in which something was reached.
    A share stands only where both are known. Needs are told for countries, not for sectors or projects.
    """
    year = needs_year(warehouse, filters)
    if year is None:
        return pd.DataFrame(columns=list(NEED_COLUMNS))
    inside = _within(filters, year)
    needs = Filters(since=date(year, 1, 1), until=date(year, 1, 1), countries=filters.countries)
    frame = pd.DataFrame({"country_code": pd.Series(dtype=object)})
    hidden = pd.Series(dtype="bool")
    for name, kpi in (("people", PEOPLE_REACHED), ("children", CHILDREN_REACHED)):
        part = kpi_by_country(warehouse, kpi, inside).rename(columns={"value": f"{name}_reached"})
        part = part.rename(columns={"is_suppressed": f"{name}_hidden", "is_small": f"{name}_small"})
        frame = frame.merge(
            part[["country_code", *(f"{name}_{what}" for what in ("reached", "hidden", "small"))]],
            on="country_code",
            how="outer",
        )
    for name, kpi in (("people", PEOPLE_IN_NEED), ("children", CHILDREN_IN_NEED)):
        part = kpi_by_country(warehouse, kpi, needs).rename(columns={"value": f"{name}_in_need"})
        frame = frame.merge(part[["country_code", f"{name}_in_need"]], on="country_code", how="left")
        below = frame[f"{name}_in_need"]
        frame[f"{name}_share_pct"] = frame[f"{name}_reached"] / below.where(below > 0) * 100
    hidden = (frame["people_hidden"] == True) | (frame["children_hidden"] == True)  # noqa: E712  missing is no flag
    frame = frame.assign(is_suppressed=hidden.astype("bool"))
    order = ["people_in_need", "country_code"]
    frame = frame.sort_values(order, ascending=[False, True], na_position="last", ignore_index=True)
    return frame[list(NEED_COLUMNS)]


@cached
def needs_year(warehouse: Warehouse, filters: Filters) -> int | None:
    """The newest year with published totals of people in need that overlaps the period; None without any."""
    mart = _mart(warehouse, "mart_needs")
    if mart is None:
        return None
    meets = [mart.c.is_total == 1, mart.c.people_in_need.is_not(None)]
    meets += [mart.c.country_code.in_(filters.countries)] if filters.countries else []
    meets += [mart.c.plan_year >= filters.since.year] if filters.since else []
    meets += [mart.c.plan_year <= filters.until.year] if filters.until else []
    return warehouse.rows(sa.select(sa.func.max(mart.c.plan_year)).where(*meets))[0][0]


def coverage_of(frame: pd.DataFrame, name: str) -> tuple[float, float] | None:
    """Of reach_and_need(): people (name: people or children) reached and in need in the countries where both are
    known; None where neither is known together. Sums first: whoever divides, divides last."""
    both = frame[frame[f"{name}_reached"].notna() & frame[f"{name}_in_need"].notna()]
    return (both[f"{name}_reached"].sum(), both[f"{name}_in_need"].sum()) if len(both) else None


def _with_rest(counts: dict[tuple, float], total: float | None) -> list[tuple[tuple, float]]:
    """The classes of each breakdown in its order, and the rest of the total behind them."""
    found = []
    for breakdown in BREAKDOWNS:
        own = [(key, count) for key, count in counts.items() if key[0] == breakdown and count is not None]
        if not own:
            continue
        rest = 0 if total is None else max(0.0, total - sum(count for _key, count in own))
        found += [*sorted(own, key=lambda pair: _order(pair[0][1])), *([((breakdown, NOT_TOLD), rest)] if rest else [])]
    return found


def _order(name: str) -> tuple:
    """Age groups by their first number, those below a number first; other classes by their name."""
    digits = "".join(sign if sign.isdigit() else " " for sign in name).split()
    is_below = name.lower().startswith(("under", "<", "below"))
    return (0, int(digits[0]) - (0.5 if is_below else 0), name) if digits else (1, 0, name)


def _within(filters: Filters, year: int) -> Filters:
    """The filters in the part of the year that they leave."""
    first, last = date(year, 1, 1), date(year, 12, 1)
    since = max(filters.since, first) if filters.since else first
    return filters.replace(since=since, until=min(filters.until, last) if filters.until else last)


def _mart(warehouse: Warehouse, name: str):
    try:
        return warehouse.mart(name)
    except UnknownMart:
        return None
