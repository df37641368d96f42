"""What a page shows, for anything that is no browser: files, reports and mails."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from inspect import unwrap
from urllib.parse import urlencode

from dash._pages import _path_to_page

from access import current_reader
from access.policy import may_open
from components.result import Result, carriers_in, results_in
from components.tree import classes_of, components_of, text_of
from exports.facts import subjects_of
from exports.manifest import Bundle, Manifest, content_digest, result_notes
from exports.stating import About, stated
from pages.opening import Opening, opening
from pages.whole_lists import whole_lists
from queries.boundaries import disclaimer
from queries.warehouse import NoBuildYet, NotAllowed

MAPS = ("choropleth", "scattergeo")
"""Kinds of traces that make a figure a map."""


class NoSuchPage(LookupError):
    """No page has the address."""


class NoSuchResult(LookupError):
    """The page shows no figure or table of that name."""


@dataclass(frozen=True)
class PageContent:
    """A page as its reader sees it. path, query: its address. tree: its components, without the navigation around
    them. results: what it shows, cards joined to one table as in the file of a page."""

    path: str
    query: Mapping[str, str]
    begun: Opening
    tree: object
    results: tuple[Result, ...]

    @property
    def title(self) -> str:
        """The heading of the page."""
        return next((text_of(one) for one in components_of(self.tree) if one._type == "H1"), self.path)

    def bundle(self) -> Bundle:
        """The whole page as one file has it."""
        return Bundle(_manifest(self, self.tree, self.results, ""), self.results, self.tree)

    def only(self, identifier: str) -> Bundle:
        """One result of the page as one file has it. NoSuchResult names those that there are."""
        single = results_in(self.tree, is_grouped=False)
        found = next((one for one in (*self.results, *single) if one.identifier == identifier), None)
        if found is None:
            known = ", ".join(one.identifier for one in self.results) or "-"
            raise NoSuchResult(f"This page shows no “{identifier[:60]}”. It shows: {known}.")
        part = self.part(identifier)
        return Bundle(_manifest(self, part, (found,), found.title), (found,), part)

    def part(self, identifier: str):
        """The part of the tree that shows a result: its whole panel, or else the table or card itself; for a group all
        of it. None where there is none."""
        named = zip(carriers_in(self.tree), results_in(self.tree, is_grouped=False), strict=True)
        held = [
            (one, place)
            for (one, place, _own), found in named
            if identifier in (found.identifier, *(found.group or ())[:1])
        ]
        if not held:
            return None
        place = held[0][1]
        is_panel = "panel" in classes_of(place)
        return place if is_panel else _around(self.tree, [one for one, _place in held])


def page_content(path: str, query: Mapping[str, str]) -> PageContent:
    """The page of a path and query as the current reader sees it.

    NoSuchPage where there is none; NoBuildYet before the first publication; NotAllowed as the page itself says."""
    page, variables = _path_to_page(path.strip("/"))
    if not page or page["path"] == "/not-found":
        raise NoSuchPage(f"There is no page {path[:80]}.")
    if not may_open(current_reader(), page["path"]):
        raise NotAllowed("This page is not open to you.")
    query = page.get("meant", dict)(query)
    begun = opening({**query})
    if begun.empty is not None:
        raise NoBuildYet("No data have been published yet.")
    with whole_lists():
        tree = unwrap(page["layout"])(**{**query, **(variables or {})})
    return PageContent(path, dict(query), begun, tree, results_in(tree))


def _around(tree, held: list):
    """The innermost part of a tree that holds all of some components."""
    wanted = {id(one) for one in held}
    parts = tree if isinstance(tree, list | tuple) else getattr(tree, "children", None)
    for part in parts if isinstance(parts, list | tuple) else [parts]:
        if id(tree) not in wanted and wanted <= {id(one) for one in components_of(part)}:
            return _around(part, held)
    return tree


def _manifest(page: PageContent, tree, results: tuple[Result, ...], title: str) -> Manifest:
    """The facts about a file of the results; tree: the part of the page that shows them."""
    kept = getattr(page.tree, "kept_manifest", None)
    if kept is not None:  # of an issued report whose build is gone
        return _as_kept(kept, results, title)
    kpis, marts = subjects_of([*(one.about for one in results), *_explanations(tree)])
    if not kpis and not marts:  # a table without an explanation of its own stands on what its page stands on
        kpis, marts = subjects_of(_explanations(page.tree))
    about = About(
        title=f"{page.title}: {title}" if title else page.title,
        address=f"{page.path}?{urlencode({**page.query, 'build': page.begun.info.build_id})}",
        filters=page.begun.filters,
        made_by=current_reader().name,
        kpis=kpis,
        marts=marts,
        notices=_words(page.tree, "notice"),
    )
    is_map = any(_is_map(one) for one in components_of(tree))
    return replace(
        stated(page.begun.warehouse, about, results),
        only=results[0].identifier if title else "",
        map_disclaimer=disclaimer() if is_map else "",
        area_notes=_words(tree, "map-notes") if is_map else (),
        content_sha256=content_digest(results),
    )


def _as_kept(kept: Manifest, results: tuple[Result, ...], title: str) -> Manifest:
    """The manifest of an issued report, for a file that is made of it now."""
    return replace(
        kept,
        title=f"{kept.title}: {title}" if title else kept.title,
        made_at=datetime.now(UTC),
        made_by=current_reader().name,
        only=results[0].identifier if title else "",
        results=result_notes(results),
        row_count=sum(len(one.rows) for one in results),
        content_sha256=content_digest(results),
    )


def _explanations(tree) -> list[str]:
    """Addresses of explanations to which a part of a page leads."""
    found = [getattr(one, "href", None) for one in components_of(tree)]
    return [href for href in found if isinstance(href, str) and href.startswith("/explain?")]


def _is_map(component) -> bool:
    traces = (getattr(component, "figure", None) or {}).get("data", ()) if component._type == "Graph" else ()
    return any(trace.get("type") in MAPS for trace in traces)


def _words(tree, name: str) -> tuple[str, ...]:
    """The sentences inside the components of a class, each once."""
    held = [one for one in components_of(tree) if name in classes_of(one)]
    said = [text_of(part) for one in held for part in (one.children if isinstance(one.children, list) else [one])]
    return tuple(dict.fromkeys(text for text in said if text))
