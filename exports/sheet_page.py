"""A page of the kept Chromium. It shows one sheet after the other, so that the script of the figures is read once, and
reaches no network: every request is answered from the files that come with the sheet, or refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, Route

from components.words import _

SITE = "http://lagebild.invalid"
"""Where documents seem to come from: a host that cannot exist."""
MOST_USES = 40
"""Sheets that a page shows before another takes its place, so that nothing piles up in it."""
STATE = "document.documentElement.dataset.state"
CLEAR = """() => { document.querySelectorAll('.js-plotly-plot').forEach(one => window.Plotly.purge(one));
  document.body.replaceChildren(); }"""
EXCHANGE = """html => {
  const next = new DOMParser().parseFromString(html, 'text/html'), root = document.documentElement;
  root.getAttributeNames().forEach(name => root.removeAttribute(name));
  next.documentElement.getAttributeNames().forEach(
    name => root.setAttribute(name, next.documentElement.getAttribute(name)));
  document.title = next.title;
  document.body.className = next.body.className;
  document.body.replaceChildren(...next.body.childNodes);
  window.scrollTo(0, 0);
  window.lagebildDraw();
}"""
"""Takes over a document of the same kind; a parsed document runs no script."""

Files = Callable[[str], tuple[bytes, str] | None]
"""Path of an address -> content and media type; None where there is none."""


class FailedDrawing(Exception):
    """The document could not be drawn; the message is for readers."""


@dataclass(frozen=True)
class Sheet:
    """What is drawn. document: HTML whose script is window.lagebildDraw() and sets data-state of the root to "ready",
    or to "failed: ..." (without a script: is_still). width, height: of the window in pixels; scale: pixels of the
    picture for each. is_print: as on paper."""

    document: str
    files: Files = field(repr=False, default=lambda path: None)
    width: int = 1200
    height: int = 900
    scale: float = 1
    is_print: bool = False
    is_still: bool = False


class SheetPage:
    """A page for sheets of one scale and one set of files."""

    def __init__(self, page: Page, sheet: Sheet):
        self.page, self._scale, self._files, self._uses = page, sheet.scale, sheet.files, 0

    @classmethod
    async def opened(cls, browser: Browser, sheet: Sheet) -> "SheetPage":
        """A new page in a context of its own."""
        context = await browser.new_context(
            device_scale_factor=sheet.scale, service_workers="block", accept_downloads=False
        )
        return cls(await context.new_page(), sheet)

    def fits(self, sheet: Sheet) -> bool:
        """Whether the page may show the sheet."""
        is_like = (self._scale, self._files) == (sheet.scale, sheet.files) and not sheet.is_still
        return is_like and 0 < self._uses < MOST_USES and not self.page.is_closed()

    async def show(self, sheet: Sheet) -> None:
        """Shows the sheet and waits until all of it is drawn. FailedDrawing says what could not be."""
        await self.page.set_viewport_size({"width": sheet.width, "height": sheet.height})
        await self.page.emulate_media(media="print" if sheet.is_print else "screen", color_scheme="light")
        self._uses += 1
        if self._uses > 1:
            await self.page.evaluate(EXCHANGE, sheet.document)
        else:
            await self.page.route("**/*", lambda route: _answer(route, sheet))
            await self.page.goto(f"{SITE}/", timeout=0)
        if not sheet.is_still:
            await self.page.wait_for_function(f"() => {STATE}", timeout=0)
            state = await self.page.evaluate(f"() => {STATE}")
            if state != "ready":
                raise FailedDrawing(_("A figure could not be drawn: {fault}").format(fault=state))
        await self.page.evaluate("() => document.fonts.ready.then(() => true)")

    async def clear(self) -> None:
        """Forgets what was shown."""
        await self.page.evaluate(CLEAR)

    async def close(self) -> None:
        """Ends the page and its context."""
        await self.page.context.close()


async def _answer(route: Route, sheet: Sheet) -> None:
    """Answers a request from the files of the sheet; everything else is refused."""
    path = route.request.url.removeprefix(SITE)
    if path == "/":
        await route.fulfill(body=sheet.document, content_type="text/html; charset=utf-8")
        return
    found = sheet.files(path.partition("?")[0]) if path.startswith("/") else None
    if found is None:
        await route.abort("blockedbyclient")
        return
    await route.fulfill(body=found[0], content_type=found[1])
