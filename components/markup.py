"""The HTML of a tree of components, as the browser would make it of them, without a script: for paper, mails and files.

Nothing in it runs: texts are escaped, addresses that are scripts are left out, and so are elements that load or do
something. A graph becomes what `graph` makes of it; without it an empty place that carries its figure.
"""

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import chain

from dash.development.base_component import Component

ELEMENTS = {"ObjectEl": "object", "MapEl": "map"}
"""Components that are not called after their element."""
CONTROLS = {"Button": "button", "Link": "a", "Input": "input", "Textarea": "textarea"}
"""Components of dcc -> the element that stands for them."""
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"
))  # fmt: skip
LEFT_OUT = frozenset((
    "Base", "Embed", "Iframe", "Link", "Meta", "ObjectEl", "Param", "Script", "Style", "Clipboard", "ConfirmDialog",
    "Download", "Geolocation", "Interval", "Location", "Store", "Tooltip"
))  # fmt: skip
"""What loads, runs or remembers something and shows nothing of its own; html.Link is no link to follow."""
NO_ATTRIBUTES = frozenset((
    "children", "key", "loading_state", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "setProps", "refresh",
    "persistence", "persistence_type", "persisted_props", "debounce", "n_blur", "n_submit", "n_blur_timestamp",
    "n_submit_timestamp"
))  # fmt: skip
ATTRIBUTES = {"className": "class", "htmlFor": "for", "acceptCharset": "accept-charset", "httpEquiv": "http-equiv"}
FLAGS = frozenset((
    "allowFullScreen", "async", "autoFocus", "autoPlay", "checked", "controls", "default", "defer", "disabled",
    "formNoValidate", "hidden", "loop", "multiple", "muted", "noValidate", "open", "readOnly", "required",
    "reversed", "selected"
))  # fmt: skip
"""Attributes that hold by being there."""
WORDS = frozenset(["contentEditable", "draggable", "spellCheck", "autoCapitalize"])
"""Attributes with the words true and false."""
ADDRESSES = frozenset(("href", "src", "action", "formAction", "cite", "data", "poster"))
SCRIPT_ADDRESS = re.compile(r"^(?:javascript|vbscript|data(?!:image/))", re.IGNORECASE)
UNITLESS = frozenset((
    "animationIterationCount", "aspectRatio", "columnCount", "columns", "fillOpacity", "flex", "flexGrow",
    "flexShrink", "fontWeight", "gridArea", "gridColumn", "gridColumnEnd", "gridColumnStart", "gridRow",
    "gridRowEnd", "gridRowStart", "lineClamp", "lineHeight", "opacity", "order", "orphans", "scale",
    "strokeOpacity", "strokeWidth", "tabSize", "widows", "zIndex", "zoom"
))  # fmt: skip
"""Properties of style whose numbers are not pixels."""
UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(55296, 57344)), "�")
"""Signs that HTML cannot hold."""

Graph = Callable[[Component], str]


def markup(tree, graph: Graph | None = None) -> str:
    """The HTML of a component, a text, a number, or a list of them; nothing for None and flags. graph: what stands
    for a dcc.Graph, as HTML. ValueError names a component that has no such form."""
    return "".join(_pieces(tree, graph or empty_graph))


def empty_graph(graph: Component) -> str:
    """The place of a figure, with the figure and its settings as JSON for a script that draws it."""
    drawn = json.dumps({"figure": graph.figure, "config": getattr(graph, "config", {})}, default=str)
    held = drawn.replace("<", "\\u003c").replace("&", "\\u0026")
    place = "".join(_attributes({"id": graph.id, "style": getattr(graph, "style", None)}))
    return f'<div class="dash-graph"{place}><script type="application/json" class="figure-data">{held}</script></div>'


def text(words: str) -> str:
    """A text that HTML shows as it is."""
    return escape(words.translate(UNSEEN)).replace("\r", "&#13;")


def _pieces(part, graph: Graph) -> Iterator[str]:
    if part is None or isinstance(part, bool):
        return
    if isinstance(part, str):
        yield text(part)
    elif isinstance(part, int | float):
        yield _number(part)
    elif isinstance(part, Component):
        yield from _element(part, graph)
    else:
        yield from chain.from_iterable(_pieces(one, graph) for one in part)


def _element(component: Component, graph: Graph) -> Iterator[str]:
    kind, is_html = component._type, component._namespace == "dash_html_components"  # noqa: SLF001
    if kind == "Graph":
        yield graph(component)
        return
    if kind in LEFT_OUT and (is_html or kind != "Link"):
        return
    if kind == "Checklist":
        yield from _ticks(component)
        return
    if not is_html and kind not in CONTROLS:
        raise ValueError(
            f"{component._namespace}.{kind} has no form without scripts; say in {__name__} what stands for it."
        )  # noqa: SLF001
    name = ELEMENTS.get(kind, kind.lower()) if is_html else CONTROLS[kind]
    given = component.to_plotly_json()["props"]
    inner = given.get("children")
    if kind == "Link" and inner is None:
        inner = given.get("href")
    if kind == "Textarea":
        inner = given.pop("value", inner)
    yield f"<{name}{''.join(_attributes(given))}>"
    if name in VOID:
        return
    if name in ("pre", "textarea"):
        yield "\n"  # the browser drops the first line break of these
    yield from _pieces(inner, graph)
    yield f"</{name}>"


def _ticks(component: Component) -> Iterator[str]:
    """A list to tick: one box for each option, sent under the id of the list. options: value -> words."""
    chosen, name = set(getattr(component, "value", None) or ()), text(component.id)
    look = "".join(_attributes({"className": getattr(component, "className", None)}))
    yield f"<div{look}>"
    for value, words in component.options.items():
        yield f'<label><input type="checkbox" name="{name}" value="{text(value)}"{" checked" * (value in chosen)}>'
        yield f"<span>{text(words)}</span></label>"
    yield "</div>"


def _attributes(given: dict) -> Iterator[str]:
    """The attributes with a blank before each; what is missing or not true is left out."""
    for name, value in given.items():
        if name in NO_ATTRIBUTES or value is None:
            continue
        shown = _shown(name, value)
        if shown is not None:
            yield f' {ATTRIBUTES.get(name, name.lower())}="{text(shown)}"'


def _shown(name: str, value) -> str | None:
    """The text of an attribute; None where it is left out."""
    if name == "style":
        return _style(value) or None
    if name in FLAGS:
        return "" if value else None
    if name == "id" and isinstance(value, dict):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    if isinstance(value, bool):
        is_worded = name in WORDS or name.startswith(("aria-", "data-"))
        return str(value).lower() if is_worded else "" if value and name == "download" else None
    if isinstance(value, int | float):
        return _number(value)
    if name in ADDRESSES and SCRIPT_ADDRESS.match("".join(sign for sign in str(value) if sign > " ")):
        return "about:blank"
    return str(value)


def _style(given: dict) -> str:
    """A style as text: numbers are pixels except where a property has no unit."""
    parts = []
    for name, value in given.items():
        if value is None or isinstance(value, bool) or value == "":
            continue
        bare = re.sub("^(Webkit|Moz|ms)([A-Z])", lambda found: found[2].lower(), name)
        is_length = isinstance(value, int | float) and value and bare not in UNITLESS and not name.startswith("--")
        said = _number(value) + "px" * is_length if isinstance(value, int | float) else str(value).strip()
        parts.append(f"{_property(name)}:{said}")
    return ";".join(parts)


def _property(name: str) -> str:
    """borderColor -> border-color, WebkitLineClamp -> -webkit-line-clamp; own properties as they are."""
    return name if name.startswith("--") else re.sub("[A-Z]", lambda found: "-" + found[0].lower(), name)


def _number(value: int | float) -> str:
    """A number as a browser writes it."""
    return str(int(value)) if float(value).is_integer() else repr(value)
