"""The secret of the installation, from which tokens of forms and one-time links are made."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from settings import read_settings

FILE = "secret"


def secret() -> bytes:
    """The setting `secret`, else 256 random bits that are kept in the home, readable to its owner only."""
    settings = read_settings()
    given = settings.secret.get_secret_value() if settings.secret else ""
    return given.encode() if given else _kept(settings.home.absolute() / FILE)


def sealed(purpose: str, text: str) -> str:
    """A seal of a text for one purpose, which nobody can make without the secret. Seals of different purposes differ."""
    return hmac.new(secret(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _kept(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        aside = path.with_name(f".{FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
        with suppress(FileExistsError):  # another process was first: its secret holds
            os.link(aside, path)
        aside.unlink()
    return path.read_bytes()
