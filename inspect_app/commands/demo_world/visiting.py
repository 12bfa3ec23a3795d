"""How a visit goes: planned, carried out, handed in, reviewed; then each of its problems has its own story."""

from datetime import date, timedelta

from sqlalchemy import select

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.commands.demo_world.answering import Sheet, fill_in
from inspect_app.commands.demo_world.mended import REVIEW_REMARKS
from inspect_app.commands.demo_world.scripted import script_of
from inspect_app.commands.demo_world.seen import BAD_WORDS, CITIZEN_WORDS
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.triaging import triage_story
from inspect_app.commands.demo_world.trips import Trip
from inspect_app.commands.demo_world.world import Counter, World
from inspect_app.database import db
from inspect_app.field.actions import (
    add_interview,
    add_photos,
    add_trial,
    propose_interview,
    propose_trial,
    save_answers,
    save_trial,
    submit_visit,
)
from inspect_app.field.actions.photos import Upload
from inspect_app.field.queries import facts_of, promise_of
from inspect_app.field.rules import trial_offers
from inspect_app.field.rules.trials import points_to_tell
from inspect_app.field.vocabulary import InterviewWords, TrialWords
from inspect_app.findings.actions.reviewing import accept_visit, send_back
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.visits.actions import plan_visit
from inspect_app.visits.models import Answer, Trial, Visit
from inspect_app.visits.queries import lineage_of_units
from inspect_app.visits.rules import is_own_unit
from inspect_app.visits.vocabulary import DaySlot, PapersInHand, TrialOutcome, VisitMode, VisitPlan

_BEGINS = {DaySlot.MORNING: (9, 10), DaySlot.AFTERNOON: (13, 14, 15), DaySlot.ANY: (9, 10, 14)}
_PERSONAS = ("自己来办的市民", "替父母办的子女", "刚开店的店主", "外地来的务工者", "企业办事员")
_BEYOND = ("社区盖章证明", "单位介绍信", "亲属关系证明", "户口簿复印件")


def visit_story(world: World, trip: Trip) -> Story:
    """Plan a visit the working day before and carry it out as far as it is meant to go."""
    windows = _windows(world, trip)
    yield world.on(_eve(world, trip.day), 14)
    visit = _plan(world, trip, windows)
    if trip.ending == "planned":
        return
    yield world.on(trip.day, world.pick(_BEGINS[trip.slot]))
    trial = _begin(world, trip, visit, windows[0])
    sheet = _sheet(world, trip, windows[0])
    if trip.ending == "draft":
        kept = dict(list(sheet.given.items())[: len(sheet.given) // 2])
        save_answers(world.actors[trip.author], visit.public_id, kept)
        return
    yield world.timeline.now + timedelta(minutes=world.dice.randint(25, 70))
    _hand_in(world, trip, visit, sheet, trial)
    if trip.ending != "received":
        yield from _review(world, trip, visit, sheet)


def _review(world: World, trip: Trip, visit: Visit, sheet: Sheet) -> Story:
    """Let the office accept a visit, some only after it was sent back; then its problems are its business."""
    yield world.after(world.pick((0, 1)) if trip.ending == "whole" else 0, 16)
    if trip.ending in {"returned", "resubmitted"}:
        _send_back(world, visit, sheet)
        if trip.ending == "returned":
            return
        yield world.after(1, 10)
        submit_visit(world.actors[trip.author], visit.public_id)
        yield world.after(0, 15)
    accept_visit(world.actors[world.pick(("clerk1", "clerk2"))], visit.id)
    for finding_id, words in _found(visit, sheet):
        world.timeline.begin(triage_story(world, finding_id, words, trip))


def _eve(world: World, day: date) -> date:
    return world.workdays_before(day, 1)[0]


def _windows(world: World, trip: Trip) -> list[Counter]:
    """Pick windows of the site; 交叉互查 goes elsewhere where all of them are the author's own."""
    there = world.windows[trip.site]
    if trip.method is VisitMethod.CROSS:
        home, lineage = world.actors[trip.author].unit_id, lineage_of_units()
        there = [one for one in there if not is_own_unit(home, {one.unit_id}, lineage)] or world.windows["CGS"]
    count = 1 if trip.mode is VisitMode.COVERT else min(len(there), world.pick((1, 1, 2, 3)))
    return world.dice.sample(there, count)


def _plan(world: World, trip: Trip, windows: list[Counter]) -> Visit:
    planner = "director1" if trip.mode is VisitMode.COVERT else world.pick(("clerk1", "clerk2"))
    plan = VisitPlan(
        campaign_id=world.campaigns[trip.campaign][0],
        version_id=world.versions[trip.checklist][0],
        person_id=world.people[trip.author],
        role=trip.role,
        window_ids=tuple(window.id for window in windows),
        planned_on=trip.day,
        slot=trip.slot,
        mode=trip.mode,
        method=trip.method,
        script_id=script_of(world, trip, windows[0]),
    )
    return plan_visit(world.actors[planner], plan)


def _begin(world: World, trip: Trip, visit: Visit, window: Counter) -> Trial | None:
    """Begin a matter as an ordinary applicant would, on about half the visits."""
    wanted = trip.method.value in ("experience", "on_site") and window.items and world.chance(0.55)
    if not wanted:
        return None
    item_id, persona, script = world.pick(window.items), world.pick(_PERSONAS), visit.script
    return add_trial(
        world.actors[trip.author],
        visit.public_id,
        item_id=script.item_id if script else item_id,
        window_id=window.id,
        persona=script.persona if script else persona,
        papers_complete=script is None or script.papers is PapersInHand.COMPLETE,
    )


def _sheet(world: World, trip: Trip, window: Counter) -> Sheet:
    body = world.versions[trip.checklist][1]
    return fill_in(world, body, trip.role, window, trip.amiss, online=trip.checklist == "online")


def _hand_in(world: World, trip: Trip, visit: Visit, sheet: Sheet, trial: Trial | None) -> None:
    actor, public_id = world.actors[trip.author], visit.public_id
    if trial is not None:
        _finish_trial(world, trip, visit, trial)
    for _ in range(world.pick((0, 1, 1, 2, 3))):
        _ask(world, trip, public_id)
    if sheet.listed and world.chance(0.6):
        # A failing item with a photo needs no reason; it is listed with both, as people do.
        taken = clock.local(world.timeline.now).isoformat(timespec="minutes")
        shots = world.dice.sample(world.pictures, world.pick((1, 1, 2)))
        uploads = [Upload(shot, "IMG.jpg", taken) for shot in shots]
        add_photos(actor, public_id, sheet.listed[0].key, uploads)
    outcome = submit_visit(actor, public_id, sheet.given, sheet.listed)
    if outcome.receipt is None:
        raise RuntimeError(f"the demo's visit is not complete: {[problem.text for problem in outcome.problems]}")


def _finish_trial(world: World, trip: Trip, visit: Visit, trial: Trial) -> None:
    actor, matter = world.actors[trip.author], world.matters[trial.item_id or 0]
    public_id, script = visit.public_id, visit.script
    broken = trip.amiss > 0 and world.chance(0.5)
    trips = (1 if matter.trips is None else matter.trips) + (world.pick((1, 2)) if broken else 0)
    handled = max(3, (matter.minutes or 20) - world.dice.randint(0, 10))
    steps = [(_before(world, 55), "取号"), (_before(world, 37), "叫号，递交材料")]
    steps.append((_before(world, 25), "要求补一份材料" if broken else "受理"))
    steps.append((_before(world, 7), "让改天再来一趟" if broken else "办结"))
    points = points_to_tell(script.must_tell if script else ())
    words = TrialWords(
        papers_complete=trial.papers_complete,
        steps=tuple(steps),
        listed=matter.papers,
        beyond=(world.pick(_BEYOND),) if broken and world.chance(0.6) else (),
        told=tuple((point, not broken or world.chance(0.5)) for point in points),
        trips=trips,
        waited_minutes=world.dice.randint(4, 45),
        handled_minutes=handled,
        outcome=(TrialOutcome.NOT_YET if broken and world.chance(0.4) else TrialOutcome.DONE).value,
        persona=trial.persona,
        note=world.pick(CITIZEN_WORDS) if world.chance(0.2) else "",
    )
    saved = save_trial(actor, public_id, trial.id, words)
    for offer in trial_offers(promise_of(saved.item), facts_of(saved))[:1]:
        propose_trial(actor, public_id, saved.id, offer.ref)


def _before(world: World, minutes: int) -> str:
    return clock.local(world.timeline.now - timedelta(minutes=minutes)).strftime("%H:%M")


def _ask(world: World, trip: Trip, public_id: str) -> None:
    bad = world.chance(0.12) and trip.amiss > 0
    words = InterviewWords(
        kind=world.pick(
            ("citizen", "firm") if bad else ("citizen", "citizen", "citizen", "firm", "staff", "auxiliary")
        ),
        alias=world.pick(("王女士", "老李", "小陈", "一位店主", "一位退休教师", "赵师傅")),
        trips=world.pick((2, 3)) if bad else world.pick((0, 1, 1)),
        papers_complete=world.chance(0.8),
        satisfaction=world.pick((1, 2)) if bad else world.pick((3, 4, 4, 5, 5)),
        words=world.pick(BAD_WORDS if bad else CITIZEN_WORDS),
    )
    talk = add_interview(world.actors[trip.author], public_id, words)
    if bad:
        propose_interview(world.actors[trip.author], public_id, talk.id)


def _send_back(world: World, visit: Visit, sheet: Sheet) -> None:
    keys = [problem.key for problem in sheet.listed] or list(sheet.given)[:1]
    remarks = {key: world.pick(REVIEW_REMARKS) for key in keys[:2]}
    send_back(world.actors["clerk1"], visit.id, general="请补充后再交。", remarks=remarks)


def _found(visit: Visit, sheet: Sheet) -> list[tuple[int, tuple[str, str] | None]]:
    """Return the problems of a visit, each with the words the office gives it."""
    query = (
        select(Finding.id, Answer.item_key)
        .join(Answer, Answer.id == Finding.answer_id, isouter=True)
        .where(Finding.visit_id == visit.id)
        .order_by(Finding.id)
    )
    rows = db.session.execute(query).all()
    return [(finding_id, sheet.seen.get(key or "")) for finding_id, key in rows]
