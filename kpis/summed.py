"""Marts that add up the rows of a finer one, so that figures over many rows need not read them all."""

from dataclasses import dataclass

from kpis.kpi import Kpi, Rollup


@dataclass(frozen=True)
class Sums:
    """A KPI in a summed mart: columns with its numerator, its denominator (None for a plain KPI) and the number of rows
    that count, each added up over the rows of the finer mart in which both are known."""

    kpi: Kpi
    numerator: str
    denominator: str | None
    rows: str


@dataclass(frozen=True)
class SummedMart:
    """A mart with one row for many rows of another.

    mart: its name. of: the finer mart. columns: what both have and by which figures may be limited and divided; two rows
    of the finer mart that differ in one of them are in different rows here. sums: the KPIs that can be read from it.
    """

    mart: str
    of: str
    columns: tuple[str, ...]
    sums: tuple[Sums, ...]

    def __post_init__(self):
        for one in self.sums:
            if one.kpi.mart != self.of:
                raise ValueError(f"{one.kpi.name} is not read from {self.of}")
            is_added = one.kpi.place_rollup is Rollup.SUM and one.kpi.time_rollup in (Rollup.SUM, Rollup.LAST)
            if not is_added or one.kpi.overlapping or (one.denominator is None) is one.kpi.is_ratio:
                raise ValueError(f"{one.kpi.name} is not the sum of its rows, or lacks a column")
            strange = {*(name for name, _sign, _value in one.kpi.where), *one.kpi.single, *one.kpi.last_within}
            if not strange <= set(self.columns):
                raise ValueError(f"{one.kpi.name} reads columns that {self.mart} does not have")

    def sums_of(self, kpi: Kpi) -> Sums | None:
        """The columns of a KPI; None where it is not read from here."""
        return next((one for one in self.sums if one.kpi.fingerprint == kpi.fingerprint), None)
