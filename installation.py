"""Which installation this is: its secret, and the mark of all that makes its answers what they are."""

import hashlib
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from settings import Settings, read_settings

FILE = "secret"
ROOT = Path(__file__).parent
NOT_OURS = ("tests", "bench")
KINDS = (".py", ".txt", ".css", ".js", ".json", ".geojson", ".gz", ".svg", ".mo", ".yml", ".yaml", ".sql", ".csv")
"""Kinds of files of the program that decide what a page looks like; the pinned libraries stand in text files."""


def secret() -> bytes:
    """The setting `secret`, else 256 random bits that are kept in the home, readable to its owner only."""
    settings = read_settings()
    given = settings.secret.get_secret_value() if settings.secret else ""
    return given.encode() if given else _kept(settings.home.absolute() / FILE)


def mark() -> str:
    """Sixteen signs that are the same for all processes of an installation, and others when its program, its libraries
    or one of its settings has changed: what was made before then means nothing after."""
    return _mark(read_settings())


@lru_cache(maxsize=8)
def _mark(settings: Settings) -> str:
    told = settings.model_dump_json(), str(settings.home.absolute()), _program()
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _program() -> str:
    """A hash of the files of the program, by their content."""
    inside = (one for one in ROOT.iterdir() if (one / "__init__.py").is_file() or one.name == "assets")
    folders = (one for one in inside if one.name not in NOT_OURS)
    found, seal = [*ROOT.iterdir(), *(path for folder in folders for path in folder.rglob("*"))], hashlib.sha256()
    for path in sorted(path for path in found if path.suffix in KINDS and path.is_file()):
        seal.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return seal.hexdigest()


@lru_cache(maxsize=8)
def _kept(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        aside = path.with_name(f".{FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
        with suppress(FileExistsError):  # another process was first: its secret holds
            os.link(aside, path)
        aside.unlink()
    return path.read_bytes()
