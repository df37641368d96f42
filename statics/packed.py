"""Static files packed ahead of time, as small as they get, in a folder of the home from which a web server in front can
take them as well. What is not there is packed in memory, with less effort."""

import gzip
import os
import re
import tempfile
import time
import zlib
from pathlib import Path
from threading import Lock

import brotli

from settings import read_settings
from statics.files import HASH_SIGNS, StaticFile, content_hash, static_files

BROTLI, GZIP, PLAIN = "br", "gzip", "identity"
ENDINGS = {BROTLI: ".br", GZIP: ".gz"}
MOST, QUICK = {BROTLI: 11, GZIP: 9}, {BROTLI: 7, GZIP: 6}
"""Effort by encoding, ahead of time and while somebody waits."""
WORDY = ("text/", "application/json", "application/geo+json", "application/manifest+json", "image/svg+xml")
KEPT_DAYS = 60
"""Days for which files of earlier versions stay, for pages that were opened before an upgrade."""
PATH = re.compile(rf"(?:[\w-]+/)*([\w-]+(?:\.[\w-]+)*)\.([0-9a-f]{{{HASH_SIGNS}}})(\.[a-z0-9]+)", re.ASCII)
"""Path of a static file with a hash; no part of it leads out of a folder."""

_packed: dict[tuple[str, str], bytes] = {}
_one = Lock()


def packed_folder() -> Path:
    """Where the packed files of this installation are."""
    return read_settings().home / "static"


def packed(file: StaticFile, encoding: str) -> bytes:
    """The content of a file in an encoding."""
    if encoding == PLAIN:
        return file.content
    key = (file.path, encoding)
    if key not in _packed:
        with _one:  # many readers at once pack a file once
            if key not in _packed:
                _packed[key] = _kept(file, encoding) or pack(file.content, encoding, QUICK)
    return _packed[key]


def encodings_of(file: StaticFile) -> list[str]:
    """The encodings in which a file is offered, the smallest first; pictures are packed already."""
    return [BROTLI, GZIP, PLAIN] if file.media_type.startswith(WORDY) else [PLAIN]


def pack(content: bytes, encoding: str, effort: dict[str, int]) -> bytes:
    """Bytes in an encoding; the same bytes each time."""
    if encoding == BROTLI:
        return brotli.compress(content, quality=effort[BROTLI])
    return gzip.compress(content, effort[GZIP], mtime=0)


def unpack(data: bytes, encoding: str) -> bytes:
    """What was packed. Errors of the two libraries for bytes that were not."""
    return brotli.decompress(data) if encoding == BROTLI else gzip.decompress(data)


def write_packed(folder: Path) -> list[Path]:
    """Writes every static file and its packed forms into a folder, where they are not there yet, and removes those of
    versions that are long gone. Gives what it wrote. A file is there whole or not at all."""
    written, current = [], set()
    for file in static_files().values():
        forms = {folder / file.path: PLAIN}
        forms |= {folder / (file.path + ENDINGS[one]): one for one in encodings_of(file) if one != PLAIN}
        for path, encoding in reversed(forms.items()):  # packed forms first: who sees the file has them too
            current.add(path)
            if path.is_file():
                os.utime(path)
                continue
            _write(path, file.content if encoding == PLAIN else pack(file.content, encoding, MOST))
            written.append(path)
    _remove_old(folder, current)
    return written


def missing_packed(folder: Path) -> list[str]:
    """Names of the static files of this version that are not in a folder of packed files."""
    return [file.name for file in static_files().values() if not (folder / file.path).is_file()]


def earlier_file(path: str) -> StaticFile | None:
    """A file of an earlier version by its path with hash; None where it is not kept, or not whole."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    try:
        content = (packed_folder() / path).read_bytes()
    except OSError:
        return None
    return StaticFile(name_of(path), path, content) if content_hash(content) == found[2] else None


def name_of(path: str) -> str:
    """The name in a path with hash; the path itself where it has none."""
    found = PATH.fullmatch(path)
    return path[: found.end(1)] + found[3] if found else path


def _kept(file: StaticFile, encoding: str) -> bytes | None:
    try:
        data = (packed_folder() / (file.path + ENDINGS[encoding])).read_bytes()
        return data if unpack(data, encoding) == file.content else None
    except (OSError, EOFError, zlib.error, brotli.error):
        return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as made:
        made.write(content)
        os.fchmod(made.fileno(), 0o644)  # the web server in front runs as somebody else
    Path(made.name).replace(path)


def _remove_old(folder: Path, current: set[Path]) -> None:
    """Removes what was packed for versions that are gone; other files of the folder are not ours to remove."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix().removesuffix(".br").removesuffix(".gz")
        if path not in current and PATH.fullmatch(name) and path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
