"""The forms that a page, a figure or a table can be had in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exports.json_file import write_json
from exports.manifest import Bundle


@dataclass(frozen=True)
class Form:
    """A form of file. write: bytes of a bundle and the query of its address; options: keys of the query that it
    knows, each with the values that are understood, the first of them meant without the key."""

    ending: str
    media_type: str
    write: Callable[[Bundle, Mapping[str, str]], bytes]
    options: Mapping[str, tuple[str, ...]]


def forms() -> dict[str, Form]:
    """Ending of an address -> form."""
    found = (Form("json", "application/json", lambda bundle, _asked: write_json(bundle), {}),)
    return {one.ending: one for one in found}
