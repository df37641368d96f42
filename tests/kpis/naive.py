"""A KPI by loops over rows, without SQL: the twin that the queries are held against."""

from datetime import date

from kpis.kpi import Kpi, Rollup

Figure = tuple[float | None, float | None, float | None, int, date | None, date | None]


def naive_figure(kpi: Kpi, rows: list[dict], by_month: bool = False) -> Figure:
    """value, numerator, denominator, row count, oldest month, newest month of rows (dictionaries)."""
    counted = [row for row in rows if _counts(kpi, row)]
    if kpi.time_rollup is Rollup.LAST and not by_month:
        counted = _newest(kpi, counted)
    months = [row["month_date"] for row in counted if row["month_date"]]
    behind = (len(counted), min(months, default=None), max(months, default=None))
    if not counted or _is_mixture(kpi, counted, by_month):
        return (None, None, None, *behind)
    top = _numerator(kpi, counted, by_month)
    if kpi.denominator is None:
        return (top * kpi.scale, top, None, *behind)
    below = sum(row[kpi.denominator] for row in counted)
    return (None if below == 0 else top / below * kpi.scale, top, below, *behind)


def naive_groups(kpi: Kpi, rows: list[dict], column: str) -> dict[object, Figure]:
    """Figures by the values of a column. The newest month is that of all rows together."""
    by_month = column == "month_date"
    counted = [row for row in rows if _counts(kpi, row)]
    if kpi.time_rollup is Rollup.LAST and not by_month:
        counted = _newest(kpi, counted)
    values = {row[column] for row in counted}
    return {value: naive_figure(kpi, [row for row in counted if row[column] == value], by_month) for value in values}


def _counts(kpi: Kpi, row: dict) -> bool:
    if row[kpi.numerator] is None or (kpi.denominator and row[kpi.denominator] is None):
        return False
    return all(_holds(row[column], sign, value) for column, sign, value in kpi.where)


def _holds(cell, sign: str, value) -> bool:
    if cell is None:
        return False
    tests = {
        "=": lambda: cell == value,
        "!=": lambda: cell != value,
        "<": lambda: cell < value,
        "<=": lambda: cell <= value,
        ">": lambda: cell > value,
        ">=": lambda: cell >= value,
        "in": lambda: cell in value,
        "is_known": lambda: True,
    }
    return tests[sign]()


def _newest(kpi: Kpi, rows: list[dict]) -> list[dict]:
    newest: dict[tuple, date | None] = {}
    for row in rows:
        key = tuple(row[name] for name in kpi.last_within)
        months = [month for month in (newest.get(key), row["month_date"]) if month]
        newest[key] = max(months, default=None)
    return [row for row in rows if row["month_date"] == newest[tuple(row[name] for name in kpi.last_within)]]


def _is_mixture(kpi: Kpi, rows: list[dict], by_month: bool) -> bool:
    columns = list(kpi.single)
    if kpi.place_rollup is Rollup.NEVER:
        columns += ["country_code", kpi.numerator]
    if kpi.time_rollup is Rollup.NEVER and not by_month:
        columns.append("month_date")
    return len({tuple(row[name] for name in columns) for row in rows}) > 1


def _numerator(kpi: Kpi, rows: list[dict], by_month: bool) -> float:
    if kpi.overlapping:
        total = 0.0
        for country in {row["country_code"] for row in rows}:
            sums: dict[tuple, float] = {}
            for row in rows:
                if row["country_code"] == country:
                    key = tuple(row[name] for name in kpi.overlapping)
                    sums[key] = sums.get(key, 0.0) + row[kpi.numerator]
            total += max(sums.values())
        return total
    if kpi.time_rollup is Rollup.MAX and not by_month:
        months = {row["month_date"] for row in rows}
        return max(_over_places(kpi, [row for row in rows if row["month_date"] == month]) for month in months)
    return _over_places(kpi, rows)


def _over_places(kpi: Kpi, rows: list[dict]) -> float:
    values = sorted(float(row[kpi.numerator]) for row in rows)
    if kpi.place_rollup is Rollup.SUM:
        return sum(values)
    if kpi.place_rollup is Rollup.QUANTILE:
        place = (len(values) - 1) * kpi.quantile
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (values[high] - values[low]) * (place - low)
    return values[-1]
