"""Stock as counted: shortages, plan, consumption, reports."""

from functools import partial

from kpis.examples import last_examples, ratio_examples, sum_examples
from kpis.kpi import (
    ITEM_UNITS,
    MONTHS,
    PERCENT,
    US_DOLLARS,
    Direction,
    Kpi,
    Rollup,
    example,
)
from kpis.legends import SHARE_BAD, SHARE_GOOD
from kpis.summed import SummedMart, Sums
from kpis.words import _

_SOURCES = _("Stock reports of warehouses and facilities (OpenLMIS and national logistics systems).")
_kpi = partial(Kpi, domain="supply", owner=_("Supply division"), sources=_SOURCES, rhythm_days=30, version=1)
_stock = partial(_kpi, mart="mart_supply_stock", time_rollup=Rollup.LAST, report_kind="stock_balances")
_stock_share = partial(_stock, unit=PERCENT, scale=100, decimals=1, denominator="is_stock_reported")
_reports = partial(
    _kpi,
    mart="mart_reporting",
    where=(("report_kind", "=", "stock_balances"),),
    unit=PERCENT,
    scale=100,
    decimals=1,
    denominator="expected_count",
    direction=Direction.HIGHER,
    target=100,
    legend=SHARE_GOOD,
    report_kind="stock_balances",
)

STOCK_OUT_RATE = _stock_share(
    name="stock_out_rate",
    label=_("Stock-out rate"),
    definition=_("Of the sites that reported an item, the share that had none of it left on the day of the count."),
    formula=_("sites and items with stock on hand of 0 / sites and items with a stock report x 100"),
    population=_("Items at sites that reported stock on hand for the newest month; who did not report is not counted."),
    numerator="is_stocked_out",
    direction=Direction.LOWER,
    target=0,
    legend=SHARE_BAD,
    examples=ratio_examples("is_stocked_out", "is_stock_reported")
    + last_examples("is_stocked_out", "is_stock_reported", 100),
)
STOCK_OUT_IN_PERIOD = _stock_share(
    name="stock_out_in_period",
    label=_("Stock-out during the month"),
    definition=_(
        "Of the sites that reported an item, the share that was without it for at least one day of the month."
    ),
    formula=_(
        "sites and items with stock on hand of 0 or a day without stock / sites and items with a stock report x 100"
    ),
    population=_("Items at sites that reported for the newest month and whose days without stock can be told."),
    numerator="has_stockout_in_period",
    direction=Direction.LOWER,
    target=0,
    legend=SHARE_BAD,
    examples=ratio_examples("has_stockout_in_period", "is_stock_reported"),
)
STOCKED_TO_PLAN = _stock_share(
    name="stocked_to_plan",
    label=_("Stocked according to plan"),
    definition=_(
        "Share of stock positions that lie between the minimum and the maximum months of stock of their plan."
    ),
    formula=_("positions with minimum <= months of stock <= maximum / positions with a known stock status x 100"),
    population=_("Items at sites with a plan and a status in the newest month; items without consumption have none."),
    numerator="is_stocked_to_plan",
    denominator="is_status_known",
    direction=Direction.HIGHER,
    target=80,
    legend=SHARE_GOOD,
    examples=ratio_examples("is_stocked_to_plan", "is_status_known"),
)
UNDERSTOCKED_RATE = _stock_share(
    name="understocked_rate",
    label=_("Understocked"),
    definition=_("Share of stock positions that have some stock, but less than the minimum of their plan."),
    formula=_("positions with 0 < months of stock < minimum / positions with a known stock status x 100"),
    population=_("Items at sites with a plan and a status in the newest month."),
    numerator="is_understocked",
    denominator="is_status_known",
    direction=Direction.LOWER,
    legend=SHARE_BAD,
    examples=ratio_examples("is_understocked", "is_status_known"),
)
OVERSTOCKED_RATE = _stock_share(
    name="overstocked_rate",
    label=_("Overstocked"),
    definition=_("Share of stock positions that hold more than the maximum of their plan."),
    formula=_("positions with months of stock > maximum / positions with a known stock status x 100"),
    population=_("Items at sites with a plan and a status in the newest month."),
    numerator="is_overstocked",
    denominator="is_status_known",
    direction=Direction.LOWER,
    legend=SHARE_BAD,
    examples=ratio_examples("is_overstocked", "is_status_known"),
)
NO_CONSUMPTION_RATE = _stock_share(
    name="no_consumption_rate",
    label=_("Stock without consumption"),
    definition=_("Share of reported stock positions that hold stock which nobody uses."),
    formula=_("positions with stock above 0 and an average monthly consumption of 0 / positions reported x 100"),
    population=_("Items at sites that reported for the newest month and whose consumption is known."),
    numerator="has_no_consumption",
    direction=Direction.LOWER,
    examples=ratio_examples("has_no_consumption", "is_stock_reported"),
)
STOCK_IDENTITY_ERRORS = _stock_share(
    name="stock_identity_errors",
    label=_("Stock reports that do not add up"),
    definition=_(
        "Share of stock reports in which opening, received, issued and adjusted quantities do not give the closing balance."
    ),
    formula=_(
        "reports with opening + received - issued + adjustment different from closing / reports that can be checked x 100"
    ),
    population=_("Stock reports of the newest month in which all parts are filled in."),
    numerator="has_identity_error",
    direction=Direction.LOWER,
    target=0,
    legend=SHARE_BAD,
    examples=ratio_examples("has_identity_error", "is_stock_reported"),
)
MONTHS_OF_STOCK = _stock(
    name="months_of_stock",
    label=_("Months of stock"),
    definition=_("How many months the stock of one item lasts at its average monthly consumption."),
    formula=_("stock on hand / average monthly consumption, of one item"),
    population=_(
        "Sites with a consumption above 0 in the newest month. Several items together have no months of stock."
    ),
    numerator="covered_stock_qty",
    denominator="covered_consumption_qty",
    single=("item_code",),
    unit=MONTHS,
    decimals=1,
    direction=Direction.INSIDE,
    inside=(3, 6),
    examples=(
        *ratio_examples("covered_stock_qty", "covered_consumption_qty", 1, item_code="S0000240"),
        example(
            None,
            {"covered_stock_qty": 10, "covered_consumption_qty": 1, "item_code": "S0000240"},
            {"covered_stock_qty": 1, "covered_consumption_qty": 10, "item_code": "S0000248"},
            because="Too much of one item does not make up for too little of another.",
        ),
    ),
)
STOCK_ON_HAND = _stock(
    name="stock_on_hand",
    label=_("Stock on hand"),
    definition=_("Quantity of one item in store at the end of the newest month."),
    formula=_("sum of closing balances, of one item"),
    population=_("Sites that reported for the newest month. Quantities of different items are not added."),
    numerator="stock_on_hand_qty",
    single=("item_code", "unit_name"),
    unit=ITEM_UNITS,
    direction=Direction.HIGHER,
    examples=sum_examples("stock_on_hand_qty", item_code="S0000240")
    + last_examples("stock_on_hand_qty", item_code="S0000240"),
)
CONSUMPTION = _kpi(
    name="consumption",
    label=_("Consumption"),
    definition=_(
        "Quantity of one item that left the shelves; a negative figure is an error in the reports and shown as such."
    ),
    formula=_("opening + received + adjustment - closing, of one item"),
    population=_("Stock reports in which all parts are filled in. Quantities of different items are not added."),
    mart="mart_supply_stock",
    numerator="consumption_qty",
    single=("item_code", "unit_name"),
    unit=ITEM_UNITS,
    direction=Direction.HIGHER,
    report_kind="stock_balances",
    examples=(
        *sum_examples("consumption_qty", item_code="S0000240"),
        example(-5.0, {"consumption_qty": -5, "item_code": "S0000240"}, because="A data error is not hidden."),
    ),
)
STOCK_VALUE = _stock(
    name="stock_value",
    label=_("Value of stock"),
    definition=_("What the stock in the warehouses is worth."),
    formula=_("sum of stock on hand x unit cost"),
    population=_("Items with a known unit cost, at sites that reported for the newest month."),
    numerator="stock_value_usd",
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=sum_examples("stock_value_usd") + last_examples("stock_value_usd"),
)
STOCK_REPORTING_RATE = _reports(
    name="stock_reporting_rate",
    label=_("Stock reports received"),
    definition=_("Share of the stock reports due from sites and offices that have arrived."),
    formula=_("reports received / reports expected x 100"),
    population=_("Reports whose due date has passed."),
    numerator="reported_count",
    examples=ratio_examples("reported_count", "expected_count", report_kind="stock_balances"),
)
STOCK_REPORTS_ON_TIME = _reports(
    name="stock_reports_on_time",
    label=_("Stock reports on time"),
    definition=_("Share of the stock reports due from sites and offices that arrived on or before their due date."),
    formula=_("reports received on or before the due date / reports expected x 100"),
    population=_("Reports whose due date has passed."),
    numerator="on_time_count",
    examples=ratio_examples("on_time_count", "expected_count", report_kind="stock_balances"),
)

KPIS = (
    STOCK_OUT_RATE,
    STOCK_OUT_IN_PERIOD,
    STOCKED_TO_PLAN,
    UNDERSTOCKED_RATE,
    OVERSTOCKED_RATE,
    NO_CONSUMPTION_RATE,
    MONTHS_OF_STOCK,
    STOCK_ON_HAND,
    CONSUMPTION,
    STOCK_VALUE,
    STOCK_IDENTITY_ERRORS,
    STOCK_REPORTING_RATE,
    STOCK_REPORTS_ON_TIME,
)
STOCK_BY_OFFICE = SummedMart(
    mart="mart_stock_by_office",
    of="mart_supply_stock",
    columns=(
        *("source_name", "country_code", "office_code", "item_code", "item_name", "item_group", "unit_name"),
        *("unit_cost_usd", "month_date"),
    ),
    sums=(
        Sums(STOCK_OUT_RATE, "stocked_out_count", "reported_position_count", "reported_position_count"),
        Sums(STOCK_OUT_IN_PERIOD, "stockout_in_period_count", "period_reported_count", "period_told_count"),
        Sums(STOCKED_TO_PLAN, "stocked_to_plan_count", "status_known_count", "status_known_count"),
        Sums(UNDERSTOCKED_RATE, "understocked_count", "status_known_count", "status_known_count"),
        Sums(OVERSTOCKED_RATE, "overstocked_count", "status_known_count", "status_known_count"),
        Sums(NO_CONSUMPTION_RATE, "no_consumption_count", "use_reported_count", "use_told_count"),
        Sums(MONTHS_OF_STOCK, "covered_stock_qty", "covered_consumption_qty", "covered_count"),
        Sums(STOCK_ON_HAND, "stock_on_hand_qty", None, "reported_position_count"),
        Sums(CONSUMPTION, "consumption_qty", None, "consumption_told_count"),
        Sums(STOCK_VALUE, "stock_value_usd", None, "valued_count"),
        Sums(STOCK_IDENTITY_ERRORS, "identity_error_count", "identity_told_count", "identity_told_count"),
    ),
)
SUMMED = (STOCK_BY_OFFICE,)
"""Marts from which figures over many rows are read, the coarsest first."""
