"""What is looked at and told before the app takes requests, whichever server it runs in."""

import sys

from access.one_time import first_words
from guards.logs import set_logs
from guards.outer import is_loopback
from guards.start import UnsafeStart, refuse_unsafe_start
from ledger import audit_chain
from ledger.database import opened
from ledger.migration import WrongLedger
from settings import Settings, WrongSetting, read_settings


def begin() -> Settings:
    """Looks whether the app may start, and ends the process with a sentence where it may not; then forgets old events of
    the audit and tells where the app is, and how the first administrator comes in."""
    try:
        settings = read_settings()
        refuse_unsafe_start(settings)
        opened()
    except (WrongLedger, WrongSetting, UnsafeStart) as error:
        sys.exit(str(error))
    set_logs(settings.log)
    audit_chain.prune(actor="this installation")
    told = f"Lagebild: http://{settings.host}:{settings.port}", first_words(is_loopback=is_loopback(settings.host))
    print("\n".join(filter(None, told)), flush=True)  # noqa: T201  what the person waits for
    return settings
