"""One server, one browser, and each page opened once for all that is looked at on it."""

from urllib.parse import urlsplit

import pytest

from tests.browser.walk import NO_EXAMPLE, examples, registered
from tests.conftest import load_demo, serving, use_home

READY = "() => document.querySelector('main#content h1')"
DRAWN = "() => window.lagebildDrawing && window.lagebildDrawing.drawn()"
WAIT = 90_000


def pytest_generate_tests(metafunc):
    """Every registered page, so that a new one cannot be forgotten."""
    if "page_path" in metafunc.fixturenames:
        metafunc.parametrize("page_path", registered(), scope="module")


@pytest.fixture(scope="session")
def site(built):
    """The address of the app on the demo home."""
    with pytest.MonkeyPatch.context() as patch:
        home = use_home(built("demo", lambda folder: load_demo(folder, scale=0.1)), patch)
        with serving(home) as address:
            yield address


@pytest.fixture(scope="session")
def shown(site):
    """Page -> an address of it in the demo build."""
    return examples(site)


class Tab:
    """A tab of a browser that reaches nothing but loopback. faults: errors of the console and of scripts, answers of
    500 and above, and requests to other hosts."""

    def __init__(self, browser, **look):
        usual = {
            "viewport": {"width": 1440, "height": 900},
            "service_workers": "block",
        }  # routes do not see through them
        self.context = browser.new_context(**usual | look)
        self.context.set_default_timeout(WAIT)
        self.context.route("**/*", self._only_loopback)
        self.page, self.faults = self.context.new_page(), []
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", lambda got: self.faults.append(f"{got.status} {got.url}") if got.status > 499 else 0)

    def _only_loopback(self, route):
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.faults.append(route.request.url)
            route.abort()

    def open(self, address: str):
        """Goes to an address and waits until its words and figures are there."""
        self.page.goto(address)
        return self.ready()

    def ready(self):
        """Waits until words and figures are there."""
        self.page.wait_for_function(READY)
        self.page.evaluate(DRAWN)
        return self.page


@pytest.fixture
def new_tab(browser):
    """new_tab(**look) gives a Tab with a context of its own."""
    opened = []

    def get(**look) -> Tab:
        opened.append(Tab(browser, **look))
        return opened[-1]

    yield get
    for tab in opened:
        tab.context.close()


@pytest.fixture(scope="session")
def session_tab(browser):
    """The tab in which the pages are opened one after the other, so that scripts are read once."""
    tab = Tab(browser)
    yield tab
    tab.context.close()


@pytest.fixture(scope="module")
def opened(session_tab, site, shown, page_path):
    """A page of the demo build, opened once for the tests of a module; each test leaves it as it was."""
    assert page_path in shown, NO_EXAMPLE.format(page=page_path)
    session_tab.faults.clear()
    session_tab.page.emulate_media(media="screen", color_scheme="light")
    session_tab.page.set_viewport_size({"width": 1440, "height": 900})
    session_tab.open(site + shown[page_path])
    return session_tab
