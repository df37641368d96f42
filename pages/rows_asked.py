"""Which rows the address of a list of rows asks for. No page itself. Nothing here raises."""

from collections.abc import Mapping

from components.words import current_language
from kpis.kpi import Kpi
from pages.opening import Opening
from pages.own_keys import page_of, text_of
from queries.kpi_rows import RowsAsked
from queries.reference import country_names


def rows_asked(begun: Opening, subject: Kpi | str, query: Mapping[str, object]) -> tuple[RowsAsked, list[str]]:
    """The rows of a KPI or mart: with the text looked for, in the order and of the page that the query names. And what
    has to be said about the query."""
    declared = subject if isinstance(subject, Kpi) else None
    find, said = text_of(query, "find")
    number, said_too = page_of(query)
    sort, said_three = text_of(query, "sort")
    names = country_names(begun.warehouse, current_language())
    named = tuple(code for code, told in names.items() if find and find.casefold() in told.casefold())
    mart = declared.mart if declared else subject
    return RowsAsked(mart, declared, sort, find, named, number), [*said, *said_too, *said_three]
