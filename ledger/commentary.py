"""What people wrote about the figures of a report. Nothing is overwritten: each saving is a version of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, UniqueConstraint, func, insert, select
from sqlalchemy.exc import IntegrityError

from ledger.database import metadata, now, opened

STATES = ("draft", "approved", "withdrawn")

commentary = Table(
    "commentary",
    metadata,
    Column("commentary_number", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(2000), nullable=False),
    Column("domain", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("author", String(200), nullable=False),
    Column("written_at", DateTime, nullable=False),
    Column("build_id", String(40), nullable=False),
    UniqueConstraint("subject", "domain", "version"),
)


class WrittenMeanwhile(Exception):
    """Somebody else saved a later version than the one that was read."""


@dataclass(frozen=True)
class Commentary:
    """A version of what is said about a domain of a report.

    subject: countries and period of the report, as its address has them. version: counted from 1 for each subject and
    domain. state: one of STATES; a withdrawn one has no text. build_id: the build that its author had before them.
    written_at: UTC; None before it is saved.
    """

    subject: str
    domain: str
    text: str
    state: str
    author: str
    build_id: str
    version: int = 0
    written_at: datetime | None = None


def write(new: Commentary) -> Commentary:
    """Saves a version behind the one that its author had read, whose number `new` bears (0 for none), and gives it.
    WrittenMeanwhile where there is a later one already."""
    if new.state not in STATES:
        raise ValueError(f"unknown state of a commentary: {new.state!r}")
    values = {**vars(new), "version": new.version + 1, "written_at": now()}
    try:
        with opened().begin() as connection:
            newest = connection.execute(select(func.max(commentary.c.version)).where(*_of(new))).scalar()
            if newest not in (None, new.version):
                raise WrittenMeanwhile
            connection.execute(insert(commentary).values(**values))
    except IntegrityError:  # two at the same moment: the second one loses
        raise WrittenMeanwhile from None
    return Commentary(**values)


def versions(subject: str) -> list[Commentary]:
    """Every version of every domain of a subject, the newest first."""
    columns = [commentary.c[name] for name in Commentary.__dataclass_fields__]
    wanted = select(*columns).where(commentary.c.subject == subject).order_by(commentary.c.commentary_number.desc())
    with opened().connect() as connection:
        return [Commentary(**row) for row in connection.execute(wanted).mappings().all()]


def in_force(found: list[Commentary], domain: str) -> list[Commentary]:
    """Of versions, newest first, what a report shows of a domain: the approved one, and a draft that is newer; nothing
    after a withdrawal."""
    shown: list[Commentary] = []
    for one in found:
        if one.domain != domain:
            continue
        if one.state == "draft" and not shown:
            shown.append(one)
        if one.state == "approved":
            return [one, *shown]
        if one.state == "withdrawn":
            return shown
    return shown


def _of(new: Commentary):
    return commentary.c.subject == new.subject, commentary.c.domain == new.domain
