"""What people and jobs did, kept in one database beside the warehouse."""

from ledger import deliveries, subscriptions
from ledger.diary import close_interrupted_runs, is_done, recorded_run, runs

__all__ = ["close_interrupted_runs", "deliveries", "is_done", "recorded_run", "runs", "subscriptions"]
