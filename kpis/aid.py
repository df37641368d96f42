"""Aid on its way: orders, deliveries, time and completeness."""

from functools import partial

from kpis.examples import ratio_examples, sum_examples
from kpis.kpi import CHILDREN, DAYS, ORDER_LINES, PERCENT, US_DOLLARS, Direction, Kpi, Rollup, example
from kpis.legends import SHARE_BAD, SHARE_GOOD
from kpis.words import _

TOLERANCE_DAYS = 0
"""A line is on time when it arrives at most so many days after the agreed date."""
IN_FULL_PCT = 100
"""A line is in full when at least so much of the ordered quantity arrives, in per cent."""

_SOURCES = _("Order and shipment records of the supply division and of publishers of deliveries.")
_kpi = partial(
    Kpi, domain="aid", owner=_("Supply division"), sources=_SOURCES, rhythm_days=30, version=1, report_kind="deliveries"
)
_delivery = partial(_kpi, mart="mart_aid_delivery")
_share = partial(_delivery, unit=PERCENT, scale=100, decimals=1)
_good_share = partial(_share, direction=Direction.HIGHER, legend=SHARE_GOOD)
_line = partial(_kpi, mart="mart_delivery_line", place_rollup=Rollup.QUANTILE, unit=DAYS, direction=Direction.LOWER)


def _quantile_examples(column: str, quantile: float) -> tuple:
    days = [10, 20, 30, 40]
    value = 10 + 30 * quantile
    return (
        example(
            value, *({column: number} for number in days), because="Between two neighbours the value is interpolated."
        ),
        example(20.0, {column: 20}, {column: None}, because="A line that has not arrived has no duration yet."),
        example(None, {column: None}, because="No line has arrived."),
    )


RECEIVED_VALUE = _delivery(
    name="received_value",
    label=_("Value of supplies received"),
    definition=_("What the supplies that arrived in the period are worth."),
    formula=_("sum of the value of order lines received"),
    population=_("Order lines received in the period whose value is known."),
    numerator="received_usd",
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=sum_examples("received_usd"),
)
ORDERED_VALUE = _delivery(
    name="ordered_value",
    label=_("Value of supplies ordered"),
    definition=_("What the supplies that were ordered in the period are worth."),
    formula=_("sum of the value of order lines"),
    population=_("Order lines ordered in the period whose value is known."),
    numerator="ordered_usd",
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=sum_examples("ordered_usd"),
)
ORDER_LINES_RECEIVED = _delivery(
    name="order_lines_received",
    label=_("Order lines received"),
    definition=_("Number of order lines that arrived in the period."),
    formula=_("count of order lines received"),
    population=_("Order lines with a receipt in the period."),
    numerator="received_line_count",
    unit=ORDER_LINES,
    direction=Direction.HIGHER,
    examples=sum_examples("received_line_count"),
)
CHILDREN_SUPPLIED = _delivery(
    name="children_supplied",
    label=_("Children who can be treated with supplies received"),
    definition=_(
        "Number of children for whom the supplies that arrived are enough; one carton of RUTF treats one child."
    ),
    formula=_("sum of quantity received x children per unit"),
    population=_("Items with a known number of children per unit. It counts supplies, not children reached."),
    numerator="received_children",
    unit=CHILDREN,
    direction=Direction.HIGHER,
    examples=sum_examples("received_children"),
)
OTIF = _good_share(
    name="otif",
    label=_("On time and in full"),
    definition=_(
        "Share of order lines due that arrived on or before the agreed date and in at least the ordered quantity."
    ),
    formula=_("order lines on time and in full / order lines due x 100"),
    population=_(
        "Order lines due in the period of which date and quantity can be compared; lines still missing have failed."
    ),
    numerator="otif_line_count",
    denominator="otif_due_line_count",
    target=90,
    examples=ratio_examples("otif_line_count", "otif_due_line_count"),
)
ON_TIME_DELIVERY = _good_share(
    name="on_time_delivery",
    label=_("On-time delivery"),
    definition=_("Share of order lines due that arrived on or before the agreed date."),
    formula=_("order lines received on or before the agreed date / order lines due x 100"),
    population=_(
        "Order lines due in the period of which the day of receipt can be told; lines still missing have failed."
    ),
    numerator="on_time_line_count",
    denominator="on_time_due_line_count",
    target=90,
    examples=ratio_examples("on_time_line_count", "on_time_due_line_count"),
)
IN_FULL_DELIVERY = _good_share(
    name="in_full_delivery",
    label=_("Delivery in full"),
    definition=_("Share of order lines due that arrived in at least the ordered quantity."),
    formula=_("order lines received in at least the ordered quantity / order lines due x 100"),
    population=_(
        "Order lines due in the period of which the quantity received can be told; lines still missing have failed."
    ),
    numerator="in_full_line_count",
    denominator="in_full_due_line_count",
    target=95,
    examples=ratio_examples("in_full_line_count", "in_full_due_line_count"),
)
OVERDUE_RATE = _share(
    name="overdue_rate",
    label=_("Overdue order lines"),
    definition=_("Share of order lines due that have still not arrived."),
    formula=_("order lines due and not received by the date of the data / order lines due x 100"),
    population=_("Order lines whose agreed date lies in the period and has passed."),
    numerator="overdue_line_count",
    denominator="due_line_count",
    direction=Direction.LOWER,
    target=0,
    legend=SHARE_BAD,
    examples=ratio_examples("overdue_line_count", "due_line_count"),
)
ORDER_FILL_RATE = _good_share(
    name="order_fill_rate",
    label=_("Order fill rate"),
    definition=_(
        "How much of the ordered quantity arrived; more than 100 per cent means that more came than was ordered."
    ),
    formula=_("quantity received / quantity ordered x 100"),
    population=_("Order lines received, with an ordered quantity above 0. Items weigh by their number of units."),
    numerator="fill_received_qty",
    denominator="fill_ordered_qty",
    target=95,
    examples=(
        *ratio_examples("fill_received_qty", "fill_ordered_qty"),
        example(120.0, {"fill_received_qty": 12, "fill_ordered_qty": 10}, because="More than ordered is not capped."),
    ),
)
DELIVERY_COMPLETENESS = _good_share(
    name="delivery_completeness",
    label=_("Delivery completeness"),
    definition=_("How much of what was dispatched arrived."),
    formula=_("quantity received / quantity dispatched x 100, of the same order lines"),
    population=_("Order lines received whose dispatched quantity is known. Items weigh by their number of units."),
    numerator="completeness_received_qty",
    denominator="completeness_dispatched_qty",
    target=98,
    examples=ratio_examples("completeness_received_qty", "completeness_dispatched_qty"),
)
SHORT_DELIVERY_RATE = _share(
    name="short_delivery_rate",
    label=_("Short deliveries"),
    definition=_("How much of what was dispatched did not arrive with its delivery."),
    formula=_("quantity missing at receipt / quantity dispatched x 100"),
    population=_(
        "Order lines received whose dispatched quantity is known; a surplus elsewhere does not make up for it."
    ),
    numerator="short_qty",
    denominator="completeness_dispatched_qty",
    direction=Direction.LOWER,
    target=0,
    legend=SHARE_BAD,
    examples=ratio_examples("short_qty", "completeness_dispatched_qty"),
)
LAST_MILE_WASTAGE = _share(
    name="last_mile_wastage",
    label=_("Wastage on the last mile"),
    definition=_("How much of what was received was damaged, expired or lost before it reached people."),
    formula=_("quantity wasted / quantity received x 100"),
    population=_("Deliveries for which wastage is recorded. Items weigh by their number of units."),
    numerator="wasted_qty",
    denominator="wastage_received_qty",
    direction=Direction.LOWER,
    legend=SHARE_BAD,
    examples=ratio_examples("wasted_qty", "wastage_received_qty"),
)
LEAD_TIME_MEDIAN = _line(
    name="lead_time_median",
    label=_("Lead time, median"),
    definition=_("Half of the order lines took at most this many days from order to receipt."),
    formula=_("median of date received - date ordered"),
    population=_("Order lines received in the period with both dates."),
    numerator="lead_time_days",
    quantile=0.5,
    examples=_quantile_examples("lead_time_days", 0.5),
)
LEAD_TIME_P90 = _line(
    name="lead_time_p90",
    label=_("Lead time, 90th percentile"),
    definition=_("Nine of ten order lines took at most this many days from order to receipt; the rest took longer."),
    formula=_("90th percentile of date received - date ordered"),
    population=_("Order lines received in the period with both dates."),
    numerator="lead_time_days",
    quantile=0.9,
    examples=_quantile_examples("lead_time_days", 0.9),
)
CUSTOMS_TIME_MEDIAN = _line(
    name="customs_time_median",
    label=_("Time in customs, median"),
    definition=_("Half of the order lines were released from customs within this many days of their arrival."),
    formula=_("median of date released from customs - date of arrival at the port of entry"),
    population=_("Order lines with both dates."),
    numerator="customs_days",
    quantile=0.5,
    examples=_quantile_examples("customs_days", 0.5),
)
DISTRIBUTION_LAG_MEDIAN = _line(
    name="distribution_lag_median",
    label=_("Distribution lag, median"),
    definition=_(
        "Half of the order lines were handed over to partners or facilities within this many days of arrival."
    ),
    formula=_("median of date handed over - date received"),
    population=_("Order lines with both dates."),
    numerator="hand_over_days",
    quantile=0.5,
    examples=_quantile_examples("hand_over_days", 0.5),
)

KPIS = (
    OTIF,
    ON_TIME_DELIVERY,
    IN_FULL_DELIVERY,
    OVERDUE_RATE,
    ORDER_FILL_RATE,
    DELIVERY_COMPLETENESS,
    SHORT_DELIVERY_RATE,
    LAST_MILE_WASTAGE,
    LEAD_TIME_MEDIAN,
    LEAD_TIME_P90,
    CUSTOMS_TIME_MEDIAN,
    DISTRIBUTION_LAG_MEDIAN,
    RECEIVED_VALUE,
    ORDERED_VALUE,
    ORDER_LINES_RECEIVED,
    CHILDREN_SUPPLIED,
)
