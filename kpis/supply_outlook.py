"""What stock will come to: expiry, projected shortages, orders."""

from datetime import date
from functools import partial

from kpis.examples import last_examples, ratio_examples, sum_examples
from kpis.kpi import CHILDREN, COUNTRY_ITEMS, ITEM_UNITS, PERCENT, US_DOLLARS, Direction, Kpi, Rollup, example
from kpis.legends import SHARE_BAD
from kpis.words import _

_SOURCES = _("Stock reports of warehouses and facilities by lot; confirmed and planned orders of the supply division.")
_kpi = partial(Kpi, domain="supply", owner=_("Supply division"), sources=_SOURCES, rhythm_days=30, version=1)
_lot = partial(_kpi, mart="mart_stock_lot", time_rollup=Rollup.LAST, report_kind="stock_balances")

EXPIRED_VALUE = _lot(
    name="expired_value",
    label=_("Value expired"),
    definition=_("What the stock that is still on the shelves but has passed its expiry date is worth."),
    formula=_("sum of expired quantity x unit cost"),
    population=_("Lots counted in the newest month, with a known expiry date and unit cost."),
    numerator="expired_usd",
    unit=US_DOLLARS,
    direction=Direction.LOWER,
    target=0,
    examples=sum_examples("expired_usd") + last_examples("expired_usd"),
)
EXPIRY_RISK_VALUE = _lot(
    name="expiry_risk_value",
    label=_("Value at risk of expiry"),
    definition=_(
        "What the stock that will expire before it can be used is worth, if lots that expire first are used first."
    ),
    formula=_(
        "sum over lots of (lot - what is consumed of it before its expiry) x unit cost; earlier lots use up demand first"
    ),
    population=_("Lots of items with a consumption, counted in the newest month."),
    numerator="expiry_risk_usd",
    unit=US_DOLLARS,
    direction=Direction.LOWER,
    examples=sum_examples("expiry_risk_usd") + last_examples("expiry_risk_usd"),
)
EXPIRY_RISK_SHARE = _lot(
    name="expiry_risk_share",
    label=_("Share of stock value at risk of expiry"),
    definition=_("Share of the value of stock that will expire before it can be used."),
    formula=_("value at risk of expiry / value of the same lots x 100"),
    population=_("Lots of items with a consumption and a unit cost, counted in the newest month."),
    numerator="expiry_risk_usd",
    denominator="lot_value_usd",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.LOWER,
    legend=SHARE_BAD,
    examples=ratio_examples("expiry_risk_usd", "lot_value_usd"),
)
EXPIRY_RISK_CHILDREN = _lot(
    name="expiry_risk_children",
    label=_("Children's treatments at risk of expiry"),
    definition=_("Number of children who could be treated with the stock that will expire before it can be used."),
    formula=_("sum of quantity at risk of expiry x children per unit"),
    population=_(
        "Lots of items with a consumption and a known number of children per unit, counted in the newest month."
    ),
    numerator="expiry_risk_children",
    unit=CHILDREN,
    direction=Direction.LOWER,
    examples=sum_examples("expiry_risk_children") + last_examples("expiry_risk_children"),
)
PROJECTED_STOCK_OUTS = _kpi(
    name="projected_stock_outs",
    label=_("Items projected to run out"),
    definition=_(
        "In the worst of the coming months, the number of items per country that run out even with all confirmed orders."
    ),
    formula=_("largest number, over the coming months, of countries and items with projected stock of 0"),
    population=_("Projections from the last count to twelve months ahead, with confirmed orders only."),
    mart="mart_supply_pipeline",
    where=(("months_ahead", ">", 0),),
    numerator="is_projected_stockout",
    time_rollup=Rollup.MAX,
    unit=COUNTRY_ITEMS,
    direction=Direction.LOWER,
    target=0,
    examples=(
        example(
            2.0,
            {"is_projected_stockout": 1, "months_ahead": 1, "month_date": date(2026, 2, 1)},
            {"is_projected_stockout": 1, "months_ahead": 2, "month_date": date(2026, 3, 1)},
            {"is_projected_stockout": 1, "months_ahead": 2, "month_date": date(2026, 3, 1)},
            because="March is the worst month; an item that is out in two months is not counted twice.",
        ),
        example(None, {"is_projected_stockout": 1, "months_ahead": 0}, because="The month of the count is not ahead."),
        example(
            None, {"is_projected_stockout": None, "months_ahead": 1}, because="Without a forecast nothing can be said."
        ),
    ),
)
SUGGESTED_ORDER = _kpi(
    name="suggested_order",
    label=_("Suggested order"),
    definition=_("Quantity of one item to order so that stock reaches its maximum, less what is already confirmed."),
    formula=_("max(0, maximum months x average monthly consumption - stock on hand - confirmed orders), of one item"),
    population=_("Countries with a count of the item in the newest month of counts."),
    mart="mart_supply_pipeline",
    where=(("months_ahead", "=", 0),),
    numerator="suggested_order_qty",
    time_rollup=Rollup.LAST,
    single=("item_code", "unit_name"),
    unit=ITEM_UNITS,
    direction=Direction.LOWER,
    examples=sum_examples("suggested_order_qty", item_code="S0000240", months_ahead=0),
)
KPIS = (
    EXPIRED_VALUE,
    EXPIRY_RISK_VALUE,
    EXPIRY_RISK_SHARE,
    EXPIRY_RISK_CHILDREN,
    PROJECTED_STOCK_OUTS,
    SUGGESTED_ORDER,
)
