"""The document of the interface for machines, for people: addresses, parameters, problems, names."""

from collections.abc import Mapping, Sequence

from dash import html

from components.reference_parts import drawn, plain_table
from components.result import Field
from components.words import _

SHOWN_VALUES = 6
"""Values of a parameter that are named; those of longer lists stand in the document."""


def address_table(paths: Mapping[str, Mapping], server: str):
    """What can be asked for: an address a row, with its parameters. Addresses without a name in them are links."""
    rows = []
    for path, methods in paths.items():
        asked, whole = methods["get"], f"{server}{path}"
        shown = html.Code(whole) if "{" in path else html.A(html.Code(whole), href=whole)
        names = [one["$ref"].rpartition("/")[2] for one in asked.get("parameters", ()) if "$ref" in one]
        rows.append([drawn(shown, whole), asked["summary"], ", ".join(names)])
    heads = [Field("address", _("Address")), Field("gives", _("Gives")), Field("parameters", _("Parameters"))]
    return plain_table(_("What can be asked for"), heads, rows)


def parameter_table(parameters: Mapping[str, Mapping]):
    """What an address may carry."""
    rows = [
        [drawn(html.Code(name), name), one["description"], limits(one["schema"])] for name, one in parameters.items()
    ]
    heads = [Field("parameter", _("Parameter")), Field("means", _("Means")), Field("may_be", _("May be"))]
    return plain_table(_("What an address may carry"), heads, rows)


def limits(schema: Mapping) -> str:
    """What a value may be, in words; texts of the document itself where it has no words for it."""
    if schema.get("type") == "array":
        return _("up to {most} of them, with commas between").format(most=schema["maxItems"])
    if schema.get("type") == "integer":
        told = _("{least} to {most}; without it {usual}")
        return told.format(least=schema["minimum"], most=schema["maximum"], usual=schema["default"])
    values = [str(one) for one in schema.get("enum", ())]
    if len(values) > SHOWN_VALUES:
        return _("{some} and others, by the KPI").format(some=", ".join(values[:SHOWN_VALUES]))
    if schema.get("pattern"):
        return _("of the form {pattern}").format(pattern=schema["pattern"])
    return ", ".join(values) or _("a text")


def problem_table(problems: Sequence[Mapping]):
    """What an answer says that is none: each kind with its anchor, to which the answers lead."""
    rows = [
        [
            drawn(html.Code(one["code"], id=one["code"]), one["code"]),
            one["status"],
            drawn([html.B(f"{one['title']}. "), one["meaning"]], one["title"], one["meaning"]),
        ]
        for one in problems
    ]
    says = (Field("title", _("Says and means")), Field("meaning", _("Means")))
    heads = [Field("code", _("Kind")), Field("status", _("Status"), "number"), says]
    return plain_table(_("Kinds of problems"), heads, rows)


def name_table(title: str, server: str, names: Mapping[str, str]):
    """Names that stand in an address, folded away, each a link to its answer. names: name -> what it is."""
    rows = [[drawn(html.A(html.Code(name), href=f"{server}/{name}"), name), told] for name, told in names.items()]
    table = plain_table(title, [Field("name", _("Name")), Field("means", _("Means"))], rows)
    return html.Details([html.Summary(title), table])


def examples(addresses: Mapping[str, str]):
    """Addresses to try: address -> what it gives."""
    listed = ([html.A(html.Code(at), href=at), html.Br(), told] for at, told in addresses.items())
    return html.Ul([html.Li(one) for one in listed], className="address-examples")
