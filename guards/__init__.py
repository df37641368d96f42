"""What stands between a request and the app, whoever asks: sizes, hosts, headers, logs, answers to errors."""

from dash import Dash

from guards.callbacks import refusal_of_forged, shallow
from guards.errors import tell_errors
from guards.headers import headers_for
from guards.index import without_versions
from guards.logs import Logged
from guards.outer import Outer
from guards.pace import limit_files


def add_guards(app: Dash) -> None:
    """Puts the guards before and after every address of the app. Called last, when all addresses are there, and after
    the door: what a page sends is read only when whoever sent it may ask."""
    server = app.server
    server.before_request(refusal_of_forged(app))
    server.after_request_funcs.setdefault(None, []).insert(0, headers_for(app))  # the first of these runs last
    server.json.loads = shallow(server.json.loads)
    tell_errors(server)
    limit_files(server)
    app.interpolate_index = without_versions(app.interpolate_index)
    server.wsgi_app = Logged(Outer(server.wsgi_app))
