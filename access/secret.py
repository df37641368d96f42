"""What only this installation can make: seals, from which tokens of forms and one-time links are made."""

import hashlib
import hmac

from installation import FILE, secret

__all__ = ["FILE", "sealed", "secret"]


def sealed(purpose: str, text: str) -> str:
    """A seal of a text for one purpose, which nobody can make without the secret. Seals of different purposes differ."""
    return hmac.new(secret(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
