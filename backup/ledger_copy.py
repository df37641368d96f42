"""The ledger as one SQLite file, whatever database it lives in; and back into that database."""

from pathlib import Path

from sqlalchemy import Engine, MetaData, Table, create_engine, func, insert, inspect, select, update

from backup.manifest import BrokenBackup
from ledger import migration
from ledger.database import connected, metadata, now, opened

ROWS_AT_ONCE = 1000
RESTORED = "The ledger was restored from a backup; nobody knows whether this mail left since."


def copy_ledger(target: Path) -> str:
    """Writes the ledger as it is at one moment, while others go on writing, and gives its revision."""
    engine = opened()
    if engine.dialect.name == "sqlite":
        _copy_file(engine, target)
    else:
        _copy_rows(engine, target)
    copy = create_engine(f"sqlite:///{target}")
    try:
        with copy.connect() as connection:
            if connection.exec_driver_sql("pragma integrity_check").scalar() != "ok":
                raise BrokenBackup("The file of the ledger is damaged. Restore the newest backup that is whole.")
            return migration.revision(connection)
    finally:
        copy.dispose()


def _copy_file(engine: Engine, target: Path) -> None:
    copy = create_engine(f"sqlite:///{target}")
    with engine.connect() as source, copy.connect() as sink:
        # One step for all pages: the copy is of one moment, and in WAL mode nobody waits for it.
        source.connection.driver_connection.backup(sink.connection.driver_connection)
        sink.exec_driver_sql("pragma journal_mode = delete")
    copy.dispose()


def _copy_rows(engine: Engine, target: Path) -> None:
    copy = create_engine(f"sqlite:///{target}")
    migration.upgrade(copy)
    snapshot = engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with snapshot, copy.begin() as sink:
        for table in metadata.sorted_tables:
            _copy_table(snapshot, sink, table)
    copy.dispose()


def _copy_table(source, sink, table: Table) -> None:
    rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table)).mappings()
    for part in rows.partitions():
        sink.execute(insert(table), [dict(row) for row in part])


def guard_empty_database() -> None:
    """BrokenBackup where the ledger is in a database that has one already."""
    engine = connected()
    with engine.connect() as connection:
        if inspect(connection).has_table(migration.FIRST_TABLE):
            raise BrokenBackup(
                "The database of LAGEBILD_LEDGER holds a ledger already. Restore into an empty database."
            )


def fill_database(file: Path) -> None:
    """Puts the rows of a copy into the empty database of the settings, all or none."""
    source = create_engine(f"sqlite:///{file}")
    migration.upgrade(connected())
    with source.connect() as rows, connected().begin() as sink:
        for table in metadata.sorted_tables:
            _copy_table(rows, sink, table)
            for column in table.primary_key.columns:
                if column.autoincrement is True:
                    _count_on(sink, table, column)
    source.dispose()


def _count_on(sink, table: Table, column) -> None:
    """Lets the counter of a table go on behind the rows that were put in."""
    highest = sink.execute(select(func.max(column))).scalar()
    if highest is not None:
        sink.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest)))


def make_harmless(file: Path) -> None:
    """Ends in a copy what must not come back with it: sessions and one-time links that were ended since, and mails that
    may have left since. Brings its tables up to what this program needs."""
    engine = create_engine(f"sqlite:///{file}")
    migration.upgrade(engine)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for name in ("session", "one_time_link"):
            ended = tables.tables[name].c.ended_at
            connection.execute(update(tables.tables[name]).where(ended.is_(None)).values(ended_at=now()))
        mail = tables.tables["delivery"]
        is_open = mail.c.state.in_(("waiting", "preparing", "sending"))
        unsure = {"state": "unknown", "message": RESTORED, "changed_at": now()}
        connection.execute(update(mail).where(is_open).values(**unsure))
    engine.dispose()
