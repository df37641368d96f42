"""One account as an administrator sees it: facts, its form, and what can be done with it."""

from collections.abc import Sequence

from dash import html

from components.account_forms import Choices, change_form
from components.account_words import origin_word
from components.format import number
from components.frame_parts import small_form
from components.mail_words import said_moment
from components.shell import notices
from components.words import _, plural

PATH = "/accounts"


def account_page(told, choices: Choices | None, sessions: Sequence, said: list[str]):
    """Everything about one account. choices: None where its role and scope are not told here. sessions: those open
    now. said: sentences on what was done or is wrong."""
    return html.Div(
        [
            notices(said),
            _facts(told, sessions),
            html.Section([html.H2(_("What can be done")), _deeds(told, sessions)]),
            html.Section([html.H2(_("Role and scope")), *_scope(told, choices)]),
        ]
    )


def way_back():
    """The way to the list of accounts."""
    return html.A(_("All accounts"), href=PATH)


def one_time_page(name: str, address: str, hours: int, *, is_new: bool):
    """The link with which somebody sets a password; it is shown here and nowhere else."""
    made = _("The account {name} is made.").format(name=name) if is_new else ""
    told = plural(
        "This link sets the password of {name}. It works once, within {count} hour, and is not shown again.",
        "This link sets the password of {name}. It works once, within {count} hours, and is not shown again.",
        hours,
    )
    hint = _("Give it to nobody else, and by a way that you trust. A newer link takes its place.")
    return html.Div(
        [
            html.P(made) if made else None,
            html.P(told.format(name=name, count=number(hours))),
            html.P(address, className="one-time"),
            html.P(hint),
        ]
    )


def _facts(told, sessions: Sequence):
    state = _("active") if told.is_active else _("disabled: nobody can sign in with it")
    password = _("none yet") if told.password_hash is None else _("set")
    if told.password_changed_at:
        password = _("set on {moment}").format(moment=said_moment(told.password_changed_at))
    facts = [
        (_("Name to sign in with"), told.name),
        (_("State"), state),
        (_("Signs in by"), origin_word(told.via)),
        (_("Password"), password if told.via == "local" else "–"),
        (_("Made on"), said_moment(told.created_at)),
        (_("Open sessions"), number(len(sessions))),
        (_("Last request"), said_moment(sessions[0].last_seen_at) if sessions else "–"),
    ]
    return html.Dl([part for name, value in facts for part in (html.Dt(name), html.Dd(value))], className="scope-list")


def _deeds(told, sessions: Sequence):
    kept, name = {"id": told.account_id}, told.name
    forms = []
    if told.is_active:
        forms.append(small_form(f"{PATH}/view-as", kept, _("View as this account"), name))
    if told.is_active and told.via == "local":
        words = (
            _("Make a link to set the password")
            if told.password_hash is None
            else _("Make a link to reset the password")
        )
        forms.append(small_form(f"{PATH}/link", kept, words, name))
    if sessions:
        forms.append(small_form(f"{PATH}/sessions", kept, _("End its sessions"), name, is_grave=True))
    state = {"active": "no" if told.is_active else "yes"}
    words = _("Disable it") if told.is_active else _("Enable it again")
    forms.append(small_form(f"{PATH}/state", kept | state, words, name, is_grave=told.is_active))
    return html.Div(forms, className="small-forms")


def _scope(told, choices: Choices | None) -> list:
    if choices is not None:
        return [change_form(f"{PATH}/change", told, choices)]
    said = _("Role and scope follow the groups that are told at each sign-in, so they are not changed here.")
    return [html.P(said)]
