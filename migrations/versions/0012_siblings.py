"""Visits planned because of a finding elsewhere (举一反三), and sentences offered to who answers (答复模板)."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KINDS = ("plan", "progress", "feedback", "extension")
# What an office begins with; it changes them on the page 答复模板.
_SENTENCES = {
    "plan": (
        "情况属实。经核查，主要是办事指南和窗口执行不一致。",
        "情况部分属实。该事项已按公布清单办理，个别窗口执行不到位。",
        "经核查，系统仍按旧版设置，已商请技术单位调整。",
    ),
    "progress": (
        "已召开专题会，明确责任人和完成时间。",
        "新版办事指南已拟好，正在送审。",
        "系统调整已提交，正在测试，预计本周上线。",
    ),
    "feedback": (
        "已取消该项材料，窗口统一口径，办事指南已同步更新。",
        "已调整系统设置，群众不用再提交该项材料。",
        "已组织窗口人员培训，并对其他窗口逐一检查，没有发现同样问题。",
    ),
    "extension": (
        "系统改造须与上级平台对接，对方已答复完成时间。",
        "涉及修订规范性文件，正在履行征求意见程序。",
    ),
}


def upgrade() -> None:
    op.create_table(
        "look_alike_checks",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_look_alike_checks_finding_id"),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name="fk_look_alike_checks_visit_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", "visit_id", name="pk_look_alike_checks"),
        sa.UniqueConstraint("visit_id", name="uq_look_alike_checks_visit_id"),
    )
    kind = sa.Enum(*_KINDS, name="replykind", native_enum=False, length=40, create_constraint=True)
    templates = op.create_table(
        "reply_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reply_templates"),
        sa.UniqueConstraint("kind", "text", name="uq_reply_templates_kind_text"),
    )
    rows = [
        {"kind": kind, "text": text, "sort_no": place, "active": True, "version": 1}
        for kind, texts in _SENTENCES.items()
        for place, text in enumerate(texts)
    ]
    op.bulk_insert(templates, rows)


def downgrade() -> None:
    op.drop_table("reply_templates")
    op.drop_table("look_alike_checks")
