"""What stands between a request and the app, whoever asks: headers, sizes, hosts, logs, answers to errors."""

from dash import Dash


def add_guards(app: Dash) -> None:
    """Puts the guards before and after every address of the app. Called last, when all addresses are there."""
