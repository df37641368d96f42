"""Addresses that several pages link to: what explains a number or figure, and the rows behind a number."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TABLES = ("mart_", "ref_")


def explain_address(names: Sequence[str], filters) -> str:
    """The page that explains KPIs and marts, by their names, inside the filters."""
    kpis = [name for name in names if not name.startswith(TABLES)]
    marts = [name for name in names if name.startswith(TABLES)]
    asked = ({"kpi": ",".join(kpis)} if kpis else {}) | ({"mart": ",".join(marts)} if marts else {})
    return f"/explain?{urlencode(asked | filters.to_query())}"


def rows_address(name: str, filters) -> str:
    """The page of the rows behind a KPI, or of the rows of a mart, inside the filters."""
    key = "mart" if name.startswith(TABLES) else "kpi"
    return f"/rows?{urlencode({key: name} | filters.to_query())}"


def record_address(mart: str, row: Mapping[str, object], filters) -> str:
    """The page of one row of a mart, by the columns that name it; those that are missing are left out."""
    grain = {name: str(cell) for name, cell in row.items() if cell is not None and cell == cell}
    build = {"build": filters.build} if filters.build else {}
    return f"/record?{urlencode({'mart': mart} | grain | build)}"


def without_build(address: str) -> str:
    """The same address for the current build."""
    parts = urlsplit(address)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "build"]
    return urlunsplit(parts._replace(query=urlencode(kept)))
