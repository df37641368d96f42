"""Files of ours put to the proof: against their build, and against the current one, with the rights of who asks."""

import base64
import binascii
from urllib.parse import parse_qsl, urlsplit

from dash import Dash, Input, Output, State

from access import current_reader
from components.verdict import refused_file, verdict_view
from components.words import _
from exports.described import WrongFile
from exports.manifest import Bundle, Manifest
from exports.opened import opened
from exports.verify import Verdict, outcome_words, verdict
from page_content import NoSuchPage, NoSuchResult, page_content
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse

MOST_BYTES = 25 * 1024**2
"""Of a file that a page takes; the command takes larger ones."""
BESIDE = ".csv-metadata.json"


def verified(data: bytes, beside: bytes | None = None) -> Verdict:
    """The verdict on a file for the reader who asks. beside: the file beside a CSV without comment. WrongFile when it
    is none of ours."""
    file = opened(data, beside)
    try:
        then, reason = bundle_of(file.manifest, file.manifest.build_id), ""
    except (NoSuchPage, NoSuchResult, NoSuchBuild, NoBuildYet, NotAllowed) as error:
        then, reason = None, told(error)
    try:
        now = bundle_of(file.manifest, None)
    except (NoSuchPage, NoSuchResult, NoSuchBuild, NoBuildYet, NotAllowed):
        now = None
    return verdict(file, then, now, reason)


def bundle_of(manifest: Manifest, build: str | None) -> Bundle:
    """What the page or figure of a manifest says on a build; on the current one for None."""
    if build is not None:
        open_warehouse(current_reader(), build)
    parts = urlsplit(manifest.address)
    query = {key: value for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "build"}
    content = page_content(parts.path, query | ({"build": build} if build else {}))
    return content.only(manifest.only) if manifest.only else content.bundle()


def told(error: Exception) -> str:
    """Why a build could not be asked."""
    if isinstance(error, NoSuchBuild):
        return _("The build of this file is not kept here any more, or is one of another installation.")
    if isinstance(error, NotAllowed):
        return _("You may not see what this file was made from.")
    return str(error)


def add_verification(app: Dash) -> None:
    """Adds the answer to the form of the page."""
    app.callback(
        Output("verify-outcome", "children"),
        Input("verify-file", "contents"),
        State("verify-file", "filename"),
        prevent_initial_call=True,
    )(outcome)


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
