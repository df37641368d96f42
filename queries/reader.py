"""Who reads, and what of the warehouse is theirs to see."""

from dataclasses import dataclass

DETAILS = ("rows", "totals")
RIGHTS = ("export", "subscribe", "comment", "issue", "operate", "audit", "administer")
"""What somebody may do besides reading pages: take files away, get pages by mail, write commentary, issue reports, look
after loads and refused rows, read the diary of who did what, and give accounts their rights."""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the warehouse.

    countries: codes that the reader may see; None for all, which alone includes rows without a country.
    domains: projects, aid, supply, risk, funding; None for all.
    detail: "rows" to see single rows behind a number, "totals" to see numbers only.
    areas: codes of first-level areas; None for all within the countries. With areas, rows that name no area are not seen.
    compared: domains in which one figure over all countries may be told for comparison, without its parts or rows.
    rights: of RIGHTS; none unless given.
    account_id: of the ledger; "" for the installation itself, services and readers who are told by another system.
    why: how the reader came by all this, in a sentence; or why there is nothing to see.
    """

    name: str
    countries: frozenset[str] | None = None
    domains: frozenset[str] | None = None
    detail: str = "rows"
    areas: frozenset[str] | None = None
    compared: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    account_id: str = ""
    why: str = ""

    def __post_init__(self):
        if self.detail not in DETAILS:
            raise ValueError(f"unknown level of detail: {self.detail!r}")
        for field in ("countries", "domains", "areas", "compared", "rights"):
            given = getattr(self, field)
            if isinstance(given, str):
                raise ValueError(f"{field} are a set, not one text: {given!r}")
            if given is not None:
                object.__setattr__(self, field, frozenset(given))
        if unknown := self.rights - set(RIGHTS):
            raise ValueError(f"unknown rights: {', '.join(sorted(unknown))}")

    @property
    def sees_nothing(self) -> bool:
        """Whether no row of any mart is open to the reader."""
        return frozenset() in (self.countries, self.domains, self.areas)


EVERYTHING = Reader("this installation", rights=frozenset(RIGHTS))
"""The operator at the command line, and jobs of the house."""
NOBODY = Reader("nobody", countries=frozenset(), domains=frozenset(), detail="totals", why="Nobody is signed in here.")
"""Whoever has not signed in, and every reader whose rights are not known."""
