"""The files of pages: the address of a page with an ending gives what the page shows, in that form."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import unquote

from flask import Flask, Response, request

from access import current_reader
from access.witness import tell_file
from answers import NOT_KEPT
from components.file_menu import HOME
from components.file_sizes import PACK
from components.words import _, current_language
from compression import PLAIN, wanted_encoding
from documents.asked import path_as_written
from exports.chromium import FailedDrawing, NoChromium
from exports.forms import Form, forms
from exports.pack import NoPack
from exports.picture import NoSuchPicture
from exports.xlsx_file import TooLargeForSheet
from kept_answers import Answer, Answers
from page_content import NoSuchPage, NoSuchResult, page_content
from queries.cache import BoundedMemory, cache_key, forgotten_too
from queries.limits import TooLong, TooMany
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse

ENDINGS = ("csv", "xlsx", "json", "parquet", "png", "pdf", "html", "zip")
OWN = ("only", "style", "manifest", "size")
"""Keys of the address of a file that its page does not know."""
MOST_BYTES = 64 * 1024**2
"""Files that a process keeps, so that a broken download goes on with the same bytes."""
UNSAFE = re.compile(r"[^a-z0-9-]+")

files = Answers(MOST_BYTES, is_shared=False)
row_counts = BoundedMemory(1024**2)
"""Key of a file -> number of its rows, as text: the audit tells it of kept files too."""
forgotten_too(files.forget)


def add_page_files(server: Flask) -> None:
    """Adds the addresses of the files of pages to the server."""
    server.add_url_rule(f"/<path:page>.<any({','.join(ENDINGS)}):ending>", "page_file", page_file)


def page_file(page: str, ending: str):
    """The file of a page. 400 for an option that is not known, 403, 404, 413 and 503 as the page says, in a sentence."""
    page, ending = whole_ending(page, ending)
    form, query = forms().get(ending), request.args.to_dict()
    if form is None:
        return told(404, f"There is no form {ending}.")
    if wrong := wrong_option(form, query):
        return told(400, wrong)
    path = "/" if page == HOME else f"/{path_asked(page, ending)}"
    try:
        warehouse, today = open_warehouse(current_reader(), query.get("build")), datetime.now(UTC).date()
        asked = (path, ending, tuple(sorted(query.items())), current_language(), str(today), current_reader().name)
        encoding = wanted_encoding() if form.is_wordy else PLAIN
        key = cache_key("file", warehouse, asked)
        found = files.answer(key, encoding, lambda: made(form, path, query, key))
        count, plain = row_counts.get(key), found.encoded(PLAIN).body
        tell_file(rows=count and int(count), sha256=hashlib.sha256(plain).hexdigest())
    except NotAllowed as error:
        return told(403, str(error))
    except (NoPack, NoSuchPage, NoSuchResult, NoSuchBuild) as error:
        return told(404, str(error))
    except (TooLargeForSheet, TooMany) as error:
        return told(413, _(str(error)))
    except NoSuchPicture as error:
        return told(400, str(error))
    except FailedDrawing as error:
        return told(500, str(error))
    except (NoBuildYet, NoChromium, TooLong) as error:
        return told(503, str(error))
    return sent(found, file_name(path, query, ending))


def whole_ending(page: str, ending: str) -> tuple[str, str]:
    """Page and ending of an address; two forms have an ending of two parts."""
    for whole in ("csv-metadata.json", PACK):
        first, _point, last = whole.partition(".")
        if ending == last and page.endswith(f".{first}"):
            return page.removesuffix(f".{first}"), whole
    return page, ending


def made(form: Form, path: str, query: Mapping[str, str], key: str = "") -> Answer:
    """The file of a page, or of one result of it. Its number of rows is kept under the key, if any."""
    content = page_content(path, {key: value for key, value in query.items() if key not in OWN})
    bundle = content.only(query["only"]) if query.get("only") else content.bundle()
    if key:
        row_counts[key] = str(bundle.manifest.row_count).encode()
    is_kept = not path.strip("/").startswith(NOT_KEPT)
    return Answer(form.write(bundle, query), PLAIN, content_type=form.media_type, is_kept=is_kept)


def wrong_option(form: Form, query: Mapping[str, str]) -> str:
    """What is wrong with the options of a file; "" when nothing is."""
    for key in set(OWN) - {"only"}:
        known = form.options.get(key, ())
        if key in query and query[key] not in known:
            choices = ", ".join(known) or "nothing"
            return f"{key}: “{query[key][:40]}” is not known for {form.ending}; known: {choices}."
    return ""


def path_asked(page: str, ending: str) -> str:
    """The path of the page as the browser wrote it: an encoded slash inside a name stays one."""
    raw, wanted = path_as_written(), f".{ending}"
    return raw[1 : -len(wanted)] if raw.endswith(wanted) and unquote(raw)[1:] else page


def sent(found: Answer, name: str) -> Response:
    """The file, which can be asked for in parts and again: its tag stands for these bytes in this encoding."""
    answer = Response(found.body, content_type=found.content_type)
    answer.set_etag(hashlib.sha256(found.body).hexdigest()[:32])
    answer.vary.add("Accept-Encoding")
    if found.encoding != PLAIN:
        answer.headers["Content-Encoding"] = found.encoding
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(found.body))


def file_name(path: str, query: Mapping[str, str], ending: str) -> str:
    """lagebild-supply-AFG-outlook-20261031.csv: page, part and build, in signs that every system knows."""
    build = open_warehouse(current_reader(), query.get("build")).build_id
    parts = ("lagebild", path.strip("/") or HOME, query.get("only", ""), build)
    words = (UNSAFE.sub("-", unquote(one).lower()).strip("-")[:60] for one in parts)
    return "-".join(filter(None, words)) + f".{ending}"


def told(status: int, sentence: str) -> Response:
    """A sentence instead of a file."""
    return Response(sentence + "\n", status, mimetype="text/plain")
