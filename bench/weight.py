"""Bytes and requests of every page in Chromium: first and second visit, full and lite, beside their budgets.

    python -m bench.weight [--home FOLDER] [--only TEXT]

Bytes are those on the link, headers included. Raw: after decompression. Next: the first visit without what all pages share,
as the page costs when another one was opened before. A line per page and view; what is over its budget is marked."""

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.link import Call, Link, linked
from bench.visits import DECODED, chosen, chromium, default_home, in_lite, look_at, served_home, wait_until_quiet

BUDGETS = Path(__file__).with_name("budgets.toml")
LASTING = ("/static/", "/boundaries/world")
"""Beginnings of addresses whose answers the browser keeps, and which every page or every map of the world needs."""
VIEWS = ("full", "lite")


@dataclass(frozen=True)
class Visit:
    """A visit to a page. calls: what went over the link. raw: bytes of it after decompression. is_drawn: whether every
    figure was drawn."""

    calls: list[Call]
    raw: int
    is_drawn: bool

    @property
    def sent(self) -> int:
        """Bytes of all answers."""
        return sum(call.sent for call in self.calls)

    @property
    def own(self) -> int:
        """Bytes of the answers that belong to this page alone."""
        return sum(call.sent for call in self.calls if not call.address.startswith(LASTING))


@dataclass(frozen=True)
class Weight:
    """What a page weighs in a view."""

    first: Visit
    second: Visit

    def over(self, budget: Mapping[str, int]) -> dict[str, int]:
        """Name of the budget -> bytes, of what is over it."""
        found = {"first": self.first.sent, "next": self.first.own, "second": self.second.sent}
        return {name: sent for name, sent in found.items() if sent > budget[name]}


def budgets() -> dict[str, dict[str, int]]:
    """View -> name of the budget -> bytes."""
    return tomllib.loads(BUDGETS.read_text(encoding="utf-8"))


def weight(browser, link: Link, address: str, view: str) -> Weight:
    """A page visited twice by a browser that has kept nothing before."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        told = link.address + (in_lite(address) if view == "lite" else address)
        return Weight(_visit(context, link, told), _visit(context, link, told))
    finally:
        context.close()


def _visit(context, link: Link, address: str) -> Visit:
    page = context.new_page()
    link.take_calls()
    page.goto(address, wait_until="load")
    is_drawn = look_at(page)
    wait_until_quiet(page, link)
    found = Visit(link.take_calls(), page.evaluate(DECODED), is_drawn)
    page.close()
    return found


HEAD = f"{'first sent':>10} {'raw':>10} {'req':>4} {'next':>8} {'second':>8} {'raw':>9} {'req':>4}  view  page"


def line(page: str, view: str, found: Weight) -> str:
    """The figures of a page in a view."""
    first, second, over = found.first, found.second, found.over(budgets()[view])
    marks = [f"OVER {name}" for name in over] + ["NOT ALL FIGURES DRAWN"] * (not (first.is_drawn and second.is_drawn))
    told = f"{first.sent:>10,} {first.raw:>10,} {len(first.calls):>4} {first.own:>8,}"
    again = f"{second.sent:>8,} {second.raw:>9,} {len(second.calls):>4}"
    return f"{told} {again}  {view}  {page}  {' '.join(marks)}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", default=default_home())
    parser.add_argument("--only", default="", help="only pages with this text in their path")
    parser.add_argument("--calls", action="store_true", help="what went over the link, one by one")
    options = parser.parse_args()
    home = Path(options.home).resolve()
    with served_home(home) as site, linked(site) as link, chromium() as browser:
        print(HEAD, flush=True)
        for page, address in chosen(site, options.only).items():
            for view in VIEWS:
                found = weight(browser, link, address, view)
                print(line(page, view, found), flush=True)
                for call in found.first.calls if options.calls else ():
                    print(f"{call.sent:>12,}  {call.address}")


if __name__ == "__main__":
    main()
