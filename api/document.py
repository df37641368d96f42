"""The OpenAPI document of the interface, made from the declarations of KPIs, marts and filters. It asks no build."""

from api.forms import CSV, FORMS, JSON, MEDIA_TYPES, PARQUET
from api.kinds import KINDS, NOT_ACCEPTABLE, Kind
from api.schemas import schemas
from components.words import _
from exports.csv_file import MANIFESTS
from kpis import all_kpis
from queries.dictionary import marts
from queries.filters import COMPARISONS, LONGEST_VALUE, MOST_VALUES
from queries.kpi_divisions import MOST_PARTS, dividing_columns

LEAST_ROWS, MOST_ROWS, USUAL_ROWS = 1, 5000, 500
"""Rows of a page of a mart."""
MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
BUILD = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,50}$"
COUNTRY = r"^[A-Za-z][A-Za-z0-9]{2}$"
LISTS = {
    "office": "codes of offices",
    "programme": "codes of programmes",
    "sector": "codes of sectors",
    "group": "groups of items",
    "item": "codes of items",
    "donor": "names of donors",
    "project": "codes of projects",
    "source": "names of sources",
    "region": "names of M49 regions or sub-regions, which stand for their countries with data",
}
"""Filters that are lists of names -> what they name."""
ALWAYS = ("bad-parameter", "not-signed-in", "not-open", "wrong-method", "too-many-requests", "failed", "no-build")


def document() -> dict:
    """The whole document, OpenAPI 3.1."""
    about = _(
        "The numbers of the pages for machines, from the same query functions, with the rights of the reader. Filters "
        "are those of the pages. A published build never changes: name one with the parameter build, and the same "
        "address gives the same answer as long as the build is kept. Missing is null and never zero."
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lagebild", "version": "1", "description": about},
        "servers": [{"url": "/api/v1"}],
        "paths": paths(),
        "components": {"schemas": schemas(), "responses": problems(), "parameters": parameters()},
        "x-problems": [told_kind(one) for one in KINDS],
    }


def told_kind(kind: Kind) -> dict:
    """A kind of problem: the type that answers name, its status and what it means."""
    meaning = _(kind.meaning).format(most=MOST_PARTS)
    return {"code": kind.code, "type": kind.address, "status": kind.status, "title": _(kind.title), "meaning": meaning}


def paths() -> dict:
    """Address -> what it answers."""
    every_filter = ["since", "until", "country", *LISTS, "build"]
    kpi_names, mart_names = [one.name for one in all_kpis()], list(marts())
    return {
        "/": operation("contents", _("What there is"), "Contents"),
        "/openapi.json": operation("document", _("This document"), "Document"),
        "/kpis": operation("kpis", _("Every KPI as it is declared"), "Kpis"),
        "/kpis/{name}": operation(
            "kpi",
            _("The value of a KPI inside the filters, whole, and divided by a column"),
            "KpiAnswer",
            [name_of(kpi_names), *references([*every_filter, "compare", "by", "format", "manifest"])],
            ("not-open", "not-found", "not-acceptable", "too-many-values"),
        ),
        "/marts": operation("marts", _("Every mart with its columns"), "Marts", references(["build"]), ("not-found",)),
        "/marts/{name}": operation(
            "mart",
            _("Rows of a mart inside the filters, by the key of a row: follow links.next to the end to have all"),
            "MartAnswer",
            [name_of(mart_names), *references([*every_filter, "columns", "limit", "after", "format", "manifest"])],
            ("not-open", "not-found", "not-acceptable"),
        ),
        "/builds": operation("builds", _("The newest builds at hand"), "Builds"),
        "/countries": operation(
            "countries",
            _("Countries and areas with names and codes"),
            "Countries",
            references(["country", "region", "build"]),
            ("not-found",),
        ),
    }


def operation(identifier: str, summary: str, schema: str, given: list | None = None, kinds: tuple = ()) -> dict:
    """What an address answers to GET: a schema by its name, and kinds of problems by their codes."""
    content = {MEDIA_TYPES[JSON]: {"schema": reference(schema)}}
    if NOT_ACCEPTABLE.code in kinds:
        content |= {MEDIA_TYPES[CSV]: {"schema": {"type": "string"}}, MEDIA_TYPES[PARQUET]: {}}
    found = {"200": {"description": _("What was asked for"), "content": content}}
    found["304"] = {"description": _("It is as the caller has it: If-None-Match names its tag")}
    for kind in KINDS:
        if kind.code in (*ALWAYS, *kinds):
            found.setdefault(str(kind.status), {"$ref": f"#/components/responses/{response_name(kind)}"})
    told = {"operationId": identifier, "summary": summary, "responses": found}
    return {"get": told | ({"parameters": given} if given else {})}


def reference(schema: str) -> dict:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{schema}"}


def references(names: list[str]) -> list[dict]:
    """Parameters by their names."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def name_of(names: list[str]) -> dict:
    """The parameter in the path that is one of some names."""
    return {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "enum": names}}


def parameters() -> dict:
    """Name -> parameter of the query."""
    month = {"type": "string", "pattern": MONTH}
    by = list(dict.fromkeys(name for one in all_kpis() for name in dividing_columns(one)))
    found = {
        "since": single("since", _("first month, as 2026-03"), month),
        "until": single("until", _("last month, as 2026-03"), month),
        "build": single("build", _("id of a build; without it the current one"), {"type": "string", "pattern": BUILD}),
        "compare": single("compare", _("with what the value is compared"), {"type": "string", "enum": [*COMPARISONS]}),
        "by": single("by", _("month, country or a column of the mart"), {"enum": ["month", "country", *by]}),
        "columns": listed("columns", _("columns of the mart, in this order; without it all"), {"type": "string"}),
        "limit": single(
            "limit",
            _("most rows of a page"),
            {"type": "integer", "minimum": LEAST_ROWS, "maximum": MOST_ROWS, "default": USUAL_ROWS},
        ),
        "after": single("after", _("the value of next of the page before"), {"type": "string", "minLength": 4}),
        "format": single("format", _("form of the answer; the header Accept says it too"), {"enum": [*FORMS]}),
        "manifest": single("manifest", _("of CSV: lines in front that say what the file is"), {"enum": [*MANIFESTS]}),
        "country": listed("country", _("codes of countries or areas, ISO 3166-1 alpha-3"), {"pattern": COUNTRY}),
    }
    return found | {name: listed(name, _(told), {}) for name, told in LISTS.items()}


def single(name: str, told: str, schema: dict) -> dict:
    """A parameter with one value."""
    return {"name": name, "in": "query", "description": told, "schema": {"type": "string"} | schema}


def listed(name: str, told: str, schema: dict) -> dict:
    """A parameter with some values, with commas between them; a backslash keeps a comma inside a value."""
    value = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE} | schema
    values = {"type": "array", "items": value, "minItems": 1, "maxItems": MOST_VALUES}
    return {"name": name, "in": "query", "style": "form", "explode": False, "description": told, "schema": values}


def problems() -> dict:
    """Name -> answer of every kind of problem; kinds of one status are one answer."""
    media = {"application/problem+json": {"schema": reference("Problem")}}
    told: dict[str, list[str]] = {}
    for kind in KINDS:
        told.setdefault(response_name(kind), []).append("{title}. {meaning}".format(**told_kind(kind)))
    return {name: {"description": " ".join(said), "content": media} for name, said in told.items()}


def response_name(kind: Kind) -> str:
    """The name of the answer of a kind of problem."""
    return f"Problem{kind.status}"
