"""Makes a backup: a folder or a tar file, complete and read again, or nothing."""

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import filelock

from backup.home_copy import gather_builds, gather_raw, key_files
from backup.ledger_copy import copy_ledger
from backup.manifest import NAME, BrokenBackup, Manifest, faults, hashes, sha256, write_manifest
from backup.warehouse_dump import dump_builds
from data.build import read_code_version
from data.raw_store import sync
from data.stores import open_shelf
from ledger import audit
from ledger.database import opened
from settings import read_settings

STAGING = ".backup-"
ROOM = 64 * 1024**2
"""Bytes that stay free beside a backup."""


@dataclass(frozen=True)
class Made:
    """A finished backup. seal: SHA-256 of its manifest."""

    files: int
    bytes: int
    build: str | None
    seal: str


def make_backup(target: Path, keys: Path | None = None, with_builds: bool = True) -> Made:
    """Writes a backup of the home to a new folder, or to a new file that ends with .tar or .tar.gz. keys: a new file for
    the keys, which are not in the backup itself. BrokenBackup, with nothing left behind, where that cannot be."""
    _guard_new(target)
    if keys:
        _guard_new(keys)
    with _staging() as staging:
        manifest = _gathered(staging, with_builds)
        manifest = replace(manifest, files=hashes(staging))
        seal = write_manifest(staging, manifest)
        _guard_room(target, manifest)
        unfinished = target.with_name(f".{target.name}.unfinished")
        try:
            _write(staging, unfinished, packed=_is_packed(target))
            _prove(unfinished, manifest)
            os.replace(unfinished, target)
            sync(target.parent)
        finally:
            _remove(unfinished)
        if keys:
            _write_keys(keys)
    made = Made(len(manifest.files), sum(size for size, _ in manifest.files.values()), manifest.build, seal)
    audit.record("backup_made", target.name, files=made.files, bytes=made.bytes, build=made.build, sha256=seal)
    return made


def _gathered(staging: Path, with_builds: bool) -> Manifest:
    """Everything that belongs into a backup, in a folder of its own. The order matters: the ledger first, so that every
    build that it names is there, and raw files last, so that every row of a build is there."""
    revision = copy_ledger(staging / "ledger.sqlite")
    warehouse = "none"
    build = open_shelf().current()
    if with_builds and read_settings().warehouse:
        warehouse = "postgresql"
        dump_builds(staging)
    elif with_builds:
        warehouse = "duckdb"
        build = gather_builds(staging)
    gather_raw(staging)
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=read_code_version(),
        ledger=opened().dialect.name,
        ledger_revision=revision,
        warehouse=warehouse,
        build=build,
        keys={name: sha256(path)[:16] for name, path in key_files().items()},
    )


@contextmanager
def _staging() -> Iterator[Path]:
    """A folder in the home, where files can be linked; gone at the end, or, after a kill, with the next backup."""
    home = read_settings().home.absolute()
    try:
        with filelock.FileLock(home / "backup.lock").acquire(timeout=0):
            for leftover in home.glob(f"{STAGING}*"):
                shutil.rmtree(leftover)
            with tempfile.TemporaryDirectory(dir=home, prefix=STAGING) as folder:
                yield Path(folder)
    except filelock.Timeout:
        raise BrokenBackup("Another backup of this home is being made; try again when it has ended.") from None


def _write(staging: Path, target: Path, packed: bool) -> None:
    _remove(target)
    if packed:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz" if ".tar.gz" in target.name else "w") as archive:
                archive.add(staging, arcname=".", filter=_plain)
            file.flush()
            os.fsync(file.fileno())
        return
    target.mkdir(mode=0o700)
    for path in sorted(staging.rglob("*")):
        place = target / path.relative_to(staging)
        if path.is_dir():
            place.mkdir(mode=0o700)
        else:
            shutil.copyfile(path, place)
            place.chmod(0o600)
            sync(place)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member of an archive without the names of people of this machine."""
    member.uname = member.gname = ""
    member.uid = member.gid = 0
    member.mode = 0o700 if member.isdir() else 0o600
    return member


def _prove(written: Path, manifest: Manifest) -> None:
    """Reads what was written again, from the first byte to the last. BrokenBackup where it is not what was meant."""
    found = faults(written, manifest) if written.is_dir() else _archive_faults(written, manifest)
    if found:
        raise BrokenBackup(f"The backup was not written as it was read, so it was removed: {found[0]}.")


def _archive_faults(archive: Path, manifest: Manifest) -> list[str]:
    found = {}
    with tarfile.open(archive) as members:
        for member in members:
            if member.isfile():
                digest = hashlib.file_digest(members.extractfile(member), "sha256").hexdigest()
                found[member.name.removeprefix("./")] = [member.size, digest]
    found.pop(NAME, None)
    return [name for name in sorted({*found, *manifest.files}) if found.get(name) != manifest.files.get(name)]


def unpack(archive: Path, folder: Path) -> None:
    """Writes the files of a tar file into a folder; nothing outside of it, no links, no devices. BrokenBackup where it
    is damaged."""
    try:
        with tarfile.open(archive) as members:
            members.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise BrokenBackup(f"The file of the backup is damaged: {error}.") from error


def _write_keys(target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        for name, path in key_files().items():
            archive.add(path, arcname=name, filter=_plain)


def _is_packed(target: Path) -> bool:
    return target.name.endswith((".tar", ".tar.gz"))


def _guard_new(target: Path) -> None:
    if target.exists():
        raise BrokenBackup(f"{target} is there already; a backup never overwrites anything.")
    if not target.absolute().parent.is_dir():
        raise BrokenBackup(f"There is no folder {target.absolute().parent}.")
    if target.absolute().is_relative_to(read_settings().home.absolute()):
        raise BrokenBackup("A backup inside of the home is lost with it; name a place outside.")


def _guard_room(target: Path, manifest: Manifest) -> None:
    needed = sum(size for size, _ in manifest.files.values()) + ROOM
    free = shutil.disk_usage(target.absolute().parent).free
    if free < needed:
        raise BrokenBackup(f"The backup needs {needed} bytes, and {free} are free there. Nothing was written.")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
