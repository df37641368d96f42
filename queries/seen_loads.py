"""Loads as a reader of limited scope sees them: those that brought rows which the reader sees, and of those that brought
others too, no count that tells of them."""

import sqlalchemy as sa

from kpis.scopes import ABOUT_LOADS
from queries.scope import NotAllowed, Scope, Tables, seen_table

COUNTS = (
    "rows_in_count",
    "rows_published_count",
    "rows_superseded_count",
    "rows_quarantined_count",
    "latest_period_date",
)
"""What is told of a whole load, and therefore only to those who see every row that it brought."""


def seen_loads(tables: Tables, name: str, scope: Scope) -> sa.Subquery:
    """mart_lineage or mart_data_quality for a limited reader. Lineage: the marts and loads with a row that is seen; the
    number of rows is of those that are seen, and COUNTS are missing where there are others. Quality: the loads whose
    every row is seen, since what was checked of a load is counted over all of it."""
    lineage = tables.get("mart_lineage")
    if lineage is None:
        return sa.select(tables[name]).where(sa.false()).subquery(name)
    seen = _seen_rows(tables, scope).subquery("seen")
    whole = _whole_loads(lineage, seen)
    if name == "mart_data_quality":
        quality = tables[name]
        return sa.select(quality).where(quality.c.load_id.in_(whole)).subquery(name)
    is_whole = lineage.c.load_id.in_(whole)
    shown = [_told(column, seen, is_whole) for column in lineage.c]
    same = sa.and_(seen.c.mart_name == lineage.c.mart_name, seen.c.load_id == lineage.c.load_id)
    return sa.select(*shown).join_from(lineage, seen, same).subquery(name)


def _told(column: sa.Column, seen: sa.Subquery, is_whole) -> sa.ColumnElement:
    if column.name == "row_count":
        return seen.c.seen_count.label("row_count")
    return sa.case((is_whole, column)).label(column.name) if column.name in COUNTS else column


def _seen_rows(tables: Tables, scope: Scope) -> sa.CompoundSelect:
    """mart_name, load_id, seen_count: rows of each mart and load that are inside the scope."""
    lineage, found = tables["mart_lineage"], []
    for name in sorted(tables):
        if name in ABOUT_LOADS or "load_id" not in tables[name].c:
            continue
        try:
            seen = seen_table(tables, name, scope)
        except NotAllowed:
            continue
        if isinstance(seen, sa.Subquery):
            counted = sa.select(
                sa.literal(name).label("mart_name"), seen.c.load_id, sa.func.count().label("seen_count")
            )
            found.append(counted.group_by(seen.c.load_id))
        else:  # every row of the mart is seen: the build has counted them
            told = lineage.alias("told")
            counted = sa.select(told.c.mart_name, told.c.load_id, told.c.row_count.label("seen_count"))
            found.append(counted.where(told.c.mart_name == name))
    none = sa.select(lineage.c.mart_name, lineage.c.load_id, lineage.c.row_count).where(sa.false())
    return sa.union_all(*found) if found else sa.union_all(none)


def _whole_loads(lineage: sa.TableClause, seen: sa.Subquery) -> sa.Select:
    """Ids of the loads all of whose rows in marts are seen."""
    same = sa.and_(seen.c.mart_name == lineage.c.mart_name, seen.c.load_id == lineage.c.load_id)
    beside = sa.select(lineage.c.load_id).join_from(lineage, seen, same, isouter=True)
    beside = beside.where(lineage.c.mart_name.not_in(ABOUT_LOADS)).group_by(lineage.c.load_id)
    unlike = sa.case((seen.c.seen_count == lineage.c.row_count, 0), else_=1)
    return beside.having(sa.func.sum(unlike) == 0)
