"""Numbers and dates become text here and nowhere else, by the reader's language."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from numbers import Integral

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from components.words import _, current_language
from kpis.kpi import PERCENT, US_DOLLARS, Kpi

NO_BREAK = "\u00a0"
LARGE = ((1_000_000_000, 2), (1_000_000, 1))


def number(value: float | None, decimals: int = 0) -> str:
    """A number with the separators of the language; a dash where it is missing, never a zero. What is written is the
    number of the files, with 15 significant digits, so that a half is rounded alike in both."""
    value = None if value is None else exact_number(value)
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=current_language())


def amount(value: float | None, decimals: int = 0) -> str:
    """A number shortened to millions or billions from a million on, with the word."""
    for size, digits in LARGE:
        if value is not None and abs(value) >= size:
            word = _("billion") if size == 1_000_000_000 else _("million")
            return f"{number(value / size, digits)}{NO_BREAK}{word}"
    return number(value, decimals)


def kpi_amount(kpi: Kpi, value: float | None) -> str:
    """The value of a KPI with the symbol of its unit."""
    if value is None:
        return _("No data")
    if kpi.unit is US_DOLLARS:
        return f"{kpi.unit.symbol}{NO_BREAK}{amount(value, kpi.decimals)}"
    text = amount(value, kpi.decimals)
    return f"{text}{NO_BREAK}%" if kpi.unit is PERCENT else text


def day(value: date | None) -> str:
    """A date as 4 March 2026."""
    return format_date(value, format="d MMMM y", locale=current_language()) if value else "–"


def moment(value: datetime | None) -> str:
    """A moment as 4 March 2026, 08:15 UTC."""
    if value is None:
        return "–"
    clock = format_time(value.astimezone(UTC), format="HH:mm", locale=current_language())
    return f"{day(value.astimezone(UTC).date())}, {clock} UTC"


def second(value: datetime | None) -> str:
    """A moment as 2026-03-04 08:15:07 in UTC, for lists that are read by the second and sorted by eye."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if value else "–"


def month(value: date | None) -> str:
    """A month as March 2026."""
    return format_date(value, format="MMMM y", locale=current_language()) if value else "–"


def week(value: date | None) -> str:
    """The week of a day by its Monday, as 2 March 2026."""
    return day(value - timedelta(days=value.weekday())) if value else "–"


def short_month(value: date | None) -> str:
    """A month as Mar 2026, for narrow places."""
    return format_date(value, format="MMM y", locale=current_language()) if value else "–"


def decimal_sign(language: str) -> str:
    """The sign in front of decimals in a language, for files; a point where it is none that spreadsheets read."""
    found = get_decimal_symbol(language)
    return found if found in ".," else "."


def separators() -> str:
    """The decimal sign and the sign between thousands, as figures want them."""
    return get_decimal_symbol(current_language()) + get_group_symbol(current_language())


def month_name(value: date | None) -> str:
    """A month without its year, as March."""
    return format_date(value, format="LLLL", locale=current_language()) if value else "–"


def file_size(count: int) -> str:
    """The size of a file of so many bytes, as 340 kB or 1.2 MB."""
    if count < 1_000_000:
        return f"{number(max(1, count // 1000))}{NO_BREAK}kB"
    return f"{number(count / 1_000_000, 1)}{NO_BREAK}MB"


def exact_number(value) -> int | float | None:
    """A number of any library as a plain one with at most 15 significant digits, which every form of file keeps;
    None where it is not finite. Whole numbers stay whole."""
    if isinstance(value, Integral) or (isinstance(value, Decimal) and value == value.to_integral_value()):
        return int(value)
    found = float(value)
    return float(f"{found:.15g}") + 0.0 if isfinite(found) else None  # adding 0.0 takes the sign from minus zero
