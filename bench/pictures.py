"""Pictures and paper with the kept Chromium: 20 figures in a row, 5 at once, a killed browser, memory, processes left.

    LAGEBILD_HOME=FOLDER python -m bench.pictures [--path /supply] [--count 20]

Prints seconds and megabytes, and asserts nothing. Memory is that of the browser with all of its processes (each shared
page counted in part, as Linux does for PSS)."""

import argparse
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from access import reading_as
from app import create_app
from exports.chromium import stop
from exports.paper import paper
from exports.picture import picture
from page_content import page_content
from queries.reader import EVERYTHING


def descendants(process: int) -> list[int]:
    """Processes that a process has started, directly or not."""
    told = Path(f"/proc/{process}/task").glob("*/children")
    own = [int(one) for file in told for one in file.read_text(encoding="utf-8").split()]
    return own + [one for child in own for one in descendants(child)]


def megabytes() -> float:
    """Memory of everything that this process has started."""
    total = 0
    for one in descendants(os.getpid()):
        try:
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8"), re.M)
        except OSError:  # it ended meanwhile
            continue
        total += int(found[1]) if found else 0
    return total / 1024


def timed(work) -> float:
    """Seconds that work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def said(label: str, seconds: list[float]) -> None:
    """A line with the times and the memory after them."""
    print(
        f"{label:<28} first {seconds[0]:6.2f} s  median {median(seconds):6.2f} s  longest {max(seconds):6.2f} s"
        f"  all {sum(seconds):6.1f} s  memory {megabytes():5.0f} MB  processes {len(descendants(os.getpid()))}",
        flush=True,
    )


def main() -> None:
    """Measures and prints."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--path", default="/supply")
    reader.add_argument("--count", type=int, default=20)
    asked = reader.parse_args()
    create_app()
    with reading_as(EVERYTHING):
        page = page_content(asked.path, {})
    bundles = [page.only(one.identifier) for one in page.results]
    drawn = [one for one in bundles if one.tree is not None and "Graph" in str(one.tree)] or bundles
    turns = [drawn[at % len(drawn)] for at in range(asked.count)]

    def shot(bundle, size: str = "screen") -> float:
        return timed(lambda: picture(bundle.tree, bundle.manifest, size))

    said(f"{asked.count} figures in a row", [shot(one) for one in turns])
    for size in ("print", "slide"):
        said(f"{len(drawn)} figures, {size}", [shot(one, size) for one in drawn])
    with ThreadPoolExecutor(5) as pool:
        began = time.perf_counter()
        found = list(pool.map(shot, turns[:5]))
        said("5 at once, each", found)
        print(f"{'5 at once, together':<28} {time.perf_counter() - began:6.2f} s", flush=True)
    whole = page.bundle()
    said("page as PDF, 3 times", [timed(lambda: paper(whole.tree, whole.manifest)) for _ in range(3)])
    said("page as PNG", [shot(whole)])
    for one in descendants(os.getpid()):
        os.kill(one, signal.SIGKILL)
    said("after all were killed", [shot(drawn[0])])
    stop()
    time.sleep(1)
    print(f"processes left after stop: {len(descendants(os.getpid()))}")


if __name__ == "__main__":
    main()
