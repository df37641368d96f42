"""Triggers that refuse to change or remove events of the audit, in the words of each database."""

from sqlalchemy import DDL, Connection, Table, event

REFUSAL = "events of the audit are not changed or removed"
SQLITE = {
    "audit_event_keeps_rows": f"before delete on audit_event begin select raise(abort, '{REFUSAL}'); end",
    "audit_event_keeps_values": f"before update on audit_event begin select raise(abort, '{REFUSAL}'); end",
}
POSTGRESQL = {
    "audit_event_keeps_rows": "before delete on audit_event for each row",
    "audit_event_keeps_values": "before update on audit_event for each row",
    "audit_event_keeps_all": "before truncate on audit_event for each statement",
}
FUNCTION = f"""create or replace function audit_event_refusal() returns trigger language plpgsql as
$$ begin raise exception '{REFUSAL}'; end $$"""
REMOVAL = "audit_event_keeps_rows"
"""The trigger that stands in the way of the retention rule."""


def keep_append_only(table: Table) -> None:
    """Lets the triggers be made whenever the table is."""
    event.listen(table, "after_create", lambda _table, connection, **_given: make_triggers(connection))


def make_triggers(connection: Connection, only: tuple[str, ...] = ()) -> None:
    """Makes the triggers, or those that are named."""
    if connection.dialect.name == "sqlite":
        statements = {name: f"create trigger {name} {body}" for name, body in SQLITE.items()}
    else:
        connection.execute(DDL(FUNCTION))
        statements = {
            name: f"create trigger {name} {body} execute function audit_event_refusal()"
            for name, body in POSTGRESQL.items()
        }
    for name in only or tuple(statements):
        connection.execute(DDL(statements[name]))


def lift_removal(connection: Connection) -> None:
    """Takes the trigger against removal away for the rest of the transaction; make it anew before the end."""
    on_table = "" if connection.dialect.name == "sqlite" else " on audit_event"
    connection.execute(DDL(f"drop trigger {REMOVAL}{on_table}"))
