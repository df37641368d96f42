"""Which events an address of the audit asks for. No page itself."""

from datetime import date

from components.words import _
from ledger.audit import ACTIONS
from ledger.audit_list import Wanted, actors
from pages.own_keys import left_out, one_of


def asked(given: dict) -> tuple[Wanted, list[str]]:
    """What an address asks for, and a sentence on each part of it that was left out."""
    actor, strange_actor = one_of(given, "actor", actors())
    action, strange_action = one_of(given, "action", ACTIONS)
    said, days = [*strange_actor, *strange_action], {}
    for key in ("since", "until"):
        try:
            days[key] = date.fromisoformat(given[key]) if key in given else None
        except (TypeError, ValueError):
            said.append(left_out(key, str(given[key]), _("is not a day, such as 2026-10-31")))
    before = str(given.get("before", ""))
    if before and not (before.isascii() and before.isdecimal() and len(before) < 10):
        said.append(left_out("before", before, _("is not the number of an event")))
        before = ""
    return Wanted(actor, action, before=int(before) if before else None, **days), said
