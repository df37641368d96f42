"""The shapes of the answers, for the OpenAPI document: JSON Schema 2020-12."""

TEXT, NUMBER, COUNT, FLAG = {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
DAY, MOMENT = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}
CELL = {"type": ["string", "number", "null"]}


def schemas() -> dict:
    """Name -> schema."""
    built = {"build": TEXT, "built_at": MOMENT, "data_date": missing(DAY), "is_demo": FLAG}
    return {
        "Problem": thing(
            {"type": TEXT, "title": TEXT, "status": COUNT, "detail": TEXT, "instance": TEXT}
            | {"errors": some(thing({"name": TEXT, "value": TEXT, "reason": TEXT}))},
            optional=("errors",),
        ),
        "Contents": thing({"document": TEXT, "page": TEXT, "addresses": some(TEXT)}),
        "Document": {"type": "object"},
        "Kpis": thing({"count": COUNT, "kpis": some({"$ref": "#/components/schemas/Kpi"})}),
        "Kpi": kpi_schema(),
        "KpiAnswer": kpi_answer_schema(built),
        "Marts": thing(built | {"count": COUNT, "marts": some({"$ref": "#/components/schemas/Mart"})}),
        "Mart": mart_schema(),
        "MartAnswer": mart_answer_schema(built),
        "Builds": builds_schema(built),
        "Countries": countries_schema(built),
    }


def thing(properties: dict, optional: tuple[str, ...] = ()) -> dict:
    """An object with these properties and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def some(items: dict) -> dict:
    """A list."""
    return {"type": "array", "items": items}


def missing(schema: dict) -> dict:
    """The same, or null where it is missing."""
    return schema | {"type": [schema["type"], "null"]}


def pair(first: str, second: str) -> dict:
    """Two texts, or null."""
    return missing(thing({first: TEXT, second: TEXT}))


def kpi_schema() -> dict:
    """A KPI as declared."""
    limits = {"low": missing(NUMBER), "high": missing(NUMBER)}
    classes = thing({"code": TEXT, "word": TEXT, **limits, "bound_belongs_to": {"enum": ["low", "high"]}})
    texts = ("name", "label", "definition", "formula", "population", "domain", "direction", "over_time", "over_places")
    texts += ("mart", "numerator", "owner", "sources")
    return thing(
        dict.fromkeys(texts, TEXT)
        | {
            "denominator": missing(TEXT),
            "unit": thing({"name": TEXT, "label": TEXT, "symbol": TEXT}),
            "decimals": COUNT,
            "target": missing(NUMBER),
            "inside": missing(some(NUMBER)),
            "classes": some(classes),
            "scale": NUMBER,
            "by": some(TEXT),
            "rhythm_days": COUNT,
            "small_count_threshold": missing(COUNT),
            "version": COUNT,
            "is_open": FLAG,
        },
        optional=("is_open",),
    )


def figures() -> dict:
    """What a value consists of."""
    numbers = dict.fromkeys(("value", "numerator", "denominator"), missing(NUMBER))
    months = {"first_month": missing(DAY), "as_of": missing(DAY)}
    return {
        **numbers,
        "row_count": COUNT,
        **months,
        "is_suppressed": FLAG,
        "is_small": FLAG,
        "class": pair("code", "word"),
    }


def kpi_answer_schema(built: dict) -> dict:
    """The value of a KPI, and its parts where it is divided."""
    counts = ("expected", "reported", "on_time", "late", "unscheduled", "silent")
    coverage = thing({"month_date": missing(DAY), **{f"{name}_count": missing(COUNT) for name in counts}})
    dates = {"since": missing(DAY), "until": missing(DAY)}
    compared = thing({"kind": TEXT, "value": missing(NUMBER), "is_suppressed": FLAG, **dates})
    beside = {"freshness": pair("code", "word"), "coverage": missing(coverage), "comparison": missing(compared)}
    beside["over_all_countries"] = missing(NUMBER)
    part = {"type": "object", "properties": figures(), "required": list(figures())}
    return thing(
        built
        | {
            "kpi": {"$ref": "#/components/schemas/Kpi"},
            "filters": {"type": "object", "additionalProperties": TEXT},
            "ignored": some(TEXT),
            "value": thing(figures() | beside),
            "by": column_schema(),
            "parts": some(part),
            "links": thing(dict.fromkeys(("self", "explain", "rows", "mart"), TEXT)),
        },
        optional=("by", "parts"),
    )


def column_schema() -> dict:
    """A column of a mart."""
    return thing({"name": TEXT, "kind": TEXT, "unit": TEXT, "meaning": TEXT})


def mart_schema() -> dict:
    """A mart by the dictionary."""
    known = {"name": TEXT, "meaning": TEXT, "grain": some(TEXT), "columns": some(column_schema()), "is_open": FLAG}
    return thing(known, optional=("is_open",))


def mart_answer_schema(built: dict) -> dict:
    """Rows of a mart."""
    return thing(
        built
        | {
            "mart": {"$ref": "#/components/schemas/Mart"},
            "filters": {"type": "object", "additionalProperties": TEXT},
            "total": COUNT,
            "count": COUNT,
            "rows": some({"type": "object", "additionalProperties": CELL}),
            "next": missing(TEXT),
            "links": thing({"first": TEXT, "next": missing(TEXT), "rows": TEXT}),
        }
    )


def builds_schema(built: dict) -> dict:
    """Builds at hand."""
    one = thing(built | {"code_version": missing(TEXT), "is_current": FLAG})
    return thing({"current": TEXT, "count": COUNT, "builds": some(one)})


def countries_schema(built: dict) -> dict:
    """Countries and areas."""
    texts = ("iso2_code", "m49_code", "country_name", "region_name", "subregion_name", "footnote")
    names = thing(dict.fromkeys(("en", "fr", "es", "ar", "ru", "zh"), missing(TEXT)))
    one = thing({"country_code": TEXT, **dict.fromkeys(texts, missing(TEXT)), "names": names, "has_data": FLAG})
    return thing(built | {"count": COUNT, "countries": some(one)})
