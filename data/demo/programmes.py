"""Projects of the demonstration organisation and their money, month by month."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.organisation import MONTHS, Organisation, report_days, reports
from data.demo.reference import COUNTRIES, CURRENCIES, DONORS, INDICATORS, PARTNERS, SECTOR_NAMES

PROJECTS = 150
SECTORS = list(SECTOR_NAMES)
EURO, FRANC = 1.08, 655.957
TRANSFER_SHARE = 0.45


@dataclass(frozen=True)
class Programme:
    """Arrays of one length. first, last: month numbers, which may lie outside the months shown.
    pace: share of the planned results and of the budget that the project reaches."""

    country: np.ndarray
    office: np.ndarray
    sector: np.ndarray
    first: np.ndarray
    last: np.ndarray
    budget: np.ndarray
    result_pace: np.ndarray
    money_pace: np.ndarray
    has_partner: np.ndarray
    codes: list[str]


def programme(org: Organisation) -> Programme:
    """150 projects, more of them where there is trouble; some have ended, some have not begun."""
    random = org.random(20)
    weight = 0.25 + org.trouble
    country = np.sort(random.choice(len(COUNTRIES), PROJECTS, p=weight / weight.sum()))
    start, end = np.searchsorted(org.office_country, country), np.searchsorted(org.office_country, country, "right")
    early, later = random.integers(0, 5, PROJECTS), random.integers(6, MONTHS + 3, PROJECTS)
    first = np.where(random.random(PROJECTS) < 0.2, early, later)
    trouble = org.trouble[country]
    numbers = np.arange(PROJECTS) - np.searchsorted(country, country) + 1
    result_pace = np.clip(random.normal(1.0 - 0.4 * trouble**2, 0.13, PROJECTS), 0.2, 1.35)
    return Programme(
        country=country,
        office=random.integers(start, end),
        sector=random.integers(0, len(SECTORS), PROJECTS),
        first=first,
        last=first + random.integers(14, 34, PROJECTS),
        budget=np.round(random.lognormal(14.4, 0.7, PROJECTS) * (0.7 + trouble), -3),
        result_pace=np.where(random.random(PROJECTS) < 0.03, 0.0, result_pace),
        money_pace=np.clip(random.normal(0.97 - 0.25 * trouble**2, 0.13, PROJECTS), 0.2, 1.12),
        has_partner=random.random(PROJECTS) < 0.7,
        codes=[f"{COUNTRIES[c].code}-P{number:02d}" for c, number in zip(country, numbers, strict=True)],
    )


def projects_table(org: Organisation, plan: Programme) -> pa.Table:
    """One row per project."""
    random = org.random(21)
    days = (
        (org.months[0] + plan.first).astype("datetime64[D]"),
        (org.months[0] + plan.last + 1).astype("datetime64[D]") - 1,
    )
    today = np.datetime64(org.until)
    status = np.where(days[1] < today, "completed", np.where(days[0] > today, "planned", "ongoing"))
    status = np.where((status == "ongoing") & (random.random(PROJECTS) < 0.03), "suspended", status)
    sectors = [SECTORS[number] for number in plan.sector]
    codes = [COUNTRIES[c].code for c in plan.country]
    offices = org.office_codes
    aims = {i.sector: i.name.lower() for i in reversed(INDICATORS)}
    names = [f"{SECTOR_NAMES[s]} in {COUNTRIES[c].name}: {aims[s]}" for s, c in zip(sectors, plan.country, strict=True)]
    return pa.table(
        {
            "project_code": plan.codes,
            "project_name": names,
            "organisation": ["Demonstration organisation"] * PROJECTS,
            "partner": [PARTNERS[n % len(PARTNERS)] if has else None for n, has in enumerate(plan.has_partner)],
            "country": codes,
            "programme_code": [f"{code}-{sector}" for code, sector in zip(codes, sectors, strict=True)],
            "sector_code": sectors,
            "sector_name": [SECTOR_NAMES[sector] for sector in sectors],
            "donor": [DONORS[n] for n in random.integers(0, len(DONORS), PROJECTS)],
            "office_code": [offices[office] for office in plan.office],
            "status": status.tolist(),
            "start_date": days[0],
            "end_date": days[1],
            "requested_usd": np.round(plan.budget * random.uniform(1, 1.5, PROJECTS), -3),
            "budget_usd": plan.budget,
            "is_humanitarian": (org.trouble[plan.country] > 0.3).astype(int),
        }
    )


def office_lags(org: Organisation) -> np.ndarray:
    """Days after the month on which each office reports money and results (offices x months); -1: not come."""
    return reports(org, org.random(22), np.arange(len(org.office_country)))


def progress(plan: Programme, pace: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Share of the whole that falls in each month (projects x months): slow, fast, slow; noisy."""
    month = np.arange(MONTHS)[None, :]
    length = (plan.last - plan.first + 1)[:, None]
    elapsed = np.clip((np.stack([month, month + 1]) - plan.first[None, :, None]) / length[None], 0, 1)
    curve = 0.25 * elapsed + 0.75 * (3 * elapsed**2 - 2 * elapsed**3)
    return (curve[1] - curve[0]) * pace[:, None] * random.uniform(0.6, 1.4, curve.shape[1:])


def budgets_table(org: Organisation, plan: Programme, lag: np.ndarray) -> pa.Table:
    """One row per project and month that its office has reported, in the currency of the project."""
    random = org.random(23)
    amounts = _amounts(plan, random, org.trouble[plan.country])
    month = np.arange(MONTHS)[None, :]
    is_active = (month >= plan.first[:, None]) & (month <= plan.last[:, None]) & (lag[plan.office] >= 0)
    row, column = np.nonzero(is_active)
    currency, rate = _rates(org, plan, random)
    here = rate[row, column]
    is_local = currency[row] != "USD"
    money = {name: np.round(values[row, column] / here, 2) for name, values in amounts.items()}
    return pa.table(
        {
            "project_code": pa.array(plan.codes).take(pa.array(row)),
            "month": pa.array(org.months.astype("datetime64[D]")[column]),
            "country": pa.array([COUNTRIES[c].code for c in plan.country]).take(pa.array(row)),
            "currency": pa.array(currency[row].tolist()),
            "usd_rate": pa.array(here, mask=~is_local),
            **{name: pa.array(values) for name, values in money.items()},
            "reported_on": pa.array(report_days(org, column, lag[plan.office[row], column])),
            "reported_by": pa.array(["finance.officer@example.org"] * len(row)),
        }
    )


def _rates(org: Organisation, plan: Programme, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Currency of each project and its rate in US$ (projects x months)."""
    names = np.array([CURRENCIES.get(COUNTRIES[c].code, "USD") for c in plan.country])
    names = np.where(random.random(PROJECTS) < 0.6, names, "USD")
    euro = np.round(EURO + np.cumsum(random.normal(0, 0.008, MONTHS)), 4)
    table = {"USD": np.ones(MONTHS), "EUR": euro, "XOF": np.round(euro / FRANC, 6)}
    return names, np.stack([table[name] for name in names])


def _amounts(plan: Programme, random: np.random.Generator, trouble: np.ndarray) -> dict[str, np.ndarray]:
    """US$ of each project and month: flows of the month, but the budget and what is outstanding to date."""
    budget = plan.budget[:, None]
    spent = progress(plan, plan.money_pace, random) * budget
    month, length = np.arange(MONTHS)[None, :], (plan.last - plan.first + 1)[:, None]
    age = month - plan.first[:, None]
    tranche = np.select([age == 0, age == length // 3, age == 2 * length // 3], [0.45, 0.3, 0.25], 0.0)
    is_open = (month >= plan.first[:, None]) & (month < plan.last[:, None])
    committed = np.where(is_open, 0.35, 0.0) * np.roll(spent, -1, axis=1) + np.where(is_open, 0.03, 0) * budget
    transfer = spent * TRANSFER_SHARE * plan.has_partner[:, None]
    return {
        "budget": np.broadcast_to(budget, spent.shape),
        "allotment": tranche * budget,
        "commitment": np.diff(committed, axis=1, prepend=0),
        "disbursement": spent * random.uniform(0.82, 0.98, spent.shape),
        "expenditure": spent,
        "cash_transfer_planned": transfer * random.uniform(0.95, 1.3, spent.shape),
        "cash_transfer_actual": transfer,
        **_outstanding(transfer, trouble, random),
    }


def _outstanding(transfer: np.ndarray, trouble: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Transfers not yet accounted for at the end of each month, by age in months."""
    is_stuck = random.random(transfer.shape) < 0.02 + 0.1 * trouble[:, None] ** 2
    wait = 2 + random.poisson(1.2 + 3 * trouble[:, None] ** 2, transfer.shape)
    wait = wait + np.where(is_stuck, random.integers(4, 18, transfer.shape), 0)
    age = np.arange(MONTHS)[None, :] - np.arange(MONTHS)[:, None]
    is_open = (age[None] >= 0) & (age[None] < wait[:, :, None])
    sums = {"": age >= 0, "_6_to_9_months": (age >= 6) & (age <= 9), "_over_9_months": age > 9}
    amounts = {name: (transfer[:, :, None] * (is_open & ages[None])).sum(axis=1) for name, ages in sums.items()}
    return {f"cash_transfer{name or '_outstanding'}": amount for name, amount in amounts.items()}
