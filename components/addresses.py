"""Addresses that several pages link to: what explains a number or figure, and the rows behind a number."""

from collections.abc import Sequence
from urllib.parse import urlencode


def explain_address(names: Sequence[str], filters) -> str:
    """The page that explains KPIs and marts, by their names, inside the filters."""
    kpis = [name for name in names if not name.startswith("mart_")]
    marts = [name for name in names if name.startswith("mart_")]
    asked = ({"kpi": ",".join(kpis)} if kpis else {}) | ({"mart": ",".join(marts)} if marts else {})
    return f"/explain?{urlencode(asked | filters.to_query())}"


def rows_address(name: str, filters) -> str:
    """The page of the rows behind a KPI, or of the rows of a mart, inside the filters."""
    key = "mart" if name.startswith("mart_") else "kpi"
    return f"/rows?{urlencode({key: name} | filters.to_query())}"
