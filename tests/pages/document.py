"""A page as a browser gets it: the document, read back into elements, with each of its figures where it is drawn."""

from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from components.markup import VOID

PLACE = "data-figure"
"""The attribute with the address of a figure."""


class Elements(HTMLParser):
    """Elements of HTML, as {"props": "children" and attributes, "type": name of the element}, and texts between them.

    children: None, one text, or a list. AssertionError where elements are not closed in their order."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.found: list = []
        self._open: list[tuple[str, list]] = [("", self.found)]
        self.feed(text)
        self.close()
        assert len(self._open) == 1, f"not closed: {[name for name, _inner in self._open[1:]]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inner: list = []
        props = {"className" if name == "class" else name: value or "" for name, value in attrs}
        self._open[-1][1].append({"props": {"children": inner} | props, "type": tag.capitalize()})
        if tag not in VOID:
            self._open.append((tag, inner))

    def handle_endtag(self, tag: str) -> None:
        name, _inner = self._open.pop()
        assert name == tag, f"</{tag}> closes <{name}>"

    def handle_data(self, data: str) -> None:
        self._open[-1][1].append(data)


@dataclass(frozen=True)
class Page:
    """The answer to a request for a page, and the client that asked for it."""

    client: object
    answer: object

    @property
    def status_code(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """The document."""
        return self.answer.text

    @property
    def document(self) -> list:
        """Every element of the document."""
        return Elements(self.text).found

    @cached_property
    def tree(self) -> list:
        """What stands between header and footer; each figure is a "Graph" with its "figure"."""
        place = next(one for one in parts(self.document) if one["props"].get("id") == "page")
        return [self._told(one) for one in place["props"]["children"]]

    def _told(self, node):
        if isinstance(node, str):
            return node
        props = dict(node["props"])
        if PLACE in props:
            got = self.client.get(f"{props[PLACE]}&whole=1")  # with what all figures have in common
            assert got.status_code == 200, props[PLACE]
            return {"props": props | {"children": None, "figure": got.json}, "type": "Graph"}
        inner = [self._told(one) for one in props["children"]]
        props["children"] = inner[0] if len(inner) == 1 and isinstance(inner[0], str) else inner or None
        return {"props": props, "type": node["type"]}


def page(client, address: str) -> Page:
    """The page of an address, as the client gets it."""
    return Page(client, client.get(address))


def parts(node):
    """Every element of a tree, outer before inner."""
    if isinstance(node, list):
        for one in node:
            yield from parts(one)
    elif isinstance(node, dict):
        yield node
        yield from parts(node["props"]["children"])
