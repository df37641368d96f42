"""What can stand in the audit, in words."""

from components.words import _


def action_words() -> dict[str, str]:
    """Action -> what somebody did."""
    return {
        "signed_in": _("Signed in"),
        "sign_in_failed": _("Sign-in failed"),
        "sign_in_paused": _("Sign-in paused after too many attempts"),
        "signed_out": _("Signed out"),
        "sessions_ended": _("Sessions ended"),
        "refused": _("Refused"),
        "exported": _("Took a file"),
        "export_ended": _("A file was taken to its end"),
        "rows_viewed": _("Looked at rows"),
        "record_viewed": _("Looked at a record"),
        "quarantine_viewed": _("Looked at refused rows"),
        "account_made": _("Made an account"),
        "account_changed": _("Changed an account"),
        "role_changed": _("Changed a role"),
        "scope_changed": _("Changed a scope"),
        "account_disabled": _("Disabled an account"),
        "account_enabled": _("Enabled an account"),
        "password_set": _("Set a password"),
        "link_made": _("Made a one-time link"),
        "view_as_begun": _("Began to view as somebody"),
        "view_as_ended": _("Ended viewing as somebody"),
        "token_made": _("Made a token"),
        "token_revoked": _("Revoked a token"),
        "mailed": _("Sent a page by mail"),
        "subscription_made": _("Made a subscription"),
        "subscription_ended": _("Ended a subscription"),
        "commentary_written": _("Wrote commentary"),
        "report_issued": _("Issued a report"),
        "loaded": _("Loaded a source"),
        "run_failed": _("A load or publication failed"),
        "published": _("Published a build"),
        "rolled_back": _("Went back to an older build"),
        "builds_pruned": _("Removed old builds"),
        "backup_made": _("Made a backup"),
        "restored": _("Restored a backup"),
        "ledger_changed": _("Changed the tables of the ledger"),
        "audit_viewed": _("Read the audit"),
        "audit_exported": _("Took a file of the audit"),
        "audit_pruned": _("Removed old events of the audit"),
    }
