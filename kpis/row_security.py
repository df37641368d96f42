"""How a scope is told to a database that guards rows by itself, and understood there."""

ALL = "*"
SEPARATOR = "\x1f"
"""No code has it. Each code of a list follows one, so that no list reads like ALL."""
SETTINGS = {"countries": "lagebild.countries", "domains": "lagebild.domains", "areas": "lagebild.areas"}
"""Part of a scope -> the setting of a transaction that names it. One that is not set opens no row."""


def setting_values(scope) -> dict[str, str]:
    """Setting -> its value for a scope with countries, domains and areas; none for no scope."""
    return {name: told(getattr(scope, part)) for part, name in SETTINGS.items()} if scope is not None else {}


def told(codes: frozenset[str] | None) -> str:
    """Codes as the value of a setting; None for all."""
    return ALL if codes is None else "".join(SEPARATOR + code for code in sorted(codes))
