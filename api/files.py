"""Files of the interface: the value of a KPI, and all rows of a mart, in the forms in which pages give theirs."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response

from access import current_reader
from access.witness import tell_file
from api.asked import Asked
from api.forms import CSV, MEDIA_TYPES
from api.kpi_parts import FIGURES, figure_rows
from components.result import Field, Result, result
from components.words import _
from exports.csv_file import MANIFESTS, NONE, RAW, write_csv
from exports.manifest import Bundle, Manifest
from exports.parquet_file import write_parquet
from exports.resumable import bytes_of
from exports.resumable_answer import answered
from exports.rows_file import RowsForm, rows_file
from exports.stating import About, stated
from kpis.kpi import Kpi
from queries.dictionary import ColumnMeaning, mart_meaning
from queries.kpi_rows import RowsAsked
from queries.row_stream import RowStream, row_stream

KPI_PATH, MART_PATH = "/api/v1/kpis", "/api/v1/marts"
KINDS = {"integer": "number", "flag": "number", "timestamp": "date"}
"""Kind of the dictionary -> kind of a field, where they differ."""


def kpi_file(found: Asked, kpi: Kpi, column: str, form: str) -> Response:
    """The value of a KPI, or its parts by a column, as a file."""
    bundle = kpi_bundle(found, kpi, column)
    body = write_csv(bundle, RAW, found.own.get("manifest", MANIFESTS[0])) if form == CSV else write_parquet(bundle)
    name = "-".join(filter(None, ("lagebild", kpi.name, column, found.info.build_id)))
    answer = Response(body, mimetype=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def kpi_bundle(found: Asked, kpi: Kpi, column: str) -> Bundle:
    """What the file of a KPI holds, and what it says about itself."""
    shown = kpi_result(found, kpi, column)
    divided = _("{label} by {column}").format(label=_(kpi.label), column=column)
    title = divided if column else _(kpi.label)
    return Bundle(manifest(found, f"{KPI_PATH}/{kpi.name}", title, (shown,), kpis=(kpi,)), (shown,))


def kpi_result(found: Asked, kpi: Kpi, column: str) -> Result:
    """The value of a KPI as a row, or its parts as a row each. is_suppressed is 1 where a count is too small to be
    shown or would tell one that is; is_small where it is itself too small."""
    fields = [*([part_field(kpi, column)] if column else []), *figure_fields(kpi)]
    names = [one.name for one in fields]
    rows = [[row[name] for name in names] for row in figure_rows(found.warehouse, kpi, found.filters, column)]
    return result(kpi.name, _(kpi.label), fields, rows)


def part_field(kpi: Kpi, column: str) -> Field:
    """The field of the column by which a KPI is divided."""
    meant = next(one for one in mart_meaning(kpi.mart).columns if one.name == column)
    kind = "month" if column == "month_date" else KINDS.get(meant.kind, meant.kind)
    return Field(column, _(meant.meaning), kind, meant.unit)


def figure_fields(kpi: Kpi) -> list[Field]:
    """The fields of the figures of a KPI."""
    unit = kpi.unit.symbol or _(kpi.unit.label)
    known = {
        "value": Field("value", _(kpi.label), "number", unit, kpi.decimals),
        "numerator": Field("numerator", _("Numerator"), "number"),
        "denominator": Field("denominator", _("Denominator"), "number"),
        "row_count": Field("row_count", _("Rows that count"), "number"),
        "first_month": Field("first_month", _("First month"), "month"),
        "as_of": Field("as_of", _("As of"), "month"),
        "is_suppressed": Field("is_suppressed", _("Suppressed: small count of people"), "number"),
        "is_small": Field("is_small", _("Suppressed because the count is itself too small"), "number"),
    }
    return [known[name] for name in FIGURES]


def mart_file(found: Asked, name: str, columns: Sequence[ColumnMeaning], form: str) -> Response:
    """All rows of a mart inside the filters as a file, made while it is sent; the rest of it where that is asked for."""
    stream, facts = mart_rows(found, name, columns)
    tell_file(rows=stream.row_count, build=facts.build_id)
    answer = answered(rows_file(stream, facts, RowsForm(form, RAW, found.own.get("manifest", MANIFESTS[0]))))
    answer.vary.add("Accept")
    return answer


def mart_rows(found: Asked, name: str, columns: Sequence[ColumnMeaning]) -> tuple[RowStream, Manifest]:
    """All rows of a mart inside the filters, with some of its columns, and the facts about them."""
    whole = row_stream(found.warehouse, RowsAsked(name), found.filters, is_whole=True)
    read = {one.name: held for one, held in zip(whole.columns, whole.read, strict=True)}
    kept = tuple(one for one in columns if one.name in read)
    stream = replace(whole, columns=kept, read=tuple(read[one.name] for one in kept))
    facts = manifest(found, f"{MART_PATH}/{name}", _("Rows of {mart}").format(mart=name), marts=(name,))
    return stream, replace(facts, row_count=stream.row_count)


def rows_without_comment(stream: RowStream, facts: Manifest, form: str) -> bytes:
    """The file of rows without what stands in front of a CSV."""
    return b"".join(bytes_of(rows_file(stream, facts, RowsForm(form, RAW, NONE))))


def manifest(found: Asked, subject: str, title: str, results: Sequence[Result] = (), **behind) -> Manifest:
    """The facts about a file. subject: the path of its address. behind: kpis and marts that it stands on."""
    filters = found.filters.replace(build=found.info.build_id)
    address = replace(found, filters=filters).address(subject)
    about = About(title, address, found.filters, current_reader().name, **behind)
    return stated(found.warehouse, about, results)
