"""What figures are made of: places and labels on axes, the empty layout, gaps, and summaries in words."""

import html as markup
from datetime import date

from components.format import amount, month, separators, short_month
from components.suppressed import hidden_words
from components.theme import HOVER_INK, HOVER_PAPER, INK, LINE
from components.words import _, plural
from kpis.kpi import PERCENT, Unit

LONGEST_LABEL, MOST_LINES = 20, 3
PROVISIONAL = "is_provisional"
"""The column of flags that figures and tables over time look for; queries.freshness.with_provisional makes it."""
ROW_HEIGHT, TEXT_HEIGHT, FRAME_HEIGHT = 30, 18, 90


def value_axis(unit) -> dict:
    """The axis of a quantity: named by its unit, from zero, in thousands and millions."""
    found = {
        "title": {"text": plain(unit_label(unit)), "font": {"size": 13}},
        "rangemode": "tozero",
        "exponentformat": "B",
    }
    return found | ({"ticksuffix": " %"} if unit is PERCENT else {})


def unit_label(unit) -> str:
    """A unit in words; a text stands for itself."""
    return _(unit.label) if isinstance(unit, Unit) else str(unit)


def known(value):
    """A number as a float; None where it is missing."""
    return None if value is None or value != value else float(value)


def is_true(flag) -> bool:
    """A flag of a frame; missing is not true."""
    return flag is not None and flag == flag and bool(flag)


def place(value):
    """A place on an axis: dates as 2026-03-01, numbers and texts as they are."""
    if value is None or value != value:
        return None
    return str(value.date() if hasattr(value, "date") else value) if isinstance(value, date) else value


def plain(text) -> str:
    """A text without markup: plotly reads some tags in labels."""
    return markup.escape(str(text), quote=False)


def wrapped(value) -> str:
    """A label in at most MOST_LINES lines of LONGEST_LABEL signs; dates as a short month."""
    if value is None or value != value:
        return _("Not stated")
    lines = [""]
    for word in _pieces(short_month(value) if isinstance(value, date) else str(value)):
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST_LABEL:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + "…"]
    return "<br>".join(plain(line) for line in lines)


def list_axis(labels: list[str], is_reversed: bool = False) -> dict:
    """An axis of labels at 0, 1, 2 and so on, so that labels that read alike stay apart."""
    ends = [-0.5, max(1, len(labels)) - 0.5]
    ticks = {"tickmode": "array", "tickvals": list(range(len(labels))), "ticktext": labels, "ticks": ""}
    return ticks | {"range": ends[::-1] if is_reversed else ends, "showgrid": False, "zeroline": False}


def list_height(labels: list[str]) -> int:
    """The height of a figure with a row per label."""
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    return max(ROW_HEIGHT, TEXT_HEIGHT * lines) * max(2, len(labels)) + FRAME_HEIGHT


def _pieces(text: str) -> list[str]:
    """The words of a label, those that are too long in pieces."""
    return [word[at : at + LONGEST_LABEL] for word in text.split() for at in range(0, len(word), LONGEST_LABEL)]


def month_axis(places: list) -> dict:
    """The axis of months; for other places nothing."""
    is_month = bool(places) and all(isinstance(one, str) and one.endswith("-01") for one in places)
    shown = {"type": "date", "tickformat": "%b %Y", "hoverformat": "%b %Y", "nticks": min(8, max(2, len(places)))}
    return shown if is_month else {}


def base_layout(height: int, has_legend: bool, summary: str) -> dict:
    """A layout without data: transparent paper, no dragging, room for the labels. meta: what figure_graph says."""
    axis = {"automargin": True, "fixedrange": True, "gridcolor": LINE, "zerolinecolor": LINE, "linecolor": LINE}
    return {
        "meta": {"summary": summary},
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, Segoe UI, Roboto, Noto Sans, Arial, sans-serif", "size": 13, "color": INK},
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8, "autoexpand": True},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": HOVER_PAPER, "font": {"color": HOVER_INK}, "namelength": -1},
        "separators": separators(),
        "showlegend": has_legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }


def evenly(frame, column: str):
    """A frame over months with its gaps as rows, by the smallest distance of two months; other frames as they are."""
    days = sorted({_month_number(day) for day in frame[column] if isinstance(day, date) and day == day})
    if len(days) < 2 or len(frame) != len({place(one) for one in frame[column]}):
        return frame
    return month_gaps(frame, column, min(later - earlier for earlier, later in zip(days, days[1:], strict=False)))


def month_gaps(frame, column: str, months: int):
    """The frame in order, with a row for each missing month, `months` apart."""
    known_rows = frame[frame[column].notna()]
    counted = {_month_number(day) for day in known_rows[column]}
    if not counted:
        return known_rows
    wanted = set(range(min(counted), max(counted) + 1, months))
    missing = [{column: _month_date(at)} for at in wanted - counted]
    rows = known_rows.to_dict("records") + missing
    rows.sort(key=lambda row: _day(row[column]))
    return type(frame)(rows, columns=list(frame.columns), dtype=object)


def cut_words(drawn: int, total: int) -> str:
    """The sentence below a figure that does not draw everything."""
    return _("{drawn} of {total} are drawn; the table has them all.").format(drawn=amount(drawn), total=amount(total))


def line_summary(frame, x: str, series, unit) -> str:
    """The lines in words: for each its last, lowest and highest value, and how many gaps."""
    said = []
    for one in series:
        pairs = [(where, number) for where, number in zip(frame[x], map(known, frame[one.column]), strict=True)]
        values = [(number, where) for where, number in pairs if number is not None]
        words = hidden_words(frame) if one.may_hide else [None] * len(pairs)
        hidden = sum(1 for (_w, number), word in zip(pairs, words, strict=True) if word and number is None)
        if not values:
            told = _("{label}: hidden, a small count of people.") if hidden else _("{label}: no data.")
            said.append(told.format(label=one.label))
            continue
        told = _("{label} in {unit}: {last} at the end ({where}), lowest {low}, highest {high}; {gaps}.")
        empty = len(pairs) - len(values) - hidden
        gaps = plural("{count} gap", "{count} gaps", empty).format(count=amount(empty)) if empty else _("no gaps")
        gaps += "; " + _("{count} hidden as small counts of people").format(count=amount(hidden)) if hidden else ""
        low, high = min(values)[0] if len(values) == 1 else min(v for v, _w in values), max(v for v, _w in values)
        found = {"label": one.label, "unit": unit_label(unit), "last": amount(values[-1][0]), "gaps": gaps}
        said.append(told.format(**found, where=words_of(values[-1][1]), low=amount(low), high=amount(high)))
    if PROVISIONAL in frame and (
        open_ones := [one for one, flag in zip(frame[x], frame[PROVISIONAL], strict=True) if is_true(flag)]
    ):
        said.append(_("Provisional: {months}.").format(months=", ".join(words_of(one) for one in open_ones)))
    return " ".join(said)


def list_summary(frame, parts, category: str) -> str:
    """The first bars in words."""
    said = [_("Bars: {count}.").format(count=amount(len(frame)))]
    first = next(iter(parts))
    rows = zip(frame[category], map(known, frame[first]), hidden_words(frame), strict=True)
    for name, value, word in list(rows)[:5]:
        said.append(f"{words_of(name)}: {(word or _('no data')) if value is None else amount(value)}.")
    return " ".join(said)


def words_of(value) -> str:
    """A category or a place on an axis in words."""
    if value is None or value != value:
        return _("Not stated")
    return month(value) if isinstance(value, date) else str(value)


def _day(value) -> date:
    return value.date() if hasattr(value, "date") else value


def _month_number(value) -> int:
    return value.year * 12 + value.month - 1


def _month_date(at: int) -> date:
    return date(at // 12, at % 12 + 1, 1)
