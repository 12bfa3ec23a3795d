"""What the pages of the registers show beside the entry itself: its versions in words, windows to choose from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Site, Window
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.labels import Labelled
from inspect_app.projects.models import EntryVersion, WorkingGroup
from inspect_app.projects.vocabulary.registers import (
    MediaKind,
    PraiseDeed,
    PraiseSource,
    PreparationStep,
    Register,
    Trained,
)

_LABELS = {
    "unit_id": "单位", "words": "内容", "made_by": "承诺人", "pledged_on": "承诺日期", "due_on": "兑现期限",
    "outlet": "来源", "link": "链接", "window_id": "窗口", "campaign_id": "专项", "praised_on": "日期",
    "source": "来源", "source_text": "来源说明", "paper_words": "见报文字", "typical": "典型做法", "batch": "批次",
    "announced_on": "公布日期", "channel": "渠道", "items": "公布内容", "count": "项数", "number": "文号",
    "title": "标题", "issuer": "发文机关", "issued_on": "成文日期", "name": "名称", "value": "数值", "unit": "单位",
    "numerator": "分子", "denominator": "分母", "scope": "口径", "as_of": "截至", "person_name": "当事人",
    "kind": "类型", "published_on": "日期", "matter": "试点内容", "started_on": "开始日期", "ended_on": "结束日期",
    "result": "成效", "regular": "在编", "contracted": "聘用", "windows": "开设窗口", "handled": "月办件",
    "step": "事项", "done_on": "完成日期",
    "deeds": "做法", "promised_time": "承诺时间", "real_time": "实际时间", "held_on": "日期", "subject": "主题",
    "trained": "对象", "attended": "人数", "hours": "课时", "members": "成员单位", "coordinates": "协调",
    "reviews": "审核", "urges": "督促", "set_up_on": "成立日期",
}  # fmt: skip
# Read by the office alone.
_OFFICE_ONLY = frozenset({"person_name", "source_text"})

# What is kept as a value and read as a word.
_WORDS: dict[tuple[Register, str], type[Labelled]] = {
    (Register.PRAISE, "source"): PraiseSource,
    (Register.MEDIA, "kind"): MediaKind,
    (Register.PREPARATIONS, "step"): PreparationStep,
    (Register.PRAISE, "deeds"): PraiseDeed,
    (Register.TRAININGS, "trained"): Trained,
}

# A version: its number, when, by whom, why, its facts as (name, value).
VersionRow = tuple[int, datetime, str, str, list[tuple[str, str]]]


def version_rows(register: Register, versions: Sequence[EntryVersion], *, office: bool) -> list[VersionRow]:
    """Return every version in words, the newest first."""
    names = _names(versions)
    return [
        (
            row.number, row.at, row.by_name, row.reason,
            [
                (_LABELS[name], _said(register, name, value, names))
                for name, value in row.facts.items()
                if value not in (None, "", False, []) and (office or name not in _OFFICE_ONLY)
            ],
        )
        for row in versions
    ]  # fmt: skip


def window_choices() -> list[tuple[str, str]]:
    """Return (id as text, hall and window) of every window, for form fields."""
    query = select(Window.id, Site.name, Window.name).join(Site, Site.id == Window.site_id)
    return [(str(key), f"{site} {window}") for key, site, window in db.session.execute(query.order_by(Window.code))]


def groups_that_review(also: int | None = None) -> list[tuple[str, str]]:
    """Return (id as text, name) of the working groups with the power to review (审核); a chosen one stays."""
    today = clock.today()
    lasts = or_(WorkingGroup.ended_on.is_(None), WorkingGroup.ended_on >= today)
    wanted = or_(and_(WorkingGroup.reviews, lasts), WorkingGroup.id == also)
    query = select(WorkingGroup.id, WorkingGroup.name).where(wanted).order_by(WorkingGroup.name)
    return [(str(key), name) for key, name in db.session.execute(query)]


def _said(register: Register, name: str, value: object, names: dict[tuple[str, int], str]) -> str:
    if isinstance(value, int) and (name, value) in names:
        return names[name, value]
    words = _WORDS.get((register, name))
    if words is not None and isinstance(value, list):
        return "、".join(one.label for one in words if one.value in value)
    if words is not None:
        found = words.find(value)
        return found.label if found else ""
    return "是" if value is True else str(value)


def _names(versions: Sequence[EntryVersion]) -> dict[tuple[str, int], str]:
    """Return what units, windows and campaigns in the facts are called, one query each."""
    named: dict[tuple[str, int], str] = {}
    for column, table in (("unit_id", Unit), ("window_id", Window), ("campaign_id", Campaign)):
        ids = {int(row.facts[column]) for row in versions if row.facts.get(column)}
        if ids:
            rows = db.session.execute(select(table.id, table.name).where(table.id.in_(ids)))
            named |= {(column, key): str(name) for key, name in rows}
    return named
