"""Panels of appeals: what is required, received, carried over and missing, who gave it, and single flows."""

from dash import html

from components.figures import bar_figure, figure_graph, line_figure
from components.format import day, kpi_amount, month, number
from components.panel import panel
from components.table import MOST_ROWS, Column, table
from components.traces import Series
from components.words import _
from kpis.funding import FUNDING, GAP
from kpis.kpi import PERCENT, US_DOLLARS

MOST_IN_FIGURE = 15
SUMS = ("requirement_usd", "funding_usd", "carry_over_usd", "funding_gap_usd")
UNALLOCATED = ("Not specified", "Multiple clusters/sectors (shared)")
"""Words of publishers for money that no single cluster has; they are shown, but named in no heading."""
COLOURS = {"funding_usd": "#2a82c4", "carry_over_usd": "#0b9a74", "funding_gap_usd": "#d1620c"}


def appeals_panel(frame, cards: dict, most: int = MOST_ROWS):
    """Appeals with the largest gaps, the first `most` of them in the table. frame: appeals. cards: column of the
    frame -> KpiValue."""
    gap = cards["funding_gap_usd"]
    told = _("{amount} are missing in the appeals of {year}") if gap.value is not None else _("Appeals of {year}")
    amount = kpi_amount(GAP, gap.value)
    title = told.format(amount=amount, year=_year(frame["month_date"].max()))
    columns = (Column("plan_code", _("Appeal")), Column("plan_name", _("Name")), *_money_columns())
    total = {name: card.value for name, card in cards.items()}
    note = _(
        "Largest gap first. Carry-over is money of earlier years: it is no new funding and stands apart. "
        "Coverage is without it. Gap: requirement minus funding minus carry-over; the requirement as last revised."
    )
    listed = table(frame, columns, caption=title, total=total, most=most)
    return _parts_panel(frame.head(most), "plan_code", (title, "appeals", note), listed)


def country_panel(frame, cards: dict):
    """The same by country. frame: funding_by_country with shown_name."""
    known = frame[frame["funding_gap_usd"].notna()]
    title = _("What appeals received and lack, by country or area")
    if len(known):
        first = known.iloc[0]
        told = _("The largest gap lies in {place}: {amount}")
        title = told.format(place=first["shown_name"], amount=kpi_amount(GAP, first["funding_gap_usd"]))
    columns = (Column("shown_name", _("Country or area")), *_money_columns())
    total = {name: card.value for name, card in cards.items()}
    note = _(
        "An appeal for several countries counts with the share that it states for each. Where the shares of its "
        "countries are not published, the money stands under “Not stated” and in no country."
    )
    listed = table(frame, columns, caption=title, total=total)
    return _parts_panel(frame, "shown_name", (title, "funding-country", note), listed)


def pace_panel(frame, pace: tuple, known_on, most: int = MOST_ROWS):
    """Coverage of each appeal beside the time that has passed, the furthest behind first. frame: appeals. pace:
    pace_of_appeals. known_on: the day up to which funding is told."""
    covered, elapsed, behind, told_of = pace
    both = frame[frame["coverage_pct"].notna() & frame["elapsed_pct"].notna()]
    shown = both.assign(lead_pct=both["coverage_pct"] - both["elapsed_pct"]).sort_values("lead_pct", kind="stable")
    title = _("Coverage of appeals and time elapsed")
    if covered is not None:
        said = _(
            "{covered} % of the requirement was received by {day}, with {elapsed} % of the time elapsed; {behind} of "
            "{all} appeals lie behind their time"
        )
        parts = {"covered": number(covered), "elapsed": number(elapsed), "behind": number(behind)}
        title = said.format(day=day(known_on), all=number(told_of), **parts)
    labels = {"coverage_pct": _("Coverage"), "behind_pct": _("Still missing of an even pace")}
    columns = (
        Column("plan_code", _("Appeal")),
        Column("coverage_pct", labels["coverage_pct"], "percent", 1),
        Column("elapsed_pct", _("Time elapsed"), "percent", 1),
        Column("lead_pct", _("Coverage minus time, in points"), "number", 1),
    )
    drawn = shown.assign(behind_pct=(-shown["lead_pct"]).clip(lower=0)).head(min(most, MOST_IN_FIGURE))
    colours = {"coverage_pct": COLOURS["funding_usd"], "behind_pct": COLOURS["funding_gap_usd"]}
    total = {"coverage_pct": covered, "elapsed_pct": elapsed}
    total["lead_pct"] = covered - elapsed if covered is not None else None
    note = _(
        "Money does not come evenly: an appeal behind its time needs a look, no more. Time: days of the appeal up to "
        "the day on which the funding was last reported. The total weighs both by requirement."
    )
    return panel(
        title,
        figure_graph(bar_figure(drawn, "plan_code", labels, PERCENT, colours), "funding-pace-figure"),
        identifier="funding-pace",
        table=table(shown, columns, caption=_("Coverage of appeals and time elapsed"), total=total, most=most),
        note=note,
    )


def split_panel(frame, column: str, label: str, received: float | None):
    """Funding by donor or cluster. frame: funding_by. received: what all appeals received."""
    shared = frame["funding_usd"].sum(min_count=1)
    said = _("{label}: published for {share} % of the money received.")
    note = said.format(label=label, share=number(shared / received * 100)) if received and shared == shared else ""
    note += " " + _("What a publisher does not allocate stands under its own word for that, in no one else's sum.")
    columns = [Column(column, label), Column("funding_usd", _("Received"), "usd")]
    if frame["carry_over_usd"].notna().any():
        columns.append(Column("carry_over_usd", _("Carried over"), "usd"))
    if frame["requirement_usd"].notna().any():
        columns.insert(1, Column("requirement_usd", _("Required"), "usd"))
    total = {one.name: frame[one.name].sum(min_count=1) for one in columns[1:]}
    named = frame[~frame[column].isin(UNALLOCATED)]
    first = (named if len(named) else frame).iloc[0]
    told = _("{label} with the most money: {first}, {amount}")
    title = told.format(label=label, first=first[column], amount=kpi_amount(FUNDING, first["funding_usd"]))
    labels = _with_data(frame, {"funding_usd": _("Received"), "carry_over_usd": _("Carried over")})
    identifier = "funding-" + column.split("_")[0]
    drawn = bar_figure(frame.head(MOST_IN_FIGURE), column, labels, US_DOLLARS, COLOURS)
    return panel(
        title,
        figure_graph(drawn, identifier + "-figure"),
        identifier=identifier,
        table=table(frame, columns, caption=title, total=total),
        note=note.strip(),
    )


def donors_panel(frame):
    """Who gave the money, by the flows published. frame: donors_of_flows."""
    names = ("in_plans_usd", "outside_plans_usd")
    labels = dict(zip(names, (_("For appeals"), _("Outside appeals")), strict=True))
    columns = (
        Column("donor_name", _("Donor")),
        *(Column(name, label, "usd") for name, label in labels.items()),
        Column("pledged_usd", _("Pledged, not yet committed"), "usd"),
        Column("flow_count", _("Flows"), "number"),
    )
    total = {one.name: frame[one.name].sum(min_count=1) for one in columns[1:]}
    given, first = sum(value for value in (total[name] for name in names) if value == value), frame.iloc[0]
    own = sum(value for value in (first[name] for name in names) if value == value)
    title = _("Who gave the money, by single flows")
    if given > 0:
        said = _("The largest donor is {donor}: {amount}, {share} % of the flows published")
        parts = {"amount": kpi_amount(FUNDING, own), "share": number(own / given * 100)}
        title = said.format(donor=first["donor_name"], **parts)
    note = _(
        "Paid and committed money; a pledge is a promise and is not added. Flows are published one by one and revised "
        "later, corrections below 0 included, and each counts once, so that their sum differs from the funding of the "
        "appeals. Money passed on through a fund stands with the fund where the publisher has it so."
    )
    colours = {"in_plans_usd": COLOURS["funding_usd"], "outside_plans_usd": "#7a6fb0"}
    return panel(
        title,
        figure_graph(
            bar_figure(frame.head(MOST_IN_FIGURE), "donor_name", labels, US_DOLLARS, colours), "flow-donors-figure"
        ),
        identifier="flow-donors",
        table=table(frame, columns, caption=title, total=total),
        note=note,
    )


def flows_table(frame, names: dict[str, str], addresses: list[str], columns_sorted: dict):
    """A page of flows. names: country code -> name. addresses: the page of each row's donor. columns_sorted: column
    -> (address that sorts by it, order)."""
    places = [_("Several or none") if code is None or code != code else names.get(code, code)
              for code in frame["country_code"]]  # fmt: skip
    words = {"paid": "● " + _("paid"), "commitment": "■ " + _("committed"), "pledge": "○ " + _("pledged")}
    shown = frame.assign(
        place=places, address=addresses, state=[words.get(one, one) for one in frame["flow_status"]],
        plan=frame["plan_code"].where(frame["plan_code"].notna(), _("outside appeals")),
    )  # fmt: skip
    kinds = (
        ("reported_date", _("Reported"), "date"), ("donor_name", _("From"), "link"), ("organisation_name", _("To"), "text"),
        ("plan", _("Appeal"), "text"), ("place", _("Country or area"), "text"), ("cluster_name", _("Cluster"), "text"),
        ("state", _("State"), "text"), ("amount_usd", _("Amount"), "usd"),
    )  # fmt: skip
    columns = []
    for name, label, kind in kinds:
        sort, order = columns_sorted.get(name, ("", ""))
        own = {"address": "address"} if kind == "link" else {}
        columns.append(Column(name, label, kind, sort=sort, order=order, **own))
    return html.Div(table(shown, columns, caption=_("Single flows of money as published")), className="flow-list")


def years_panel(frame):
    """Required, received, carried over and missing, by year of the plans. frame: funding_by_year."""
    labels = _words_of_sums()
    things = ("requirement", "received", "carry_over", "other")
    series = tuple(Series(name, labels[name], thing) for name, thing in zip(SUMS, things, strict=True))
    columns = (
        Column("month_date", _("Year from"), "month"),
        *(Column(name, label, "usd") for name, label in labels.items()),
    )
    title = _("What appeals required and received, by year")
    known = frame[frame["requirement_usd"].notna() & frame["funding_usd"].notna()]
    if len(known):
        last = known.iloc[-1]
        said = _("In {year} appeals asked for {required} and received {received}")
        parts = {"required": kpi_amount(GAP, last["requirement_usd"]), "received": kpi_amount(GAP, last["funding_usd"])}
        title = said.format(year=_year(last["month_date"]), **parts)
    return panel(
        title,
        figure_graph(line_figure(frame, "month_date", series, US_DOLLARS), "funding-years-figure"),
        identifier="funding-years",
        table=table(frame.iloc[::-1], columns, caption=_("What appeals required and received, by year")),
        note=_("The newest year is not over: its money is still coming in."),
    )


def _parts_panel(frame, column: str, told: tuple, listed):
    """Bars made of what was received, carried over and missing. told: title, identifier, note.
    listed: the table."""
    title, identifier, note = told
    labels = _words_of_sums()
    parts = _with_data(frame, {name: labels[name] for name in ("funding_usd", "carry_over_usd", "funding_gap_usd")})
    drawn = bar_figure(frame.head(MOST_IN_FIGURE), column, parts, US_DOLLARS, COLOURS)
    return panel(title, figure_graph(drawn, identifier + "-figure"), identifier=identifier, table=listed, note=note)


def _with_data(frame, parts: dict[str, str]) -> dict[str, str]:
    """The parts of which the frame knows anything; carry-over is published by few."""
    return {name: label for name, label in parts.items() if frame[name].notna().any()}


def _money_columns() -> tuple:
    columns = [Column(name, label, "usd") for name, label in _words_of_sums().items()]
    return (*columns, Column("coverage_pct", _("Coverage"), "percent", 1))


def _words_of_sums() -> dict[str, str]:
    return dict(zip(SUMS, (_("Required"), _("Received"), _("Carried over"), _("Gap")), strict=True))


def _year(value) -> str:
    return month(value).split()[-1] if value is not None and value == value else "–"
