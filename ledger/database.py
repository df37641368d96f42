"""The database of the ledger: SQLite in the home by default, any SQLAlchemy URL by the setting `ledger`."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine, MetaData, create_engine, event

from ledger import migration
from settings import read_settings

metadata = MetaData()
"""The tables of the ledger; each module of this package adds its own, and a step in `ledger/migrations` makes it."""


def now() -> datetime:
    """This moment in UTC, as the ledger keeps it: without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def opened() -> Engine:
    """The database with every table of the ledger, made where there is none. WrongLedger for one that is newer than
    this program, or that only the operator may bring up."""
    return _opened(_url())


def connected() -> Engine:
    """The database as it is, whatever its tables."""
    return _connected(_url())


def _url() -> str:
    settings = read_settings()
    return settings.ledger or _in_home(settings.home.absolute())


@lru_cache(maxsize=8)
def _in_home(home: Path) -> str:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{home / 'ledger.sqlite'}"


@lru_cache(maxsize=8)
def _opened(url: str) -> Engine:
    engine = _connected(url)
    migration.prepare(engine)
    return engine


@lru_cache(maxsize=8)
def _connected(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
    return engine


def _make_durable(connection, _record) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=10000", "synchronous=FULL"):
        connection.execute(f"pragma {pragma}")
