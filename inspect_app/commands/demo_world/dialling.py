"""Telephone tests of the demo city: a batch dialled to its end but for a few numbers, some of it listed as problems."""

from datetime import date, time, timedelta

from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.foundation import clock
from inspect_app.spotchecks.actions.dialling import list_fault, note_try
from inspect_app.spotchecks.actions.phones import make_batch
from inspect_app.spotchecks.queries.phones import list_lines, numbers_by_unit
from inspect_app.spotchecks.rules.phones import refusal
from inspect_app.spotchecks.vocabulary.phones import FAULTY, BatchDraft, LineFilter, TryDraft, TryResult

_DAYS, _UNITS, _LISTED = 12, 16, 4
# Working days, and the half days on which somebody dials.
_TURNS = ((0, time(9, 20)), (0, time(15, 10)), (0, time(19, 40)), (1, time(10, 5)), (1, time(20, 15)))
_GOOD = TryDraft(TryResult.ANSWERED, told=True, polite=True, words="问要带什么、几天能办好，讲得清楚。")
_UNCLEAR = TryDraft(TryResult.ANSWERED, told=False, polite=True, words="让去窗口问，电话里说不清。")
_RUDE = TryDraft(TryResult.ANSWERED, told=True, polite=False, words="说不归他们管，没有转。")
_RANG, _BUSY, _DEAD = TryDraft(TryResult.RANG), TryDraft(TryResult.BUSY), TryDraft(TryResult.DEAD, words="提示是空号。")
# How one number after another takes its three tries.
_LIVES = (
    (_GOOD, _GOOD, _GOOD), (_RANG, _GOOD, _GOOD), (_BUSY, _RANG, _BUSY), (_GOOD, _GOOD, _GOOD),
    (_UNCLEAR, _GOOD, _GOOD), (_GOOD, _GOOD, _GOOD), (_BUSY, _GOOD, _RANG), (_BUSY, _BUSY, _BUSY),
    (_GOOD, _GOOD, _GOOD), (_RUDE, _RUDE, _RUDE), (_DEAD, _DEAD, _DEAD),
)  # fmt: skip


def begin_dialling(world: World, today: date) -> None:
    """Let the story of a batch begin twelve days ago."""
    world.timeline.begin(_story(world, today - timedelta(days=_DAYS)))


def _story(world: World, first: date) -> Story:
    day = world.calendar.next_workday(first).day
    yield clock.at(day, time(8, 45))
    clerk, inspector = world.actors["clerk1"], world.actors["inspector1"]
    units = frozenset(key for key, _, _ in numbers_by_unit()[:_UNITS])
    campaign_id = max(world.campaigns.values(), key=lambda known: known[2])[0]
    draft = BatchDraft("服务电话抽测", campaign_id, units, dialler_ids=frozenset({inspector.person_id or 0}))
    batch_id = make_batch(clerk, draft).id
    for days, hour in _TURNS:
        yield clock.at(world.calendar.add(day, days).day if days else day, hour)
        for place, row in enumerate(list_lines(batch_id, LineFilter())[:-2]):  # nobody got round to the last two
            if not refusal(row.tries, row.hours_kind, clock.now(), world.calendar):
                note_try(inspector, batch_id, row.id, _LIVES[place % len(_LIVES)][len(row.tries)])
    faulty = [row for row in list_lines(batch_id, LineFilter()) if row.verdict in FAULTY]
    for row in faulty[:_LISTED]:
        list_fault(inspector, batch_id, row.id)
