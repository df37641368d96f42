"""Restores a backup into an empty home: everything is copied and proved beside it, and then takes its place at once."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backup.ledger_copy import fill_database, guard_empty_database, make_harmless
from backup.making import unpack
from backup.manifest import NAME, BrokenBackup, Manifest, faults, read_manifest, sha256
from backup.warehouse_dump import FILE, guard_empty_warehouse, restore_builds
from data.raw_store import sync
from ledger import audit
from settings import read_settings

STAGING = ".restore-"


def check_backup(source: Path) -> Manifest:
    """The manifest of a backup that is whole. BrokenBackup names the first fault."""
    with tempfile.TemporaryDirectory(prefix=STAGING) as folder:
        return _proved(_opened(source, Path(folder)))


def restore_backup(source: Path, keys: Path | None = None) -> Manifest:
    """Restores a backup into the home of the settings, which is empty or not there. keys: the file of the keys that was
    written with it. BrokenBackup where that cannot be; the home is as it was then."""
    home, settings = read_settings().home.absolute(), read_settings()
    _guard_home(home)
    if settings.ledger:
        guard_empty_database()
    if settings.warehouse:
        guard_empty_warehouse()
    with _staging(home) as staging:
        manifest = _copied(source, staging)
        _guard_same_warehouse(manifest)
        if keys:
            _take_keys(keys, staging, manifest)
        make_harmless(staging / "ledger.sqlite")
        _fill_databases(staging)
        _settle(staging)
        _switch(staging, home)
    audit.record("restored", source.name, build=manifest.build, made_at=manifest.made_at)
    return manifest


def _guard_home(home: Path) -> None:
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BrokenBackup(f"{home} is not empty. Restore into an empty folder: name it in LAGEBILD_HOME.")
    if home.is_mount():
        raise BrokenBackup(f"{home} is a mount point, which cannot be put in place at once. Name a folder in it.")
    home.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder beside the home, on the same disk. What a killed restore left there is removed first."""
    prefix = f".{home.name}{STAGING}"
    for leftover in home.parent.glob(f"{prefix}*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=prefix) as folder:
        staging = Path(folder) / "home"
        staging.mkdir(mode=0o700)
        yield staging


def _copied(source: Path, staging: Path) -> Manifest:
    """The files of a backup in a folder of ours, each of them proved there."""
    if _opened(source, staging) != staging:
        shutil.copytree(source, staging, symlinks=True, dirs_exist_ok=True)
    return _proved(staging)


def _opened(source: Path, folder: Path) -> Path:
    """The folder with the files of a backup; those of a tar file are unpacked into `folder`."""
    if source.is_dir():
        return source
    if not source.is_file():
        raise BrokenBackup(f"There is no backup {source}.")
    unpack(source, folder)
    return folder


def _proved(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    found = faults(folder, manifest)
    if "ledger.sqlite" not in manifest.files:
        found.append("ledger.sqlite: is missing")
    current = f"builds/{manifest.build}.duckdb"
    if manifest.warehouse == "duckdb" and manifest.build and current not in manifest.files:
        found.append(f"{current}: is missing")
    if found:
        raise BrokenBackup(f"The backup is damaged, and nothing was restored. {len(found)} faults, first: {found[0]}.")
    return manifest


def _guard_same_warehouse(manifest: Manifest) -> None:
    here = "postgresql" if read_settings().warehouse else "duckdb"
    if manifest.warehouse not in ("none", here):
        raise BrokenBackup(
            f"The builds of the backup are for {manifest.warehouse}, and LAGEBILD_WAREHOUSE says {here}. Set it as it was."
        )


def _take_keys(keys: Path, staging: Path, manifest: Manifest) -> None:
    """Puts the keys into the home. BrokenBackup for keys of another installation."""
    try:
        with tarfile.open(keys) as members:
            for member in members:
                if member.name not in manifest.keys or not member.isfile():
                    raise BrokenBackup("The file of the keys holds something that the backup does not know.")
                members.extract(member, staging, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise BrokenBackup(f"The file of the keys cannot be read: {error}.") from error
    for name, beginning in manifest.keys.items():
        if not (staging / name).is_file() or sha256(staging / name)[:16] != beginning:
            raise BrokenBackup(f"The file of the keys does not belong to this backup: {name}.")
        (staging / name).chmod(0o600)


def _fill_databases(staging: Path) -> None:
    """Hands the parts that live in PostgreSQL over to it."""
    if (staging / FILE).exists():
        restore_builds(staging)
        (staging / FILE).unlink()
    if read_settings().ledger:
        fill_database(staging / "ledger.sqlite")
        (staging / "ledger.sqlite").unlink()


def _settle(staging: Path) -> None:
    """Gives files the rights that they have in a home, and makes them survive a power cut."""
    (staging / NAME).unlink()
    for path in sorted(staging.rglob("*"), reverse=True):
        if path.is_file():
            path.chmod(0o444 if path.suffix == ".duckdb" else 0o600)
        else:
            path.chmod(0o700)
        sync(path)
    sync(staging)


def _switch(staging: Path, home: Path) -> None:
    if home.exists():
        home.rmdir()
    os.replace(staging, home)
    sync(home.parent)
