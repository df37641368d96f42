"""One order line: every figure of it, its way, and the row of the file that it comes from."""

from urllib.parse import unquote

import dash
from dash import dcc, html

from components.aid_record import record_parts
from components.filter_bar import address
from components.shell import build_line, notices, title_of
from components.words import _
from kpis.words import _ as marked
from pages.opening import opening
from queries.aid import line_origin, line_record
from queries.reference import country_names

dash.register_page(__name__, path_template="/aid/line/<line_key>", title=title_of(marked("Order line")))
"""One variable for source and line: a line may have slashes in its name, a source has none."""


def layout(line_key="", **query):
    """The record of a line; a line that the build does not have is said to be missing. NotAllowed for readers of
    totals."""
    begun = opening(query)
    if begun.empty is not None:
        return begun.empty
    back = html.P(dcc.Link(_("Back to aid delivery"), href=address("/aid", begun.filters)))
    told = [build_line(begun.info, begun.age), notices(list(begun.notices)), back]
    source, _slash, line = unquote(str(line_key)).partition("/")
    record = line_record(begun.warehouse, source, line)
    if record is None:
        sentence = _("This build has no such order line, or it is not open to you.")
        return html.Div([html.H1(_("No such order line")), *told, html.P(sentence)], className="aid-record")
    origin = line_origin(begun.warehouse, source, record["load_id"])
    parts = record_parts(record, origin, country_names(begun.warehouse), begun.info.data_date)
    title = _("Order line {line}").format(line=line)
    return html.Div([html.H1(title), *told, *parts], className="aid-record")
