"""The app does not start where other computers reach it, without a strong secret and an address by https."""

import os
import subprocess
import sys

import pytest

from guards.start import UnsafeStart, refuse_unsafe_start
from settings import Settings
from tests.conftest import ROOT, free_port

STRONG = "c0f6a1b2d3e4958677889900aabbccddeeff1029384756afbecd"
HTTPS = "https://lage.example.org"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.1"])
def test_on_this_computer_nothing_need_be_set(host):
    refuse_unsafe_start(Settings(host=host, secret=None, public_url=""))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "lage.example.org", ""])
def test_with_both_it_starts_anywhere(host):
    refuse_unsafe_start(Settings(host=host, secret=STRONG, public_url=HTTPS))
    refuse_unsafe_start(Settings(host=host, secret=STRONG, public_url="http://localhost:8050"))  # a container


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "lage.example.org", "", "127.0.0.1.evil.example"])
@pytest.mark.parametrize(
    "secret, public, named",
    [
        (None, HTTPS, "LAGEBILD_SECRET"),
        ("", HTTPS, "LAGEBILD_SECRET"),
        ("secret", HTTPS, "LAGEBILD_SECRET"),
        ("a" * 64, HTTPS, "LAGEBILD_SECRET"),
        ("ab" * 32, HTTPS, "LAGEBILD_SECRET"),
        (STRONG, "", "LAGEBILD_PUBLIC_URL"),
        (STRONG, "http://lage.example.org", "LAGEBILD_PUBLIC_URL"),
        (STRONG, "https://", "LAGEBILD_PUBLIC_URL"),
        (STRONG, "lage.example.org", "LAGEBILD_PUBLIC_URL"),
        (STRONG, "http://localhost.evil.example", "LAGEBILD_PUBLIC_URL"),
    ],
)
def test_without_one_of_them_it_says_what_to_set(host, secret, public, named):
    with pytest.raises(UnsafeStart, match=named) as refusal:
        refuse_unsafe_start(Settings(host=host, secret=secret, public_url=public))
    assert not secret or secret not in str(refusal.value).replace("LAGEBILD_SECRET", "").replace("strong secret", "")


def test_the_process_ends_with_the_sentence_before_it_listens(tmp_path):
    own = {"LAGEBILD_HOME": str(tmp_path), "LAGEBILD_HOST": "0.0.0.0", "LAGEBILD_PORT": str(free_port())}
    told = {name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")}
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=told | own, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "LAGEBILD_SECRET" in done.stderr and "LAGEBILD_PUBLIC_URL" in done.stderr
