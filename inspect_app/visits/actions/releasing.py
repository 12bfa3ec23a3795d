"""Free the round of a visit whose photos do not come, so that its author can hand it in again."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.visits.models import Submission, Visit, VisitRemark
from inspect_app.visits.queries import INCOMPLETE_AFTER, lock_visit, office_sees
from inspect_app.visits.vocabulary import VisitStatus

_WORDS = "照片没有收齐，请在平板上补拍后再交。"


def release_round(actor: Actor, public_id: str) -> Visit:
    """Send a visit back whose photos have not come within a day; what did come is kept as it is.

    Raise Refused when nothing waits, or when the day is not over.
    """
    if not may(actor, Permission.REVIEW_VISITS):
        raise NotAllowed("退回走访由跑改办办理。")
    visit = lock_visit(public_id, office_sees(actor))
    waiting = (Submission.visit_id == visit.id) & (Submission.round == visit.round)
    query = select(Submission).where(waiting, Submission.completed_at.is_(None))
    submission = db.session.scalars(query).one_or_none()
    if submission is None:
        raise Refused("这次走访没有在等照片。")
    if clock.now() - submission.received_at < INCOMPLETE_AFTER:
        raise Refused("照片还在上传，满 24 小时没收齐才退回。")
    visit.status, visit.round = VisitStatus.RETURNED, visit.round + 1
    db.session.add(VisitRemark(visit_id=visit.id, round=visit.round, text=_WORDS, at=clock.now()))
    rounds = (visit.round - 1, visit.round)
    record(actor, "visit.sent_back", "visit", public_id, permission=Permission.REVIEW_VISITS, round=rounds)
    db.session.flush()
    return visit
