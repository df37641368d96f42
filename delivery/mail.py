"""A mail as it goes out: text and HTML, files, and headers that nobody can write into."""

from dataclasses import dataclass, field
from datetime import UTC
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from ledger.database import now
from settings import Settings

LONGEST_SUBJECT = 180


class WholeLine(UnstructuredHeader):
    """A header that stays as it is. The usual ones write words that are longer than a line in a code that programs
    read in texts alone; an address in it would lead nowhere."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", WholeLine)
POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers)
"""Lines as mail servers want them, and nothing that an old one could not pass on."""


class WrongMailAddress(ValueError):
    """Not an address that a mail can go to; the message says why, for the person who wrote it."""


@dataclass(frozen=True)
class File:
    """A file that a mail carries. kind: its media type, as text/csv."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail says. unsubscribe: addresses under which its recipient ends it, none for a mail that nobody
    subscribed to."""

    subject: str
    text: str
    html: str = ""
    files: tuple[File, ...] = ()
    unsubscribe: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def mail_address(text: str, domains: str = "") -> str:
    """The one bare address in a text, its domain in small letters. domains: those allowed, with commas between them,
    empty for all. WrongMailAddress for anything else: several addresses, names around them, breaks of line."""
    bare = text.strip()
    wrong = WrongMailAddress("This is not the address of one mailbox, as name@example.org.")
    if not bare.isprintable() or len(bare) > 254 or not bare.isascii():
        raise wrong
    try:
        found = Address(addr_spec=bare)
    except (MessageError, ValueError, IndexError):
        raise wrong from None
    domain = found.domain.lower()
    if (
        not found.username
        or "." not in domain.strip(".")
        or parseaddr(bare)[1] != bare
        or set(bare) & set(' ,;<>"()[]')
    ):
        raise wrong
    allowed = [one.strip().lower() for one in domains.split(",") if one.strip()]
    if allowed and domain not in allowed:
        raise WrongMailAddress(f"Mails go to these domains only: {', '.join(allowed)}.")
    return f"{found.username}@{domain}"


def sender(settings: Settings) -> Address:
    """Who mails come from, by the setting. WrongMailAddress when it names nobody."""
    name, bare = parseaddr(settings.mail_from)
    try:
        return Address(display_name=_one_line(name), addr_spec=bare)
    except (MessageError, ValueError, IndexError):
        raise WrongMailAddress("LAGEBILD_MAIL_FROM is not an address, as Lagebild <lagebild@example.org>.") from None


def new_message_id(settings: Settings) -> str:
    """A name for one mail that no other mail has."""
    return make_msgid(domain=sender(settings).domain)


def message(letter: Letter, recipient: str, message_id: str, settings: Settings) -> EmailMessage:
    """The mail for one recipient. Texts from data come into headers as one line of printable signs."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender(settings)
    mail["To"] = Address(addr_spec=mail_address(recipient))
    mail["Subject"] = _one_line(letter.subject)[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(now().replace(tzinfo=UTC))
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{_one_line(letter.unsubscribe)}>"
        if letter.unsubscribe.startswith("https:"):
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for name, value in letter.headers.items():
        mail[name] = _one_line(value)
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    for file in letter.files:
        main, _, sub = file.kind.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=_one_line(file.name))
    return mail


def _one_line(text: str) -> str:
    """The text without breaks of line and other signs that steer: what comes from data cannot begin a header."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
