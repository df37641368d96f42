"""Which page an address asks for, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

import dash
from dash._pages import _path_to_page
from flask import request

from components.file_menu import HOME
from pages.frame import LONGEST_QUERY, kept

NOT_FOUND = "/not-found"


@dataclass(frozen=True)
class Asked:
    """A page that is asked for. path: as in the address. page: its entry in the registry of pages, that of the page
    which says that there is none for an unknown path. query: key -> text, or list of texts for a key that was repeated.
    variables: what the path holds of the page's template."""

    path: str
    page: Mapping
    query: Mapping[str, str | list[str]]
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_found(self) -> bool:
        """Whether there is such a page."""
        return self.page["path"] != NOT_FOUND

    @property
    def title(self) -> str:
        """What the window is called."""
        title = self.page["title"]
        return title(**self.variables) if callable(title) else title

    @property
    def address(self) -> str:
        """Path and query, as a link has them."""
        return self.address_with({})

    def address_with(self, own: Mapping[str, str]) -> str:
        """The same with further keys. Of a path longer than any page needs it has nothing, as a browser adds that of the page on
        which the link stands."""
        told = self.query_with(own)
        path = self.path if len(self.path) <= LONGEST_QUERY else ""
        return f"{path}?{told}" if told else path

    def query_with(self, own: Mapping[str, str]) -> str:
        """The query with further keys, as it is repeated in links: of a long one, what every page understands."""
        told = urlencode({**self.query, **own}, doseq=True)
        return told if len(told) <= LONGEST_QUERY else urlencode(kept(dict(self.query)) | own)


def path_as_written() -> str:
    """The path of this request as the browser wrote it: an encoded slash inside a name stays one."""
    raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "").split("?")[0]
    return raw if raw.startswith("/") else request.path


def asked_page(path: str, search: str) -> Asked:
    """The page of a path and the query string behind it. Never raises."""
    given = parse_qs(search, keep_blank_values=True, max_num_fields=None)
    query = {key: values[0] if len(values) == 1 else values for key, values in given.items()}
    page, variables = _path_to_page(path.strip("/"))
    if not page or page["path"] == NOT_FOUND:
        return Asked(path, _not_found(), query)
    return Asked(path, page, query, variables or {})


def page_path(name: str) -> str:
    """The path of a page by its name in addresses of its parts: that of the first page is called home."""
    return "/" if name == HOME else f"/{name}"


def _not_found() -> Mapping:
    return next(one for one in dash.page_registry.values() if one["path"] == NOT_FOUND)
