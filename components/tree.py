"""Walking through a tree of components: its parts, their classes, and the words in it."""

from collections.abc import Iterator

from dash import html


def is_component(part) -> bool:
    """True for a component; texts, numbers, lists and None are none."""
    return hasattr(part, "to_plotly_json")


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
