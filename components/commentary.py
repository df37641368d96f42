"""What people say about the figures of a domain: approved with name and date, drafts marked; and the form to write it."""

from collections.abc import Mapping, Sequence

from dash import dcc, html

from components.format import day
from components.result import Field, plain_cell, result, with_result
from components.words import _

MOST_SIGNS = 5000


def commentary_block(title: str, said: Sequence):
    """Every commentary in force, approved ones first; a sentence where there is none. title: of the domain. said:
    versions with text, state, author, written_at."""
    body = [_one(one) for one in said] or [html.P(_("No commentary was written."), className="silent")]
    drawn = html.Div([html.H3(_("Commentary")), *body], className="commentary")
    rows = [(title, plain_cell(one.text), state_words()[one.state], one.author, one.written_at) for one in said]
    found = result("", _("Commentary"), _fields(), rows, group=("commentary", _("Commentary")))
    return with_result(drawn, found) if rows else drawn


def commentary_form(action: str, hidden: Mapping[str, str], text: str, past: Sequence, *, may_approve: bool = True):
    """A form to write, approve or withdraw the commentary of a domain, and every version before. hidden: what the form
    says about its report. past: versions, newest first. may_approve: whether the reader's word is enough for that."""
    name = f"text-{hidden['domain']}"
    fields = [dcc.Input(type="hidden", name=key, value=value) for key, value in hidden.items()]
    area = dcc.Textarea(id=name, name="text", value=text, maxLength=MOST_SIGNS, rows=6)
    buttons = [_button("draft", _("Save as draft"))]
    buttons += [_button("approved", _("Save and approve"))] * may_approve
    buttons += [_button("withdrawn", _("Withdraw"))] * bool(text)
    form = html.Form(
        [
            *fields,
            html.Label(_("Words for this report"), htmlFor=name),
            area,
            html.P(buttons, className="form-buttons"),
        ],
        action=action,
        method="post",
        className="commentary-form",
    )
    parts = [html.Summary(_("Write a commentary") if not text else _("Change the commentary")), form]
    return html.Details([*parts, *_history(past)], className="commentary-edit")


def state_words() -> dict[str, str]:
    """State of a commentary -> its word."""
    return {"draft": _("draft"), "approved": _("approved"), "withdrawn": _("withdrawn")}


def _one(one):
    is_draft = one.state == "draft"
    told = _("Draft by {author}, {day}: not approved") if is_draft else _("Approved by {author}, {day}")
    mark = html.P(told.format(author=one.author, day=day(one.written_at)), className="commentary-mark")
    return html.Div([mark, *_paragraphs(one.text)], className="commentary-draft" if is_draft else "commentary-approved")


def _paragraphs(text: str) -> list:
    """The text with its empty lines as paragraphs and its other ends of lines kept."""
    return [html.P(_lines(part)) for part in plain_cell(text).split("\n\n") if part.strip()]


def _lines(text: str) -> list:
    lines = [part for line in text.strip("\n").split("\n") for part in (line, html.Br())]
    return lines[:-1]


def _button(state: str, words: str):
    return html.Button(words, type="submit", name="state", value=state)


def _history(past: Sequence) -> list:
    if not past:
        return []
    told = _("Version {version}, {state}, {author}, {day}")
    items = [
        html.Li(
            [
                html.B(
                    told.format(
                        version=str(one.version),
                        state=state_words()[one.state],
                        author=one.author,
                        day=day(one.written_at),
                    )
                ),
                *_paragraphs(one.text),
            ]
        )
        for one in past
    ]
    return [html.Details([html.Summary(_("Every version")), html.Ol(items)], className="commentary-history")]


def _fields() -> list[Field]:
    return [
        Field("domain", _("Domain")),
        Field("text", _("Text")),
        Field("state", _("State")),
        Field("author", _("Author")),
        Field("written_date", _("Date"), "date"),
    ]
