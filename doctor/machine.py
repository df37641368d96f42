"""The machine: clock, disk, folders and their rights."""

import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.raw_store import all_runs
from data.stores import open_shelf
from doctor.finding import Finding, attention, fault, well
from ledger import audit_list
from settings import read_settings

KEYS = ("secret", "pseudonym.key")
LEAST_FREE = 2 * 1024**3
"""Bytes that a load and a build of a middling organisation need."""
SKEW = timedelta(minutes=2)


def clock() -> Iterator[Finding]:
    """The clock must not stand before what it dated itself, and should follow a time server."""
    now = datetime.now(UTC).replace(tzinfo=None)
    latest = max(_dated(), default=None)
    if latest and latest > now + SKEW:
        words = f"It is {now:%Y-%m-%d %H:%M} UTC here, but something is dated {latest:%Y-%m-%d %H:%M}."
        yield fault("clock", words, "Set the clock right; sessions, links, tokens and mails depend on it.")
        return
    followed = _follows_a_time_server()
    if followed is False:
        remedy = "Let it: timedatectl set-ntp true."
        yield attention("clock", "The clock follows no time server.", remedy)
    else:
        known = "follows a time server" if followed else "is behind nothing that it dated"
        yield well("clock", f"{now:%Y-%m-%d %H:%M} UTC; the clock {known}.")


def _dated() -> list[datetime]:
    """The newest moments of builds, runs of loads, and the audit, in UTC."""
    moments = [datetime.strptime(info["build_id"][:15], "%Y%m%d-%H%M%S") for info in open_shelf().builds()[:1]]
    moments += [datetime.strptime(run.run_id[:15], "%Y%m%d-%H%M%S") for run in all_runs()]
    return moments + [event.at for event in audit_list.events(audit_list.Wanted(), 1)]


def _follows_a_time_server() -> bool | None:
    """None where nobody can say: in a container, for instance."""
    program = shutil.which("timedatectl")
    if not program or not Path("/run/systemd/system").exists():
        return None
    done = subprocess.run(
        [program, "show", "--property=NTPSynchronized", "--value"], capture_output=True, text=True, check=False
    )
    return {"yes": True, "no": False}.get(done.stdout.strip())


def home() -> Iterator[Finding]:
    """The home is there, can be written, and is open to its owner only."""
    folder = read_settings().home.absolute()
    if not folder.is_dir():
        remedy = "Name it in LAGEBILD_HOME, or load something: `manage.py demo`."
        yield fault("home", f"There is no folder {folder}.", remedy)
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield fault("home", f"{folder} cannot be written.", "Give it to the user that runs Lagebild.")
    elif mode & 0o077:
        yield fault("home", f"{folder} is open to others (rights {mode:04o}).", f"chmod 700 {folder}")
    elif folder.stat().st_uid != os.getuid():
        yield attention("home", f"{folder} belongs to another user.", "Run the commands as the user that runs the app.")
    else:
        yield well("home", f"{folder}, open to its owner only.")


def key_files() -> Iterator[Finding]:
    """Keys in the home are readable to their owner only."""
    for name in KEYS:
        path = read_settings().home / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield fault(name, "The key can be read by others.", f"chmod 600 {path.absolute()}")
        elif path.exists():
            yield well(name, "The key is readable to its owner only.")


def disk() -> Iterator[Finding]:
    """Room for another load, build and backup."""
    folder = read_settings().home.absolute()
    if not folder.exists():
        return
    usage = shutil.disk_usage(folder)
    free = usage.free / 1024**3
    words = f"{free:.1f} GB of {usage.total / 1024**3:.0f} are free."
    if usage.free < LEAST_FREE / 4:
        yield fault("disk", words, "Free space: `manage.py builds prune`, or a larger disk.")
    elif usage.free < LEAST_FREE:
        yield attention("disk", words, "Free space before the next load: `manage.py builds prune`.")
    else:
        yield well("disk", words)
    probe = folder / f".doctor-{os.getpid()}"
    try:
        probe.touch(mode=0o600)
        behind = abs(time.time() - probe.stat().st_mtime)
        probe.unlink()
    except OSError:
        return
    if behind > SKEW.total_seconds():
        yield attention("disk", "The disk keeps another time than this machine.", "Set the clock of the file server.")
