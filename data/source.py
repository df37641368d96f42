"""What a source is, and how the house finds the modules of data/sources."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pandas as pd


class RefusedFile(Exception):
    """A file that cannot be read as a whole; the message is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Source:
    """One publisher's data set.

    files: glob patterns, relative to the folder of the source, of the files that read() opens.
    full_snapshot: a new edition of a part replaces the whole part; otherwise rows replace rows by key
        and rows that a file lacks stay in force.
    expected_days: days between editions, None where there is no rhythm.
    """

    name: str
    title: str
    publisher: str
    licence: str
    page: str
    owner: str
    expected_days: int | None
    files: tuple[str, ...]
    full_snapshot: bool = True


@dataclass(frozen=True)
class Extract:
    """Rows of one raw table as published, before the contract has seen them.

    frame: the publisher's column names, and source_row (row in the file; the header is row 1).
    part: what a full snapshot replaces, for example the country of a file; "" for the whole table.
    """

    table: str
    file: Path
    frame: pd.DataFrame
    part: str = ""


@dataclass(frozen=True)
class LargeExtract:
    """A CSV file with the columns of its contract that is too large for a frame; see data/screen.py."""

    table: str
    file: Path
    delimiter: str = ","
    part: str = ""


@dataclass(frozen=True)
class Files:
    """The files of one load."""

    folder: Path
    paths: tuple[Path, ...]

    def matching(self, pattern: str) -> list[Path]:
        """Files whose path below the folder matches the pattern, sorted; empty when there is none."""
        return sorted(p for p in self.paths if p.relative_to(self.folder).match(pattern))

    def one(self, pattern: str) -> Path:
        """The one file that matches; RefusedFile when it is missing or there are several."""
        found = self.matching(pattern)
        if len(found) != 1:
            raise RefusedFile(f"Expected one file {pattern} in {self.folder.name}, found {len(found)}.")
        return found[0]


def files_of(source: Source, folder: Path) -> Files:
    """The files of a source below a folder, by the patterns of the source."""
    found = {path for pattern in source.files for path in folder.glob(pattern) if path.is_file()}
    if not found:
        raise RefusedFile(f"No file for {source.name} in {folder.name}: expected {', '.join(source.files)}.")
    return Files(folder, tuple(sorted(found)))


def source_modules() -> Iterator[ModuleType]:
    """Each module of data/sources that has SOURCE and read, by name."""
    import data.sources

    for info in sorted(pkgutil.iter_modules(data.sources.__path__), key=lambda found: found.name):
        module = importlib.import_module(f"data.sources.{info.name}")
        if hasattr(module, "SOURCE") and hasattr(module, "read"):
            yield module


def source_module(name: str) -> ModuleType:
    """The module of one source; RefusedFile when there is none of that name."""
    import data.sources

    if name in {found.name for found in pkgutil.iter_modules(data.sources.__path__)}:
        return importlib.import_module(f"data.sources.{name}")
    known = ", ".join(module.SOURCE.name for module in source_modules())
    raise RefusedFile(f"There is no source {name!r}. Known sources: {known}.")


def contracts_of(source_name: str) -> dict:
    """Table name -> Contract, from data/contracts/<source>.py."""
    return importlib.import_module(f"data.contracts.{source_name}").CONTRACTS
