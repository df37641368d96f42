"""A reader made smaller by what another one may see."""

from dataclasses import replace

from access.roles import DOMAINS
from queries.reader import Reader

Codes = frozenset[str] | None


def narrowed(reader: Reader, by: Reader) -> Reader:
    """The reader without anything that is not open to the other one as well. Which rights are left is told apart."""
    return replace(
        reader,
        countries=_both(reader.countries, by.countries),
        domains=_both(reader.domains, by.domains),
        areas=_both(reader.areas, by.areas),
        detail="rows" if reader.detail == by.detail == "rows" else "totals",
        compared=reader.compared & _totals_open_to(by),
    )


def _both(one: Codes, other: Codes) -> Codes:
    """The codes of both; None stands for all."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _totals_open_to(reader: Reader) -> frozenset[str]:
    """Domains of which the reader may know a figure over all countries: granted ones, and those seen everywhere."""
    is_everywhere = reader.countries is None and reader.areas is None
    seen = frozenset(DOMAINS) if reader.domains is None else reader.domains
    return reader.compared | (seen if is_everywhere else frozenset())
