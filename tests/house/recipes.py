"""The code blocks of CONTRIBUTING.md. A block says behind its language where its text belongs."""

import re

from tests.house.code import ROOT

BLOCK = re.compile(r"^```(\w+) (.+?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADD = "add to "


def blocks() -> dict[str, str]:
    """What stands behind the language of each labelled block -> its text, in the order of the page."""
    found = BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    labels = [label for _, label, _ in found]
    assert len(set(labels)) == len(labels), "two blocks have the same label"
    return {label: text for _, label, text in found}


def new_files() -> dict[str, str]:
    """Path -> text of the blocks that are whole files."""
    return {label: text for label, text in blocks().items() if "/" in label and not label.startswith(ADD)}


def additions() -> dict[str, str]:
    """Path -> text of the blocks that are added to the end of a file."""
    return {label.removeprefix(ADD): text for label, text in blocks().items() if label.startswith(ADD)}
