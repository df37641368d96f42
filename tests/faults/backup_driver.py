"""manage.py in a process that kills itself at one stage of a backup or a restore:
python -m tests.faults.backup_driver STAGE ARGUMENT..."""

import os
import sys
import tarfile

import backup.making
import backup.restoring
import manage
from ledger import migration
from tests.faults.driver import after, before, renamed

BACKUP = {
    "with the ledger copied": lambda: after(backup.making, "copy_ledger"),
    "with the builds gathered": lambda: after(backup.making, "gather_builds"),
    "before anything is written": lambda: before(backup.making, "_write"),
    "while the archive is written": lambda: after(
        tarfile.TarFile, "addfile", lambda _, member, *others: member.name.endswith("builds")
    ),
    "before it is read again": lambda: before(backup.making, "_prove"),
    "before it gets its name": lambda: before(os, "replace", renamed("kept.tar")),
    "with its name": lambda: after(os, "replace", renamed("kept.tar")),
}
RESTORE = {
    "with the files copied": lambda: after(backup.restoring, "_copied"),
    "with the ledger made harmless": lambda: after(backup.restoring, "make_harmless"),
    "before the home is in place": lambda: before(os, "replace", renamed("restored")),
    "with the home in place": lambda: after(os, "replace", renamed("restored")),
}
LEDGER = {"with the steps taken": lambda: after(migration, "_take")}
STAGES = BACKUP | RESTORE | LEDGER


if __name__ == "__main__":
    STAGES[sys.argv[1]]()
    sys.argv = ["manage.py", *sys.argv[2:]]
    manage.main()
