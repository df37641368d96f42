"""Headers that nobody can write into, addresses of one mailbox, secret connections."""

import email
import email.policy

import pytest

from delivery.mail import File, Letter, WrongMailAddress, mail_address, message, new_message_id, sender
from delivery.transport import NoMailServer, ServerDown, send
from settings import Settings

SETTINGS = Settings(mail_from="Lagebild Zürich <lagebild@example.org>")


def parsed(mail):
    return email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "@example.org",
        "a@example.org, b@example.org",
        "a@example.org b@example.org",
        "A <a@example.org>",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nSubject: x",
        "a\x00@example.org",
        '"a b"@example.org',
        "ä@example.org",
        "a@exämple.org",
        "a@example.org>",
        "a@[127.0.0.1]",
        "a" * 250 + "@example.org",
        "a\u202e@example.org",
    ],
)
def test_what_is_not_one_mailbox_is_refused(text):
    with pytest.raises(WrongMailAddress):
        mail_address(text)


def test_a_mailbox_is_brought_to_one_spelling():
    assert mail_address("  First.Last+tag@Example.ORG ") == "First.Last+tag@example.org"


def test_mails_go_to_the_domains_of_the_setting_only():
    assert mail_address("a@example.org", "example.net, Example.org") == "a@example.org"
    with pytest.raises(WrongMailAddress, match=r"example\.net"):
        mail_address("a@sub.example.net", "example.net")


@pytest.mark.parametrize(
    "hostile", ["x\r\nBcc: b@example.org", "x\nBcc: b@example.org", "x\u2028Bcc: b", "x\x0bBcc: b"]
)
def test_texts_from_data_cannot_begin_a_header(hostile):
    letter = Letter(hostile, "words", files=(File(hostile + ".csv", "text/csv", b"1"),), unsubscribe=hostile)
    mail = parsed(message(letter, "a@example.org", "<1@example.org>", SETTINGS))
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("x Bcc: b") or mail["Subject"].startswith("x  Bcc: b")
    assert mail["To"] == "a@example.org"
    assert len(list(mail.iter_attachments())) == 1


def test_every_text_arrives_as_it_was():
    words = "Grüße, مرحبا, .\n..\n.dot first\nFrom here\n" + "long " * 400 + "\n"
    file = File("rows.csv", "text/csv", b"a\r\n.\r\n\x00\xff")
    mail = message(Letter("Übersicht", words, f"<p>{words}</p>", (file,)), "a@example.org", "<1@example.org>", SETTINGS)
    raw = mail.as_bytes()
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) < 998
    found = parsed(mail)
    assert found["Subject"] == "Übersicht"
    assert found["From"] == str(sender(SETTINGS))
    assert found.get_body(("plain",)).get_content().replace("\r\n", "\n") == words
    assert words in found.get_body(("html",)).get_content().replace("\r\n", "\n")
    (attached,) = found.iter_attachments()
    assert attached.get_payload(decode=True) == file.content


def test_one_click_is_offered_where_the_address_is_secret():
    mail = message(
        Letter("s", "t", unsubscribe="https://example.org/end"), "a@example.org", "<1@example.org>", SETTINGS
    )
    assert mail["List-Unsubscribe"] == "<https://example.org/end>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain = message(
        Letter("s", "t", unsubscribe="http://example.org/end"), "a@example.org", "<1@example.org>", SETTINGS
    )
    assert plain["List-Unsubscribe-Post"] is None


def test_a_long_address_to_end_a_subscription_leaves_as_it_is():
    address = "https://lagebild.example.org/subscriptions?secret=" + "x" * 90
    mail = message(Letter("s", "t", unsubscribe=address), "a@example.org", "<1@example.org>", SETTINGS)
    assert f"\r\nList-Unsubscribe: <{address}>\r\n" in mail.as_bytes().decode()


def test_a_sender_that_is_none_is_named():
    with pytest.raises(WrongMailAddress, match="LAGEBILD_MAIL_FROM"):
        new_message_id(Settings(mail_from="nobody"))


def test_without_a_server_nothing_is_sent():
    mail = message(Letter("s", "t"), "a@example.org", "<1@example.org>", SETTINGS)
    with pytest.raises(NoMailServer):
        send(mail, Settings(smtp_host=""), lambda: pytest.fail("nothing may be noted"))


def test_a_server_without_the_wanted_secrecy_gets_no_mail(post):
    asked = {name.lower(): value for name, value in post.variables.items()} | {"smtp_security": "starttls"}
    mail = message(Letter("s", "t"), "a@example.org", "<1@example.org>", SETTINGS)
    with pytest.raises(ServerDown, match="STARTTLS"):
        send(mail, Settings(**asked), lambda: pytest.fail("nothing may be noted"))
    assert not post.mails


def test_content_that_begins_with_dots_arrives_whole(post):
    asked = {name.lower(): value for name, value in post.variables.items()}
    words = ".\n.a\n..b\n\n.\n"
    send(message(Letter("s", words), "a@example.org", "<1@example.org>", SETTINGS), Settings(**asked), lambda: None)
    assert post.got("a@example.org")[0].get_content().replace("\r\n", "\n") == words
