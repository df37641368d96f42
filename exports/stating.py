"""The one place where the facts about a file are gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from components.explanation import filter_words
from components.result import Result
from components.words import current_language
from exports.facts import coverage, definitions, sources
from exports.manifest import Manifest, content_digest, result_notes
from kpis.kpi import Kpi
from queries.filters import Filters
from queries.reference import country_names
from queries.warehouse import Warehouse
from settings import read_settings


@dataclass(frozen=True)
class About:
    """What a file is about.

    address: path and query, with the build named, so that it gives the same again. made_by: the name of the reader.
    kpis, marts: what it stands on. notices: what of the address was left out, and other things to be said.
    """

    title: str
    address: str
    filters: Filters
    made_by: str
    kpis: Sequence[Kpi] = ()
    marts: Sequence[str] = ()
    notices: Sequence[str] = ()


def stated(warehouse: Warehouse, about: About, results: Sequence[Result] = ()) -> Manifest:
    """The manifest of a file made now from a build. results: what the file holds; without them it has no seal, which
    is the case where rows are sent while they are read."""
    info, language = warehouse.info(), current_language()
    return Manifest(
        title=about.title,
        address=about.address,
        link=f"{read_settings().reached_at}{about.address}",
        build_id=info.build_id,
        built_at=info.built_at,
        data_date=info.data_date,
        is_demo=info.is_demo,
        code_version=info.code_version,
        made_at=datetime.now(UTC),
        made_by=about.made_by,
        language=language,
        filters=tuple(filter_words(about.filters, country_names(warehouse, language), info)),
        notices=tuple(about.notices),
        coverage=coverage(warehouse, about.kpis, about.filters),
        kpis=definitions(about.kpis),
        sources=sources(warehouse, about.kpis, about.marts),
        results=result_notes(results),
        row_count=sum(len(one.rows) for one in results),
        content_sha256=content_digest(results) if results else "",
    )
