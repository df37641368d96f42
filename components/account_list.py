"""The list of accounts."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html

from components.account_page import PATH
from components.account_words import detail_word, domain_words, origin_word, role_word, told_scope
from components.words import _


def account_table(caption: str, told: Sequence, countries: Mapping[str, str]):
    """Accounts with role and scope, each a link to its page. It is in no file: it names people. countries: code -> name."""
    heads = (
        _("Account"),
        _("Person"),
        _("Role"),
        _("Countries"),
        _("Domains"),
        _("Detail"),
        _("Files"),
        _("Signs in by"),
    )
    body = [_row(one, countries) for one in told]
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in (*heads, _("State"))]))
    held = html.Table([html.Caption(caption), head, html.Tbody(body)], className="plain-table account-table")
    return html.Div(held, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})


def _row(one, countries: Mapping[str, str]):
    link = html.A(one.name, href=f"{PATH}/change?{urlencode({'id': one.account_id})}")
    cells = (
        one.shown_name,
        role_word(one.role),
        told_scope(one.countries, countries, _("all")),
        told_scope(one.domains, domain_words(), _("all")),
        detail_word(one.detail),
        _("yes") if one.may_export else _("no"),
        origin_word(one.via),
        _("active") if one.is_active else _("disabled"),
    )
    return html.Tr([html.Th(link, scope="row"), *(html.Td(cell) for cell in cells)])
