"""People who are signed in to an app under test, each with a client of their own."""

from access.forms import FIELD, form_token
from access.session_way import COOKIE
from ledger.sessions import hash_of
from tests.conftest import sign_in

OWN = {"Sec-Fetch-Site": "same-origin"}
AS_PERSON = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}


class Person:
    """Somebody with a session, whose forms carry its token. told: fields of the account."""

    def __init__(self, app, token: str, **told):
        self.token, self.account_id = token, sign_in(token, **told)
        self.client = app.test_client()
        self.client.set_cookie(COOKIE, token)

    @property
    def form_token(self) -> str:
        return form_token(hash_of(self.token))

    def get(self, address: str):
        return self.client.get(address, headers=AS_PERSON)

    def post(self, address: str, **form):
        """Sends a form as the browser does from a page of the app."""
        return self.client.post(address, data={FIELD: self.form_token, **form}, headers=OWN)

    def page(self, path: str, search: str = "") -> str:
        """The document of a page."""
        return self.get(f"{path}{search}").text
