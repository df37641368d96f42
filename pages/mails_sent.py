"""The part of the page of data status about mails: whether they go out, and which need a look. No page itself."""

from dash import dcc, html

from access import current_reader
from components.mail_words import delivery_table, said_moment
from components.words import _
from ledger import deliveries, subscriptions
from queries.scope import scope_of

MOST_SHOWN = 20


def mails() -> list:
    """Whether a worker is at work, the mails that need a look, and the way to the subscriptions."""
    link = html.P(dcc.Link(_("Subscriptions and their mails"), href="/subscriptions"))
    return [html.P(at_work(), role="status"), *failed(), link]


def at_work() -> str:
    """Whether mails go out, in a sentence."""
    if not subscriptions.mails_go_out():
        return _("No mail server is set, so this installation sends no mails.")
    seen = deliveries.worker_seen_at()
    if not deliveries.worker_is_missing():
        return _("Mails go out when they are due.") if seen else _("There are no subscriptions.")
    if seen is None:
        return _("Mails are not going out: no worker has ever looked for them (manage.py worker).")
    said = _("Mails are not going out: no worker has looked for them since {moment} (manage.py worker).")
    return said.format(moment=said_moment(seen))


def failed() -> list:
    """The mails that need a look; of others' mails a reader of limited scope sees nothing."""
    reader = current_reader()
    sees_all = not scope_of(reader).is_limited
    found = deliveries.troubles(MOST_SHOWN)
    of = {name: subscriptions.subscription_of(name) for name in {one.subscription_id for one in found}}
    shown = [one for one in found if sees_all or of[one.subscription_id].reader_name == reader.name]
    if not shown:
        return [html.P(_("No mail needs a look."))]
    return [delivery_table(_("Mails that failed, or need a look"), shown, of)]
