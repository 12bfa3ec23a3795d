"""Deeds of a telephone batch: make it from the register of windows, say who dials, close it, open it again."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, exists, select

from inspect_app.access import Actor, Permission, Role
from inspect_app.accounts.queries.people import people_with
from inspect_app.audit.actions import record
from inspect_app.campaigns.queries import get_campaign
from inspect_app.catalogue.models import Window
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import tidy
from inspect_app.messages.actions import tell
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.spotchecks.models import PhoneBatch, PhoneDialler, PhoneLine, PhoneTry
from inspect_app.spotchecks.queries.phones import is_office, windows_with_numbers
from inspect_app.spotchecks.vocabulary.phones import BatchDraft

_KIND = "phone_batch"


def make_batch(actor: Actor, draft: BatchDraft) -> PhoneBatch:
    """Make a batch of every number the chosen units publish, each once; tell who dials."""
    _demand_office(actor)
    get_campaign(draft.campaign_id)
    title = tidy(draft.title)
    if not title:
        raise Invalid("请填名称。", "title")
    windows = [
        window for window in _of_promise(windows_with_numbers(draft.unit_ids)) if draft.hours in (None, window[1])
    ]
    if not windows:
        raise Invalid("选的单位没有这种承诺的服务电话，请另选单位或承诺。", "units")
    batch = PhoneBatch(
        title=title, campaign_id=draft.campaign_id, made_at=clock.now(), made_by_id=actor.person_id or 0
    )
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        PhoneLine(
            batch_id=batch.id, sort_no=place, window_id=window.id, unit_id=window.unit_id, number=window.phone,
            hours_kind=kind,
        )
        for place, (window, kind) in enumerate(windows, start=1)
    )  # fmt: skip
    _assign(batch, draft.dialler_ids)
    record(actor, "phone_batch.created", _KIND, batch.id, permission=Permission.PLAN_VISITS, title=title,
           items=len(windows))  # fmt: skip
    return batch


def assign_diallers(actor: Actor, batch_id: int, person_ids: Collection[int]) -> PhoneBatch:
    """Say who dials the numbers of a batch; whoever is new to it is told."""
    batch = _lock(actor, batch_id)
    _demand_open(batch)
    before = sorted(one.person_id for one in batch.diallers)
    _assign(batch, person_ids)
    after = sorted(one.person_id for one in batch.diallers)
    record(actor, "phone_batch.assigned", _KIND, batch.id, permission=Permission.PLAN_VISITS, people=(before, after))
    return batch


def close_batch(actor: Actor, batch_id: int) -> PhoneBatch:
    """Close a batch; what isn't dialled to the end counts in no rate."""
    batch = _lock(actor, batch_id)
    _demand_open(batch)
    batch.closed_at = clock.now()
    db.session.flush()
    record(actor, "phone_batch.finished", _KIND, batch.id, permission=Permission.PLAN_VISITS)
    return batch


def open_batch(actor: Actor, batch_id: int) -> PhoneBatch:
    """Open a closed batch again, so that it can be dialled to the end."""
    batch = _lock(actor, batch_id)
    if batch.closed_at is None:
        raise Refused("这批还没有结束，可以接着打。")
    batch.closed_at = None
    db.session.flush()
    record(actor, "phone_batch.restored", _KIND, batch.id, permission=Permission.PLAN_VISITS)
    return batch


def give_up_batch(actor: Actor, batch_id: int) -> None:
    """Remove a batch of which no number was dialled."""
    batch = _lock(actor, batch_id)
    dialled = exists(select(PhoneTry.line_id).join(PhoneLine).where(PhoneLine.batch_id == batch.id))
    if db.session.scalar(select(dialled)):
        raise Refused("这批已经打过，不能删除；不打了请点“结束这批”。")
    record(actor, "phone_batch.given_up", _KIND, batch.id, permission=Permission.PLAN_VISITS, title=batch.title)
    db.session.execute(delete(PhoneLine).where(PhoneLine.batch_id == batch.id))
    db.session.delete(batch)
    db.session.flush()


def _lock(actor: Actor, batch_id: int) -> PhoneBatch:
    _demand_office(actor)
    query = select(PhoneBatch).where(PhoneBatch.id == batch_id).with_for_update()
    batch = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if batch is None:
        raise Missing()
    return batch


def _demand_office(actor: Actor) -> None:
    if not is_office(actor):
        raise NotAllowed("只有跑改办能安排电话抽测。")


def _demand_open(batch: PhoneBatch) -> None:
    if batch.closed_at is not None:
        raise Refused("这批已经结束。要接着打，请先重新打开。")


def _assign(batch: PhoneBatch, person_ids: Collection[int]) -> None:
    known = {person.id for person in people_with(Role.INSPECTOR)}
    if set(person_ids) - known:
        raise Invalid("只能派给在用的督查员，请重选。", "diallers")
    before = {one.person_id for one in batch.diallers}
    batch.diallers = [PhoneDialler(batch_id=batch.id, person_id=key) for key in sorted(person_ids)]
    db.session.flush()
    new = set(person_ids) - before
    key = f"phone-batch:{batch.id}:{clock.now().isoformat()}"
    tell(new, MessageKind.SYSTEM, f"有一批服务电话要打：{batch.title}。", f"/phone-tests/{batch.id}/dial", key)


def _of_promise(windows: Iterable[Window]) -> list[tuple[Window, HoursKind]]:
    """Return each number once, at its first window; promised round the clock by one it is so for all."""
    windows = list(windows)
    always = {window.phone for window in windows if window.hours_kind is HoursKind.ROUND_THE_CLOCK}
    first: dict[str, Window] = {}
    for window in windows:
        first.setdefault(window.phone, window)
    return [
        (window, HoursKind.ROUND_THE_CLOCK if number in always else HoursKind.OFFICE)
        for number, window in first.items()
    ]
