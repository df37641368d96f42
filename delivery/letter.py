"""The words of a mail: what a page shows, readable without opening anything, as text and as HTML from one content."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qsl

from dash import html

from components.format import day, file_size, kpi_amount, month, number
from components.kpi_card import judged
from components.markup import markup
from components.words import _, current_language, plural
from delivery.mail import File, Letter
from exports.manifest import Bundle, Manifest
from kpis import all_kpis
from kpis.kpi import Kpi

FIGURES = "key-figures"
MOST_LINES = 20
STYLE = {
    "fontFamily": "system-ui, sans-serif",
    "lineHeight": 1.45,
    "maxWidth": 680,
    "margin": "0 auto",
    "padding": 12,
    "overflowWrap": "break-word",
}
CELL = {"padding": "6px 10px 6px 0", "borderBottom": "1px solid #bbb", "textAlign": "start", "verticalAlign": "top"}
QUIET = {"fontSize": 13}


@dataclass(frozen=True)
class Figure:
    """A key figure in words. standing: its class. before: what it is compared with. about: as of when, who reported."""

    label: str
    value: str
    standing: str
    before: str
    about: str


@dataclass(frozen=True)
class Closing:
    """What stands below the content: why a file is missing, "" when there is one; why the mail came, in words that
    lead to the address to end it."""

    no_file: str
    said: str
    unsubscribe: str


def page_letter(bundle: Bundle, files: Sequence[File], closing: Closing, *, is_empty: bool = False) -> Letter:
    """The mail about a page."""
    told = bundle.manifest
    figures, titles = list(key_figures(bundle)), other_titles(bundle)
    opening = [_("There is nothing to show inside these filters.")] if is_empty else []
    words = _Words(told, opening, figures, titles, closing_lines(told, files, closing), closing)
    files = tuple(files)
    return Letter(subject(told, is_empty=is_empty), words.text(), words.html(), files, closing.unsubscribe)


def subject(told: Manifest, *, is_empty: bool = False) -> str:
    """Demo data, what, for which filters, and the day of the data."""
    is_narrowed = [key for key, _value in parse_qsl(told.address.partition("?")[2]) if key != "build"]
    parts = [
        told.title,
        *(told.filters[:1] if is_narrowed else ()),
        _("data as of {day}").format(day=day(told.data_date)),
    ]
    marks = [_("Demo data")] if told.is_demo else []
    marks += [_("Nothing to show")] if is_empty else []
    return " · ".join([*marks, *parts])


def key_figures(bundle: Bundle) -> Iterator[Figure]:
    """The key figures of the page, in its order."""
    known = {kpi.name: kpi for kpi in all_kpis()}
    for one in bundle.results:
        if one.identifier == FIGURES:
            names = [held.name for held in one.fields]
            for row in one.rows:
                cells = dict(zip(names, row, strict=True))
                yield _figure(known[cells["kpi_name"]], cells)


def _figure(kpi: Kpi, cells: dict) -> Figure:
    unit = "" if kpi.unit.symbol else f" {_(kpi.unit.label)}"
    value = cells["note"] or kpi_amount(kpi, cells["value"]) + (unit if cells["value"] is not None else "")
    before = ""
    if cells["value"] is not None and cells["compared_value"] is not None:
        sign, word, _mark = judged(kpi, cells["value"], cells["compared_value"])
        said = f"{kpi_amount(kpi, cells['compared_value'])} ({cells['compared_with']})"
        words = _("{word} than {before}").format(word=word, before=said) if word else said
        before = f"{sign} {words}"
    about = [cells["freshness"]] if cells["freshness"] else []
    if cells["as_of_month"]:
        told = _("as of {month}") if cells["freshness"] else _("looking ahead to {month}")
        about.insert(0, told.format(month=month(cells["as_of_month"])))
    if cells["expected_count"]:
        said = _("{reported} of {expected} reported")
        about.append(
            said.format(reported=number(cells["reported_count"] or 0), expected=number(cells["expected_count"]))
        )
    return Figure(cells["kpi_label"], value, cells["class_name"] or "", before, " · ".join(about))


def other_titles(bundle: Bundle) -> list[str]:
    """What the other figures and tables of the page say in their titles, with how many rows stand behind each."""
    found = []
    for one in bundle.results:
        if not one.identifier.startswith(FIGURES):
            rows = plural("{count} row", "{count} rows", len(one.rows)).format(count=number(len(one.rows)))
            found.append(f"{one.title} ({rows})")
    more = len(found) - MOST_LINES
    return found[:MOST_LINES] + ([_("and {count} more").format(count=number(more))] if more > 0 else [])


def closing_lines(told: Manifest, files: Sequence[File], closing: Closing) -> list[str]:
    """What proves the mail and what it rests on."""
    lines = [_("Attached: {name}, {size}.").format(name=one.name, size=file_size(len(one.content))) for one in files]
    lines += [closing.no_file] if closing.no_file else []
    for one in told.sources:
        licence = one.get("licence") or _("no licence stated")
        lines.append(
            _("Source: {title}, {licence}.").format(title=one.get("title") or one.get("name"), licence=licence)
        )
    lines += [told.map_disclaimer] if told.map_disclaimer else []
    made = _("Build {build}; SHA-256 of what the page shows: {digest}.")
    lines.append(made.format(build=told.build_id, digest=told.content_sha256))
    return lines


@dataclass(frozen=True)
class _Words:
    """The content of a mail, and its two forms."""

    told: Manifest
    opening: list[str]
    figures: list[Figure]
    titles: list[str]
    closing: list[str]
    ending: Closing

    def about(self) -> list[str]:
        """What the page is of: data, filters, who reported, and what was left out of its address."""
        marks = [_("Demo data: an organisation made up for demonstration.")] if self.told.is_demo else []
        as_of = _("Data as of {day}").format(day=day(self.told.data_date)) + "."
        return [*marks, as_of, *self.told.filters, *self.told.coverage, *self.told.notices, *self.opening]

    def text(self) -> str:
        """As plain text."""
        lines = [self.told.title, "", *self.about(), ""]
        if self.figures:
            lines += [_("Key figures"), ""]
        for one in self.figures:
            standing = f" [{one.standing}]" if one.standing else ""
            lines.append(f"* {one.label}: {one.value}{standing}")
            lines += [f"  {said}" for said in (one.before, one.about) if said]
        if self.titles:
            lines += ["", _("What the page shows"), "", *(f"* {one}" for one in self.titles)]
        return (
            "\n".join(
                [
                    *lines,
                    "",
                    _("Open the page:"),
                    self.told.link,
                    "",
                    "---",
                    *self.closing,
                    self.ending.said,
                    self.ending.unsubscribe,
                ]
            )
            + "\n"
        )

    def html(self) -> str:
        """As HTML that loads nothing."""
        mark = {"fontWeight": "bold"} if self.told.is_demo else {}
        about = [html.Div(one, style=mark if at == 0 else {}) for at, one in enumerate(self.about())]
        parts = [html.H1(self.told.title, style={"fontSize": 22}), html.Div(about)]
        if self.figures:
            parts += [html.H2(_("Key figures"), style={"fontSize": 17}), self.table()]
        if self.titles:
            parts.append(html.H2(_("What the page shows"), style={"fontSize": 17}))
            parts.append(html.Ul([html.Li(one) for one in self.titles]))
        parts.append(html.P(html.A(_("Open the page"), href=self.told.link)))
        parts += [html.Hr(), html.Div([html.P(one, style=QUIET) for one in self.closing])]
        end = html.A(_("End this subscription"), href=self.ending.unsubscribe)
        parts.append(html.P([self.ending.said, " ", end], style=QUIET))
        return document(self.told.title, parts)

    def table(self):
        """The key figures, in two columns, which a phone has room for; what a value is compared with stands below it."""
        heads = [html.Th(one, scope="col", style=CELL) for one in (_("Key figure"), _("Value and before"))]
        rows = []
        for one in self.figures:
            label = html.Th([one.label, html.Div(one.about, style={**QUIET, "fontWeight": "normal"})], scope="row")
            label.style = CELL
            said = [html.Div(words, style=QUIET) for words in (one.standing, one.before) if words]
            rows.append(html.Tr([label, html.Td([html.B(one.value), *said], style=CELL)]))
        look = {"borderCollapse": "collapse", "width": "100%"}
        return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], style=look)


def document(title: str, parts: Sequence) -> str:
    """A whole HTML document of a mail."""
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    body = markup(html.Div(list(parts), style=STYLE))
    language = escape(current_language())
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}<title>{escape(title)}</title></head><body>{body}</body></html>\n'


def plain_letter(title: str, sentences: Sequence[str], unsubscribe: str = "") -> Letter:
    """A mail of a few sentences: that there is no report, or what went wrong."""
    parts = [html.H1(title, style={"fontSize": 22}), *(html.P(one) for one in sentences)]
    return Letter(title, "\n\n".join([title, *sentences]) + "\n", document(title, parts), unsubscribe=unsubscribe)
