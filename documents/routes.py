"""The addresses of pages: the document, its figures, and the corner of the reader."""

import json
from collections.abc import Mapping
from dataclasses import replace

from flask import Flask, Response, abort, request
from plotly.io.json import to_json_plotly

from access.entering import is_by_https
from access.witness import note_view
from answers import DOCUMENT, Mark, kept_part
from components.markup import markup
from components.sent_figure import whole
from compression import BROTLI, DENSE, PLAIN, packed, wanted_encoding
from documents.asked import Asked, asked_page, page_path, path_as_written
from documents.lite import COOKIE, LITE, VIEW, chosen_view, lite_page
from documents.whole import OF, current_build, is_build, made_page, whole_document
from kept_answers import Answer
from pages.own_corner import who
from statics.routes import A_YEAR

FIGURE = "figure"
"""The key of an address that names a figure of its page."""
WHOLE = "whole"
"""The key by which a page that was opened before an upgrade asks for all of a figure: its template is another."""
JSON, HTML = "application/json", "text/html; charset=utf-8"


def add_documents(server: Flask, marks: Mapping[str, Mark]) -> None:
    """Adds the pages to a server. marks: path of a page that shows more than its build -> what tells that it changed."""
    server.add_url_rule("/", "page", lambda: page(marks))
    server.add_url_rule("/<path:path>", "page_below", lambda path: page(marks))  # noqa: ARG005  read undecoded
    server.add_url_rule("/figures/<path:path>", "figure", lambda path: figure(marks))  # noqa: ARG005
    server.add_url_rule("/who", "who", corner)


def page(marks: Mapping[str, Mark]) -> Response:
    """The document of a page; that of an address without a page says so, with 404."""
    every = asked_page(path_as_written(), request.query_string.decode(errors="replace"))
    asked, view, is_chosen = chosen_view(every, request)
    found = lite_part(asked, marks) if view == LITE else part_of(asked, DOCUMENT, marks)
    if asked.is_found and found.is_kept:  # of a page that is made now, its frame tells, unless it refuses
        note_view(asked.path, asked.query)
    answer = sent(found)
    answer.vary.update(("Cookie", "Save-Data"))
    if is_chosen:
        answer.set_cookie(COOKIE, view, max_age=A_YEAR, path="/", httponly=True, samesite="Lax", secure=is_by_https())
    return answer


def figure(marks: Mapping[str, Mark]) -> Response:
    """A figure of a page as JSON, as components.sent_figure sends it; 404 where the page has none of that name."""
    path = page_path(path_as_written().removeprefix("/figures/"))
    asked = asked_page(path, request.query_string.decode(errors="replace"))
    name, is_whole = asked.query.pop(FIGURE, ""), asked.query.pop(WHOLE, None) is not None
    build = asked.query.pop(OF, "")
    if isinstance(build, str) and build and "build" not in asked.query and build != current_build():
        if not is_build(build):
            abort(404)
        asked.query["build"] = build  # another one was published since the document was made
    found = part_of(asked, name, marks) if isinstance(name, str) and name else None
    if not found:
        abort(404)
    return sent(with_template(found) if is_whole else found)


def corner() -> Response:
    """The corner of the reader, as HTML to be put into the document; empty for nobody."""
    return Response(markup(who()), content_type=HTML)


def lite_part(asked: Asked, marks: Mapping[str, Mark]) -> Answer:
    """The document of a page in its light view, kept as a page of its own."""
    address = (asked.path, (*sorted_query(asked), (VIEW, LITE)))
    return kept_part(
        address, DOCUMENT, lambda: {DOCUMENT: dense(document_answer(asked, lite_page(asked)))}, mark_of(asked, marks)
    )


def part_of(asked: Asked, part: str, marks: Mapping[str, Mark]) -> Answer | None:
    """A part of a page, kept where that may be; None where the page has no such part."""
    return kept_part((asked.path, sorted_query(asked)), part, lambda: parts_of(asked), mark_of(asked, marks))


def mark_of(asked: Asked, marks: Mapping[str, Mark]) -> Mark | None:
    """What tells that a page changed that shows more than its build."""
    return marks.get(f"/{asked.path.strip('/')}")


def sorted_query(asked: Asked) -> tuple:
    """The keys and values of an address in one order."""
    query = {key: value if isinstance(value, str) else tuple(value) for key, value in asked.query.items()}
    return tuple(sorted(query.items(), key=lambda pair: pair[0]))


def parts_of(asked: Asked) -> dict[str, Answer]:
    """All parts of a page: its document and its figures by name."""
    made = made_page(asked)
    return {DOCUMENT: document_answer(asked, whole_document(made))} | {
        name: Answer(to_json_plotly(one).encode(), PLAIN, content_type=JSON) for name, one in made.figures.items()
    }


def document_answer(asked: Asked, text: str) -> Answer:
    """A document as an answer."""
    return Answer(text.encode(), PLAIN, 200 if asked.is_found else 404, HTML)


def dense(answer: Answer) -> Answer:
    """An answer for a slow link: packed with more effort, where the browser takes that."""
    if wanted_encoding() != BROTLI:
        return answer
    return replace(answer, body=packed(answer.body, BROTLI, DENSE), encoding=BROTLI)


def with_template(found: Answer) -> Answer:
    """All of a figure, with what its template says."""
    drawn = whole(json.loads(found.encoded(PLAIN).body))
    return replace(found, body=json.dumps(drawn).encode(), encoding=PLAIN, tag=f"{found.tag}-whole")


def sent(found: Answer) -> Response:
    """The answer to a request. The browser may keep it and must ask each time whether it still holds; its tag stands
    for the bytes, so that of another reader differs."""
    answer = Response(found.body, found.status, content_type=found.content_type)
    answer.vary.add("Accept-Encoding")
    if found.encoding != PLAIN:
        answer.headers["Content-Encoding"] = found.encoding
    if found.is_kept and found.status == 200:
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.set_etag(found.tag, weak=True)
        return answer.make_conditional(request)
    return answer
