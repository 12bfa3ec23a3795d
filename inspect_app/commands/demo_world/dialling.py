"""Telephone tests of the demo city: a batch dialled to its end but for a few numbers, some of it listed as problems."""

from datetime import date, datetime, time, timedelta
from random import Random

from inspect_app.access import Actor
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.foundation import clock
from inspect_app.spotchecks.actions.dialling import list_fault, note_try
from inspect_app.spotchecks.actions.phones import make_batch
from inspect_app.spotchecks.queries.phones import list_lines, numbers_by_unit
from inspect_app.spotchecks.rules.phones import refusal
from inspect_app.spotchecks.vocabulary.phones import FAULTY, BatchDraft, LineFilter, LineRow, TryDraft, TryResult

_DAYS, _UNITS, _LISTED = 12, 6, 3
# Working days, and the half days on which somebody dials.
_TURNS = ((0, time(9, 20)), (0, time(15, 10)), (0, time(19, 40)), (1, time(10, 5)), (1, time(20, 15)))
_WELL = ("问居住证要带什么，讲得清楚。", "问几天能办好，当场答复。")
_BADLY = ("让去窗口问，电话里说不清。", "说不归他们管，没有转。")


def begin_dialling(world: World, today: date) -> None:
    """Let the story of a batch begin twelve days ago."""
    world.timeline.begin(_story(world, today - timedelta(days=_DAYS)))


def _story(world: World, first: date) -> Story:
    dice = Random("telephones")  # noqa: S311 - dice of their own: no other story changes
    day = world.calendar.next_workday(first).day
    yield clock.at(day, time(8, 45))
    clerk, inspector = world.actors["clerk1"], world.actors["inspector1"]
    units = frozenset(key for key, _, _ in numbers_by_unit()[:_UNITS])
    campaign_id = max(world.campaigns.values(), key=lambda known: known[2])[0]
    draft = BatchDraft("服务电话抽测", campaign_id, units, dialler_ids=frozenset({inspector.person_id or 0}))
    batch_id = make_batch(clerk, draft).id
    last = {row.id for row in list_lines(batch_id, LineFilter())[-2:]}  # nobody got round to these
    for days, hour in _TURNS:
        yield clock.at(world.calendar.add(day, days).day if days else day, hour)
        for row in list_lines(batch_id, LineFilter()):
            if row.id not in last:
                _dial(dice, world, inspector, batch_id, row)
    faulty = [row for row in list_lines(batch_id, LineFilter()) if row.verdict in FAULTY]
    for row in faulty[:_LISTED]:
        list_fault(inspector, batch_id, row.id)


def _dial(dice: Random, world: World, inspector: Actor, batch_id: int, row: LineRow) -> None:
    now: datetime = clock.now()
    if refusal(row.tries, row.hours_kind, now, world.calendar):
        return
    good = dice.random()
    if good < (0.55 if row.hours_kind is HoursKind.OFFICE else 0.45):
        note_try(inspector, batch_id, row.id, TryDraft(TryResult.ANSWERED, True, True, dice.choice(_WELL)))
    elif good < 0.7:
        told = dice.random() < 0.4
        note_try(inspector, batch_id, row.id, TryDraft(TryResult.ANSWERED, told, not told, dice.choice(_BADLY)))
    else:
        note_try(inspector, batch_id, row.id, TryDraft(dice.choice((TryResult.RANG, TryResult.BUSY))))
