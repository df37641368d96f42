"""Every page on the build of all real public data, where the folder with them is: drawn, accessible, quiet."""

import re

import pytest

from tests.browser.conftest import Tab
from tests.browser.test_every_page import LIGHT, axe_findings
from tests.browser.walk import examples
from tests.conftest import serving


@pytest.fixture(scope="module")
def real_tab(browser):
    tab = Tab(browser)
    yield tab
    tab.context.close()


def test_every_page_stands_on_real_data(real_home, real_tab):
    found = {}
    with serving(real_home) as site:
        for page, address in examples(site).items():
            real_tab.faults.clear()
            tab = real_tab.open(site + address)
            told = tab.locator("main").inner_text()
            wrong = [one for one in real_tab.faults if "404" not in one or page != "/not-found"]
            wrong += re.findall(r"\bnan\b|\bNaT\b|page could not be made", told)
            wrong += axe_findings(tab, LIGHT)
            if wrong:
                found[address] = wrong
    assert found == {}
