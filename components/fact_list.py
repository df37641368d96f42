"""Facts of one thing, term by term, with their Result."""

from collections.abc import Sequence

from components.reference_parts import Drawn, drawn
from components.result import Field, result, with_result
from components.tree import text_of
from components.words import _

__all__ = ["drawn", "fact_result", "with_facts"]


def with_facts(component, pairs: Sequence[tuple[str, object]], title: str, identifier: str = ""):
    """The component that draws the facts, carrying them. pairs: term and text, number, component, or drawn() with the
    value that it stands for."""
    return with_result(component, fact_result(pairs, title, identifier))


def fact_result(pairs: Sequence[tuple[str, object]], title: str, identifier: str = ""):
    """A row for each fact: the term, the value as it is written, and the value itself where it is a number or a day."""
    fields = [
        Field("term", _("Fact")),
        Field("said", _("Value")),
        Field("value_number", _("Value as a number"), "number", decimals=2),
        Field("value_date", _("Value as a date"), "date"),
    ]
    return result(identifier, title, fields, [_row(term, value) for term, value in pairs])


def _row(term: str, value) -> tuple:
    held = value.values[0] if isinstance(value, Drawn) else value
    said = text_of(value.content if isinstance(value, Drawn) else value) or None
    is_number = isinstance(held, int | float) and not isinstance(held, bool)
    return term, said, held if is_number else None, held if hasattr(held, "isoformat") else None
