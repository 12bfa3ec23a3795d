"""What the schema refuses and keeps by itself: issued things never change, totals are always right."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# (table, operations refused, when)
_FIXED = (
    ("finding_events", ("UPDATE", "DELETE"), ""),
    ("audit_entries", ("UPDATE", "DELETE"), ""),
    ("notices", ("UPDATE", "DELETE"), "OLD.state = 'issued'"),
    ("notice_documents", ("UPDATE", "DELETE"), ""),
    ("checklist_versions", ("UPDATE", "DELETE"), "OLD.state = 'published'"),
)

# A total that is nought goes: a list's totals cost what is open, not what has ever been.
_KEY = "campaign_id, lead_unit_id, status, due"
_SQLITE_ADD = f"""
    INSERT INTO finding_tally ({_KEY}, count)
    VALUES (NEW.campaign_id, NEW.lead_unit_id, NEW.status, coalesce(NEW.lamp_due, ''), 1)
    ON CONFLICT ({_KEY}) DO UPDATE SET count = count + 1;
"""
_SQLITE_TAKE = """
    UPDATE finding_tally SET count = count - 1
    WHERE campaign_id = OLD.campaign_id AND lead_unit_id = OLD.lead_unit_id
      AND status = OLD.status AND due = coalesce(OLD.lamp_due, '');
    DELETE FROM finding_tally
    WHERE campaign_id = OLD.campaign_id AND lead_unit_id = OLD.lead_unit_id
      AND status = OLD.status AND due = coalesce(OLD.lamp_due, '') AND count = 0;
"""
# The lock keeps two transactions that move findings between the same totals from waiting for each other.
_POSTGRES_TALLY = f"""
CREATE FUNCTION keep_finding_tally() RETURNS trigger AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(20260001);
    IF TG_OP <> 'INSERT' AND OLD.number IS NOT NULL THEN
        UPDATE finding_tally SET count = count - 1
        WHERE campaign_id = OLD.campaign_id AND lead_unit_id = OLD.lead_unit_id
          AND status = OLD.status AND due = coalesce(to_char(OLD.lamp_due, 'YYYY-MM-DD'), '');
        DELETE FROM finding_tally
        WHERE campaign_id = OLD.campaign_id AND lead_unit_id = OLD.lead_unit_id
          AND status = OLD.status AND due = coalesce(to_char(OLD.lamp_due, 'YYYY-MM-DD'), '') AND count = 0;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.number IS NOT NULL THEN
        INSERT INTO finding_tally ({_KEY}, count)
        VALUES (NEW.campaign_id, NEW.lead_unit_id, NEW.status,
                coalesce(to_char(NEW.lamp_due, 'YYYY-MM-DD'), ''), 1)
        ON CONFLICT ({_KEY}) DO UPDATE SET count = finding_tally.count + 1;
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql
"""
_COUNTED_CHANGES = "number, campaign_id, lead_unit_id, status, lamp_due"


def upgrade() -> None:
    op.execute(f"INSERT INTO audit_head (id, sequence, digest) VALUES (1, 0, '{'0' * 64}')")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgres()


def _guard_sqlite() -> None:
    for table, operations, when in _FIXED:
        for operation in operations:
            op.execute(
                f"CREATE TRIGGER fixed_{table}_{operation.lower()} BEFORE {operation} ON {table} "
                f"{f'WHEN {when}' if when else ''} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(
        f"CREATE TRIGGER tally_insert AFTER INSERT ON findings WHEN NEW.number IS NOT NULL BEGIN {_SQLITE_ADD} END"
    )
    op.execute(
        f"CREATE TRIGGER tally_take AFTER UPDATE OF {_COUNTED_CHANGES} ON findings "
        f"WHEN OLD.number IS NOT NULL BEGIN {_SQLITE_TAKE} END"
    )
    op.execute(
        f"CREATE TRIGGER tally_add AFTER UPDATE OF {_COUNTED_CHANGES} ON findings "
        f"WHEN NEW.number IS NOT NULL BEGIN {_SQLITE_ADD} END"
    )
    op.execute(
        f"CREATE TRIGGER tally_delete AFTER DELETE ON findings WHEN OLD.number IS NOT NULL BEGIN {_SQLITE_TAKE} END"
    )


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )
    for table, operations, when in _FIXED:
        op.execute(
            f"CREATE TRIGGER fixed_{table} BEFORE {' OR '.join(operations)} ON {table} FOR EACH ROW "
            f"{f'WHEN ({when})' if when else ''} EXECUTE FUNCTION refuse_change()"
        )
    op.execute(sa.text(_POSTGRES_TALLY))
    op.execute(
        "CREATE TRIGGER tally_new AFTER INSERT OR DELETE ON findings "
        "FOR EACH ROW EXECUTE FUNCTION keep_finding_tally()"
    )
    op.execute(
        f"CREATE TRIGGER tally_change AFTER UPDATE OF {_COUNTED_CHANGES} ON findings "
        "FOR EACH ROW WHEN (OLD.number IS NOT NULL OR NEW.number IS NOT NULL) "
        "EXECUTE FUNCTION keep_finding_tally()"
    )


def downgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        names = bind.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP FUNCTION refuse_change() CASCADE")
    op.execute("DROP FUNCTION keep_finding_tally() CASCADE")
