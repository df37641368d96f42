"""Refuses files that must not be parsed: too large, wrong encoding, binary, packed to explode, cells too long."""

import gzip
import re
import zipfile
from pathlib import Path

from data.source import RefusedFile
from settings import read_settings

CHUNK = 1024 * 1024
FORMULA = re.compile(rb"<f[\s>]")


def guard_text_file(path: Path, encoding: str, cell_characters: int | None = None) -> None:
    """RefusedFile unless the file is non-empty text in the encoding, within the limits on size and cell length.

    cell_characters: longest cell of this one file, where the source knows that it is longer than the setting."""
    limits = read_settings()
    _guard_size(path, limits.max_file_bytes)
    opener = gzip.open if path.suffix == ".gz" else open
    total, unbroken, longest = 0, 0, 10 * (cell_characters or limits.max_cell_characters)
    try:
        with opener(path, "rb") as data:
            while chunk := data.read(min(CHUNK, longest)):
                total += len(chunk)
                if path.suffix == ".gz" and total > limits.max_sheet_bytes:
                    raise RefusedFile(f"{path.name} unpacks to more than {limits.max_sheet_bytes} bytes.")
                if b"\x00" in chunk:
                    raise RefusedFile(f"{path.name} is not a text file: it contains NUL bytes.")
                unbroken = _open_run(chunk, unbroken, path, longest)
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise RefusedFile(f"{path.name} is damaged or cut off: {error}.") from error
    if total == 0:
        raise RefusedFile(f"{path.name} is empty.")
    _guard_encoding(path, opener, encoding)


def guard_workbook(path: Path, *, refuse_formulas: bool = False) -> None:
    """RefusedFile unless the file is a sound XLSX archive within the limits; on request without formulas."""
    limits = read_settings()
    _guard_size(path, limits.max_file_bytes)
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.file_size > limits.max_sheet_bytes:
                    raise RefusedFile(f"{path.name}: {member.filename} unpacks to {member.file_size} bytes.")
            if refuse_formulas:
                _guard_formulas(path, archive)
    except zipfile.BadZipFile as error:
        raise RefusedFile(f"{path.name} is not a whole XLSX file: {error}.") from error


def _guard_size(path: Path, limit: int) -> None:
    size = path.stat().st_size
    if size == 0:
        raise RefusedFile(f"{path.name} is empty.")
    if size > limit:
        raise RefusedFile(f"{path.name} has {size} bytes; the limit is {limit}.")


def _open_run(chunk: bytes, carried: int, path: Path, limit: int) -> int:
    """Bytes since the last line end. Runs inside a chunk need no look: no chunk is longer than the limit."""
    first = chunk.find(b"\n")
    if carried + (len(chunk) if first < 0 else first) > limit:
        raise RefusedFile(f"{path.name} has a line of more than {limit} characters.")
    return carried + len(chunk) if first < 0 else len(chunk) - chunk.rfind(b"\n") - 1


def _guard_encoding(path: Path, opener, encoding: str) -> None:
    try:
        with opener(path, "rt", encoding=encoding, newline="") as lines:
            while lines.read(CHUNK):
                pass
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        sentence = f"{path.name} is not {name} text; save it in that encoding (CSV UTF-8) and send it again."
        raise RefusedFile(sentence) from error


def _guard_formulas(path: Path, archive: zipfile.ZipFile) -> None:
    for member in archive.namelist():
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            with archive.open(member) as sheet:
                carried = b""
                while chunk := sheet.read(CHUNK):
                    if FORMULA.search(carried + chunk):
                        raise RefusedFile(f"{path.name} contains formulas; send values only.")
                    carried = chunk[-4:]
