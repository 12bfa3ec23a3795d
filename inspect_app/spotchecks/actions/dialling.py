"""Deeds on one number: note a try, take the last one back, list its fault as a problem."""

from datetime import datetime, timedelta

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db
from inspect_app.findings.actions.taking_in import Told, take_in
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category, SourceKind
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.spotchecks.models import PhoneLine, PhoneTry
from inspect_app.spotchecks.queries.phones import can_list, is_office, lock_line, place_of, tries_of
from inspect_app.spotchecks.queries.problems import is_taken
from inspect_app.spotchecks.rules import phones as rules
from inspect_app.spotchecks.vocabulary.phones import MOST_TRIES, Dialled, TryDraft, TryResult
from inspect_app.visits.queries.people import lineage_of_units
from inspect_app.visits.rules import is_own_unit

_LONGEST = 500
# A list on paper is written down within days.
_WRITTEN_WITHIN = timedelta(days=7)


def note_try(actor: Actor, batch_id: int, line_id: int, draft: TryDraft, seen: int | None = None) -> PhoneLine:
    """Note what happened when a number was dialled; `seen` is how many tries the page showed."""
    line = _take(actor, batch_id, line_id)
    tries = tries_of(line)
    _demand_seen(line, seen, draft)
    now = clock.now()
    one = _checked(draft, now)
    if one.at < line.batch.made_at:
        raise Invalid("时间早于这批拨打单，请核对。", "at")
    if why := rules.refusal(tries, line.hours_kind, one.at, work_calendar()):
        raise Refused(why) if len(tries) >= MOST_TRIES or line.verdict else Invalid(why, "at")
    line.tries.append(PhoneTry(
        line_id=line.id, turn=len(tries) + 1, at=one.at, result=one.result, told=one.told, polite=one.polite,
        words=one.words, by_id=actor.person_id or 0, noted_at=now,
    ))  # fmt: skip
    _settle(line, (*tries, one))
    record(actor, "phone_line.dialled", "phone_line", line.id, permission=_power(actor), number=line.number,
           turn=len(tries) + 1, result=one.result.label)  # fmt: skip
    return line


def take_back_try(actor: Actor, batch_id: int, line_id: int) -> PhoneLine:
    """Take back the last try of a number: by whoever dialled, or the office; not once it is a problem."""
    line = _take(actor, batch_id, line_id)
    if not line.tries:
        raise Refused("这个号码还没有打过。")
    if line.finding_id is not None:
        raise Refused("这个号码已经列为问题，不能再撤；问题有误的，在立项时不予立项。")
    last = line.tries[-1]
    if last.by_id != actor.person_id and not is_office(actor):
        raise NotAllowed("这一次是别人打的，请打的人或跑改办撤。")
    record(actor, "phone_line.undone", "phone_line", line.id, permission=_power(actor), number=line.number,
           turn=last.turn, result=last.result.label)  # fmt: skip
    line.tries.remove(last)
    db.session.flush()
    _settle(line, tries_of(line))
    return line


def list_fault(actor: Actor, batch_id: int, line_id: int) -> Finding:
    """List what is wrong with a number as a problem, with number and exact times; it waits for triage."""
    line = lock_line(actor, batch_id, line_id)
    if is_taken(line.finding):
        raise Refused("这个号码已经列为问题。")
    if line.verdict is None or line.settled_at is None or not can_list(line):
        raise Refused("打完三次打不通、没人接，或者答得不好的，才列为问题。")
    place = place_of(line)
    told = Told(
        source_kind=SourceKind.PHONE_TEST, source_ref=f"{batch_id}/{line.id}", campaign_id=line.batch.campaign_id,
        found_on=clock.day_of(line.settled_at), title=rules.problem_title(line.verdict),
        fact=rules.problem_words(place, line.number, line.hours_kind, tries_of(line)),
        suggestion=rules.suggestion(line.verdict), category=Category.PHONE, unit_id=line.unit_id,
        window_id=line.window_id, method=VisitMethod.PHONE,
    )  # fmt: skip
    finding = take_in(actor, told, permission=_power(actor))
    line.finding_id = finding.id
    db.session.flush()
    return finding


def _take(actor: Actor, batch_id: int, line_id: int) -> PhoneLine:
    line = lock_line(actor, batch_id, line_id)
    if line.batch.closed_at is not None:
        raise Refused("这批已经结束。要接着打，请跑改办先重新打开。")
    if is_own_unit(actor.unit_id, (line.unit_id,), lineage_of_units()):
        raise NotAllowed("这是本单位的电话，请换别人打。")
    return line


def _demand_seen(line: PhoneLine, seen: int | None, draft: TryDraft) -> None:
    if seen is None or seen == len(line.tries):
        return
    last = line.tries[-1] if line.tries else None
    theirs = {"结果": last.result.label if last else "还没打", "记录": last.words if last else ""}
    mine = {"结果": draft.result.label, "记录": draft.words}
    raise Conflict("这个号码刚有人记过一次，您这次还没有存。请对照后再记。", mine=mine, theirs=theirs)


def _checked(draft: TryDraft, now: datetime) -> Dialled:
    words, at = clean(draft.words), draft.at or now
    if at > now:
        raise Invalid("时间不能晚于现在。", "at")
    if at < now - _WRITTEN_WITHIN:
        raise Invalid("只补记 7 天以内打的，更早的请重打。", "at")
    if len(words) > _LONGEST:
        raise Invalid(f"记录最多 {_LONGEST} 个字。", "words")
    if draft.result is not TryResult.ANSWERED:
        return Dialled(at, draft.result, words=words)
    if draft.told is None:
        raise Invalid("有人接的，请选讲清了没有。", "told")
    if draft.polite is None:
        raise Invalid("有人接的，请选态度好不好。", "polite")
    return Dialled(at, draft.result, draft.told, draft.polite, words)


def _settle(line: PhoneLine, tries: tuple[Dialled, ...]) -> None:
    line.verdict = rules.verdict_of(tries, line.hours_kind, work_calendar())
    line.settled_at = tries[-1].at if line.verdict is not None else None
    db.session.flush()


def _power(actor: Actor) -> Permission:
    return Permission.PLAN_VISITS if is_office(actor) else Permission.CAPTURE
