"""Stock files in the template of the house, for the tests of the load."""

from pathlib import Path

HEADER = (
    "month,country,site_code,item_code,opening_qty,received_qty,issued_qty,adjustment_qty,closing_qty,stockout_days,"
    "reported_on,reported_by"
)


def line(month="2026-01", country="Kenya", site="S1", item="I1", closing=100, **cells) -> str:
    """One row whose stock identity holds: 100 + 50 - issued + adjustment = closing."""
    opening, received, issued = cells.get("opening", 100), cells.get("received", 50), cells.get("issued", 50)
    adjustment = closing - opening - received + issued
    told = (month, country, site, item, opening, received, issued, adjustment, closing, 0, "2026-02-05", "Jane Doe")
    return ",".join(map(str, told))


def write(folder: Path, *lines: str, name="stock_balances.csv", header=HEADER) -> Path:
    """A folder with one stock file; gives the folder, as load_source wants it."""
    target = folder / "stock_balances"
    target.mkdir(parents=True, exist_ok=True)
    (target / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return folder
