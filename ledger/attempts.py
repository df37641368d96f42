"""Attempts to sign in that failed, counted so that guessing gets slower and slower, whichever process answers."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, DateTime, Integer, String, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ledger.database import metadata, now, opened

FIRST_PAUSE = timedelta(seconds=15)
FORGOTTEN_AFTER = timedelta(days=1)
"""Without another attempt, failures count no more after this."""

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", DateTime, nullable=False),
    Column("open_at", DateTime, nullable=False),
)


class Limit:
    """How often something may fail before it has to wait, and how long it waits at most."""

    def __init__(self, free: int, longest: timedelta):
        self.free, self.longest = free, longest

    def pause(self, failures: int) -> timedelta:
        """How long to wait after so many failures: nothing at first, then twice as long each time."""
        beyond = failures - self.free
        # Doubling is cut off before the number of seconds grows out of every bound.
        return timedelta() if beyond < 0 else min(FIRST_PAUSE * 2 ** min(beyond, 16), self.longest)


def try_once(limits: Mapping[str, Limit]) -> timedelta:
    """Counts an attempt as failed beforehand, so that many at once cannot slip through, and gives how long to wait;
    nothing where it may go on. An attempt in a pause is not counted. limits: by subject, a hash of what is limited."""
    try:
        return _tried(limits)
    except IntegrityError:  # another process counted the first attempt of the same subject in this moment
        return _tried(limits)


def pause_of(subjects: Collection[str]) -> timedelta:
    """How long the next attempt has to wait; nothing where it may come at once."""
    moment = now()
    wanted = select(func.max(sign_in_attempt.c.open_at)).where(sign_in_attempt.c.subject.in_(list(subjects)))
    with opened().connect() as connection:
        open_at = connection.execute(wanted).scalar()
    return max(open_at - moment, timedelta()) if open_at else timedelta()


def forgive(subjects: Mapping[str, bool]) -> None:
    """Takes an attempt back that went well. subjects: True to forget its failures, False to take one off only."""
    with opened().begin() as connection:
        for subject, is_forgotten in sorted(subjects.items()):
            of_it = sign_in_attempt.c.subject == subject
            if is_forgotten:
                connection.execute(delete(sign_in_attempt).where(of_it))
            else:
                fewer = update(sign_in_attempt).where(of_it, sign_in_attempt.c.failures > 0)
                connection.execute(fewer.values(failures=sign_in_attempt.c.failures - 1, open_at=now()))


def _tried(limits: Mapping[str, Limit]) -> timedelta:
    moment = now()
    with opened().begin() as connection:
        connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.last_at < moment - FORGOTTEN_AFTER))
        counts = {subject: _locked(connection, subject, moment) for subject in sorted(limits)}
        moment = now()  # others may have been let in while this one waited for its turn
        wait = max(open_at for _failures, open_at in counts.values()) - moment
        if wait > timedelta():
            return wait
        for subject, (failures, _open_at) in counts.items():
            pause = limits[subject].pause(failures + 1)
            one = update(sign_in_attempt).where(sign_in_attempt.c.subject == subject)
            connection.execute(one.values(failures=failures + 1, last_at=moment, open_at=moment + pause))
    return timedelta()


def _locked(connection: Connection, subject: str, moment: datetime) -> tuple[int, datetime]:
    """Failures of a subject and when it may try again. The row is written first: that locks it on every database."""
    of_it = sign_in_attempt.c.subject == subject
    if not connection.execute(
        update(sign_in_attempt).where(of_it).values(failures=sign_in_attempt.c.failures)
    ).rowcount:
        new = {"subject": subject, "failures": 0, "last_at": moment, "open_at": moment}
        connection.execute(insert(sign_in_attempt).values(**new))
    wanted = select(sign_in_attempt.c.failures, sign_in_attempt.c.open_at).where(of_it)
    return tuple(connection.execute(wanted).one())
