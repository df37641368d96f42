"""What every page begins with: the build, the filters of the address, and what has to be said about them.

No page itself. A page begins like this:

    begun = opening(query, own=("page",))
    if begun.empty is not None:
        return begun.empty
    return html.Div([*head(begun, _("Supply stock"), "/supply", ("group",)), ...])
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dash import html

from access import current_reader
from components.filter_bar import filter_bar
from components.shell import build_line, empty_page, notices
from components.words import _, current_language
from queries.filter_choices import bar_choices, with_region
from queries.filters import Filters, Notice, unknown_keys
from queries.freshness import BuildAge, build_age
from queries.reference import with_known_countries
from queries.warehouse import BuildInfo, NoBuildYet, NoSuchBuild, Warehouse, open_warehouse


@dataclass(frozen=True)
class Opening:
    """The beginning of a page. empty: the page to show instead where nothing is published; the rest is then None.

    notices: sentences on what was left out of the address. age: of the build.
    """

    filters: Filters
    notices: tuple[str, ...] = ()
    warehouse: Warehouse | None = None
    info: BuildInfo | None = None
    empty: object = None
    age: BuildAge | None = None


def opening(query: Mapping[str, object], own: Sequence[str] = ()) -> Opening:
    """The beginning of the page of a query string. own: keys of the page that are no filters. Never raises."""
    filters, said = Filters.from_query(query)
    try:
        warehouse = open_warehouse(current_reader(), filters.build)
        if filters.build:  # it may have been removed since this process read of what it consists
            warehouse.info_now()
    except NoBuildYet:
        sentence = _("No data have been published yet, so there is nothing to show.")
        return Opening(filters, empty=empty_page(_("Nothing published yet"), sentence, "make demo"))
    except NoSuchBuild:
        said = (*said, Notice("build", filters.build, _("names no build that is here")))
        filters = filters.replace(build=None)
        warehouse = open_warehouse(current_reader())
    filters, strange = with_known_countries(warehouse, filters)
    filters, strange_region = with_region(warehouse, filters, query.get("region"))
    others = {key: value for key, value in query.items() if key not in (*own, "region")}
    said = (*said, *strange, *strange_region, *unknown_keys(others))
    info = warehouse.info()
    age = build_age(info.built_at, datetime.now(UTC).date(), is_named=bool(filters.build))
    told = (*(notice_text(one) for one in said), *_of_areas(warehouse))
    return Opening(_at_home(filters), told, warehouse, info, age=age)


def head(begun: Opening, title: str, path: str, fields: Sequence[str] = (), kept: Mapping[str, str] | None = None):
    """The parts above the content: title, build, notices and the bar of filters.

    fields: further keys of the bar, besides period, comparison, country and build: "group" for item groups,
    "sector", "office", "programme", "donor".
    kept: the page's own keys and values, which the bar keeps.
    """
    choices = bar_choices(begun.warehouse, begun.info, tuple(fields), current_language())
    bar = filter_bar(begun.filters, choices, path, kept)
    return [html.H1(title), build_line(begun.info, begun.age), notices(list(begun.notices)), bar]


def notice_text(notice: Notice) -> str:
    """What was wrong with a part of the address, in a sentence."""
    said = _("{key}: “{value}” was left out; it {reason}.")
    return said.format(value=notice.value, key=notice.key, reason=_(notice.reason))


def _of_areas(warehouse: Warehouse) -> tuple[str, ...]:
    """What a reader of single areas has to know of every page."""
    told = _("You see single areas: what is known of whole countries only, such as plans of supply, is left out.")
    return (told,) if warehouse.scope.areas is not None and not warehouse.scope.is_nothing else ()


def _at_home(filters: Filters) -> Filters:
    """Where no country is chosen, the reader's own, if the reader has exactly one."""
    own = current_reader().countries
    return filters.replace(countries=tuple(own)) if own and len(own) == 1 and not filters.countries else filters
