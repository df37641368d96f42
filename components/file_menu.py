"""Menus of the files that a page, a figure, a table or a card can be had as: plain links behind a fold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html

from components.file_sizes import PACK, Listed, about_bytes
from components.format import file_size, number
from components.result import COUNT, Result, carriers_in, results_in
from components.tree import classes_of, components_of, is_component
from components.words import _, plural

HOME = "home"
"""The name that stands for the page at / in front of an ending."""
ROWS = "/rows"
"""The page whose own files have every row of its one list, and not those on screen alone."""
OF_COUNTRIES = "/country/"
"""How the paths of pages begin of which there is a pack."""
UNLISTED = {"profile", "facts", "kpi-facts", "supply-facts", "aid-facts", "aid-way", "events"}
"""Classes of small lists of facts, which the file of their page has."""


@dataclass(frozen=True)
class PageFiles:
    """Where the files of a page are. path: of the page without an ending; query: its keys."""

    path: str
    query: Mapping[str, str]

    def address(self, ending: str, own: Mapping[str, str]) -> str:
        """The address of a file. own: the keys of the file."""
        told = urlencode({**self.query, **own}, doseq=True)
        return f"{self.path}.{ending}" + (f"?{told}" if told else "")


def with_file_menus(page, files: PageFiles):
    """The page with a menu of files for each figure, table and card that carries something, and one for all of it.
    Changes the components in place; a page that carries nothing stays as it is."""
    named = list(zip(carriers_in(page), results_in(page, is_grouped=False), strict=True))
    every = [found for _carrier, found in named]
    after, done = {}, set()
    for (component, place, _held), found in named:
        holder = place if "panel" in classes_of(place) else component
        key = id(holder) if classes_of(holder) & {"panel", "kpi-card"} else found.group or id(holder)
        if key in done or not found.rows or classes_of(component) & UNLISTED and "panel" not in classes_of(holder):
            continue
        done.add(key)
        if "kpi-card" in classes_of(holder):
            holder.children[-1].children.append(_menu(files, found.identifier, found.title, _small()))
        elif "panel" in classes_of(holder):
            tools = holder.children[-1].children
            size = _rows(len(found.rows), found.shown_count)
            tools.insert(_place_in(tools), _menu(files, found.identifier, found.title, _forms(), size))
        else:
            shown = found if not found.group else _whole(found, every)
            size = _rows(getattr(place, COUNT, len(shown.rows)), shown.shown_count)
            name = "" if files.path == ROWS else shown.identifier
            after[id(component)] = _menu(files, name, shown.title, _forms(), size)
    if every and files.path != ROWS:
        count = sum(getattr(place, COUNT, len(one.rows)) for (_holder, place, _held), one in named)
        after |= {id(one): _page_menu(files, count, every) for one in _top(page)}
    _insert(page, after)
    return page


def _page_menu(files: PageFiles, count: int, every: list[Result]):
    """The menu of the whole page. count: the rows that its files have. every: what it shows."""
    said = plural("{count} row in all", "{count} rows in all", count).format(count=number(count))
    forms = [*_forms(), *([_pack(every)] if files.path.startswith(OF_COUNTRIES) else [])]
    return _menu(files, "", _("this page"), forms, said)


def _pack(every: list[Result]) -> tuple[str, str, dict[str, str]]:
    """The pack of a country, with about how large it is."""
    held = [Listed(one, len(one.rows)) for one in every]
    size = file_size(about_bytes(PACK, held, held))
    return _("Pack for use without a network (about {size})").format(size=size), PACK, {}


def _menu(files: PageFiles, identifier: str, title: str, forms, size: str = ""):
    """A fold with a link for each form. size: what is known of it before it is made."""
    only = {"only": identifier} if identifier else {}
    links = [html.A(word, href=files.address(ending, only | own)) for word, ending, own in forms]
    summary = html.Summary([_("Download"), html.Span(f": {title}", className="unseen")])
    told = [html.Span(size, className="files-size")] if size else []
    return html.Details([summary, *told, *links], className="files")


def _forms() -> list[tuple[str, str, dict[str, str]]]:
    """Word, ending and keys of every form, those for people first."""
    return [
        (_("Excel"), "xlsx", {}),
        (_("CSV for spreadsheets"), "csv", {"style": "formatted"}),
        (_("CSV for programs"), "csv", {}),
        ("JSON", "json", {}),
        ("Parquet", "parquet", {}),
        ("PDF", "pdf", {}),
        (_("Picture"), "png", {}),
        (_("Picture for print"), "png", {"size": "print"}),
        (_("Picture for slides"), "png", {"size": "slide"}),
    ]


def _small() -> list[tuple[str, str, dict[str, str]]]:
    """The forms of a card."""
    return [(_("Excel"), "xlsx", {}), ("CSV", "csv", {}), ("JSON", "json", {}), (_("Picture"), "png", {})]


def _rows(count: int, shown: int) -> str:
    """How many rows a file has; what is paper or a picture has those that are on screen."""
    said = plural("{count} row", "{count} rows", count).format(count=number(count))
    if count <= shown:
        return said
    return said + _("; {shown} of them in PDF and pictures").format(shown=number(shown))


def _whole(found: Result, every: list[Result]) -> Result:
    """The table that the results of a group make."""
    rows = tuple(row for one in every if one.group == found.group for row in one.rows)
    return Result(found.group[0], found.group[1], found.fields, rows, shown_count=len(rows))


def _place_in(tools: list) -> int:
    """Where a menu stands among the tools of a panel: behind its links and buttons."""
    return next((at for at, one in enumerate(tools) if "panel-said" in classes_of(one)), len(tools))


def _top(page) -> Iterator:
    """The line below the heading of a page."""
    return (one for one in components_of(page) if "build-line" in classes_of(one))


def _insert(tree, after: dict) -> None:
    """Puts menus behind the components of these ids."""
    children = getattr(tree, "children", None)
    held = list(children) if isinstance(children, list | tuple) else [children]
    found = [part for one in held for part in ((one, after[id(one)]) if id(one) in after else (one,))]
    if len(found) > len(held):
        tree.children = found
    for one in held:
        if is_component(one):
            _insert(one, after)
