"""Who was reached: sex, age and disability where reports tell them, and people in need beside them."""

from components.figure_parts import known
from components.figures import bar_figure, figure_graph
from components.format import amount, number
from components.panel import panel
from components.suppressed import HIDDEN, in_words, with_words
from components.table import Column, table
from components.words import _
from kpis.kpi import PERCENT
from kpis.projects import CHILDREN_REACHED, PEOPLE_REACHED

MOST_IN_FIGURE = 15
NOT_TOLD = "not_told"
COLOURS = {"told": "#2a82c4", "rest": "#9aa5ad"}


def class_words(breakdown: str, name: str) -> str:
    """A class of a breakdown in words."""
    words = {
        ("sex", "f"): _("Women and girls"),
        ("sex", "m"): _("Men and boys"),
        ("sex", NOT_TOLD): _("Sex not reported"),
        ("age", NOT_TOLD): _("Age not reported"),
        ("disability", "with"): _("With disabilities"),
        ("disability", "without"): _("Without disabilities"),
        ("disability", NOT_TOLD): _("Disability not reported"),
    }
    return words.get((breakdown, name)) or _("Age {group}").format(group=name)


def class_panel(frame):
    """Shares of the people reached by sex, age and disability. frame: reach_by_class."""
    heads = {"sex": _("Sex"), "age": _("Age"), "disability": _("Disability")}
    pairs = list(zip(frame["breakdown_code"], frame["class_code"], strict=True))
    shown = frame.assign(
        named=[class_words(*pair) for pair in pairs],
        breakdown=[heads[breakdown] for breakdown, _name in pairs],
    )
    # The share of a class that is told is not: with its number it would tell the whole of the breakdown.
    cut = set(frame["breakdown_code"][frame["is_suppressed"]])
    shown = shown.assign(is_suppressed=[breakdown in cut for breakdown, _name in pairs])
    columns = (
        Column("named", _("Class")),
        Column("breakdown", _("Breakdown")),
        Column("added_people", _("People, once per service"), "number"),
        Column("share_pct", _("Share of the breakdown"), "percent", 1),
    )
    rest = frame["class_code"] == NOT_TOLD
    colours = {one: COLOURS["rest" if is_rest else "told"] for one, is_rest in zip(shown["named"], rest, strict=True)}
    title, hidden = _class_sentence(frame), int(frame["is_suppressed"].sum())
    note = _(
        "Each breakdown adds up to 100 %. People reached by several services count with each; totals are not added to "
        "classes. Not reported: in the totals of reports, in none of their classes."
    )
    if hidden:
        told = _("{count} classes are hidden: they are small counts of people or would give one away.")
        note += " " + told.format(count=number(hidden))
    return panel(
        title,
        figure_graph(bar_figure(shown, "named", "share_pct", PERCENT, colours), "reach-classes-figure"),
        identifier="reach-classes",
        table=table(
            in_words(shown, ("added_people", "share_pct")),
            columns,
            caption=_("People reached by sex, age and disability"),
        ),
        note=note,
    )


def need_panel(frame, coverages: dict, year: int):
    """People and children reached beside those in need, by country. frame: reach_and_need with shown_name.
    coverages: people and children -> coverage_of."""
    columns = [Column("shown_name", _("Country or area"))]
    labels = {"people": (_("People reached"), _("People in need")),
              "children": (_("Children reached"), _("Children in need"))}  # fmt: skip
    total = {}
    for name, (reached, in_need) in labels.items():
        columns.append(Column(f"{name}_reached", reached, "number"))
        columns.append(Column(f"{name}_in_need", in_need, "number"))
        columns.append(Column(f"{name}_share_pct", _("Reached of those in need"), "percent", 1))
        if coverages[name]:
            top, below = coverages[name]
            total[f"{name}_share_pct"] = top / below * 100 if below else None
    both = frame[frame["people_reached"].notna() & frame["people_in_need"].notna()]
    note = _(
        "Needs are the published totals of the year, reached what projects reported in it: a lower bound, because in "
        "each country only the largest indicator counts. Shares, and the one of all, are of countries where both are known. "
        "Drawn: the share of the people in need, the largest need first."
    )
    listed = table(_need_rows(frame), columns, caption=_("People reached and in need"), total=total or None)
    return panel(
        _need_sentence(coverages, year, len(both)),
        figure_graph(
            bar_figure(both.head(MOST_IN_FIGURE), "shown_name", "people_share_pct", PERCENT), "reach-need-figure"
        ),
        identifier="reach-need",
        table=listed,
        note=note,
    )


def _need_rows(frame):
    """The rows of the table of needs, with words in place of people reached that are not told and of their share."""
    told = {}
    for name, kpi in (("people", PEOPLE_REACHED), ("children", CHILDREN_REACHED)):
        flags = {"is_suppressed": frame[f"{name}_hidden"], "is_small": frame[f"{name}_small"]}
        part = with_words(kpi, frame.assign(**flags))
        told[f"{name}_reached"] = in_words(part, (f"{name}_reached",))[f"{name}_reached"]
        share = f"{name}_share_pct"
        # Where no need is known there is no share to hide.
        is_needed = [
            word if need == need else None for word, need in zip(part[HIDDEN], frame[f"{name}_in_need"], strict=True)
        ]
        told[share] = in_words(part.assign(**{HIDDEN: is_needed}), (share,))[share]
    return frame.assign(**told)


def _class_sentence(frame) -> str:
    """ "Of the people reached 51 % are women and girls; sex is not reported for 3 %, age for 3 %, disability for 95 %.\""""
    shares = {
        (row.breakdown_code, row.class_code): known(row.share_pct)
        for row in frame.itertuples()
        if not row.is_suppressed
    }
    said = _("People reached by sex, age and disability")
    women = shares.get(("sex", "f"))
    if women is not None:
        said = _("{share} % of the people reached are reported as women and girls").format(share=number(women))
    words = {"sex": _("sex"), "age": _("age"), "disability": _("disability")}
    rest = [(words[name], shares.get((name, NOT_TOLD))) for name in words]
    told = [_("{what} for {share} %").format(what=what, share=number(share, 1)) for what, share in rest if share]
    return said + ("; " + _("not reported: {list}").format(list=", ".join(told)) if told else "")


def _need_sentence(coverages: dict, year: int, places: int) -> str:
    name = "children" if coverages["children"] else "people"
    if not coverages[name] or not coverages[name][1]:
        return _("People reached and in need, by country or area")
    words = {"children": _("children in need"), "people": _("people in need")}
    told = _("In {year} projects reached {reached} of {need} {whom}, {share} %, in {places} countries or areas")
    top, below = coverages[name]
    parts = {"reached": amount(top), "need": amount(below), "share": number(top / below * 100, 1)}
    return told.format(year=str(year), whom=words[name], places=number(places), **parts)
