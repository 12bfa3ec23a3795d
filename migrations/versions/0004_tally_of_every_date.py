"""The tally also keeps one row for every date together: a total reads what is still to come, not what is past."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = "campaign_id, lead_unit_id, status, due"
_COUNTED_CHANGES = "number, campaign_id, lead_unit_id, status, lamp_due"
_EVERY = "'all'"
_DUE = {
    "sqlite": "coalesce({row}.lamp_due, '')",
    "postgresql": "coalesce(to_char({row}.lamp_due, 'YYYY-MM-DD'), '')",
}


def upgrade() -> None:
    op.create_index("ix_finding_tally_due", "finding_tally", ["due"])
    op.execute(
        f"INSERT INTO finding_tally ({_KEY}, count) "
        f"SELECT campaign_id, lead_unit_id, status, {_EVERY}, sum(count) FROM finding_tally "
        "GROUP BY campaign_id, lead_unit_id, status"
    )
    _keep(_EVERY)


def downgrade() -> None:
    _keep()
    op.execute(f"DELETE FROM finding_tally WHERE due = {_EVERY}")
    op.drop_index("ix_finding_tally_due", "finding_tally")


def _keep(*also: str) -> None:
    """Let the triggers keep the row of a finding's own date, and these rows `also`."""
    if op.get_bind().dialect.name == "sqlite":
        _keep_on_sqlite(also)
    else:
        _keep_on_postgres(also)


def _add(dialect: str, also: tuple[str, ...]) -> str:
    dues = (_DUE[dialect].format(row="NEW"), *also)
    rows = ", ".join(f"(NEW.campaign_id, NEW.lead_unit_id, NEW.status, {due}, 1)" for due in dues)
    return (
        f"INSERT INTO finding_tally ({_KEY}, count) VALUES {rows} "
        f"ON CONFLICT ({_KEY}) DO UPDATE SET count = finding_tally.count + 1;"
    )


def _take(dialect: str, also: tuple[str, ...]) -> str:
    """Return the statements that take a row away; a total that is nought goes."""
    dues = ", ".join((_DUE[dialect].format(row="OLD"), *also))
    rows = (
        f"campaign_id = OLD.campaign_id AND lead_unit_id = OLD.lead_unit_id AND status = OLD.status AND due IN ({dues})"
    )
    return f"UPDATE finding_tally SET count = count - 1 WHERE {rows}; DELETE FROM finding_tally WHERE {rows} AND count = 0;"


def _keep_on_sqlite(also: tuple[str, ...]) -> None:
    for name in ("insert", "take", "add", "delete"):
        op.execute(f"DROP TRIGGER tally_{name}")
    add, take = _add("sqlite", also), _take("sqlite", also)
    for name, moment, had, body in (
        ("insert", "INSERT", "NEW", add),
        ("take", f"UPDATE OF {_COUNTED_CHANGES}", "OLD", take),
        ("add", f"UPDATE OF {_COUNTED_CHANGES}", "NEW", add),
        ("delete", "DELETE", "OLD", take),
    ):
        op.execute(
            f"CREATE TRIGGER tally_{name} AFTER {moment} ON findings WHEN {had}.number IS NOT NULL BEGIN {body} END"
        )


def _keep_on_postgres(also: tuple[str, ...]) -> None:
    # The lock keeps two transactions that move findings between the same totals from waiting for each other.
    op.execute(
        sa.text(f"""
CREATE OR REPLACE FUNCTION keep_finding_tally() RETURNS trigger AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(20260001);
    IF TG_OP <> 'INSERT' AND OLD.number IS NOT NULL THEN
        {_take("postgresql", also)}
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.number IS NOT NULL THEN
        {_add("postgresql", also)}
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql
""")
    )
