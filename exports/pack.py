"""A country in one small HTML file, for offices without a network: words, cards, tables and figures as SVG, and what the
lists hold as CSV inside it. Nothing in it runs, and it asks for nothing."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from urllib.parse import quote

from dash import html

from components.file_menu import OF_COUNTRIES
from components.format import file_size, number
from components.markup import markup
from components.result import Result
from components.svg import UnknownTrace, figure_svg
from components.words import _, direction_of
from exports.csv_file import FORMATTED, NONE, write_csv
from exports.drawing import ASSETS
from exports.html_manifest import with_manifest
from exports.manifest import Bundle
from exports.sheet import demo_mark, facts_list
from exports.standalone import POLICY, with_whole_links, without_acts
from queries.outlines import outlines

MOST_BYTES = 480_000
"""Of which what the file says of itself takes some; all of it stays under 500 kB."""
SAFE = " !'()*+,-./:;=?@[]_|~"


class NoPack(LookupError):
    """There is no pack of this page; the message says of which there are."""


def write_pack(bundle: Bundle, _asked: Mapping[str, str]) -> bytes:
    """The file of the page of a country. NoPack for other pages."""
    if not bundle.manifest.address.startswith(OF_COUNTRIES) or bundle.tree is None:
        raise NoPack(_("There is a pack of each country, at the address of its page."))
    inner = with_whole_links(markup(without_acts(bundle.tree), _figure))
    about = markup(html.Section([html.H2(_("About this document")), facts_list(bundle.manifest, inner)]))
    begin = _begin(bundle)
    room = MOST_BYTES - len((begin + inner + about).encode()) - len(with_manifest("", bundle.manifest))
    return with_manifest(f"{begin}{inner}{_data(bundle, room)}{about}</main>", bundle.manifest)


def _figure(graph) -> str:
    """A figure as SVG; nothing where there is no drawing of its kind: its table stands beside it."""
    try:
        return figure_svg(graph.figure, outlines)
    except UnknownTrace:
        return ""


def _begin(bundle: Bundle) -> str:
    """Everything in front of the page: the style, and how old what is seen is."""
    told = bundle.manifest
    style = (ASSETS / "lite" / "lite.css").read_text(encoding="utf-8").replace("</", "<\\/")
    said = _("For use without a network: the data of this build, which does not change in this file.")
    return (
        f'<!DOCTYPE html><html lang="{escape(told.language)}" dir="{direction_of(told.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(told.title)}</title><style>{style}</style></head>"
        f'<body><main class="content">{markup([demo_mark(told), html.P(said)])}'
    )


def _data(bundle: Bundle, room: int) -> str:
    """Every list as a CSV to be saved, the small ones first; a list for which there is no room is named."""
    files = {one.identifier: _csv(bundle, one) for one in bundle.results if one.rows}
    left_out = set()
    for name, address in sorted(files.items(), key=lambda pair: len(pair[1])):
        room -= len(address) + 200
        if room < 0:
            left_out.add(name)
    items = [_item(one, files[one.identifier], one.identifier in left_out) for one in bundle.results if one.rows]
    title = markup(html.H2(_("The data as files")))
    return f"<section>{title}<ul>{''.join(items)}</ul></section>"


def _csv(bundle: Bundle, one: Result) -> str:
    """A CSV as an address that holds it."""
    return quote(write_csv(replace(bundle, results=(one,)), FORMATTED, NONE), safe=SAFE)


def _item(one: Result, held: str, is_left_out: bool) -> str:
    """A list with its CSV. The address is written here, because markup() lets no address of data through."""
    words = markup(_("{title}: {count} rows").format(title=one.title, count=number(len(one.rows))))
    if is_left_out:
        size = file_size(len(held))
        return f"<li>{words}; {markup(_('left out here for its size ({size}).').format(size=size))}</li>"
    name = escape(f"{one.identifier}.csv")
    return f'<li><a download="{name}" href="data:text/csv;charset=utf-8,{escape(held)}">{words} (CSV)</a></li>'
