"""Random reports of people with many small counts, in every shape of breakdown, and what they add up to."""

import random
from dataclasses import dataclass, field

from tests.marts.given_rows import month
from tests.queries.differencing import Sum, added, less

COUNTRIES = ("AFG", "MLI", "SSD")
INDICATORS = ("N1", "N2", "RUN")
"""RUN is reported as a running total."""
MONTHS, PROJECTS = (1, 2, 3), 4


@dataclass
class Line:
    """A project's indicator in a month. sums: name of a column -> sum of reports; classes: (breakdown, class) -> sum;
    reports: numbers of its reports by (sex, age, disability)."""

    project: str
    country: str
    indicator: str
    number: int
    sums: dict[str, Sum] = field(default_factory=dict)
    classes: dict[tuple[str, str], Sum] = field(default_factory=dict)
    reports: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def key(self) -> tuple:
        return self.project, self.indicator, month(self.number)


@dataclass
class Reports:
    """truth: number of people by number of the report. rows: of the feeds."""

    lines: list[Line] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    feeds: dict[str, list[dict]] = field(default_factory=dict)


def random_people(seed: int) -> Reports:
    """Three countries with four projects each, three indicators and three months; a third of all counts is small."""
    chance, made = random.Random(seed), Reports(feeds={"indicator_results": [], "projects": []})
    for country in COUNTRIES:
        for place in range(PROJECTS):
            project = f"{country}{place}"
            about = {"country_code": country, "donor_name": f"D{place % 2}", "sector_code": f"S{place % 3}"}
            made.feeds["projects"].append({"project_code": project, "project_name": project, **about})
            for indicator in INDICATORS:
                _add_line(chance, made, project, indicator)
    return made


def _add_line(chance: random.Random, made: Reports, project: str, indicator: str) -> None:
    before: Line | None = None
    for number in MONTHS:
        if chance.random() < 0.15:
            continue
        line = Line(project, project[:3], indicator, number)
        parts = _parts(chance) if indicator != "RUN" else {("all", "all", "all"): _count(chance)}
        for part, count in parts.items():
            earlier = made.truth[before.reports[part]] if before else 0.0
            line.reports[part] = len(made.truth)
            made.truth.append(float(count) + earlier)
            made.feeds["indicator_results"].append(_row(line, part, made.truth[-1], len(made.truth)))
        _sum_up(line, before)
        made.lines.append(line)
        before = line if indicator == "RUN" else None


def _count(chance: random.Random) -> int:
    return chance.choice([1, 2, 3, 4, 0, 7, 12, 25, 40, 60])


def _parts(chance: random.Random) -> dict[tuple[str, str, str], int]:
    """People of a report by (sex, age, disability), in one of five shapes."""
    shape = chance.choice(["total", "sex", "sex and rest", "age", "disability"])
    first, second = _count(chance), _count(chance)
    total = {("all", "all", "all"): first + second + chance.choice([0, 3, 20])}
    if shape == "total":
        return {("all", "all", "all"): first}
    if shape == "sex":
        return {("f", "all", "all"): first, ("m", "all", "all"): second}
    if shape == "sex and rest":
        return total | {("f", "all", "all"): first, ("m", "all", "all"): second}
    if shape == "age":
        return {("all", "0-4", "all"): first, ("all", "5-17", "all"): second}
    return total | {("all", "all", "with"): first}


def _row(line: Line, part: tuple[str, str, str], people: float, number: int) -> dict:
    sex, age, disability = part
    named = {"sex_code": sex, "age_group": age, "disability_code": disability}
    return {
        "project_code": line.project, "indicator_code": line.indicator, "country_code": line.country,
        "indicator_unit": "children", "indicator_direction": "increase", "month_date": month(line.number),
        "reference_period_start": month(line.number), "time_rollup": "last" if line.indicator == "RUN" else "sum",
        "result_value": people, "source_row": number, **{name: None if one == "all" else one for name, one in named.items()},
    }  # fmt: skip


def _sum_up(line: Line, before: Line | None) -> None:
    """What the reports of a line add up to in the marts."""
    reports = {part: {at: 1.0} for part, at in line.reports.items()}
    total = reports.get(("all", "all", "all"))
    people = total if total is not None else added(*reports.values())
    line.sums["told"] = people
    line.sums["people"] = less(people, before.sums["told"]) if before else people
    for at, (breakdown, classes) in enumerate((("sex", "fm"), ("age", ("0-4", "5-17")), ("disability", ("with",)))):
        for name in classes:
            part = tuple(name if place == at else "all" for place in range(3))
            if part in reports:
                line.classes[breakdown, name] = reports[part]
    if ("sex", "f") in line.classes:
        line.sums["girls"], line.sums["boys"] = line.classes["sex", "f"], line.classes["sex", "m"]
    if ("disability", "with") in line.classes:
        line.sums["disability"] = line.classes["disability", "with"]
