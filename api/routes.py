"""The addresses of the interface for machines, and how often they may be asked."""

from flask import Blueprint, Flask, Response, current_app, request
from flask_limiter import Limiter

from access import current_reader
from api.asked import printable
from api.builds import build_list, country_list
from api.document import document
from api.kinds import NOT_FOUND, TOO_MANY_REQUESTS, WRONG_METHOD
from api.kpis import kpi_answer, kpi_list
from api.marts import mart_answer, mart_list
from api.problems import Problem, answer_problems
from api.reply import reply
from components.words import _
from settings import read_settings

PREFIX = "/api/v1"
VIEWS = {
    "": lambda: reply("", contents),
    "/": lambda: reply("", contents),
    "/openapi.json": lambda: reply("", document),
    "/kpis": kpi_list,
    "/kpis/<name>": kpi_answer,
    "/marts": mart_list,
    "/marts/<name>": mart_answer,
    "/builds": build_list,
    "/countries": country_list,
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY")


def add_api(server: Flask) -> None:
    """Adds the interface to the server."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    for path, view in VIEWS.items():
        api.add_url_rule(path, path.replace(".", "_") or "contents", view)
    api.add_url_rule("/<path:anything>", "unknown", unknown, methods=METHODS)
    answer_problems(api)
    limit(server, api)
    server.register_blueprint(api)


def limit(server: Flask, api: Blueprint) -> None:
    """Lets each reader and address ask so many times a minute as the settings say; each process counts by itself."""
    most = read_settings().api_requests_per_minute
    if most:
        server.after_request(without_needless_wait)  # before the limiter is made: what is added last runs first
        limiter = Limiter(asker, app=server, storage_uri="memory://", headers_enabled=True)
        limiter.shared_limit(f"{most} per minute", scope="api")(api)


def without_needless_wait(response: Response) -> Response:
    """The answer without the header Retry-After, which the limiter gives to all, where there is nothing to wait for."""
    if response.status_code != TOO_MANY_REQUESTS.status and request.path.startswith(PREFIX):
        response.headers.pop("Retry-After", None)
    return response


def asker() -> str:
    """Who is counted: a reader at an address of the network."""
    return f"{current_reader().name} {request.remote_addr}"


def contents() -> dict:
    """What there is, for whoever begins here."""
    names = ("kpis", "marts", "builds", "countries", "openapi.json")
    return {"document": f"{PREFIX}/openapi.json", "page": "/api", "addresses": [f"{PREFIX}/{name}" for name in names]}


def unknown(anything: str) -> Response:
    """The problem of every other address, and of every other method."""
    rule, _values = current_app.create_url_adapter(request).match(method="GET", return_rule=True)
    if rule.endpoint != request.endpoint:
        headers = {"Allow": "GET, HEAD, OPTIONS"}
        raise Problem(WRONG_METHOD, _("{method} is not answered.").format(method=request.method), headers=headers)
    raise Problem(NOT_FOUND, _("There is no such address: {address}").format(address=printable(anything[:80])))
