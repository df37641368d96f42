"""How the app meets the world: its secret, its address, and that its pages ask nobody else."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from access import reading_as
from doctor.finding import Finding, attention, fault, well
from guards.outer import is_loopback
from guards.start import is_weak, unsafe
from queries.reader import NOBODY
from settings import read_settings

FOREIGN = re.compile(
    r"(?:(?:src|href|action)\s*=\s*[\"']|url\(\s*[\"']?)((?:https?:|wss?:)?//[^\"'\s)>]+)", re.IGNORECASE
)
ALLOWED_SOURCES = re.compile(r"'[^']+'|data:|blob:")


def secret() -> Iterator[Finding]:
    """Forms, sessions and links rest on it."""
    settings = read_settings()
    given = settings.secret.get_secret_value() if settings.secret else ""
    if given and is_weak(given):
        yield fault("secret", "LAGEBILD_SECRET can be guessed.", "Make a new one: openssl rand -hex 32")
    elif given:
        yield well("secret", "LAGEBILD_SECRET is long enough.")
    elif is_loopback(settings.host):
        yield well("secret", "A random one is kept in the home.")
    else:
        yield fault("secret", "Beyond this computer a secret must be set.", "Set LAGEBILD_SECRET: openssl rand -hex 32")


def address() -> Iterator[Finding]:
    """Beyond this computer, readers come by https."""
    settings = read_settings()
    public = urlsplit(settings.public_url)
    faults = [] if is_loopback(settings.host) else [one for one in unsafe(settings) if "PUBLIC_URL" in one]
    if faults:
        yield fault("address", "Readers would come without https.", faults[0])
    elif public.scheme == "https":
        yield well("address", f"Readers come to {public.scheme}://{public.netloc}.")
    elif settings.public_url and not is_loopback(public.hostname or ""):
        remedy = "Put a proxy with a certificate before it, and begin the address with https://."
        yield fault("address", "LAGEBILD_PUBLIC_URL is not https: passwords would travel in the clear.", remedy)
    elif settings.smtp_host and not settings.public_url:
        remedy = "Set LAGEBILD_PUBLIC_URL to the address that readers open."
        yield attention("address", "Mails would carry links to this computer only.", remedy)
    else:
        yield well("address", f"On this computer only: {settings.reached_at}.")


def strangers() -> Iterator[Finding]:
    """Pages ask no other host, and the browser is told not to."""
    from app import create_app

    with reading_as(NOBODY):
        answer = create_app().test_client().get("/sign-in", headers={"Host": f"{read_settings().host}"})
    named = sorted(set(FOREIGN.findall(answer.get_data(as_text=True))))
    policy = answer.headers.get("Content-Security-Policy", "")
    outside = [word for part in policy.split(";") for word in part.split()[1:] if not ALLOWED_SOURCES.fullmatch(word)]
    if named or outside:
        words = f"Pages may ask other hosts: {', '.join([*named, *outside][:3])}."
        yield fault("hosts", words, "Something was changed in the program; install it anew.")
    elif not policy:
        yield fault("hosts", "Pages carry no Content-Security-Policy.", "Install the program anew.")
    else:
        yield well("hosts", "Pages ask this server only.")
