"""Handing a mail to the server of the settings, and knowing afterwards whether it left.

The server has the mail when it answers the end of its content with 250. Until the content begins to flow the mail
surely has not left; from then on until that answer nobody can know, and such a mail is never sent again."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from settings import Settings

ATTEMPTS = 3
PAUSES = wait_exponential(0.5, max=8)
"""Between attempts within one call; longer ones are the ledger's."""


class NoMailServer(Exception):
    """No mail server is set, so nothing can be sent."""


class NotSent(Exception):
    """The mail surely did not leave; the message says what the server said."""


class PassingFault(NotSent):
    """It may leave later: the server answered 4xx, or was busy."""


class ServerDown(PassingFault):
    """The server did not let us in at all, so that other mails need not be tried now."""


class LastingFault(NotSent):
    """It will not leave: the server answered 5xx."""


class NobodyKnows(Exception):
    """The connection broke while the content was under way."""


def send(mail: EmailMessage, settings: Settings, before_content: Callable[[], None]) -> None:
    """Hands a mail with one recipient to the server; returns when the server has it.

    before_content: called each time before the first byte of the content leaves; what it raises stops the mail.
    PassingFault after several attempts, LastingFault, NobodyKnows, NoMailServer."""
    if not settings.smtp_host:
        raise NoMailServer("No mail server is set: LAGEBILD_SMTP_HOST.")
    attempts = Retrying(
        retry=retry_if_exception_type(PassingFault), stop=stop_after_attempt(ATTEMPTS), wait=PAUSES, reraise=True
    )
    attempts(_send_once, mail, settings, before_content)


def _send_once(mail: EmailMessage, settings: Settings, before_content: Callable[[], None]) -> None:
    server = _connection(settings)
    try:
        _offer(server, mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec)
        before_content()
        _hand_over(server, mail.as_bytes())
    finally:
        _hang_up(server)


def greet(settings: Settings) -> None:
    """Lets the server greet us, signs in and leaves; nothing is sent. ServerDown says why that cannot be."""
    _hang_up(_connection(settings))


def _connection(settings: Settings) -> smtplib.SMTP:
    """A connection that is secret and signed in as the settings want it."""
    where = {"host": settings.smtp_host, "port": settings.smtp_port, "timeout": settings.smtp_timeout_seconds}
    server = None
    try:
        if settings.smtp_security == "tls":
            server = smtplib.SMTP_SSL(**where, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(**where)
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
            server.login(settings.smtp_user, password)
    except (OSError, smtplib.SMTPException) as error:  # smtplib's own errors are OSErrors too
        if server is not None:
            _hang_up(server)
        raise ServerDown(f"The mail server cannot be used: {_told(error)}") from error
    return server


def _offer(server: smtplib.SMTP, sender: str, recipient: str) -> None:
    """Everything before the content: from whom, to whom, and that content follows."""
    try:
        _expect(server.mail(sender), (250,))
        _expect(server.rcpt(recipient), (250, 251))
        _expect(server.docmd("DATA"), (354,))
    except (OSError, smtplib.SMTPException) as error:
        raise PassingFault(f"The connection broke before the mail was sent: {_told(error)}") from error


def _hand_over(server: smtplib.SMTP, content: bytes) -> None:
    """The content and the answer to it; lines that begin with a dot are marked as the protocol wants it."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    lines = b"." + lines if lines.startswith(b".") else lines
    end = b"" if lines.endswith(b"\r\n") else b"\r\n"
    try:
        server.send(lines + end + b".\r\n")
        answer = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise NobodyKnows(f"The connection broke while the mail was being sent: {_told(error)}") from error
    _expect(answer, (250,))


def _expect(answer: tuple[int, bytes], good: tuple[int, ...]) -> None:
    code, said = answer
    if code in good:
        return
    told = f"The mail server answered {code} {said.decode('utf-8', 'replace')}"[:500]
    if code == 421:
        raise ServerDown(told)
    raise PassingFault(told) if 400 <= code < 500 else LastingFault(told)


def _hang_up(server: smtplib.SMTP) -> None:
    """Ends the connection; what happens now changes nothing about the mail."""
    try:
        if server.sock is not None:
            server.sock.settimeout(5)
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
