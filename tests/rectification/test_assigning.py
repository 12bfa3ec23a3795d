"""Who checks a claimed fix: a person or a visit, open or covert, and what the department never learns of it."""

import pytest
from sqlalchemy import func, select

from inspect_app.access import Permission, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.queries import lock_finding
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.actions.assigning import give_back_order
from inspect_app.rectification.models import Verification
from inspect_app.rectification.queries.inbox import Waiting, list_waiting, waiting_for
from inspect_app.rectification.queries.supervising import check_beside, verifier_choices
from inspect_app.rectification.vocabulary import OrderState, VerificationMethod
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import actor_of, make_office, make_person, make_visit
from tests.rectification.making import (
    TUESDAY,
    WEDNESDAY,
    approve_plan,
    feed_back,
    make_case,
    on,
    submit_plan,
    verify,
)
from tests.rectification.ordering import assign, fed_back, hand_in, make_verifier, orders, plan_visit_for

pytestmark = pytest.mark.usefixtures("app_context")
_METHOD = VerificationMethod


# A person.


def test_the_office_asks_somebody_who_is_told() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        order = assign(case, case.people["verifier"])
    assert (order.verifier_id, order.state, order.round) == (case.people["verifier"].id, OrderState.PLANNED, 1)
    (message,) = db.session.scalars(select(Message).where(Message.kind == "to_verify")).all()
    assert message.person_id == case.people["verifier"].id
    (event,) = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.ASSIGN_VERIFIER)).all()
    assert event.for_office


def test_only_the_office_assigns_and_only_what_waits_for_verification() -> None:
    case, other = fed_back(), make_case(FindingStatus.RECTIFYING)
    with on(WEDNESDAY):
        for name in ("verifier", "leader", "head", "liaison"):
            with pytest.raises((NotAllowed, Missing)):
                assign(case, case.people["verifier"], name)
        with pytest.raises(Refused, match="待核验"):
            assign(other, other.people["verifier"])


def test_nobody_near_is_asked() -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
        approve_plan(case, "clerk")
        feed_back(case)
        inside = make_person(Role.VERIFIER, case.unit)
        for who, words in (
            (case.people["head"], "没有核验权限"),
            (inside, "责任单位以外"),
            (case.people["clerk"], "审过计划"),
        ):
            with pytest.raises(Invalid, match=words) as caught:
                assign(case, who, "director")
            assert caught.value.field == "verifier"
        offered = {value for value, _words in verifier_choices(case.finding)}
    assert not offered & {str(inside.id), str(case.people["clerk"].id), str(case.people["head"].id)}
    assert str(case.people["verifier"].id) in offered


def test_the_author_of_a_major_problem_is_not_asked() -> None:
    office = make_office()
    author = make_person(Role.INSPECTOR, office)
    visit = make_visit(author)
    case = make_case(FindingStatus.RECTIFYING, grade=Grade.MAJOR, visit=visit)
    with on(TUESDAY):
        feed_back(case)
        with pytest.raises(Invalid, match="填报人以外"):
            plan_visit_for(case, author)


def test_a_major_problem_is_checked_on_the_spot() -> None:
    case = fed_back(grade=Grade.MAJOR)
    with on(WEDNESDAY), pytest.raises(Invalid, match="现场核验") as caught:
        assign(case, case.people["verifier"], method=_METHOD.CALL)
    assert caught.value.field == "method"


def test_a_second_order_takes_the_place_of_the_first() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        assign(case, case.people["verifier"])
        assign(case, case.people["other_clerk"])
    assert [order.state for order in orders(case)] == [OrderState.CANCELLED, OrderState.PLANNED]


def test_what_was_given_to_me_comes_first_and_what_was_given_to_another_is_not_mine() -> None:
    mine, theirs, free = fed_back(), fed_back(), fed_back()
    verifier = mine.people["verifier"]
    with on(WEDNESDAY):
        assign(mine, verifier)
        assign(theirs, theirs.people["verifier"])
        rows, total = list_waiting(actor_of(verifier), Waiting.TO_VERIFY, 0)
        counted = {line.kind: line.count for line in waiting_for(actor_of(verifier))}
    assert [row.id for row in rows] == [mine.finding_id, free.finding_id]
    assert total == counted[Waiting.TO_VERIFY] == 2


def test_a_verdict_closes_the_order_and_that_of_another_calls_it_off() -> None:
    asked, other = fed_back(), fed_back()
    with on(WEDNESDAY):
        for case in (asked, other):
            assign(case, case.people["verifier"])
        verify(asked)
        verify(other, "other_clerk")
    assert [order.state for order in orders(asked)] == [OrderState.DONE]
    assert [order.state for order in orders(other)] == [OrderState.CANCELLED]


def test_what_could_not_be_checked_goes_back_without_a_verdict() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        assign(case, case.people["verifier"])
        stranger = make_verifier()
        with pytest.raises(NotAllowed), transaction():
            give_back_order(stranger, case.number, "窗口没开。")
        with pytest.raises(Invalid, match="为什么"), transaction():
            give_back_order(case.actor("verifier"), case.number, " ")
        with transaction():
            give_back_order(case.actor("verifier"), case.number, "窗口装修，暂停办理。")
        beside = check_beside(case.actor("clerk"), case.finding)
    assert [order.state for order in orders(case)] == [OrderState.NOT_POSSIBLE]
    assert (beside.ordered, beside.failed_try) == (False, "窗口装修，暂停办理。")
    assert case.finding.status is FindingStatus.PENDING_VERIFICATION
    assert db.session.scalar(select(func.count()).select_from(Verification)) == 0


# A visit.


def test_a_visit_is_planned_at_the_findings_window_for_author_shopper_or_verifier() -> None:
    office = make_office()
    with on(WEDNESDAY):
        for role, mode in (
            (Role.OBSERVER, VisitMode.OPEN),
            (Role.VERIFIER, VisitMode.OPEN),
            (Role.SHOPPER, VisitMode.COVERT),
            (Role.VERIFIER, VisitMode.COVERT),
        ):
            case = fed_back()
            order = plan_visit_for(case, make_person(role, office), mode)
            visit = db.session.get_one(Visit, order.visit_id)
            assert [stop.window_id for stop in visit.stops] == [case.finding.window_id]
            wanted = _METHOD.COVERT if mode is VisitMode.COVERT else _METHOD.REVISIT
            assert (visit.mode, order.method) == (mode, wanted)


def test_only_who_plans_covert_visits_plans_a_covert_check() -> None:
    case = fed_back()
    shopper = make_person(Role.SHOPPER, make_office())
    with on(WEDNESDAY), pytest.raises(NotAllowed, match="主任"):
        plan_visit_for(case, shopper, VisitMode.COVERT, "clerk")


def test_a_covert_check_keeps_no_person_anywhere() -> None:
    case = fed_back()
    shopper = make_person(Role.SHOPPER, make_office())
    with on(WEDNESDAY):
        order = plan_visit_for(case, shopper, VisitMode.COVERT)
    tag = current_sealer().author_tag(shopper.id)
    assert (order.verifier_id, order.verifier_tag) == (None, tag)
    assert current_sealer().open_author(order.verifier_seal or b"") == shopper.id
    (event,) = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.ASSIGN_VERIFIER)).all()
    assert (event.actor_id, event.actor_name, event.text, event.payload) == (None, "", "暗访复核", {})
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.deed.in_(["visit.planned", "finding.assign_verifier"]))
    )
    assert {entry.actor_id for entry in entries} == {None}
    assert not db.session.scalar(select(func.count()).select_from(Message).where(Message.person_id == shopper.id))


def test_a_covert_check_by_a_verifier_is_told_under_the_tag_only() -> None:
    case = fed_back()
    verifier = case.people["verifier"]
    with on(WEDNESDAY):
        order = assign(case, verifier, method=_METHOD.COVERT)
        rows, _total = list_waiting(actor_of(verifier), Waiting.TO_VERIFY, 0)
    assert (order.verifier_id, [row.id for row in rows]) == (None, [case.finding_id])
    (message,) = db.session.scalars(select(Message).where(Message.kind == "to_verify")).all()
    assert (message.person_id, message.author_tag) == (None, current_sealer().author_tag(verifier.id))
    assert case.number not in message.text + message.link + message.ref


def test_the_verdict_waits_for_the_visit_and_is_linked_with_it() -> None:
    case = fed_back()
    observer = make_person(Role.OBSERVER, make_office())
    with on(WEDNESDAY):
        order = plan_visit_for(case, observer)
        assert check_beside(case.actor("verifier"), case.finding).awaited
        with pytest.raises(Refused, match="还没有交回"):
            verify(case)
        hand_in(order)
        beside = check_beside(case.actor("verifier"), case.finding)
        assert [(item.text, item.answer, item.note) for item in beside.seen if item.note] == [
            ("现场看第1项做到了", "是", "两个窗口都改了")
        ]
        verify(case)
    check = db.session.scalars(select(Verification)).one()
    assert check.visit_id == order.visit_id
    assert [one.state for one in orders(case)] == [OrderState.DONE]


def test_the_verdict_on_a_covert_visit_is_sealed_too() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        order = plan_visit_for(case, make_person(Role.SHOPPER, make_office()), VisitMode.COVERT)
        hand_in(order)
        with pytest.raises(Invalid, match="暗访复核") as caught:
            verify(case)
        assert caught.value.field == "method"
        verify(case, method=_METHOD.COVERT)
    check = db.session.scalars(select(Verification)).one()
    assert (check.verifier_id, check.visit_id) == (None, order.visit_id)


def test_until_it_comes_back_a_covert_check_is_known_to_its_planner_only() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        plan_visit_for(case, make_person(Role.SHOPPER, make_office()), VisitMode.COVERT)
        clerk, director = (check_beside(case.actor(name), case.finding) for name in ("clerk", "director"))
    assert (clerk.method, clerk.who, clerk.awaited) == ("", "", True)
    assert director.method == "暗访复核"


def test_an_order_is_called_off_when_the_finding_ends_without_a_check() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        assign(case, case.people["verifier"])
        with transaction():
            facts = {"reason": "窗口已撤并。", "approval": "明跑改办〔2026〕9号"}
            finding = lock_finding(case.finding_id)
            finding.stage_due = None
            move(case.actor("director"), finding, Step.TERMINATE, permission=Permission.RULE, **facts)
    assert [order.state for order in orders(case)] == [OrderState.CANCELLED]
