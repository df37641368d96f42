"""What stands under a map besides the disclaimer: notes on the areas in view, and the origin of the boundaries."""

from dash import html

from components.words import _

_INDIA_PAKISTAN = (72.0, 32.0, 81.0, 37.5)
_SUDANS = (22.0, 3.0, 39.0, 23.0)
_ABYEI = (27.5, 9.0, 29.5, 10.5)
_FALKLANDS = (-62.0, -53.0, -57.0, -50.5)
_KOSOVO = (20.0, 41.8, 21.8, 43.3)
_EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


def area_notes(extent) -> list[str]:
    """Sentences on areas inside west, south, east, north; None is the world."""
    seen = extent or _EVERYWHERE
    notes = (
        (_INDIA_PAKISTAN, _("The final status of Jammu and Kashmir has not yet been agreed upon by the parties.")),
        (
            _SUDANS,
            _("The final boundary between the Sudan and South Sudan has not yet been determined."),
        ),
        (_ABYEI, _("The final status of the Abyei area is not yet determined.")),
        (
            _FALKLANDS,
            _(
                "A dispute exists between the Governments of Argentina and the United Kingdom of Great Britain and "
                "Northern Ireland concerning sovereignty over the Falkland Islands (Malvinas)."
            ),
        ),
        (
            _KOSOVO,
            _(
                "References to Kosovo shall be understood to be in the context of Security Council resolution 1244 "
                "(1999). Kosovo is not drawn on its own; its figures stand in the table."
            ),
        ),
    )
    return [said for box, said in notes if _meet(box, seen)]


def map_notes(extent, undrawn: list[str]):
    """The notes of a map. undrawn: names of countries with a figure and without a shape."""
    told = [_("Dotted outlines: areas of disputed or undetermined status; no country's value is given to them.")]
    told += area_notes(extent)
    if undrawn:
        told.append(_("In the table and not on the map: {names}.").format(names=", ".join(undrawn)))
    told.append(_("Boundaries: United Nations Geospatial, simplified."))
    return html.Ul(
        [html.Li(line, **{"data-in-picture": "yes"}) for line in told],
        className="map-notes",
        **{"aria-label": _("Notes on the map")},
    )


def _meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
