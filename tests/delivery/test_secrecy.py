"""Mails go over a connection that is secret and signed in, to a server whose certificate is trusted, or not at all."""

import shutil
import ssl
import subprocess

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from delivery import transport
from delivery.mail import Letter, message
from delivery.transport import ServerDown, send
from settings import Settings
from tests.conftest import free_port, missing
from tests.delivery.conftest import PostOffice

GIVEN = {"smtp_host": "localhost", "smtp_user": "lagebild", "mail_from": "lagebild@example.org"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Paths of a certificate of localhost and its key."""
    if not shutil.which("openssl"):
        missing("openssl")
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-out", paths[0], "-keyout", paths[1]]
    subprocess.run(command, check=True, capture_output=True)
    return paths


@pytest.fixture
def office(certificate, monkeypatch):
    """A server that takes mails over TLS from those who sign in; its settings without the password."""
    monkeypatch.setattr(transport, "PAUSES", lambda state: 0)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    office = PostOffice()

    def signed_in(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"lagebild", b"right"), handled=False)

    tls = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": signed_in}
    controller = Controller(office, hostname="localhost", port=free_port(), **tls)
    controller.start()
    office.settings = GIVEN | {"smtp_port": controller.port}
    yield office
    controller.stop()


def sent(office, **more) -> None:
    settings = Settings(**office.settings, **more)
    send(message(Letter("s", "t"), "a@example.org", "<1@example.org>", settings), settings, lambda: None)


def test_signed_in_over_tls_the_mail_arrives(office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    sent(office, smtp_password="right")
    assert len(office.got("a@example.org")) == 1


def test_a_wrong_password_sends_nothing_and_is_not_shown(office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(ServerDown) as fault:
        sent(office, smtp_password="wr0ng")
    assert "535" in str(fault.value) and "wr0ng" not in str(fault.value)
    assert not office.mails


def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_mail(office, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(ServerDown, match="(?i)certificate"):
        sent(office, smtp_password="right")
    assert not office.mails
