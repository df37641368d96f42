"""What people and jobs did, kept in one database beside the warehouse."""

from ledger import (
    accounts,
    attempts,
    audit,
    commentary,
    deliveries,
    links,
    memberships,
    once,
    reports,
    sessions,
    subscriptions,
    tokens,
)
from ledger.diary import close_interrupted_runs, is_done, recorded_run, runs

__all__ = [
    "accounts",
    "attempts",
    "audit",
    "close_interrupted_runs",
    "commentary",
    "deliveries",
    "is_done",
    "links",
    "memberships",
    "once",
    "recorded_run",
    "reports",
    "runs",
    "sessions",
    "subscriptions",
    "tokens",
]
