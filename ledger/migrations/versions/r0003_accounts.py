"""Accounts, sessions, one-time links, attempts to sign in, and tokens of programs."""

from alembic import op
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, String, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("account", "session", "one_time_link", "sign_in_attempt", "api_token")


def upgrade() -> None:
    """Makes the tables."""
    make_account()
    make_session()
    make_one_time_link()
    make_sign_in_attempt()
    make_api_token()


def downgrade() -> None:
    """Removes the tables."""
    for name in reversed(TABLES):
        op.drop_table(name)


def make_account() -> None:
    op.create_table(
        "account",
        Column("account_id", String(32), primary_key=True),
        Column("name", String(320), nullable=False, unique=True),
        Column("shown_name", String(200), nullable=False),
        Column("password_hash", String(300)),
        Column("role", String(40)),
        Column("countries", Text),
        Column("areas", Text),
        Column("domains", Text),
        Column("detail", String(10)),
        Column("compared", Text),
        Column("may_export", Boolean, nullable=False),
        Column("is_active", Boolean, nullable=False),
        Column("created_at", DateTime, nullable=False),
        Column("password_changed_at", DateTime),
        Column("via", String(10), nullable=False),
        Column("external_id", String(500), unique=True),
        if_not_exists=True,
    )


def make_session() -> None:
    op.create_table(
        "session",
        Column("session_hash", String(64), primary_key=True),
        Column("account_id", String(32), nullable=False),
        Column("created_at", DateTime, nullable=False),
        Column("last_seen_at", DateTime, nullable=False),
        Column("ended_at", DateTime),
        Column("viewed_account_id", String(32)),
        Column("via", String(10), nullable=False),
        Column("device", String(100), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_session_account_id", "session", ["account_id"], if_not_exists=True)


def make_one_time_link() -> None:
    op.create_table(
        "one_time_link",
        Column("link_hash", String(64), primary_key=True),
        Column("purpose", String(10), nullable=False),
        Column("account_id", String(32)),
        Column("made_by", String(200), nullable=False),
        Column("made_at", DateTime, nullable=False),
        Column("expires_at", DateTime, nullable=False),
        Column("ended_at", DateTime),
        if_not_exists=True,
    )
    op.create_index("ix_one_time_link_account_id", "one_time_link", ["account_id"], if_not_exists=True)


def make_sign_in_attempt() -> None:
    op.create_table(
        "sign_in_attempt",
        Column("subject", String(64), primary_key=True),
        Column("failures", Integer, nullable=False),
        Column("last_at", DateTime, nullable=False),
        Column("open_at", DateTime, nullable=False),
        if_not_exists=True,
    )


def make_api_token() -> None:
    op.create_table(
        "api_token",
        Column("token_id", String(32), primary_key=True),
        Column("prefix", String(12), nullable=False, unique=True),
        Column("digest", String(64), nullable=False),
        Column("account_id", String(32), nullable=False),
        Column("label", String(100), nullable=False),
        Column("limits", Text, nullable=False),
        Column("may_export", Boolean, nullable=False),
        Column("made_by", String(200), nullable=False),
        Column("created_at", DateTime, nullable=False),
        Column("expires_at", DateTime, nullable=False),
        Column("last_used_on", Date),
        Column("ended_at", DateTime),
        Column("ended_by", String(200)),
        if_not_exists=True,
    )
    op.create_index("ix_api_token_account_id", "api_token", ["account_id"], if_not_exists=True)
