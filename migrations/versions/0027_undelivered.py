"""What has no number yet is in no tally: handing it in waits for nobody's totals."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_KEEP = "FOR EACH ROW {when} EXECUTE FUNCTION keep_finding_tally()"


def upgrade() -> None:
    """Call the function, and take the lock it takes, only for delivered findings, as SQLite does already."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER tally_new ON findings")
        op.execute(f"CREATE TRIGGER tally_new AFTER INSERT ON findings {_KEEP.format(when=_given('NEW'))}")
        op.execute(f"CREATE TRIGGER tally_gone AFTER DELETE ON findings {_KEEP.format(when=_given('OLD'))}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER tally_gone ON findings")
        op.execute("DROP TRIGGER tally_new ON findings")
        op.execute(f"CREATE TRIGGER tally_new AFTER INSERT OR DELETE ON findings {_KEEP.format(when='')}")


def _given(row: str) -> str:
    return f"WHEN ({row}.number IS NOT NULL)"
