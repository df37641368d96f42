"""No small count of people follows from all that figures, divisions and lists tell, put together."""

import random
from datetime import date, datetime

import numpy as np
import pytest

import kpis
from data.publish import publish
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_country_and, kpi_by_month, kpi_value
from queries.mart_rows import mart_page, mart_row_count, open_mart
from queries.reach import NOT_TOLD, reach_by_class
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.conftest import use_home
from tests.marts.given import BUILD_ID, Given, build_marts
from tests.marts.given_rows import month
from tests.queries.differencing import Attacker, added, less
from tests.queries.people_reports import COUNTRIES, MONTHS, random_people

SEEDS, FILTERS = (1, 2), 10
COLUMN_OF = {"children_reached": "people", "children_with_disabilities_reached": "disability", "girls_share": "girls"}
READERS = (EVERYTHING, *(Reader(code, countries={code}) for code in COUNTRIES[:2]))


@pytest.fixture(scope="module", params=SEEDS)
def reports(request, tmp_path_factory):
    """Random reports, built as production builds them, and published."""
    made, folder = random_people(request.param), tmp_path_factory.mktemp("differencing")
    with pytest.MonkeyPatch.context() as patch:
        use_home(folder / "home", patch)
        store = build_marts(Given(made.feeds, date(2026, 6, 30)), folder / "work")
        info = {"build_id": BUILD_ID, "built_at": datetime(2026, 7, 1), "data_date": date(2026, 6, 30)}
        store.finish(info | {"is_demo": 0, "code_version": "0", "rows_digest": ""})
        publish(BUILD_ID)
        forget_everything()
        yield made
        close_builds()


def random_filters(count: int) -> list[Filters]:
    chance, found = random.Random(5), [Filters()]
    for _time in range(count):
        projects = [f"{code}{place}" for code in COUNTRIES for place in range(4)]
        chosen = {
            "countries": chance.sample(COUNTRIES, chance.randint(1, 2)),
            "projects": chance.sample(projects, chance.randint(1, 8)),
            "donors": [chance.choice(("D0", "D1"))],
            "sectors": chance.sample(("S0", "S1", "S2"), chance.randint(1, 2)),
        }
        kept = {name: tuple(sorted(values)) for name, values in chosen.items() if chance.random() < 0.4}
        since, until = sorted(chance.choices(MONTHS, k=2))
        kept |= {"since": month(since)} if chance.random() < 0.4 else {}
        found.append(Filters(**kept, **({"until": month(until)} if chance.random() < 0.4 else {})))
    return found


def inside(made, filters: Filters, reader: Reader) -> list:
    """The lines that meet the filters and are the reader's."""

    def meets(line) -> bool:
        place, when = int(line.project[3:]), month(line.number)
        return all((
            reader.countries is None or line.country in reader.countries,
            not filters.countries or line.country in filters.countries,
            not filters.projects or line.project in filters.projects,
            not filters.donors or f"D{place % 2}" in filters.donors,
            not filters.sectors or f"S{place % 3}" in filters.sectors,
            not filters.since or when >= filters.since,
            not filters.until or when <= filters.until,
        ))  # fmt: skip

    return [line for line in made.lines if meets(line)]


def counted(made, lines: list, column: str) -> dict:
    """What a figure adds up: of each country the indicator with most people. The attacker is given which one that is."""
    chosen = []
    for country in {line.country for line in lines}:
        of_country = {}
        for line in lines:
            if line.country == country and column in line.sums:
                of_country.setdefault(line.indicator, []).append(line.sums[column])
        if of_country:
            sums = [added(*of_indicator) for of_indicator in of_country.values()]
            chosen.append(max(sums, key=lambda one: sum(made.truth[at] * weight for at, weight in one.items())))
    return added(*chosen)


KEYS = {
    "country_code": lambda line: line.country,
    "indicator_code": lambda line: line.indicator,
    "project_code": lambda line: line.project,
    "month_date": lambda line: month(line.number),
}


def hear_figures(made, attacker: Attacker, reader: Reader, filters: Filters) -> None:
    """All KPIs that add up people, whole and divided."""
    warehouse, lines = open_warehouse(reader), inside(made, filters, reader)
    for name in ("children_reached", "children_with_disabilities_reached"):
        kpi, column = kpis.kpi(name), COLUMN_OF[name]
        value = kpi_value(warehouse, kpi, filters)
        if value.value is not None:
            attacker.hears(counted(made, lines, column), value.value, (name, filters))
        divided = [((key,), kpi_by(warehouse, kpi, filters, key)) for key in KEYS if key != "month_date"]
        divided += [(("month_date",), kpi_by_month(warehouse, kpi, filters))]
        divided += [
            (("month_date", key), kpi_by_month(warehouse, kpi, filters, key))
            for key in ("project_code", "indicator_code")
        ]
        divided += [
            (("country_code", key), kpi_by_country_and(warehouse, kpi, filters, key)) for key in ("indicator_code",)
        ]
        for keys, frame in divided:
            for row in frame[frame["value"].notna()].to_dict("records"):
                wanted = [row[key].date() if key == "month_date" else row[key] for key in keys]
                of_row = [line for line in lines if [KEYS[key](line) for key in keys] == wanted]
                attacker.hears(counted(made, of_row, column), row["value"], (name, filters, row))


def hear_shares(made, attacker: Attacker, reader: Reader, filters: Filters) -> None:
    """Girls and boys, and the classes of sex, age and disability with what was not told apart."""
    warehouse, lines = open_warehouse(reader), inside(made, filters, reader)
    value = kpi_value(warehouse, kpis.kpi("girls_share"), filters)
    girls = [line for line in lines if "girls" in line.sums]
    if value.numerator is not None:
        attacker.hears(added(*(line.sums["girls"] for line in girls)), value.numerator, filters)
        both = [line.sums[name] for line in girls for name in ("girls", "boys")]
        attacker.hears(added(*both), value.denominator, filters)
    for row in reach_by_class(warehouse, filters).itertuples():
        classes = {key: sums for line in lines for key, sums in line.classes.items()}
        if row.is_suppressed:
            continue
        of = [sums for line in lines for key, sums in line.classes.items() if key[0] == row.breakdown_code]
        if row.class_code == NOT_TOLD:
            told = less(added(*(line.sums["people"] for line in lines)), added(*of))
        else:
            key = (row.breakdown_code, row.class_code)
            assert key in classes
            told = added(*(line.classes[key] for line in lines if key in line.classes))
        attacker.hears(told, row.added_people, (filters, row))


def hear_rows(made, attacker: Attacker, mart: str) -> int:
    """All rows of a mart that are not hidden; gives their number."""
    warehouse, lines = open_warehouse(EVERYTHING), {line.key: line for line in made.lines}
    meaning, columns = open_mart(warehouse, mart)
    names = [one.name for one in columns]
    page = mart_page(warehouse, mart, Filters(), columns, (mart_row_count(warehouse, mart, Filters()), None))
    shown = [dict(zip(names, row, strict=True)) for row in page.rows]
    shown = [row for row in shown if not row["is_hidden"]]
    for row in shown:
        line = lines[row["project_code"], row["indicator_code"], row["month_date"]]
        if mart == "mart_indicator_report":
            part = (row["sex_code"], row["age_group"], row["disability_code"])
            attacker.hears({line.reports[part]: 1.0}, row["result_value"], row)
        elif mart == "mart_reach_by_class":
            attacker.hears(line.classes[row["breakdown_code"], row["class_code"]], row["people_reached"], row)
        else:
            attacker.hears(line.sums["told"], row["people_reached"], row)
            attacker.hears(line.sums["people"], row["added_people_reached"], row)
            for name in ("girls", "boys"):
                if row[f"added_{name}_reached"] is not None:
                    attacker.hears(line.sums[name], row[f"added_{name}_reached"], row)
    return len(shown)


def small_counts(made) -> list[dict]:
    """Every sum of reports of a line that is a small count of people."""
    sums = [
        one
        for line in made.lines
        for one in (*line.sums.values(), *line.classes.values(), *({at: 1.0} for at in line.reports.values()))
    ]
    sizes = [(one, sum(made.truth[at] * weight for at, weight in one.items())) for one in sums]
    return [one for one, size in sizes if 0 < size < 5]


def test_no_small_count_follows_from_all_that_is_told(reports):
    attacker, heard = Attacker(np.array(reports.truth)), 0
    for mart in ("mart_project_progress", "mart_reach_by_class", "mart_indicator_report"):
        heard += hear_rows(reports, attacker, mart)
    for reader in READERS:
        for filters in random_filters(FILTERS):
            hear_figures(reports, attacker, reader, filters)
            hear_shares(reports, attacker, reader, filters)
    small = small_counts(reports)
    assert len(small) > 30 and heard > 30 and len(attacker.equations) > 300
    assert attacker.pinned(small) == []
    impossible = [(one, value) for one in small for value in (1.0, 4.0) if not attacker.possible(one, value)]
    assert impossible == []
