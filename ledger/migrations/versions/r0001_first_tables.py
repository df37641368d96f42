"""Runs, subscriptions and their mails, commentary and issued reports.

Ledgers that were made before the steps were counted have some of these tables or all; what they have stays."""

from alembic import op
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Text, UniqueConstraint

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("run", "subscription", "delivery", "worker_sign", "commentary", "issued_report")


def upgrade() -> None:
    """Makes the tables that are not there."""
    make_run()
    make_subscription()
    make_delivery()
    make_commentary()
    make_issued_report()


def downgrade() -> None:
    """Removes the tables."""
    for name in reversed(TABLES):
        op.drop_table(name)


def make_run() -> None:
    op.create_table(
        "run",
        Column("run_number", Integer, primary_key=True, autoincrement=True),
        Column("kind", String(20), nullable=False),
        Column("subject", String(200), nullable=False),
        Column("started_at", DateTime, nullable=False),
        Column("finished_at", DateTime),
        Column("outcome", String(20), nullable=False),
        Column("message", Text, nullable=False),
        Column("counts", Text, nullable=False),
        if_not_exists=True,
    )


def make_subscription() -> None:
    op.create_table(
        "subscription",
        Column("subscription_id", String(32), primary_key=True),
        Column("secret", String(64), nullable=False),
        Column("reader_name", String(200), nullable=False),
        Column("rights", Text, nullable=False),
        Column("email", String(320), nullable=False),
        Column("language", String(20), nullable=False),
        Column("address", Text, nullable=False),
        Column("rhythm", String(10), nullable=False),
        Column("only_if_changed", Boolean, nullable=False),
        Column("build_then", String(40), nullable=False),
        Column("month_then", String(7), nullable=False),
        Column("created_at", DateTime, nullable=False),
        Column("ended_at", DateTime),
        if_not_exists=True,
    )
    op.create_index("ix_subscription_reader_name", "subscription", ["reader_name"], if_not_exists=True)


def make_delivery() -> None:
    op.create_table(
        "delivery",
        Column("delivery_number", Integer, primary_key=True, autoincrement=True),
        Column("subscription_id", String(32), ForeignKey("subscription.subscription_id"), nullable=False),
        Column("occasion", String(60), nullable=False),
        Column("state", String(20), nullable=False),
        Column("worker", String(40), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("noted_at", DateTime, nullable=False),
        Column("due_at", DateTime, nullable=False),
        Column("changed_at", DateTime, nullable=False),
        Column("build_id", String(40), nullable=False),
        Column("content", String(20), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("message_id", String(200), nullable=False),
        Column("message", Text, nullable=False),
        Column("announced_at", DateTime),
        UniqueConstraint("subscription_id", "occasion"),
        if_not_exists=True,
    )
    op.create_index("ix_delivery_state", "delivery", ["state"], if_not_exists=True)
    op.create_table("worker_sign", Column("seen_at", DateTime, nullable=False), if_not_exists=True)


def make_commentary() -> None:
    op.create_table(
        "commentary",
        Column("commentary_number", Integer, primary_key=True, autoincrement=True),
        Column("subject", String(2000), nullable=False),
        Column("domain", String(40), nullable=False),
        Column("version", Integer, nullable=False),
        Column("text", Text, nullable=False),
        Column("state", String(20), nullable=False),
        Column("author", String(200), nullable=False),
        Column("written_at", DateTime, nullable=False),
        Column("build_id", String(40), nullable=False),
        UniqueConstraint("subject", "domain", "version"),
        if_not_exists=True,
    )


def make_issued_report() -> None:
    op.create_table(
        "issued_report",
        Column("report_number", Integer, primary_key=True, autoincrement=True),
        Column("title", String(300), nullable=False),
        Column("query", Text, nullable=False),
        Column("build_id", String(40), nullable=False),
        Column("issued_by", String(200), nullable=False),
        Column("issued_at", DateTime, nullable=False),
        Column("rights", Text, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("content", Text, nullable=False),
        Column("commentary", Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_issued_report_build_id", "issued_report", ["build_id"], if_not_exists=True)
