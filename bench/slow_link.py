"""How long a reader on a slow link waits: for words, for filters that can be used, for all charts; and when requests fail.

    python -m bench.slow_link [--home FOLDER] [--pages / /supply] [--links 64 400 fast broken] [--views full lite]

The browser keeps the pace of the link (throughput and delay of Chrome's own tools); on a broken one, five of a hundred
requests end in a cut connection. First: with nothing kept by the browser; second: the page once more, in a new tab.
Times are seconds from the call to the page until something is on the screen. Again: how often the reader had to load
the page anew because the document itself was cut. Prints a line per page, and asserts nothing but that no page stays
blank."""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error

from bench.link import Link, linked
from bench.visits import DRAWN, SHOW_NEXT, chromium, default_home, in_lite, served_home
from tests.browser.walk import answer

PAGES = ("/", "/supply", "/risk", "/country/AFG", "/glossary")
"""What is measured unless other pages are named."""
PATIENCE = 240.0
"""Seconds after which a visit is given up."""
MOST_LOADS = 6
SEEN = """(() => {
  const seen = window.__seen = {};
  const mark = name => { seen[name] = seen[name] || Date.now() / 1000; };
  const shown = one => one && one.getClientRects().length > 0;
  const look = () => {
    const main = document.querySelector('main#content');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    if (paint) seen.anything = (performance.timeOrigin + paint.startTime) / 1000;
    if (main && shown(main.querySelector('.kpi-card, table, dl, ul, p'))) mark('words');
    if (main && shown(main.querySelector('form button'))) mark('filters');
    const places = [...document.querySelectorAll('.figure-place')];
    if (document.readyState !== 'loading') {
      mark('whole');
      if (places.every(one => one.dataset.state === 'drawn')) mark('charts');
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
"""Marks when something can be seen for the first time. No frame is asked for while style sheets hold the page back."""


@dataclass(frozen=True)
class Pace:
    """A link. kilobits: per second, 0 without a limit. delay: milliseconds of each request. failing: share of requests."""

    kilobits: int = 0
    delay: int = 0
    failing: float = 0.0


LINKS = {"64": Pace(64, 800), "400": Pace(400, 400), "fast": Pace(), "broken": Pace(400, 400, 0.05)}


@dataclass(frozen=True)
class Waited:
    """Seconds until something was there, by its name; names that are missing never came. loads: of the document."""

    seconds: dict[str, float]
    loads: int
    sent: int


def slowed(page, pace: Pace) -> None:
    """Gives a tab the pace of a link."""
    tools = page.context.new_cdp_session(page)
    through = pace.kilobits * 1000 / 8 or -1
    told = {"downloadThroughput": through, "uploadThroughput": through, "latency": pace.delay, "offline": False}
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", told)


def opened(page, address: str) -> bool:
    """Whether the document came."""
    try:
        page.goto(address, wait_until="commit", timeout=PATIENCE * 1000)
    except Error:
        return False
    return True


def waited(context, link: Link, address: str, pace: Pace) -> Waited:
    """A visit from the call to the page until all of it is there."""
    page, loads = context.new_page(), 1
    page.add_init_script(SEEN)
    slowed(page, pace)
    link.take_calls()
    link.failing, began = pace.failing, time.time()
    while not opened(page, address) and loads < MOST_LOADS:
        loads += 1
    seen = _seen(page, began + PATIENCE)
    link.failing = 0.0
    sent = sum(call.sent for call in link.take_calls())
    page.close()
    return Waited({name: moment - began for name, moment in seen.items()}, loads, sent)


def _seen(page, until: float) -> dict[str, float]:
    """What was seen and when; the figures are scrolled to, one after the other."""
    seen = {}
    while time.time() < until and "charts" not in seen:
        try:
            if not page.evaluate(DRAWN):
                page.evaluate(SHOW_NEXT)
            seen = page.evaluate("() => window.__seen || {}")
            page.wait_for_timeout(100)
        except Error:  # the page is about to be replaced by another
            page.wait_for_timeout(100)
    return seen


NAMES = ("anything", "words", "filters", "whole", "charts")
HEAD = " ".join(f"{one:>8}" for one in (*NAMES, "again", "sent")) + "  link    view  visit   page"


def line(found: Waited, *told: str) -> str:
    """The figures of a visit."""
    times = [f"{found.seconds[name]:.1f}" if name in found.seconds else "-" for name in NAMES]
    of_visit = f"{told[0]:<7} {told[1]:<5} {told[2]:<7} {told[3]}"
    blank = "" if "words" in found.seconds else "  STAYS BLANK"
    return " ".join(f"{one:>8}" for one in (*times, found.loads - 1, f"{found.sent:,}")) + f"  {of_visit}{blank}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", default=default_home())
    parser.add_argument("--pages", nargs="*", default=PAGES, help="addresses to visit")
    parser.add_argument("--links", nargs="*", default=list(LINKS), choices=list(LINKS))
    parser.add_argument("--views", nargs="*", default=["full", "lite"], choices=["full", "lite"])
    options = parser.parse_args()
    is_blank = False
    with served_home(Path(options.home).resolve()) as site, linked(site) as link, chromium() as browser:
        for page in options.pages:  # what the server makes for the first time is not what the link costs
            answer(site, page), answer(site, in_lite(page))
        print(HEAD, flush=True)
        for name in options.links:
            for view in options.views:
                for page in options.pages:
                    told = link.address + (in_lite(page) if view == "lite" else page)
                    is_blank |= visited_twice(browser, link, told, (name, view, page))
    sys.exit("A page stayed blank." if is_blank else 0)


def visited_twice(browser, link: Link, address: str, told: tuple[str, str, str]) -> bool:
    """Prints the first and the second visit; whether one of them stayed blank."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name, view, page = told
    found = [waited(context, link, address, LINKS[name]) for _visit in range(2)]
    for visit, one in zip(("first", "second"), found, strict=True):
        print(line(one, name, view, visit, page), flush=True)
    context.close()
    return any("words" not in one.seconds for one in found)


if __name__ == "__main__":
    main()
