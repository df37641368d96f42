"""Passwords: which are taken, how they are kept, and whether one is right."""

import re
import secrets
import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kpis.words import _
from ledger.accounts import Account, keep_password_hash

LEAST_SIGNS, MOST_SIGNS = 12, 500
LEAST_DIFFERENT = 6
ROWS = ("01234567890123", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
"""What fingers run along on a keyboard."""
COMMON = (
    "password passwort passw0rd p@ssword p@ssw0rd motdepasse contrasena welcome willkommen bienvenue letmein iloveyou"
    " administrator admin administration superuser changeme changeit temporary default secret topsecret football"
    " basketball baseball superman batman starwars pokemon princess sunshine monkey dragon trustno lagebild unicef"
    " unitednations humanitarian emergency hello goodmorning summer winter spring autumn january february march april"
    " june july august september october november december monday tuesday wednesday thursday friday saturday sunday"
    " mypassword thisismypassword yourpassword newpassword correcthorsebatterystaple"
)
"""Words that guessing begins with; digits and signs around one of them do not make it a password."""
AT_ONCE = BoundedSemaphore(2)
"""Hashes made at the same time: each takes 64 MB, and many visitors must not take all the memory there is."""


def password_fault(password: str, name: str) -> str:
    """Why a password is not taken, as a sentence; "" where it is. name: of the account."""
    plain = _plain(password).casefold()
    if len(plain) < LEAST_SIGNS:
        return _("A password has at least 12 signs. Four words that do not belong together are easy to keep in mind.")
    if len(plain) > MOST_SIGNS:
        return _("A password has at most 500 signs.")
    if any(part in plain for part in _parts(name)):
        return _("The password contains the name of the account; whoever guesses begins with that.")
    if len(set(plain)) < LEAST_DIFFERENT or _is_repeated(plain) or _follows_a_row(plain):
        return _("The password repeats itself or follows the keyboard; whoever guesses begins with such.")
    if {re.sub(r"[\W\d_]+", "", plain), plain.strip("0123456789!?.,-_#*+ ")} & set(COMMON.split()):
        return _("The password is one of those that everybody guesses first.")
    return ""


def password_hash(password: str) -> str:
    """What is kept of a password: its argon2id hash with salt and parameters."""
    with AT_ONCE:
        return PasswordHasher().hash(_plain(password))


def is_password(account: Account | None, password: str) -> bool:
    """Whether a password is that of an active account. Takes as long for an unknown name, one without a password and
    one that is disabled. A hash with older parameters is renewed."""
    is_usable = account is not None and account.is_active and account.password_hash is not None
    is_usable = is_usable and account.via == "local"  # whoever left the organisation must not come in past it
    kept = account.password_hash if is_usable else _hash_of_nobody()
    hasher = PasswordHasher()
    try:
        with AT_ONCE:
            hasher.verify(kept, _plain(password[: MOST_SIGNS + 1]))
    except (VerificationError, InvalidHashError):
        return False
    if is_usable and hasher.check_needs_rehash(kept):
        keep_password_hash(account.account_id, password_hash(password), is_new=False)
    return is_usable


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    """A hash of the usual cost that no password fits."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))


def _plain(password: str) -> str:
    """The same text from every keyboard: some write é as one sign, others as two."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def _parts(name: str) -> list[str]:
    """A name, and what stands before its @, where these are long enough to mean something."""
    return [part for part in {name.casefold(), name.casefold().partition("@")[0]} if len(part) >= 4]


def _is_repeated(text: str) -> bool:
    """Whether a text is one piece written several times."""
    return text in (text + text)[1:-1]


def _follows_a_row(text: str) -> bool:
    """Whether at least two thirds of a text go along rows of the keyboard, the alphabet or the digits, in steps."""
    steps = {row[at : at + 2] for line in ROWS for row in (line, line[::-1]) for at in range(len(row) - 1)}
    along = sum(text[at : at + 2] in steps for at in range(len(text) - 1))
    return along >= (len(text) - 1) * 2 / 3
