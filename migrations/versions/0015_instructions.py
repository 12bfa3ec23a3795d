"""Instructions, meetings, the work they ask for, and the registers: 承诺, 点赞, 公布批次, 文件, 成效数字."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = (
    "instructions", "instruction_texts", "meetings", "demands", "assigned_tasks", "assigned_events",
    "assigned_files", "pledges", "pledge_findings", "commendations", "announcements", "policy_documents",
    "benefit_figures", "entry_versions",
)  # fmt: skip


def upgrade() -> None:
    _instructions()
    _meetings()
    _assigned()
    _pledges()
    _praise()
    _registers()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _instructions() -> None:
    _table(
        "instructions",
        _id(),
        _words("origin", "origin", "paper", "written"),
        _text("leader"), _text("post"), _day("given_on"),
        _words("subject", "subject", "finding", "notice", "project", "other"),
        _number("finding_id", null=True), _number("notice_id", null=True), _number("project_id", null=True),
        _text("about"), _yes("asks_action"), _yes("open_to_units"), _moment("quoted_at", null=True),
        _number("scan_id", null=True), _moment("registered_at"), _number("registered_by_id"), _number("version"),
        *_refers("instructions", finding_id="findings", project_id="tough_projects", scan_id="files",
                 registered_by_id="people"),
        sa.CheckConstraint("origin <> 'paper' OR scan_id IS NOT NULL", name="paper_has_scan"),
        sa.CheckConstraint("(subject = 'finding') = (finding_id IS NOT NULL)", name="on_finding"),
        sa.CheckConstraint("(subject = 'notice') = (notice_id IS NOT NULL)", name="on_notice"),
        sa.CheckConstraint("(subject = 'project') = (project_id IS NOT NULL)", name="on_project"),
    )  # fmt: skip
    _index("instructions", "given", "given_on", "id")
    _index("instructions", "finding_id", "finding_id")
    _table(
        "instruction_texts",
        _id(), _number("instruction_id"), _number("number"), _text("words"), _text("reason"),
        _moment("written_at"), _number("written_by_id"),
        *_refers("instruction_texts", instruction_id="instructions", written_by_id="people"),
        sa.UniqueConstraint("instruction_id", "number", name="uq_instruction_texts_instruction_id_number"),
    )  # fmt: skip


def _meetings() -> None:
    _table(
        "meetings",
        _id(), _text("title"), _words("kind", "meetingkind", "debrief", "chief_visit", "seminar"), _day("held_on"),
        *(_text(name) for name in ("place", "chair", "post", "attendees", "reports")),
        _number("visit_id", null=True), _moment("registered_at"), _number("registered_by_id"), _number("version"),
        *_refers("meetings", visit_id="visits", registered_by_id="people"),
    )  # fmt: skip
    _index("meetings", "held", "held_on", "id")
    _index("meetings", "visit_id", "visit_id")
    _table(
        "demands",
        _id(), _number("meeting_id"), _number("number"), _text("words"), _moment("noted_at"), _number("noted_by_id"),
        *_refers("demands", meeting_id="meetings", noted_by_id="people"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_demands_meeting_id_number"),
        sa.CheckConstraint("number > 0", name="counts_from_one"),
    )  # fmt: skip


def _assigned() -> None:
    _table(
        "assigned_tasks",
        _id(),
        _words("source", "tasksource", "instruction", "demand"),
        _number("instruction_id", null=True), _number("demand_id", null=True), _number("finding_id", null=True),
        _number("unit_id"), _text("demand_words"), _day("due_on"), _day("original_due"),
        _words("state", "taskstate", "open", "answered", "done", "cancelled"),
        _day("answered_on", null=True), _number("answered_by_id", null=True),
        _moment("ended_at", null=True), _number("ended_by_id", null=True),
        _moment("assigned_at"), _number("assigned_by_id"), _number("version"),
        *_refers("assigned_tasks", instruction_id="instructions", demand_id="demands", finding_id="findings",
                 unit_id="units", answered_by_id="people", ended_by_id="people", assigned_by_id="people"),
        sa.CheckConstraint("(source = 'instruction') = (instruction_id IS NOT NULL)", name="of_instruction"),
        sa.CheckConstraint("(source = 'demand') = (demand_id IS NOT NULL)", name="of_demand"),
        sa.CheckConstraint("(state IN ('done', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_has_time"),
        sa.CheckConstraint("state NOT IN ('answered', 'done') OR answered_on IS NOT NULL", name="answered_has_day"),
        sa.CheckConstraint("state <> 'done' OR ended_by_id <> answered_by_id", name="two_people"),
    )  # fmt: skip
    _index("assigned_tasks", "due", "state", "due_on", "id")
    _index("assigned_tasks", "unit", "unit_id", "state", "due_on")
    for column in ("instruction_id", "demand_id", "finding_id"):
        _index("assigned_tasks", column, column)
    _table(
        "assigned_events",
        _id(), _number("task_id"), _moment("at"),
        _words("step", "taskstep", "assign", "answer", "confirm", "send_back", "change_due", "cancel"),
        _number("actor_id"), *(_text(name) for name in ("actor_name", "text", "document", "link")),
        *_refers("assigned_events", task_id="assigned_tasks", actor_id="people"),
    )  # fmt: skip
    _index("assigned_events", "task_id", "task_id")
    _table(
        "assigned_files",
        _number("event_id"), _number("file_id"),
        *_refers("assigned_files", event_id="assigned_events", file_id="files"),
        key=("event_id", "file_id"),
    )  # fmt: skip
    _index("assigned_files", "file_id", "file_id")


def _pledges() -> None:
    _table(
        "pledges",
        _id(), _number("unit_id"), _text("words"), _text("made_by"), _day("pledged_on"), _day("due_on", null=True),
        _text("outlet"), _text("link"), _words("state", "pledgestate", "running", "kept", "broken"),
        _text("evidence"), _day("judged_on", null=True), _number("version"),
        *_refers("pledges", unit_id="units"),
        sa.CheckConstraint("(state = 'running') = (judged_on IS NULL)", name="judged_has_day"),
    )  # fmt: skip
    _index("pledges", "day", "pledged_on", "id")
    _index("pledges", "unit_id", "unit_id")
    _table(
        "pledge_findings",
        _number("pledge_id"), _number("finding_id"),
        *_refers("pledge_findings", pledge_id="pledges", finding_id="findings"),
        key=("pledge_id", "finding_id"),
    )  # fmt: skip
    _index("pledge_findings", "finding_id", "finding_id")


def _praise() -> None:
    _table(
        "commendations",
        _id(), _number("unit_id"), _number("window_id", null=True), _number("campaign_id", null=True),
        _day("praised_on"), _words("source", "praisesource", "visit", "citizen", "office", "media"),
        *(_text(name) for name in ("source_text", "words", "paper_words", "person_name")),
        _yes("typical"), _number("version"),
        *_refers("commendations", unit_id="units", window_id="windows", campaign_id="campaigns"),
    )  # fmt: skip
    _index("commendations", "day", "praised_on", "id")
    _index("commendations", "unit_id", "unit_id")
    _index("commendations", "campaign_id", "campaign_id")


def _registers() -> None:
    _table(
        "announcements",
        _id(), _text("batch"), _day("announced_on"), _text("channel"), _text("items"), _number("count"),
        _text("link"), _number("version"),
        sa.UniqueConstraint("batch", "announced_on", "channel", name="uq_announcements_batch_announced_on_channel"),
        sa.CheckConstraint("count >= 0", name="count_not_negative"),
    )  # fmt: skip
    _index("announcements", "day", "announced_on", "id")
    _table(
        "policy_documents",
        _id(), _text("number"), _text("title"), _text("issuer"), _day("issued_on"), _text("link"), _number("version"),
        sa.UniqueConstraint("number", name="uq_policy_documents_number"),
    )  # fmt: skip
    _index("policy_documents", "day", "issued_on", "id")
    _table(
        "benefit_figures",
        _id(), *(_text(name) for name in ("name", "value", "unit", "numerator", "denominator", "scope")),
        _day("as_of"), _text("source"), _number("version"),
        sa.CheckConstraint("(value = '') <> (numerator = '')", name="number_or_ratio"),
        sa.CheckConstraint("(numerator = '') = (denominator = '')", name="ratio_of_two"),
    )  # fmt: skip
    _index("benefit_figures", "day", "as_of", "id")
    _table(
        "entry_versions",
        _id(), _words("register", "register", "pledges", "praise", "announcements", "documents", "figures"),
        _number("entry_id"), _number("number"), sa.Column("facts", sa.JSON(), nullable=False), _text("reason"),
        _moment("at"), _number("by_id"), _text("by_name"),
        *_refers("entry_versions", by_id="people"),
        sa.UniqueConstraint("register", "entry_id", "number", name="uq_entry_versions_register_entry_id_number"),
    )  # fmt: skip


def _table(name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{name}", table, list(columns))


def _refers(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
        for column, target in targets.items()
    ]


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _day(name: str, *, null: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=null)


def _moment(name: str, *, null: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, MOMENT, nullable=null)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _words(name: str, kind: str, *values: str) -> sa.Column[str]:
    words = sa.Enum(*values, name=kind, native_enum=False, length=40, create_constraint=True)
    return sa.Column(name, words, nullable=False)
