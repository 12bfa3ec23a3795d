"""Scripts: what they must say, that nobody changes one that was followed, and when a report is due."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind
from inspect_app.visits.actions.reminding import remind_report, schedule_reminders
from inspect_app.visits.actions.scripts import change_script, switch_script, write_script
from inspect_app.visits.queries.scripts import list_scripts, script_choices
from inspect_app.visits.rules.scripting import check_script, is_report_late, report_due
from inspect_app.visits.vocabulary import DaySlot, PapersInHand, VisitMode, VisitStatus
from tests import factories
from tests.visits.scripted import make_script, script_facts

DAY, NOON = date(2026, 5, 25), time(12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"persona": ""}, "persona"),
        ({"stop_line": ""}, "stop_line"),
        ({"missing_paper": ""}, "missing_paper"),
        ({"papers": PapersInHand.COMPLETE}, "missing_paper"),
        ({"must_tell": ("一", "一")}, "must_tell"),
        ({"steps": tuple(str(number) for number in range(21))}, "steps"),
        ({"steps": ("字" * 201,)}, "steps"),
    ],
)
def test_a_script_that_leaves_its_author_alone_is_refused(changes: dict[str, object], field: str) -> None:
    check_script(script_facts())
    with pytest.raises(Invalid) as refused:
        check_script(script_facts(**changes))
    assert refused.value.field == field


def test_a_report_is_due_twelve_hours_after_the_half_day_or_after_a_later_beginning() -> None:
    noon = clock.at(DAY, NOON)
    assert report_due(DAY, DaySlot.MORNING, None) == noon + timedelta(hours=12)
    assert report_due(DAY, DaySlot.MORNING, noon - timedelta(hours=2)) == noon + timedelta(hours=12)
    assert report_due(DAY, DaySlot.ANY, noon) == noon + timedelta(hours=18)
    assert report_due(DAY, DaySlot.MORNING, noon + timedelta(hours=30)) == noon + timedelta(hours=42)


def test_a_report_is_late_when_it_comes_or_still_waits_after_it_was_due() -> None:
    due = clock.at(DAY, NOON)
    later = due + timedelta(minutes=1)
    assert not is_report_late(due, VisitStatus.RECEIVED, due, later)
    assert is_report_late(due, VisitStatus.RECEIVED, later, later)
    assert is_report_late(due, VisitStatus.DRAFT, None, later)
    assert not is_report_late(due, VisitStatus.PLANNED, None, due)


@pytest.mark.usefixtures("app_context")
class TestScripts:
    """Deeds on both databases."""

    def test_a_script_is_changed_until_a_visit_has_begun_with_it(self) -> None:
        clerk = factories.make_actor()
        with transaction():
            script = write_script(clerk, script_facts())
        with transaction():
            change_script(clerk, script.id, script_facts(persona="店主", seen=script.version))
        with pytest.raises(Conflict), transaction():
            change_script(clerk, script.id, script_facts(seen=1))
        factories.make_visit(factories.make_person(Role.INSPECTOR), script_id=script.id, status=VisitStatus.DRAFT)
        with pytest.raises(Refused, match="复制一份"), transaction():
            change_script(clerk, script.id, script_facts(seen=script.version))
        with transaction():
            switch_script(clerk, script.id, active=False)
        assert script_choices() == []
        assert script_choices(script.id) == [(str(script.id), script.title)]

    def test_a_name_is_given_once_and_only_by_the_office(self) -> None:
        clerk, facts = factories.make_actor(), script_facts()
        with transaction():
            write_script(clerk, facts)
        with pytest.raises(Invalid, match="换个名称"), transaction():
            write_script(clerk, replace(facts, persona="别人"))
        for role in (Role.DEPT_HEAD, Role.INSPECTOR, Role.LEADER):
            actor = factories.make_actor(role)
            with pytest.raises(NotAllowed), transaction():
                write_script(actor, script_facts())

    def test_a_clerk_does_not_learn_from_the_list_that_a_covert_visit_is_planned(self) -> None:
        script = make_script()
        shopper = factories.make_person(Role.SHOPPER)
        factories.make_visit(shopper, mode=VisitMode.COVERT, script_id=script.id)
        assert [row.visits for row in list_scripts(factories.make_actor())] == [0]
        assert [row.visits for row in list_scripts(factories.make_actor(Role.OFFICE_DIRECTOR))] == [1]

    @pytest.mark.parametrize("mode", [VisitMode.OPEN, VisitMode.COVERT])
    def test_the_author_is_reminded_once_in_words_that_tell_nothing(self, mode: VisitMode) -> None:
        role = Role.SHOPPER if mode is VisitMode.COVERT else Role.INSPECTOR
        visit = factories.make_visit(factories.make_person(role), mode=mode, planned_on=clock.today())
        with transaction():
            schedule_reminders([visit])
        task = db.session.scalars(select(Task).where(Task.kind == TaskKind.REMIND_REPORT)).one()
        due = report_due(visit.planned_on, visit.slot, None)
        assert (task.object_ref, task.due_at) == (str(visit.id), due - timedelta(hours=2))
        with clock.reading(lambda: task.due_at):
            for _ in range(2):
                with transaction():
                    remind_report(visit.id)
        told = db.session.scalars(select(Message)).one()
        assert (told.person_id is None) is (mode is VisitMode.COVERT)
        assert told.text == "有一份记录还没有交，请在 12 小时内交来。"
        assert visit.public_id not in f"{told.text}{told.link}{told.ref}"

    def test_nobody_is_reminded_of_what_was_handed_in_called_off_or_put_off(self) -> None:
        author = factories.make_person(Role.INSPECTOR)
        handed_in = factories.make_visit(author, status=VisitStatus.RECEIVED, submitted_at=clock.now(), receipt="R-1")
        put_off = factories.make_visit(author, planned_on=clock.today() + timedelta(days=3))
        with transaction():
            for visit_id in (handed_in.id, put_off.id, 999_999):
                remind_report(visit_id)
        assert db.session.scalars(select(Message)).all() == []
        later = db.session.scalars(select(Task).where(Task.kind == TaskKind.REMIND_REPORT)).one()
        assert later.due_at == report_due(put_off.planned_on, put_off.slot, None) - timedelta(hours=2)
