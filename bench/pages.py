"""Every document as browsers ask for it, over HTTP on loopback: times, readers at once, statements, bytes.

    python -m bench.pages [--home FOLDER] [--seconds 1] [--only TEXT]

Cold: caches emptied before each request. Warm: asked again and again. Statements are those of one cold request. Figures
are made with their document and fetched after it: their number, and their bytes in brotli together. Prints a line per
page, and asserts nothing. The web process runs beside it, so both share the processors of the machine."""

import argparse
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from html import unescape
from pathlib import Path
from statistics import median

from access import reading_as
from queries.reader import EVERYTHING
from tests.conftest import free_port

ROOT = Path(__file__).parents[1]
READERS = (1, 10, 50)
COLD_REQUESTS = 7
COLUMNS = "cold p50|cold p95|warm p50|warm p95|1 reader|10 readers|50 readers|statements|bytes|gzip|brotli|figures|their bytes"


def serve(port: int) -> None:
    """The app with a count of statements and an address that empties the caches."""
    from access.policy import ENDPOINTS, PUBLIC, Rule
    from app import create_app
    from queries.cache import forget_everything
    from queries.stores import DuckdbStore

    counted, lock, rows = [0], threading.Lock(), DuckdbStore.rows

    def counting(self, *asked_for):
        with lock:
            counted[0] += 1
        return rows(self, *asked_for)

    def forget():
        forget_everything()
        counted[0] = 0
        return ""

    DuckdbStore.rows = counting
    app = create_app()
    app.add_url_rule("/bench/forget", "forget", forget)
    app.add_url_rule("/bench/statements", "statements", lambda: str(counted[0]))
    ENDPOINTS.update(forget=Rule(PUBLIC), statements=Rule(PUBLIC))
    read_everything(app)
    app.run(host="127.0.0.1", port=port, debug=False, threaded=True)


def read_everything(server) -> None:
    """Lets every request read as the installation itself, without an account in the ledger of whoever measures."""
    inner = server.wsgi_app

    def reading(environ, start_response):
        with reading_as(EVERYTHING):
            return inner(environ, start_response)

    server.wsgi_app = reading


def asked(port: int, address: str, encoding: str = "br") -> bytes:
    """The body of the answer as it came over the wire; RuntimeError for a failure."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", address, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        found = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return found


def seconds_of(port: int, address: str) -> float:
    """How long one request took until its last byte."""
    started = time.perf_counter()
    asked(port, address)
    return time.perf_counter() - started


def cold(port: int, address: str) -> tuple[list[float], int]:
    """Seconds with emptied caches, and the statements of one such request."""
    found = []
    for _again in range(COLD_REQUESTS):
        asked(port, "/bench/forget")
        found.append(seconds_of(port, address))
    return found, int(asked(port, "/bench/statements", "identity"))


def warm(port: int, address: str, seconds: float, readers: int) -> tuple[list[float], float]:
    """Seconds of each answer to so many readers at once, and answers per second."""
    found, until = [], time.perf_counter() + seconds

    def read() -> None:
        while time.perf_counter() < until:
            found.append(seconds_of(port, address))

    started = time.perf_counter()
    threads = [threading.Thread(target=read) for _reader in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found, len(found) / (time.perf_counter() - started)


def addresses(port: int) -> list[str]:
    """One address for each registered page; pages with a variable by the first link that leads to one."""
    from app import create_app

    create_app()
    import dash

    found = {}
    pages = [page for page in dash.page_registry.values() if page["path"] != "/not-found"]
    plain = [page["path"] for page in pages if not page["path_template"]]
    linked = [link for path in plain for link in links(asked(port, path, "identity"))]
    for page in pages:
        stem = (page["path_template"] or "").split("<")[0]
        of_page = [one for one in linked if stem and one.startswith(stem) and len(one) > len(stem)]
        of_page = [one for one in of_page if one.split("?")[0] not in plain]
        found[page["path_template"] or page["path"]] = page["path"] if not stem else next(iter(of_page), None)
    return [address for address in found.values() if address]


def links(document: bytes) -> list[str]:
    """Addresses of the links in a document, in its order."""
    return found_in(document, "href")


def found_in(document: bytes, attribute: str) -> list[str]:
    """The values of an attribute in a document, in its order."""
    return [unescape(one) for one in re.findall(f' {attribute}="([^"]*)"', document.decode())]


def line(port: int, address: str, seconds: float) -> str:
    """The figures of one page."""
    emptied, statements = cold(port, address)
    asked(port, address)
    told = [f"{one * 1000:.0f} ms" for one in (median(emptied), p95(emptied))]
    rates = []
    for readers in READERS:
        times, rate = warm(port, address, seconds, readers)
        rates.append(f"{rate:.0f}/s")
        if readers == 1:
            told += [f"{one * 1000:.1f} ms" for one in (median(times), p95(times))]
    sizes = [f"{len(asked(port, address, encoding)):,}" for encoding in ("identity", "gzip", "br")]
    figures = found_in(asked(port, address, "identity"), "data-figure")
    theirs = f"{sum(len(asked(port, one)) for one in figures):,}"
    return " ".join(f"{one:>11}" for one in (*told, *rates, statements, *sizes, len(figures), theirs)) + "  " + address


def p95(values: list[float]) -> float:
    """The value that 95 per cent of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", default=os.environ.get("LAGEBILD_HOME", "var"))
    parser.add_argument("--seconds", type=float, default=1.0, help="seconds of each measurement with warm caches")
    parser.add_argument("--only", default="", help="only addresses with this text")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve(options.serve)
    port = free_port()
    command = [sys.executable, "-m", "bench.pages", "--serve", str(port)]
    environment = {**os.environ, "LAGEBILD_HOME": str(Path(options.home).resolve())}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        report(port, options)
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int) -> None:
    """Until the web process answers; RuntimeError after a minute."""
    for _again in range(600):
        try:
            return asked(port, "/health") and None
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web process does not answer.")


def report(port: int, options) -> None:
    """A line for each page."""
    print(" ".join(f"{one:>11}" for one in COLUMNS.split("|")) + "  page", flush=True)
    for address in addresses(port):
        if options.only in address:
            print(line(port, address, options.seconds), flush=True)


if __name__ == "__main__":
    main()
