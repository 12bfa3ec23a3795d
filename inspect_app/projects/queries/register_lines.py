"""What each register shows of its rows: the columns and the cells, the same on the screen and in Excel."""

from collections.abc import Callable
from datetime import date
from typing import Any

from inspect_app.projects.models import (
    Announcement,
    BenefitFigure,
    Commendation,
    MediaReport,
    Pilot,
    Pledge,
    PolicyDocument,
    Preparation,
    Staffing,
    Training,
    WorkingGroup,
)
from inspect_app.projects.rules.registers import per_head, shown
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.projects.vocabulary.registers import FigureDraft, PledgeState, PraiseDeed, Register

_C = ListColumn
REPEATED = "同数不同口径"
COLUMNS: dict[Register, tuple[ListColumn, ...]] = {
    Register.PLEDGES: (
        _C("承诺内容", 60), _C("单位", 16), _C("承诺人", 20, "more"), _C("承诺日期", 12, "day"),
        _C("期限", 12, "day more"),
        _C("来源", 24, "more"), _C("未兑现的问题", 20, "more"), _C("兑现", 12),
    ),
    Register.PRAISE: (
        _C("事迹", 60), _C("单位", 16), _C("窗口", 24, "more"), _C("日期", 12, "day"), _C("来源", 12, "more"),
        _C("专项", 30, "more"), _C("做法", 24, "more"), _C("承诺时间", 14, "more"), _C("实际时间", 14, "more"),
        _C("典型做法", 12),
    ),
    Register.ANNOUNCEMENTS: (
        _C("批次", 30), _C("公布日期", 12, "day"), _C("渠道", 30, "more"),
        _C("公布内容", 40, "more"), _C("项数", 8, "num"),
    ),
    Register.DOCUMENTS: (
        _C("文号", 24), _C("标题", 60), _C("发文机关", 30, "more"), _C("成文日期", 12, "day"),
    ),
    Register.FIGURES: (
        _C("名称", 30), _C("数值", 24), _C("口径", 40, "more"), _C("截至", 12, "day"),
        _C("来源", 36, "more"), _C("核对", 14),
    ),
    Register.MEDIA: (
        _C("标题", 60), _C("媒体", 20), _C("类型", 12, "more"), _C("日期", 12, "day"), _C("涉及单位", 16, "more"),
        _C("专项", 30, "more"),
    ),
    Register.PILOTS: (
        _C("试点", 24), _C("单位", 16), _C("试点内容", 40, "more"), _C("开始日期", 12, "day"),
        _C("结束日期", 12, "day more"), _C("成效", 40, "more"), _C("状态", 10),
    ),
    Register.STAFFING: (
        _C("单位", 16), _C("窗口", 24, "more"), _C("截至", 12, "day"), _C("在编", 8, "num"), _C("聘用", 8, "num"),
        _C("合计", 8, "num"), _C("开设窗口", 10, "num more"), _C("月办件", 10, "num more"), _C("人均月办件", 12, "num"),
        _C("来源", 36, "more"),
    ),
    Register.PREPARATIONS: (
        _C("专项", 40), _C("事项", 16), _C("完成日期", 12, "day"), _C("情况", 50, "more"),
    ),
    Register.TRAININGS: (
        _C("主题", 50), _C("对象", 16), _C("日期", 12, "day"), _C("人数", 8, "num"), _C("课时", 8, "num"),
        _C("内容", 50, "more"),
    ),
    Register.GROUPS: (
        _C("专题组", 36), _C("牵头单位", 16), _C("成员单位", 40, "more"), _C("负责", 40, "more"), _C("职责", 20),
        _C("成立日期", 12, "day"), _C("撤销日期", 12, "day more"), _C("文号", 24, "more"), _C("状态", 10),
    ),
}  # fmt: skip


def _pledge(row: Pledge, today: date, _mark: bool) -> ListLine:
    late = row.state is PledgeState.RUNNING and row.due_on is not None and row.due_on < today
    tone = {PledgeState.KEPT: "plain", PledgeState.BROKEN: "over"}.get(row.state, "near" if late else "accent")
    numbers = "、".join(finding.number for finding in row.findings if finding.number)
    state = "到期待核" if late else row.state.label
    cells = (row.words, row.unit.short_name, row.made_by, row.pledged_on, row.due_on, row.outlet, numbers, state)
    return ListLine(cells, _href(Register.PLEDGES, row.id), tone)


def _praise(row: Commendation, _today: date, _mark: bool) -> ListLine:
    window, campaign = row.window.name if row.window else "", row.campaign.name if row.campaign else ""
    typical = "典型做法" if row.typical else ""
    cells = (
        row.words, row.unit.short_name, window, row.praised_on, row.source.label, campaign, _deeds(row),
        row.promised_time, row.real_time, typical,
    )  # fmt: skip
    return ListLine(cells, _href(Register.PRAISE, row.id), "accent" if row.typical else "")


def _announcement(row: Announcement, _today: date, _mark: bool) -> ListLine:
    cells = (row.batch, row.announced_on, row.channel, row.items, row.count)
    return ListLine(cells, _href(Register.ANNOUNCEMENTS, row.id))


def _document(row: PolicyDocument, _today: date, _mark: bool) -> ListLine:
    return ListLine((row.number, row.title, row.issuer, row.issued_on), _href(Register.DOCUMENTS, row.id))


def _figure(row: BenefitFigure, _today: date, mark: bool) -> ListLine:
    words = shown(figure_of(row))
    cells = (row.name, words, row.scope, row.as_of, row.source, REPEATED if mark else "")
    return ListLine(cells, _href(Register.FIGURES, row.id), "near" if mark else "")


def _media(row: MediaReport, _today: date, _mark: bool) -> ListLine:
    unit, campaign = row.unit.short_name if row.unit else "", row.campaign.name if row.campaign else ""
    cells = (row.title, row.outlet, row.kind.label, row.published_on, unit, campaign)
    return ListLine(cells, _href(Register.MEDIA, row.id))


def _pilot(row: Pilot, today: date, _mark: bool) -> ListLine:
    over = row.ended_on is not None and row.ended_on < today
    state = "已结束" if over else "未开始" if row.started_on > today else "进行中"
    cells = (row.name, row.unit.short_name, row.matter, row.started_on, row.ended_on, row.result, state)
    return ListLine(cells, _href(Register.PILOTS, row.id), "plain" if over else "accent")


def _staffing(row: Staffing, _today: date, _mark: bool) -> ListLine:
    people = row.regular + row.contracted
    cells = (
        row.unit.short_name, row.window.name if row.window else "", row.as_of, row.regular, row.contracted, people,
        row.windows, row.handled, per_head(row.handled, people), row.source,
    )  # fmt: skip
    return ListLine(cells, _href(Register.STAFFING, row.id))


def _preparation(row: Preparation, _today: date, _mark: bool) -> ListLine:
    cells = (row.campaign.name, row.step.label, row.done_on, row.words)
    return ListLine(cells, _href(Register.PREPARATIONS, row.id))


def _training(row: Training, _today: date, _mark: bool) -> ListLine:
    cells = (row.subject, row.trained.label, row.held_on, row.attended, row.hours, row.words)
    return ListLine(cells, _href(Register.TRAININGS, row.id))


def _group(row: WorkingGroup, today: date, _mark: bool) -> ListLine:
    over = row.ended_on is not None and row.ended_on < today
    powers = ((row.coordinates, "协调"), (row.reviews, "审核"), (row.urges, "督促"))
    cells = (
        row.name, row.unit.short_name, row.members, row.matter, "、".join(word for has, word in powers if has),
        row.set_up_on, row.ended_on, row.number, "已撤销" if over else "在运行",
    )  # fmt: skip
    return ListLine(cells, _href(Register.GROUPS, row.id), "plain" if over else "accent")


def _deeds(row: Commendation) -> str:
    return "、".join(deed.label for deed in PraiseDeed if deed.value in row.deeds)


def figure_of(row: BenefitFigure) -> FigureDraft:
    """Return a figure as facts."""
    return FigureDraft(
        name=row.name, value=row.value, unit=row.unit, numerator=row.numerator, denominator=row.denominator,
        scope=row.scope, as_of=row.as_of, source=row.source,
    )  # fmt: skip


def _href(register: Register, entry_id: int) -> str:
    return f"/registers/{register.value}/{entry_id}"


LINES: dict[Register, Callable[[Any, date, bool], ListLine]] = {
    Register.PLEDGES: _pledge,
    Register.PRAISE: _praise,
    Register.ANNOUNCEMENTS: _announcement,
    Register.DOCUMENTS: _document,
    Register.FIGURES: _figure,
    Register.MEDIA: _media,
    Register.PILOTS: _pilot,
    Register.STAFFING: _staffing,
    Register.PREPARATIONS: _preparation,
    Register.TRAININGS: _training,
    Register.GROUPS: _group,
}
