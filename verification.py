"""Files of ours put to the proof: against their build, and against the current one, with the rights of who asks."""

import base64
import binascii
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Response, request

from access import current_reader
from api.kpis import bundle_again, is_of_kpi
from api.marts import is_of_mart
from api.marts import rows_again as api_rows_again
from api.problems import Problem
from components.verdict import refused_file, verdict_view
from components.words import _
from documents.asked import asked_page
from documents.whole import made_of, whole_document
from exports.described import WrongFile
from exports.manifest import Bundle, Manifest
from exports.opened import Opened, opened
from exports.rows_proof import RowsOpened, opened_rows, rows_verdict
from exports.verify import Verdict, outcome_words, verdict
from exports.xlsx_file import TooLargeForSheet
from page_content import NoSuchPage, NoSuchResult, page_content
from pages.frame import framed
from pages.verify_form import PATH as VERIFY
from pages.verify_form import verify_page
from proof_apart import NotProved, apart, told_reader
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, UnknownMart, open_warehouse
from row_files import PATH, NoSuchRows, rows_again

MOST_BYTES = 25 * 1024**2
"""Of a file that a page takes; the command takes larger ones."""
NOT_MADE = (
    *(NoSuchPage, NoSuchResult, NoSuchRows, NoSuchBuild, NoBuildYet, NotAllowed, TooLargeForSheet),
    *(Problem, UnknownMart),
)
"""Why a file cannot be made again."""
MOST_FILES = 2
BESIDE = ".csv-metadata.json"


def verified(data: bytes, beside: bytes | None = None) -> Verdict:
    """The verdict on a file for the reader who asks. beside: the file beside a CSV without comment. WrongFile when it
    is none of ours."""
    rows = opened_rows(data, beside)
    file = rows or opened(data, beside)
    ask = rows_of if rows else bundle_of
    then, reason = asked(ask, file, file.manifest.build_id)
    now, _reason = asked(ask, file, None)
    return rows_verdict(rows, then, now, reason) if rows else verdict(file, then, now, reason)


def asked(ask: Callable, file: Opened | RowsOpened, build: str | None) -> tuple[object, str]:
    """What a build says, and nothing; or nothing, and why it cannot be asked."""
    try:
        return ask(file, build), ""
    except NOT_MADE as error:
        return None, told(error)


def bundle_of(file: Opened, build: str | None) -> Bundle:
    """What the page, figure or KPI of a file says on a build; on the current one for None."""
    path, query = address_on(file.manifest, build)
    if is_of_kpi(path):
        return bundle_again(path, query)
    content = page_content(path, query)
    return content.only(file.manifest.only) if file.manifest.only else content.bundle()


def rows_of(file: RowsOpened, build: str | None) -> tuple[Manifest, bytes]:
    """The rows of a file of rows on a build; on the current one for None."""
    path, query = address_on(file.manifest, build)
    if is_of_mart(path):
        return api_rows_again(path, query, file.form)
    if path != PATH:
        raise NoSuchRows(_("Rows of {path} cannot be asked for again here.").format(path=path[:80]))
    return rows_again(query, file.form, file.style)


def address_on(manifest: Manifest, build: str | None) -> tuple[str, dict[str, str]]:
    """Path and query of a manifest on a build. NoSuchBuild where it is not kept."""
    if build is not None and build not in open_warehouse(current_reader(), build).store.builds():
        raise NoSuchBuild(f"There is no build {build}.")  # a process may still hold one that was removed
    parts = urlsplit(manifest.address)
    query = {key: value for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "build"}
    return parts.path, query | ({"build": build} if build else {})


def told(error: Exception) -> str:
    """Why a build could not be asked."""
    if isinstance(error, NoSuchBuild):
        return _("The build of this file is not kept here any more, or is one of another installation.")
    if isinstance(error, NotAllowed):
        return _("You may not see what this file was made from.")
    return str(error)


def add_verification(server: Flask) -> None:
    """Adds the answer to the form of the page."""
    server.add_url_rule(VERIFY, "check_files", checked_files, methods=["POST"])


def checked_files() -> Response:
    """The page with the verdict on the files that were sent."""
    files = [one for one in request.files.getlist("files") if one.filename][: MOST_FILES + 1]
    said = verify_page({}, outcome_apart([_text(one.read()) for one in files], [one.filename for one in files]))
    asked = asked_page(VERIFY, "")
    made = made_of(asked, framed(VERIFY, lambda **_query: said)())
    return Response(whole_document(made), content_type="text/html; charset=utf-8")


def outcome_apart(contents: list[str], names: list[str]):
    """What the page shows for the files that a reader gave, which only a process of its own opens."""
    if not 0 < len(contents) <= MOST_FILES:
        return refused_file("", _("Give one file, or a CSV and the file beside it."))
    said = ", ".join(names)
    if sum(map(len, contents)) > MOST_BYTES * 4 // 3 + 400:
        return refused_file(said, _("The file is too large for this page; `manage.py verify FILE` takes it."))
    try:
        return apart({"contents": contents, "names": names, "reader": told_reader(current_reader())})
    except NotProved as error:
        return refused_file(said, str(error))


def _text(data: bytes) -> str:
    """Bytes as text, to be handed to another process."""
    return f"data:;base64,{base64.b64encode(data).decode()}"


def outcome(contents: list[str] | None, names: list[str] | None):
    """What the page shows for the files that a reader gave: one of ours, and perhaps the one beside it."""
    if not contents or not names or len(contents) > 2:
        return refused_file("", _("Give one file, or a CSV and the file beside it."))
    try:
        files = {name: _bytes(text) for name, text in zip(names, contents, strict=True)}
        beside = next((name for name in files if name.endswith(BESIDE)), None) if len(files) == 2 else None
        main = next((name for name in files if name != beside), None)
        found = verified(files[main], files.get(beside))
    except (WrongFile, ValueError) as error:
        return refused_file(", ".join(map(str, names)), str(error))
    return verdict_view(main, found, outcome_words()[found.outcome])


def _bytes(text: str) -> bytes:
    """The bytes of a file as browsers send them: `data:type;base64,` and the text."""
    if len(text) > MOST_BYTES * 4 // 3 + 200:
        raise WrongFile(_("The file is too large for this page; `manage.py verify FILE` takes it."))
    try:
        return base64.b64decode(text.partition(",")[2], validate=True)
    except binascii.Error:
        raise WrongFile(_("The file did not arrive whole.")) from None
