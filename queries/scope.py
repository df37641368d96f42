"""What of a build is seen: the rows of each mart that lie inside the scope of a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from kpis.scopes import (
    COUNTRY_ROWS_OPEN,
    DOMAIN_OF_MART,
    DOMAIN_OF_REPORTS,
    OF_ALL_COUNTRIES,
    OF_WHOLE_COUNTRIES,
    OPEN_TABLES,
    WITHOUT_PLACE,
)
from queries.reader import Reader

ROWS, TOTALS = "rows", "totals"
Tables = Mapping[str, sa.TableClause]


class NotAllowed(PermissionError):
    """The reader may not see what was asked for."""


@dataclass(frozen=True)
class Scope:
    """What of a build is seen; two readers with the same scope see the same data.

    countries, domains, areas: codes; None for all. compared: domains of which one figure over all countries may be
    told. refused: whether rows that were refused at a load are open; they are no part of a build, and of no key.
    """

    countries: frozenset[str] | None
    domains: frozenset[str] | None
    detail: str
    areas: frozenset[str] | None = None
    compared: frozenset[str] = frozenset()
    refused: bool = field(default=False, compare=False, metadata={"in_cache_key": False})

    @property
    def is_nothing(self) -> bool:
        """Whether no row of any mart is seen."""
        return frozenset() in (self.countries, self.domains, self.areas)

    @property
    def is_all_places(self) -> bool:
        """Whether the rows of every country and area are seen, and those without one."""
        return self.countries is None and self.areas is None

    @property
    def is_limited(self) -> bool:
        """Whether there are rows that are not seen."""
        return not self.is_all_places or self.domains is not None

    def everywhere(self) -> "Scope":
        """The same domains over all countries, as totals: what comparisons are made of. Nobody reads with it."""
        return replace(self, countries=None, areas=None, detail=TOTALS, compared=frozenset(), refused=False)


def scope_of(reader: Reader) -> Scope:
    """The scope of a reader. Refused rows are open to those who look after loads and see everything: neither the
    country nor the domain of a row that failed its checks can be relied on."""
    scope = Scope(reader.countries, reader.domains, reader.detail, reader.areas, reader.compared)
    return replace(scope, refused="operate" in reader.rights and not scope.is_limited and scope.detail == ROWS)


def seen_table(tables: Tables, name: str, scope: Scope) -> sa.FromClause:
    """A table as a selectable of the rows inside the scope; of tables about loads see seen_loads. NotAllowed when its
    domain is not the reader's."""
    table, domain = tables[name], DOMAIN_OF_MART.get(name)
    if domain and scope.domains is not None and domain not in scope.domains:
        raise NotAllowed(f"Data of the domain {domain} are not open to you.")
    if name in OPEN_TABLES or not scope.is_limited:
        return table.alias(name)  # no subquery: it would name every column again in each statement
    if scope.is_nothing:
        return sa.select(table).where(sa.false()).subquery(name)
    tests = [*_of_countries(table, name, scope), *_of_areas(tables, name, scope), *_of_reports(table, name, scope)]
    return sa.select(table).where(*tests).subquery(name) if tests else table.alias(name)


def _of_countries(table: sa.TableClause, name: str, scope: Scope) -> list:
    if scope.countries is None or name in WITHOUT_PLACE:
        return []
    if "country_code" not in table.c:
        return [sa.false()]
    is_theirs = table.c.country_code.in_(sorted(scope.countries))
    return [sa.or_(is_theirs, table.c.country_code.is_(None)) if name in OF_ALL_COUNTRIES else is_theirs]


def _of_areas(tables: Tables, name: str, scope: Scope) -> list:
    """A row is of an area when it names the area, a smaller one inside it, or a site there. Whatever names none is
    not seen, but for what is meant for whole countries."""
    table = tables[name]
    if scope.areas is None or name in (*WITHOUT_PLACE, *OF_WHOLE_COUNTRIES):
        return []
    codes = sorted(scope.areas)
    if "admin1_code" in table.c:
        return [table.c.admin1_code.in_(codes)]
    if "area_code" in table.c:
        is_inside = sa.or_(table.c.area_code.in_(codes), table.c.area_code.in_(_smaller_areas(tables, codes)))
        is_country = table.c.area_level == 0 if name in COUNTRY_ROWS_OPEN else sa.false()
        return [sa.or_(sa.and_(table.c.area_level >= 1, is_inside), is_country)]
    if name == "mart_reporting" and "ref_site" in tables:
        sites = tables["ref_site"]
        there = sa.exists().where(sites.c.site_code == table.c.unit_code, sites.c.country_code == table.c.country_code)
        return [there.where(sites.c.admin1_code.in_(codes))]
    return [sa.false()]


def _smaller_areas(tables: Tables, codes: list[str]) -> sa.Select:
    """Codes of the second-level areas inside first-level ones."""
    if "ref_area" not in tables:
        return sa.select(sa.cast(sa.null(), sa.String)).where(sa.false())
    areas = tables["ref_area"].alias("areas_above")
    return sa.select(areas.c.area_code).where(areas.c.area_level == 2, areas.c.parent_code.in_(codes))


def _of_reports(table: sa.TableClause, name: str, scope: Scope) -> list:
    if name != "mart_reporting" or scope.domains is None:
        return []
    return [table.c.report_kind.in_(sorted(kind for kind, of in DOMAIN_OF_REPORTS.items() if of in scope.domains))]
