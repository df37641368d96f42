"""A page for slow links: the same components with the first rows of each table, few ways to its files with their sizes,
and nothing that needs a script."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from dash import html

from components.file_sizes import PACK, Listed, about_bytes
from components.format import file_size, number
from components.result import COUNT, carriers_in, results_in
from components.tree import classes_of, components_of, is_component
from components.words import _, plural

MOST_ROWS, MOST_BEHIND = 8, 3
"""Rows of a table, and of one that repeats a figure."""
NEEDS_SCRIPTS = frozenset(("panel-picture", "panel-said", "last-visit", "report-tools"))
"""Classes of what does nothing without a script."""
ENDINGS = {"page": ("xlsx",), "part": ("csv", "xlsx")}
"""Files that are named: of a whole page, and of one table or figure."""
CARD_LINKS = 4
"""Files that the menu of a card has; those of all cards are in the file of the page."""


@dataclass(frozen=True)
class LiteView:
    """What a page for slow links has to know. rows_address: identifier of a table -> the page of all of its rows.
    is_whole: whether the page is that of all rows already."""

    rows_address: Callable[[str], str]
    is_whole: bool = False


def lightened(tree, view: LiteView):
    """The components of a page, changed in place."""
    shown = list(zip(carriers_in(tree), results_in(tree, is_grouped=False), strict=True))
    results = {one.shown.identifier: one for one in listed_in(tree)}
    behind = {
        id(part) for one in components_of(tree) if "panel-table" in classes_of(one) for part in components_of(one)
    }
    for (component, _place, _own), found in shown:
        if "table-frame" in classes_of(component) and not view.is_whole:
            most = MOST_BEHIND if id(component) in behind else MOST_ROWS
            _cut(component, results[found.identifier], most, view.rows_address(found.identifier))
    _lighten(tree, results)
    return tree


def listed_in(tree) -> list[Listed]:
    """The results of a page, in order, with what is known of their files."""
    named = zip(carriers_in(tree), results_in(tree, is_grouped=False), strict=True)
    return [
        Listed(found, getattr(place, COUNT, len(found.rows)), "panel" in classes_of(place))
        for (_component, place, _own), found in named
    ]


def _cut(framed, found: Listed, most: int, address: str) -> None:
    """Leaves the first rows of a table, and a link to all of them, or to all that this page of a list has."""
    body = next((one for one in components_of(framed) if one._type == "Tbody"), None)
    rows = list(body.children or ()) if body is not None else []
    if len(rows) <= most + 1:
        return
    body.children = rows[:most]
    here = len(found.shown.rows)
    words = plural("All {count} row", "All {count} rows", here).format(count=number(here))
    if found.count > here:
        words = _("All {count} rows of this page of the list").format(count=number(here))
    told = _("Showing {shown} of {all}.").format(shown=number(most), all=number(found.count))
    title = html.Span(f": {found.shown.title}", className="unseen")
    said = html.P([told, " ", html.A([words, title], href=address)], className="table-count")
    framed.children = [one for one in framed.children if "table-count" not in classes_of(one)] + [said]


def _lighten(tree, results: dict[str, Listed]) -> None:
    children = tree if isinstance(tree, list) else getattr(tree, "children", None)
    held = list(children) if isinstance(children, list | tuple) else [children]
    kept = [_lighter(one, results) for one in held if not NEEDS_SCRIPTS & classes_of(one)]
    if isinstance(tree, list):
        tree[:] = kept
    elif is_component(tree) and children is not None:
        tree.children = kept if isinstance(children, list | tuple) else (kept or [None])[0]
    for one in kept:
        if is_component(one) or isinstance(one, list):
            _lighten(one, results)


def _lighter(part, results: dict[str, Listed]):
    """A menu of files as a line of few, with their sizes; other parts as they are."""
    if not is_component(part) or "files" not in classes_of(part):
        return part
    links = [one for one in part.children if one._type == "A"]
    only = parse_qs(urlsplit(links[0].href).query).get("only", [""])[0]
    if only and (only not in results or len(links) <= CARD_LINKS):
        return None
    found = [results[only]] if only else list(results.values())
    sized = _sized(links, found, list(results.values()), ENDINGS["part" if only else "page"])
    return html.P([_("Download") + ": ", *sized], className="files")


def _sized(links: list, found: list[Listed], page: list[Listed], endings: tuple[str, ...]) -> list:
    """The links to some of the files, each with about how many bytes it has."""
    parts, named = [], set()
    for link in links:
        path = urlsplit(link.href).path
        ending = path.rpartition(".")[2]
        if path.endswith(f".{PACK}"):
            parts += [link, " "]  # its own words tell its size
        if ending in endings and ending not in named:
            named.add(ending)
            size = _("about {size}").format(size=file_size(about_bytes(ending, found, page)))
            parts += [link, f" ({size}) "]
    return parts
