"""What must be set before the app is reached from other computers."""

from urllib.parse import urlsplit

from access.way_faults import way_faults
from guards.outer import LOOPBACK, is_loopback
from settings import Settings

SHORTEST_SECRET, FEWEST_SIGNS = 32, 10


class UnsafeStart(Exception):
    """The app would be open to other computers without what protects it; the message says what to set."""


def refuse_unsafe_start(settings: Settings) -> None:
    """UnsafeStart when the app would listen beyond this computer without a strong secret or without https, or when a
    provider, a proxy or their groups are set so that the wrong people could come in, or nobody."""
    if wrong := way_faults(settings):
        raise UnsafeStart(f"Lagebild does not start, as people could not sign in as they should. {' '.join(wrong)}")
    faults = [] if is_loopback(settings.host) else unsafe(settings)
    if faults:
        told = " ".join(faults)
        raise UnsafeStart(f"Lagebild does not start on {settings.host}, where other computers reach it. {told}")


def unsafe(settings: Settings) -> list[str]:
    """What is missing, a sentence each."""
    secret = settings.secret.get_secret_value() if settings.secret else ""
    public, faults = urlsplit(settings.public_url), []
    if not secret:
        faults.append("Set LAGEBILD_SECRET to a random text; `openssl rand -hex 32` makes one.")
    elif is_weak(secret):
        faults.append(
            f"LAGEBILD_SECRET can be guessed: it needs {SHORTEST_SECRET} signs that are random; `openssl rand -hex 32` "
            "makes them."
        )
    is_own = public.scheme == "http" and (public.hostname or "") in LOOPBACK
    if not (public.scheme == "https" and public.hostname) and not is_own:
        faults.append(
            "Set LAGEBILD_PUBLIC_URL to the address that readers open, beginning with https://; a proxy before the app "
            "brings the certificate."
        )
    return faults


def is_weak(secret: str) -> bool:
    """Whether a secret is short, or made of a few signs repeated."""
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS
