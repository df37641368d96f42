"""Pages on which people sign in and set their password: forms without scripts, with every fault in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from dash import dcc, html

from components.format import number
from components.plain_page import plain_page
from components.words import _, plural

MOST_SIGNS = 500


@dataclass(frozen=True)
class Field:
    """A field of a form. kind, autocomplete: as HTML has them, so that browsers offer the right thing. hint: what may
    stand in it."""

    name: str
    label: str
    kind: str
    autocomplete: str
    hint: str = ""
    value: str = ""


def sign_in_page(
    wanted: str, name: str = "", said: str = "", others: Sequence[tuple[str, str]] = (), way_out: str = ""
) -> str:
    """Where people sign in. wanted: the address that they came for. said: what went wrong or has happened, in words.
    others: label and address of other ways to sign in. way_out: where whoever has signed out here can do so at their
    organisation, "" for nowhere."""
    fields = [
        Field("name", _("Name or mail address"), "text", "username", value=name),
        Field("password", _("Password"), "password", "current-password"),
    ]
    body = [
        _told(said),
        html.P(html.A(_("Sign out at your organisation as well"), href=way_out)) if way_out else None,
        _form("/sign-in", fields, _("Sign in"), {"next": wanted}),
        _other_ways(others),
        html.P(
            _("No account, or the password forgotten? Whoever looks after this installation gives you a link.")
            + " "
            + _("Lagebild sets one cookie, which keeps you signed in."),
            className="silent",
        ),
    ]
    return plain_page(_("Sign in"), body)


def password_page(action: str, name: str, said: str = "") -> str:
    """Where somebody with a link sets the password of an account. action: the address of the link."""
    fields = [Field("name", _("Account"), "text", "username", value=name), *_new_password_fields()]
    body = [
        html.P(_("Set the password with which you will sign in. The link works once.")),
        _told(said),
        _form(action, fields, _("Set password and sign in"), fixed=("name",)),
    ]
    return plain_page(_("Set your password"), body)


def first_page(action: str, given: tuple[str, str] = ("", ""), said: str = "") -> str:
    """Where the first administrator makes an account. given: name and shown name, as they were written before."""
    fields = [
        Field("name", _("Name to sign in with"), "text", "username", _("Your mail address, for instance."), given[0]),
        Field("shown_name", _("Your name"), "text", "name", _("As others are to read it."), given[1]),
        *_new_password_fields(),
    ]
    body = [
        html.P(_("This installation has no accounts yet. Yours will be the first: it sees everything, and gives others")
               + " " + _("their accounts.")),
        _told(said),
        _form(action, fields, _("Make the account and sign in")),
    ]  # fmt: skip
    return plain_page(_("The first administrator"), body)


def lost_link_page() -> str:
    """What stands where a link leads that does not hold."""
    body = html.Div(
        [
            html.P(_("This link does not work: it was used before, a newer one was made, or its time is over.")),
            html.P(_("Whoever looks after this installation can give you a new one.")),
            html.P(html.A(_("Sign in"), href="/sign-in")),
        ],
        role="alert",
    )
    return plain_page(_("This link has ended"), body)


def wait_sentence(wait: timedelta) -> str:
    """That somebody has to wait before the next attempt."""
    seconds = ceil(wait.total_seconds())
    minutes = ceil(seconds / 60)
    if seconds <= 90:
        told = plural(
            "Too many attempts. Try again in {count} second.",
            "Too many attempts. Try again in {count} seconds.",
            seconds,
        )
        return told.format(count=number(seconds))
    told = plural(
        "Too many attempts. Try again in {count} minute.", "Too many attempts. Try again in {count} minutes.", minutes
    )
    return told.format(count=number(minutes))


def _new_password_fields() -> list[Field]:
    hint = _("At least 12 signs. Four words that do not belong together are easy to keep in mind.")
    return [
        Field("password", _("New password"), "password", "new-password", hint),
        Field("again", _("The same password again"), "password", "new-password"),
    ]


def _told(said: str):
    return html.P(said, className="notice", role="alert") if said else None


def _other_ways(others: Sequence[tuple[str, str]]):
    ways = [html.Li(html.A(label, href=address)) for label, address in others]
    listed = html.Ul(ways, className="other-ways")
    return html.Nav([html.P(_("Or sign in with:")), listed], **{"aria-label": _("Other ways")}) if ways else None


def _form(action: str, fields: list[Field], button: str, hidden: dict[str, str] | None = None, fixed=()):
    """A form that writes. fixed: names of fields that are shown and not changed."""
    kept = [dcc.Input(type="hidden", name=name, value=value) for name, value in (hidden or {}).items()]
    drawn = [_field(field, is_fixed=field.name in fixed) for field in fields]
    sent = html.Button(button, type="submit")
    return html.Form([*kept, *drawn, sent], action=action, method="post", className="own-form")


def _field(field: Field, *, is_fixed: bool):
    is_first = field.autocomplete == "username" and not field.value
    entry = dcc.Input(
        id=f"field-{field.name}",
        name=field.name,
        type=field.kind,
        value=field.value,
        autoComplete=field.autocomplete,
        required=field.name != "shown_name",
        readOnly=is_fixed,
        autoFocus=is_first,
        spellCheck=False,
        maxLength=MOST_SIGNS,
    )
    hint = html.Span(field.hint, className="hint") if field.hint else None
    return html.Div([html.Label([field.label, hint], htmlFor=f"field-{field.name}"), entry], className="own-field")
