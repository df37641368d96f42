"""Walking through a tree of components: its parts, their classes, and the words in it."""

from collections.abc import Iterator

from dash import dcc, html


def is_component(part) -> bool:
    """True for a component; texts, numbers, lists and None are none."""
    return hasattr(part, "to_plotly_json")


def component_again(told):
    """A tree that was told as JSON. ValueError for parts that are neither elements nor links of pages: it may come from
    a process that was harmed by what it read."""
    if isinstance(told, list):
        return [component_again(one) for one in told]
    if not isinstance(told, dict):
        return told
    kind, props = told.get("type"), dict(told.get("props", {}))
    home = {"dash_html_components": html, "dash_core_components": dcc}.get(told.get("namespace"))
    if home is None or (home is dcc and kind != "Link") or kind not in home.__all__:
        raise ValueError("no part of a page")
    return getattr(home, kind)(**props | {"children": component_again(props.get("children"))})


def components_of(tree) -> Iterator:
    """Every component of a tree, in order."""
    if isinstance(tree, list | tuple):
        for one in tree:
            yield from components_of(one)
    elif is_component(tree):
        yield tree
        yield from components_of(getattr(tree, "children", None))


def classes_of(part) -> set[str]:
    """The classes of a component; none for anything else."""
    return set((getattr(part, "className", None) or "").split())


def text_of(tree) -> str:
    """The words of a tree, breaks of line as such."""
    if isinstance(tree, list | tuple):
        return "".join(text_of(one) for one in tree)
    if is_component(tree):
        return "\n" if isinstance(tree, html.Br) else text_of(getattr(tree, "children", None))
    return "" if tree is None else str(tree)
