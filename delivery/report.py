"""What goes to a subscriber: the page as this reader may see it, as a letter, with a file where it is small enough."""

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from contextvars import copy_context
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qsl, quote

from access import current_reader, reading_as
from access.narrowed import narrowed
from access.session_way import reader_of_account
from components.mail_words import rhythm_words, state_words
from components.words import _, speak
from delivery.letter import FIGURES, Closing, page_letter, plain_letter
from delivery.mail import File
from delivery.rounds import Report
from exports.forms import Form, forms
from exports.manifest import Bundle
from kpis.months import months_before, months_between
from ledger.accounts import account_of
from ledger.deliveries import Delivery
from ledger.subscriptions import Subscription, subscription_of
from page_content import NoSuchPage, page_content
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NoBuildYet, NotAllowed, open_warehouse
from settings import read_settings

PREFERRED = ("pdf", "xlsx", "csv")
"""Endings of the file that a mail carries, the best first."""
MONTH_KEYS = ("since", "until")
SAID_OF_ITSELF = (NoSuchPage, NotAllowed, NoBuildYet)
"""Faults whose sentence is meant for readers."""
FILES_KEPT = 4
log = logging.getLogger("lagebild")
_files: OrderedDict[tuple, bytes] = OrderedDict()
"""The last files by form and what they say, for recipients who get the same one after the other."""


class NotTheirs(Exception):
    """The reader of a subscription may not have it any more; the message says why."""


def reader_of(one: Subscription) -> Reader:
    """The reader with whose rights the page is made: what the account sees now, and never more than when it subscribed.
    NotTheirs where nothing may be sent to it."""
    then, account_id = _reader_then(one), one.rights.get("account_id")
    if account_id == "" and one.reader_name == EVERYTHING.name:
        return then
    account = account_of(account_id) if account_id else None
    if account is None:
        raise NotTheirs(_("It is not known whose account this subscription belongs to."))
    now = reader_of_account(account)
    if now.sees_nothing:
        raise NotTheirs(_(now.why))
    if "subscribe" not in now.rights:
        raise NotTheirs(_("The account of this subscription may no longer get pages by mail."))
    return replace(narrowed(now, then), rights=now.rights & then.rights)


def rights_of(reader: Reader) -> dict:
    """Whose a subscription is and what they see, as the subscription keeps it."""
    sets = {"countries": reader.countries, "areas": reader.areas, "domains": reader.domains}
    sets |= {"compared": reader.compared, "rights": reader.rights}
    kept = {name: None if held is None else sorted(held) for name, held in sets.items()}
    return kept | {"detail": reader.detail, "account_id": reader.account_id}


def _reader_then(one: Subscription) -> Reader:
    """The reader as it was when it subscribed; what is not kept was not open."""
    kept = one.rights
    return Reader(
        one.reader_name,
        kept.get("countries", ()),
        kept.get("domains", ()),
        kept.get("detail", "totals"),
        kept.get("areas", ()),
        kept.get("compared") or (),
        kept.get("rights") or (),
        kept.get("account_id", ""),
    )


def report_of(one: Subscription) -> Report:
    """The report of a subscription. What goes wrong becomes a letter that says so; nothing is raised."""
    return copy_context().run(_report_of, one)


def _report_of(one: Subscription) -> Report:
    speak(one.language)
    try:
        reader = reader_of(one)
    except NotTheirs as error:
        return Report(None, "stopped", message=str(error))
    with reading_as(reader):
        try:
            return _page_report(one)
        except SAID_OF_ITSELF as error:
            reason = _(str(error))
        except Exception as error:
            log.exception("The page %s could not be made for a mail.", one.address)
            reason = _("An error on our side; it has been written to the log.") + f" ({type(error).__name__})"
    return _not_made(one, reason)


def _page_report(one: Subscription) -> Report:
    path, _sign, search = one.address.partition("?")
    query = dict(parse_qsl(search, keep_blank_values=True))
    if one.month_then:
        query = moved(query, month_of(one.month_then), open_warehouse(current_reader()).info().data_date)
    bundle = page_content(path, query).bundle()
    is_empty = not has_figures(bundle)
    files, no_file = ((), "") if is_empty else attachment(bundle, read_settings().mail_attachment_bytes)
    closing = Closing(no_file, why(one), ending_address(one))
    told = bundle.manifest
    letter = page_letter(bundle, files, closing, is_empty=is_empty)
    said = _("There was nothing to show.") if is_empty else " ".join(told.notices)
    return Report(letter, "empty" if is_empty else "report", told.build_id, told.content_sha256, said)


def moved(query: Mapping[str, str], month_then: date, data_date: date | None) -> dict[str, str]:
    """The query with its months later by as many as the data are newer than in month_then; a text that is no month
    stays, and the page says so."""
    later = months_between(month_then, data_date) if data_date else 0
    found = dict(query)
    for key in MONTH_KEYS:
        with suppress(ValueError):
            if key in found:
                found[key] = f"{months_before(month_of(found[key]), -later):%Y-%m}"
    return found


def month_of(text: str) -> date:
    """The first day of a month written as 2026-10; ValueError for any other text."""
    return datetime.strptime(text, "%Y-%m").date()


def has_figures(bundle: Bundle) -> bool:
    """Whether there is anything to report: a row, or among the key figures a value."""
    for one in bundle.results:
        if not one.identifier.startswith(FIGURES) and one.rows:
            return True
        at = next((n for n, held in enumerate(one.fields) if held.name == "value"), None)
        if at is not None and any(row[at] is not None for row in one.rows):
            return True
    return False


def attachment(bundle: Bundle, most_bytes: int) -> tuple[tuple[File, ...], str]:
    """The best file of a page that is small enough; else none, and why, in words."""
    known, is_large = forms(), False
    for ending in PREFERRED:
        if ending not in known:
            continue
        try:
            content = _written(known[ending], bundle)
        except Exception:  # one form that fails, for want of a browser for instance, is no reason to send no mail
            log.warning("A mail goes out without its %s file.", ending, exc_info=True)
            continue
        if len(content) <= most_bytes:
            kind = known[ending].media_type.partition(";")[0]
            return (File(file_name(bundle, ending), kind, content),), ""
        is_large = True
    if is_large:
        return (), _("The file is too large for a mail; the page gives it.")
    return (), _("No file could be made for this mail; the page is at its address.")


def _written(form: Form, bundle: Bundle) -> bytes:
    """The file of a bundle; the last one again where everything but the moment is the same."""
    told = replace(bundle.manifest, made_at=datetime.min)
    key = (form.ending, json.dumps(told.to_dict(), sort_keys=True))
    if key not in _files:
        _files[key] = form.write(bundle, {})
        while len(_files) > FILES_KEPT:
            _files.popitem(last=False)
    return _files[key]


def file_name(bundle: Bundle, ending: str) -> str:
    """lagebild-supply-20261031.pdf: page and build, in signs that every system knows."""
    page = re.sub(r"[^a-z0-9]+", "-", bundle.manifest.address.partition("?")[0].lower()).strip("-") or "home"
    return f"lagebild-{page}-{bundle.manifest.build_id}.{ending}"


def ending_address(one: Subscription) -> str:
    """The address under which the recipient ends the subscription."""
    return f"{read_settings().reached_at}/mail/end?secret={quote(one.secret)}"


def why(one: Subscription) -> str:
    """Why this mail came; the address to end it follows."""
    said = _("You get this page {rhythm}. To end it:")
    if one.only_if_changed:
        said = _("You get this page {rhythm}, when it has changed. To end it:")
    return said.format(rhythm=rhythm_words()[one.rhythm])


def _not_made(one: Subscription, reason: str) -> Report:
    """The letter that says that there is no report."""
    title = _("Lagebild: no report this time")
    page = _("The page {address} could not be made for you: {reason}").format(
        address=read_settings().reached_at + one.address, reason=reason
    )
    next_time = _("It will be tried again at the next occasion. Whoever looks after this installation is told, too.")
    letter = plain_letter(title, [page, next_time, f"{why(one)} {ending_address(one)}"], ending_address(one))
    return Report(letter, "not_made", message=reason)


def announcement(found: list[Delivery]) -> object:
    """The letter to the operator about deliveries that went wrong."""
    sentences = [_("These mails of subscriptions need a look. The page Data status lists them as well.")]
    for one in found:
        of = subscription_of(one.subscription_id)
        said = _("{state}: {address} to {recipient}, for {occasion}. {message}")
        words = {"address": of.address, "recipient": of.email, "occasion": one.occasion, "message": one.message}
        sentences.append(said.format(state=state_words(one), **words))
    return plain_letter(_("Lagebild: mails that failed"), sentences)
