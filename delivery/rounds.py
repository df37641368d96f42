"""One round of the worker: note what is due, make it, send it, and tell people what went wrong."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from delivery.mail import Letter, WrongMailAddress, mail_address, message, new_message_id
from delivery.schedule import occasion
from delivery.transport import LastingFault, NobodyKnows, NotSent, PassingFault, ServerDown, send
from ledger import deliveries, recorded_run, subscriptions
from ledger.audit import record
from ledger.database import now
from ledger.deliveries import Delivery
from ledger.subscriptions import Subscription
from settings import Settings, read_settings

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=2)
GIVE_UP_AFTER = timedelta(hours=24)
log = logging.getLogger("lagebild")
CONTENTS = ("report", "empty", "not_made")


@dataclass(frozen=True)
class Report:
    """What goes to a recipient. letter: None where nothing may go. content: one of CONTENTS, or "stopped". build_id:
    what it was read from. digest: of what the page shows, empty where it could not be made. message: what is wrong with
    it, for the ledger."""

    letter: Letter | None
    content: str = "report"
    build_id: str = ""
    digest: str = ""
    message: str = ""


Maker = Callable[[Subscription], Report]
"""Makes the report of a subscription with the rights of its reader, and raises nothing."""


class NoLongerOurs(Exception):
    """The delivery was taken from this worker, so its mail must not leave."""


@dataclass(frozen=True)
class Round:
    """One worker with its maker of reports and its maker of announcements to the operator. is_stopping: whether it is
    to stop after the mail at hand."""

    worker: str
    make: Maker
    announcement: Callable[[list[Delivery]], Letter]
    is_stopping: Callable[[], bool] = lambda: False

    def run(self, build_id: str) -> Counter:
        """Does what is due now, where build_id is the current build; gives how many deliveries had which outcome.
        Does nothing where no mail server is set."""
        deliveries.sign_in()
        settings = read_settings()
        if not settings.smtp_host:
            return Counter()
        note_due(build_id, settings)
        counts: Counter = Counter()
        waiting = deliveries.due_deliveries()
        if waiting:
            with recorded_run("deliver", f"{len(waiting)} due") as report:
                counts.update(self._outcomes(waiting, settings))
                report["counts"] = dict(counts)
        self.announce(settings)
        return counts

    def _outcomes(self, waiting: list[Delivery], settings: Settings):
        """Delivers one after the other. When the server lets nobody in, the others wait for the next round."""
        for one in waiting:
            if self.is_stopping():
                return
            if not deliveries.claim(one.delivery_number, self.worker):
                continue
            try:
                yield self._deliver(one, settings)
            except ServerDown as fault:
                yield self._try_later(one, fault)
                return
            except Exception as fault:  # whatever it was, the others are served, and this one does not hang
                log.exception("The delivery %s went wrong.", one.delivery_number)
                yield self._after_fault(one, fault)

    def _deliver(self, one: Delivery, settings: Settings) -> str:
        """Makes and sends the mail of a claimed delivery; gives what became of it."""
        of = subscriptions.subscription_of(one.subscription_id)
        report = self.make(of)
        if report.letter is None:
            return self._finish(one, "cancelled", report.message)
        if of.rhythm == "build" and report.build_id and report.build_id != one.occasion:
            return self._finish(one, "cancelled", "A later build took its place.")
        if of.only_if_changed and report.digest and report.digest == deliveries.last_digest(of.subscription_id):
            facts = {"build_id": report.build_id, "digest": report.digest}
            return self._finish(one, "unchanged", "The page shows what the mail before it showed.", **facts)
        try:
            self._send(one, of, report, settings)
        except ServerDown:
            raise
        except PassingFault as fault:
            return self._try_later(one, fault)
        except (LastingFault, WrongMailAddress) as fault:
            return self._finish(one, "failed", str(fault))
        except NobodyKnows as fault:
            return self._finish(one, "unknown", str(fault))
        except NoLongerOurs:
            return "lost"
        return self._finish(one, "sent", report.message)

    def _send(self, one: Delivery, of: Subscription, report: Report, settings: Settings) -> None:
        message_id = new_message_id(settings)
        mail = message(report.letter, mail_address(of.email, settings.mail_domains), message_id, settings)
        facts = {"build_id": report.build_id, "content": report.content, "digest": report.digest}

        def note() -> None:
            told = {
                "to": of.email,
                "build": report.build_id,
                "digest": report.digest,
                "subscription": of.subscription_id,
            }
            record("mailed", of.address, actor=of.reader_name, **told)
            if not deliveries.begin_sending(one.delivery_number, self.worker, {**facts, "message_id": message_id}):
                raise NoLongerOurs

        send(mail, settings, note)

    def _after_fault(self, one: Delivery, fault: Exception) -> str:
        """Puts a delivery back of which surely nothing left; of any other nobody knows."""
        if deliveries.delivery_of(one.delivery_number).state == "sending":
            return self._finish(one, "unknown", f"An error on our side: {type(fault).__name__}")
        return self._try_later(one, fault)

    def _try_later(self, one: Delivery, fault: Exception) -> str:
        if now() - one.noted_at >= GIVE_UP_AFTER:
            return self._finish(one, "failed", str(fault))
        pause = min(FIRST_PAUSE * 2**one.attempts, LONGEST_PAUSE)
        deliveries.postpone(one.delivery_number, self.worker, now() + pause, str(fault))
        return "postponed"

    def _finish(self, one: Delivery, outcome: str, message: str = "", **facts: str) -> str:
        deliveries.finish(one.delivery_number, self.worker, outcome, message, **facts)
        return outcome

    def announce(self, settings: Settings) -> None:
        """Tells the operator of what went wrong since the last time, in one mail; without an operator's address it
        stands on the page of data status only."""
        found = deliveries.take_unannounced() if settings.mail_operator else []
        if not found:
            return
        try:
            mail = message(
                self.announcement(found), mail_address(settings.mail_operator), new_message_id(settings), settings
            )
            send(mail, settings, lambda: None)
        except NotSent as fault:
            deliveries.give_back_unannounced(found)
            log.warning("The operator could not be told of failed mails: %s", fault)
        except (NobodyKnows, WrongMailAddress) as fault:
            log.warning("The operator may not have been told of failed mails: %s", fault)


def note_due(build_id: str, settings: Settings) -> None:
    """Notes a delivery for each subscription that is due now and was not noted for this occasion."""
    moment = datetime.now(UTC)
    for one in subscriptions.subscriptions():
        due = occasion(one, build_id, moment, settings)
        if due and not deliveries.is_noted(one.subscription_id, due):
            deliveries.expect(one.subscription_id, due)
