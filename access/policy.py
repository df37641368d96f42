"""Who may do what: the one table of every address and page. What is not in it is refused."""

from dataclasses import dataclass

from queries.reader import NOBODY, Reader

PUBLIC, SIGNED_IN = "public", "signed in"
TOKEN, ORIGIN, NOTHING = "token", "origin", "nothing"


@dataclass(frozen=True)
class Rule:
    """who: PUBLIC, SIGNED_IN, or a right of queries.reader.RIGHTS.

    carries: what a request that may write must carry. TOKEN: the token of its session, and be sent from a page of this
    app. ORIGIN: be sent from a page of this app. NOTHING: its authority stands in the request itself."""

    who: str
    carries: str = TOKEN


ENDPOINTS = {
    "static_file": Rule(PUBLIC),
    "health": Rule(PUBLIC),
    "state": Rule(PUBLIC),  # strangers learn the version of the static files, as they do from the page to sign in
    "service_worker": Rule(PUBLIC),
    "offline_page": Rule(PUBLIC),
    "sign_in_page": Rule(PUBLIC),
    "sign_in": Rule(PUBLIC, ORIGIN),  # nobody has a session yet whose token a form could carry
    "sign_out": Rule(PUBLIC),
    "provider_begin": Rule(PUBLIC),
    "provider_done": Rule(PUBLIC),
    "provider_out": Rule(PUBLIC),
    "first_page": Rule(PUBLIC),
    "make_first": Rule(PUBLIC, ORIGIN),
    "password_page": Rule(PUBLIC),
    "set_password": Rule(PUBLIC, ORIGIN),
    "page": Rule(SIGNED_IN),
    "page_below": Rule(SIGNED_IN),
    "figure": Rule(SIGNED_IN),
    "who": Rule(SIGNED_IN),
    "check_files": Rule(SIGNED_IN, ORIGIN),  # it writes nothing, and its files are larger than forms
    "page_file": Rule("export"),
    "rows_csv": Rule("export"),
    "rows_json": Rule("export"),
    "rows_parquet": Rule("export"),
    "rows_xlsx": Rule("export"),
    "rows_csv-metadata.json": Rule("export"),
    "quarantine_file": Rule("export"),
    "audit_file": Rule("audit"),
    "new_subscription": Rule("subscribe"),
    "end_own_subscription": Rule(SIGNED_IN),
    "mail_end_page": Rule(PUBLIC),
    "end_by_secret": Rule(PUBLIC, NOTHING),  # the secret of a mail ends its subscription, and does nothing else
    "write_commentary": Rule("comment"),
    "issue_report": Rule("issue"),
    "account_new_page": Rule("administer"),
    "account_new": Rule("administer"),
    "account_change_page": Rule("administer"),
    "account_change": Rule("administer"),
    "account_state": Rule("administer"),
    "account_sessions": Rule("administer"),
    "account_link": Rule("administer"),
    "account_view_as": Rule("administer"),
    "end_viewing": Rule(SIGNED_IN),
    "own_password": Rule(SIGNED_IN),
    "new_token": Rule(SIGNED_IN),
    "end_own_token": Rule(SIGNED_IN),
    "end_own_session": Rule(SIGNED_IN),
    "end_own_sessions": Rule(SIGNED_IN),
    "api.contents": Rule(SIGNED_IN),
    "api./": Rule(SIGNED_IN),
    "api./openapi_json": Rule(SIGNED_IN),
    "api./kpis": Rule(SIGNED_IN),
    "api./kpis/<name>": Rule(SIGNED_IN),
    "api./marts": Rule(SIGNED_IN),
    "api./marts/<name>": Rule("export"),
    "api./builds": Rule(SIGNED_IN),
    "api./countries": Rule(SIGNED_IN),
    "api.unknown": Rule(SIGNED_IN, NOTHING),  # it only says that there is nothing
}
"""Endpoint of the server -> rule."""
WHILE_VIEWING = frozenset({"end_viewing", "sign_out"})
"""What an administrator may still do by forms while looking through the eyes of somebody else."""
PAGES: dict[str, str] = {"/accounts": "administer", "/audit": "audit"}
"""Path of a page -> the right that it needs; the other pages are open to everybody who has signed in, and show what
the reader's scope has."""


def may(reader: Reader, who: str) -> bool:
    """Whether somebody may do what is open to `who`."""
    if who == PUBLIC:
        return True
    if reader == NOBODY:
        return False
    return who == SIGNED_IN or who in reader.rights


def may_open(reader: Reader, path: str) -> bool:
    """Whether somebody may open the page of a path."""
    return may(reader, PAGES.get(path, SIGNED_IN))
