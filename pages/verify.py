"""Proof: a file of Lagebild held against its build and the current one."""

import dash

from pages.verify_form import PATH, verify_page

dash.register_page(__name__, path=PATH, title="Check a file · Lagebild")


def layout(**query):
    """The form; verification.py answers it."""
    return verify_page(query)
