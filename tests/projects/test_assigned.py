"""Assigned work: given, answered with proof, confirmed by the office; its list, its figures, its messages."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, Refused
from inspect_app.messages.models import Message
from inspect_app.projects.actions import answering
from inspect_app.projects.actions.handing_over import find_open_tasks
from inspect_app.projects.actions.reminding import remind_assigned
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.queries.assigned import get_task, list_tasks, tally
from inspect_app.projects.vocabulary.assigned import AnswerDraft, TaskFilter, TaskSource, TaskState, Upload
from inspect_app.projects.vocabulary.meetings import ordinal
from tests.projects.making import PDF, Office

pytestmark = pytest.mark.usefixtures("app_context")


def told(office: Office, name: str) -> list[str]:
    query = select(Message.text).where(Message.person_id == office.people[name]).order_by(Message.id)
    return list(db.session.scalars(query))


def deeds() -> list[str]:
    kept = select(AuditEntry.deed).where(AuditEntry.deed.like("assigned.%")).order_by(AuditEntry.sequence)
    return list(db.session.scalars(kept))


def test_work_goes_from_the_instruction_to_the_unit_and_back_to_be_confirmed(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    assert told(office, "liaison") == ["有一件督办事项交您单位办理，请按期报办理情况。"]
    assert told(office, "stranger") == []
    office.answer(task_id, uploads=(Upload("通知.pdf", PDF),))
    assert told(office, "clerk") == ["督办事项已报办理情况，请确认。"]
    assert office.task(task_id).answered_on == clock.today()
    office.confirm(task_id, "other_clerk")
    task = office.task(task_id)
    assert (task.state, task.ended_by_id) == (TaskState.DONE, office.people["other_clerk"])
    assert [event.step.value for event in task.events] == ["assign", "answer", "confirm"]
    assert deeds() == ["assigned.assigned", "assigned.answer", "assigned.confirm"]
    assert tally(office.actor("clerk"), TaskFilter()).in_time == 1


def test_an_answer_needs_words_and_proof(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    with pytest.raises(Invalid, match="任选一样"):
        office.answer(task_id, document="")
    with pytest.raises(Invalid, match="请写办理情况"):
        office.answer(task_id, text=" ")
    assert office.task(task_id).state is TaskState.OPEN


def test_what_is_given_back_is_open_again_and_its_answer_stays_readable(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    office.answer(task_id)
    with pytest.raises(Invalid, match="请写退回意见"), transaction():
        answering.send_back_task(office.actor("clerk"), task_id, "")
    with transaction():
        answering.send_back_task(office.actor("clerk"), task_id, "请附推广名单。")
    task = office.task(task_id)
    assert (task.state, task.answered_on) == (TaskState.OPEN, None)
    assert [event.text for event in task.events] == ["", "已在全市窗口推广。", "请附推广名单。"]
    assert told(office, "liaison")[-1] == "督办事项退回再办，请按意见补充。"


def test_another_date_leaves_the_first_one_readable(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    first = office.task(task_id).due_on
    later = first + timedelta(days=5)
    with transaction():
        answering.change_due(office.actor("clerk"), task_id, later, "要等省里的口径。")
    task = office.task(task_id)
    assert (task.original_due, task.due_on) == (first, later)
    with pytest.raises(Invalid, match="与现在不同"), transaction():
        answering.change_due(office.actor("clerk"), task_id, later, "再改。")


def test_of_two_who_take_a_step_the_second_sees_both_texts(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    seen = office.task(task_id).version
    office.answer(task_id)
    with pytest.raises(Conflict) as refused, transaction():
        answering.answer_task(office.actor("liaison"), task_id, AnswerDraft("我也写了。", "x"), seen)
    assert refused.value.mine == {"办理情况": "我也写了。"}
    assert "已在全市窗口推广" in refused.value.theirs["办理情况"]
    with pytest.raises(Refused, match="待确认"):
        office.answer(task_id)


def test_a_stranger_and_another_unit_find_nothing(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    with pytest.raises(Missing):
        get_task(office.actor("stranger"), task_id)
    assert list_tasks(office.actor("stranger"), TaskFilter()) == ([], 0)
    with pytest.raises(Missing):
        office.answer(task_id, "stranger")


def test_each_unit_gets_work_of_its_own_and_the_same_not_twice(office: Office) -> None:
    instruction = office.register()
    assert len(office.assign(instruction, office.unit, office.other)) == 2
    with pytest.raises(Invalid, match="已经交这个单位办理"):
        office.assign(instruction, office.unit)
    with pytest.raises(Invalid, match="不能早于今天"):
        office.assign(office.register(), due=clock.today() - timedelta(days=1))


def test_the_list_is_narrowed_and_stands_in_the_order_of_its_dates(office: Office) -> None:
    today, instruction = clock.today(), office.register()
    late = office.assign(instruction, due=today)[0]
    with transaction():
        db.session.get_one(AssignedTask, late).due_on = today - timedelta(days=3)
    done = office.assign(office.register(), due=today + timedelta(days=1))[0]
    office.answer(done)
    office.confirm(done)
    demand = office.assign_demand(office.demand(office.meet()), due=today + timedelta(days=2))
    clerk = office.actor("clerk")

    def listed(**asked: object) -> list[int]:
        lines, total = list_tasks(clerk, TaskFilter(**asked))  # type: ignore[arg-type]
        assert total == len(lines)
        return [int(line.href.rsplit("/", 1)[1]) for line in lines]

    assert listed() == [late, demand, done]
    assert listed(overdue=True) == [late]
    assert listed(source=TaskSource.DEMAND) == [demand]
    assert listed(state=TaskState.DONE) == [done]
    assert listed(unit_id=office.other) == []
    counts = tally(clerk, TaskFilter())
    assert (counts.done, counts.assigned, counts.in_time, counts.due) == (1, 3, 1, 2)


def test_the_schema_refuses_one_person_for_both_steps(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    office.answer(task_id)
    with pytest.raises(IntegrityError, match="two_people"), transaction():
        task = db.session.get_one(AssignedTask, task_id)
        task.state, task.ended_at, task.ended_by_id = TaskState.DONE, clock.now(), task.answered_by_id


def test_demands_are_counted_as_they_are_spoken() -> None:
    spoken = [ordinal(number) for number in (1, 2, 6, 10, 11, 12, 20, 21)]
    assert spoken == ["一是", "二是", "六是", "十是", "十一是", "十二是", "二十是", "二十一是"]


def test_a_unit_is_reminded_near_its_date_and_then_ever_more_rarely(office: Office) -> None:
    start = date(2026, 5, 11)  # a Monday of a week without holidays
    with clock.reading(lambda: clock.at(start, time(8))):
        task_id = office.assign(office.register(), due=start + timedelta(days=3))[0]
    days = {}
    for place in range(12):
        moment = clock.at(start + timedelta(days=place), time(8))
        before = len(told(office, "liaison"))
        for _ in range(2):
            with clock.reading(lambda moment=moment: moment), transaction():
                remind_assigned()
        days[place] = told(office, "liaison")[before:]
    assert {place: words for place, words in days.items() if words} == {
        1: ["督办事项还剩 2 个工作日到期。"],
        3: ["督办事项今天到期。"],
        4: ["督办事项已过期限 1 个工作日。"],
        7: ["督办事项已过期限 2 个工作日。"],
        9: ["督办事项已过期限 4 个工作日。"],
    }
    office.answer(task_id)
    with clock.reading(lambda: clock.at(start + timedelta(days=15), time(8))), transaction():
        remind_assigned()
    assert told(office, "stranger") == []


def test_what_is_in_somebodys_hands_is_counted_for_whoever_switches_them_off(office: Office) -> None:
    task_id = office.assign(office.register())[0]
    administrator = office.actor("clerk")

    def waits(name: str) -> list[tuple[str, str]]:
        person = db.session.get_one(Person, office.people[name])
        return [(work.kind, work.title) for work in find_open_tasks(administrator, person)]

    assert (waits("liaison"), waits("clerk")) == ([("督办事项待办", "1 件")], [])
    office.answer(task_id)
    assert (waits("liaison"), waits("clerk")) == ([], [("督办事项待确认", "1 件")])
