"""列为问题: one tap makes a draft from a failing answer, a broken promise or a bad talk."""

from collections.abc import Sequence, Set

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.catalogue.models import Window
from inspect_app.checklists.vocabulary import ChecklistBody
from inspect_app.database import db
from inspect_app.field.actions.answering import Stored
from inspect_app.field.actions.opening import lock_open
from inspect_app.field.queries import body_of, facts_of, get_interview, get_trial, promise_of, words_of
from inspect_app.field.rules import answer_offer, interview_offer, trial_offers
from inspect_app.field.rules.checking import Answers
from inspect_app.field.vocabulary import ListedProblem, Offer
from inspect_app.findings.actions.proposing import propose
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import PainType
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.visits.models import Interview, Trial, Visit, VisitWindow
from inspect_app.visits.queries import answers_of


def propose_answer(actor: Actor, public_id: str, listed: ListedProblem) -> Finding:
    """List the problem a failing answer shows; a second tap returns the first."""
    visit = lock_open(actor, public_id)
    offer = _answer_offer(body_of(visit.checklist_version), answers_of(visit), listed.key)
    answer_id = next(row.id for row in visit.answers if row.item_key == listed.key)
    known = db.session.scalars(select(Finding).where(Finding.answer_id == answer_id).limit(1)).first()
    return known or _propose_answer(actor, visit, offer, answer_id, listed)


def list_answers(
    actor: Actor, visit: Visit, body: ChecklistBody, stored: Stored, listed: Sequence[ListedProblem], known: Set[str]
) -> dict[str, Finding]:
    """List the problems that answers of a locked visit show, by item; of items `known` one stands already."""
    made: dict[str, Finding] = {}
    for problem in listed:
        key = problem.key
        offer = _answer_offer(body, stored.answers, key)
        if key not in known and key not in made:
            made[key] = _propose_answer(actor, visit, offer, stored.ids[key], problem)
    return made


def _answer_offer(body: ChecklistBody, answers: Answers, key: str) -> Offer:
    item = body.find_item(key)
    offer = answer_offer(item, answers[key]) if item is not None and key in answers else None
    if offer is None:
        raise Refused("这一项的答案不是问题，不用列。")
    return offer


def _propose_answer(actor: Actor, visit: Visit, offer: Offer, answer_id: int, listed: ListedProblem) -> Finding:
    photos = [file.file_id for file in visit.files if file.item_key == listed.key]
    window = _window(visit, listed.window_id)
    return _propose(actor, visit, offer, window, answer_id=answer_id, listed=listed, photos=photos)


def propose_trial(actor: Actor, public_id: str, trial_id: int, ref: str) -> Finding:
    """List a promise that a trial broke."""
    visit = lock_open(actor, public_id)
    trial = get_trial(visit, trial_id)
    offers = {offer.ref: offer for offer in trial_offers(promise_of(trial.item), facts_of(trial))}
    if ref not in offers:
        raise Refused("这一条不是问题，不用列。")
    same = select(Finding).where(Finding.trial_id == trial.id, Finding.source_ref == ref)
    known = db.session.scalars(same.limit(1)).first()
    if known is not None:
        return known
    return _propose(actor, visit, offers[ref], _window(visit, trial.window_id), trial=trial)


def propose_interview(actor: Actor, public_id: str, interview_id: int) -> Finding:
    """List what somebody in the hall was not satisfied with."""
    visit = lock_open(actor, public_id)
    talk = get_interview(visit, interview_id)
    offer = interview_offer(words_of(talk))
    if offer is None:
        raise Refused("满意度 1 到 2 分并记下原话的，才列为问题。")
    known = db.session.scalars(select(Finding).where(Finding.interview_id == talk.id).limit(1)).first()
    return known or _propose(actor, visit, offer, _window(visit, None), interview=talk)


def _propose(
    actor: Actor,
    visit: Visit,
    offer: Offer,
    window: Window | None,
    *,
    answer_id: int | None = None,
    trial: Trial | None = None,
    interview: Interview | None = None,
    listed: ListedProblem | None = None,
    photos: list[int] | None = None,
) -> Finding:
    return propose(
        actor,
        visit,
        source_kind=offer.source_kind,
        title=offer.title,
        fact=offer.fact,
        suggestion=offer.suggestion,
        category=offer.category,
        clause=offer.clause,
        answer_id=answer_id,
        trial=trial,
        interview=interview,
        window=window,
        item=trial.item if trial else None,
        pain_type=PainType.find(listed.pain) if listed else None,
        trips_found=offer.trips_found,
        file_ids=photos or (),
        no_evidence_reason=listed.no_evidence_reason if listed else "",
        source_ref=offer.ref,
    )


def _window(visit: Visit, window_id: int | None) -> Window | None:
    """Return the window named, or the first stop; its unit is the department of the problem."""
    on_the_way = select(Window).join(VisitWindow, VisitWindow.window_id == Window.id)
    query = on_the_way.where(VisitWindow.visit_id == visit.id).order_by(VisitWindow.sort_no)
    windows = db.session.scalars(query).all()
    if window_id is None:
        return next(iter(windows), None)
    found = next((window for window in windows if window.id == window_id), None)
    if found is None:
        raise Invalid("这个窗口不在这次走访里。", "window")
    return found
