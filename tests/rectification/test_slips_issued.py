"""Slips (督办单) that the office issues and the department signs for and answers."""

from typing import Any

import pytest
from sqlalchemy import func, select

from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.actions import slips
from inspect_app.rectification.queries.slips import SlipFilter, SlipTab, count_slips, get_slip, list_slips
from inspect_app.rectification.vocabulary import SlipState
from tests.rectification.making import (
    NEXT_TUESDAY,
    THURSDAY,
    WEDNESDAY,
    on,
)
from tests.rectification.slipping import all_slips, answer, issue, late_case, make_finding_of, night, proposed

pytestmark = pytest.mark.usefixtures("app_context")


# Issuing.


def test_issuing_gives_a_number_a_day_to_answer_an_event_an_item_and_one_entry() -> None:
    case = late_case()
    other = make_finding_of(case.unit)
    slip = proposed(case)
    with on(THURSDAY):
        issued = issue(case, slip)
    assert (issued.number, issued.state, issued.answer_by) == ("督〔2026〕1号", SlipState.ISSUED, NEXT_TUESDAY)
    events = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.ISSUE_SLIP)).all()
    assert sorted(event.finding_id for event in events) == sorted([case.finding_id, other])
    assert not any(event.for_office for event in events)
    assert {event.text for event in events} == {"黄色督办单 督〔2026〕1号：逾期 1 个工作日"}
    count = select(func.count()).select_from(AuditEntry).where(AuditEntry.deed == "slip.issued")
    assert db.session.scalar(count) == 1


def test_numbers_have_no_gaps_when_proposals_are_dropped() -> None:
    cases = [late_case() for _ in range(3)]
    night(WEDNESDAY)
    first, second, third = all_slips()
    with on(WEDNESDAY):
        issue(cases[0], first)
        with transaction():
            slips.cancel_slip(cases[0].actor("clerk"), second.id, "已当面督促。")
        issue(cases[0], third)
    assert [one.number for one in all_slips()] == ["督〔2026〕1号", None, "督〔2026〕2号"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"demand": "  "}, "demand"), ({"answer_days": 0}, "answer_days"), ({"answer_days": 61}, "answer_days")],
)
def test_a_slip_needs_a_demand_and_a_term(values: dict[str, Any], field: str) -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY), pytest.raises(Invalid) as caught:
        issue(case, slip, **values)
    assert caught.value.field == field


def test_only_the_office_issues_and_only_once() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        for name in ("liaison", "head", "verifier", "leader"):
            with pytest.raises(NotAllowed):
                issue(case, slip, name)
        issue(case, slip)
        with pytest.raises(Refused, match="已发"):
            issue(case, slip)


def test_liaison_and_head_are_told_and_nobody_else() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        issue(case, slip)
    query = select(Message).where(Message.link == f"/slips/{slip.id}")
    told = db.session.scalars(query).all()
    wanted = {case.people[name].id for name in ("liaison", "head", "deputy")}
    assert {message.person_id for message in told} == wanted
    assert {message.text for message in told} == {
        "跑改办发来黄色督办单 督〔2026〕1号，涉及 1 个问题，请在5月18日前回复。"
    }


# The department.


def test_opening_signs_once() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        issue(case, slip)
        with transaction():
            assert not slips.sign_by_opening(case.actor("clerk"), slip.id)
        with transaction():
            assert slips.sign_by_opening(case.actor("liaison"), slip.id)
        with transaction():
            assert not slips.sign_by_opening(case.actor("head"), slip.id)
    signed = all_slips()[0]
    assert (signed.state, signed.signed_by_id) == (SlipState.SIGNED, case.people["liaison"].id)


def test_a_slip_is_answered_once_by_its_own_department() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        with pytest.raises(Missing):
            answer(case, slip)
        issue(case, slip)
        with pytest.raises(Missing):
            answer(case, slip, "stranger")
        with pytest.raises(NotAllowed):
            answer(case, slip, "clerk")
        with pytest.raises(Invalid, match="请写回复"):
            answer(case, slip, words=" ")
        answer(case, slip)
        with pytest.raises(Refused, match="已回复"):
            answer(case, slip)
    events = db.session.scalars(select(FindingEvent.text).where(FindingEvent.step == Step.ANSWER_SLIP)).all()
    assert events == ["督〔2026〕1号：已专题研究，本周完成。"]


def test_a_cancelled_slip_keeps_its_number_and_says_why() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        issue(case, slip)
        with pytest.raises(Invalid, match="理由"), transaction():
            slips.cancel_slip(case.actor("clerk"), slip.id, "")
        with transaction():
            slips.cancel_slip(case.actor("director"), slip.id, "单位已当面说明。")
        with pytest.raises(Refused), transaction():
            slips.answer_slip(case.actor("liaison"), slip.id, "好的。")
    kept = all_slips()[0]
    assert (kept.number, kept.state, kept.cancel_reason) == ("督〔2026〕1号", SlipState.CANCELLED, "单位已当面说明。")
    steps = db.session.scalars(select(FindingEvent.step).where(FindingEvent.finding_id == case.finding_id)).all()
    assert Step.CANCEL_SLIP in steps


def test_a_department_sees_its_own_slips_once_they_are_issued() -> None:
    case, other = late_case(), late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        assert count_slips(case.actor("liaison")) == {SlipTab.ISSUED: 0, SlipTab.ANSWERED: 0, SlipTab.CANCELLED: 0}
        issue(case, slip)
        assert count_slips(case.actor("liaison"))[SlipTab.ISSUED] == 1
        assert count_slips(other.actor("liaison"))[SlipTab.ISSUED] == 0
        with pytest.raises(Missing):
            get_slip(other.actor("liaison"), slip.id)
        rows, total = list_slips(case.actor("clerk"), SlipFilter(SlipTab.PROPOSED), 0, 50)
    assert (len(rows), total) == (1, 1)
