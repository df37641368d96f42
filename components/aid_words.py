"""Words of aid deliveries: stages, steps, modes of transport, and how an order line stands against its date."""

from components.format import number
from components.words import _, plural
from kpis.aid import IN_FULL_PCT, TOLERANCE_DAYS


def stage_words() -> dict[str, str]:
    """Stage code -> its name for readers."""
    return {
        "planned": _("Planned"),
        "ordered": _("Ordered"),
        "ready": _("Ready at the supplier"),
        "at_port": _("At the port of entry"),
        "in_customs": _("Released from customs, on the road"),
        "received": _("Received, not handed over"),
        "handed_over": _("Handed over"),
        "cancelled": _("Cancelled"),
        "not_stated": _("Stage not stated"),
    }


def step_words() -> dict[str, str]:
    """Column of a duration -> what it lasts from and to."""
    return {
        "ready_days": _("Order to ready"),
        "port_days": _("Ready to port of entry"),
        "customs_days": _("Port of entry to release from customs"),
        "inland_days": _("Release from customs to receipt"),
        "lead_time_days": _("Order to receipt (lead time)"),
        "hand_over_days": _("Receipt to hand-over"),
    }


def mode_words() -> dict[str, str]:
    """Mode of transport -> its name for readers."""
    return {"air": _("Air"), "air_charter": _("Air charter"), "ocean": _("Ocean"), "truck": _("Truck")}


def order_status_words() -> dict[str, str]:
    """Order status -> its name for readers."""
    return {
        "planned": _("Planned"),
        "confirmed": _("Confirmed"),
        "in_transit": _("In transit"),
        "received": _("Received"),
        "handed_over": _("Handed over"),
        "cancelled": _("Cancelled"),
    }


def tolerance_days() -> str:
    """The days by which a line may be late and still be on time."""
    return plural("tolerance {count} day", "tolerance {count} days", TOLERANCE_DAYS).format(
        count=number(TOLERANCE_DAYS)
    )


def tolerance_words() -> str:
    """When a line is on time and when it is in full, as declared with the KPIs."""
    on_time = _("Tolerance: at most {days} days after the agreed date")
    if TOLERANCE_DAYS == 0:
        on_time = _("Tolerance: none, a line is on time on the agreed date or before it")
    return (on_time + _(", and in full with at least {share} % of the ordered quantity.")).format(
        days=number(TOLERANCE_DAYS), share=number(IN_FULL_PCT)
    )


def time_status(record: dict) -> tuple[str, str]:
    """Shape sign and word for an order line against its agreed date."""
    if record["order_status_code"] == "cancelled":
        return "–", _("Cancelled")
    if record["is_overdue"] == 1:
        return "✕", _("Overdue")
    if record["is_on_time"] is not None:
        return ("●", _("On time")) if record["is_on_time"] == 1 else ("▲", _("Late"))
    if record["is_due"] == 0:
        return "○", _("Not due yet")
    return "–", _("Cannot be told")


def full_status(record: dict) -> tuple[str, str]:
    """Shape sign and word for what was received against what was ordered."""
    if record["is_in_full"] is None:
        return ("○", _("Not due yet")) if record["is_due"] == 0 else ("–", _("Cannot be told"))
    if record["is_in_full"] == 1:
        return "●", _("In full")
    return ("✕", _("Not received")) if record["is_overdue"] == 1 else ("▲", _("Short"))
