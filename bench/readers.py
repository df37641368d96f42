"""Many readers at once: requests per second, waiting, memory and processor time, beside a bare route with the same bytes.

    python -m bench.readers [--home FOLDER] [--seconds 10] [--pause 1] [--readers 1,10,50,200] [--pages 10]
                            [--redis URL]

Starts `serving.py` on loopback with a ledger of its own, in which four accounts of different scope have sessions. Each
reader has a connection, opens pages and filters and the figures of each, and waits a moment after each page; a connection
that ended while it was idle is opened again once, as browsers do. Everything was asked once before, by one connection for
each account: without Redis, other workers make what they are asked for themselves, in the time of the first readers. Then
as many requests as come through ten connections, by turns to the app and to a Flask route in the same gunicorn that gives
the same bytes from memory. Processor time is that of the workers alone. The readers run beside the server."""

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.conftest import ROOT, free_port, sign_in

PAGES = ("/", "/projects", "/funding", "/aid", "/supply", "/risk", "/country", "/country/AFG", "/glossary", "/data")
FILTERS = ("", "?country=AFG")
SCOPES = {
    "everything": {},
    "afghanistan": {"role": "office", "countries": {"AFG"}},
    "south-sudan": {"role": "office", "countries": {"SSD"}},
    "supply": {"role": "reader", "domains": {"supply"}},
}
TICKS = os.sysconf("SC_CLK_TCK")
AT_ONCE, ROUNDS = 10, 5


@dataclass
class Heard:
    """What readers met. seconds: of each answer. problems: what went wrong -> how often."""

    seconds: list[float] = field(default_factory=list)
    problems: Counter = field(default_factory=Counter)
    sent: int = 0


class Reader:
    """One connection, as a browser keeps it."""

    def __init__(self, port: int, token: str, heard: Heard):
        self.port, self.token, self.heard, self.streams = port, token, heard, None

    async def get(self, address: str) -> bytes:
        """The body of an answer; b"" for one that failed, which is counted."""
        began = time.perf_counter()
        for attempt in (1, 2):
            is_new = self.streams is None
            try:
                status, body = await asyncio.wait_for(self._asked(address), 60)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                self.leave()
                if is_new or attempt == 2:
                    self.heard.problems[type(error).__name__] += 1
                    return b""
                continue
            if status != 200:
                self.heard.problems[str(status)] += 1
            self.heard.seconds.append(time.perf_counter() - began)
            self.heard.sent += len(body)
            return body
        return b""

    async def _asked(self, address: str) -> tuple[int, bytes]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        headers = f"Host: 127.0.0.1:{self.port}\r\nCookie: lagebild_session={self.token}\r\nAccept-Encoding: gzip\r\n"
        writer.write(f"GET {address} HTTP/1.1\r\n{headers}Accept: text/html\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else b""
        if "connection: close" in head:
            self.leave()
        return int(head[9:12]), body

    def leave(self) -> None:
        """Ends the connection."""
        if self.streams:
            self.streams[1].close()
        self.streams = None


def walk_of(pages: dict[str, list[str]], number: int) -> list[tuple[str, list[str]]]:
    """The pages of a reader in an order of their own, each with its figures."""
    found = list(pages.items())
    random.Random(number).shuffle(found)  # noqa: S311  an order, no secret
    return found


async def walk(port: int, pages: dict[str, dict], readers: int, seconds: float, pause: float) -> Heard:
    """So many readers for so long."""
    heard, until, tokens = Heard(), time.perf_counter() + seconds, list(pages)

    async def read(number: int) -> None:
        token = tokens[number % len(tokens)]
        reader, way = Reader(port, token, heard), walk_of(pages[token], number)
        await asyncio.sleep(pause * random.random())  # noqa: S311
        step = 0
        while time.perf_counter() < until:
            page, figures = way[step % len(way)]
            for address in (page, *figures):
                await reader.get(address)
            step += 1
            await asyncio.sleep(pause * (0.5 + random.random()))  # noqa: S311
        reader.leave()

    await asyncio.gather(*(read(number) for number in range(readers)))
    return heard


async def everything_once(port: int, most: int) -> tuple[dict[str, dict[str, list[str]]], Counter]:
    """Token -> page -> addresses of its figures, after each was asked for once; and what went wrong."""
    import gzip

    found, heard = {}, Heard()
    for token in SCOPES:
        reader, found[token] = Reader(port, token, heard), {}
        for page in (f"{path}{query}" for path in PAGES[:most] for query in FILTERS):
            body = await reader.get(page)
            text = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
            figures = [one.replace("&amp;", "&") for one in re.findall(r'data-figure="([^"]+)"', text)]
            for address in figures:
                await reader.get(address)
            found[token][page] = figures
        reader.leave()
    return found, heard.problems


def workers_of(parent: int) -> list[int]:
    """The processes that a process has begun."""
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def cpu_seconds(parent: int) -> float:
    """Processor time of the workers until now."""
    told = (Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in workers_of(parent))
    return sum(int(parts[11]) + int(parts[12]) for parts in told) / TICKS


def memory_mb(parent: int) -> str:
    """Resident memory of each worker."""
    found = []
    for one in workers_of(parent):
        pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        found.append(f"{pages * os.sysconf('SC_PAGE_SIZE') / 1024**2:.0f}")
    return "/".join(found)


def line(name: str, heard: Heard, seconds: float, cpu: float, memory: str) -> str:
    """The figures of one run."""
    times = sorted(heard.seconds) or [0.0]
    shares = [f"{times[min(len(times) - 1, int(len(times) * share))] * 1000:.0f} ms" for share in (0.5, 0.95, 0.99)]
    rate, each = len(heard.seconds) / seconds, cpu / max(1, len(heard.seconds)) * 1000
    problems = ", ".join(f"{count} x {what}" for what, count in heard.problems.items()) or "none"
    told = (f"{rate:.0f}/s", *shares, f"{each:.2f} ms", f"{memory} MB")
    return f"{name:>22} " + " ".join(f"{one:>12}" for one in told) + f"  errors: {problems}"


def measured(name: str, parent: int, seconds: float, work: Callable) -> float:
    """Prints the line of one run, and gives the requests per second of processor time."""
    before, began = cpu_seconds(parent), time.perf_counter()
    heard = asyncio.run(work())
    cpu = cpu_seconds(parent) - before
    print(line(name, heard, time.perf_counter() - began, cpu, memory_mb(parent)), flush=True)
    return len(heard.seconds) / cpu if cpu else 0.0


def started(command: list[str], port: int, environment: dict) -> subprocess.Popen:
    """A server, when it takes requests."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    asyncio.run(_until_ready(port))
    return process


async def _until_ready(port: int) -> None:
    for _again in range(1200):
        heard = Heard()
        reader = Reader(port, "", heard)
        await reader.get("/health")
        reader.leave()
        if not heard.problems:
            return
        await asyncio.sleep(0.1)
    raise RuntimeError("The server does not answer.")


def bare(port: int, source: int, pages: dict, folder: Path) -> subprocess.Popen:
    """A Flask route in gunicorn that gives the bytes of the app from memory."""
    import pickle

    async def copied() -> dict[str, bytes]:
        reader = Reader(source, "everything", Heard())
        return {one: await reader.get(one) for page, figures in pages.items() for one in (page, *figures)}

    (folder / "answers.pickle").write_bytes(pickle.dumps(asyncio.run(copied())))
    how = ["--worker-class", "gthread", "--threads", "16", "--keep-alive", "75", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *how, "--workers", os.environ.get("LAGEBILD_WORKERS", "2")]
    command += ["--bind", f"127.0.0.1:{port}", "bench.bare_route:server()"]
    return started(command, port, {**os.environ, "BARE_ANSWERS": str(folder / "answers.pickle")})


def report(port: int, parent: int, options, folder: Path) -> None:
    """Prints a line for each number of readers, and the two runs of as many requests as go through."""
    pages, problems = asyncio.run(everything_once(port, options.pages))
    print(f"asked once by each of {len(SCOPES)} readers; errors: {dict(problems) or 'none'}", flush=True)
    print(f"{'':>22} " + " ".join(f"{one:>12}" for one in ("answers", "p50", "p95", "p99", "cpu each", "memory")))
    for readers in (int(one) for one in options.readers.split(",")):

        def walked(readers=readers):
            return walk(port, pages, readers, options.seconds, options.pause)

        measured(f"{readers} readers", parent, options.seconds, walked)
    beside_bare_route(port, parent, {"everything": pages["everything"]}, options.seconds, folder)


def beside_bare_route(port: int, parent: int, pages: dict[str, dict], seconds: float, folder: Path) -> None:
    """The two by turns: one run of either can have a busy machine, or all connections in one worker."""
    other, shares = free_port(), []
    route = bare(other, port, pages["everything"], folder)
    try:
        for _round in range(ROUNDS):
            own = measured("app, no pause", parent, seconds, lambda: walk(port, pages, AT_ONCE, seconds, 0))
            most = measured("bare route, no pause", route.pid, seconds, lambda: walk(other, pages, AT_ONCE, seconds, 0))
            shares.append(own / most)
    finally:
        route.send_signal(signal.SIGTERM)
        route.wait(30)
    told = ", ".join(f"{one:.0%}" for one in shares)
    print(f"{median(shares):.0%} of the bare route, by requests per second of processor time (median of {told})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", default=os.environ.get("LAGEBILD_HOME", "var"))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds that a reader looks at a page")
    parser.add_argument("--readers", default="1,10,50,200")
    parser.add_argument("--pages", type=int, default=len(PAGES), help="how many of the pages")
    parser.add_argument("--redis", default="")
    options = parser.parse_args()
    port = free_port()
    with TemporaryDirectory() as folder:
        ledger = f"sqlite:///{folder}/ledger.sqlite"
        os.environ.update(LAGEBILD_HOME=str(Path(options.home).resolve()), LAGEBILD_LEDGER=ledger)
        os.environ.update(LAGEBILD_PORT=str(port), LAGEBILD_REDIS=options.redis)
        for token, scope in SCOPES.items():
            sign_in(token, **scope)
        server = started([sys.executable, "serving.py"], port, dict(os.environ))
        try:
            report(port, server.pid, options, Path(folder))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(90)


if __name__ == "__main__":
    main()
