"""Panels of the projects pages: results, indicators and the list of projects."""

from dash import html

from components.figures import bar_figure, figure_graph, heat_figure, line_figure
from components.format import month, number
from components.kpi_card import SHAPE_SIGNS
from components.panel import panel
from components.sentences import changed, standing
from components.suppressed import HIDDEN, in_words, suppressed_text, with_words
from components.table import Column, table
from components.traces import Series
from components.words import _
from kpis.kpi import CHILDREN, PERCENT
from kpis.legends import INDICATOR_STATUS
from kpis.projects import ACHIEVEMENT_OF_TARGETS, BURN_PACE_OF_BUDGET, CHILDREN_REACHED, PROGRESS_OVER_BASELINE

MOST_IN_FIGURE = 20
CLASSES = (*INDICATOR_STATUS.classes, *INDICATOR_STATUS.special)
SHORT = ("project_code", "project_name", "reasons", "achievement_value", "pace_value", "country", "budget_usd")
"""Columns of the short list of projects."""


def reason_words() -> dict[str, str]:
    """Why a project needs attention -> sign and words."""
    return {
        "off_track": "▼ " + _("indicators behind"),
        "silent": "▨ " + _("no results in the newest month"),
        "off_pace": "◆ " + _("spending not in step with time"),
        "old_cash": "✕ " + _("cash outstanding for more than 9 months"),
    }


def named(frame, column: str, names: dict[str, str]):
    """The frame with shown_name: the name for the code of the column, the code without one."""
    words = [_("Not stated") if code is None or code != code else names.get(code, code) for code in frame[column]]
    return frame.assign(shown_name=words)


def achievement_panel(frame, card, progress, label: str):
    """Achievement by sector or country, lowest first. frame: kpi_by with shown_name, and gain, planned, progress and
    is_progress_hidden of PROGRESS_OVER_BASELINE beside it. card: the KpiValue. progress: that of PROGRESS_OVER_BASELINE."""
    kpi = ACHIEVEMENT_OF_TARGETS
    shown = with_words(kpi, frame).sort_values("value", na_position="last", kind="stable")
    columns = (
        Column("shown_name", label),
        Column("numerator", _("Results to date"), "number"),
        Column("denominator", _("Targets"), "number"),
        Column("value", _("Achievement"), "percent", 1),
        Column("status", _("Class"), "status", legend=kpi.legend),
        Column("gain", _("Gain over the baseline"), "number"),
        Column("planned", _("Planned gain"), "number"),
        Column("progress", _("Progress since the baseline"), "percent", 1),
    )
    identifier = "achievement-" + ("sector" if "sector_code" in frame else "country")
    total = total_of(kpi, card, ("numerator", "denominator", "value"))
    total |= total_of(PROGRESS_OVER_BASELINE, progress, ("gain", "planned", "progress"))
    title = standing(kpi, card) + " " + _("By {what}, lowest first").format(what=label.lower())
    found = {one: kpi.legend.class_of(value) for one, value in zip(shown["shown_name"], shown["value"], strict=True)}
    colours = {one: held.colour for one, held in found.items() if held and one is not None}
    drawn = bar_figure(shown.head(MOST_IN_FIGURE), "shown_name", "value", PERCENT, colours)
    return panel(
        title,
        figure_graph(drawn, identifier + "-figure"),
        identifier=identifier,
        table=table(_achieved_rows(shown), columns, caption=title, total=total),
        note=_(
            "Indicators that count people or children, in {month}. Progress since the baseline: of those that state "
            "a baseline, how much of the way from it to the target has been made."
        ).format(month=month(card.as_of)),
    )


def total_of(kpi, result, names) -> dict:
    """Numerator, denominator and value of a KpiValue under the names; the word for each where they are not told."""
    if result.is_suppressed:
        return dict.fromkeys(names, suppressed_text(kpi, result))
    return dict(zip(names, (result.numerator, result.denominator, result.value), strict=True))


def _achieved_rows(shown):
    """The rows of the table of achievement, with words in place of what is not told."""
    told = in_words(shown, ("numerator", "denominator", "value"))
    beside = shown[["gain", "planned", "progress"]].assign(is_suppressed=shown["is_progress_hidden"])
    beside = in_words(beside, ("gain", "planned", "progress")).drop(columns="is_suppressed")
    return told.assign(status=told["value"], **{name: beside[name] for name in beside.columns})


def trend_panel(frame, identifier: str):
    """Achievement by month. frame: kpi_by_month."""
    kpi = ACHIEVEMENT_OF_TARGETS
    dated = with_words(kpi, frame[frame["month_date"].notna()])
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("numerator", _("Results to date"), "number"),
        Column("denominator", _("Targets"), "number"),
        Column("value", _("Achievement"), "percent", 1),
    )
    caption = _("Results to date against targets, by month")
    series = (Series("value", _(kpi.label), "actual"),)
    return panel(
        changed(kpi, dated),
        figure_graph(line_figure(dated, "month_date", series, PERCENT, kpi.target), identifier + "-figure"),
        identifier=identifier,
        table=table(in_words(dated.iloc[::-1], ("numerator", "denominator", "value")), columns, caption=caption),
        note=_("Of the indicators with a result in the month; who does not report is in neither sum."),
    )


def status_panel(frame, column: str, names: dict[str, str], label: str):
    """Indicators by class, per sector or country. frame: indicator_status_counts by the column."""
    counts = (
        named(frame, column, names).groupby(["shown_name", "indicator_status_code"], sort=True)["indicator_count"].sum()
    )
    codes = [one.code for one in CLASSES]
    # zero because every indicator counts in one class: a class that is not named for a place holds none of them
    wide = counts.unstack(fill_value=0).reindex(columns=codes, fill_value=0).reset_index()
    words = {one.code: f"{SHAPE_SIGNS[one.shape]} {_(one.word)}" for one in CLASSES}
    total = {code: int(wide[code].sum()) for code in codes} | {"all": int(frame["indicator_count"].sum())}
    seen = {code: words[code] for code in codes if total[code]}
    told = _("{behind} of {all} indicators are constrained or without progress, {silent} were not reported: by {what}")
    counts = {
        "behind": total["constrained"] + total["no_progress"],
        "all": total["all"],
        "silent": total["not_reported"],
    }
    title = told.format(what=label.lower(), **{name: number(count) for name, count in counts.items()})
    columns = [Column("shown_name", label), *(Column(code, word, "number") for code, word in seen.items())]
    columns.append(Column("all", _("All"), "number"))
    colours = {one.code: one.colour for one in CLASSES}
    shown = wide.assign(all=wide[codes].sum(axis=1)).sort_values("all", ascending=False, kind="stable")
    identifier = "status-" + column.split("_")[0]
    drawn = bar_figure(shown.head(MOST_IN_FIGURE), "shown_name", seen, _("indicators"), colours)
    note = _(
        "Each indicator once per project and place, in the newest month. On track: met, or at most 15 points behind time."
    )
    return panel(
        title,
        figure_graph(drawn, identifier + "-figure"),
        identifier=identifier,
        table=table(shown, columns, caption=_("Indicators by class"), total=total),
        note=note,
    )


def children_panel(reached, by_sex, card):
    """Children reached by country, and girls and boys where reported. card: KpiValue of children reached."""
    sex = by_sex.set_index("country_code")
    kpi = CHILDREN_REACHED
    shown = with_words(kpi, reached).sort_values("value", ascending=False, na_position="last", kind="stable")
    girls = shown["country_code"].map(sex["numerator"])
    both = shown["country_code"].map(sex["denominator"])
    share = shown["country_code"].map(sex["value"])
    shown = shown.assign(girls=girls, boys=both - girls, share=share)
    by_sex_told = shown[["girls", "boys", "share"]].assign(
        is_suppressed=shown["country_code"].map(sex["is_suppressed"])
    )
    by_sex_told = in_words(by_sex_told, ("girls", "boys", "share")).drop(columns="is_suppressed")
    rows = in_words(shown, ("value",)).assign(**{name: by_sex_told[name] for name in by_sex_told.columns})
    count = suppressed_text(kpi, card) if card.is_suppressed else number(card.value)
    columns = (
        Column("shown_name", _("Country or area")),
        Column("value", _("Children reached"), "number"),
        Column("girls", _("Girls reached, as reported"), "number"),
        Column("boys", _("Boys reached, as reported"), "number"),
        Column("share", _("Share of girls"), "percent", 1),
    )
    told = (
        _("Children reached at least once, by country: {count}")
        if card.is_suppressed
        else _("{count} children reached at least once, by country")
    )
    title = told.format(count=count)
    told = _("Children reached count once per country. Girls and boys add up all reports that state the sex; "
             "they count services, so that their sum may be larger.")  # fmt: skip
    return panel(
        title,
        figure_graph(bar_figure(shown.head(MOST_IN_FIGURE), "shown_name", "value", CHILDREN), "children-figure"),
        identifier="children",
        table=table(rows, columns, caption=title, total={"value": count if card.is_suppressed else card.value}),
        note=told,
    )


def project_table(frame, countries: dict[str, str], sectors: dict[str, str], addresses: list[str], *, is_short=False):
    """The list of projects. addresses: the page of each row. is_short: with the columns that matter most only."""
    words = reason_words()
    reasons = [", ".join(words[name] for name in words if row[f"is_{name}"]) for row in frame.to_dict("records")]
    on_track = [_on_track(row) for row in frame.to_dict("records")]
    shown = frame.assign(
        address=addresses,
        reasons=[one or _("nothing found") for one in reasons],
        indicators=on_track,
        achievement_value=_achievement_words(frame),
        country=named(frame, "country_code", countries)["shown_name"],
        sector=named(frame, "sector_code", sectors)["shown_name"],
    )
    columns = (
        Column("project_code", _("Project"), "link", address="address"),
        Column("project_name", _("Name")),
        Column("reasons", _("Needs attention because")),
        Column("achievement_value", _("Achievement"), "percent", 1),
        Column("indicators", _("Indicators on track")),
        Column("pace_value", _("Spending against time"), "percent", 1),
        Column("old_cash_numerator", _("Cash over 9 months"), "usd"),
        Column("newest_month", _("Last results"), "month"),
        Column("country", _("Country or area")),
        Column("sector", _("Sector")),
        Column("end_date", _("Ends"), "date"),
        Column("budget_usd", _("Budget"), "usd"),
    )
    caption = _("Projects, those with the most reasons for attention first")
    kept = [one for one in columns if one.name in SHORT or not is_short]
    return html.Div(table(shown, kept, caption=caption), className="project-list")


def heat_panel(frame, projects, kpi, links):
    """Project by month in the classes of the KPI. frame: heat_by_month. projects: rows of the list. links: a nav."""
    months = sorted(frame["month_date"].unique())
    frame = in_words(with_words(kpi, frame), ("value",))
    cells = {(row["project_code"], row["month_date"]): row["value"] for row in frame.to_dict("records")}
    listed = projects.to_dict("records")
    grid = [_heat_cell(row["project_code"], one, _cell(cells, row, one)) for row in listed for one in months]
    columns = (
        Column("project_code", _("Project")),
        *(Column(f"m{at}", month(one), "percent", 1) for at, one in enumerate(months)),
    )
    twin = [
        {"project_code": row["project_code"]}
        | {f"m{at}": cells.get((row["project_code"], one)) for at, one in enumerate(months)}
        for row in listed
    ]
    caption = _("{label} by project and month, for the projects of this page").format(label=_(kpi.label))
    title = _heat_sentence(grid, kpi, months[-1]) if months else caption
    made = type(projects)
    cells = made(grid, columns=("project_code", "month_date", "value", HIDDEN))
    drawn = figure_graph(heat_figure(cells, "project_code", "month_date", "value", kpi.legend), "heat-figure")
    note = _("A dash: the project did not run in the month. In per cent; targets and pace as on the cards.")
    return panel(title, [links, drawn], identifier="heat", table=table(made(twin), columns, caption=caption), note=note)


def _heat_sentence(grid: list[dict], kpi, newest) -> str:
    """The class that most projects of the page have in the newest month: "Achievement in May 2026: ...\""""
    newest_ones = [row for row in grid if row["month_date"] == newest]
    values = [row["value"] for row in newest_ones if row["value"] not in ("", None)]
    hidden = sum(1 for row in newest_ones if row[HIDDEN])
    words = [_(kpi.legend.class_of(value).word) for value in values if value == value]
    if not words:
        told = _("{label} in {month}: no data for the projects of this page")
        if hidden:
            told = _("{label} in {month}: hidden, because figures would tell small counts of people")
        return told.format(label=_(kpi.label), month=month(newest))
    most = max(words, key=words.count)
    told = _("{label} in {month}: {some} of {all} projects of this page “{word}”")
    parts = {"some": number(words.count(most)), "all": number(len(words)), "word": most}
    said = told.format(label=_(kpi.label), month=month(newest), **parts)
    return said + "; " + _("{count} hidden").format(count=number(hidden)) if hidden else said


def heat_kpis() -> dict:
    """Word in the address -> the KPI that the heat table shows."""
    return {"achievement": ACHIEVEMENT_OF_TARGETS, "burn": BURN_PACE_OF_BUDGET}


def _heat_cell(project: str, day, value) -> dict:
    """A cell of the heat table; a word in place of a value stands beside it."""
    word = value if isinstance(value, str) and value else None
    return {"project_code": project, "month_date": day, "value": None if word else value, HIDDEN: word}


def _cell(cells: dict, project: dict, day):
    """The value; missing for a month that was not reported; a dash (an empty text) where the project did not run."""
    if (project["project_code"], day) in cells:
        return cells[project["project_code"], day]
    begins, ends = project["start_date"], project["end_date"]
    runs = (begins != begins or begins.replace(day=1) <= day) and (ends != ends or ends >= day)
    return None if runs else ""


def _achievement_words(frame) -> list:
    """The achievement of each project, a word where it is not told."""
    flags = frame["is_achievement_hidden"] == 1
    told = in_words(frame[["achievement_value"]].assign(is_suppressed=flags), ("achievement_value",))
    return list(told["achievement_value"])


def _on_track(row: dict) -> str:
    if row["on_track_denominator"] is None or row["on_track_denominator"] != row["on_track_denominator"]:
        return "–"
    told = _("{some} of {all}")
    return told.format(some=number(row["on_track_numerator"]), all=number(row["on_track_denominator"]))
