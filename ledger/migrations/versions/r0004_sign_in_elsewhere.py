"""What other systems say of accounts: their groups, and words that count once only."""

from alembic import op
from sqlalchemy import Column, DateTime, String, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "membership",
        Column("account_id", String(32), primary_key=True),
        Column("groups_told", Text, nullable=False),
        Column("told_at", DateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "used_word",
        Column("word_hash", String(64), primary_key=True),
        Column("until", DateTime, nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Removes the tables."""
    op.drop_table("used_word")
    op.drop_table("membership")
