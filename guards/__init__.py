"""What stands between a request and the app, whoever asks: sizes, hosts, headers, logs, answers to errors."""

from flask import Flask

from guards.errors import tell_errors
from guards.headers import with_headers
from guards.logs import Logged
from guards.outer import Outer
from guards.pace import limit_files
from guards.reading import shallow


def add_guards(server: Flask) -> None:
    """Puts the guards before and after every address of a server. Called last, when all addresses are there, and after
    the door: what is sent is read only when whoever sent it may ask."""
    server.after_request_funcs.setdefault(None, []).insert(0, with_headers)  # the first of these runs last
    server.json.loads = shallow(server.json.loads)
    tell_errors(server)
    limit_files(server)
    server.wsgi_app = Logged(Outer(server.wsgi_app))
