"""Ask, decide and look: who went on a covert visit is opened by two people, for half an hour, and written down."""

from inspect_app.access import GRANTS, Actor, Grant, Permission, may
from inspect_app.accounts.queries import was_reset_since
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.visits.models import UnsealRequest
from inspect_app.visits.queries import lock_visit, office_sees
from inspect_app.visits.queries.unsealing import (
    lock_unseal_request,
    may_ask_unseal,
    open_request_of,
    sealed_author,
)
from inspect_app.visits.rules.unsealing import SETTLED_AFTER, decision_refusal, is_held, unseal_state
from inspect_app.visits.vocabulary import UnsealState

_STANDS = {UnsealState.WAITING, UnsealState.OPEN}


def ask_unseal(actor: Actor, visit_id: str, reason: str) -> UnsealRequest:
    """Ask to see who went on a covert visit; raise Refused while an earlier request stands."""
    visit = lock_visit(visit_id, office_sees(actor))
    if actor.person_id is None or not may_ask_unseal(actor, visit):
        raise NotAllowed("只有安排暗访的人可以申请解封，而且要在走访提交以后。")
    now, earlier = clock.now(), open_request_of(visit, actor.person_id)
    if earlier is not None and _state(earlier) in _STANDS:
        raise Refused("这次走访您已经申请过解封，等批准或到时以后再申请。")
    request = UnsealRequest(
        public_id=randomness.token(),
        visit_id=visit.id,
        reason=reason,
        requested_by_id=actor.person_id,
        requested_at=now,
    )
    db.session.add(request)
    db.session.flush()
    record(actor, "visit.unseal_asked", "visit", visit_id, permission=Permission.PLAN_COVERT, reason=reason)
    return request


def decide_unseal(actor: Actor, public_id: str, *, approved: bool) -> UnsealRequest:
    """Approve or refuse as the second person; raise NotAllowed or Refused."""
    grant = _approving(actor)
    if grant is None:
        raise NotAllowed("解封由安全管理员批准。")
    request, now = lock_unseal_request(actor, public_id), clock.now()
    state = _state(request)
    if state is not UnsealState.WAITING:
        raise Refused(f"这份申请现在是“{state.label}”，不能再办。")
    settled = not was_reset_since(actor.person_id or 0, now - SETTLED_AFTER)
    refusal = decision_refusal(
        request.requested_by_id, actor.person_id, grant.stands_in_for, settled=settled, held=is_held(grant.since, now)
    )
    if refusal:
        raise NotAllowed(refusal)
    request.decided_by_id, request.decided_at, request.approved = actor.person_id, now, approved
    deed = "visit.unseal_approved" if approved else "visit.unseal_refused"
    record(actor, deed, "visit", request.visit.public_id, permission=Permission.APPROVE_UNSEAL)
    db.session.flush()
    return request


def _approving(actor: Actor) -> Grant | None:
    """Return the oldest grant that gives the power, or nothing; what was there before has no moment."""
    giving = (grant for grant in actor.grants if Permission.APPROVE_UNSEAL in GRANTS[grant.role])
    return min(giving, key=lambda grant: grant.since.timestamp() if grant.since else 0.0, default=None)


def look_behind_seal(actor: Actor, public_id: str) -> tuple[UnsealRequest, str, str]:
    """Return the request, the shopper's code and the real name; each look is written down.

    Raise Refused outside the half hour, NotAllowed for anybody but who asked.
    """
    request = lock_unseal_request(actor, public_id)
    if request.requested_by_id != actor.person_id or not may(actor, Permission.PLAN_COVERT):
        raise NotAllowed("只有申请人可以查看。")
    state = _state(request)
    if state is not UnsealState.OPEN:
        raise Refused(f"这份申请现在是“{state.label}”，不能查看。")
    person, name = sealed_author(actor, request.visit)
    record(actor, "visit.unseal_read", "visit", request.visit.public_id, permission=Permission.PLAN_COVERT)
    return request, person.shopper_code or person.username, name


def _state(request: UnsealRequest) -> UnsealState:
    return unseal_state(request.requested_at, request.decided_at, request.approved, clock.now())
