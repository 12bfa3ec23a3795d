"""Deeds on opinion forms: make one (or one for each window of a site), change its last day, close and reopen it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Invalid, Missing, Refused
from inspect_app.voices.models import OpinionForm
from inspect_app.voices.queries import opinions as queries
from inspect_app.voices.vocabulary.opinions import FormDraft, FormState, Subject

_CODE_LENGTH = 8
_LONGEST_SHEET = 200


def make_forms(actor: Actor, draft: FormDraft) -> list[OpinionForm]:
    """Make a form, or one for each window named; a window that has an open form already keeps that."""
    wanted = _things(draft)
    if not wanted:
        raise Invalid(f"请选{draft.subject.label}。", draft.subject.value)
    if len(wanted) > _LONGEST_SHEET:
        raise Invalid(f"一次最多建 {_LONGEST_SHEET} 张。", draft.subject.value)
    if draft.until is not None and draft.until < clock.today():
        raise Invalid("截止日期不能早于今天。", "until")
    taken = _taken(draft.subject, [key for _column, key in wanted])
    new = [(column, key) for column, key in wanted if key not in taken]
    if not new:
        raise Invalid("已经有正在征集的意见征集表，直接用那一张就行。", draft.subject.value)
    return [_make(actor, draft, column, key) for column, key in new]


def set_until(actor: Actor, form_id: int, until: date | None, version: int | None) -> OpinionForm:
    """Change the last day on which a form takes opinions."""
    form = _locked(form_id, version)
    if until is not None and until < clock.today():
        raise Invalid("截止日期不能早于今天；要马上停，请点“停用”。", "until")
    days = (str(form.until or ""), str(until or ""))
    form.until = until
    _record(actor, "opinion_form.changed", form, due=days)
    return form


def close_form(actor: Actor, form_id: int, version: int | None) -> OpinionForm:
    """Stop taking opinions; whoever scans the code reads so."""
    form = _locked(form_id, version)
    if form.closed_on is not None:
        raise Refused("这张表已经停用了。")
    form.closed_on = clock.today()
    _record(actor, "opinion_form.switched_off", form)
    return form


def reopen_form(actor: Actor, form_id: int, version: int | None) -> OpinionForm:
    """Take opinions again."""
    form = _locked(form_id, version)
    if form.closed_on is None:
        raise Refused("这张表没有停用。")
    form.closed_on = None
    if queries.form_state(form, clock.today()) is FormState.EXPIRED:
        form.until = None
    _record(actor, "opinion_form.switched_on", form)
    return form


def _things(draft: FormDraft) -> list[tuple[str, int]]:
    if draft.subject is Subject.WINDOW:
        return [("window_id", key) for key in draft.window_ids]
    key = draft.item_id if draft.subject is Subject.ITEM else draft.campaign_id
    return [(f"{draft.subject.value}_id", key)] if key is not None else []


def _taken(subject: Subject, keys: Sequence[int]) -> set[int]:
    column = {
        Subject.WINDOW: OpinionForm.window_id, Subject.ITEM: OpinionForm.item_id,
        Subject.CAMPAIGN: OpinionForm.campaign_id,
    }[subject]  # fmt: skip
    rows = db.session.scalars(select(OpinionForm).where(column.in_(keys), OpinionForm.closed_on.is_(None)))
    today = clock.today()
    return {
        getattr(form, column.key) for form in rows if queries.form_state(form, today) is not FormState.EXPIRED
    }  # fmt: skip


def _make(actor: Actor, draft: FormDraft, column: str, key: int) -> OpinionForm:
    form = OpinionForm(
        code=_any_code(),
        subject=draft.subject,
        made_on=clock.today(),
        made_by_id=actor.person_id or 0,
        until=draft.until,
        **{column: key},
    )
    db.session.add(form)
    db.session.flush()
    _record(actor, "opinion_form.created", form, kind=draft.subject.label)
    return form


def _any_code() -> str:
    """Draw a code that leads nowhere yet."""
    while True:
        code = randomness.readable_code(_CODE_LENGTH)
        if db.session.scalar(select(OpinionForm.id).where(OpinionForm.code == code)) is None:
            return code


def _locked(form_id: int, version: int | None) -> OpinionForm:
    query = select(OpinionForm).where(OpinionForm.id == form_id).with_for_update()
    form = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if form is None:
        raise Missing()
    if version is not None and version != form.version:
        raise Refused("这张表刚被别人改过，请刷新后再看。")
    return form


def _record(actor: Actor, deed: str, form: OpinionForm, **changes: Any) -> None:
    record(actor, deed, "opinion_form", form.code, permission=Permission.TRIAGE, **changes)
    db.session.flush()
