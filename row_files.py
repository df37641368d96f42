"""The files of rows: all rows behind a number, or of a mart, that the address of their page asks for."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, Response, request, send_file

from access import current_reader
from access.witness import tell_file
from components.words import _, current_language
from exports.csv_file import MANIFESTS, NONE, STYLES
from exports.manifest import Manifest
from exports.resumable import bytes_of
from exports.resumable_answer import answered
from exports.rows_file import CSV, FORMS, RowsForm, file_stem, metadata, rows_file
from exports.rows_xlsx import write_rows_xlsx
from exports.stating import About, stated
from exports.xlsx_file import TooLargeForSheet
from kpis.kpi import Kpi
from page_files import page_file, told
from pages.opening import Opening, opening
from pages.rows_asked import rows_asked
from pages.subjects import subjects
from queries.limits import TooLong, TooMany
from queries.reference import country_names
from queries.row_stream import RowStream, row_stream
from queries.warehouse import NotAllowed

PATH = "/rows"
SUBJECTS = ("kpi", "mart")
OF_PAGE = (*SUBJECTS, "sort", "find", "page")
SHOWN, ALL = COLUMNS = ("shown", "all")
OPTIONS = {"style": STYLES, "manifest": MANIFESTS, "columns": COLUMNS}
"""Keys of the address of a file, with what they may be; the first is meant without the key."""
BESIDE, XLSX = "csv-metadata.json", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NoSuchRows(LookupError):
    """An address that names no number and no mart."""


def add_row_files(server: Flask) -> None:
    """Adds the addresses of files of rows to the server; they go before those of the files of pages."""
    for ending in (*FORMS, BESIDE, XLSX):
        server.add_url_rule(f"{PATH}.{ending}", f"rows_{ending}", row_file, defaults={"ending": ending})


def row_file(ending: str):
    """All rows of the one number or mart that the address names. Without one, or for one part of the page, the file of
    the page. 400 for an option that is not known, 403, 413 for more rows than a sheet holds, and 503, in a sentence."""
    query = request.args.to_dict()
    if query.get("only") or not any(query.get(key) for key in SUBJECTS):
        return page_file(PATH.strip("/"), ending)
    for key, known in OPTIONS.items():
        if query.get(key, known[0]) not in known:
            return told(400, f"{key}: “{query[key][:40]}” is not known; known: {', '.join(known)}.")
    begun = opening({key: value for key, value in query.items() if key not in OPTIONS}, OF_PAGE)
    if begun.empty is not None:
        return told(503, _("No data have been published yet."))
    kpis, marts, said = subjects(query)
    subject = next(iter((*kpis, *marts)), None)
    if subject is None:
        return told(404, " ".join(said))
    try:
        return sent(begun, subject, query, ending)
    except NotAllowed as error:
        return told(403, str(error))
    except (TooLargeForSheet, TooMany) as error:
        return told(413, _(str(error)))
    except TooLong as error:
        return told(503, _(str(error)))


def sent(begun: Opening, subject: Kpi | str, query: Mapping[str, str], ending: str) -> Response:
    """The answer with the file."""
    stream, facts, names = found_rows(begun, subject, query)
    tell_file(rows=stream.row_count, build=facts.build_id)
    if ending == XLSX:
        book, name = write_rows_xlsx(stream, facts, names), f"{file_stem(facts)}.{XLSX}"
        return send_file(book, XLSX_TYPE, as_attachment=True, download_name=name, etag=False)
    chosen = {key: query.get(key, known[0]) for key, known in OPTIONS.items()}
    form = RowsForm(CSV if ending == BESIDE else ending, chosen["style"], chosen["manifest"], names)
    if ending != BESIDE:
        return answered(rows_file(stream, facts, form))
    address = f"rows.csv?{facts.address.partition('?')[2]}&{urlencode({**chosen, 'manifest': NONE})}"
    return Response(metadata(stream, facts, form, address), mimetype="application/csvm+json")


def found_rows(begun: Opening, subject: Kpi | str, query: Mapping[str, str]) -> tuple[RowStream, Manifest, Mapping]:
    """The rows, what is said about them, and the names of countries."""
    asked, said = rows_asked(begun, subject, query)
    stream = row_stream(begun.warehouse, asked, begun.filters, is_whole=query.get("columns") == ALL)
    facts = manifest(begun, subject, query, stream, (*begun.notices, *said))
    return stream, facts, country_names(begun.warehouse, current_language())


def rows_again(query: Mapping[str, str], ending: str, style: str) -> tuple[Manifest, bytes]:
    """What is said about the rows of an address now, and their file without a comment. NoSuchRows where the address
    names no number and no mart; NotAllowed and TooLargeForSheet as for the file itself."""
    begun = opening(dict(query), OF_PAGE)
    kpis, marts, said = subjects(query)
    subject = next(iter((*kpis, *marts)), None)
    if begun.empty is not None or subject is None:
        raise NoSuchRows(" ".join(said) or _("No data have been published yet."))
    stream, facts, names = found_rows(begun, subject, query)
    if ending == XLSX:
        with write_rows_xlsx(stream, facts, names) as book:
            return facts, book.read()
    return facts, b"".join(bytes_of(rows_file(stream, facts, RowsForm(ending, style, NONE, names))))


def manifest(begun: Opening, subject: Kpi | str, query: Mapping[str, str], stream: RowStream, said: tuple) -> Manifest:
    """What is said about the rows. The build is named, so that the address gives the same rows again."""
    kpis, marts = ((subject,), ()) if isinstance(subject, Kpi) else ((), (subject,))
    name = {"kpi": subject.name} if kpis else {"mart": subject}
    own = {key: query[key] for key in ("sort", "find", "columns") if query.get(key)}
    filters = begun.filters.replace(build=begun.info.build_id).to_query()
    address = f"{PATH}?{urlencode(name | own | filters)}"
    title = _("Rows behind: {label}").format(label=_(subject.label)) if kpis else _("Rows of {mart}")
    about = About(title.format(mart=subject), address, begun.filters, current_reader().name, kpis, marts, said)
    return replace(stated(begun.warehouse, about), row_count=stream.row_count)
