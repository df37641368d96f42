"""What pages make the browser do: time of scripts, long tasks, values per chart, and memory after many page changes.

    python -m bench.browser_work [--home FOLDER] [--only TEXT] [--changes 50]

A line per page: seconds of a processor that scripts, layout and everything took until all figures were drawn, tasks of
more than 50 ms and the longest of them (on the clock), elements, figures, values of the fullest figure. Then memory of
the tab after page changes by the links of the navigation, garbage collected before each look: flat is good. Asserts
nothing."""

import argparse
from pathlib import Path

from bench.link import linked
from bench.visits import chosen, chromium, default_home, look_at, served_home, wait_until_quiet

LONG = """(() => { window.__long = []; new PerformanceObserver(list => list.getEntries().forEach(
  one => window.__long.push(one.duration))).observe({type: 'longtask', buffered: true}); })()"""
FULLEST = """() => Math.max(0, ...[...document.querySelectorAll('.figure-place')].map(place => (place._fullData || [])
  .reduce((sum, one) => sum + (Array.isArray(one.z) && Array.isArray(one.z[0]) ? one.z.length * one.z[0].length
    : Math.max(...['x', 'y', 'z', 'locations', 'lon', 'values'].map(name => (one[name] || []).length))), 0)))"""
"""Values of the fullest figure, over all of its traces."""
COUNTS = "() => [document.querySelectorAll('*').length, document.querySelectorAll('.figure-place').length]"
NAVIGATION = "nav.site-nav a[href^='/']"
HEAD = f"{'script':>7} {'layout':>7} {'all':>7} {'long':>5} {'longest':>8} {'elements':>9} {'charts':>7} {'values':>7}  page"


def metrics(tools) -> dict[str, float]:
    """Name -> value of the browser's own figures of a tab."""
    return {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}


def work(browser, link, address: str) -> str:
    """The figures of a page opened with nothing kept."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(LONG)
    page.goto(link.address + address)
    is_drawn = look_at(page)
    wait_until_quiet(page, link)
    told, long, (elements, charts) = metrics(tools), page.evaluate("() => window.__long"), page.evaluate(COUNTS)
    values = page.evaluate(FULLEST)
    context.close()
    layout = told["LayoutDuration"] + told["RecalcStyleDuration"]
    times = f"{told['ScriptDuration']:>6.2f}s {layout:>6.2f}s {told['TaskDuration']:>6.2f}s"
    tasks = f"{len(long):>5} {max(long, default=0):>5.0f} ms"
    return f"{times} {tasks} {elements:>9,} {charts:>7} {values:>7,}" + "  NOT ALL FIGURES DRAWN" * (not is_drawn)


def memory(browser, link, changes: int):
    """Memory of a tab over page changes: texts, one for each look."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{link.address}/")
    for change in range(changes + 1):
        look_at(page)
        wait_until_quiet(page, link)
        if change % 10 == 0:
            yield f"{change:>4} changes: {_held(tools)}"
        links = page.locator(NAVIGATION)
        links.nth(change % links.count()).click()
        page.wait_for_load_state()
    page.context.close()


def _held(tools) -> str:
    tools.send("HeapProfiler.collectGarbage")
    told = metrics(tools)
    held = f"{told['JSHeapUsedSize'] / 1e6:6.1f} MB of scripts, {told['Nodes']:>7,.0f} nodes"
    return f"{held}, {told['JSEventListeners']:>6,.0f} listeners, {told['Documents']:.0f} documents"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", default=default_home())
    parser.add_argument("--only", default="", help="only pages with this text in their path")
    parser.add_argument("--changes", type=int, default=50)
    options = parser.parse_args()
    with served_home(Path(options.home).resolve()) as site, linked(site) as link, chromium() as browser:
        print(HEAD, flush=True)
        for page, address in chosen(site, options.only).items():
            print(f"{work(browser, link, address)}  {page}", flush=True)
        for told in memory(browser, link, options.changes) if options.changes else ():
            print(told, flush=True)


if __name__ == "__main__":
    main()
