"""Roles, scopes and rights in words."""

from collections.abc import Mapping

from components.words import _, plural

ALL = "*"
MOST_NAMED = 12
"""Names that a sentence tells; of more it tells the number, too."""


def role_words() -> dict[str, str]:
    """Role -> what it is, in a line."""
    return {
        "reader": _("Reader: reads"),
        "office": _("Office: reads its countries, and writes commentary on them"),
        "controller": _("Controller: reads, writes commentary, issues reports"),
        "maintainer": _("Maintainer: reads, and looks after loads and refused rows"),
        "administrator": _("Administrator: reads, gives accounts their rights, reads the audit, and all of the above"),
    }


def role_word(role: str | None) -> str:
    """The name of a role alone."""
    words = {
        "reader": _("Reader"),
        "office": _("Office"),
        "controller": _("Controller"),
        "maintainer": _("Maintainer"),
        "administrator": _("Administrator"),
    }
    return words.get(role or "", _("none"))


def domain_words() -> dict[str, str]:
    """Domain -> its name."""
    return {
        "projects": _("Projects"),
        "aid": _("Aid delivery"),
        "supply": _("Supply stock"),
        "risk": _("Country risk"),
        "funding": _("Funding"),
    }


def right_words() -> dict[str, str]:
    """Right -> what it allows."""
    return {
        "export": _("Take figures away as files"),
        "subscribe": _("Get pages by mail"),
        "comment": _("Write commentary"),
        "issue": _("Issue reports"),
        "operate": _("Look after loads and refused rows"),
        "audit": _("Read the audit"),
        "administer": _("Give accounts their rights"),
    }


def detail_word(detail: str | None) -> str:
    """The level of detail."""
    return {"rows": _("Single rows and totals"), "totals": _("Totals only")}.get(detail or "", _("not told"))


def told_scope(told, names: Mapping[str, str], everything: str) -> str:
    """A part of a scope as it was told: `everything` for all, the names of the codes, or that nobody has said.
    None stands for not told."""
    return _("not told") if told is None else seen_scope(None if told == ALL else told, names, everything)


def seen_scope(codes, names: Mapping[str, str], everything: str) -> str:
    """A part of a scope that is in force. codes: None for all; an empty set for none."""
    if codes is None:
        return everything
    known = sorted(names.get(code, code) for code in codes)
    if not known:
        return _("none")
    more = len(known) - MOST_NAMED
    said = ", ".join(known[:MOST_NAMED])
    return said if more <= 0 else said + " " + plural("and {count} more", "and {count} more", more).format(count=more)


def origin_word(via: str) -> str:
    """Who vouches for an account."""
    words = {"local": _("Password here"), "oidc": _("Provider"), "proxy": _("Proxy")}
    return words.get(via, via)
