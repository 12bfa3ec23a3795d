"""Note when the result of a trial came: a promise in working days is kept or broken only then."""

from datetime import date

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.queries import office_sees
from inspect_app.visits.vocabulary import TrialOutcome, VisitStatus


def note_result(actor: Actor, trial_id: int, item_id: int, result_on: date) -> Trial:
    """Note the day a trial's result came, with the working days since the visit began; once, after its review.

    Raise Missing where there is no such trial, Refused when it is known already, Invalid for a day that can't be.
    """
    if not may(actor, Permission.REVIEW_VISITS):
        raise NotAllowed("办结日期由跑改办补记。")
    query = select(Trial).where(Trial.id == trial_id, Trial.item_id == item_id).with_for_update(of=Trial)
    trial = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    visit = None if trial is None else db.session.scalar(
        select(Visit).where(Visit.id == trial.visit_id, office_sees(actor)))  # fmt: skip
    if trial is None or visit is None:
        raise Missing()
    if visit.status is not VisitStatus.ACCEPTED or visit.submitted_at is None:
        raise Refused("走访审核通过以后才能补记办结日期。")
    if trial.outcome is not TrialOutcome.NOT_YET or trial.result_on is not None:
        raise Refused("这次具体办已经有结果了。")
    begun = clock.day_of(visit.started_at or visit.submitted_at)
    if not begun <= result_on <= clock.today():
        raise Invalid(f"办结日期要在走访当天（{begun.isoformat()}）到今天之间。", "result_on")
    trial.result_on, trial.result_workdays = result_on, work_calendar().between(begun, result_on)
    record(
        actor, "visit.result_noted", "visit", visit.public_id,
        permission=Permission.REVIEW_VISITS, result_on=result_on.isoformat(),
    )  # fmt: skip
    db.session.flush()
    return trial
