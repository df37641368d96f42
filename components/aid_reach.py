"""Aid against need by country: what arrived and who was reached, beside who is in need."""

from components.figures import bar_figure, figure_graph
from components.format import amount, number
from components.panel import panel
from components.table import Column, table
from components.theme import colour_of
from components.words import _, plural
from kpis.kpi import CHILDREN, PEOPLE

MOST_BARS = 20


def reach_panel(frame, year: int, names: dict[str, str]):
    """Countries by the need that aid has not met. frame: queries.aid_flows.reach_against_need."""
    shown = frame.assign(country_name=[names.get(code, code) for code in frame["country_code"]])
    return panel(
        _sentence(shown, year),
        figure_graph(_figure(shown), "aid-reach-figure"),
        identifier="aid-reach",
        table=_table(shown, year),
        note=_note(len(shown)),
    )


def _measure(frame) -> str:
    """What the countries are compared by: "children" where any country has both figures, else "people", else "need"."""
    if frame["unmet_children"].notna().any():
        return "children"
    return "people" if frame["unreached_people"].notna().any() else "need"


def _sentence(frame, year: int) -> str:
    """Where the unmet need is largest, and of how many countries aid is not known."""
    measure = _measure(frame)
    if measure == "need":
        said = _("Need {year}: no figure of aid in that year can be set against it")
        return said.format(year=year)
    column, told = {
        "children": (
            "unmet_children",
            _("Need {year}: supplies are short for {count} children in need in {name}, more than anywhere else"),
        ),
        "people": (
            "unreached_people",
            _("Need {year}: {count} people in need are not reached in {name}, more than anywhere else"),
        ),
    }[measure]
    first = frame.iloc[0]
    if first[column] == 0:
        told = _("Need {year}: in no country is aid known to be less than the need")
    said = told.format(year=year, count=amount(first[column]), name=first["country_name"])
    silent = int(frame[column].isna().sum())
    if silent:
        found = plural("one country cannot be compared", "{count} countries cannot be compared", silent)
        said += "; " + found.format(count=number(silent))
    return said


def _figure(frame) -> dict:
    """Met and unmet need as one bar for each country; the need alone where no aid is known anywhere."""
    if (measure := _measure(frame)) == "need":
        known = frame[frame["people_in_need"].notna()].head(MOST_BARS)
        return bar_figure(known, "country_name", {"people_in_need": _("People in need")}, PEOPLE)
    aid, unmet, unit, labels = {
        "children": (
            "received_children",
            "unmet_children",
            CHILDREN,
            (_("Supplies received, in children"), _("Children in need without supplies")),
        ),
        "people": ("people_reached", "unreached_people", PEOPLE, (_("People reached"), _("Not reached"))),
    }[measure]
    colours = {aid: colour_of("aid"), unmet: colour_of("need")}
    known = frame[frame[unmet].notna()].head(MOST_BARS)
    return bar_figure(known, "country_name", dict(zip((aid, unmet), labels, strict=True)), unit, colours)


def _table(frame, year: int):
    columns = (
        Column("country_name", _("Country")),
        Column("children_in_need", _("Children in need"), "number"),
        Column("received_children", _("Children-equivalents received"), "number"),
        Column("supplied_pct", _("Share"), "percent", 1),
        Column("unmet_children", _("Children in need without supplies"), "number"),
        Column("people_in_need", _("People in need"), "number"),
        Column("people_reached", _("People reached"), "number"),
        Column("reached_pct", _("Share"), "percent", 1),
    )
    caption = _("Aid against need in {year}, largest unmet need first; a dash stands for no data").format(year=year)
    return table(frame, columns, caption=caption)


def _note(count: int) -> str:
    said = _(
        "Needs and people reached are those of the plans of the year, of all partners; supplies are what arrived in "
        "that year inside the period. Supplies for several purposes can be for the same child, so a share can be above "
        "100 %. Filters on items, donors and the like limit the supplies only."
    )
    if count > MOST_BARS:
        said += " " + _("The figure shows the first {count}.").format(count=number(MOST_BARS))
    return said
