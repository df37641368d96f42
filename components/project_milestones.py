"""Milestones in words: those of one project, and the overdue ones of all."""

from components.figure_parts import known
from components.format import number
from components.panel import panel
from components.table import Column, table
from components.words import _, plural
from kpis.legends import MILESTONE_STATUS


def late_panel(frame, counts: dict[str, int], places: dict[str, str], addresses: list[str]):
    """The overdue milestones, the longest delay first. frame: late_milestones. counts: milestone_counts. places:
    country code -> name. addresses: the page of each row's project."""
    named = [places.get(code, code) if code == code and code else _("Not stated") for code in frame["country_code"]]
    shown = _in_words(frame).assign(address=addresses, place=named)
    columns = (
        Column("milestone_name", _("Milestone")),
        Column("project_code", _("Project"), "link", address="address"),
        Column("place", _("Country or area")),
        Column("planned_date", _("Planned for"), "date"),
        Column("delay_of_milestone_days", _("Days overdue"), "number"),
    )
    title = milestone_sentence(counts)
    note = _("The longest delay first. A day counts as late once the date of the data has passed it.")
    if counts.get("overdue", 0) > len(frame):
        note = _("The {shown} with the longest delay, of {all} overdue.").format(
            shown=number(len(frame)), all=number(counts["overdue"])
        )
    listed = table(shown, columns, caption=_("Overdue milestones"))
    return panel(title, listed, identifier="milestones-late", note=note)


def project_milestones(frame, counts: dict[str, int]):
    """The milestones of one project by their planned days. frame: milestones_of."""
    columns = (
        Column("milestone_name", _("Milestone")),
        Column("planned_date", _("Planned for"), "date"),
        Column("actual_date", _("Reached on"), "date"),
        Column("milestone_status_code", _("State"), "status", legend=MILESTONE_STATUS),
        Column("told", _("Delay")),
    )
    listed = table(_in_words(frame), columns, caption=_("Milestones by their planned day"))
    return panel(milestone_sentence(counts), listed, identifier="milestones")


def milestone_sentence(counts: dict[str, int]) -> str:
    """ "12 of 20 milestones due were reached on time, 3 late; 5 are overdue." Undated and cancelled are told apart."""
    classes = ("reached_on_time", "reached_late", "overdue", "reached_undated")
    on_time, late, overdue, undated = (counts.get(code, 0) for code in classes)
    due = on_time + late + overdue + undated
    if not due:
        return _("No milestone is due yet.")
    said = _("{some} of {all} milestones due were reached on time, {late} late").format(
        some=number(on_time), all=number(due), late=number(late)
    )
    if undated:
        said += ", " + _("{count} on a day not stated").format(count=number(undated))
    return said + "; " + plural("{count} is overdue.", "{count} are overdue.", overdue).format(count=number(overdue))


def _in_words(frame):
    """The frame with told: how late, in words."""
    pairs = zip(frame["milestone_status_code"], frame["delay_of_milestone_days"], strict=True)
    return frame.assign(told=[_delay(code, known(days)) for code, days in pairs])


def _delay(code: str, days: float | None) -> str:
    if code not in ("reached_late", "overdue") or days is None:
        return "–"
    return plural("{count} day late", "{count} days late", int(days)).format(count=number(days))
