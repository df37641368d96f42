"""The first start prints a link at which the first administrator makes an account; later starts print none."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import requests

from ledger.accounts import account_named
from tests.conftest import ROOT, free_port

GOOD = "copper lantern 4 otters"


@contextmanager
def started(home, said):
    """The app in a process of its own; gives what it says until it answers requests. said: a file for that."""
    port = free_port()
    environment = {**os.environ, "LAGEBILD_HOME": str(home), "LAGEBILD_PORT": str(port)}
    with said.open("w") as file:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=file, stderr=file)
    try:
        for _ in range(900):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield said.read_text()
    finally:
        process.terminate()
        process.wait(10)


def test_the_link_of_the_first_start_makes_the_administrator_and_is_not_printed_again(home, tmp_path):
    with started(home, tmp_path / "said") as said:
        (link,) = re.findall(r"http://\S+/first/\S+", said)
        assert requests.get(link.split("/first/")[0], timeout=30).url.endswith("/sign-in?next=%2F")
        told = {"name": "ada", "shown_name": "Ada", "password": GOOD, "again": GOOD}
        answer = requests.post(
            link, data=told, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False, timeout=30
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        cookies = {"lagebild_session": answer.cookies["lagebild_session"]}
    assert account_named("ada").role == "administrator"
    with started(home, tmp_path / "said") as said:
        address = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
        assert "/first/" not in said
        assert requests.get(f"{address}/who", cookies=cookies, timeout=30).status_code == requests.codes.ok
        assert requests.get(f"{address}/who", timeout=30).status_code == requests.codes.unauthorized
