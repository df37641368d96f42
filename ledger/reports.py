"""Reports that were issued: each keeps its build, its figures and its commentary as they were, and its number for ever."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, insert, select

from ledger.database import metadata, now, opened

issued_report = Table(
    "issued_report",
    metadata,
    Column("report_number", Integer, primary_key=True, autoincrement=True),
    Column("title", String(300), nullable=False),
    Column("query", Text, nullable=False),
    Column("build_id", String(40), nullable=False, index=True),
    Column("issued_by", String(200), nullable=False),
    Column("issued_at", DateTime, nullable=False),
    Column("rights", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("commentary", Text, nullable=False),
)
HEAD = ("report_number", "title", "query", "build_id", "issued_by", "issued_at", "rights", "digest", "commentary")


@dataclass(frozen=True)
class IssuedReport:
    """A report as it was issued.

    query: the filters of its address, with its build. rights: what its issuer could see: countries and domains (None
    for all), detail. digest: of its figures, as files seal them. content: manifest and figures, in the JSON of exports;
    "" in lists. commentary: what was said of each domain, as the fields of Commentary with texts for moments.
    """

    title: str
    query: dict
    build_id: str
    issued_by: str
    rights: dict
    digest: str
    content: str
    commentary: tuple[dict, ...] = ()
    report_number: int = 0
    issued_at: datetime | None = None


def issue(new: IssuedReport) -> IssuedReport:
    """Keeps a report and gives it with its number. The same figures and words of the same address, issued again right
    after, are the same report, not a second one."""
    for one in issued_reports(1, new.query):
        if (one.digest, one.commentary, one.rights) == (new.digest, new.commentary, new.rights):
            return one
    texts = {"query": _text(new.query), "rights": _text(new.rights), "commentary": _text(list(new.commentary))}
    values = {**vars(new), **texts, "issued_at": now()}
    del values["report_number"]
    with opened().begin() as connection:
        number = connection.execute(insert(issued_report).values(**values)).inserted_primary_key[0]
    return issued(number)


def issued(number: int) -> IssuedReport | None:
    """The report of a number, None where there is none."""
    wanted = select(issued_report).where(issued_report.c.report_number == number)
    with opened().connect() as connection:
        row = connection.execute(wanted).mappings().first()
    return _read(row) if row else None


def issued_reports(limit: int = 20, query: dict | None = None) -> list[IssuedReport]:
    """The newest reports first, without their figures; those of one address only."""
    wanted = select(*(issued_report.c[name] for name in HEAD)).order_by(issued_report.c.report_number.desc())
    if query is not None:
        wanted = wanted.where(issued_report.c.query == _text(query))
    with opened().connect() as connection:
        return [_read({**row, "content": ""}) for row in connection.execute(wanted.limit(limit)).mappings().all()]


def builds_named() -> set[str]:
    """The builds of all issued reports; they are not pruned."""
    with opened().connect() as connection:
        return set(connection.execute(select(issued_report.c.build_id).distinct()).scalars())


def _text(given) -> str:
    return json.dumps(given, sort_keys=True)


def _read(row) -> IssuedReport:
    texts = {name: json.loads(row[name]) for name in ("query", "rights", "commentary")}
    return IssuedReport(**{**row, **texts, "commentary": tuple(texts["commentary"])})
