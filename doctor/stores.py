"""The two stores: the ledger with its audit, and the warehouse with its builds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from data import postgres, row_security
from data.stores import open_shelf
from doctor.finding import Finding, attention, fault, well
from ledger import accounts, audit_chain, audit_list, deliveries, migration, subscriptions
from ledger.database import connected, metadata
from queries.freshness import build_age
from queries.reader import EVERYTHING
from queries.warehouse import NoBuildYet, NoSuchBuild, open_warehouse
from settings import read_settings

BACKUP_RHYTHM = timedelta(days=8)


def ledger_tables() -> Iterator[Finding]:
    """The tables are those of this version of the program, and whole."""
    with connected().connect() as connection:
        at, steps = migration.revision(connection), migration.pending(connection)
        if steps:
            words = f"The tables are at revision {at or 'none'}; {len(steps)} steps are to be taken."
            # A file is brought up by whoever opens it next, a database only by its operator.
            told = attention if connection.dialect.name == "sqlite" else fault
            yield told("ledger", words, "Make a backup, then: `manage.py ledger upgrade`")
            return
        if connection.dialect.name == "sqlite":
            told = connection.exec_driver_sql("pragma quick_check").scalar()
            if told != "ok":
                yield fault("ledger", "The file is damaged.", "Restore the newest backup that is whole.")
                return
        lacking = migration.differences(connection, metadata)
    if lacking:
        yield fault("ledger", "The tables are not as this version makes them.", "Restore a backup, or ask for help.")
    else:
        yield well("ledger", f"Revision {at}, on {connection.dialect.name}.")


def audit_holds() -> Iterator[Finding]:
    """Nothing in the audit was altered, as far as its chain tells."""
    found = audit_chain.verdict()
    if found.holds:
        yield well("audit", f"The chain of {found.events} events holds.")
    else:
        words = f"The chain does not hold: {found.faults[0]}"
        yield fault("audit", words, "Find out who changed the ledger: `manage.py audit verify` tells all places.")


def administrators() -> Iterator[Finding]:
    """Somebody can give rights."""
    found = [one for one in accounts.accounts() if one.is_active and one.role == "administrator"]
    if not found:
        yield attention("accounts", "There is no administrator yet.", "Start the app and open the link that it prints.")
    else:
        yield well("accounts", f"Active administrators: {len(found)}.")


def build() -> Iterator[Finding]:
    """There is a build, it can be read, and it is as new as its rhythm wants."""
    try:
        info = open_warehouse(EVERYTHING).info_now()
    except NoBuildYet:
        yield fault("build", "Nothing has been published.", "Load something: `manage.py demo`, or `manage.py load`.")
        return
    except NoSuchBuild:
        remedy = "Publish another one: `manage.py builds list`."
        yield fault("build", "The current build cannot be read.", remedy)
        return
    days = build_age(info.built_at, datetime.now(UTC).date())
    words = f"{info.build_id}, {days.days} days old ({days.look.word})."
    if days.look.code == "fresh":
        yield well("build", words)
    else:
        yield attention("build", words, "Load newer files, or see why the last load failed: `manage.py runs`")
    yield from _retired()


def _retired() -> Iterator[Finding]:
    count = len(open_shelf().builds())
    if count > 60:
        yield attention("builds", f"{count} builds are kept.", "Put `manage.py builds prune` into the scheduler.")


def reading_role() -> Iterator[Finding]:
    """Builds in PostgreSQL are read by a role of its own, which sees the rows of who asks only."""
    settings = read_settings()
    if not settings.warehouse:
        return
    if not settings.warehouse_reader:
        words = "The app reads builds as their owner: the database itself does not limit what it sees."
        yield attention("role", words, "Make a role that may only read, and name it in LAGEBILD_WAREHOUSE_READER.")
        return
    try:
        with postgres.connect() as connection:
            row_security.check_reader(connection)
    except row_security.UnfitReader as error:
        yield fault("role", "The role that reads cannot be used.", str(error))
    else:
        yield well("role", "The database shows each reader the rows of their scope only.")


def last_backup() -> Iterator[Finding]:
    """A backup was made not long ago."""
    newest = audit_list.events(audit_list.Wanted(action="backup_made"), 1)
    remedy = "Put `manage.py backup` into the scheduler."
    if not newest:
        yield attention("backup", "The audit knows of no backup.", remedy)
        return
    age = datetime.now(UTC).replace(tzinfo=None) - newest[0].at
    words = f"The last one was made {age.days} days ago."
    yield well("backup", words) if age < BACKUP_RHYTHM else attention("backup", words, remedy)


def worker() -> Iterator[Finding]:
    """Where there are subscriptions, somebody sends their mails."""
    if not subscriptions.subscriptions():
        return
    seen = deliveries.worker_seen_at()
    if seen is None or datetime.now(UTC).replace(tzinfo=None) - seen > deliveries.LONGEST_SILENCE:
        remedy = "Start it, and let the service manager keep it: `manage.py worker`"
        yield fault("worker", "There are subscriptions, and no worker sends their mails.", remedy)
    else:
        yield well("worker", "It looks for mails that are due.")
    if troubles := len(deliveries.troubles()):
        yield attention("mails", f"{troubles} mails need a look.", "`manage.py deliveries --trouble`")
