"""Parts of the home page: the map of where it is worst, and what changed since an earlier build. No page itself."""

from collections.abc import Mapping

from access import current_reader
from components.addresses import explain_address
from components.changes import change_list
from components.filter_bar import address
from components.panel import explained
from components.words import _
from components.worst import worst_panel
from pages.own_keys import left_out, text_of
from pages.risk_ground import ground_of
from queries.boundaries import disclaimer
from queries.changes import build_before, changed_figures
from queries.warehouse import NoSuchBuild, open_warehouse
from queries.worst import KINDS, decision_kinds_by_country


def worst_map(begun):
    """The map of how many kinds of decisions concern each country, with its table."""
    frame = decision_kinds_by_country(begun.warehouse, begun.filters)
    bare = begun.filters.replace(countries=())
    links = [address(f"/country/{code}", bare) for code in frame["country_code"]]
    drawn = worst_panel(frame, ground_of(begun), links, _(disclaimer()))
    marts = tuple(mart for _query, mart in KINDS.values())
    return explained(drawn, explain_address(marts, begun.filters))


def other_build(begun, query: Mapping[str, object]):
    """The build to compare with and what has to be said: the one of since_build, else the one before the one shown,
    None where there is none."""
    text, said = text_of(query, "since_build")
    if not text:
        return build_before(current_reader(), begun.warehouse), said
    try:
        older = open_warehouse(current_reader(), text)
    except NoSuchBuild:
        said = [left_out("since_build", text, _("names no build that is here"))]
        return build_before(current_reader(), begun.warehouse), said
    if older == begun.warehouse:
        said = [left_out("since_build", text, _("is the build shown"))]
        return build_before(current_reader(), begun.warehouse), said
    return older, said


def changes(begun, older, shown: list):
    """What an earlier build said otherwise. shown: (KPI, value) of the key figures of the page."""
    if older is None:
        return change_list([], None, "")
    filters = begun.filters.replace(build=None)
    found = changed_figures(older, shown, filters)
    target = address("/data", begun.filters, {"against": older.build_id}) + "#compare"
    return change_list(found, older.info(), target)
