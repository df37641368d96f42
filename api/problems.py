"""What the interface says when it cannot answer: problem details (RFC 9457), one kind for each reason."""

import logging
from collections.abc import Sequence
from http import HTTPStatus

from flask import Response, json, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from api.kinds import (
    BAD_PARAMETER,
    FAILED,
    KINDS,
    NO_BUILD,
    NOT_FOUND,
    NOT_OPEN,
    TOO_LONG,
    TOO_MANY_REQUESTS,
    TOO_MANY_ROWS,
    Kind,
)
from components.words import _
from queries.limits import TooLong, TooMany
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, UnknownMart

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something that cannot be answered. detail: a sentence. errors: the parameters that are to blame, each with name,
    value and reason. headers: of the answer."""

    def __init__(self, kind: Kind, detail: str, errors: Sequence[dict] = (), headers: dict | None = None):
        super().__init__(detail)
        self.kind, self.detail, self.errors, self.headers = kind, detail, tuple(errors), headers or {}


def bad_parameter(name: str, value: object, reason: str) -> Problem:
    """The problem of one parameter. reason: how the sentence about it goes on, as in "is not a month"."""
    return bad_parameters([{"name": name, "value": str(value)[:40], "reason": reason}])


def bad_parameters(errors: Sequence[dict]) -> Problem:
    """The problem of some parameters."""
    said = [_("{name} {reason}").format(name=one["name"], reason=one["reason"]) for one in errors]
    return Problem(BAD_PARAMETER, "; ".join(said) + ".", errors)


def problem_answer(problem: Problem) -> Response:
    """The answer that tells a problem. Nobody may keep it."""
    kind = problem.kind
    told = {"type": kind.address, "title": _(kind.title), "status": kind.status, "detail": problem.detail}
    told["instance"] = request.path
    if problem.errors:
        told["errors"] = list(problem.errors)
    answer = Response(json.dumps(told, ensure_ascii=False, sort_keys=False), kind.status, mimetype=MEDIA_TYPE)
    answer.headers.update({"Cache-Control": "no-store", **problem.headers})
    return answer


def answer_problems(blueprint) -> None:
    """Has whatever goes wrong in a view told as a problem."""
    found = {NotAllowed: NOT_OPEN, UnknownMart: NOT_FOUND, NoSuchBuild: NOT_FOUND, NoBuildYet: NO_BUILD}
    found |= {TooMany: TOO_MANY_ROWS, TooLong: TOO_LONG}
    for error, kind in found.items():
        blueprint.register_error_handler(error, _told_as(kind))
    blueprint.register_error_handler(Problem, problem_answer)
    blueprint.register_error_handler(OperationalError, _unreadable)
    blueprint.register_error_handler(429, _too_many)
    blueprint.register_error_handler(HTTPException, _of_the_server)
    blueprint.register_error_handler(Exception, _failed)


def _told_as(kind: Kind):
    return lambda error: problem_answer(Problem(kind, _(str(error))))


def _unreadable(_error: OperationalError) -> Response:
    return problem_answer(Problem(NO_BUILD, _("The database of the warehouse does not answer.")))


def _too_many(error: HTTPException) -> Response:
    told = _("At most {limit} are answered.").format(limit=error.description)
    return problem_answer(Problem(TOO_MANY_REQUESTS, told))


def _of_the_server(error: HTTPException) -> Response:
    """An error that the server itself found, under the kind of its status."""
    known = {kind.status: kind for kind in reversed(KINDS)}
    kind = known.get(error.code) or Kind("failed", error.code, HTTPStatus(error.code).phrase, "")
    # Whoever is to say who they are is told how.
    headers = {"WWW-Authenticate": "Bearer", **dict(error.get_headers())} if error.code == 401 else {}
    told = {name: value for name, value in headers.items() if name == "WWW-Authenticate"}
    return problem_answer(Problem(kind, error.description or _(kind.title), headers=told))


def _failed(_error: Exception) -> Response:
    logging.getLogger("lagebild").exception("The interface could not answer %s.", request.endpoint)
    return problem_answer(Problem(FAILED, _(FAILED.meaning)))
