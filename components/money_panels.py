"""Panels of budgets and cash transfers."""

from components.figures import bar_figure, figure_graph, line_figure
from components.format import kpi_amount, month, number
from components.panel import panel
from components.sentences import changed
from components.table import Column, table
from components.traces import Series
from components.words import _
from kpis.kpi import PERCENT, US_DOLLARS
from kpis.projects import EXPENDITURE, OUTSTANDING_CASH

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
    caption = _("Allotment, commitments and expenditure by month")
    spent = frame[frame["expenditure_usd"].notna()]
    title = changed(EXPENDITURE, list(zip(spent["month_date"], spent["expenditure_usd"], strict=True)))
    series = (
        Series("allotment_usd", _("Allotment"), "allotment"),
        Series("commitment_usd", _("Commitments, net"), "commitments"),
        Series("expenditure_usd", _("Expenditure"), "expenditure"),
    )
    return panel(
        title,
        figure_graph(line_figure(frame, "month_date", series, US_DOLLARS), identifier + "-figure"),
        identifier=identifier,
        table=table(frame.iloc[::-1], columns, caption=caption, total=total),
        note=_("Commitments are net: one that is paid or released counts below zero."),
    )


def cash_panel(frame, card, label: str, identifier: str = "cash"):
    """Cash outstanding by country or partner and age. frame: cash_by_country or cash_by_partner with shown_name.
    card: cash outstanding. label: what the rows are."""
    parts = {
        "under_6_months_usd": "● " + _("less than 6 months"),
        "from_6_to_9_months_usd": "■ " + _("6 to 9 months"),
        "over_9_months_usd": "✕ " + _("more than 9 months"),
    }
    colours = dict(zip(parts, ("#9fd3e6", "#e8833a", "#7f1d1d"), strict=True))
    shares = {"from_6_to_9_months_usd": "middle_pct", "over_9_months_usd": "old_pct"}
    columns = [Column("shown_name", label), Column("outstanding_usd", _("Outstanding"), "usd")]
    for name, words in parts.items():
        columns.append(Column(name, words, "usd"))
        columns += [Column(shares[name], _("Share"), "percent", 1)] if name in shares else []
    total = {name: frame[name].sum(min_count=1) for name in ("outstanding_usd", *parts)}
    total |= {"outstanding_usd": card.value}
    whole = frame["outstanding_usd"].where(frame["outstanding_usd"] > 0)
    shown = frame.assign(**{share: frame[name] / whole * 100 for name, share in shares.items()})
    total |= {share: total[name] / card.value * 100 if card.value else None for name, share in shares.items()}
    shown = shown.assign(old=frame["from_6_to_9_months_usd"] + frame["over_9_months_usd"])
    drawn = shown[shown["old"] > 0].sort_values("old", ascending=False, kind="stable").head(MOST_IN_FIGURE)
    note = _("Those with cash older than 6 months, the most first; the table has all. Less than 6 months: the rest.")
    return panel(
        _cash_sentence(total, card, label),
        figure_graph(bar_figure(drawn, "shown_name", parts, US_DOLLARS, colours), identifier + "-figure"),
        identifier=identifier,
        table=table(shown, columns, caption=_cash_caption(label), total=total),
        note=note,
    )


def _cash_caption(label: str) -> str:
    return _("Cash transfers outstanding by {what} and age").format(what=label.lower())


def _cash_sentence(total: dict, card, label: str) -> str:
    """ "US$ 6 million of cash transfers are outstanding in October 2026: 12 % for 6 to 9 months, ...\""""
    said = _("{amount} of cash transfers are outstanding in {month}, by {what}")
    said = said.format(amount=kpi_amount(OUTSTANDING_CASH, card.value), month=month(card.as_of), what=label.lower())
    middle, oldest = total["from_6_to_9_months_usd"], total["over_9_months_usd"]
    if not card.value or middle != middle or oldest != oldest:
        return said
    told = _("{middle} % for 6 to 9 months, {oldest} % for more than 9")
    shares = {"middle": number(middle / card.value * 100), "oldest": number(oldest / card.value * 100)}
    return said + ": " + told.format(**shares)
