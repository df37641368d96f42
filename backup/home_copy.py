"""The files of the home that a backup holds. Raw files and builds never change once they are there, so they are linked
in a moment and copied in peace, while loads, publications and readers go on."""

import os
import shutil
from pathlib import Path

from backup.manifest import BrokenBackup
from data.raw_store import raw_folder
from data.stores import builds_folder, open_shelf
from settings import read_settings

TRIES = 5


def gather_builds(folder: Path) -> str | None:
    """Links the builds and the pointer into a folder, and gives the current build. A build that is removed at this very
    moment makes it begin anew."""
    for _ in range(TRIES):
        shutil.rmtree(folder / "builds", ignore_errors=True)
        (folder / "builds").mkdir(parents=True)
        current = open_shelf().current()  # before the builds: the one that it names is among them
        try:
            for path in sorted(builds_folder().glob("[0-9]*.duckdb")):
                _link(path, folder / "builds" / path.name)
        except FileNotFoundError:
            continue
        if current is None:
            return None
        if (folder / "builds" / f"{current}.duckdb").exists():
            (folder / "builds" / "current").write_text(current + "\n", encoding="ascii")
            return current
    raise BrokenBackup("Builds are removed again and again while the backup is made. Try again when that has ended.")


def gather_raw(folder: Path) -> None:
    """Links every complete run of every source into a folder. Called behind the builds: every row of a build is there."""
    for manifest in sorted(raw_folder().glob("[!.]*/*/manifest.json")):
        for path in sorted(manifest.parent.rglob("*")):
            if path.is_file():
                _link(path, folder / "raw" / path.relative_to(raw_folder()))


def key_files() -> dict[str, Path]:
    """Name -> path of the keys that are kept in the home."""
    home = read_settings().home
    return {name: home / name for name in ("secret", "pseudonym.key") if (home / name).is_file()}


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(path, target)
