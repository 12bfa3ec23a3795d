"""An office, a leader and units; instructions, meetings and the work that comes of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.projects.actions import answering, assigning, instructing, meetings
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.vocabulary.assigned import AnswerDraft, AssignDraft, Upload
from inspect_app.projects.vocabulary.instructions import About, InstructionDraft, Subject
from inspect_app.projects.vocabulary.meetings import MeetingDraft, MeetingKind
from tests.factories import actor_of, make_office, make_person, make_unit, sign_in
from tests.pictures import photo

# Seed 000: verbatim, comma and all.
WORDS = "这就是老百姓的真实感受，只要政府做到真心服务，老百姓都会记在心里。"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
_ROLES = {
    "clerk": Role.OFFICE_CLERK, "other_clerk": Role.OFFICE_CLERK, "leader": Role.LEADER,
    "liaison": Role.DEPT_LIAISON, "stranger": Role.DEPT_LIAISON,
}  # fmt: skip


@dataclass
class Office:
    """Everybody by name; `unit` is the liaison's, `other` the stranger's."""

    unit: int
    other: int
    people: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return actor_of(db.session.get_one(Person, self.people[name]))

    @contextmanager
    def browsing(self, client: FlaskClient, name: str) -> Iterator[FlaskClient]:
        """Be signed in as somebody, in a context of the request's own."""
        with client.application.app_context():
            sign_in(client, db.session.get_one(Person, self.people[name]))
            yield client
        db.session.rollback()
        db.session.expire_all()

    def register(self, **values: Any) -> int:
        facts: dict[str, Any] = {
            "words": WORDS, "leader": "车俊", "post": "省委书记", "given_on": clock.today(),
            "scan": Upload("批示.jpg", photo(80, 60)),
        }  # fmt: skip
        with transaction():
            draft = InstructionDraft(**(facts | values))
            return instructing.register_from_paper(self.actor("clerk"), draft).id

    def on_finding(self, finding_id: int, **values: Any) -> int:
        return self.register(about=About(Subject.FINDING, finding_id), **values)

    def assign(self, instruction_id: int, *units: int, due: date | None = None, demand: str = "请推广。") -> list[int]:
        draft = AssignDraft(units or (self.unit,), demand, due or clock.today() + timedelta(days=10))
        with transaction():
            tasks = assigning.assign_from_instruction(self.actor("clerk"), instruction_id, draft)
            return [task.id for task in tasks]

    def meet(self, visit_id: int | None = None, title: str = "“最多跑一次”改革座谈会") -> int:
        draft = MeetingDraft(title, MeetingKind.CHIEF_VISIT, clock.today(), chair="周江勇", post="市委书记")
        with transaction():
            return meetings.add_meeting(self.actor("clerk"), draft, visit_id).id

    def demand(self, meeting_id: int, words: str = "完善硬件设施，提升服务水平。") -> int:
        with transaction():
            return meetings.note_demand(self.actor("clerk"), meeting_id, words).id

    def assign_demand(self, demand_id: int, due: date | None = None, demand: str = "换成看得懂的办事指南。") -> int:
        draft = AssignDraft((self.unit,), demand, due or clock.today() + timedelta(days=10))
        with transaction():
            return assigning.assign_from_demand(self.actor("clerk"), demand_id, draft)[0].id

    def answer(self, task_id: int, name: str = "liaison", **values: Any) -> None:
        facts: dict[str, Any] = {"text": "已在全市窗口推广。", "document": "明编办〔2026〕8号"}
        with transaction():
            answering.answer_task(self.actor(name), task_id, AnswerDraft(**(facts | values)))

    def confirm(self, task_id: int, name: str = "clerk") -> None:
        with transaction():
            answering.confirm_task(self.actor(name), task_id)

    def task(self, task_id: int) -> AssignedTask:
        db.session.rollback()
        return db.session.get_one(AssignedTask, task_id, populate_existing=True)


def make_room() -> Office:
    office, unit, other = make_office(), make_unit("市人社局"), make_unit("市水利局")
    units = {"liaison": unit, "stranger": other}
    made = Office(unit.id, other.id)
    for name, role in _ROLES.items():
        title = "分管副市长" if name == "leader" else ""
        made.people[name] = make_person(role, units.get(name, office), title=title).id
    return made


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collect the statements sent to the database."""
    found: list[str] = []

    def listen(*facts: object) -> None:
        found.append(str(facts[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    yield found
    event.remove(db.engine, "before_cursor_execute", listen)
