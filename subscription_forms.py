"""The forms of the page of subscriptions: begin one, end one, end the one that a mail leads to."""

from urllib.parse import parse_qsl, urlencode

from dash import html
from flask import Flask, Response, redirect, request

from access import current_reader
from access.witness import note
from components.mail_words import ended_sentence, has_months, secret_form
from components.plain_page import plain_page
from components.words import _, current_language
from delivery.mail import WrongMailAddress, mail_address
from delivery.report import rights_of
from ledger import deliveries, subscriptions
from ledger.subscriptions import RHYTHMS, Subscription, TooManySubscriptions, subscribe
from page_content import NoSuchPage, page_content
from queries.warehouse import NoBuildYet, NotAllowed, open_warehouse
from settings import read_settings

PAGE = "/subscriptions"
END = "/mail/end"
LONGEST_ADDRESS = 2000
NOT_KEPT = ("build", "only", "style", "manifest", "size")
"""Keys of an address that a subscription does not keep: each mail is of the build that is current then."""


class WrongForm(ValueError):
    """A form that cannot be accepted; its text is the code of the sentence that the page says about it."""


def add_subscription_forms(server: Flask) -> None:
    """Adds the addresses that the forms are sent to."""
    server.add_url_rule(f"{PAGE}/new", "new_subscription", new_subscription, methods=["POST"])
    server.add_url_rule(f"{PAGE}/end", "end_own_subscription", end_own_subscription, methods=["POST"])
    server.add_url_rule(END, "mail_end_page", mail_end_page, methods=["GET"])
    for address in (END, PAGE):  # mails of earlier versions name the second one
        server.add_url_rule(address, "end_by_secret", end_by_secret, methods=["POST"])


def new_subscription() -> Response:
    """Begins a subscription of the reader and goes back to the page, which says what became of it."""
    given = {key: value.strip() for key, value in request.form.items()}
    try:
        made = subscribe(wanted_subscription(given))
        note("subscription_made", made.address, to=made.email, rhythm=made.rhythm, subscription=made.subscription_id)
    except WrongForm as wrong:
        return back(said=str(wrong), page=given.get("page", "")[:LONGEST_ADDRESS])
    except TooManySubscriptions:
        return back(said="many")
    return back(said="added")


def wanted_subscription(given: dict[str, str]) -> Subscription:
    """The subscription that a form asks for. WrongForm where it cannot be had."""
    settings, reader = read_settings(), current_reader()
    if not settings.smtp_host:
        raise WrongForm("server")
    if given.get("rhythm") not in RHYTHMS:
        raise WrongForm("rhythm")
    try:
        email = mail_address(given.get("email", ""), settings.mail_domains)
    except WrongMailAddress:
        raise WrongForm("email") from None
    address, info = kept_address(given.get("page", "")), open_warehouse(reader).info()
    moves = given.get("moves") == "yes" and has_months(address) and info.data_date is not None
    return Subscription(
        reader_name=reader.name,
        email=email,
        address=address,
        rhythm=given["rhythm"],
        rights=rights_of(reader),
        language=current_language(),
        only_if_changed=given.get("changed") == "yes",
        build_then=info.build_id,
        month_then=f"{info.data_date:%Y-%m}" if moves else "",
    )


def kept_address(text: str) -> str:
    """The address of a page of the app that shows figures to the reader. WrongForm for any other text."""
    path, _sign, search = text.partition("?")
    if len(text) > LONGEST_ADDRESS or not path.startswith("/") or path.startswith("//") or not text.isprintable():
        raise WrongForm("page")
    query = {key: value for key, value in parse_qsl(search, keep_blank_values=True) if key not in NOT_KEPT}
    try:
        shown = page_content(path, query)
    except (NoSuchPage, NotAllowed, NoBuildYet):
        raise WrongForm("page") from None
    if not shown.results:
        raise WrongForm("figures")
    return f"{path}?{urlencode(query)}" if query else path


def end_own_subscription() -> Response:
    """Ends a subscription of the reader."""
    one = subscriptions.subscription_of(request.form.get("id", ""))
    if one is None or one.reader_name != current_reader().name:
        return back(said="gone")
    end(one)
    return back(said="ended")


def mail_end_page() -> Response:
    """What the link in a mail leads to: whoever has it is asked, signed in or not. Looking at it ends nothing."""
    secret = request.args.get("secret", "")
    one = subscriptions.subscription_with(secret)
    if one is None:
        return _plain(html.P(_("There is no such subscription; the link may have been cut.")), 404)
    return _plain(ended_sentence(one) if one.ended_at else secret_form(one, secret))


def end_by_secret() -> Response:
    """Ends the subscription whose secret comes along: from the page that a mail leads to, or straight from a mail
    program, which sends no word about where it comes from. Who has the secret may end it, and nothing more."""
    if request.content_length and request.content_length > LONGEST_ADDRESS:
        return Response("This form is too large.\n", 413, mimetype="text/plain")
    secret = request.form.get("secret") or request.args.get("secret", "")
    one = subscriptions.subscription_with(secret)
    if one is None:
        return Response("There is no such subscription.\n", 404, mimetype="text/plain")
    end(one)
    if request.form.get("List-Unsubscribe") == "One-Click":
        return Response("The subscription has ended.\n", mimetype="text/plain")
    return redirect(f"{END}?{urlencode({'secret': secret})}", 303)


def _plain(body, status: int = 200) -> Response:
    page = plain_page(_("End a subscription"), html.Div(body))
    return Response(page, status, {"Cache-Control": "no-store"}, mimetype="text/html")


def end(one: Subscription) -> None:
    """Ends a subscription, and gives up what still waits for it."""
    subscriptions.end_subscription(one.subscription_id)
    note("subscription_ended", one.address, to=one.email, of=one.reader_name, subscription=one.subscription_id)
    deliveries.cancel_waiting(one.subscription_id)


def back(**query: str) -> Response:
    """To the page of subscriptions, with what it is to say."""
    return redirect(f"{PAGE}?{urlencode({key: value for key, value in query.items() if value})}", 303)
