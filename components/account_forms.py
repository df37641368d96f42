"""Forms about accounts: who, which role, which scope. Drawn without scripts."""

from collections.abc import Mapping
from dataclasses import dataclass

from dash import dcc, html

from components.account_words import ALL, detail_word, domain_words, role_words
from components.words import _

LONGEST_NAME = 320
LONGEST_SHOWN = 200
LONGEST_AREAS = 20_000


@dataclass(frozen=True)
class Choices:
    """What can be chosen: country code -> name. Empty where no build is published yet."""

    countries: Mapping[str, str]


def new_account_form(action: str, told, choices: Choices):
    """The form for a new account. told: an account as it was filled in so far."""
    name = dcc.Input(
        type="text", id="name", name="name", value=told.name, required=True, maxLength=LONGEST_NAME, autoComplete="off"
    )
    hint = _("A mail address or another name without blanks. It cannot be changed later.")
    fields = [_field("name", _("Name to sign in with"), name, hint), *_fields(told, choices)]
    return _form(action, [*fields, html.Button(_("Make the account"), type="submit")])


def change_form(action: str, told, choices: Choices):
    """The form for an account that there is."""
    kept = dcc.Input(type="hidden", name="id", value=told.account_id)
    return _form(action, [kept, *_fields(told, choices), html.Button(_("Save"), type="submit")])


def _form(action: str, fields: list):
    return html.Form(fields, action=action, method="post", className="own-form is-wide")


def _fields(told, choices: Choices) -> list:
    shown = dcc.Input(
        type="text",
        id="shown_name",
        name="shown_name",
        value=told.shown_name,
        maxLength=LONGEST_SHOWN,
        autoComplete="off",
    )
    detail = {"": _("not told: nothing is open"), "totals": detail_word("totals"), "rows": detail_word("rows")}
    role = {"": _("none: nothing is open"), **role_words()}
    files = {"yes": _("Figures may be taken away, as files and by mail")}
    return [
        _field("shown_name", _("Name of the person or service"), shown),
        _field("role", _("Role"), _select("role", role, told.role or "")),
        _countries(told, choices),
        _areas(told),
        _group(_("Domains"), _("Pages and figures of these domains are open."), _domains("domains", told.domains)),
        _field("detail", _("Level of detail"), _select("detail", detail, told.detail or "")),
        _group(
            _("Comparison with all countries"),
            _("One figure over all countries, without its parts or rows, is shown in these domains."),
            _domains("compared", told.compared),
        ),
        _group(_("Files and mails"), "", _ticks("may_export", files, ["yes"] if told.may_export else [])),
    ]


def _countries(told, choices: Choices):
    """Every country by its name, those of the account first."""
    names = {**{code: code for code in _codes(told.countries)}, **choices.countries}
    own = _codes(told.countries)
    sorted_codes = sorted(names, key=lambda code: (code not in own, names[code].casefold()))
    options = {ALL: _("All countries, and rows without a country"), **{code: names[code] for code in sorted_codes}}
    hint = _("Nothing ticked: no country is open. The first line opens all, whatever else is ticked.")
    if not choices.countries:
        hint = _("No build is published yet, so countries cannot be chosen by name; all or none for now.")
    return _group(_("Countries"), hint, _ticks("countries", options, _chosen(told.countries), "ticks is-long"))


def _areas(told):
    every = {ALL: _("All areas of these countries")}
    codes = " ".join(sorted(_codes(told.areas)))
    text = dcc.Textarea(id="area_codes", name="area_codes", value=codes, rows=3, maxLength=LONGEST_AREAS)
    hint = _("Or only these first-level areas, by their codes (P-codes) with blanks between them:")
    chosen = [ALL] if told.areas == ALL else []
    return _group(_("Areas"), "", _ticks("areas", every, chosen), html.Label(hint, htmlFor="area_codes"), text)


def _domains(name: str, told):
    return _ticks(name, {ALL: _("All domains, and those to come"), **domain_words()}, _chosen(told))


def _chosen(told) -> list[str]:
    return [ALL] if told == ALL else sorted(_codes(told))


def _codes(told) -> frozenset[str]:
    """The codes of a scope as told; none for all and for not told."""
    return told if isinstance(told, frozenset) else frozenset()


def _ticks(name: str, options: Mapping[str, str], chosen: list[str], look: str = "ticks"):
    return dcc.Checklist(id=name, options=dict(options), value=chosen, className=look)


def _select(name: str, options: Mapping[str, str], chosen: str):
    held = [html.Option(words, value=value, selected=value == chosen) for value, words in options.items()]
    return html.Select(held, id=name, name=name)


def _group(title: str, hint: str, *controls):
    return html.Fieldset([html.Legend(title), html.P(hint, className="hint") if hint else None, *controls])


def _field(identifier: str, label: str, control, hint: str = ""):
    said = html.P(hint, className="hint") if hint else None
    return html.Div([html.Label(label, htmlFor=identifier), said, control], className="own-field")
