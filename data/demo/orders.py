"""Order lines of the sites that order from suppliers, from the supplier over port and customs to the hand-over."""

import numpy as np
import pyarrow as pa

from data.demo.items import ITEMS, SUPPLIERS
from data.demo.organisation import MONTHS, Organisation
from data.demo.reference import COUNTRIES, DONORS
from data.demo.stock import WARM_UP, Block

MODES = ["ocean", "truck", "air", "air_charter"]
FREIGHT = np.array([0.09, 0.06, 0.28, 0.45])
PLANNED, CONFIRMED, IN_TRANSIT, RECEIVED, HANDED_OVER, CANCELLED = range(6)
STATUSES = ["planned", "confirmed", "in_transit", "received", "handed_over", "cancelled"]
AGREED_DAYS = 81
NEVER = np.datetime64("NaT", "D")


def order_lines(org: Organisation, block: Block, random: np.random.Generator) -> pa.Table:
    """One row per line: what was ordered in the months shown, arrived or under way, and what is planned."""
    pair, quantity, ordered, arrival = (np.concatenate(column) for column in zip(*block.orders, strict=True))
    keep = (org.site_number[block.site[pair]] < org.ordering_sites) & (ordered >= WARM_UP)
    order = np.lexsort((ordered[keep], block.site[pair[keep]]))
    pair, quantity, ordered, arrival = (column[keep][order] for column in (pair, quantity, ordered, arrival))
    site = block.site[pair]
    days = _days(org, site, ordered, arrival, random)
    status = _status(org, ordered, days, random)
    return pa.table(
        {
            **_names(org, site, ordered),
            "status": pa.array(STATUSES).take(pa.array(status)),
            "country": pa.array([c.code for c in COUNTRIES]).take(pa.array(org.site_country[site])),
            "site_code": pa.array(org.site_codes).take(pa.array(site)),
            "item_code": pa.array([item.code for item in ITEMS]).take(pa.array(block.item[pair])),
            **_partners(block.item[pair], site, ordered, org),
            **_shown_days(org, days, status),
            **_quantities(block.item[pair], quantity, status, random),
            "reported_on": pa.array(np.full(len(pair), org.until, dtype="datetime64[D]")),
        }
    )


def _days(org: Organisation, site, ordered, arrival, random: np.random.Generator) -> dict[str, np.ndarray]:
    """The day of each stage: the time between order and arrival, split over the stages, longer in customs in trouble."""
    trouble = org.trouble[org.site_country[site]]
    start = (org.months[0] + (ordered - WARM_UP)).astype("datetime64[D]") + random.integers(0, 28, len(site))
    end = (org.months[0] + (arrival - WARM_UP)).astype("datetime64[D]") + random.integers(0, 28, len(site))
    weights = np.stack([0.4 + 0 * trouble, 0.35 + 0 * trouble, 0.1 + 0.25 * trouble, 0.1 + 0.1 * trouble])
    weights = weights * random.uniform(0.6, 1.4, weights.shape)
    share = np.cumsum(weights / weights.sum(axis=0), axis=0)
    span = (end - start).astype(int)
    stages = {name: start + (span * share[n]).astype(int) for n, name in enumerate(("ready", "port", "customs"))}
    handed = end + random.integers(2, 12, len(site)) + (random.exponential(18, len(site)) * trouble).astype(int)
    agreed = start + AGREED_DAYS + random.integers(-6, 10, len(site))
    return {"ordered": start, **stages, "received": end, "handed_over": handed, "agreed": agreed}


def _status(org: Organisation, ordered, days: dict, random: np.random.Generator) -> np.ndarray:
    today = np.datetime64(org.until)
    is_planned = ordered >= WARM_UP + MONTHS
    steps = [is_planned, days["handed_over"] <= today, days["received"] <= today, days["ready"] <= today]
    status = np.select(steps, [PLANNED, HANDED_OVER, RECEIVED, IN_TRANSIT], CONFIRMED)
    return np.where(random.random(len(status)) < 0.012, CANCELLED, status)


def _shown_days(org: Organisation, days: dict, status: np.ndarray) -> dict[str, pa.Array]:
    """Only what has happened by the day of the data has a date; the agreed date is always known."""
    today = np.datetime64(org.until)
    shown = {}
    for name, day in days.items():
        is_open = (status == PLANNED) | (day > today)
        if name not in ("ordered", "ready"):
            is_open |= status == CANCELLED
        shown[f"{name}_date"] = pa.array(day if name == "agreed" else np.where(is_open, NEVER, day))
    return shown


def _names(org: Organisation, site: np.ndarray, ordered: np.ndarray) -> dict[str, pa.Array]:
    """Order codes, and line numbers counted within each order; rows come sorted by site and month."""
    is_first = np.ones(len(site), bool)
    is_first[1:] = (site[1:] != site[:-1]) | (ordered[1:] != ordered[:-1])
    start = np.maximum.accumulate(np.where(is_first, np.arange(len(site)), 0))
    codes, stamps = org.site_codes, org.months[0] + (ordered - WARM_UP)
    names = [f"PO-{codes[s]}-{str(stamp).replace('-', '')}" for s, stamp in zip(site, stamps, strict=True)]
    return {"order_code": pa.array(names), "line_number": pa.array(np.arange(len(site)) - start + 1)}


def _partners(item: np.ndarray, site: np.ndarray, ordered: np.ndarray, org: Organisation) -> dict[str, pa.Array]:
    """Supplier, mode, donor and programme: the same for all lines of an order and group of items."""
    pick = (site * 7 + ordered * 13) % 97
    supplier, origin = [], []
    for number, draw in zip(item, pick, strict=True):
        choices = SUPPLIERS[ITEMS[number].group]
        name, country = choices[draw % len(choices)]
        supplier.append(name)
        origin.append(country)
    mode = np.select([pick < 58, pick < 76, pick < 92], [0, 1, 2], 3)
    groups = [ITEMS[number].group for number in item]
    programme = [
        f"{COUNTRIES[org.site_country[s]].code}-{group[:3].upper()}" for s, group in zip(site, groups, strict=True)
    ]
    return {
        "supplier": pa.array(supplier),
        "mode": pa.array(MODES).take(pa.array(mode)),
        "origin_country": pa.array(origin),
        "donor": pa.array(DONORS).take(pa.array(pick % len(DONORS))),
        "programme_code": pa.array(programme),
    }


def _quantities(item, ordered, status, random: np.random.Generator) -> dict[str, pa.Array]:
    """Quantities and values; a few lines arrive short, with a surplus or with losses."""
    count = len(item)
    chance = random.random(count)
    factor = np.where(chance < 0.05, random.uniform(0.7, 0.98, count), np.where(chance > 0.993, 1.05, 1.0))
    received = np.round(ordered * factor)
    wasted = np.where(random.random(count) < 0.03, np.round(received * random.uniform(0.005, 0.06, count)), 0)
    has_come = (status == RECEIVED) | (status == HANDED_OVER)
    is_out = has_come | (status == IN_TRANSIT)
    cost = np.array([i.cost_usd for i in ITEMS])[item] * random.normal(1, 0.04, count)
    rate = random.choice(FREIGHT, count) * random.uniform(0.8, 1.2, count)
    weight = np.array([i.kg for i in ITEMS])[item]
    return {
        "ordered_qty": _shown(ordered, None),
        "dispatched_qty": _shown(ordered, is_out),
        "received_qty": _shown(received, has_come),
        "handed_over_qty": _shown(received - wasted, status == HANDED_OVER),
        "wasted_qty": _shown(wasted, has_come),
        "ordered_usd": _shown(np.round(ordered * cost, 2), None),
        "received_usd": _shown(np.round(received * cost, 2), has_come),
        "freight_usd": _shown(np.round(ordered * cost * rate, 2), is_out),
        "weight_kg": _shown(np.round(ordered * weight, 1), None),
    }


def _shown(values: np.ndarray, known: np.ndarray | None) -> pa.Array:
    return pa.array(values, mask=None if known is None else ~known)
