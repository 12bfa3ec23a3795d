"""Writes on checklists: made from a preset or a workbook, edited as a draft, published for ever."""

from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.checklists.models import Checklist, ChecklistItemKey, ChecklistVersion
from inspect_app.checklists.queries import body_of, find_by_code, find_draft, item_kinds, latest_published
from inspect_app.checklists.rules import (
    body_from_sheet,
    body_in_words,
    digest_of,
    empty_body,
    find_preset,
    publishing_problems,
    retyped_items,
)
from inspect_app.checklists.vocabulary import (
    BodyError,
    ChecklistBody,
    SheetReading,
    VersionState,
    parse_body,
)
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean

_MANAGE = Permission.MANAGE_CHECKLISTS


def create_checklist(
    actor: Actor, *, code: str, name: str, description: str = "", preset: str = ""
) -> Checklist:
    """Make a checklist with its first draft, from a preset or with nothing in it."""
    _insist(actor)
    start = find_preset(preset)
    if preset and start is None:
        raise Invalid("没有这个预设。", "preset")
    text = clean(description) or (start.description if start else "")
    checklist = _new_checklist(code, name, text)
    draft = _new_draft(checklist, 1, start.body if start else empty_body())
    _record(actor, "checklist.created", checklist, draft, preset=preset)
    return checklist


def start_draft(actor: Actor, checklist_id: int) -> ChecklistVersion:
    """Start the next version as a copy of the newest published one."""
    _insist(actor)
    checklist = _lock_checklist(checklist_id)
    if find_draft(checklist.id) is not None:
        raise Refused("这张检查表已有草稿，请接着改那一份。")
    newest = latest_published(checklist.id)
    body = body_of(newest) if newest else empty_body()
    draft = _new_draft(checklist, (newest.number if newest else 0) + 1, body)
    _record(actor, "checklist.draft_started", checklist, draft)
    return draft


def save_draft(actor: Actor, checklist_id: int, *, seen: int, body: ChecklistBody) -> ChecklistVersion:
    """Put a new body into the draft; `seen` is the version counter the editor was shown.

    Raise Conflict with both texts when somebody else saved first.
    """
    _insist(actor)
    draft = _lock_draft(checklist_id)
    _same_as_seen(draft, seen, body)
    kept = _checked(body)
    problems = retyped_items(kept, item_kinds(checklist_id))
    if problems:
        raise Invalid(problems[0])
    before = draft.body
    draft.body = kept.to_json()
    db.session.flush()
    _record(actor, "checklist.draft_saved", draft.checklist, draft, digest=(digest_of(before), _digest(kept)))
    return draft


def drop_draft(actor: Actor, checklist_id: int, *, seen: int) -> None:
    """Throw the draft away; what was published stays."""
    _insist(actor)
    draft = _lock_draft(checklist_id)
    _same_as_seen(draft, seen, empty_body())
    _record(actor, "checklist.draft_dropped", draft.checklist, draft)
    db.session.delete(draft)
    db.session.flush()


def publish(actor: Actor, checklist_id: int, *, seen: int) -> ChecklistVersion:
    """Publish the draft: from now on it never changes, and its item keys keep their kind."""
    _insist(actor)
    draft = _lock_draft(checklist_id)
    body = body_of(draft)
    _same_as_seen(draft, seen, body)
    kinds = item_kinds(checklist_id)
    problems = publishing_problems(body) + retyped_items(body, kinds)
    if problems:
        raise Invalid("".join(problems))
    for item in body.written_items:
        if item.key not in kinds:
            db.session.add(ChecklistItemKey(checklist_id=checklist_id, key=item.key, kind=item.kind))
    draft.state = VersionState.PUBLISHED
    draft.digest = digest_of(draft.body)
    draft.published_at = clock.now()
    draft.published_by_id = actor.person_id
    db.session.flush()
    _record(actor, "checklist.published", draft.checklist, draft, digest=draft.digest)
    return draft


def import_workbook(actor: Actor, reading: SheetReading, *, code: str, name: str = "") -> ChecklistVersion:
    """Make a draft from an office's workbook: of a new checklist, or of the one that has this code."""
    _insist(actor)
    if not reading.is_clean:
        raise Invalid("工作簿还有要改的地方，没有导入。")
    return _import_body(actor, body_from_sheet(reading.items), code, name)


def import_body(actor: Actor, raw: object, *, code: str, name: str = "") -> ChecklistVersion:
    """Make a draft from a body that was read and shown before."""
    _insist(actor)
    try:
        body = parse_body(raw)
    except BodyError as error:
        raise Invalid(error.problems[0]) from error
    return _import_body(actor, body, code, name)


def _import_body(actor: Actor, body: ChecklistBody, code: str, name: str) -> ChecklistVersion:
    checklist = find_by_code(clean(code))
    if checklist is None:
        checklist, number = _new_checklist(code, name, ""), 1
    else:
        checklist = _lock_checklist(checklist.id)
        if find_draft(checklist.id) is not None:
            raise Refused(f"检查表“{checklist.name}”已有草稿。请先发布或丢弃那一份，再导入。")
        newest = latest_published(checklist.id)
        number = (newest.number if newest else 0) + 1
        body = _with_fresh_keys(body, frozenset(item_kinds(checklist.id)))
    draft = _new_draft(checklist, number, body)
    _record(actor, "checklist.imported", checklist, draft, items=len(body.items))
    return draft


def _with_fresh_keys(body: ChecklistBody, taken: frozenset[str]) -> ChecklistBody:
    """Rename imported keys that an earlier version used: rows of a workbook carry no identity."""
    raw = body.to_json()
    number = 0
    for part in raw["parts"]:
        for item in part["items"]:
            number += 1
            while f"s{number}" in taken:
                number += 1
            item["key"] = f"s{number}"
    return parse_body(raw)


def _insist(actor: Actor) -> None:
    if not actor.is_system and not may(actor, _MANAGE):
        raise NotAllowed("您没有管理检查表的权限。需要时请联系跑改办。")


def _new_checklist(code: str, name: str, description: str) -> Checklist:
    code, name = clean(code), clean(name)
    if not code:
        raise Invalid("请填写编码。", "code")
    if not name:
        raise Invalid("请填写名称。", "name")
    if find_by_code(code) is not None:
        raise Invalid(f"编码“{code}”已经有检查表在用。", "code")
    checklist = Checklist(code=code, name=name, description=description)
    db.session.add(checklist)
    db.session.flush()
    return checklist


def _new_draft(checklist: Checklist, number: int, body: ChecklistBody) -> ChecklistVersion:
    draft = ChecklistVersion(checklist_id=checklist.id, number=number, body=_checked(body).to_json())
    db.session.add(draft)
    db.session.flush()
    return draft


def _lock_checklist(checklist_id: int) -> Checklist:
    locked = select(Checklist).where(Checklist.id == checklist_id).with_for_update()
    checklist = db.session.scalars(locked).one_or_none()
    if checklist is None:
        raise Missing()
    return checklist


def _lock_draft(checklist_id: int) -> ChecklistVersion:
    locked = (
        select(ChecklistVersion)
        .where(ChecklistVersion.checklist_id == checklist_id, ChecklistVersion.state == VersionState.DRAFT)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    draft = db.session.scalars(locked).one_or_none()
    if draft is None:
        raise Refused("这份草稿已经发布或者丢弃，请看检查表的版本。")
    return draft


def _same_as_seen(draft: ChecklistVersion, seen: int, mine: ChecklistBody) -> None:
    if draft.version != seen:
        raise Conflict(
            "这份草稿刚被别人改过，两份都留着，请对照后再存。",
            mine=body_in_words(mine),
            theirs=body_in_words(body_of(draft)),
        )


def _checked(body: ChecklistBody) -> ChecklistBody:
    """Read the body anew, strictly, so that what is stored can always be read."""
    try:
        return parse_body(body.to_json())
    except BodyError as error:
        raise Invalid(error.problems[0]) from error


def _digest(body: ChecklistBody) -> str:
    return digest_of(body.to_json())


def _record(
    actor: Actor, deed: str, checklist: Checklist, draft: ChecklistVersion, **changes: Any
) -> None:
    facts: dict[str, Any] = {"code": checklist.code, "number": draft.number, **changes}
    record(actor, deed, "checklist", checklist.id, permission=_MANAGE, **facts)
