"""Where somebody goes after signing in: back to a page of this app, and nowhere else."""

import re
from urllib.parse import unquote

HOME = "/"
LONGEST = 2000
NOT_THERE = ("/sign-in", "/sign-out", "/first", "/set-password")
"""Where it makes no sense to come back to."""
STRANGE = re.compile(r"\\|//|/\.{1,2}(?:/|$)")
"""What browsers and servers read in more than one way in a path."""


def local_address(wanted: str) -> str:
    """The path and query of an address of this app; the first page for everything else, such as //evil or /\\evil in
    whatever coding."""
    path, sign, query = wanted.partition("?")
    if len(wanted) > LONGEST or not wanted.isprintable() or not path.startswith("/") or "#" in wanted:
        return HOME
    for _coding in range(3):  # what is written with % may be that of something written with % again
        if STRANGE.search(path):
            return HOME
        path = unquote(path)
    if STRANGE.search(path) or not path.isprintable():
        return HOME
    if any(path == one or path.startswith(f"{one}/") for one in NOT_THERE):
        return HOME
    return wanted if sign and query else wanted.partition("?")[0]
