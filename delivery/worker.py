"""The worker: looks every minute for new builds and due mails, and at the hour of the weekly and monthly ones."""

import logging
import secrets
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from filelock import FileLock, Timeout

from delivery.mail import WrongMailAddress, sender
from delivery.report import announcement, report_of
from delivery.rounds import Round
from delivery.schedule import triggers
from ledger import deliveries
from queries.reader import EVERYTHING
from queries.warehouse import NoBuildYet, open_warehouse
from settings import WrongSetting, read_settings

SECONDS_BETWEEN_LOOKS = 60
INTERRUPTED = "The worker stopped while the mail was being sent; whether it left is not known, and it is not repeated."


class BusyWorker(Exception):
    """Another worker of this home is running."""


@contextmanager
def only_worker() -> Iterator[Round]:
    """The round of the only worker of this home, with what a killed one left behind put right. BusyWorker while
    another one runs; WrongSetting when the sender of mails is not an address."""
    settings = read_settings()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.smtp_host:
        try:
            sender(settings)
        except WrongMailAddress as error:
            raise WrongSetting(str(error)) from None
    lock = FileLock(settings.home / "worker.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyWorker("Another worker of this home is running.") from None
    try:
        deliveries.recover(INTERRUPTED)
        yield Round(secrets.token_hex(8), report_of, announcement)
    finally:
        lock.release()


def one_round(current: Round) -> Counter:
    """Does what is due now; gives how many deliveries had which outcome."""
    try:
        build_id = open_warehouse(EVERYTHING).build_id
    except NoBuildYet:
        deliveries.sign_in()
        return Counter()
    return current.run(build_id)


def work() -> None:
    """Works until it is told to stop; a mail that is being sent then is finished first."""
    settings = read_settings()
    stopping = Event()
    with only_worker() as found:
        current = replace(found, is_stopping=stopping.is_set)
        scheduler = BlockingScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=ZoneInfo(settings.time_zone),
        )
        every = {"seconds": SECONDS_BETWEEN_LOOKS, "next_run_time": datetime.now(UTC)}
        scheduler.add_job(one_round, "interval", [current], id="look", **every)
        for rhythm, trigger in triggers(settings).items():
            scheduler.add_job(one_round, trigger, [current], id=rhythm)
        if not settings.smtp_host:
            logging.getLogger("lagebild").warning("No mail server is set (LAGEBILD_SMTP_HOST): nothing will be sent.")
        signal.signal(signal.SIGTERM, lambda *_signal: _stop(scheduler, stopping))
        try:
            scheduler.start()
        except KeyboardInterrupt:
            _stop(scheduler, stopping)


def _stop(scheduler: BlockingScheduler, stopping: Event) -> None:
    """Lets the mail at hand be finished; the others wait for the next worker."""
    stopping.set()
    if scheduler.running:
        scheduler.shutdown(wait=True)
