"""Deeds on the registers: add an entry, correct it (every version stays), say what became of a pledge."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.campaigns.queries import get_campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.projects.models import EntryVersion, Pledge
from inspect_app.projects.queries.registers import TABLES
from inspect_app.projects.rules.registers import check_figure, check_group, check_pilot, check_praise, check_staffing
from inspect_app.projects.vocabulary.registers import (
    AnnouncementDraft,
    DocumentDraft,
    Draft,
    FigureDraft,
    GroupDraft,
    MediaDraft,
    PilotDraft,
    PledgeDraft,
    PledgeState,
    PraiseDraft,
    PreparationDraft,
    Register,
    StaffingDraft,
    TrainingDraft,
)

_STALE = "这条登记刚被别人改过，您写的还没有存。两份都留着，请对照后再改。"
_KINDS = {
    PledgeDraft: Register.PLEDGES,
    PraiseDraft: Register.PRAISE,
    AnnouncementDraft: Register.ANNOUNCEMENTS,
    DocumentDraft: Register.DOCUMENTS,
    FigureDraft: Register.FIGURES,
    MediaDraft: Register.MEDIA,
    PilotDraft: Register.PILOTS,
    StaffingDraft: Register.STAFFING,
    PreparationDraft: Register.PREPARATIONS,
    TrainingDraft: Register.TRAININGS,
    GroupDraft: Register.GROUPS,
}
# Which of the texts stand side by side when two people changed one entry.
_MAIN = {
    Register.PLEDGES: ("words", "承诺内容"),
    Register.PRAISE: ("words", "事迹"),
    Register.ANNOUNCEMENTS: ("items", "公布内容"),
    Register.DOCUMENTS: ("title", "标题"),
    Register.FIGURES: ("value", "数值"),
    Register.MEDIA: ("title", "标题"),
    Register.PILOTS: ("matter", "试点内容"),
    Register.STAFFING: ("source", "来源"),
    Register.PREPARATIONS: ("words", "情况"),
    Register.TRAININGS: ("words", "内容"),
    Register.GROUPS: ("matter", "负责"),
}

# What may stand in a register once: the field, and the sentence for a second one.
_TWICE = {
    Register.DOCUMENTS: ("number", "这个文号已经登记过。"),
    Register.ANNOUNCEMENTS: ("batch", "这一批、这个渠道、这一天已经登记过。"),
    Register.MEDIA: ("title", "这家媒体这一天的这篇报道已经登记过。"),
    Register.PREPARATIONS: ("step", "这个专项的这一步已经登记过，有变化请更正。"),
    Register.TRAININGS: ("subject", "这一天的这次培训已经登记过。"),
    Register.GROUPS: ("name", "已经有专题组叫这个名称。"),
}
# By which columns a second one is known.
_SAME: dict[Register, tuple[str, ...]] = {
    Register.DOCUMENTS: ("number",),
    Register.ANNOUNCEMENTS: ("batch", "announced_on", "channel"),
    Register.MEDIA: ("outlet", "title", "published_on"),
    Register.PREPARATIONS: ("campaign_id", "step"),
    Register.TRAININGS: ("held_on", "subject"),
    Register.GROUPS: ("name",),
}


def add_entry(actor: Actor, draft: Draft) -> Any:
    """Add an entry to the register its draft is of."""
    register = _KINDS[type(draft)]
    _check(draft, None)
    entry = TABLES[register](**asdict(draft))
    db.session.add(entry)
    _flush(register)
    _keep_version(actor, register, entry.id, draft, "")
    _record(actor, "entry.added", register, entry.id)
    return entry


def correct_entry(actor: Actor, entry_id: int, draft: Draft, reason: str, version: int | None = None) -> Any:
    """Correct an entry; the version before stays readable with the reason."""
    register = _KINDS[type(draft)]
    entry = _take(register, entry_id, draft, version)
    if not clean(reason):
        raise Invalid("请写更正原因。", "reason")
    _check(draft, entry_id)
    new = asdict(draft)
    changes = {name: (str(getattr(entry, name)), str(value)) for name, value in new.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        raise Invalid("没有改动。")
    for name, value in new.items():
        setattr(entry, name, value)
    _flush(register)
    _keep_version(actor, register, entry_id, draft, clean(reason))
    _record(actor, "entry.corrected", register, entry_id, reason=clean(reason), **changes)
    return entry


def judge_pledge(
    actor: Actor, pledge_id: int, state: PledgeState, evidence: str, numbers: list[str], version: int | None = None
) -> Pledge:
    """Say whether a pledge was kept, with the evidence; a broken one may name its findings 承诺未兑现."""
    query = select(Pledge).where(Pledge.id == pledge_id).with_for_update()
    pledge = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if pledge is None:
        raise Refused("没有这条承诺。")
    if version is not None and version != pledge.version:
        raise Conflict(_STALE, mine={"依据": evidence}, theirs={"依据": pledge.evidence})
    if state is PledgeState.RUNNING:
        raise Invalid("请选已兑现或未兑现。", "state")
    if not clean(evidence):
        raise Invalid("请写依据：怎么核实的。", "evidence")
    ids = _broken_by(numbers) if state is PledgeState.BROKEN else []
    old = pledge.state
    pledge.state, pledge.evidence, pledge.judged_on = state, clean(evidence), clock.today()
    pledge.findings = list(db.session.scalars(select(Finding).where(Finding.id.in_(ids)).order_by(Finding.id)))
    db.session.flush()
    record(
        actor, "entry.judged", "entry", f"{Register.PLEDGES.value}/{pledge.id}", permission=Permission.TRIAGE,
        status=(old.value, state.value), text=clean(evidence),
    )  # fmt: skip
    return pledge


def _broken_by(numbers: list[str]) -> list[int]:
    query = select(Finding.id, Finding.number).where(Finding.number.in_(numbers), Finding.category == Category.PROMISE)
    found = {row.number: row.id for row in db.session.execute(query)}
    missing = [number for number in numbers if number not in found]
    if missing:
        raise Invalid(f"{'、'.join(missing)} 不是“承诺未兑现”的问题，请核对编号。", "findings")
    return sorted(found.values())


def _take(register: Register, entry_id: int, draft: Draft, version: int | None) -> Any:
    table: Any = TABLES[register]
    query = select(table).where(table.id == entry_id).with_for_update()
    entry = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if entry is None:
        raise Refused("没有这条登记。")
    if version is not None and version != entry.version:
        name, label = _MAIN[register]
        mine, theirs = (str(getattr(one, name)) for one in (draft, entry))
        raise Conflict(_STALE, mine={label: mine}, theirs={label: theirs})
    return entry


def _check(draft: Draft, entry_id: int | None) -> None:
    """Raise Invalid for what a register doesn't take; what stands in it once is looked for by its own columns."""
    _check_place(draft)
    if isinstance(draft, PledgeDraft) and draft.due_on is not None and draft.due_on < draft.pledged_on:
        raise Invalid("期限不能早于承诺日期。", "due_on")
    if isinstance(draft, PraiseDraft):
        check_praise(draft)
    elif isinstance(draft, FigureDraft):
        check_figure(draft)
    elif isinstance(draft, GroupDraft):
        check_group(draft)
    elif isinstance(draft, PilotDraft):
        check_pilot(draft)
    elif isinstance(draft, StaffingDraft):
        check_staffing(draft)
    register = _KINDS[type(draft)]
    if register in _SAME:
        same = {name: getattr(draft, name) for name in _SAME[register]}
        _must_be_new(*_TWICE[register], entry_id, TABLES[register], **same)


def _check_place(draft: Draft) -> None:
    unit_id, window_id = getattr(draft, "unit_id", None), getattr(draft, "window_id", None)
    campaign_id = getattr(draft, "campaign_id", None)
    if unit_id is not None:
        get_unit(unit_id)
    if campaign_id is not None:
        get_campaign(campaign_id)
    if window_id is not None and db.session.get(Window, window_id) is None:
        raise Invalid("没有这个窗口。", "window")


def _flush(register: Register) -> None:
    """Write an entry; of two people who enter one thing in one instant the second is told so."""
    try:
        db.session.flush()
    except IntegrityError as error:
        if register not in _TWICE:
            raise
        field, words = _TWICE[register]
        raise Invalid(words, field) from error


def _must_be_new(field: str, words: str, entry_id: int | None, table: Any, **same: Any) -> None:
    known = db.session.scalar(select(table.id).filter_by(**same))
    if known is not None and known != entry_id:
        raise Invalid(words, field)


def _keep_version(actor: Actor, register: Register, entry_id: int, draft: Draft, reason: str) -> None:
    mine = (EntryVersion.register == register, EntryVersion.entry_id == entry_id)
    number = (db.session.scalar(select(func.max(EntryVersion.number)).where(*mine)) or 0) + 1
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(draft).items()}
    version = EntryVersion(
        register=register, entry_id=entry_id, number=number, facts=facts, reason=reason,
        at=clock.now(), by_id=actor.person_id or 0, by_name=actor.name,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()


def _record(actor: Actor, deed: str, register: Register, entry_id: int, **facts: Any) -> None:
    ref = f"{register.value}/{entry_id}"
    record(actor, deed, "entry", ref, permission=Permission.TRIAGE, kind=register.label, **facts)
