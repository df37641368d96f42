"""What a report is about, and whose it is to read and to write. No page itself."""

from collections.abc import Mapping
from urllib.parse import urlencode

from queries.filters import COMPARISONS, Filters
from queries.reader import Reader
from queries.warehouse import NotAllowed, Scope


def countries_of(filters: Filters, scope: Scope | Reader) -> tuple[str, ...]:
    """The countries of a report; all that the reader may see where none is chosen; empty for every country there is."""
    return filters.countries or tuple(sorted(scope.countries or ()))


def subject_of(filters: Filters, scope: Scope | Reader) -> str:
    """Countries, period and further limits of a report, the same for every build and every reader of the same."""
    about = filters.replace(countries=countries_of(filters, scope), build=None, compare=COMPARISONS[0])
    return urlencode(about.to_query())


def is_open(filters: Filters, scope: Scope | Reader, domain: str) -> bool:
    """Whether words about a domain of this report are the reader's to read and to write."""
    named = set(countries_of(filters, scope))
    is_theirs = scope.countries is None or bool(named) and named <= scope.countries
    is_theirs = is_theirs and scope.areas is None  # words about a country are about all of its areas
    return is_theirs and (scope.domains is None or domain in scope.domains)


def rights_of(scope: Scope | Reader) -> dict:
    """What somebody may see, as the ledger keeps it with a report."""
    kept = {name: getattr(scope, name) for name in ("countries", "domains", "areas")}
    return {name: None if held is None else sorted(held) for name, held in kept.items()} | {"detail": scope.detail}


def require_open(report, scope: Scope | Reader) -> None:
    """NotAllowed where an issued report shows more than the reader may see."""
    if not is_open_to(report.query, report.rights, scope):
        raise NotAllowed("This report shows more than is open to you.")


def is_open_to(query: Mapping[str, str], rights: Mapping, scope: Scope | Reader) -> bool:
    """Whether a report of these filters, issued by somebody with these rights, shows only what the reader may see."""
    countries = Filters.from_query(query)[0].countries or tuple(rights["countries"] or ())
    is_theirs = scope.countries is None or bool(countries) and set(countries) <= scope.countries
    domains = scope.domains is None or rights["domains"] is not None and set(rights["domains"]) <= scope.domains
    areas = rights.get("areas")
    is_theirs = is_theirs and (scope.areas is None or areas is not None and set(areas) <= scope.areas)
    return is_theirs and domains and (scope.detail == "rows" or rights["detail"] == scope.detail)
