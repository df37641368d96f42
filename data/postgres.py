"""Builds on PostgreSQL: a schema per build, a pointer row, raw rows copied in for the time of the build."""

from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from data.duck import connect_for_loading
from data.row_security import check_reader, secure
from data.stores import BUILD_ID, UnknownBuild, copy_to_csv_sql
from settings import read_settings

TYPES = {
    "VARCHAR": "text",
    "DOUBLE": "double precision",
    "FLOAT": "double precision",
    "TIMESTAMP_NS": "timestamp",
    "TINYINT": "smallint",
    "HUGEINT": "numeric",
}


def schema_of(build_id: str) -> str:
    """The schema of a build."""
    return "build_" + build_id.replace("-", "_")


@retry(
    retry=retry_if_exception_type(psycopg.OperationalError),
    stop=stop_after_attempt(4),
    wait=wait_exponential(0.2),
    reraise=True,
)
def connect() -> psycopg.Connection:
    """A connection to the warehouse of the settings; a passing fault is tried again with growing pauses."""
    url = make_url(read_settings().warehouse)
    return psycopg.connect(host=url.host, port=url.port, user=url.username, password=url.password, dbname=url.database)


def ensure_pointer(connection: psycopg.Connection) -> None:
    """Makes the schema lagebild with the list of complete builds and the pointer, if it is not there."""
    connection.execute("create schema if not exists lagebild")
    connection.execute(
        "create table if not exists lagebild.complete_build"
        " (build_id text primary key, built_at timestamp, data_date date, is_demo smallint, code_version text, rows_digest text)"
    )
    connection.execute(
        "create table if not exists lagebild.current_build"
        " (only_row boolean primary key default true check (only_row), build_id text not null references lagebild.complete_build)"
    )


class PostgresStore:
    """Two schemas: work_<id> for raw rows and staging, gone at the end; build_<id> for the marts."""

    def __init__(self, build_id: str, work: Path):
        self.build_id = build_id
        self.data = work / "data"
        self.build_schema = schema_of(build_id)
        self.raw_schema = self.build_schema.replace("build_", "work_", 1)
        self.work_database = make_url(read_settings().warehouse).database

    def prepare(self, raw_tables: dict[str, str]) -> None:
        with connect() as connection:
            check_reader(connection)
            ensure_pointer(connection)
            self._drop_unfinished(connection)
            for schema in (self.raw_schema, self.build_schema):
                connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
        with connect() as connection, connect_for_loading(self.data) as rows:
            for name, query in raw_tables.items():
                self._copy(connection, rows, name, query)

    def _copy(self, connection: psycopg.Connection, rows, name: str, query: str) -> None:
        described = rows.execute(f"describe {query}").fetchall()
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column[0]), sql.SQL(TYPES.get(column[1], column[1].lower())))
            for column in described
        )
        table = sql.Identifier(self.raw_schema, name)
        connection.execute(sql.SQL("create table {} ({})").format(table, columns))
        path = self.data / f"{name}.csv"
        rows.execute(copy_to_csv_sql(query, path))
        statement = sql.SQL("copy {} from stdin (format csv, null '\\N')").format(table)
        with connection.cursor().copy(statement) as target, open(path, "rb") as file:
            while block := file.read(1 << 20):
                target.write(block)
        path.unlink()
        connection.execute(sql.SQL("analyze {}").format(table))

    def dbt_variables(self) -> dict[str, str]:
        names = {"work_database": self.work_database, "build_database": self.work_database}
        return names | {"work_schema": self.raw_schema, "build_schema": self.build_schema}

    def dbt_environment(self) -> dict[str, str]:
        url = make_url(read_settings().warehouse)
        return {
            "LAGEBILD_DBT_TARGET": "postgresql",
            "LAGEBILD_DBT_HOST": url.host or "127.0.0.1",
            "LAGEBILD_DBT_PORT": str(url.port or 5432),
            "LAGEBILD_DBT_USER": url.username or "",
            "DBT_ENV_SECRET_PASSWORD": url.password or "",
            "LAGEBILD_DBT_DATABASE": url.database or "",
            "LAGEBILD_DBT_SCHEMA": self.raw_schema,
            "LAGEBILD_DBT_THREADS": str(read_settings().threads),
        }

    def finish(self, info: dict) -> None:
        """The row in complete_build, build_info, the guards of rows and the end of the working schema come in one transaction."""
        with connect() as connection:
            connection.execute(
                sql.SQL("create table {} as select * from lagebild.complete_build with no data").format(
                    sql.Identifier(self.build_schema, "build_info")
                )
            )
            for table in (
                sql.Identifier(self.build_schema, "build_info"),
                sql.Identifier("lagebild", "complete_build"),
            ):
                names = sql.SQL(", ").join(map(sql.Identifier, info))
                places = sql.SQL(", ").join([sql.Placeholder()] * len(info))
                connection.execute(
                    sql.SQL("insert into {} ({}) values ({})").format(table, names, places), list(info.values())
                )
            secure(connection, self.build_schema)
            connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(self.raw_schema)))

    def discard(self) -> None:
        # Without the database there is nothing to say here: the error that led here tells it, the next build cleans up.
        with suppress(psycopg.OperationalError), connect() as connection:
            self._drop_unfinished(connection)

    def _drop_unfinished(self, connection: psycopg.Connection) -> None:
        complete = {schema_of(row[0]) for row in connection.execute("select build_id from lagebild.complete_build")}
        found = connection.execute(
            "select schema_name from information_schema.schemata where schema_name ~ '^(build|work)_[0-9]{8}_[0-9]{6}_'"
        ).fetchall()
        for (schema,) in found:
            if schema not in complete:
                connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))


class PostgresShelf:
    """The tables lagebild.complete_build and lagebild.current_build."""

    def builds(self) -> list[dict]:
        with connect() as connection:
            ensure_pointer(connection)
            cursor = connection.execute("select * from lagebild.complete_build order by build_id desc")
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def current(self) -> str | None:
        with connect() as connection:
            ensure_pointer(connection)
            row = connection.execute("select build_id from lagebild.current_build").fetchone()
            return row[0] if row else None

    def point_to(self, build_id: str) -> None:
        with connect() as connection:
            ensure_pointer(connection)
            known = connection.execute(
                "select 1 from lagebild.complete_build where build_id = %s", [build_id]
            ).fetchone()
            if not BUILD_ID.fullmatch(build_id) or not known:
                raise UnknownBuild(f"There is no build {build_id!r}.")
            secure(connection, schema_of(build_id))  # builds made before there was a role that reads are guarded here
            connection.execute(
                "insert into lagebild.current_build (build_id) values (%s)"
                " on conflict (only_row) do update set build_id = excluded.build_id",
                [build_id],
            )

    def remove(self, build_id: str) -> None:
        with connect() as connection:
            connection.execute("delete from lagebild.complete_build where build_id = %s", [build_id])
            connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(schema_of(build_id))))
