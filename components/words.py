"""Texts in the language of the reader, through gettext; English is the language of the source."""

import gettext
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parents[1] / "assets" / "translations"
LANGUAGES = ("en",)
"""Languages with a catalogue; a language is added by its catalogue and its name here."""

RIGHT_TO_LEFT = frozenset(("ar", "ckb", "fa", "he", "ps", "ur"))
"""Languages that are written from right to left; their regions follow a hyphen."""

_language: ContextVar[str] = ContextVar("language", default="en")


def _(text: str) -> str:
    """The text in the language of the reader; the text itself where the catalogue has none."""
    return _catalogue(_language.get()).gettext(text)


def plural(one: str, many: str, count: int) -> str:
    """The form of a text that fits the count, in the language of the reader."""
    return _catalogue(_language.get()).ngettext(one, many, count)


def current_language() -> str:
    """The language code of the reader, for the page and for numbers and dates."""
    return _language.get()


def direction_of(language: str) -> str:
    """The direction in which a language is written, as HTML calls it: ltr or rtl."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def current_direction() -> str:
    """The direction in which the language of the reader is written."""
    return direction_of(current_language())


def speak(language: str) -> None:
    """Sets the language of this request; a language without a catalogue leaves English."""
    _language.set(language if language in LANGUAGES else "en")


@lru_cache(maxsize=16)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("lagebild", TRANSLATIONS, [language], fallback=True)
