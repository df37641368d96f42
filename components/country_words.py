"""Words of the page of a country."""

from components.words import _


def missing_or(value):
    """A cell of a frame with None for missing, which a frame holds as NaN or NaT."""
    return None if value is None or value != value else value


def report_name(kind: str) -> str:
    """A kind of report in words."""
    names = {
        "stock_balances": _("Stock report"),
        "indicator_results": _("Indicator report"),
        "budgets": _("Budget report"),
        "deliveries": _("Delivery report"),
    }
    return names.get(kind, kind)


def stage_words() -> dict[str, str]:
    """Code of the stage of an order line -> its word."""
    return {
        "ordered": _("ordered"), "ready": _("ready at the supplier"), "at_port": _("at the port"),
        "in_customs": _("in customs"), "received": _("received"), "handed_over": _("handed over"),
        "cancelled": _("cancelled"),
    }  # fmt: skip


def state_words() -> dict[str, str]:
    """Code of the state of a project -> its word."""
    return {
        "planned": _("planned"), "ongoing": _("ongoing"), "completed": _("completed"), "suspended": _("suspended"),
        "cancelled": _("cancelled"),
    }  # fmt: skip
