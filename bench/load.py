"""From a large stock CSV to a published mart, beside DuckDB's own CSV to Parquet to aggregate on the same file.

    python -m bench.load [--rows 10000000] [--folder FOLDER]

Prints seconds, rows per second and the peak memory of the largest process. Asserts nothing."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
DUCKDB_ALONE = """
import duckdb, sys
source, target = sys.argv[1:]
connection = duckdb.connect(config={"threads": "2", "memory_limit": "1600MB", "temp_directory": target + ".spill"})
connection.execute(f"copy (from read_csv('{source}')) to '{target}' (format parquet)")
connection.execute(
    f"select country, item_code, month, sum(issued_qty), sum(closing_qty), count(*) from '{target}' group by all"
).fetchall()
"""


def write_stock_csv(path: Path, rows: int) -> None:
    """Stock balances in the template of the house: 5,000 sites, 36 months, as many items as the rows need."""
    with duckdb.connect(config={"threads": "2", "memory_limit": "1600MB"}) as connection:
        connection.execute(
            f"""
            copy (
                select strftime(date '2023-01-01' + to_months((n % 36)::int), '%Y-%m') as month, 'Kenya' as country,
                    'S' || lpad((n // 36 % 5000)::varchar, 5, '0') as site_code,
                    'I' || lpad((n // 180000)::varchar, 3, '0') as item_code,
                    opening as opening_qty, received as received_qty, issued as issued_qty, 0 as adjustment_qty,
                    opening + received - issued as closing_qty, 0 as stockout_days,
                    strftime(date '2023-02-03' + to_months((n % 36)::int), '%Y-%m-%d') as reported_on
                from (
                    select n, 100 + (hash(n) % 100)::int as opening, (hash(n + 1) % 50)::int as received,
                        (hash(n + 2) % 90)::int as issued
                    from range({rows}) as numbers (n)
                )
            ) to '{path}' (header)
            """
        )


def measured(command: list, environment: dict) -> tuple[float, float]:
    """Wall-clock seconds of a command, and the peak memory in MB of the largest process among it and its children."""
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=sys.stderr);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, command)], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - started, int(done.stdout.split()[-1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the files go; default: a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write_stock_csv(folder / "stock_balances.csv", options.rows)
        print(f"{options.rows} rows, {(folder / 'stock_balances.csv').stat().st_size / 1e6:.0f} MB")
        parquet = folder / "alone.parquet"
        alone = measured([sys.executable, "-c", DUCKDB_ALONE, folder / "stock_balances.csv", parquet], dict(os.environ))
        report("DuckDB alone: CSV to Parquet to aggregate", options.rows, alone)
        upload = [sys.executable, "manage.py", "load", folder / "stock_balances.csv", "--as", "stock_balances"]
        load = measured([*upload, "--no-publish"], {**os.environ, "LAGEBILD_HOME": str(folder / "raw_only")})
        report("Load: check every row, keep raw rows", options.rows, load)
        both = measured(upload, {**os.environ, "LAGEBILD_HOME": str(folder / "home")})
        report("CSV to published mart: load, build, every test, publish", options.rows, both)
        print(f"speed against DuckDB alone: {alone[0] / both[0]:.2f} (load without marts: {alone[0] / load[0]:.2f})")


def report(what: str, rows: int, figures: tuple[float, float]) -> None:
    seconds, megabytes = figures
    print(f"{what}: {seconds:.1f} s, {rows / seconds:,.0f} rows per second, peak {megabytes:,.0f} MB")


if __name__ == "__main__":
    main()
