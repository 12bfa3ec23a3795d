"""Deeds on instructions: register from paper, write, put the words right, settle what follows, quote."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.projects.actions.telling_units import tell_office
from inspect_app.projects.models import Instruction, InstructionText
from inspect_app.projects.queries.instructions import last_words
from inspect_app.projects.queries.subjects import name_of
from inspect_app.projects.rules.instructions import may_replace
from inspect_app.projects.vocabulary.instructions import About, InstructionDraft, Origin, Subject

_STALE = "这件批示刚被别人改过，您写的还没有存。两份都留着，请对照后再改。"


def register_from_paper(actor: Actor, draft: InstructionDraft) -> Instruction:
    """Register an instruction from paper, with its scan."""
    _check(actor, draft)
    if draft.scan is None:
        raise Invalid("请上传批示的扫描件或照片。", "files")
    try:
        scan = store_upload(actor, draft.scan.data, draft.scan.name)
    except Invalid as error:
        raise Invalid(error.message, "files") from error
    return _keep(actor, draft, Origin.PAPER, Permission.TRIAGE, scan.id)


def write_instruction(actor: Actor, draft: InstructionDraft) -> Instruction:
    """Write an instruction as the leader oneself; the office is told."""
    _check(actor, draft)
    instruction = _keep(actor, draft, Origin.WRITTEN, Permission.INSTRUCT, None)
    link = f"/assigned/instructions/{instruction.id}"
    tell_office(link, "有一件新的领导批示，请阅办。", f"instruction:{instruction.id}")
    return instruction


def correct_words(
    actor: Actor, instruction_id: int, words: str, reason: str, version: int | None = None
) -> Instruction:
    """Put the words right: in place within a day and unquoted, else as a new version beside the old one."""
    instruction, last = _take(instruction_id, version, words)
    _must_own(actor, instruction)
    words, reason, now = clean(words), clean(reason), clock.now()
    if not words:
        raise Invalid("请写批示原文。", "words")
    if words == last.words:
        raise Invalid("原文没有变化。", "words")
    in_place = may_replace(last.written_at, instruction.quoted_at, now)
    if not in_place and not reason:
        raise Invalid("批示已登记满一天或已被引用，更正要写明原因。", "reason")
    old, number = last.words, last.number
    if in_place:
        last.words = words
    else:
        number += 1
        _add_text(actor, instruction.id, number, words, reason)
    _touch(instruction)
    _record(actor, "instruction.corrected", instruction, text=(old, words), version=number, reason=reason)
    db.session.expire(instruction, ["texts"])
    return instruction


def settle_instruction(
    actor: Actor, instruction_id: int, *, asks_action: bool, open_to_units: bool, version: int | None = None
) -> Instruction:
    """Settle whether an instruction asks for action, and whether units with work from it read its words."""
    instruction, last = _take(instruction_id, version, "")
    if version is not None and version != instruction.version:
        raise Conflict(_STALE, mine={"原文": ""}, theirs={"原文": last.words})
    if open_to_units:
        _may_open(instruction.finding)
    instruction.asks_action, instruction.open_to_units = asks_action, open_to_units
    db.session.flush()
    _record(actor, "instruction.changed", instruction, asks_action=asks_action, open_to_units=open_to_units)
    return instruction


def mark_quoted(actor: Actor, ids: Collection[int]) -> None:
    """Note that a paper quotes some instructions: from now on their words are corrected by a new version only."""
    query = select(Instruction).where(Instruction.id.in_(ids), Instruction.quoted_at.is_(None)).with_for_update()
    for instruction in db.session.scalars(query.order_by(Instruction.id).execution_options(populate_existing=True)):
        instruction.quoted_at = clock.now()
        record(actor, "instruction.quoted", "instruction", instruction.id, permission=Permission.DRAFT_NOTICE)
    db.session.flush()


def _keep(
    actor: Actor, draft: InstructionDraft, origin: Origin, permission: Permission, scan_id: int | None
) -> Instruction:
    instruction = Instruction(
        origin=origin,
        leader=clean(draft.leader),
        post=clean(draft.post),
        given_on=draft.given_on,
        asks_action=draft.asks_action,
        open_to_units=draft.open_to_units,
        scan_id=scan_id,
        registered_at=clock.now(),
        registered_by_id=actor.person_id or 0,
        **_about(draft.about),
    )
    db.session.add(instruction)
    db.session.flush()
    _add_text(actor, instruction.id, 1, clean(draft.words), "")
    facts: dict[str, Any] = {
        "kind": origin.label,
        "name": draft.leader,
        "title": draft.post,
        "day": draft.given_on.isoformat(),
    }
    record(actor, "instruction.added", "instruction", instruction.id, permission=permission, **facts)
    return instruction


def _about(about: About) -> dict[str, Any]:
    held = {Subject.FINDING: "finding_id", Subject.NOTICE: "notice_id", Subject.PROJECT: "project_id"}
    column = held.get(about.subject)
    return {"subject": about.subject, "about": clean(about.words)} | ({column: about.thing_id} if column else {})


def _check(actor: Actor, draft: InstructionDraft) -> None:
    for name, words in (("words", "请写批示原文。"), ("leader", "请填哪位领导。"), ("post", "请填当时的职务。")):
        if not clean(getattr(draft, name)):
            raise Invalid(words, name)
    if draft.given_on > clock.today():
        raise Invalid("批示日期不能晚于今天。", "given_on")
    name_of(actor, draft.about)
    if draft.open_to_units and draft.about.subject is Subject.FINDING:
        _may_open(db.session.get(Finding, draft.about.thing_id))


def _may_open(finding: Finding | None) -> None:
    """Words on what was found covertly stay in the office: nobody can tell what they give away."""
    if finding is not None and finding.is_covert:
        raise Invalid("批在暗访发现的问题上，原文不转责任单位。", "open_to_units")


def _take(instruction_id: int, version: int | None, mine: str) -> tuple[Instruction, InstructionText]:
    query = select(Instruction).where(Instruction.id == instruction_id).with_for_update()
    instruction = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if instruction is None:
        raise Refused("没有这件批示。")
    last = last_words(instruction_id)
    if mine and version is not None and version != instruction.version:
        raise Conflict(_STALE, mine={"批示原文": mine}, theirs={"批示原文": last.words})
    return instruction, last


def _must_own(actor: Actor, instruction: Instruction) -> None:
    """What a leader wrote only that leader puts right; what was registered from paper, the office."""
    if instruction.origin is Origin.WRITTEN and instruction.registered_by_id != actor.person_id:
        raise NotAllowed("领导自己写的批示，由领导本人更正。")


def _add_text(actor: Actor, instruction_id: int, number: int, words: str, reason: str) -> None:
    text = InstructionText(
        instruction_id=instruction_id, number=number, words=words, reason=reason,
        written_at=clock.now(), written_by_id=actor.person_id or 0,
    )  # fmt: skip
    db.session.add(text)
    db.session.flush()


def _touch(instruction: Instruction) -> None:
    """Let the version grow though only a text beside it changed: an older form is stale now."""
    flag_modified(instruction, "about")
    db.session.flush()


def _record(actor: Actor, deed: str, instruction: Instruction, **facts: Any) -> None:
    permission = Permission.INSTRUCT if instruction.origin is Origin.WRITTEN else Permission.TRIAGE
    record(actor, deed, "instruction", instruction.id, permission=permission, **facts)
