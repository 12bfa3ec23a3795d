"""Who is told of a move: the unit's liaisons, whoever decides, the author; once, at the end, for all together."""

import pytest
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.accounts.models import StandIn
from inspect_app.audit.actions import one_of_many
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation.errors import Refused
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.actions import extending
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import actor_of, keep, make_finding, make_person, make_unit, make_visit
from tests.rectification.asking import NEXT_FRIDAY, terminate
from tests.rectification.making import (
    TUESDAY,
    WEDNESDAY,
    Case,
    close,
    feed_back,
    make_case,
    on,
    return_plan,
    submit_plan,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


def messages(person_id: int | None) -> list[tuple[MessageKind, str]]:
    db.session.rollback()
    query = select(Message.kind, Message.text).where(Message.person_id == person_id).order_by(Message.id)
    return [tuple(row) for row in db.session.execute(query)]


def closed(**values: object) -> Case:
    case = make_case(FindingStatus.RECTIFYING, **values)
    with on(TUESDAY):
        feed_back(case)
        verify(case)
        close(case)
    return case


def test_who_stands_in_for_the_head_is_told_what_waits_for_a_signature_on_their_dates_only() -> None:
    told = []
    for days in ((TUESDAY, TUESDAY), (WEDNESDAY, WEDNESDAY)):
        case = make_case(FindingStatus.RECTIFYING, grade=Grade.MAJOR)
        person = make_person(Role.DEPT_LIAISON, make_unit())
        facts = {"person_id": case.people["head"].id, "stand_in_id": person.id, "unit_id": case.unit.id}
        keep(StandIn(**facts, role=Role.DEPT_HEAD, starts_on=days[0], ends_on=days[1]))
        with on(TUESDAY):
            feed_back(case, "deputy")
        told.append([kind for kind, _ in messages(person.id)])
    assert told == [[MessageKind.TO_SIGN], []]


def test_liaisons_are_told_what_came_back() -> None:
    case = make_case(FindingStatus.ACCEPTED, needs_plan=True)
    with on(TUESDAY):
        submit_plan(case)
        return_plan(case)
    other = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(other)
        verify(other, passed=False)
    words = f"{case.number} 整改计划已退回，请按意见修改后再报。"
    assert messages(case.people["liaison"].id) == [(MessageKind.RETURNED, words)]
    words = f"{other.number} 核验没有通过，请重办后再反馈。"
    assert messages(other.people["liaison"].id) == [(MessageKind.RETURNED, words)]
    assert messages(case.people["stranger"].id) == []


def test_the_author_of_an_open_visit_is_told_that_it_was_put_right() -> None:
    author = make_person(Role.INSPECTOR)
    case = closed(visit=make_visit(author))
    assert messages(author.id) == [(MessageKind.AUTHORED, f"您提的问题 {case.number} 已销号。")]


def test_the_author_of_a_covert_visit_is_told_under_their_tag_only() -> None:
    shopper = make_person(Role.SHOPPER)
    case = closed(visit=make_visit(shopper, mode=VisitMode.COVERT), is_covert=True)
    assert messages(shopper.id) == []
    tag = current_sealer().author_tag(shopper.id)
    told = db.session.scalars(select(Message).where(Message.author_tag.is_not(None))).all()
    assert [(one.author_tag, one.text) for one in told] == [(tag, f"您提的问题 {case.number} 已销号。")]


def test_a_unit_without_a_liaison_is_told_through_the_one_above() -> None:
    above = make_unit()
    below = make_unit(parent=above)
    liaison, head = make_person(Role.DEPT_LIAISON, above), make_person(Role.DEPT_HEAD, above)
    finding = make_finding(FindingStatus.RECTIFYING, unit=below)
    case = make_case()
    number = str(finding.number)
    with transaction():
        extending.grant_extension(case.actor("clerk"), number, finding.due.replace(year=2099), "大厅搬迁。")
    assert [text for _, text in messages(liaison.id)] == [f"{number} 已同意延期，请按新的时限办理。"]
    assert messages(head.id) == []


@pytest.mark.parametrize("many", [6])
def test_a_batch_is_told_with_as_many_statements_as_one(many: int) -> None:
    case = make_case()
    clerk = case.people["clerk"]
    findings = [make_finding(FindingStatus.RECTIFYING, unit=make_unit()) for _ in range(1 + many)]
    for finding in findings:
        make_person(Role.DEPT_LIAISON, finding.lead_unit)
    work = [(str(finding.number), finding.due.replace(year=2099)) for finding in findings]

    def telling(chosen: list[tuple[str, object]]) -> int:
        found: list[str] = []

        def listen(*facts: object) -> None:
            found.append(str(facts[2]))

        actor = actor_of(clerk)
        event.listen(db.engine, "before_cursor_execute", listen)
        with transaction():
            for number, due in chosen:
                extending.grant_extension(actor, number, due, "大厅搬迁。")  # type: ignore[arg-type]
        event.remove(db.engine, "before_cursor_execute", listen)
        return sum("messages" in sql or "FROM role_grants" in sql for sql in found)

    assert telling(work[:1]) == telling(work[1:])
    assert len(db.session.scalars(select(Message)).all()) == 1 + many


def test_one_of_several_that_is_refused_tells_nobody() -> None:
    case, other = make_case(FindingStatus.RECTIFYING), make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        actor = case.actor("clerk")
        with transaction():
            with one_of_many():
                extending.grant_extension(actor, case.number, NEXT_FRIDAY, "大厅搬迁。")
            with pytest.raises(Refused), one_of_many():
                extending.grant_extension(actor, other.number, NEXT_FRIDAY, "大厅搬迁。")
                raise Refused("后来又不行。")
    assert len(messages(case.people["liaison"].id)) == 1
    assert messages(other.people["liaison"].id) == []


def test_heads_and_leaders_are_told_of_an_end() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        terminate(case)
    assert [text for _, text in messages(case.people["head"].id)] == [f"{case.number} 已终止整改。"]
    leaders = [text for _, text in messages(case.people["leader"].id)]
    assert leaders == [f"{case.number} 经批准终止整改，没有整改到位。"]
    assert messages(case.people["liaison"].id) == []
