"""Who reads, and what of the warehouse is theirs to see."""

from dataclasses import dataclass

DETAILS = ("rows", "totals")


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the warehouse.

    countries: codes that the reader may see; None for all, which alone includes rows without a country.
    domains: projects, aid, supply, risk, funding; None for all.
    detail: "rows" to see single rows behind a number, "totals" to see numbers only.
    """

    name: str
    countries: frozenset[str] | None = None
    domains: frozenset[str] | None = None
    detail: str = "rows"

    def __post_init__(self):
        if self.detail not in DETAILS:
            raise ValueError(f"unknown level of detail: {self.detail!r}")
        for field in ("countries", "domains"):
            given = getattr(self, field)
            if isinstance(given, str):
                raise ValueError(f"{field} are a set, not one text: {given!r}")
            if given is not None:
                object.__setattr__(self, field, frozenset(given))


EVERYTHING = Reader("this installation")
