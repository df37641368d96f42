"""Mails that are due, on their way, sent or not sent: one row per subscription and occasion, and never a second one.

A delivery is `waiting`, then `preparing` (a worker makes the page; nothing has left the house), then `sending` (the
mail may leave at any moment), then one of OUTCOMES. Each step names the state and the worker that it expects, so that
two workers never send the same mail. What a killed worker left in `preparing` waits again; what it left in `sending`
becomes `unknown`, is told to people, and is never repeated."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from ledger.database import metadata, now, opened
from ledger.lookup import Lookup
from ledger.subscriptions import is_any_subscription, subscription

OUTCOMES = ("sent", "unchanged", "failed", "unknown", "cancelled")
TROUBLES = ("failed", "unknown")

delivery = Table(
    "delivery",
    metadata,
    Column("delivery_number", Integer, primary_key=True, autoincrement=True),
    Column("subscription_id", String(32), ForeignKey("subscription.subscription_id"), nullable=False),
    Column("occasion", String(60), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("worker", String(40), nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("noted_at", DateTime, nullable=False),
    Column("due_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("build_id", String(40), nullable=False, default=""),
    Column("content", String(20), nullable=False, default=""),
    Column("digest", String(64), nullable=False, default=""),
    Column("message_id", String(200), nullable=False, default=""),
    Column("message", Text, nullable=False, default=""),
    Column("announced_at", DateTime),
    UniqueConstraint("subscription_id", "occasion"),
)

worker_sign = Table("worker_sign", metadata, Column("seen_at", DateTime, nullable=False))
"""One row: when a worker last looked for due mails."""

_WORKER = Lookup(select(worker_sign.c.seen_at))
_LAST = Lookup(select(func.max(delivery.c.changed_at).label("changed_at"), func.count().label("delivery_count")))

LONGEST_SILENCE = timedelta(minutes=10)
"""Of a worker that works: it looks every minute, and a round with many mails takes some."""


@dataclass(frozen=True)
class Delivery:
    """A mail of a subscription.

    occasion: what it is for: a build, a week or a month. noted_at: when it became due; due_at: not before this moment,
    both UTC. attempts: how often it was tried in vain. content: "report", or "empty" or "not_made" when the mail says
    that there was nothing to send. digest: of what the page showed. message: why it was not sent, or what was wrong
    with it.
    """

    delivery_number: int
    subscription_id: str
    occasion: str
    state: str
    worker: str
    attempts: int
    noted_at: datetime
    due_at: datetime
    changed_at: datetime
    build_id: str
    content: str
    digest: str
    message_id: str
    message: str
    announced_at: datetime | None


def expect(subscription_id: str, occasion: str) -> bool:
    """Notes that a mail is due for an occasion, in place of an earlier one that still waits; False where it has been
    noted before."""
    values = {"subscription_id": subscription_id, "occasion": occasion, "state": "waiting"}
    try:
        with opened().begin() as connection:
            _cancel_waiting(connection, subscription_id, "A later one took its place.")
            connection.execute(insert(delivery).values(**values, noted_at=now(), due_at=now(), changed_at=now()))
    except IntegrityError:
        return False
    return True


def is_noted(subscription_id: str, occasion: str) -> bool:
    """Whether a mail for that occasion has been noted."""
    wanted = select(delivery).where(delivery.c.subscription_id == subscription_id, delivery.c.occasion == occasion)
    return bool(_read(wanted))


def due_deliveries() -> list[Delivery]:
    """What waits and may be sent now, in the order in which it was noted; ended subscriptions get nothing more."""
    joined = delivery.join(subscription, delivery.c.subscription_id == subscription.c.subscription_id)
    is_due = (delivery.c.state == "waiting", delivery.c.due_at <= now(), subscription.c.ended_at.is_(None))
    return _read(select(delivery).select_from(joined).where(*is_due).order_by(delivery.c.delivery_number))


def deliveries(limit: int = 50, states: tuple[str, ...] = (), reader_name: str | None = None) -> list[Delivery]:
    """The newest deliveries first; in some states only, or of one reader only."""
    wanted = select(delivery).order_by(delivery.c.delivery_number.desc()).limit(limit)
    if states:
        wanted = wanted.where(delivery.c.state.in_(states))
    if reader_name is not None:
        of_reader = select(subscription.c.subscription_id).where(subscription.c.reader_name == reader_name)
        wanted = wanted.where(delivery.c.subscription_id.in_(of_reader))
    return _read(wanted)


def delivery_of(number: int) -> Delivery | None:
    """The delivery of a number; None where there is none."""
    return next(iter(_read(select(delivery).where(delivery.c.delivery_number == number))), None)


def last_digest(subscription_id: str) -> str:
    """The digest of the last mail that was sent, or may have been; empty when there was none."""
    was_sent = (delivery.c.state.in_(("sent", "unknown")), delivery.c.digest != "")
    wanted = select(delivery).where(delivery.c.subscription_id == subscription_id, *was_sent)
    found = _read(wanted.order_by(delivery.c.delivery_number.desc()).limit(1))
    return found[0].digest if found else ""


def claim(number: int, worker: str) -> bool:
    """Takes a waiting delivery for a worker; False when somebody else was faster."""
    return _step(number, "waiting", "", {"state": "preparing", "worker": worker})


def begin_sending(number: int, worker: str, facts: dict) -> bool:
    """Notes, before the first byte of the mail leaves, what is sent: build_id, content, digest, message_id. False
    when the delivery is no longer this worker's, and the mail must not leave."""
    return any(_step(number, state, worker, {**facts, "state": "sending"}) for state in ("preparing", "sending"))


def finish(number: int, worker: str, outcome: str, message: str = "", **facts: str) -> bool:
    """Notes what became of a delivery of this worker. False when it was no longer this worker's."""
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome: {outcome!r}")
    values = {**facts, "state": outcome, "message": message[:2000]}
    # "unknown" stands here for a worker that was thought dead and lives: what it knows is better.
    return any(_step(number, state, worker, values) for state in ("sending", "preparing", "unknown"))


def postpone(number: int, worker: str, until: datetime, message: str) -> bool:
    """Puts a delivery that surely did not leave back, to be tried again later."""
    values = {"attempts": delivery.c.attempts + 1, "state": "waiting", "worker": "", "due_at": until}
    return any(
        _step(number, state, worker, {**values, "message": message[:2000]}) for state in ("preparing", "sending")
    )


def recover(message: str) -> list[int]:
    """Puts right what a killed worker left behind, and gives the numbers of what nobody can know: whether these mails
    left. message: the sentence for them. Call only where no other worker of this home runs."""
    unsure = {"state": "unknown", "message": message, "changed_at": now()}
    again = {"state": "waiting", "worker": "", "changed_at": now()}
    with opened().begin() as connection:
        left = update(delivery).where(delivery.c.state == "sending").values(**unsure)
        numbers = list(connection.execute(left.returning(delivery.c.delivery_number)).scalars())
        connection.execute(update(delivery).where(delivery.c.state == "preparing").values(**again))
    return numbers


def cancel_waiting(subscription_id: str) -> None:
    """Gives up what still waits for a subscription that ended."""
    with opened().begin() as connection:
        _cancel_waiting(connection, subscription_id, "The subscription was ended.")


def _cancel_waiting(connection, subscription_id: str, message: str) -> None:
    of_it = (delivery.c.subscription_id == subscription_id, delivery.c.state == "waiting")
    values = {"state": "cancelled", "message": message, "changed_at": now()}
    connection.execute(update(delivery).where(*of_it).values(**values))


def take_unannounced() -> list[Delivery]:
    """The troubles that nobody has been told of yet, marked as told from here on."""
    is_new = (delivery.c.announced_at.is_(None), _is_trouble())
    taken = update(delivery).where(*is_new).values(announced_at=now()).returning(*delivery.c)
    with opened().begin() as connection:
        found = [Delivery(**row) for row in connection.execute(taken).mappings().all()]
    return sorted(found, key=lambda one: one.delivery_number)


def give_back_unannounced(found: list[Delivery]) -> None:
    """Takes the mark back: the announcement surely did not leave."""
    numbers = [one.delivery_number for one in found]
    with opened().begin() as connection:
        connection.execute(update(delivery).where(delivery.c.delivery_number.in_(numbers)).values(announced_at=None))


def troubles(limit: int = 50) -> list[Delivery]:
    """Deliveries that people should know of, the newest first: not sent, perhaps sent, sent without a report, or tried
    in vain and waiting."""
    is_late = (delivery.c.state == "waiting") & (delivery.c.attempts > 0)
    return _read(
        select(delivery).where(_is_trouble() | is_late).order_by(delivery.c.delivery_number.desc()).limit(limit)
    )


def _is_trouble():
    return delivery.c.state.in_(TROUBLES) | delivery.c.content.in_(("empty", "not_made"))


def _step(number: int, state: str, worker: str, values: dict) -> bool:
    """Changes a delivery that is in the state and the worker's; False where it is not."""
    expected = (delivery.c.delivery_number == number, delivery.c.state == state, delivery.c.worker == worker)
    with opened().begin() as connection:
        return connection.execute(update(delivery).where(*expected).values(**values, changed_at=now())).rowcount == 1


def _read(wanted) -> list[Delivery]:
    with opened().connect() as connection:
        return [Delivery(**row) for row in connection.execute(wanted).mappings().all()]


def sign_in() -> None:
    """Notes that a worker looks for due mails at this moment."""
    with opened().begin() as connection:
        if connection.execute(update(worker_sign).values(seen_at=now())).rowcount == 0:
            connection.execute(insert(worker_sign).values(seen_at=now()))


def worker_seen_at() -> datetime | None:
    """When a worker last looked for due mails, UTC; None when none ever did."""
    row = _WORKER.row()
    return row and row["seen_at"]


def worker_is_missing() -> bool:
    """Whether subscriptions wait for a worker and none has looked at them for a while."""
    seen = worker_seen_at()
    is_late = seen is None or now() - seen > LONGEST_SILENCE
    return is_late and is_any_subscription()


def mark() -> tuple:
    """What changes whenever something is to be said anew about deliveries."""
    return (*_LAST.row().values(), worker_is_missing())
