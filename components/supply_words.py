"""Words of the supply pages."""

from components.words import _
from kpis.legends import STOCK_STATUS


def status_words() -> dict[str, str]:
    """Code of a stock status -> its word, in the order of the legend."""
    return {one.code: _(one.word) for one in STOCK_STATUS.classes + STOCK_STATUS.special}


def bucket_words() -> dict[str, str]:
    """Code of a bucket of days to expiry -> its words."""
    return {
        "expired": _("expired"),
        "days_0_30": _("in 0 to 30 days"),
        "days_31_90": _("in 31 to 90 days"),
        "days_91_180": _("in 91 to 180 days"),
        "later": _("later"),
        "undated": _("no expiry date"),
    }


def named(code, name) -> str:
    """The name of an item or site, its code where it has none; a word where it has neither."""
    return next((str(one) for one in (name, code) if isinstance(one, str) and one), _("not stated"))
