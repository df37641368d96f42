"""A process that is killed while it writes the audit leaves a chain that holds, and nobody waits for it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from ledger.audit import record
from ledger.audit_chain import verdict
from ledger.audit_list import Wanted, number_of
from ledger.database import opened
from tests.conftest import ROOT

WRITER = """
from ledger.audit import record
while True:
    record("exported", "/rows.csv", actor="a@example.org", rows=1)
"""


@pytest.mark.parametrize("round_number", range(3))
def test_writers_that_are_killed_leave_a_chain_that_holds(home, round_number):
    opened()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER], cwd=ROOT, env=dict(os.environ)) for _ in range(2)]
    try:
        for _ in range(600):
            if number_of(Wanted()) > 50:
                break
            time.sleep(0.1)
    finally:
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.wait()
    before = verdict()
    assert before.holds and before.events > 50, before.faults
    record("refused", "/accounts", actor="b@example.org")
    assert verdict().holds and verdict().events == before.events + 1
