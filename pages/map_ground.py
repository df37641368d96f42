"""What maps of pages are drawn on. No page itself."""

from collections.abc import Iterable

from components.risk_map import Ground
from queries import boundaries


def map_ground(around: Iterable[str], chosen: Iterable[str], names: dict[str, str]) -> Ground:
    """Outlines and extent of a map. around: the countries that it shows, none for the world. chosen: the countries of
    the filters, none for all. names: code -> name."""
    extent = boundaries.extent_of(around)
    return Ground(
        address=boundaries.boundary_address(boundaries.DETAIL if extent else boundaries.OVERVIEW),
        disputed=boundaries.disputed_areas(),
        extent=extent,
        drawn=boundaries.drawn_codes(),
        chosen=frozenset(chosen),
        names=names,
        points=boundaries.points_of(boundaries.drawn_codes()),
    )
