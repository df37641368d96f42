"""All rows of a mart as CSV from the running app, beside DuckDB's own COPY of the same rows to a file.

    LAGEBILD_HOME=... python -m bench.exports [--mart mart_supply_stock] [--port 8199]

Prints seconds and processor seconds, first byte, peak memory of the web process, and whether a download that is cut at
half and gone on with has the same hash. Asserts nothing."""

import argparse
import hashlib
import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from settings import read_settings

PIECE = 1024**2
COPY = """
import duckdb, sys
build, mart, target, threads = sys.argv[1:]
connection = duckdb.connect(build, read_only=True, config={"threads": threads})
connection.execute(f"copy (from {mart}) to '{target}' (header)")
"""


def started(port: int) -> subprocess.Popen:
    """The app in a process of its own, answering."""
    environment = {**os.environ, "LAGEBILD_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "app.py"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _attempt in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return process
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the app did not start")


def megabytes(process: subprocess.Popen, name: str) -> float:
    """A line of the status of the process: VmRSS for now, VmHWM for the peak."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def processor_seconds(process: subprocess.Popen) -> float:
    """Seconds that all threads of the process have computed."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fetched(port: int, address: str, seal, **how) -> tuple[float, float, int, str]:
    """Seconds to the first byte of the body, seconds in all, bytes, tag. how: headers; most: bytes after which the
    connection is cut."""
    connection, begun, most = http.client.HTTPConnection("127.0.0.1", port), time.perf_counter(), how.get("most")
    connection.request("GET", address, headers=how.get("headers", {}))
    answer, first, count = connection.getresponse(), 0.0, 0
    while piece := answer.read1(PIECE if most is None else min(PIECE, most - count)):
        first = first or time.perf_counter() - begun
        seal.update(piece)
        count += len(piece)
        if most is not None and count >= most:
            break
    connection.close()
    return first, time.perf_counter() - begun, count, answer.headers["ETag"]


def print_copy(build: Path, mart: str, threads: int) -> None:
    """DuckDB alone, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copy.csv"
        before, begun = os.times(), time.perf_counter()
        subprocess.run([sys.executable, "-c", COPY, str(build), mart, str(target), str(threads)], check=True)
        after, seconds = os.times(), time.perf_counter() - begun
        busy = after.children_user + after.children_system - before.children_user - before.children_system
        size = target.stat().st_size / 1e6
    print(f"DuckDB COPY, {threads} thread(s): {seconds:.1f} s, processor {busy:.1f} s, {size:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mart", default="mart_supply_stock")
    parser.add_argument("--port", type=int, default=8199)
    options = parser.parse_args()
    build = read_settings().home.resolve() / "builds" / f"{open_warehouse(EVERYTHING).build_id}.duckdb"
    process, address = started(options.port), f"/rows.csv?mart={options.mart}&columns=all"
    try:
        print(f"before: {megabytes(process, 'VmRSS'):,.0f} MB, peak {megabytes(process, 'VmHWM'):,.0f} MB")
        busy, seal = processor_seconds(process), hashlib.sha256()
        first, seconds, count, tag = fetched(options.port, address, seal)
        busy = processor_seconds(process) - busy
        told = f"first byte {first:.2f} s, all {seconds:.1f} s, processor {busy:.1f} s, {count / 1e6:,.0f} MB"
        print(f"{options.mart}: {told}, peak {megabytes(process, 'VmHWM'):,.0f} MB")
        cut = hashlib.sha256()
        fetched(options.port, address, cut, most=count // 2)
        rest = {"Range": f"bytes={count // 2}-", "If-Range": tag}
        first, seconds, _rest, _tag = fetched(options.port, address, cut, headers=rest)
        same = "the same" if cut.digest() == seal.digest() else "ANOTHER"
        print(f"cut at half and gone on: {same} hash; first byte {first:.2f} s, rest {seconds:.1f} s")
        print(f"peak {megabytes(process, 'VmHWM'):,.0f} MB, now {megabytes(process, 'VmRSS'):,.0f} MB")
    finally:
        process.terminate()
        process.wait()
    for threads in (1, 2):
        print_copy(build, options.mart, threads)


if __name__ == "__main__":
    main()
