"""Replaces identifiers that must be joined by a keyed HMAC, so that nobody without the key can undo or repeat it."""

import hashlib
import hmac
import os
import secrets

import pandas as pd

from settings import read_settings


def pseudonyms(identifiers: pd.Series) -> pd.Series:
    """The first 32 hexadecimal digits of HMAC-SHA256 of each identifier; missing stays missing."""
    if identifiers.notna().sum() == 0:
        return identifiers
    key = _key()
    return identifiers.map(
        lambda text: hmac.new(key, str(text).encode(), hashlib.sha256).hexdigest()[:32] if pd.notna(text) else None
    )


def _key() -> bytes:
    settings = read_settings()
    if settings.pseudonym_key:
        return settings.pseudonym_key.get_secret_value().encode()
    path = settings.home / "pseudonym.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().encode()
