"""Stock of the demonstration organisation: demand by season, orders when stock falls, what arrives, what is left.

A block of sites is simulated month by month, with all its pairs of site and item at once."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from data.demo.items import ITEMS
from data.demo.organisation import MONTHS, Organisation, report_days, reports
from data.demo.reference import COUNTRIES

WARM_UP = 8
"""Months simulated before the first month shown, so that stock has settled by then."""
AHEAD = 4
"""Months simulated after the last month, whose orders are plans."""
STEPS = WARM_UP + MONTHS + AHEAD
LOT_MONTHS = 3
OLDEST_LOT = 12
ASSORTMENT = np.array([40, 25, 12, 11])
"""Items kept by each type of site."""
GROUPS = sorted({item.group for item in ITEMS})
SWING = {"nutrition": 0.35, "WASH": 0.25, "health kits": 0.2, "education": 0.5, "vaccines and cold chain": 0.1}


@dataclass
class Block:
    """The pairs of site and item of a block of sites, and what happened to them (pairs x steps).

    orders: one array per step and field: pair, quantity, step ordered, step of arrival."""

    sites: np.ndarray
    site: np.ndarray
    item: np.ndarray
    opening: np.ndarray
    received: np.ndarray
    issued: np.ndarray
    adjustment: np.ndarray
    closing: np.ndarray
    stockout_share: np.ndarray
    orders: list[tuple[np.ndarray, ...]] = field(default_factory=list)


def simulated_block(org: Organisation, sites: np.ndarray, random: np.random.Generator) -> Block:
    """Simulates a block of sites from the warm-up to the months ahead."""
    site, item = _assortment(org, sites, random)
    shape = (len(site), STEPS)
    block = Block(sites, site, item, *(np.zeros(shape) for _ in range(6)))
    demand = _demand(org, site, item, random)
    trouble = org.trouble[org.site_country[site]]
    mean = demand[:, : WARM_UP + 12].mean(axis=1)
    low = np.array([i.minimum for i in ITEMS])[item] + (org.site_type[site] == 0)
    high = np.array([i.maximum for i in ITEMS])[item] + 2.0 * (org.site_type[site] == 0)
    high = np.where(random.random(len(site)) < 0.05, high * 2.4, high)
    pipeline = np.zeros((len(site), STEPS + 40))
    stock = np.round(mean * (low + high) / 2)
    for step in range(STEPS):
        block.opening[:, step], block.received[:, step] = stock, pipeline[:, step]
        stock = _month(block, step, demand[:, step], random)
        recent = demand[:, max(0, step - 3) : step + 1].mean(axis=1)
        position = stock + pipeline[:, step + 1 :].sum(axis=1)
        wanted = np.round(recent * (high + 1.1)) - position
        is_ordered = (position < recent * (low + 2.4)) & (wanted >= 1) & (random.random(len(site)) > 0.4 * trouble**2)
        wait = 2 + random.poisson(0.1 + 2.1 * trouble**2, len(site))
        pair = np.flatnonzero(is_ordered)
        np.add.at(pipeline, (pair, step + wait[pair]), wanted[pair])
        block.orders.append((pair, wanted[pair], np.full(len(pair), step), step + wait[pair]))
    return block


def _assortment(org: Organisation, sites: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Site and item of each pair: therapeutic food everywhere, other items by chance."""
    liking = random.random((len(sites), len(ITEMS)))
    liking[:, 0] = 0
    rank = liking.argsort(axis=1).argsort(axis=1)
    row, item = np.nonzero(rank < ASSORTMENT[org.site_type[sites]][:, None])
    return sites[row], item


def _demand(org: Organisation, site: np.ndarray, item: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Wanted units (pairs x steps): size of the site, season of the group, a crisis now and then, chance."""
    country = org.site_country[site]
    base = np.array([i.monthly for i in ITEMS])[item] * org.site_size[site] * random.lognormal(0, 0.35, len(site))
    swing = np.array([SWING[i.group] for i in ITEMS])[item][:, None]
    peak = np.array([c.lean for c in COUNTRIES])[country]
    peak = np.where(np.array([i.group == "education" for i in ITEMS])[item], 9, peak)[:, None]
    calendar = (org.months[0].astype(int) + np.arange(STEPS) - WARM_UP)[None, :] % 12 + 1
    season = 1 + swing * np.cos(2 * np.pi * (calendar - peak) / 12)
    shock = org.random(3).integers(WARM_UP, STEPS, len(COUNTRIES))[country][:, None]
    in_shock = (np.arange(STEPS) >= shock) & (np.arange(STEPS) < shock + 5)
    surge = 1 + 0.9 * org.trouble[country][:, None] * in_shock
    chance = random.lognormal(-0.02, 0.2, season.shape)
    demand = np.round(base[:, None] * season * surge * chance)
    ended = np.where(random.random(len(site)) < 0.012, random.integers(10, STEPS - 12, len(site)), STEPS)
    return np.where(np.arange(STEPS) >= ended[:, None], 0, demand)


def _month(block: Block, step: int, wanted: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Books one month of all pairs, whose opening and received are set; gives the closing stock."""
    available = block.opening[:, step] + block.received[:, step]
    change = np.round(random.normal(-0.01, 0.03, len(available)) * available)
    change = np.where(random.random(len(available)) < 0.05, np.maximum(change, -available), 0)
    issued = np.minimum(wanted, available + change)
    block.adjustment[:, step], block.issued[:, step] = change, issued
    block.closing[:, step] = available + change - issued
    block.stockout_share[:, step] = np.where(wanted > 0, 1 - issued / np.maximum(wanted, 1), 0)
    return block.closing[:, step]


def balances(org: Organisation, block: Block, random: np.random.Generator) -> tuple[pa.Table, np.ndarray]:
    """The stock reports that have come, and the days after the month (sites x months), -1 where none has come."""
    lag = reports(org, random, org.site_office[block.sites])
    place = np.searchsorted(block.sites, block.site)
    pair, month = np.nonzero(lag[place] >= 0)
    step = month + WARM_UP
    first = org.months.astype("datetime64[D]")
    days = ((org.months + 1).astype("datetime64[D]") - first).astype(int)[month]
    stockout = np.round(block.stockout_share[pair, step] * days).astype(int)
    columns = {
        "month": pa.array(first[month]),
        **_places(org, block, pair),
        **{f"{name}_qty": _whole(getattr(block, name)[pair, step]) for name in ("opening", "received", "issued")},
        "adjustment_qty": _whole(block.adjustment[pair, step]),
        "closing_qty": _whole(block.closing[pair, step]),
        "stockout_days": pa.array(stockout, mask=random.random(len(pair)) < 0.03),
        "reported_on": pa.array(report_days(org, month, lag[place[pair], month])),
        "reported_by": pa.array(["store.keeper@example.org"]).take(pa.array(np.zeros(len(pair), int))),
    }
    return pa.table(columns), lag


def lots(org: Organisation, block: Block, lag: np.ndarray, random: np.random.Generator) -> pa.Table:
    """The lots behind the closing stock of the last reported months: the newest receipts that make it up."""
    place = np.searchsorted(block.sites, block.site)
    share = random.uniform(0.3, 0.95, block.closing.shape)
    parts = []
    for month in range(MONTHS - LOT_MONTHS, MONTHS):
        step, rest = month + WARM_UP, np.where(lag[place, month] >= 0, block.closing[:, month + WARM_UP], 0)
        for age in range(OLDEST_LOT + 1):
            quantity = rest if age == OLDEST_LOT else np.minimum(rest, block.received[:, step - age])
            rest = rest - quantity
            pair = np.flatnonzero(quantity > 0)
            parts.append((pair, np.full(len(pair), month), np.full(len(pair), step - age), quantity[pair]))
    pair, month, arrival, quantity = (np.concatenate(column) for column in zip(*parts, strict=True))
    received = org.months[0] + (arrival - WARM_UP)
    shelf = np.array([item.shelf for item in ITEMS])[block.item[pair]] * 30.4 * share[pair, arrival]
    stamps = [str(stamp).replace("-", "") for stamp in org.months[0] + np.arange(-WARM_UP, MONTHS)]
    codes = pa.array([f"{item.code}-{stamp}" for item in ITEMS for stamp in stamps])
    return pa.table(
        {
            "month": pa.array(org.months.astype("datetime64[D]")[month]),
            **_places(org, block, pair),
            "lot_code": codes.take(pa.array(block.item[pair] * len(stamps) + arrival)),
            "expiry_date": pa.array(received.astype("datetime64[D]") + shelf.astype(int)),
            "lot_qty": _whole(quantity),
        }
    )


def _places(org: Organisation, block: Block, pair: np.ndarray) -> dict[str, pa.Array]:
    site = block.site[pair]
    sites, countries = pa.array(org.site_codes), pa.array([country.code for country in COUNTRIES])
    return {
        "country": countries.take(pa.array(org.site_country[site])),
        "site_code": sites.take(pa.array(site)),
        "item_code": pa.array([item.code for item in ITEMS]).take(pa.array(block.item[pair])),
    }


def _whole(values: np.ndarray) -> pa.Array:
    return pa.array(values.astype("int64"))
