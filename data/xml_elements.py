"""Reads XML of unknown senders piece by piece: no document type, no entities, bounded depth and bounded pieces."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from data.guard import guard_text_file
from data.source import RefusedFile

CHUNK = 1024 * 1024
FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
LONGEST_MARK = len(b"<!DOCTYPE")
DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
MAX_DEPTH = 40
MAX_PIECE_ELEMENTS = 200_000


def xml_elements(path: Path, root: str, name: str) -> Iterator[ElementTree.Element]:
    """Each child element of that name below the root, whole; the tree lets go of it before the next one.

    RefusedFile when the file is not UTF-8, declares a document type or an entity (so nothing can be expanded or
    fetched), is not well-formed, has another root, is nested deeper than 40 levels, or holds a child of more
    than 200 000 elements.
    """
    _guard_xml(path)
    try:
        yield from _children(path, root, name)
    except ElementTree.ParseError as error:
        raise RefusedFile(f"{path.name} is not well-formed XML: {error}.") from error


def _children(path: Path, root: str, name: str) -> Iterator[ElementTree.Element]:
    top, depth, count = None, 0, 0
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        if event == "start":
            depth, count = depth + 1, count + 1
            top = _root(path, element, root) if top is None else top
            if depth > MAX_DEPTH or count > MAX_PIECE_ELEMENTS:
                raise RefusedFile(f"{path.name} is nested too deeply or has too large a <{name}>.")
            continue
        depth -= 1
        if depth == 1:
            if element.tag == name:
                yield element
            top.clear()
            count = 0


def _root(path: Path, element: ElementTree.Element, root: str) -> ElementTree.Element:
    if element.tag != root:
        raise RefusedFile(f"{path.name} begins with <{element.tag[:40]}>, not with <{root}>.")
    return element


def _guard_xml(path: Path) -> None:
    guard_text_file(path, "utf-8-sig")
    with open(path, "rb") as file:
        declared = DECLARED_ENCODING.match(file.read(1024).removeprefix(b"\xef\xbb\xbf"))
        if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
            raise RefusedFile(f"{path.name} declares the encoding {declared[1].decode()[:40]}; send UTF-8.")
        file.seek(0)
        carried = b""
        while chunk := file.read(CHUNK):
            if FORBIDDEN.search(carried + chunk):
                raise RefusedFile(f"{path.name} declares a document type or entities; send plain XML.")
            carried = chunk[-LONGEST_MARK:]
