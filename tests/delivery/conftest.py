"""A real mail server on loopback, which can be slow, refuse, hang up, or be gone."""

import asyncio
import email
import email.policy
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

import settings
from delivery import transport
from delivery.mail import Letter
from delivery.report import rights_of
from delivery.rounds import Report, Round
from ledger.subscriptions import Subscription, subscribe
from queries.reader import EVERYTHING
from tests.conftest import free_port, use_home

RIGHTS = rights_of(EVERYTHING)


class PostOffice:
    """What the server does, and the mails that it accepted. answers: recipient -> answers to RCPT, one after the
    other; content_answers: the same for the end of the content; before_content, at_end: called with the recipient."""

    def __init__(self):
        self.mails, self.answers, self.content_answers = [], {}, {}
        self.delay, self.at_recipient, self.at_end = {}, None, None

    def got(self, recipient: str) -> list:
        """The mails that a recipient got, parsed."""
        return [mail for to, mail in self.mails if to == recipient]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_recipient:
            self.at_recipient(address)
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (to,) = envelope.rcpt_tos
        if self.content_answers.get(to):
            return self.content_answers[to].pop(0)
        await asyncio.sleep(self.delay.get(to, 0))
        self.mails.append((to, email.message_from_bytes(envelope.original_content, policy=email.policy.default)))
        if self.at_end:
            self.at_end(to)
        return "250 OK"


@pytest.fixture
def post(monkeypatch):
    """The post office, at work; the settings name it."""
    office, port = PostOffice(), free_port()
    monkeypatch.setattr(transport, "PAUSES", lambda state: 0)
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    office.variables = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "Lagebild <lagebild@example.org>",
        "MAIL_OPERATOR": "operator@example.org",
        "SMTP_TIMEOUT_SECONDS": "1",
    }
    office.close = controller.stop
    yield office
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def posting(post, tmp_path, monkeypatch):
    """An empty home whose mails go to the post office."""
    use_home(tmp_path / "home", monkeypatch, **post.variables)
    yield post
    settings.read_settings.cache_clear()


def subscribed(email: str = "a@example.org", address: str = "/supply", rhythm: str = "build", **more) -> Subscription:
    """A subscription that is in the ledger."""
    return subscribe(Subscription("this installation", email, address, rhythm, RIGHTS, **more))


@pytest.fixture
def shown():
    """What the pages of the next round show; tests change it."""
    return SimpleNamespace(content="report", digest="1", build_id="", made=0)


@pytest.fixture
def one_round(shown):
    """one_round(build) runs a round whose reports are made of `shown`, and gives the outcomes."""

    def make(one: Subscription) -> Report:
        shown.made += 1
        return Report(Letter(f"About {one.address}", "Words"), shown.content, shown.build_id, shown.digest)

    def run(build: str = "b1"):
        return dict(Round("worker", make, lambda found: Letter("Troubles", "\n".join(map(repr, found)))).run(build))

    return run
