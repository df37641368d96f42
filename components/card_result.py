"""What a card shows, as Results: the figure with everything told beside it, and its small line."""

from components.figure_parts import known
from components.filter_bar import comparisons
from components.result import Field, Result, result
from components.suppressed import hidden_word, suppressed_sentence
from components.words import _
from kpis.kpi import Kpi


def card_results(kpi: Kpi, found, age, reports, beside) -> tuple[Result, ...]:
    """A row for the figure of a KPI, and a row for each month of its small line. The cards of a page make one table
    of each. unit: "%" from 0 to 100."""
    word = kpi.legend.class_of(found.value) if kpi.legend and found.value is not None else None
    compared = beside.comparison
    cells = {
        "kpi_name": kpi.name,
        "kpi_label": _(kpi.label),
        "value": found.value,
        "unit": unit_words(kpi),
        "note": suppressed_sentence(kpi, found) if found.is_suppressed else None,
        "numerator": found.numerator if not found.is_suppressed else None,
        "denominator": found.denominator if not found.is_suppressed else None,
        "first_month": found.first_month,
        "as_of_month": found.as_of,
        "class_name": _(word.word) if word else None,
        "target": kpi.target,
        "compared_with": comparisons().get(compared.kind) if compared else None,
        "compared_value": known(compared.value) if compared else None,
        "compared_from_month": compared.since if compared else None,
        "compared_to_month": compared.until if compared else None,
        "over_all_value": beside.over_all,
        "freshness": _(age.word) if age else None,
        "reported_count": reports.reported_count if reports else None,
        "expected_count": reports.expected_count if reports else None,
        "row_count": found.row_count,
        "definition_version": kpi.version,
    }
    about = beside.links.get("explain", "")
    more = {"about": about, "group": ("key-figures", _("Key figures"))}
    figure = result(f"kpi-{kpi.name}", _(kpi.label), _fields(), [[cells[one.name] for one in _fields()]], **more)
    if not beside.points:
        return (figure,)
    words = {month: hidden_word(kpi, is_small=is_small) for month, is_small in beside.hidden}
    line = [(kpi.name, _(kpi.label), month, value, unit_words(kpi), words.get(month)) for month, value in beside.points]
    title = _("{label} by month").format(label=_(kpi.label))
    months, group = _month_fields(), ("key-figures-by-month", _("Key figures by month"))
    return figure, result(f"kpi-{kpi.name}-months", title, months, line, about=about, group=group)


def unit_words(kpi: Kpi) -> str:
    """The sign of the unit, else its words."""
    return kpi.unit.symbol or _(kpi.unit.label)


def _fields() -> list[Field]:
    # The fields are the same for every KPI, so that cards make one table: units stand in a column of their own.
    return [
        Field("kpi_name", _("Name")),
        Field("kpi_label", _("Key figure")),
        Field("value", _("Value"), "number", decimals=2),
        Field("unit", _("Unit")),
        Field("note", _("Note")),
        Field("numerator", _("Numerator"), "number", decimals=2),
        Field("denominator", _("Denominator"), "number", decimals=2),
        Field("first_month", _("From"), "month"),
        Field("as_of_month", _("As of"), "month"),
        Field("class_name", _("Class")),
        Field("target", _("Target"), "number", decimals=2),
        Field("compared_with", _("Compared with")),
        Field("compared_value", _("Value compared with"), "number", decimals=2),
        Field("compared_from_month", _("Compared from"), "month"),
        Field("compared_to_month", _("Compared to"), "month"),
        Field("over_all_value", _("All countries"), "number", decimals=2),
        Field("freshness", _("Freshness")),
        Field("reported_count", _("Reported"), "number"),
        Field("expected_count", _("Expected to report"), "number"),
        Field("row_count", _("Rows behind it"), "number"),
        Field("definition_version", _("Version of the definition"), "number"),
    ]


def _month_fields() -> list[Field]:
    return [
        Field("kpi_name", _("Name")),
        Field("kpi_label", _("Key figure")),
        Field("month", _("Month"), "month"),
        Field("value", _("Value"), "number", decimals=2),
        Field("unit", _("Unit")),
        Field("note", _("Note")),
    ]
