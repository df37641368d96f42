"""State and large data stay out of the repository."""

import pytest

from settings import Settings
from tests.house.code import ROOT, git, shown, tracked_files

LARGEST_BYTES = 2 * 1024**2
STATE = (".duckdb", ".sqlite", ".parquet", ".key", ".db")


@pytest.fixture(autouse=True)
def checkout():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")


def test_the_home_is_ignored():
    home = Settings.model_fields["home"].default / "builds" / "current"
    assert git("check-ignore", "-q", str(home)).returncode == 0


def test_no_large_file_is_tracked():
    large = {shown(path): path.stat().st_size for path in tracked_files() if path.stat().st_size > LARGEST_BYTES}
    assert not large


def test_no_state_is_tracked():
    assert not [shown(path) for path in tracked_files() if path.suffix in STATE]
