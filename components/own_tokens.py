"""Tokens of programs in words: those that there are, the form for a new one, and the one page that tells it."""

from collections.abc import Sequence

from dash import dcc, html

from components.account_words import domain_words
from components.format import day, number
from components.frame_parts import small_form
from components.mail_words import said_moment
from components.words import _, plural

PATH = "/account/tokens"
LONGEST_LABEL, LONGEST_CODES = 100, 400
DAYS = (30, 90, 180, 365)
"""Days after which a token may end, as the form offers them."""


def token_table(tokens: Sequence):
    """The tokens of an account, each with its button to revoke it; those that ended, with how."""
    if not tokens:
        return html.P(_("No program reads in your name."))
    heads = (_("What for"), _("State"), _("Begins with"), _("Opens"), _("Ends"), _("Last used"))
    caption = _("Your tokens")
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in heads]))
    held = html.Table([html.Caption(caption), head, html.Tbody([_row(one) for one in tokens])], className="plain-table")
    return html.Div(held, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})


def token_form(domains: Sequence[str], longest: int, *, may_export: bool):
    """The form for a new token. domains: that are open to the owner. longest: days that a token may last. may_export:
    whether the owner may take rows and files, and so let a token do it."""
    words = domain_words()
    days = [one for one in DAYS if one <= longest] or [longest]
    lasts = [html.Option(_days(one), value=str(one)) for one in days]
    detail = [html.Option(_("as much as you"), value=""), html.Option(_("totals only"), value="totals")]
    which = [html.Option(_("all that are open to you"), value="")]
    which += [html.Option(words[one], value=one) for one in words if one in domains]
    takes = [html.Option(_("figures only"), value=""), html.Option(_("also rows and files"), value="yes")]
    fields = [
        _field("label", _("What for"), dcc.Input(type="text", id="token-label", name="label", required=True,
               maxLength=LONGEST_LABEL, autoComplete="off")),
        _field("days", _("Ends after"), html.Select(lasts, id="token-days", name="days")),
        _field("detail", _("Detail"), html.Select(detail, id="token-detail", name="detail")),
        _field("domain", _("Domain"), html.Select(which, id="token-domain", name="domain")),
        _field("country", _("Countries, as codes with commas; empty for all that are open to you"),
               dcc.Input(type="text", id="token-country", name="country", maxLength=LONGEST_CODES, autoComplete="off")),
        _field("export", _("Opens"), html.Select(takes, id="token-export", name="export")) if may_export else None,
        html.P(_("A token never shows more than you see yourself at that moment."), className="hint"),
        html.Button(_("Make a token"), type="submit"),
    ]  # fmt: skip
    return html.Form([one for one in fields if one is not None], action=PATH, method="post", className="own-form")


def token_told(token: str, kept, address: str):
    """The one page that tells a token. kept: what the ledger has of it. address: of the interface."""
    told = _("This is the token for “{label}”. Copy it now: it is not shown again. It ends on {day}.")
    example = f"curl -H 'Authorization: Bearer {token}' {address}"
    return html.Div(
        [
            html.P(told.format(label=kept.label, day=day(kept.expires_at))),
            html.P(token, className="one-time"),
            html.P(
                _("Whoever has it reads what it opens. Keep it as a password, and revoke it when it is not needed.")
            ),
            html.P([_("A program sends it with each request:"), " ", html.Code(example)]),
        ]
    )


def _row(one):
    about = f"{one.label}, {one.prefix}"
    end = small_form(f"{PATH}/end", {"token": one.token_id}, _("Revoke"), about, is_grave=True)
    state = {"in_force": end, "expired": _("expired"), "revoked": _("revoked")}[one.state]
    used = day(one.last_used_on) if one.last_used_on else _("never")
    cells = (state, html.Code(one.prefix), limit_words(one), said_moment(one.ended_at or one.expires_at), used)
    return html.Tr([html.Th(one.label, scope="row"), *(html.Td(cell) for cell in cells)])


def limit_words(one) -> str:
    """What a token opens of what its owner sees."""
    words, limits = domain_words(), one.limits
    said = [_("rows and files") if one.may_export else _("figures")]
    said += [_("totals only")] if limits.get("detail") == "totals" else []
    said += [", ".join(words.get(name, name) for name in limits["domains"])] if "domains" in limits else []
    said += [", ".join(limits["countries"])] if "countries" in limits else []
    return " · ".join(said)


def _days(count: int) -> str:
    return plural("{count} day", "{count} days", count).format(count=number(count))


def _field(name: str, label: str, control):
    return html.Div([html.Label(label, htmlFor=f"token-{name}"), control], className="own-field")
