"""Row-level security of builds on PostgreSQL: a role that may only read gets of each mart the rows of who asks.

Every transaction of the app names a scope by settings (kpis/row_security.py). A setting that is missing opens no row. The
owner of the tables, who makes builds, is not limited."""

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from kpis.row_security import ALL, SEPARATOR, SETTINGS
from kpis.scopes import (
    ABOUT_LOADS,
    COUNTRY_ROWS_OPEN,
    DOMAIN_OF_MART,
    DOMAIN_OF_REPORTS,
    OF_ALL_COUNTRIES,
    OF_WHOLE_COUNTRIES,
    OPEN_TABLES,
    WITHOUT_PLACE,
)
from settings import read_settings

POLICY = "lagebild_scope"


class UnfitReader(Exception):
    """The role of LAGEBILD_WAREHOUSE_READER cannot be used; the message says what to do."""


def reading_role() -> str | None:
    """The role in whose name the app reads; None where it reads as the owner of the builds."""
    url = read_settings().warehouse_reader
    return make_url(url).username if url else None


def check_reader(connection: psycopg.Connection) -> None:
    """UnfitReader where the role that reads is missing, is the one that writes, or passes by row-level security."""
    role = reading_role()
    if role is None:
        return
    asked = "select rolsuper or rolbypassrls, rolname = current_user from pg_roles where rolname = %s"
    found = connection.execute(asked, [role]).fetchone()
    if found is None:
        raise UnfitReader(f"The database has no role {role}. Make it: create role {role} login password '...'.")
    if any(found):
        raise UnfitReader(f"The role {role} may see every row. Give LAGEBILD_WAREHOUSE_READER a role without rights.")


def secure(connection: psycopg.Connection, schema: str) -> None:
    """Guards every table of a build and lets the role that reads, if there is one, read it. Doing it twice is once."""
    found = connection.execute(
        "select table_name, array_agg(column_name::text) from information_schema.columns where table_schema = %s group by 1",
        [schema],
    ).fetchall()
    for table, columns in found:
        if table not in OPEN_TABLES:
            _guard(connection, sql.Identifier(schema, table), _condition(schema, table, columns))
    if role := reading_role():
        check_reader(connection)
        _open_to(connection, schema, sql.Identifier(role))


def _open_to(connection: psycopg.Connection, schema: str, role: sql.Identifier) -> None:
    """The role may read the tables of a build, and which build is the current one; nothing else of the database."""
    for place in (schema, "lagebild"):
        named = {"place": sql.Identifier(place), "role": role}
        connection.execute(sql.SQL("grant usage on schema {place} to {role}").format(**named))
    connection.execute(sql.SQL("grant select on all tables in schema {} to {}").format(sql.Identifier(schema), role))
    pointer = sql.Identifier("lagebild", "current_build")
    connection.execute(sql.SQL("grant select on {} to {}").format(pointer, role))


def _guard(connection: psycopg.Connection, table: sql.Identifier, condition: sql.Composable) -> None:
    names = {"policy": sql.Identifier(POLICY), "table": table}
    connection.execute(sql.SQL("alter table {table} enable row level security").format(**names))
    connection.execute(sql.SQL("drop policy if exists {policy} on {table}").format(**names))
    made = sql.SQL("create policy {policy} on {table} for select using ({condition})")
    connection.execute(made.format(condition=condition, **names))


def _condition(schema: str, table: str, columns: list[str]) -> sql.Composable:
    """What a row meets that is seen: the same as in queries/scope.py, but for loads, of which the app decides more."""
    tests = [_any_told(part) for part in SETTINGS]
    if domain := DOMAIN_OF_MART.get(table):
        tests.append(_is_told("domains", sql.Literal(domain)))
    if table == "mart_reporting":
        tests.append(_of_reports())
    if table not in (*WITHOUT_PLACE, *ABOUT_LOADS):
        tests += [_of_countries(table, columns), _of_areas(schema, table, columns)]
    return sql.SQL(" and ").join(tests)


def _of_countries(table: str, columns: list[str]) -> sql.Composable:
    if "country_code" not in columns:
        return _is_all("countries")
    test = _is_told("countries", sql.SQL("country_code"))
    return sql.SQL("({} or country_code is null)").format(test) if table in OF_ALL_COUNTRIES else test


def _of_areas(schema: str, table: str, columns: list[str]) -> sql.Composable:
    names = {"areas": sql.Identifier(schema, "ref_area"), "sites": sql.Identifier(schema, "ref_site")}
    if table in OF_WHOLE_COUNTRIES:
        return sql.SQL("true")
    if "admin1_code" in columns:
        return _is_told("areas", sql.SQL("admin1_code"))
    if "area_code" in columns:
        own, above = _is_told("areas", sql.SQL("area_code")), _is_told("areas", sql.SQL("above.parent_code"))
        is_inside = sql.SQL("area_level >= 1 and ({own} or {smaller})")
        if table != "ref_area":
            smaller = sql.SQL(
                "area_code in (select above.area_code from {areas} as above where above.area_level = 2 and {above})"
            )
            smaller = smaller.format(above=above, **names)
        else:  # a policy cannot ask the table that it guards
            smaller = sql.SQL("area_level = 2 and ") + _is_told("areas", sql.SQL("parent_code"))
        inside = is_inside.format(own=own, smaller=smaller)
        is_country = sql.SQL(" or area_level = 0") if table in COUNTRY_ROWS_OPEN else sql.SQL("")
        return sql.SQL("({} or {}{})").format(_is_all("areas"), inside, is_country)
    if table == "mart_reporting":
        there = sql.SQL("exists (select 1 from {sites} as there where there.site_code = unit_code"
                        " and there.country_code = mart_reporting.country_code and {told})")  # fmt: skip
        told = _is_told("areas", sql.SQL("there.admin1_code"))
        return sql.SQL("({} or {})").format(_is_all("areas"), there.format(told=told, **names))
    return _is_all("areas")


def _of_reports() -> sql.Composable:
    kinds = [
        sql.SQL("report_kind = {} and {}").format(sql.Literal(kind), _is_told("domains", sql.Literal(domain)))
        for kind, domain in DOMAIN_OF_REPORTS.items()
    ]
    return sql.SQL("({} or {})").format(_is_all("domains"), sql.SQL(" or ").join(kinds))


def _setting(part: str) -> sql.Composable:
    # in a subquery, so that it is read once for a statement and not for each row
    return sql.SQL("(select current_setting({}, true))").format(sql.Literal(SETTINGS[part]))


def _is_all(part: str) -> sql.Composable:
    return sql.SQL("coalesce({} = {}, false)").format(_setting(part), sql.Literal(ALL))


def _any_told(part: str) -> sql.Composable:
    return sql.SQL("coalesce({} <> '', false)").format(_setting(part))


def _is_told(part: str, code: sql.Composable) -> sql.Composable:
    """Whether the setting names the code, or all. The first text of the list, before the first separator, is none."""
    listed = sql.SQL("(select (string_to_array(current_setting({}, true), {}))[2:])::text[]").format(
        sql.Literal(SETTINGS[part]), sql.Literal(SEPARATOR)
    )
    return sql.SQL("({} or coalesce({} = any({}), false))").format(_is_all(part), code, listed)
