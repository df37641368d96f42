"""Every static file with its address. The hash in an address is that of the content and of nothing else, so the same
version of the app has the same addresses wherever it runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath

from statics.sources import MEDIA_TYPES, is_own_text, sources

AT = "/static/"
HASH_SIGNS = 12
REFERENCE = re.compile(rb"/static/([A-Za-z0-9_./-]+\.[a-z0-9]+)")
"""How files of ours name others: `/static/plotly/core.js`. The address with the hash takes its place."""


@dataclass(frozen=True)
class StaticFile:
    """name: path below assets/, or that of a bundle. path: the name with the hash, below /static/."""

    name: str
    path: str
    content: bytes

    @property
    def address(self) -> str:
        """Where browsers get it."""
        return AT + self.path

    @property
    def media_type(self) -> str:
        """What browsers are told that it is."""
        return MEDIA_TYPES[PurePosixPath(self.name).suffix]


class WrongReference(Exception):
    """A file names a static file that there is not, or two name each other; the message says which."""


def address(name: str) -> str:
    """The address of a static file by its name: `lagebild.css`, `favicon.svg`, `icons/icon-192.png`. KeyError for a
    name that there is not."""
    return static_files()[name].address


def edition() -> str:
    """The version of all static files together: other letters as soon as one of them differs."""
    return content_hash("\n".join(sorted(one.path for one in static_files().values())).encode())


@lru_cache(maxsize=1)
def static_files() -> Mapping[str, StaticFile]:
    """Every static file by its name, read once in each process."""
    return made_of(sources())


def made_of(found: Mapping[str, bytes]) -> dict[str, StaticFile]:
    """Static files from their contents. WrongReference."""
    made: dict[str, StaticFile] = {}

    def one(name: str, naming: tuple[str, ...] = ()) -> StaticFile:
        if name not in found or name in naming:
            raise WrongReference(f"{naming[-1]} names the static file {name}, which cannot be.")
        if name not in made:
            content = found[name]
            if is_own_text(name):
                content = REFERENCE.sub(lambda of: one(of[1].decode(), (*naming, name)).address.encode(), content)
            made[name] = StaticFile(name, path_with_hash(name, content), content)
        return made[name]

    return {name: one(name) for name in sorted(found)}


def path_with_hash(name: str, content: bytes) -> str:
    """The name with the hash of a content before its ending."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{content_hash(content)}{path.suffix}"))


def content_hash(content: bytes) -> str:
    """The first signs of the SHA-256 of a content."""
    return sha256(content).hexdigest()[:HASH_SIGNS]
