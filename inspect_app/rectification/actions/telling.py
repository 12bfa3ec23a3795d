"""Tell people of a move: what was handed to them, what waits for their word, what was decided.

Who is told is looked up once, at the end of the transaction: a batch costs what one finding costs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from inspect_app.access import Actor, Role
from inspect_app.accounts.queries.posts import Posts, holders_of, nearest, parents_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import before_commit, db
from inspect_app.findings.actions.moving import after_move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import stage_due
from inspect_app.findings.vocabulary import DisputeState, Step
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell_author, tell_each
from inspect_app.messages.rules import reminder_due
from inspect_app.messages.vocabulary import MessageKind, Telling
from inspect_app.rectification.models import Deferral, Dispute, ExtensionRequest
from inspect_app.rectification.vocabulary import RequestState
from inspect_app.visits.models import Visit

_NOTES, _MARKS = "rectification_notes", "rectification_marks"
_K = MessageKind
_LIAISON, _HEAD, _CLERK, _DIRECTOR = (Role.DEPT_LIAISON, Role.DEPT_HEAD, Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR)
# Held for everybody, not for a unit.
_EVERYWHERE = frozenset({_CLERK, _DIRECTOR, Role.LEADER})
# step → (kind, what is told after the number, whose post it concerns)
_TOLD: dict[Step, tuple[MessageKind, str, Role]] = {
    Step.DISPATCH: (_K.DISPATCHED, "已交办，请签收办理。", _LIAISON),
    Step.REASSIGN: (_K.DISPATCHED, "已改派给您单位，请签收办理。", _LIAISON),
    Step.REFUSE_RETURN: (_K.RETURNED, "退单没有同意，请继续办理。", _LIAISON),
    Step.RETURN_PLAN: (_K.RETURNED, "整改计划已退回，请按意见修改后再报。", _LIAISON),
    Step.FAIL_VERIFICATION: (_K.RETURNED, "核验没有通过，请重办后再反馈。", _LIAISON),
    Step.GIVE_OPINION: (_K.OPINION, "协办单位已给意见。", _LIAISON),
    Step.CLOSE: (_K.SYSTEM, "已销号。", _LIAISON),
    Step.REVOKE_CLOSURE: (_K.SYSTEM, "销号已撤销，等待重新核验。", _LIAISON),
    Step.TERMINATE: (_K.SYSTEM, "已终止整改。", _HEAD),
    Step.GRANT_EXTENSION: (_K.EXTENSION, "已同意延期，请按新的时限办理。", _LIAISON),
    Step.REFUSE_EXTENSION: (_K.EXTENSION, "延期没有同意，仍按现在的时限办理。", _LIAISON),
    Step.UPHOLD_DISPUTE: (_K.DISPUTE, "异议成立，不再整改。", _LIAISON),
    Step.CORRECT_FACT: (_K.DISPUTE, "异议成立，事实已更正，请按更正后的内容办理。", _LIAISON),
    Step.REJECT_DISPUTE: (_K.DISPUTE, "异议不成立，请继续整改。", _LIAISON),
    Step.DEFER: (_K.DEFERRAL, "已同意暂缓。", _LIAISON),
    Step.REFUSE_DEFERRAL: (_K.DEFERRAL, "暂缓没有同意，请继续整改。", _LIAISON),
    Step.RESUME: (_K.DEFERRAL, "暂缓结束，已恢复整改，请按新的时限办理。", _LIAISON),
    Step.REQUEST_EXTENSION: (_K.TO_REVIEW, "延期待批。", _CLERK),
    Step.FILE_DISPUTE: (_K.TO_REVIEW, "异议待裁定。", _DIRECTOR),
    Step.REQUEST_DEFERRAL: (_K.TO_REVIEW, "暂缓待批。", _DIRECTOR),
}


@dataclass(frozen=True, slots=True)
class _Note:
    """Something to be told when the transaction ends, to a post or to the author of a visit."""

    kind: MessageKind
    text: str
    ref: str
    key: str
    at: datetime
    role: Role | None = None
    unit_id: int | None = None
    visit_id: int | None = None
    link: str = ""


@after_move
def note_move(_actor: Actor, finding: Finding, step: Step) -> None:
    """Note who is to be told of a move."""
    told = _TOLD.get(step)
    if told is None or finding.number is None:
        return
    kind, words, role = told
    if step is Step.REQUEST_EXTENSION and finding.extension_count:
        role = _DIRECTOR
    _add(_note(finding, step.value, kind, words, role))
    if step is Step.TERMINATE:
        _add(_note(finding, "terminate-leaders", kind, "经批准终止整改，没有整改到位。", Role.LEADER))
    if step is Step.CLOSE and finding.visit_id is not None:
        text = f"您提的问题 {finding.number} 已销号。"
        key, now = f"authored:{finding.number}:{_moment()}", _minute()
        _add(_Note(_K.AUTHORED, text, "", key, now, visit_id=finding.visit_id, link="/messages"))


def tell_heads(finding: Finding, step: Step) -> None:
    """Tell the heads of a unit that something waits for their signature."""
    _add(_note(finding, f"sign-{step.value}", _K.TO_SIGN, f"“{step.label}”等您审签。", _HEAD))


def tell_unit(finding: Finding, step: Step, kind: MessageKind, words: str, unit_id: int) -> None:
    """Tell the liaisons of a unit that is not the lead: one that has the finding in hand, or gets it back."""
    number = str(finding.number)
    key = f"{step.value}:{number}:{unit_id}:{_moment()}"
    _add(_Note(kind, f"{number} {words}", number, key, _minute(), _LIAISON, unit_id, link=f"/case/{number}"))


def remind_late_rulings() -> None:
    """Tell the director of what the office has not decided within its own working day: on day 1, 2, 4, 8 …"""
    terms, calendar, today = current_settings().clocks, work_calendar(), clock.today()
    for number, asked_at, words in _undecided():
        over = calendar.between(stage_due(asked_at, terms.ruling, calendar, terms), today)
        if reminder_due(over):
            text = f"{number} {words}，已超过办理时限 {over} 个工作日。"
            key = f"late:{words}:{number}:{today.isoformat()}"
            _add(_Note(_K.TO_REVIEW, text, number, key, clock.now(), _DIRECTOR, link=f"/case/{number}"))


def _undecided() -> Iterator[tuple[str, datetime, str]]:
    pending = RequestState.PENDING
    for state, asked_at, words in (
        (ExtensionRequest.state == pending, ExtensionRequest.asked_at, "延期待批"),
        (Dispute.state == DisputeState.FILED, Dispute.filed_at, "异议待裁定"),
        (Deferral.state == pending, Deferral.asked_at, "暂缓待批"),
    ):
        kind = asked_at.class_
        query = select(Finding.number, asked_at).join(kind, kind.finding_id == Finding.id).where(state)
        yield from ((str(number), at, words) for number, at in db.session.execute(query.order_by(Finding.id)))


def _note(finding: Finding, what: str, kind: MessageKind, words: str, role: Role) -> _Note:
    number = str(finding.number)
    unit_id = None if role in _EVERYWHERE else finding.lead_unit_id
    key = f"{what}:{number}:{_moment()}"
    return _Note(kind, f"{number} {words}", number, key, _minute(), role, unit_id, link=f"/case/{number}")


def _moment() -> str:
    return clock.now().isoformat()


def _minute() -> datetime:
    """A batch is told as one: its findings move within the same minute."""
    return clock.now().replace(second=0, microsecond=0)


def _add(note: _Note) -> None:
    db.session().info.setdefault(_NOTES, []).append(note)


@before_commit
def tell_noted(session: Session) -> None:
    """Put what was noted into inboxes: a fixed number of statements, however many findings moved."""
    notes: list[_Note] = session.info.pop(_NOTES, [])
    if not notes:
        return
    posts = holders_of(note.role for note in notes if note.role)
    parents = parents_of()
    visits = _visits(note.visit_id for note in notes if note.visit_id)
    tellings: dict[datetime, list[Telling]] = {}
    for note in notes:
        visit = visits.get(note.visit_id or 0)
        if visit is not None and visit.author_tag is not None:
            tell_author(visit.author_tag, note.kind, note.text, note.link, note.key, note.at)
            continue
        for person_id in sorted(_people(note, visit, posts, parents)):
            told = Telling(person_id, note.kind, note.text, note.link, note.key, note.ref)
            tellings.setdefault(note.at, []).append(told)
    for at, batch in tellings.items():
        tell_each(batch, at)


def _visits(visit_ids: Iterable[int]) -> dict[int, Any]:
    wanted = sorted(set(visit_ids))
    if not wanted:
        return {}
    rows = db.session.execute(select(Visit.id, Visit.author_id, Visit.author_tag).where(Visit.id.in_(wanted)))
    return {row.id: row for row in rows}


def _people(note: _Note, visit: Any, posts: Posts, parents: dict[int, int | None]) -> frozenset[int]:
    if note.role is None:
        return frozenset({visit.author_id}) if visit is not None and visit.author_id is not None else frozenset()
    holders = posts[note.role]
    if note.role in _EVERYWHERE:
        return frozenset().union(*holders.values())
    return nearest(holders, parents, note.unit_id)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[id(transaction)] = len(session.info.get(_NOTES, ()))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    """One deed of several that is refused tells nobody."""
    if previous.nested:
        kept = session.info.get(_MARKS, {}).pop(id(previous), 0)
        del session.info.get(_NOTES, [])[kept:]
