"""What the office does with a problem: settle it, hand it over now or at its time, or leave it."""

from datetime import time, timedelta

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.commands.demo_world.lives import begin_life
from inspect_app.commands.demo_world.mended import DEMANDS, DISMISSED
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.trips import Trip
from inspect_app.commands.demo_world.world import World
from inspect_app.database import db
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.actions.triaging import dismiss, dispatch, queue
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.findings.vocabulary import FileStage, Grade, PainType, Triage
from inspect_app.foundation import clock

_PLANNED = frozenset({"plan_waiting", "plan_returned", "plan_due", "rectifying"})
_GRADES = (Grade.ORDINARY, Grade.FIX_NOW, Grade.MAJOR, Grade.SUGGESTION)


def triage_story(world: World, finding_id: int, words: tuple[str, str] | None, trip: Trip) -> Story:
    """Register a problem, or don't; the trip says which ones stay in the office's queues."""
    ending = trip.ending
    if ending == "triage":
        return
    yield world.after(0, 16) if ending in ("fresh", "queued") else world.after(world.pick((0, 1)), 17)
    finding = db.session.get_one(Finding, finding_id)
    clerk = world.actors[world.pick(("clerk1", "clerk2"))]
    if ending == "whole" and not trip.life and world.chance(0.07):
        _dismiss(world, clerk, finding_id)
        return
    triage = _settle(world, finding, words, trip)
    if not finding.is_covert:
        dispatch(clerk, finding_id, triage)
        begin_life(world, finding_id, trip)
        return
    release = None
    if ending == "queued":
        release = clock.at(world.calendar.next_workday(clock.day_of(world.timeline.end)).day, time(9))
    queue(clerk, finding_id, triage, release)
    if finding.release_at is not None:
        yield finding.release_at + timedelta(seconds=2)
    for delivered in deliver(finding_id):
        begin_life(world, delivered.id, trip)


def _dismiss(world: World, clerk: Actor, finding_id: int) -> None:
    """Every other time it repeats a problem that somebody is at work on."""
    query = select(Finding.number).where(Finding.status.in_(OPEN), Finding.id != finding_id)
    known = db.session.scalars(query.order_by(Finding.id.desc()).limit(1)).first()
    if known is not None and world.chance(0.5):
        dismiss(clerk, finding_id, reason=DISMISSED[0], duplicate_of=known)
    else:
        dismiss(clerk, finding_id, reason=world.pick(DISMISSED))


def _settle(world: World, finding: Finding, words: tuple[str, str] | None, trip: Trip) -> Triage:
    title, fact = words or (finding.title, finding.fact)
    grade = world.dice.choices(_GRADES, weights=(60, 24, 14, 6))[0]
    if trip.life:
        grade = Grade.MAJOR if trip.life in _PLANNED else Grade.ORDINARY
    return Triage(
        title=title,
        fact=fact,
        suggestion=finding.suggestion,
        demand=world.pick(DEMANDS),
        category=finding.category,
        pain_type=finding.pain_type or world.pick(tuple(PainType)),
        grade=grade,
        lead_unit_id=finding.lead_unit_id,
        assist_unit_ids=_assisting(world, finding, trip),
        window_id=finding.window_id,
        item_id=finding.item_id,
        file_ids=frozenset(row.file_id for row in finding.files if row.stage is FileStage.FOUND),
        checked=True,
        version=finding.version,
    )


def _assisting(world: World, finding: Finding, trip: Trip) -> frozenset[int]:
    others = sorted(set(world.answerers) - {finding.lead_unit_id})
    shared = world.chance(0.08) or trip.life == "handed_down"
    return frozenset({world.pick(others)}) if shared else frozenset()
