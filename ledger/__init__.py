"""What people and jobs did, kept in one database beside the warehouse."""

from ledger import audit, commentary, deliveries, reports, subscriptions, tokens
from ledger.diary import close_interrupted_runs, is_done, recorded_run, runs

__all__ = [
    "audit",
    "close_interrupted_runs",
    "commentary",
    "deliveries",
    "is_done",
    "recorded_run",
    "reports",
    "runs",
    "subscriptions",
    "tokens",
]
