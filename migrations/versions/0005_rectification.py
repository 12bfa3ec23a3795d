"""What rectification in full needs: every step of the table, and a record for each small approval."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OLD_KINDS = ("deliver_finding", "make_copies", "auto_accept", "end_sessions", "tidy_field")
_NEW_KINDS = ("escalate", "resume_deferred", "plan_look_backs", "remind", "send_digest", "send_message")
_OLD_STEPS = (
    "submit", "send_back", "dismiss", "queue", "dispatch", "accept", "auto_accept", "request_return", "reassign",
    "refuse_return", "submit_plan", "fix_now", "return_plan", "approve_plan", "report_progress", "request_closure",
    "fail_verification", "pass_verification", "close",
)  # fmt: skip
_NEW_STEPS = (
    "defer", "resume", "terminate", "revoke_closure", "request_extension", "withdraw_extension", "grant_extension",
    "refuse_extension", "file_dispute", "uphold_dispute", "correct_fact", "reject_dispute", "request_deferral",
    "withdraw_deferral", "refuse_deferral", "hand_down", "pass_up", "take_back", "give_opinion", "reply_source",
    "remind", "assign_verifier", "issue_slip", "answer_slip", "cancel_slip", "list_openly", "unlist", "summon",
    "look_back", "annotate", "merge_duplicate",
)  # fmt: skip
_OLD_STAGES = ("found", "plan", "feedback", "verification", "signature")
_NEW_STAGES = ("request", "handed_down", "approval", "reply")
# (table, constraint, column) of what holds a step or a stage.
_OF_STEPS = (
    ("finding_events", "ck_finding_events_step", "step"),
    ("findings", "ck_findings_step", "pending_step"),
    ("signatures", "ck_signatures_step", "step"),
)
_OF_STAGES = (("finding_files", "ck_finding_files_filestage", "stage"),)
_TABLES = (
    "tough_projects", "slips", "assist_opinions", "data_needs", "deferrals", "disputes", "extensions", "handovers", "look_backs", "office_holds", "slip_items", "source_replies", "verification_orders",
)  # fmt: skip
# Added as columns: `findings` has triggers, which copying the table would lose on SQLite.
_COLUMNS = (
    ("term_from", "{moment}"),
    ("handler_unit_id", "INTEGER CONSTRAINT fk_findings_handler_unit_id REFERENCES units (id)"),
    ("extension_asker_id", "INTEGER CONSTRAINT fk_findings_extension_asker_id REFERENCES people (id)"),
    ("deferral_asker_id", "INTEGER CONSTRAINT fk_findings_deferral_asker_id REFERENCES people (id)"),
    ("dispute", "VARCHAR(40) CONSTRAINT ck_findings_disputestate "
                "CHECK (dispute IN ('filed', 'upheld', 'corrected', 'rejected', 'withdrawn'))"),
    ("deferred_until", "DATE CONSTRAINT ck_findings_deferred_has_end "
                       "CHECK ((status = 'deferred') = (deferred_until IS NOT NULL))"),
    ("level", "VARCHAR(40) DEFAULT 'none' NOT NULL CONSTRAINT ck_findings_level "
              "CHECK (level IN ('none', 'blue', 'yellow', 'red', 'listed'))"),
    ("level_reason", "{text} DEFAULT '' NOT NULL"),
    ("listed_on", "DATE"),
    ("hard_task", "BOOLEAN DEFAULT {false} NOT NULL"),
    ("tolerance", "BOOLEAN DEFAULT {false} NOT NULL"),
    ("accountability", "{text} DEFAULT '' NOT NULL"),
)  # fmt: skip
_WORDS = {
    "sqlite": {"moment": "DATETIME", "text": "TEXT", "false": "0"},
    "postgresql": {"moment": "TIMESTAMP WITH TIME ZONE", "text": 'TEXT COLLATE "C"', "false": "false"},
}


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    _task_kinds(*_OLD_KINDS, *_NEW_KINDS)
    _allow(_OF_STEPS, (*_OLD_STEPS, *_NEW_STEPS))
    _allow(_OF_STAGES, (*_OLD_STAGES, *_NEW_STAGES))
    words = _WORDS[op.get_bind().dialect.name]
    for column, kind in _COLUMNS:
        op.execute(f"ALTER TABLE findings ADD COLUMN {column} {kind.format(**words)}")
        if "DEFAULT" in kind and op.get_bind().dialect.name != "sqlite":
            op.execute(f"ALTER TABLE findings ALTER COLUMN {column} DROP DEFAULT")
    op.execute(f"UPDATE findings SET term_from = coalesce({_LAST_REASSIGNED}, delivered_at)")
    op.create_index("ix_findings_handler", "findings", ["handler_unit_id", "id"])
    op.create_index("ix_findings_level", "findings", ["level", "id"])
    _projects_and_slips()
    _requests()
    _supervision()
    _hands()
    _keep_holds()
    op.drop_column("findings", "held_since")


_LAST_REASSIGNED = (
    "(SELECT max(at) FROM finding_events WHERE finding_events.finding_id = findings.id AND step = 'reassign')"
)
# What the office holds now, by the status that says so.
_HELD_NOW = (
    ("pending_verification", "verification", 0), ("return_requested", "return_ruling", 1),
    ("plan_submitted", "plan_review", 1),
)  # fmt: skip


def _keep_holds() -> None:
    """Turn the one open span and the sum of the earlier ones into rows.

    Earlier spans weren't kept as such: they are told again by the events.
    """
    for status, reason, allowance in _HELD_NOW:
        op.execute(
            "INSERT INTO office_holds (finding_id, reason, since, allowance, void) "
            f"SELECT id, '{reason}', held_since, {allowance}, {_WORDS[op.get_bind().dialect.name]['false']} "
            f"FROM findings WHERE status = '{status}' AND held_since IS NOT NULL"
        )
    rows = op.get_bind().execute(
        sa.text("SELECT f.id, e.step, e.at FROM findings f JOIN finding_events e ON e.finding_id = f.id "
                "WHERE f.held_days > 0 ORDER BY f.id, e.id")
    )  # fmt: skip
    spans = list(_held_before(rows.all()))
    if spans:
        op.bulk_insert(_HOLDS, spans)


_BEGINS = {"request_closure": ("verification", 0), "fix_now": ("verification", 0), "submit_plan": ("plan_review", 1),
           "request_return": ("return_ruling", 1)}  # fmt: skip
_ENDS = {"fail_verification", "approve_plan", "return_plan", "refuse_return"}
_HOLDS = sa.table(
    "office_holds",
    *(sa.column(name) for name in ("finding_id", "reason", "allowance", "void")),
    sa.column("since", sa.Date()),
    sa.column("until", sa.Date()),
)


def _held_before(events: Sequence[tuple[int, str, object]]) -> list[dict[str, object]]:
    """Return the spans that ended, as the events tell them; a day is counted as the event's date."""
    spans: list[dict[str, object]] = []
    began: tuple[int, str, int, object] | None = None
    for finding_id, step, at in events:
        day = _day(at)
        if step in _BEGINS:
            began = (finding_id, *_BEGINS[step], day)
        elif step in _ENDS and began is not None and began[0] == finding_id:
            _, reason, allowance, since = began
            spans.append({"finding_id": finding_id, "reason": reason, "allowance": allowance, "void": False,
                          "since": since, "until": day})  # fmt: skip
            began = None
    return spans


def _day(at: object) -> date:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if not isinstance(moment, datetime):
        raise TypeError(f"not a moment: {at!r}")
    return (moment.replace(tzinfo=None) + timedelta(hours=8)).date()


def downgrade() -> None:
    op.add_column("findings", sa.Column("held_since", sa.Date(), nullable=True))
    op.execute(
        "UPDATE findings SET held_since = "
        "(SELECT max(since) FROM office_holds WHERE finding_id = findings.id AND until IS NULL)"
    )
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("ix_findings_level", "findings")
    op.drop_index("ix_findings_handler", "findings")
    for column, _kind in reversed(_COLUMNS):
        op.drop_column("findings", column)
    _allow(_OF_STAGES, _OLD_STAGES)
    _allow(_OF_STEPS, _OLD_STEPS)
    named = ", ".join(f"'{kind}'" for kind in _NEW_KINDS)
    op.execute(f"DELETE FROM tasks WHERE kind IN ({named})")
    _task_kinds(*_OLD_KINDS)


def _task_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("tasks") as batch:
        batch.drop_constraint(op.f("ck_tasks_taskkind"), type_="check")
        batch.create_check_constraint(op.f("ck_tasks_taskkind"), f"kind IN ({named})")


def _allow(places: Sequence[tuple[str, str, str]], values: Sequence[str]) -> None:
    """Let checked words be these; rows stay where they are on both databases."""
    named = ", ".join(f"'{value}'" for value in values)
    for table, constraint, column in places:
        check = f"{column} IN ({named})"
        if op.get_bind().dialect.name == "sqlite":
            _rewrite_check(table, constraint, check)
        else:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({check})")


def _rewrite_check(table: str, constraint: str, check: str) -> None:
    """Change a check on SQLite in the schema's text, as its manual says (ALTER TABLE, section 7).

    A copied table would lose its triggers; what is stored does not change.
    """
    bind = op.get_bind()
    old = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table})
    written, count = re.subn(
        rf"(CONSTRAINT {constraint} CHECK )\([^()]*\([^()]*\)\)", rf"\1({check})", old.scalar_one()
    )
    if count != 1:
        raise RuntimeError(f"{table} has no {constraint}")
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": written, "name": table},
    )
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def _projects_and_slips() -> None:
    op.create_table(
        "tough_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("leader", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _words("projectstate", "running", "done", "stopped"), nullable=False),
        sa.Column("progress", TEXT, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_tough_projects_done_has_day")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_tough_projects_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tough_projects")),
        sa.UniqueConstraint("name", name=op.f("uq_tough_projects_name")),
    )
    op.create_table(
        "slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("level", _words("level", "none", "blue", "yellow", "red", "listed"), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _words("slipstate", "proposed", "issued", "signed", "answered", "cancelled"), nullable=False
        ),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("demand", TEXT, nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("cancel_reason", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('yellow', 'red')", name=op.f("ck_slips_yellow_or_red")),
        sa.CheckConstraint("(number IS NULL) = (issued_at IS NULL)", name=op.f("ck_slips_number_at_issue")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_slips_answered_by_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people.id"], name=op.f("fk_slips_issued_by_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["people.id"], name=op.f("fk_slips_signed_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_slips_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint("number", name=op.f("uq_slips_number")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_slips_year_sequence")),
    )
    op.create_index("ix_slips_state", "slips", ["state", "unit_id"], unique=False)
    op.create_table(
        "office_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            _words("holdreason", "verification", "return_ruling", "plan_review", "extension", "dispute", "deferral"),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("allowance", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_office_holds_ends_after_start")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_office_holds_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_holds")),
    )
    op.create_index(op.f("ix_office_holds_finding_id"), "office_holds", ["finding_id"], unique=False)
    op.create_index(
        "uq_office_holds_one_open",
        "office_holds",
        ["finding_id", "reason"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _requests() -> None:
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "state", _words("requeststate", "pending", "approved", "rejected", "withdrawn", "ended"), nullable=False
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("wanted_due", sa.Date(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("progress", TEXT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("granted_due", sa.Date(), nullable=True),
        sa.Column("remark", TEXT, nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected', 'ended')) = (decided_at IS NOT NULL)",
            name=op.f("ck_extensions_decided_has_time"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR asked_by_id IS NULL OR decided_by_id <> asked_by_id",
            name=op.f("ck_extensions_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_extensions_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_extensions_decided_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_extensions_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("finding_id", "sequence", name=op.f("uq_extensions_finding_id_sequence")),
    )
    op.create_index(
        "uq_extensions_one_pending",
        "extensions",
        ["finding_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", _words("disputestate", "filed", "upheld", "corrected", "rejected", "withdrawn"), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("grounds", TEXT, nullable=False),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("ruled_at", MOMENT, nullable=True),
        sa.Column("ruling", TEXT, nullable=False),
        sa.Column("old_title", TEXT, nullable=False),
        sa.Column("old_fact", TEXT, nullable=False),
        sa.CheckConstraint("(state = 'filed') = (ruled_at IS NULL)", name=op.f("ck_disputes_ruled_has_time")),
        sa.ForeignKeyConstraint(["filed_by_id"], ["people.id"], name=op.f("fk_disputes_filed_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_disputes_finding_id")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["people.id"], name=op.f("fk_disputes_ruled_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_disputes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("finding_id", "unit_id", name=op.f("uq_disputes_finding_id_unit_id")),
    )
    op.create_table(
        "deferrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _words("requeststate", "pending", "approved", "rejected", "withdrawn", "ended"), nullable=False
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("missing", TEXT, nullable=False),
        sa.Column("interim", TEXT, nullable=False),
        sa.Column("wanted_until", sa.Date(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("reported_to", TEXT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("remark", TEXT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected', 'ended')) = (decided_at IS NOT NULL)",
            name=op.f("ck_deferrals_decided_has_time"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR asked_by_id IS NULL OR decided_by_id <> asked_by_id",
            name=op.f("ck_deferrals_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_deferrals_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_deferrals_decided_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_deferrals_finding_id")),
        sa.ForeignKeyConstraint(["project_id"], ["tough_projects.id"], name=op.f("fk_deferrals_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deferrals")),
    )
    op.create_index(op.f("ix_deferrals_finding_id"), "deferrals", ["finding_id"], unique=False)
    op.create_index(
        "uq_deferrals_one_pending",
        "deferrals",
        ["finding_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _supervision() -> None:
    op.create_table(
        "slip_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_slip_items_finding_id")),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_slip_items_slip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_items")),
        sa.UniqueConstraint("slip_id", "finding_id", name=op.f("uq_slip_items_slip_id_finding_id")),
    )
    op.create_index(op.f("ix_slip_items_finding_id"), "slip_items", ["finding_id"], unique=False)
    op.create_table(
        "verification_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "method", _words("verificationmethod", "revisit", "covert", "call", "online", "papers"), nullable=False
        ),
        sa.Column("state", _words("orderstate", "planned", "done", "not_possible", "cancelled"), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("verifier_seal", sa.LargeBinary(), nullable=True),
        sa.Column("verifier_tag", TEXT, nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.CheckConstraint(
            "verifier_id IS NULL OR verifier_seal IS NULL", name=op.f("ck_verification_orders_clear_or_sealed")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_verification_orders_finding_id")),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["people.id"], name=op.f("fk_verification_orders_ordered_by_id")),
        sa.ForeignKeyConstraint(["verifier_id"], ["people.id"], name=op.f("fk_verification_orders_verifier_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_verification_orders_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_orders")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_verification_orders_visit_id")),
    )
    op.create_index(op.f("ix_verification_orders_verifier_id"), "verification_orders", ["verifier_id"], unique=False)
    op.create_index(op.f("ix_verification_orders_verifier_tag"), "verification_orders", ["verifier_tag"], unique=False)
    op.create_index(
        "uq_verification_orders_one_open",
        "verification_orders",
        ["finding_id"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "look_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _words("lookbackstate", "planned", "fine", "rebounded", "cancelled"), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("checker_id", sa.Integer(), nullable=True),
        sa.Column("checker_seal", sa.LargeBinary(), nullable=True),
        sa.Column("checker_tag", TEXT, nullable=True),
        sa.Column(
            "method", _words("verificationmethod", "revisit", "covert", "call", "online", "papers"), nullable=True
        ),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('fine', 'rebounded')) = (done_at IS NOT NULL)", name=op.f("ck_look_backs_done_has_time")
        ),
        sa.CheckConstraint("checker_id IS NULL OR checker_seal IS NULL", name=op.f("ck_look_backs_clear_or_sealed")),
        sa.ForeignKeyConstraint(["checker_id"], ["people.id"], name=op.f("fk_look_backs_checker_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_look_backs_finding_id")),
        sa.ForeignKeyConstraint(["recurrence_id"], ["findings.id"], name=op.f("fk_look_backs_recurrence_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_look_backs_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_backs")),
        sa.UniqueConstraint("finding_id", "closed_at", "days", name=op.f("uq_look_backs_finding_id_closed_at_days")),
    )
    op.create_index(op.f("ix_look_backs_finding_id"), "look_backs", ["finding_id"], unique=False)
    op.create_index("ix_look_backs_open", "look_backs", ["state", "due_on"], unique=False)


def _hands() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("state", _words("handoverstate", "open", "answered", "taken_back"), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("handed_at", MOMENT, nullable=False),
        sa.Column("handed_by_id", sa.Integer(), nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_handovers_answered_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_handovers_finding_id")),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_handovers_from_unit_id")),
        sa.ForeignKeyConstraint(["handed_by_id"], ["people.id"], name=op.f("fk_handovers_handed_by_id")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["units.id"], name=op.f("fk_handovers_to_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index(op.f("ix_handovers_finding_id"), "handovers", ["finding_id"], unique=False)
    op.create_index(op.f("ix_handovers_to_unit_id"), "handovers", ["to_unit_id"], unique=False)
    op.create_index(
        "uq_handovers_one_open",
        "handovers",
        ["finding_id", "to_unit_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "assist_opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_assist_opinions_finding_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_assist_opinions_given_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assist_opinions_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assist_opinions")),
        sa.UniqueConstraint("finding_id", "unit_id", name=op.f("uq_assist_opinions_finding_id_unit_id")),
    )
    op.create_table(
        "source_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("state", _words("replystate", "pending", "replied", "satisfied", "unsatisfied"), nullable=False),
        sa.Column("channel", _words("replychannel", "phone", "letter", "online", "in_person"), nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("replied_at", MOMENT, nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("unsatisfied_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_source_replies_finding_id")),
        sa.ForeignKeyConstraint(["replied_by_id"], ["people.id"], name=op.f("fk_source_replies_replied_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_replies")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_source_replies_finding_id")),
    )
    op.create_table(
        "data_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("supplier", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("state", _words("dataneedstate", "asked", "agreed", "provided", "refused"), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_data_needs_finding_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["people.id"], name=op.f("fk_data_needs_noted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_needs")),
    )
    op.create_index(op.f("ix_data_needs_finding_id"), "data_needs", ["finding_id"], unique=False)
