"""What is said when something goes wrong: a sentence and the number of the request, never how the app is built."""

from collections.abc import Callable

from dash import html
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from components.plain_page import plain_page
from components.words import _
from guards.logs import log_failure
from guards.outer import REQUEST_ID
from kpis.words import _ as marked

SENTENCES = {
    400: marked("This request cannot be understood."),
    401: marked("Sign in first."),
    403: marked("This is not open to you."),
    404: marked("There is no such address here."),
    405: marked("This address does not take requests of this kind."),
    406: marked("There is no such form of this."),
    408: marked("The request took too long to arrive."),
    410: marked("This is not here any more."),
    411: marked("Say how long the body is."),
    413: marked("What was sent is too large."),
    414: marked("The address is longer than any page needs."),
    415: marked("What was sent is of a kind that is not read here."),
    416: marked("The file has no such part."),
    429: marked("Too many requests within a minute. Wait a little, then go on."),
    500: marked("An error on our side. It has been written to the log."),
    503: marked("This cannot be answered now. Try again in a while."),
}
KEPT_HEADERS = ("Allow", "Retry-After", "Content-Range", "WWW-Authenticate")
"""Headers of an error that its answer keeps."""
SAID_BY_US = (401, 403, 413)
"""Statuses whose sentences are written where they are raised."""


def tell_errors(server: Flask) -> None:
    """Has whatever goes wrong told in words, unless the address has words of its own for it."""
    server.register_error_handler(HTTPException, told_status)
    server.register_error_handler(Exception, told_failure)


def told_status(error: HTTPException) -> Response:
    """The answer to an error that the server found: its status, and our sentence for it."""
    if error.response is not None:
        return error.response
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    own = error.description if error.code in SAID_BY_US and error.description != type(error).description else None
    return told(error.code or 500, kept, own)


def told_failure(error: Exception) -> Response:
    """The answer to an error that nobody foresaw."""
    log_failure(error, request.environ.get(REQUEST_ID, ""), request.endpoint or "")
    return told(500, {})


def told(status: int, headers: dict[str, str], own: str | None = None) -> Response:
    """The sentence of a status, or the own one of whoever refused, as the request would like it: a page, JSON, text."""
    sentence = _(own or SENTENCES.get(status) or SENTENCES[400 if status < 500 else 500])
    number = request.environ.get(REQUEST_ID, "")
    answer = _form()(sentence, number)
    answer.status_code = status
    answer.headers.update({"Cache-Control": "no-store", **headers})
    return answer


def _form() -> Callable[[str, str], Response]:
    """Programs get JSON, whoever asks for a page gets one, everybody else a line of text."""
    if request.is_json:
        return lambda sentence, number: jsonify(message=sentence, request=number)
    if "text/html" in request.accept_mimetypes.values():
        return _page
    best = request.accept_mimetypes.best_match(["text/plain", "application/json"], default="text/plain")
    if best == "application/json":
        return lambda sentence, number: jsonify(message=sentence, request=number)
    return lambda sentence, number: Response(f"{sentence} {_number(number)}\n", mimetype="text/plain")


def _page(sentence: str, number: str) -> Response:
    home = html.P(html.A(_("To the first page"), href="/"))
    return Response(plain_page(sentence, [html.P(_number(number)), home]), mimetype="text/html")


def _number(number: str) -> str:
    return _("Number of this request, for whoever looks after this installation: {number}").format(number=number)
