"""Mails of pages in words: when they come, what became of each, and tables and forms about them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from dash import dcc, html

from components.format import moment
from components.words import _

LONGEST_MAIL_ADDRESS = 254


def rhythm_words() -> dict[str, str]:
    """Rhythm -> when a mail comes."""
    return {
        "build": _("after each new build"),
        "weekly": _("every week, on Monday"),
        "monthly": _("every month, on its first day"),
    }


def state_words(one) -> str:
    """What became of a delivery."""
    if one.state == "sent" and one.content in ("empty", "not_made"):
        return {"empty": _("sent, with nothing to show"), "not_made": _("sent without a report")}[one.content]
    if one.state == "waiting" and one.attempts:
        return _("not sent yet, will be tried again")
    return {
        "waiting": _("waiting"),
        "preparing": _("being made"),
        "sending": _("being sent"),
        "sent": _("sent"),
        "unchanged": _("not sent: nothing has changed"),
        "failed": _("failed"),
        "unknown": _("perhaps sent: the work was interrupted, and it is not repeated"),
        "cancelled": _("given up"),
    }[one.state]


def delivery_table(caption: str, deliveries: Sequence, subscriptions: Mapping):
    """Deliveries with page, recipient and outcome. subscriptions: id -> Subscription."""
    rows = []
    for one in deliveries:
        of = subscriptions[one.subscription_id]
        when, page = said_moment(one.changed_at), dcc.Link(of.address, href=of.address)
        rows.append([page, state_words(one), one.message or "–", of.email, when, one.occasion])
    heads = [_("Page"), _("Outcome"), _("Why"), _("Recipient"), _("When"), _("Build, week or month")]
    return _table(caption, heads, rows)


def subscription_table(caption: str, subscriptions: Sequence, last: Mapping):
    """Subscriptions in force, each with its button to end it. last: id -> newest Delivery."""
    rows = []
    for one in subscriptions:
        sent, when = last.get(one.subscription_id), rhythm_words()[one.rhythm]
        when = _("{when}, if it has changed").format(when=when) if one.only_if_changed else when
        when = _("{when}, months moving along").format(when=when) if one.month_then else when
        newest = f"{state_words(sent)}, {said_moment(sent.changed_at)}" if sent else _("none yet")
        page = dcc.Link(one.address, href=one.address)
        rows.append([page, end_form(one), when, newest, one.email, said_moment(one.created_at)])
    heads = [_("Page"), _("End"), _("When"), _("Newest mail"), _("Recipient"), _("Since")]
    return _table(caption, heads, rows)


def end_form(one):
    """The button that ends a subscription."""
    about = html.Span(": " + f"{one.address}, {one.email}", className="unseen")
    return _form("/subscriptions/end", {"id": one.subscription_id}, [html.Button([_("End"), about], type="submit")])


def secret_form(one, secret: str):
    """The question whether to end the subscription that a mail leads to."""
    asked = _("No more mails of {page} to {recipient}?").format(page=one.address, recipient=one.email)
    button = html.Button(_("End this subscription"), type="submit")
    return html.Div([html.P(asked), _form("/mail/end", {"secret": secret}, [button])])


def ended_sentence(one):
    """That a subscription has ended."""
    told = _("This subscription has ended: {page} to {recipient}.")
    return html.P(told.format(page=one.address, recipient=one.email))


def new_form(address: str, pages: Mapping[str, str]):
    """The form for a new subscription. address: of the page, "" to choose one of pages: address -> name."""
    kept = {"page": address} if address else {}
    which = []
    if not address:
        options = [html.Option(_(label), value=path) for path, label in pages.items()]
        which = [_field(_("Page"), html.Select(options, name="page"))]
    rhythms = [html.Option(words, value=rhythm) for rhythm, words in rhythm_words().items()]
    always = [html.Option(_("every time"), value=""), html.Option(_("only if the page has changed"), value="yes")]
    email = dcc.Input(type="email", name="email", required=True, maxLength=LONGEST_MAIL_ADDRESS, autoComplete="email")
    moves = [html.Option(_("move along with the data"), value="yes"), html.Option(_("stay as they are"), value="")]
    months = [_field(_("Its months"), html.Select(moves, name="moves"))] if has_months(address) else []
    fields = [
        *which,
        _field(_("Mail address"), email),
        _field(_("When"), html.Select(rhythms, name="rhythm")),
        _field(_("Send it"), html.Select(always, name="changed")),
        *months,
        html.Button(_("Subscribe"), type="submit"),
    ]
    return _form("/subscriptions/new", kept, fields, "filter-form")


def has_months(address: str) -> bool:
    """Whether an address is of certain months."""
    return bool({"since", "until"} & {key for key, _value in parse_qsl(address.partition("?")[2])})


def said_moment(value: datetime) -> str:
    """A moment of the ledger, which is UTC without saying so."""
    return moment(value.replace(tzinfo=UTC))


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence]):
    """A table that no file of its page has: it is no part of the build, it changes by the hour, and it names people."""
    body = [html.Tr([html.Th(row[0], scope="row"), *(html.Td(one) for one in row[1:])]) for row in rows]
    parts = [html.Caption(caption), html.Thead(html.Tr([html.Th(one, scope="col") for one in heads])), html.Tbody(body)]
    held = html.Table(parts, className="plain-table mail-table")
    return html.Div(held, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})


def _form(action: str, kept: Mapping[str, str], parts: Sequence, name: str = "mail-form"):
    hidden = [html.Select(html.Option(value, value=value), name=key, hidden=True) for key, value in kept.items()]
    return html.Form([*hidden, *parts], action=action, method="post", className=name)


def _field(label: str, control):
    return html.Label([html.Span(label), control], className="filter-field")
