"""What an address asks for. Pages leave out what they cannot understand and say so; the interface refuses it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from access import current_reader
from api.forms import CSV, MEDIA_TYPES
from api.kinds import NOT_ACCEPTABLE, NOT_FOUND
from api.problems import Problem, bad_parameter, bad_parameters
from components.words import _
from exports.csv_file import MANIFESTS
from queries.filter_choices import with_region
from queries.filters import KEYS, Filters, Notice
from queries.reference import with_known_countries
from queries.warehouse import BuildInfo, NoSuchBuild, Warehouse, open_warehouse

FILTERS = (*KEYS, "region")
"""Keys of filters, as the pages have them."""
NOTHING = re.compile(r"(?:^|(?<!\\),)\s*(?:,|$)")
"""An empty text, or nothing between two commas; a backslash keeps a comma inside a value."""
MOST_NAMED = 20
"""Parameters that a problem names."""
SINGLE = ("since", "until", "compare", "build")
"""Filters with one value."""


@dataclass(frozen=True)
class Asked:
    """An address that was understood. filters: as the pages understand them. own: the other parameters, each once,
    with their text."""

    warehouse: Warehouse
    info: BuildInfo
    filters: Filters
    own: Mapping[str, str]

    @property
    def query(self) -> dict[str, str]:
        """The filters as a query, for links and for telling them."""
        return self.filters.to_query()

    def address(self, path: str, more: Mapping[str, str] | None = None) -> str:
        """A path of the interface with what was asked for, but for the place of a page. more: further parameters."""
        own = {key: text for key, text in self.own.items() if key != "after"}
        query = self.query | own | dict(more or {})
        return f"{path}?{urlencode(query)}" if query else path


def asked(
    own: Sequence[str] = (),
    build: str | None = None,
    takes: Collection[str] = FILTERS,
    query: Mapping[str, list[str]] | None = None,
) -> Asked:
    """What an address asks for. own: parameters that are no filters. build: the id that stands for the build where the
    address names none, None for the current one. takes: keys of filters. query: of the address; None for that of this
    request.

    A Problem names every parameter that cannot be understood; NoBuildYet and NoSuchBuild as from open_warehouse.
    """
    query = request.args.to_dict(flat=False) if query is None else query
    texts = own_texts(query, own)
    filters, said = Filters.from_query(query)
    others = [key for key in query if key not in (*own, *takes)]
    refused = [
        *empty_ones(query, filters, {one.key for one in said}),
        *(one for one in said if one.key in takes),
        *(unknown(key, query[key][0]) for key in others),
    ]
    warehouse = opened(filters.build or build)
    filters, strange = with_known_countries(warehouse, filters)
    filters, strange_region = with_region(warehouse, filters, regions(query))
    refuse([*refused, *strange, *strange_region])
    return Asked(warehouse, warehouse.info(), filters, texts)


def regions(query: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of the parameter region, which have no commas inside."""
    return [name.strip() for text in query.get("region", ()) for name in text.split(",")]


def refuse_parameters() -> None:
    """A Problem for every parameter, at addresses that take none."""
    refuse([unknown(key, request.args[key]) for key in request.args])


def unknown(key: str, value: str) -> Notice:
    """What is said of a parameter that is none."""
    return Notice(key[:40], value[:40], _("is no parameter of this address"))


def opened(build: str | None) -> Warehouse:
    """The warehouse of a build as the reader of this request may see it; a Problem where there is no such build."""
    try:
        return open_warehouse(current_reader(), build)
    except NoSuchBuild as error:
        raise Problem(NOT_FOUND, _(str(error))) from None


def empty_ones(query: Mapping[str, Sequence[str]], filters: Filters, known: Collection[str]) -> list[Notice]:
    """What is said of parameters without a value, or that come to none, and of those named twice that have one value
    only. known: keys of which something is said already."""
    empty = [key for key, given in query.items() if any(NOTHING.search(text) for text in given)]
    lost = [key for key in query if key in KEYS and not getattr(filters, KEYS[key]) and key not in known]
    found = [Notice(key[:40], "", _("is empty, or has an empty value")) for key in dict.fromkeys((*empty, *lost))]
    twice = [key for key in SINGLE if len(query.get(key, ())) > 1]
    return [*found, *(Notice(key, query[key][0][:40], _("is named more than once")) for key in twice)]


def own_texts(query: Mapping[str, Sequence[str]], own: Sequence[str]) -> dict[str, str]:
    """The parameters that are no filters; a Problem where one is named twice or holds signs that no name has."""
    refused = [
        Notice(key, given[0][:40], _("is named more than once")) for key, given in query.items() if len(given) > 1
    ]
    refused = [one for one in refused if one.key in own]
    for key in own:
        for text in query.get(key, ()):
            if not text.isprintable():
                refused.append(Notice(key, text[:40], _("holds signs that cannot be read")))
    refuse(refused)
    return {key: query[key][0] for key in own if key in query}


def refuse(notices: Sequence[Notice]) -> None:
    """Raises the Problem of some notices, where there are any; the first of very many."""
    if notices:
        shown = notices[:MOST_NAMED]
        told = [{"name": printable(one.key), "value": printable(one.value), "reason": _(one.reason)} for one in shown]
        raise bad_parameters(told)


def printable(text: str) -> str:
    """A text as it can be written into any answer."""
    return text.encode("utf-8", "replace").decode("utf-8")


def wanted_form(given: str | None, forms: Sequence[str]) -> str:
    """The form of the answer: the parameter format, else what the header Accept likes best, else the first.
    A Problem for a form that there is not."""
    if given is not None:
        if given not in forms:
            raise bad_parameter("format", given, _("is none of {forms}").format(forms=", ".join(forms)))
        return given
    if not request.accept_mimetypes:
        return forms[0]
    named = {MEDIA_TYPES[form]: form for form in forms}
    best = request.accept_mimetypes.best_match(list(named))
    if best is None:
        raise Problem(NOT_ACCEPTABLE, _("The forms are {forms}.").format(forms=", ".join(named)))
    return named[best]


def refuse_manifest(found: Asked, form: str) -> None:
    """A Problem for a manifest where the form has its own, or for a place of it that there is not."""
    given = found.own.get("manifest")
    if given is not None and (form != CSV or given not in MANIFESTS):
        raise bad_parameter("manifest", given, _("is for CSV: {places}").format(places=", ".join(MANIFESTS)))


def whole_number(own: Mapping[str, str], name: str, span: tuple[int, int], default: int) -> int:
    """A parameter that is a whole number from the first to the last of the span."""
    text = own.get(name)
    if text is None:
        return default
    least, most = span
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        reason = _("is not a whole number from {least} to {most}").format(least=least, most=most)
        raise bad_parameter(name, text, reason)
    return int(text)


def one_word(own: Mapping[str, str], name: str, is_known: Callable[[str], bool], reason: str) -> str:
    """A parameter that is one of some words; "" where it is not given."""
    text = own.get(name)
    if text is not None and not is_known(text):
        raise bad_parameter(name, text, reason)
    return text or ""
