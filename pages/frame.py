"""What stands around every page: navigation with the filters kept, and words where a page cannot be made."""

import logging
import re
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import unwrap
from types import MappingProxyType
from urllib.parse import quote, unquote, urlencode

import dash
from dash import html

from access import current_reader
from access.door import token_of_forms
from access.policy import may_open
from access.roles import DOMAINS
from access.witness import note_refusal, note_view
from components.file_menu import HOME, PageFiles, with_file_menus
from components.form_token import with_form_tokens
from components.result import results_in
from components.shell import content, failed_page, foot, navigation, notices, refused_page
from components.words import _
from exports.facts import sources, subjects_of
from exports.manifest_words import source_words
from pages.opening import notice_text
from pages.own_corner import viewing
from queries.filters import SHOWN_OF_BAD_VALUE, Filters, Notice
from queries.limits import TooMuch
from queries.reader import Reader
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse

VARIABLE = re.compile("<(.*?)>")
WITHOUT_DATA = ("/account", "/accounts", "/api", "/audit", "/glossary", "/not-found", "/subscriptions", "/verify")
"""Pages that show something to readers to whom no data are open."""
LONGEST_QUERY = 2000
"""Characters; of a longer query the files of a page get what every page understands."""


def framed(path: str, layout: Callable, template: str | None = None, failed: Callable = lambda: None) -> Callable:
    """The layout of a page with navigation above it; what goes wrong in it becomes a page that says so. It is called
    with the variables of the path, then with the keys of the query.
    template: the path with variables, of a page that has them. failed: called when the page could not be made."""
    inner = unwrap(layout)

    @wraps(inner)
    def page(variables: Mapping[str, str] = MappingProxyType({}), /, **query):
        shown = {one["path"] for one in dash.page_registry.values() if is_offered(one["path"], current_reader())}
        query, said = with_path_variables(query, variables)
        body, files = html.Div(made(inner, path, query, failed)), files_of(path, query, template)
        seen_as = viewing()
        if with_form_tokens([body, seen_as], token_of_forms()):
            failed()  # the token is of one session: nobody else may get this answer
        results = results_in(body) if len(files.path) <= LONGEST_QUERY else ()
        rights = current_reader().rights
        by_mail = own_address(files) if "subscribe" in rights else ""
        below = foot(by_mail, sources_of(results, query)) if results else None
        drawn = with_file_menus(body, files).children if results and "export" in rights else body.children
        return [*seen_as, navigation(path, shown, kept(query)), content([notices(said), drawn]), below]

    return page


def is_offered(path: str, reader: Reader) -> bool:
    """Whether the navigation leads a reader to a page: not to one of a domain, or of data at all, that is not open."""
    if reader.sees_nothing:
        return path in WITHOUT_DATA
    return reader.domains is None or path[1:] not in set(DOMAINS) - reader.domains


def sources_of(results, query: dict) -> list[str]:
    """Title, publisher and licence of the sources of the marts behind a page; none where they cannot be told. Which of
    them a single figure stands on takes a look at every row; its own file and its explanation say it."""
    try:
        warehouse = open_warehouse(current_reader(), Filters.from_query(query)[0].build)
        kpis, marts = subjects_of(one.about for one in results)
        every = dict.fromkeys((*(one.mart for one in kpis), *marts))
        return [source_words(one) for one in sources(warehouse, (), tuple(every))]
    except (NotAllowed, NoBuildYet, NoSuchBuild):
        return []


def files_of(path: str, query: dict, template: str | None) -> PageFiles:
    """Where the files of a page are: at its own path, with a name for the first page, and the keys of its query."""
    names = VARIABLE.findall(template or "")
    if sum(len(str(value)) for value in query.values()) > LONGEST_QUERY:  # it would stand in each of many links
        query = {key: query[key] for key in names} | kept(query)
    own = VARIABLE.sub(lambda found: quote(unquote(str(query[found.group(1)])), safe=""), template or path)
    return PageFiles(
        f"/{HOME}" if own == "/" else own, {key: value for key, value in query.items() if key not in names}
    )


def with_path_variables(query: dict, variables: Mapping[str, str]) -> tuple[dict, list[str]]:
    """The query with the variables of the path as the path has them, and a sentence on each key that meant another."""
    reason = _("is told by the path of this page")
    given = [
        (name, query[name] if isinstance(query[name], str) else query[name][0]) for name in variables if name in query
    ]
    said = [notice_text(Notice(name, value[:SHOWN_OF_BAD_VALUE], reason)) for name, value in given]
    return query | variables, said


def own_address(files: PageFiles) -> str:
    """The address of the page that has these files, without a build: whoever follows it later gets the one in force."""
    told = urlencode({key: value for key, value in files.query.items() if key != "build"}, doseq=True)
    return ("/" if files.path == f"/{HOME}" else files.path) + (f"?{told}" if told else "")


def kept(query: dict) -> dict[str, str]:
    """The part of a query that every page understands."""
    region = {"region": query["region"]} if isinstance(query.get("region"), str) and query["region"] else {}
    return Filters.from_query(query)[0].to_query() | region


def made(layout: Callable, path: str, query: dict, failed: Callable):
    """The page, or the page that says why there is none."""
    try:
        if not may_open(current_reader(), path):
            raise NotAllowed("This page is not open to you. Your account page says what is, and why.")
        if current_reader().sees_nothing and path not in WITHOUT_DATA:
            return refused_page(
                _("Nothing is open to you yet"), _("No data are open to you here, so there is nothing to show.")
            )
        shown = layout(**query)
        note_view(path, query)
        return shown
    except NotAllowed as error:
        failed()
        note_refusal(path)
        return refused_page(_("Not open to you"), _(str(error)))
    except TooMuch as error:
        failed()
        return failed_page(_("Too much at once"), _(str(error)))
    except Exception:
        failed()
        logging.getLogger("lagebild").exception("The page %s could not be made.", path)
        return failed_page(_("This page could not be made"), _("An error on our side; it has been written to the log."))
