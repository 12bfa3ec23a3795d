"""The office says who checks a claimed fix (指派核验): a person, or a visit that is planned for it, open or covert."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.queries import actor_of, get_person
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.findings.actions.moving import after_move, move
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import case_facts
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.messages.actions import tell, tell_author
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.actions.taking import must_allow, take
from inspect_app.rectification.models import VerificationOrder
from inspect_app.rectification.rules.assigning import distance_refusal, method_refusal, verifier_refusal
from inspect_app.rectification.vocabulary import OrderState, VerificationMethod
from inspect_app.visits.actions import plan_visit
from inspect_app.visits.vocabulary import VisitMode, VisitPlan

_LINK = "/waiting/verify"
_ENDING = frozenset({Step.TERMINATE, Step.UPHOLD_DISPUTE})


def assign_verifier(
    actor: Actor,
    number: str,
    person_id: int,
    method: VerificationMethod = VerificationMethod.REVISIT,
    *,
    note: str = "",
    version: int | None = None,
) -> VerificationOrder:
    """Ask somebody outside the department to check a claimed fix; a new order takes the place of the last.

    Raise Invalid on `verifier` or `method` when they can't. Of a covert check no person is kept, only seal and tag.
    """
    finding = take(actor, number, version)
    must_allow(actor, finding, Step.ASSIGN_VERIFIER)
    person = get_person(person_id)
    verifier = actor_of(person)
    case = case_facts(finding, verifier)
    refused = verifier_refusal(verifier, case, clock.today()) if person.active else "这个人已停用，请另选一人。"
    if refused:
        raise Invalid(refused, "verifier")
    if (unfit := method_refusal(method, finding.grade)) is not None:
        raise Invalid(unfit, "method")
    order = _order(actor, finding, method, note)
    covert = method is VerificationMethod.COVERT
    _name(order, person_id, covert)
    _tell_verifier(finding, person_id, order, covert)
    _note(actor, finding, person.name if not covert else method.label, covert)
    return order


def plan_check(actor: Actor, number: str, plan: VisitPlan, version: int | None = None) -> VerificationOrder:
    """Plan a visit of the finding's window to see a claimed fix; raise Invalid naming the form's field.

    Who goes stands outside the department too. A covert visit keeps no person, and the order none either.
    """
    finding = take(actor, number, version)
    must_allow(actor, finding, Step.ASSIGN_VERIFIER)
    visitor = actor_of(get_person(plan.person_id))
    refused = distance_refusal(visitor, case_facts(finding, visitor), clock.today())
    if refused:
        raise Invalid(refused, "author")
    covert = plan.mode is VisitMode.COVERT
    method = VerificationMethod.COVERT if covert else VerificationMethod.REVISIT
    order = _order(actor, finding, method, plan.note)
    order.visit_id = plan_visit(actor, plan).id
    _name(order, plan.person_id, covert)
    _note(actor, finding, method.label, covert)
    return order


def give_back_order(actor: Actor, number: str, reason: str) -> None:
    """Say that an ordered check couldn't be done (无法核验); the finding waits for another order, without a verdict."""
    finding, words = take(actor, number), clean(reason)
    order = open_order(finding)
    if order is None:
        raise Refused("这个问题没有指派核验。")
    if not (may(actor, Permission.TRIAGE) or (may(actor, Permission.VERIFY) and is_mine(order, actor))):
        raise NotAllowed("无法核验由受指派的核验人员或跑改办登记。")
    if not words:
        raise Invalid("请写为什么无法核验。", "reason")
    covert = order.method is VerificationMethod.COVERT
    order.state, order.ended_at, order.note = OrderState.NOT_POSSIBLE, clock.now(), words
    record(actor, "finding.not_possible", "finding", finding.number, permission=Permission.VERIFY, covert=covert)
    db.session.flush()


@after_move
def call_off(_actor: Actor, finding: Finding, step: Step) -> None:
    """Call off an ordered check when the finding ends without one."""
    order = open_order(finding) if step in _ENDING else None
    if order is not None:
        order.state, order.ended_at = OrderState.CANCELLED, clock.now()


def open_order(finding: Finding) -> VerificationOrder | None:
    """Return the order that waits on a finding, or nothing."""
    query = select(VerificationOrder).where(
        VerificationOrder.finding_id == finding.id, VerificationOrder.state == OrderState.PLANNED
    )
    return db.session.scalars(query).one_or_none()


def is_mine(order: VerificationOrder, actor: Actor) -> bool:
    """Say whether an order was given to this person, in clear or sealed."""
    if actor.person_id is None:
        return False
    tag = current_sealer().author_tag(actor.person_id)
    return order.verifier_id == actor.person_id or (order.verifier_tag is not None and order.verifier_tag == tag)


def _order(actor: Actor, finding: Finding, method: VerificationMethod, note: str) -> VerificationOrder:
    former = open_order(finding)
    if former is not None:
        former.state, former.ended_at = OrderState.CANCELLED, clock.now()
        db.session.flush()
    order = VerificationOrder(
        finding_id=finding.id,
        round=finding.rework_count + 1,
        method=method,
        ordered_at=clock.now(),
        ordered_by_id=actor.person_id,
        note=clean(note),
    )
    db.session.add(order)
    return order


def _name(order: VerificationOrder, person_id: int, covert: bool) -> None:
    if not covert:
        order.verifier_id = person_id
    else:
        sealer = current_sealer()
        order.verifier_seal, order.verifier_tag = sealer.seal_author(person_id), sealer.author_tag(person_id)
    db.session.flush()


def _note(actor: Actor, finding: Finding, words: str, covert: bool) -> None:
    permission = Permission.PLAN_COVERT if covert and may(actor, Permission.PLAN_COVERT) else Permission.TRIAGE
    move(
        actor, finding, Step.ASSIGN_VERIFIER, permission=permission, text=words, covert=covert, verifier=words
    )  # fmt: skip


def _tell_verifier(finding: Finding, person_id: int, order: VerificationOrder, covert: bool) -> None:
    key = f"verify:{finding.number}:{order.id}"
    if covert:
        words = "有一个问题请您暗访复核，请在“等我核验”里查看。"
        tell_author(current_sealer().author_tag(person_id), MessageKind.TO_VERIFY, words, _LINK, key)
        return
    words = f"请您核验 {finding.number}“{finding.title}”（{order.method.label}）。"
    tell([person_id], MessageKind.TO_VERIFY, words, f"/case/{finding.number}", key, ref=str(finding.number))
