"""What lies outside of a reader's scope makes no difference to anything that the reader gets.

Each build is read twice: as it is, after somebody else has read the same, and with every row outside of the reader's scope
taken out of it. Pages in both views, each of their figures, files and the interface for machines must answer the same
bytes."""

import json
import random
import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest

from access import reading_as
from app import create_app
from kpis.scopes import ABOUT_LOADS, OF_ALL_COUNTRIES, OPEN_TABLES
from queries.cache import forget_everything
from queries.reader import EVERYTHING, Reader
from queries.scope import NotAllowed
from queries.stores import close_builds, numbered
from queries.warehouse import open_warehouse
from tests.conftest import use_home
from tests.pages.places import places

RIGHTS = {"export", "subscribe", "comment"}
READERS = {
    "one country": Reader("one", countries={"SSD"}, rights=RIGHTS),
    "two countries, totals": Reader("two", countries={"SDN", "SOM"}, detail="totals", rights=RIGHTS),
    "a domain": Reader("domain", domains={"supply"}, rights=RIGHTS),
    "areas": Reader("areas", countries={"SSD"}, areas={"SSD-A1", "SSD-A2"}, rights=RIGHTS),
    "a country and domains": Reader("both", countries={"YEM"}, domains={"projects", "risk"}, rights=RIGHTS),
}
ADDRESSES_EACH = 16
FILES = ("/risk.csv", "/supply.json", "/home.csv", "/projects.csv", "/aid.json", "/data.csv", "/funding.csv")
ROWS = ("/rows.csv?kpi=otif", "/rows.json?mart=mart_supply_stock", "/rows.csv?mart=ref_site&columns=all")
MACHINES = (
    "/api/v1/kpis", "/api/v1/kpis/otif?by=country", "/api/v1/kpis/stock_out_rate?by=month", "/api/v1/kpis/inform_risk",
    "/api/v1/kpis/people_reached?by=country", "/api/v1/marts", "/api/v1/marts/mart_reporting", "/api/v1/marts/ref_site",
    "/api/v1/marts/mart_lineage", "/api/v1/marts/mart_data_quality", "/api/v1/marts/mart_event", "/api/v1/countries",
    "/api/v1/marts/mart_project?columns=project_code,organisation_name", "/api/v1/kpis/burn_pace?by=office_code",
)  # fmt: skip
MOMENT = re.compile(
    r'"made_at":\s*"[^"]*"|# Made: [^\r\n]*|# lagebild-[a-z]+: [^\r\n]*|(?<=looks after this installation: )[0-9a-f]+'
)
"""When a file was made, and what is computed over it; and the number of a request that found nothing."""


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """One ledger for both homes: what people did is the same in each."""
    monkeypatch.setenv("LAGEBILD_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")


@pytest.fixture(params=READERS, ids=str)
def reader(request) -> Reader:
    return READERS[request.param]


@pytest.fixture
def homes(demo_home, ledger, reader, tmp_path):
    """The home as it is, and one whose build has nothing outside of the reader's scope."""
    return demo_home, reduced(demo_home, tmp_path / "reduced", reader)


def reduced(home: Path, target: Path, reader: Reader) -> Path:
    """A copy of a home whose build lacks every row of a mart that the reader may not see. The tables about loads stay:
    they are told by what is seen of the others."""
    shutil.copytree(home / "builds", target / "builds")
    (target / "raw").symlink_to(home / "raw")
    house = open_warehouse(reader)
    path = target / "builds" / f"{house.build_id}.duckdb"
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        for name in set(house.marts()) - {*OPEN_TABLES, *ABOUT_LOADS}:
            if reader.areas is None and reader.countries is not None:  # said here in words of its own
                _keep(connection, name, reader)
            _keep_seen(connection, name, house)
    return target


def _keep(connection, name: str, reader: Reader) -> None:
    columns = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
    if "country_code" in columns:
        codes = ", ".join(f"'{code}'" for code in reader.countries)
        of_all = " and country_code is not null" if name in OF_ALL_COUNTRIES else ""
        test = f"country_code in ({codes})"
        connection.execute(f"delete from {name} where ({test}) is not true{of_all}")


def _keep_seen(connection, name: str, house) -> None:
    try:
        text, values = numbered(house.mart(name).select())
    except NotAllowed:
        connection.execute(f"delete from {name}")
        return
    connection.execute(f"create table kept as {text}", values)
    connection.execute(f"delete from {name}")
    connection.execute(f"insert into {name} by name select * from kept")
    connection.execute("drop table kept")


def answer(client, address: str, reader: Reader) -> tuple[int, str]:
    """Status and body of an address as a reader gets it: a page with its figures and its light view, or a file."""
    with reading_as(reader):
        found = client.get(address)
        told = [found.text]
        if is_page(address):
            for one in (f"{address}{'&' if '?' in address else '?'}view=lite", *figures_of(found.text)):
                part = client.get(one)
                told += [str(part.status_code), part.text]
    return found.status_code, MOMENT.sub("", "\n".join(told))


def is_page(address: str) -> bool:
    """Whether an address is that of a document, with figures to be fetched."""
    return not address.startswith(("/api/", "/figures/")) and not re.match(r"/[a-z]+\.", address)


def figures_of(text: str) -> list[str]:
    """The addresses of figures that stand in a document or in what was told of it."""
    return list(dict.fromkeys(unescape(one) for one in re.findall('data-figure="([^"]+)"', text)))


def addresses(chance: random.Random) -> list[str]:
    """Pages, files and views of the interface with filters by chance."""
    found = [with_filters(one, chance) for one in [*places(), *FILES, *ROWS]]
    return chance.sample(found, ADDRESSES_EACH) + list(MACHINES)


def with_filters(address: str, chance: random.Random) -> str:
    offered = {
        "country": ("SSD", "SDN,SSD", "AFG", "YEM,SOM,SDN"),
        "since": ("2026-01", "2024-06"),
        "until": ("2026-08", "2026-09"),
        "office": ("AFG-O1", "SSD-O1"),
        "compare": ("plan", "last-year"),
    }
    chosen = {key: chance.choice(values) for key, values in offered.items() if chance.random() < 0.3}
    if not chosen:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(chosen)}"


def test_nothing_outside_of_the_scope_makes_a_difference(homes, reader, monkeypatch):
    chance = random.Random(f"{reader.name} {date(2026, 11, 23)}")
    asked, found, figures = addresses(chance), {}, set()
    others = [one for one in (*READERS.values(), EVERYTHING) if one is not reader]
    for home in homes:
        use_home(home, monkeypatch)
        forget_everything()
        client = create_app().test_client(use_cookies=False)
        for address in asked:
            if home is homes[0]:
                answer(client, address, chance.choice(others))
                figures |= {*figures_of(answer(client, address, EVERYTHING)[1])}
            found.setdefault(address, []).append(answer(client, address, reader))
        for address in figures:  # of somebody else, whether or not the page of this reader has them
            found.setdefault(address, []).append(answer(client, address, reader))
    close_builds()
    assert figures and any(status == 200 for (status, _text), _other in found.values())
    unlike = {address: difference(*pair) for address, pair in found.items() if pair[0] != pair[1]}
    assert not unlike, "\n".join(f"{address}: {told}" for address, told in unlike.items())


def difference(one: tuple[int, str], other: tuple[int, str]) -> str:
    """Where two answers begin to differ."""
    if one[0] != other[0]:
        return f"{one[0]} and {other[0]}"
    at = next(
        (n for n, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), min(len(one[1]), len(other[1]))
    )
    return json.dumps([one[1][max(0, at - 150) : at + 80], other[1][max(0, at - 150) : at + 80]])


def test_names_outside_of_the_scope_appear_nowhere(demo_home, ledger):
    """Names and codes that only rows outside of the scope have, looked for in everything that a reader gets."""
    reader = READERS["one country"]
    everything, own = ({*names_of(open_warehouse(one))} for one in (EVERYTHING, reader))
    inside = "\n".join(sorted(own))
    canaries = {one for one in everything - own if len(one) > 5 and one not in inside}
    assert len(canaries) > 100
    pattern = re.compile("|".join(map(re.escape, sorted(canaries, key=len, reverse=True))))
    client = create_app().test_client(use_cookies=False)
    forget_everything()
    for address in [one for one in (*places(), *FILES, *ROWS, *MACHINES) if not names_one_itself(one, pattern)]:
        _status, seen = answer(client, address, EVERYTHING)
        for one in (address, *figures_of(seen)):
            status, text = answer(client, one, reader)
            leaked = pattern.search(text)
            assert not leaked, (one, status, text[max(0, leaked.start() - 200) : leaked.end() + 50])


def names_one_itself(address: str, pattern: re.Pattern) -> bool:
    """Whether the address names something outside of the scope, which its answer may repeat."""
    return bool(pattern.search(address))


def names_of(warehouse) -> set[str]:
    """Names and codes of places, projects, partners and orders that a reader can find in the marts."""
    wanted = ("site_name", "site_code", "project_name", "project_code", "partner_name", "order_code", "office_code",
              "delivery_line_id", "milestone_name", "unit_label", "unit_code", "plan_name", "plan_code")  # fmt: skip
    found: set[str] = set()
    for name in warehouse.marts():
        table = warehouse.mart(name)
        for column in (table.c[one] for one in wanted if one in table.c):
            found |= {row[0] for row in warehouse.rows(table.select().with_only_columns(column).distinct()) if row[0]}
    return found
