"""What stands around every page: navigation with the filters kept, and words where a page cannot be made."""

import logging
from collections.abc import Callable
from functools import wraps
from inspect import unwrap

import dash

from components.shell import content, failed_page, navigation
from components.words import _
from queries.filters import Filters
from queries.warehouse import NotAllowed


def framed(path: str, layout: Callable) -> Callable:
    """The layout of a page with navigation above it; what goes wrong in it becomes a page that says so."""
    inner = unwrap(layout)

    @wraps(inner)
    def page(**query):
        shown = {one["path"] for one in dash.page_registry.values()}
        return [navigation(path, shown, kept(query)), content(made(inner, path, query))]

    return page


def kept(query: dict) -> dict[str, str]:
    """The part of a query that every page understands."""
    region = {"region": query["region"]} if isinstance(query.get("region"), str) and query["region"] else {}
    return Filters.from_query(query)[0].to_query() | region


def made(layout: Callable, path: str, query: dict):
    """The page, or the page that says why there is none."""
    try:
        return layout(**query)
    except NotAllowed as error:
        return failed_page(_("Not open to you"), _(str(error)))
    except Exception:
        logging.getLogger("lagebild").exception("The page %s could not be made.", path)
        return failed_page(_("This page could not be made"), _("An error on our side; it has been written to the log."))
