"""What a map shows, as a Result: a row for each country or area that is drawn or has a figure."""

from components.result import Field, Result, result
from components.risk_map import Ground, Shown, reliability_words
from components.words import _


def map_result(shown: Shown, ground: Ground) -> Result:
    """Code, name, class and figures of each, by name; without a figure the class says why. A mark of little
    reliability stands in a column of its own."""
    fields = [Field("code", _("Code")), Field("name", _("Name")), Field("class_name", _("Class")), *shown.fields]
    fields += [Field("reliability", _("Reliability"))] * bool(shown.unreliable)
    silent = (None,) * len(shown.fields)
    rows = []
    for code, one in shown.found.items():
        mark = [reliability_words() if code in shown.unreliable else None] * bool(shown.unreliable)
        rows.append([code, ground.names.get(code, code), _(one.word), *shown.values.get(code, silent), *mark])
    return result("", shown.label, fields, sorted(rows, key=lambda row: (row[1], row[0])))
