"""Parts of the page about one's own account: who one is, what is open and why, the password, where one is signed in."""

from collections.abc import Mapping, Sequence

from dash import dcc, html

from components.account_words import detail_word, domain_words, origin_word, right_words, role_word, seen_scope
from components.format import number
from components.frame_parts import small_form
from components.mail_words import said_moment
from components.words import _, plural

PATH = "/account"
LONGEST_PASSWORD = 500
MOST_GROUPS = 40
"""Groups that are listed by name."""


def who_list(account):
    """Name, person, role and way of signing in of an account."""
    facts = [
        (_("Name to sign in with"), account.name),
        (_("Name of the person or service"), account.shown_name),
        (_("Role"), role_word(account.role)),
        (_("Signs in by"), origin_word(account.via)),
    ]
    return _facts(facts)


def scope_list(reader, countries: Mapping[str, str]):
    """What is open to a reader, part by part. countries: code -> name."""
    domains, areas = domain_words(), frozenset() if reader.sees_nothing else reader.areas
    is_everywhere = reader.countries is None and reader.areas is None
    compared = _("as all others") if is_everywhere else seen_scope(reader.compared, domains, "")
    shut = {} if reader.domains is None else {one: words for one, words in domains.items() if one not in reader.domains}
    rights = right_words()
    missing = [words for right, words in rights.items() if right not in reader.rights]
    facts = [
        (_("Countries"), seen_scope(reader.countries, countries, _("all, and rows without a country"))),
        (_("Areas"), seen_scope(areas, {}, _("all areas of these countries"))),
        (_("Domains"), seen_scope(reader.domains, domains, _("all"))),
        (_("Level of detail"), detail_word(reader.detail)),
        (_("One figure over all countries"), compared),
        (
            _("Open to you besides reading"),
            ", ".join(rights[one] for one in rights if one in reader.rights) or _("none"),
        ),
        (_("Not open to you"), ", ".join([*shut.values(), *missing]) or _("nothing")),
    ]
    return _facts(facts)


def standing_sentences(standing) -> list:
    """What another system said of somebody, and what of it decides, as paragraphs."""
    if standing.told_at is None:
        return [html.P(_("Your organisation has said nothing of you yet."))]
    few, more = standing.groups[:MOST_GROUPS], max(0, len(standing.groups) - MOST_GROUPS)
    told = _("Your groups, as your organisation told on {moment}: {groups}.").format(
        moment=said_moment(standing.told_at), groups=", ".join(few) or _("none")
    )
    rest = plural("{count} more is not listed.", "{count} more are not listed.", more).format(count=number(more))
    said = [html.P(f"{told} {rest}" if more else told)]
    if standing.counts:
        said.append(html.P(_("What is open to you comes from the group {group}.").format(group=standing.counts)))
    return said


def asked_sentence(names: Sequence[str]):
    """Whom to ask for more. names: of administrators; empty where nobody can be told."""
    if not names:
        return html.P(_("Whoever runs this installation can change what is open to you."))
    told = _("These people can change what is open to you: {names}.")
    return html.P(told.format(names=", ".join(names)))


def password_form(name: str):
    """The form for another password. name: of the account, for the keeper of passwords of the browser."""
    keeps = {"name": "username", "value": name, "autoComplete": "username", "readOnly": True}
    own_name = dcc.Input(type="text", id="password-of", **keeps)
    fields = [
        html.Div([html.Label(_("Account"), htmlFor="password-of"), own_name], className="own-field"),
        _password("old", _("Password now"), "current-password"),
        _password("new", _("New password"), "new-password"),
        html.P(_("At least 12 signs. Other places where you are signed in are signed out."), className="hint"),
        html.Button(_("Change the password"), type="submit"),
    ]
    return html.Form(fields, action=f"{PATH}/password", method="post", className="own-form")


def session_table(sessions: Sequence, own_hash: str):
    """Where somebody is signed in, each with its button to end it. own_hash: of the session that asks."""
    heads = (_("Browser"), _("End"), _("Signed in on"), _("Last request"), _("Signed in by"))
    body = [_session(one, own_hash) for one in sessions]
    caption = _("Where you are signed in")
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in heads]))
    held = html.Table([html.Caption(caption), head, html.Tbody(body)], className="plain-table")
    return html.Div(held, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})


def end_others_form():
    """The button that ends every session but this one."""
    return small_form(f"{PATH}/sessions/others", {}, _("End all others"), is_grave=True)


def _session(one, own_hash: str):
    device = one.device or _("a browser that did not say its name")
    if one.session_hash == own_hash:
        end = _("this one: sign out above")
    else:
        end = small_form(f"{PATH}/sessions/end", {"session": one.session_hash}, _("End"), device, is_grave=True)
    cells = (end, said_moment(one.created_at), said_moment(one.last_seen_at), origin_word(one.via))
    return html.Tr([html.Th(device, scope="row"), *(html.Td(cell) for cell in cells)])


def _password(name: str, label: str, keeper: str):
    control = dcc.Input(
        type="password",
        id=f"password-{name}",
        name=name,
        required=True,
        maxLength=LONGEST_PASSWORD,
        autoComplete=keeper,
    )
    return html.Div([html.Label(label, htmlFor=f"password-{name}"), control], className="own-field")


def _facts(facts: Sequence[tuple[str, object]]):
    return html.Dl([part for name, value in facts for part in (html.Dt(name), html.Dd(value))], className="scope-list")
