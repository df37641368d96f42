"""The database of the ledger: SQLite in the home by default, any SQLAlchemy URL by the setting `ledger`."""

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Engine, MetaData, create_engine, event

from settings import read_settings

metadata = MetaData()
"""The tables of the ledger; each module of this package adds its own."""


def now() -> datetime:
    """This moment in UTC, as the ledger keeps it: without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def opened() -> Engine:
    """The database with every table of the ledger, made where there is none."""
    settings = read_settings()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _opened(settings.ledger or f"sqlite:///{(settings.home / 'ledger.sqlite').absolute()}")


@lru_cache(maxsize=8)
def _opened(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
    metadata.create_all(engine)
    return engine


def _make_durable(connection, _record) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=10000", "synchronous=FULL"):
        connection.execute(f"pragma {pragma}")
