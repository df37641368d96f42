"""Commands about mails: work, and look at what was sent."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ledger import audit, deliveries, subscriptions
from settings import WrongSetting, read_settings

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def add_delivery_commands(app: typer.Typer) -> None:
    """Adds the commands to a command line."""
    for command in (worker, list_deliveries, list_subscriptions, unsubscribe):
        app.command(command.__name__.removeprefix("list_"))(command)


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end; for another scheduler")] = False,
) -> None:
    """Send mails of subscriptions when they are due, until stopped."""
    from app import create_app
    from delivery.worker import BusyWorker, one_round, only_worker, work

    create_app()  # the pages that mails are made of
    if once and not read_settings().smtp_host:
        raise WrongSetting("No mail server is set: LAGEBILD_SMTP_HOST.")
    try:
        if not once:
            work()
            return
        with only_worker() as current:
            counts = one_round(current)
    except BusyWorker as error:
        err.print(str(error))
        raise typer.Exit(2) from None
    out.print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing was due")


def list_deliveries(
    limit: Annotated[int, typer.Option(help="How many")] = 20,
    trouble: Annotated[bool, typer.Option("--trouble", help="Only what needs a look")] = False,
) -> None:
    """List the newest mails with what became of them."""
    from components.mail_words import state_words

    table = Table("number", "occasion", "recipient", "page", "outcome", "attempts", "since (UTC)", "message")
    for one in deliveries.troubles(limit) if trouble else deliveries.deliveries(limit):
        of = subscriptions.subscription_of(one.subscription_id)
        since = one.changed_at.isoformat(" ", "seconds")
        cells = (one.delivery_number, one.occasion, of.email, of.address, state_words(one), one.attempts, since)
        table.add_row(*(escape(str(cell)) for cell in cells), escape(one.message[:120]))
    out.print(table)


def list_subscriptions() -> None:
    """List the subscriptions in force."""
    table = Table("subscription", "reader", "recipient", "page", "rhythm", "only if changed", "since (UTC)")
    for one in subscriptions.subscriptions():
        changed = "yes" if one.only_if_changed else "no"
        since = one.created_at.isoformat(" ", "minutes")
        cells = (one.subscription_id, one.reader_name, one.email, one.address, one.rhythm, changed, since)
        table.add_row(*map(escape, cells))
    out.print(table)


def unsubscribe(subscription_id: Annotated[str, typer.Argument(help="As `subscriptions` lists it")]) -> None:
    """End a subscription."""
    if not subscriptions.end_subscription(subscription_id):
        raise typer.BadParameter("There is no subscription of that id in force.")
    deliveries.cancel_waiting(subscription_id)
    audit.record("subscription_ended", subscription_id)
    out.print(f"ended {subscription_id}")
