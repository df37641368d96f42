"""Every form that people send to the app, added to its server."""

from flask import Flask

from account_forms import add_account_forms
from administration_forms import add_administration_forms
from report_actions import add_report_actions
from sign_in_forms import add_sign_in_forms
from subscription_forms import add_subscription_forms
from token_forms import add_token_forms


def add_forms(server: Flask) -> None:
    """Adds the pages of forms and the addresses that they are sent to."""
    add_sign_in_forms(server)
    add_account_forms(server)
    add_administration_forms(server)
    add_subscription_forms(server)
    add_token_forms(server)
    add_report_actions(server)
