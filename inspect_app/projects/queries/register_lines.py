"""What each register shows of its rows: the columns and the cells, the same on the screen and in Excel."""

from collections.abc import Callable
from datetime import date
from typing import Any

from inspect_app.projects.models import Announcement, BenefitFigure, Commendation, Pledge, PolicyDocument
from inspect_app.projects.rules.registers import shown
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.projects.vocabulary.registers import FigureDraft, PledgeState, Register

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
        _C("专项", 30, "more"), _C("典型做法", 12),
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
    cells = (row.words, row.unit.short_name, window, row.praised_on, row.source.label, campaign, typical)
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
}
