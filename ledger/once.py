"""What may happen once only, whichever process sees it: remembered until it would be too late anyway."""

import hashlib
from datetime import datetime

from sqlalchemy import Column, DateTime, String, Table, delete, insert
from sqlalchemy.exc import IntegrityError

from ledger.database import metadata, now, opened

used_word = Table(
    "used_word",
    metadata,
    Column("word_hash", String(64), primary_key=True),
    Column("until", DateTime, nullable=False),
)


def use_once(word: str, until: datetime) -> bool:
    """Uses a word up that is worth nothing after a moment (UTC) in any case. True for exactly one caller."""
    word_hash = hashlib.sha256(word.encode(errors="replace")).hexdigest()
    try:
        with opened().begin() as connection:
            connection.execute(delete(used_word).where(used_word.c.until < now()))
            connection.execute(insert(used_word).values(word_hash=word_hash, until=until))
    except IntegrityError:
        return False
    return True
