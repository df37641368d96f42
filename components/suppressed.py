"""Words for counts of people that are not told: "< 5" for the small count itself, "hidden" for what would tell it."""

from components.format import number
from components.words import _
from kpis.kpi import Kpi

HIDDEN = "hidden_word"
"""The column of words that figures look for, in place of the values of a row; with_words makes it."""


def suppressed_text(kpi: Kpi, value) -> str:
    """In place of a KpiValue that is suppressed."""
    return hidden_word(kpi, is_small=value.is_small)


def hidden_word(kpi: Kpi, *, is_small: bool) -> str:
    """In place of a figure of the KPI: "< 5" for the small count itself, "hidden" for what would tell it."""
    return _("< {count}").format(count=number(kpi.small_count_threshold)) if is_small else _("hidden")


def with_words(kpi: Kpi, frame):
    """A frame of figures of the KPI (is_suppressed, is_small) with hidden_word: None where the figure is told."""
    flags = zip(frame["is_suppressed"], frame["is_small"], strict=True)
    words = [hidden_word(kpi, is_small=_holds(small)) if _holds(flag) else None for flag, small in flags]
    return frame.assign(**{HIDDEN: words})


def hidden_words(frame) -> list[str | None]:
    """For each row the word in place of what is not told of it: its hidden_word, else "hidden" where it is_suppressed."""
    if HIDDEN in frame:
        return [word if isinstance(word, str) else None for word in frame[HIDDEN]]
    if "is_suppressed" in frame:
        return [_("hidden") if _holds(flag) else None for flag in frame["is_suppressed"]]
    return [None] * len(frame)


def in_words(frame, names):
    """The frame for a table: in rows that are suppressed the word in place of what is missing of the named columns."""
    words = hidden_words(frame)
    if not any(words):
        return frame
    told = {
        name: [
            word if word and (value is None or value != value) else value
            for word, value in zip(words, frame[name], strict=True)
        ]
        for name in names
    }
    return frame.assign(
        **{name: type(frame[name])(held, index=frame.index, dtype=object) for name, held in told.items()}
    )


def hidden_label() -> str:
    """What a mark in a figure says that stands for a figure that is not told."""
    return _("hidden: small count")


def unit_beside(kpi: Kpi, value) -> str:
    """The unit in words behind a KpiValue; none behind a sign, and none behind "hidden"."""
    return "" if kpi.unit.symbol or (value.is_suppressed and not value.is_small) else _(kpi.unit.label)


def suppressed_sentence(kpi: Kpi, value) -> str:
    """The same as a sentence with the reason."""
    least = number(kpi.small_count_threshold)
    if value.is_small:
        return _("Fewer than {count}: so small a count of people is not shown exactly.").format(count=least)
    return _("Hidden: the figure would tell a count of fewer than {count} people.").format(count=least)


def small_count_rule(kpi: Kpi) -> str:
    """What is done with small counts of the KPI."""
    told = _(
        "a count of people below {count} is shown as “< {count}”; figures from which it could be worked out are shown "
        "as “hidden”"
    )
    return told.format(count=number(kpi.small_count_threshold))


def _holds(flag) -> bool:
    return flag is not None and flag == flag and bool(flag)
