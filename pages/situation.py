"""What leads each domain and what needs a decision, for the home page and the report. No page itself."""

from components import decisions as told
from components.filter_bar import address
from components.words import _, current_language
from kpis import kpis_of
from queries import decisions as asked
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reference import country_names
from queries.warehouse import NotAllowed

DOMAINS = ("projects", "aid", "supply", "risk", "funding")
CARDS = 4
MOST_DECISIONS = 10
DECISIONS = (
    ("stock", "/supply", asked.stock_outs_to_come, told.stock_sentence),
    ("delivery", "/aid", asked.overdue_deliveries, told.delivery_sentence),
    ("money", "/projects", asked.burn_out_of_band, told.money_sentence),
    ("risk", "/risk", asked.risk_that_rose, told.risk_sentence),
    ("reports", "/data", asked.missing_reports, told.reports_sentence),
)
"""Kind, page that shows more, query, sentence."""


def domain_titles() -> dict[str, str]:
    """Domain -> its name for readers, in the order of the page."""
    names = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return dict(zip(DOMAINS, names, strict=True))


def pressing(warehouse, filters: Filters) -> list[tuple[str, str, str]]:
    """(kind, sentence, address) of what needs a decision: the worst country of each kind, then the second worst of
    each, until there are MOST_DECISIONS."""
    names, found = country_names(warehouse, current_language()), []
    for kind, path, query, sentence in DECISIONS:
        for turn, row in enumerate(query(warehouse, filters).head(MOST_DECISIONS).itertuples()):
            target = address(path, filters.replace(countries=(row.country_code,)))
            found.append((turn, (kind, sentence(row, names.get(row.country_code, row.country_code)), target)))
    return [one for _turn, one in sorted(found, key=lambda pair: pair[0])[:MOST_DECISIONS]]


def leading(warehouse, filters: Filters, domain: str) -> tuple[list, list]:
    """(KPI, value) of the first KPIs with a figure, and of those passed over on the way; none of a closed domain."""
    shown, absent = [], []
    own = warehouse.scope.domains
    for kpi in kpis_of(domain) if own is None or domain in own else ():
        try:
            value = kpi_value(warehouse, kpi, filters)
        except NotAllowed:
            continue
        (shown if value.has_figure else absent).append((kpi, value))
        if len(shown) == CARDS:
            break
    return shown, absent


def first(figures: tuple[list, list]) -> tuple:
    """The first figure of a domain; the one against a target where there is one. Suppressed ones come last."""
    shown = sorted(figures[0], key=lambda pair: pair[1].value is None)
    return next((pair for pair in shown if pair[0].target is not None), shown[0] if shown else (None, None))
