"""Panels of budgets and cash transfers."""

from components.figures import bar_figure, figure_graph, line_figure
from components.format import kpi_amount, month, number
from components.panel import panel
from components.table import Column, table
from components.traces import Series
from components.words import _
from kpis.kpi import PERCENT, US_DOLLARS
from kpis.projects import OUTSTANDING_CASH

MOST_IN_FIGURE = 20


def burn_panel(frame, identifier: str = "burn"):
    """Money used against time elapsed, both as shares of the budget. frame: budget_by_month."""
    known = frame[frame["burn_pct"].notna()]
    last = known.iloc[-1] if len(known) else None
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("budget_usd", _("Budget"), "usd"),
        Column("used_to_date_usd", _("Used to date"), "usd"),
        Column("burn_pct", _("Budget used"), "percent", 1),
        Column("elapsed_budget_usd", _("Even pace to date"), "usd"),
        Column("elapsed_pct", _("Time elapsed"), "percent", 1),
    )
    title = _("Budget used and time elapsed, by month")
    if last is not None:
        told = _("{used} % of the budget was used by {month}, with {elapsed} % of the time elapsed")
        parts = {"used": number(last["burn_pct"]), "elapsed": number(last["elapsed_pct"])}
        title = told.format(month=month(last["month_date"]), **parts)
    series = (Series("burn_pct", _("Budget used"), "actual"), Series("elapsed_pct", _("Time elapsed"), "planned"))
    note = _("Used: expenditure and open commitments. Time is weighted by budget. Projects that report money in the "
             "month and have a budget and both dates.")  # fmt: skip
    return panel(
        title,
        figure_graph(line_figure(known, "month_date", series, PERCENT), identifier + "-figure"),
        identifier=identifier,
        table=table(known.iloc[::-1], columns, caption=_("Budget used and time elapsed")),
        note=note,
    )


def flows_panel(frame, identifier: str = "flows"):
    """Allotment, commitments and expenditure of each month."""
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("allotment_usd", _("Allotment"), "usd"),
        Column("commitment_usd", _("Commitments, net"), "usd"),
        Column("expenditure_usd", _("Expenditure"), "usd"),
    )
    names = ("allotment_usd", "commitment_usd", "expenditure_usd")
    total = {name: frame[name].sum(min_count=1) for name in names}
    title = _("Allotment, commitments and expenditure by month")
    series = (
        Series("allotment_usd", _("Allotment"), "allotment"),
        Series("commitment_usd", _("Commitments, net"), "commitments"),
        Series("expenditure_usd", _("Expenditure"), "expenditure"),
    )
    return panel(
        title,
        figure_graph(line_figure(frame, "month_date", series, US_DOLLARS), identifier + "-figure"),
        identifier=identifier,
        table=table(frame.iloc[::-1], columns, caption=title, total=total),
        note=_("Commitments are net: one that is paid or released counts below zero."),
    )


def cash_panel(frame, card):
    """Cash outstanding by country and age. frame: cash_by_country with shown_name. card: cash outstanding."""
    names = ("outstanding_usd", "from_6_to_9_months_usd", "over_9_months_usd")
    columns = (
        Column("shown_name", _("Country or area")),
        Column(names[0], _("Outstanding"), "usd"),
        Column(names[1], _("For 6 to 9 months"), "usd"),
        Column("from_6_to_9_months_pct", _("Share"), "percent", 1),
        Column(names[2], _("For more than 9 months"), "usd"),
        Column("over_9_months_pct", _("Share"), "percent", 1),
    )
    total = {name: frame[name].sum(min_count=1) for name in names} | {names[0]: card.value}
    for name in names[1:]:
        total[name.replace("_usd", "_pct")] = total[name] / card.value * 100 if card.value else None
    told = _("{amount} of cash transfers are outstanding in {month}; parts older than 6 months by country")
    old = frame[(frame[names[1]] > 0) | (frame[names[2]] > 0)]
    shown = old.assign(old=old[list(names[1:])].sum(axis=1)).sort_values("old", ascending=False).head(MOST_IN_FIGURE)
    parts = {names[1]: "■ " + _("for 6 to 9 months"), names[2]: "✕ " + _("for more than 9 months")}
    colours = {names[1]: "#e8833a", names[2]: "#7f1d1d"}
    return panel(
        told.format(amount=kpi_amount(OUTSTANDING_CASH, card.value), month=month(card.as_of)),
        figure_graph(bar_figure(shown, "shown_name", parts, US_DOLLARS, colours), "cash-figure"),
        identifier="cash",
        table=table(frame, columns, caption=_("Cash transfers outstanding by country and age"), total=total),
    )
