"""A kept Chromium for the tests of a module."""

import pytest

from exports.chromium import is_installed, stop
from tests.conftest import missing


@pytest.fixture(scope="module")
def browser_of_module():
    if not is_installed():
        missing("Chromium")
    yield
    stop()
