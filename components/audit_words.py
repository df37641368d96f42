"""What can stand in the audit, in words."""

from components.words import _
from kpis.words import _ as marked

ACTIONS = (
    ("signed_in", marked("Signed in")),
    ("sign_in_failed", marked("Sign-in failed")),
    ("sign_in_paused", marked("Sign-in paused after too many attempts")),
    ("signed_out", marked("Signed out")),
    ("sessions_ended", marked("Sessions ended")),
    ("refused", marked("Refused")),
    ("exported", marked("Took a file")),
    ("export_ended", marked("A file was taken to its end")),
    ("rows_viewed", marked("Looked at rows")),
    ("record_viewed", marked("Looked at a record")),
    ("quarantine_viewed", marked("Looked at refused rows")),
    ("account_made", marked("Made an account")),
    ("account_changed", marked("Changed an account")),
    ("role_changed", marked("Changed a role")),
    ("scope_changed", marked("Changed a scope")),
    ("account_disabled", marked("Disabled an account")),
    ("account_enabled", marked("Enabled an account")),
    ("password_set", marked("Set a password")),
    ("link_made", marked("Made a one-time link")),
    ("view_as_begun", marked("Began to view as somebody")),
    ("view_as_ended", marked("Ended viewing as somebody")),
    ("token_made", marked("Made a token")),
    ("token_revoked", marked("Revoked a token")),
    ("mailed", marked("Sent a page by mail")),
    ("subscription_made", marked("Made a subscription")),
    ("subscription_ended", marked("Ended a subscription")),
    ("commentary_written", marked("Wrote commentary")),
    ("report_issued", marked("Issued a report")),
    ("loaded", marked("Loaded a source")),
    ("run_failed", marked("A load or publication failed")),
    ("published", marked("Published a build")),
    ("rolled_back", marked("Went back to an older build")),
    ("builds_pruned", marked("Removed old builds")),
    ("backup_made", marked("Made a backup")),
    ("restored", marked("Restored a backup")),
    ("ledger_changed", marked("Changed the tables of the ledger")),
    ("audit_viewed", marked("Read the audit")),
    ("audit_exported", marked("Took a file of the audit")),
    ("audit_pruned", marked("Removed old events of the audit")),
)


def action_words() -> dict[str, str]:
    """Action -> what somebody did."""
    return {action: _(words) for action, words in ACTIONS}
