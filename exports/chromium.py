"""One Chromium, kept: started with the first picture, used by all threads of this process, gone when nobody draws.

It lives in a thread with a loop of its own, and reaches no network. A Chromium that was killed is started again; one that
cannot be started is said in a sentence. A process that forks starts its own.
"""

import asyncio
import atexit
import logging
import os
import shutil
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from components.words import _
from exports.sheet_page import FailedDrawing, Sheet, SheetPage
from settings import read_settings

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ARGUMENTS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--font-render-hinting=none", "--force-color-profile=srgb",
)  # fmt: skip
MOST_PAGES = 2
"""Pages that are open at once; the others wait."""
IDLE_SECONDS = 300
LONGEST_SECONDS = 120

log = logging.getLogger("lagebild")

Work = Callable[[Page], Awaitable[Any]]


class NoChromium(Exception):
    """There is no Chromium that could be started; the message is for readers."""


def drawn(sheet: Sheet, work: Work, seconds: float = LONGEST_SECONDS):
    """What work(page) gives for a page that shows the sheet, all of it drawn. NoChromium and FailedDrawing say in a
    sentence why there is nothing."""
    return _kept().result(sheet, work, seconds)


def is_installed() -> bool:
    """Whether a Chromium was found on this machine."""
    return bool(_program())


def stop() -> None:
    """Ends the Chromium of this process, if it has one."""
    with _lock:
        keeper = _keepers.pop(os.getpid(), None)
    if keeper:
        keeper.end()


class Keeper:
    """The Chromium of a process, with the thread it lives in."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        # A driver that was killed leaves futures that nobody asks for; what is asked for is raised where it is.
        self._loop.set_exception_handler(lambda _loop, told: log.debug("Chromium: %s", told.get("exception")))
        self._thread = threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True)
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._free: list[SheetPage] = []
        self._starting, self._places, self._in_use = asyncio.Lock(), asyncio.Semaphore(MOST_PAGES), 0
        self._idle: asyncio.TimerHandle | None = None
        self._thread.start()

    def result(self, sheet: Sheet, work: Work, seconds: float):
        """What work gives; it runs in the thread of the browser."""
        return self._asked(self._done(sheet, work, seconds)).result()

    def end(self) -> None:
        """Ends browser and thread."""
        if self._thread.is_alive():
            self._asked(self._closed()).result(20)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)

    def _asked(self, coroutine) -> Future:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    async def _done(self, sheet: Sheet, work: Work, seconds: float):
        """The result; once more with a new browser where this one was lost under way."""
        try:
            async with asyncio.timeout(seconds), self._place():
                try:
                    return await self._shown(sheet, work)
                except LostBrowser:
                    return await self._shown(sheet, work)
        except TimeoutError:
            raise FailedDrawing(_("The picture was not ready in time and was given up.")) from None
        except LostBrowser as error:
            raise FailedDrawing(_("Chromium ended twice while it drew; is the machine short of memory?")) from error

    @asynccontextmanager
    async def _place(self):
        """One of the places for pages; when the last one is free for long, the browser ends."""
        async with self._places:
            self._in_use += 1
            if self._idle:
                self._idle.cancel()
            try:
                yield
            finally:
                self._in_use -= 1
                if not self._in_use:
                    self._idle = self._loop.call_later(IDLE_SECONDS, lambda: self._loop.create_task(self._rested()))

    async def _rested(self) -> None:
        if not self._in_use:
            await self._closed()

    async def _shown(self, sheet: Sheet, work: Work):
        """What work gives for a page with the sheet. LostBrowser: the browser was gone before it was done."""
        browser = await self._started()
        try:
            return await self._used(browser, sheet, work)
        except FailedDrawing:
            raise
        except PlaywrightError as error:
            raise await self._fault(browser, error) from error
        except Exception as error:
            if "Connection closed" in str(error):  # the driver was killed: Playwright has no class for it
                raise await self._fault(browser, error) from error
            raise

    async def _used(self, browser: Browser, sheet: Sheet, work: Work):
        """What work gives for a free page or a new one, which is free again when all went well."""
        page = next((one for one in self._free if one.fits(sheet)), None)
        if page:
            self._free.remove(page)
        else:
            page = await SheetPage.opened(browser, sheet)
        is_well = False
        try:
            await page.show(sheet)
            found = await work(page.page)
            await page.clear()
            is_well = not sheet.is_still
            return found
        finally:
            if is_well and browser is self._browser:
                self._free.append(page)
                await self._close_all(self._free[:-MOST_PAGES])
            elif browser.is_connected():
                await page.close()

    async def _close_all(self, pages: list[SheetPage]) -> None:
        for one in pages:
            self._free.remove(one)
            await one.close()

    async def _fault(self, browser: Browser, error: Exception) -> Exception:
        """LostBrowser where the browser or its page is gone, else FailedDrawing."""
        said = str(error).lower()
        if browser.is_connected() and not any(word in said for word in ("closed", "crash")):
            return FailedDrawing(_("The picture could not be made: {fault}").format(fault=_first_line(error)))
        async with self._starting:
            if self._browser is browser:
                await self._closed()
        return LostBrowser(str(error))

    async def _started(self) -> Browser:
        """The browser, started where there is none. NoChromium says why there can be none."""
        async with self._starting:
            if self._browser and not self._browser.is_connected():
                await self._closed()
            if self._browser is None:
                await self._start(_program())
            return self._browser

    async def _start(self, program: str) -> None:
        if not program:
            raise NoChromium(_missing())
        try:
            self._driver = await async_playwright().start()
            self._browser = await self._driver.chromium.launch(
                executable_path=program, args=list(ARGUMENTS), handle_sigint=False, handle_sigterm=False
            )
        except PlaywrightError as error:
            await self._closed()
            told = _("Chromium ({program}) could not be started: {fault}")
            raise NoChromium(told.format(program=program, fault=_first_line(error))) from error

    async def _closed(self) -> None:
        """Ends browser and driver; what is gone already is no fault."""
        browser, driver, self._browser, self._driver = self._browser, self._driver, None, None
        self._free.clear()
        for ended in (browser and browser.close, driver and driver.stop):
            try:
                if ended:
                    async with asyncio.timeout(5):
                        await ended()
            except Exception:  # noqa: BLE001, S110  whatever is left of it, nothing can be done about it
                pass


class LostBrowser(Exception):
    """The browser ended while it was used."""


_lock = threading.Lock()
_keepers: dict[int, Keeper] = {}
"""Process -> its browser; a fork does not inherit threads, so a child begins anew."""


def _kept() -> Keeper:
    with _lock:
        if os.getpid() not in _keepers:
            _keepers.clear()
            _keepers[os.getpid()] = Keeper()
            atexit.register(stop)
        return _keepers[os.getpid()]


def _program() -> str:
    """The path of the Chromium of the settings, or of the first that is found; empty without one."""
    wanted = read_settings().chromium
    if wanted:
        return shutil.which(wanted) or ""
    return next((found for found in map(shutil.which, NAMES) if found), "")


def _missing() -> str:
    wanted = read_settings().chromium
    told = _("The setting LAGEBILD_CHROMIUM names no program: {name}.").format(name=wanted)
    rest = _(
        "This server makes no PNG and no PDF. The buttons that save pictures in the browser work without it, and so do "
        "CSV, XLSX, JSON, Parquet and printing."
    )
    return f"{told if wanted else _('Chromium is not installed.')} {rest}"


def _first_line(error: Exception) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
