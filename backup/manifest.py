"""What a backup holds: its manifest with the hash of every file, and what is wrong with a backup."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
NAME = "manifest.json"


class BrokenBackup(Exception):
    """A backup that cannot be made, is damaged, or has no place to go to; the message is a sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    made_at: UTC. code_version, ledger_revision: of the program that made it. ledger: where it came from, "sqlite" or
    "postgresql"; it is a file of SQLite in the backup. warehouse: "duckdb" (files of builds), "postgresql" (a dump), or
    "none" (left out). build: the current one then, None where none was published. keys: file of a key in the home -> the
    first 16 digits of its SHA-256, enough to recognise it. files: path in the backup -> [bytes, SHA-256]."""

    made_at: str
    code_version: str
    ledger: str
    ledger_revision: str
    warehouse: str
    build: str | None
    keys: dict[str, str]
    files: dict[str, list] = field(default_factory=dict)
    format: int = FORMAT


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Writes the manifest of a folder into it, and gives its SHA-256: whoever keeps that elsewhere can prove the rest."""
    path = folder / NAME
    path.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return sha256(path)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder. BrokenBackup where there is none of ours."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise BrokenBackup(f"The backup has format {told['format']}; this version of Lagebild reads {FORMAT}.")
        return Manifest(**told)
    except FileNotFoundError:
        raise BrokenBackup("There is no backup of Lagebild: the manifest is missing.") from None
    except (ValueError, KeyError, TypeError):
        raise BrokenBackup("The manifest of the backup is damaged.") from None


def faults(folder: Path, manifest: Manifest) -> list[str]:
    """What of a folder is not as its manifest says, one line for each file."""
    found, present = [], set()
    for path in _entries(folder):
        name = path.relative_to(folder).as_posix()
        present.add(name)
        if name not in manifest.files:
            found.append(f"{name}: is not in the manifest")
        elif path.is_symlink() or not path.is_file():
            found.append(f"{name}: is no file")
        elif [path.stat().st_size, sha256(path)] != manifest.files[name]:
            found.append(f"{name}: was altered or cut off")
    return found + [f"{name}: is missing" for name in sorted(manifest.files) if name not in present]


def hashes(folder: Path) -> dict[str, list]:
    """Path below the folder -> [bytes, SHA-256] of every file in it."""
    return {path.relative_to(folder).as_posix(): [path.stat().st_size, sha256(path)] for path in _entries(folder)}


def sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entries(folder: Path) -> Iterator[Path]:
    """Everything below a folder but folders and the manifest, sorted."""
    inside = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return iter(sorted(path for path in inside if path != folder / NAME))
