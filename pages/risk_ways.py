"""The three pages of risk, linked to each other. No page itself."""

from components.filter_bar import address
from components.risk_bar import view_links
from components.words import _


def ways(current: str, filters):
    """Links to countries by risk, phases of food insecurity, and areas inside a country, with the filters kept."""
    pages = (
        ("/risk", _("Countries by measure")),
        ("/risk/food", _("Food insecurity phases")),
        ("/risk/areas", _("Areas inside a country")),
    )
    return view_links([(words, address(path, filters), path == current) for path, words in pages], _("Pages of risk"))
