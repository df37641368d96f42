"""Events of the audit, with triggers that refuse to change or remove them."""

from alembic import op
from sqlalchemy import DDL, Column, DateTime, Integer, String, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "events of the audit are not changed or removed"
ON_SQLITE = (
    f"create trigger if not exists audit_event_keeps_rows before delete on audit_event"
    f" begin select raise(abort, '{REFUSAL}'); end",
    f"create trigger if not exists audit_event_keeps_values before update on audit_event"
    f" begin select raise(abort, '{REFUSAL}'); end",
)
ON_POSTGRESQL = (
    f"create or replace function audit_event_refusal() returns trigger language plpgsql as"
    f" $$ begin raise exception '{REFUSAL}'; end $$",
    "create or replace trigger audit_event_keeps_rows before delete on audit_event"
    " for each row execute function audit_event_refusal()",
    "create or replace trigger audit_event_keeps_values before update on audit_event"
    " for each row execute function audit_event_refusal()",
    "create or replace trigger audit_event_keeps_all before truncate on audit_event"
    " for each statement execute function audit_event_refusal()",
)


def upgrade() -> None:
    """Makes the table and its triggers."""
    op.create_table(
        "audit_event",
        Column("sequence", Integer, primary_key=True, autoincrement=False),
        Column("at", DateTime, nullable=False),
        Column("actor", String(200), nullable=False),
        Column("action", String(40), nullable=False),
        Column("subject", String(500), nullable=False),
        Column("details", Text, nullable=False),
        Column("previous", String(64), nullable=False),
        Column("hash", String(64), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"], if_not_exists=True)
    op.create_index("ix_audit_event_actor_sequence", "audit_event", ["actor", "sequence"], if_not_exists=True)
    op.create_index("ix_audit_event_action_sequence", "audit_event", ["action", "sequence"], if_not_exists=True)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if is_sqlite else ON_POSTGRESQL:
        op.execute(DDL(statement))


def downgrade() -> None:
    """Removes the table with its events and triggers."""
    op.drop_table("audit_event")
    if op.get_bind().dialect.name != "sqlite":
        op.execute(DDL("drop function audit_event_refusal()"))
