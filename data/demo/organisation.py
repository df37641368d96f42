"""The demonstration organisation: its months, countries, offices, sites and who reports when."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from data.demo.items import ITEMS
from data.demo.reference import COUNTRIES

MONTHS = 36
SITES = 200
DUE_DAYS, LATE_DAYS = 10, 20
SILENT_SHARE = 0.05
ORDERING_SHARE = 1.3
"""Sites of a country that order from suppliers, for each time of scale: 110 times gives more than a million order lines."""
COMPASS = ["North", "East", "South", "West", "Centre"]
TYPES = np.array(["central warehouse", "regional warehouse", "health centre", "distribution point"])
SIZES = np.array([40.0, 8.0, 1.0, 1.3])


@dataclass(frozen=True)
class Organisation:
    """Arrays of one length for countries, offices and sites.

    site_size: demand of a site relative to a small one. site_number: place of the site within its country, from 0.
    office_silent_from: month number from which the office sends nothing any more; MONTHS when it goes on.
    ordering_sites: so many sites of each country, the first ones, order from suppliers.
    """

    seed: int
    until: date
    months: np.ndarray
    trouble: np.ndarray
    office_country: np.ndarray
    office_silent_from: np.ndarray
    site_country: np.ndarray
    site_number: np.ndarray
    site_office: np.ndarray
    site_type: np.ndarray
    site_size: np.ndarray
    ordering_sites: int = 1

    def random(self, *stream: int) -> np.random.Generator:
        """A generator of its own for each part, so that parts do not disturb one another."""
        return np.random.default_rng([self.seed, *stream])

    @property
    def office_codes(self) -> list[str]:
        """The code of each office: country and number."""
        first = np.searchsorted(self.office_country, np.arange(len(COUNTRIES)))
        return [f"{COUNTRIES[c].code}-O{i - first[c] + 1}" for i, c in enumerate(self.office_country)]

    @property
    def site_codes(self) -> list[str]:
        """The code of each site: country and number."""
        pairs = zip(self.site_country, self.site_number, strict=True)
        return [f"{COUNTRIES[c].code}-{number + 1:04d}" for c, number in pairs]


def closed_months(until: date) -> np.ndarray:
    """The last 36 months that ended before the day."""
    return np.datetime64(until, "M") - np.arange(MONTHS, 0, -1)


def organisation(seed: int, scale: float, until: date) -> Organisation:
    """The organisation of a seed; scale multiplies the number of sites, and of those that order from suppliers."""
    random = np.random.default_rng([seed, 1])
    trouble = np.array([country.trouble for country in COUNTRIES])
    wanted = (2.5 + 6 * trouble) / (2.5 + 6 * trouble).sum() * SITES * scale
    site_counts = np.maximum(1, np.diff(np.round(np.cumsum(wanted)), prepend=0)).astype(int)
    office_counts = np.where(trouble > 0.45, 3, np.where(trouble > 0.2, 2, 1))
    office_counts = np.minimum(office_counts, site_counts)
    site_country = np.repeat(np.arange(len(COUNTRIES)), site_counts)
    site_number = np.concatenate([np.arange(count) for count in site_counts])
    office_country = np.repeat(np.arange(len(COUNTRIES)), office_counts)
    first_office = np.cumsum(office_counts) - office_counts
    kind = np.where(site_number % 6 == 3, 1, random.integers(2, 4, len(site_number)))
    kind = np.where(site_number == 0, 0, kind)
    chance = random.random(len(office_country)) / (0.03 + 0.08 * trouble[office_country])
    chance[first_office] = np.inf
    silent = chance.argsort().argsort() < 1 + round(SILENT_SHARE * len(chance))
    return Organisation(
        seed=seed,
        until=until,
        months=closed_months(until),
        trouble=trouble,
        office_country=office_country,
        office_silent_from=np.where(silent, MONTHS - random.integers(2, 7, len(silent)), MONTHS),
        site_country=site_country,
        site_number=site_number,
        site_office=first_office[site_country] + site_number % office_counts[site_country],
        site_type=kind,
        site_size=SIZES[kind] * random.lognormal(0, 0.4, len(kind)),
        ordering_sites=max(1, round(ORDERING_SHARE * scale)),
    )


def reports(org: Organisation, random: np.random.Generator, offices: np.ndarray) -> np.ndarray:
    """Days after the end of the month on which each unit reports (units x months); -1 where no report has come.

    offices: the office of each unit. A report dated after the day of the data has not come."""
    trouble = org.trouble[org.office_country[offices]][:, None]
    shape = (len(offices), MONTHS)
    is_slow = random.random(shape) < 0.04 + 0.2 * trouble
    lag = np.where(is_slow, random.integers(11, 45, shape), random.integers(1, 11, shape))
    is_missing = random.random(shape) < 0.008 + 0.1 * trouble**2
    is_missing |= np.arange(MONTHS) >= org.office_silent_from[offices][:, None]
    day = (org.months + 1).astype("datetime64[D]") + lag - 1
    return np.where(is_missing | (day > np.datetime64(org.until)), -1, lag)


def report_days(org: Organisation, month: np.ndarray, lag: np.ndarray) -> np.ndarray:
    """The day of a report from the number of its month and its days after the end of the month."""
    return (org.months[month] + 1).astype("datetime64[D]") + lag - 1


def items_table() -> pa.Table:
    """One row per item of the demonstration organisation."""
    names = ["item_code", "item_name", "item_group", "unit_name", "unit_cost_usd", "children_per_unit"]
    columns = {name: [item[position] for item in ITEMS] for position, name in enumerate(names)}
    columns |= {"minimum_months": [item.minimum for item in ITEMS], "maximum_months": [item.maximum for item in ITEMS]}
    return pa.table(columns)


def sites_table(org: Organisation) -> pa.Table:
    """One row per site; central warehouses have levels of their own, other sites those of the items."""
    random = org.random(2)
    place = np.array([[country.latitude, country.longitude] for country in COUNTRIES])[org.site_country]
    place = np.round(place + random.normal(0, 0.7, place.shape), 4)
    quarter = org.site_number % len(COMPASS)
    names = [COUNTRIES[c].name for c in org.site_country]
    codes = [COUNTRIES[c].code for c in org.site_country]
    offices, office_codes = org.site_office, org.office_codes
    places = [f"{COMPASS[q]} {n + 1}" for q, n in zip(quarter, org.site_number, strict=True)]
    is_central = org.site_type == 0
    return pa.table(
        {
            "site_code": org.site_codes,
            "site_name": [f"{TYPES[t].capitalize()} {place}" for t, place in zip(org.site_type, places, strict=True)],
            "site_type": TYPES[org.site_type].tolist(),
            "country": codes,
            "admin1_code": [f"{code}-A{q + 1}" for code, q in zip(codes, quarter, strict=True)],
            "admin1_name": [f"{COMPASS[q]} of {name}" for name, q in zip(names, quarter, strict=True)],
            "office_code": [office_codes[office] for office in offices],
            "office_name": [
                _office_name(office_codes[office], name) for office, name in zip(offices, names, strict=True)
            ],
            "latitude": place[:, 0],
            "longitude": place[:, 1],
            "minimum_months": pa.array(np.where(is_central, 3.0, 0), mask=~is_central),
            "maximum_months": pa.array(np.where(is_central, 7.0, 0), mask=~is_central),
        }
    )


def _office_name(code: str, country: str) -> str:
    number = int(code.rpartition("-O")[2])
    return f"{country} country office" if number == 1 else f"{country} field office {COMPASS[number - 2]}"
