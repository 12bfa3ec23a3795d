"""A department with a finding, and everybody who has to do with it; time is told, not awaited."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person, Unit
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.rectification.actions import closing, plans, signatures, verifying
from inspect_app.rectification.actions.feedback import give_feedback
from inspect_app.rectification.vocabulary import (
    FeedbackDraft,
    MilestoneDraft,
    PlanDraft,
    RootCause,
    SameElsewhere,
    Stance,
    VerificationDraft,
    VerificationMethod,
    VerificationResult,
)
from tests.factories import actor_of, make_finding, make_office, make_person, make_unit

# A week without holidays: 11 May 2026 is a Monday.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 5, day) for day in range(11, 16))
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 5, 18), date(2026, 5, 19)


@contextmanager
def on(day: date, hour: time = time(10)) -> Iterator[datetime]:
    """Let it be a moment on a day in Shanghai."""
    moment = clock.at(day, hour)
    with clock.reading(lambda: moment):
        yield moment


class People:
    """People by what they are to a case; read anew in whichever session asks."""

    def __init__(self, people: dict[str, Person]) -> None:
        self._ids = {name: person.id for name, person in people.items()}

    def __getitem__(self, name: str) -> Person:
        return db.session.get_one(Person, self._ids[name])

    def __setitem__(self, name: str, person: Person) -> None:
        self._ids[name] = person.id


@dataclass(frozen=True)
class Case:
    """A finding of a department and the people around it."""

    number: str
    finding_id: int
    unit: Unit
    people: People

    def actor(self, name: str) -> Actor:
        """Return somebody: liaison, head, deputy, clerk, director, verifier, leader."""
        return actor_of(self.people[name])

    @property
    def finding(self) -> Finding:
        """Return the finding, read anew."""
        db.session.rollback()
        db.session.expire_all()
        return db.session.get_one(Finding, self.finding_id, populate_existing=True)


def make_case(status: FindingStatus = FindingStatus.ACCEPTED, **values: Any) -> Case:
    """Make a finding delivered on a Monday with a week's term, unless told otherwise."""
    unit, office = make_unit(), make_office()
    values.setdefault("delivered_at", clock.at(MONDAY, time(9)))
    values.setdefault("due", NEXT_MONDAY)
    finding = make_finding(status, unit=unit, **values)
    people = {
        "liaison": make_person(Role.DEPT_LIAISON, unit),
        "head": make_person(Role.DEPT_HEAD, unit),
        "deputy": make_person(Role.DEPT_HEAD, unit, deputy=True),
        "clerk": make_person(Role.OFFICE_CLERK, office),
        "other_clerk": make_person(Role.OFFICE_CLERK, office),
        "director": make_person(Role.OFFICE_DIRECTOR, office),
        "verifier": make_person(Role.VERIFIER, office),
        "leader": make_person(Role.LEADER, office),
        "stranger": make_person(Role.DEPT_LIAISON),
    }
    return Case(str(finding.number), finding.id, unit, People(people))


def plan_draft(**values: Any) -> PlanDraft:
    """Return a good plan with one milestone on Thursday."""
    facts: dict[str, Any] = {
        "stance": Stance.ACCEPT,
        "explanation": "情况属实。",
        "root_cause": RootCause.SYSTEM,
        "root_cause_text": "系统仍把居住证明设为必传项。",
        "measures": "取消必传项，统一口径。",
        "owner": "王科长",
        "same_elsewhere": SameElsewhere.FIXING,
        "milestones": (MilestoneDraft("系统取消必传项", THURSDAY),),
    }
    return PlanDraft(**(facts | values))


def feedback_draft(**values: Any) -> FeedbackDraft:
    """Return a good feedback with a document number as its proof."""
    facts = {"work_done": "已取消必传项，十四个窗口统一口径。", "proof_document": "明人社发〔2026〕31号"}
    return FeedbackDraft(**(facts | values))


def check_draft(*, passed: bool = True, **values: Any) -> VerificationDraft:
    """Return a verdict of a revisit."""
    result = VerificationResult.PASSED if passed else VerificationResult.FAILED
    facts: dict[str, Any] = {"method": VerificationMethod.REVISIT, "remark": "换了两个窗口问，都不再要。"}
    return VerificationDraft(**({"result": result} | facts | values))


def submit_plan(case: Case, name: str = "liaison", **values: Any) -> None:
    with transaction():
        plans.submit_plan(case.actor(name), case.number, plan_draft(**values))


def approve_plan(case: Case, name: str = "clerk") -> None:
    with transaction():
        plans.approve_plan(case.actor(name), case.number)


def return_plan(case: Case, name: str = "clerk", remark: str = "没有写别的窗口怎么办。") -> None:
    with transaction():
        plans.return_plan(case.actor(name), case.number, remark)


def feed_back(case: Case, name: str = "head", **values: Any) -> None:
    with transaction():
        give_feedback(case.actor(name), case.number, feedback_draft(**values))


def sign(case: Case, name: str = "head") -> None:
    with transaction():
        signatures.sign(case.actor(name), case.number)


def decline(case: Case, name: str = "head", remark: str = "请补上文号。") -> None:
    with transaction():
        signatures.decline(case.actor(name), case.number, remark)


def verify(case: Case, name: str = "verifier", *, passed: bool = True, **values: Any) -> None:
    with transaction():
        verifying.verify(case.actor(name), case.number, check_draft(passed=passed, **values))


def close(case: Case, name: str = "director") -> None:
    with transaction():
        closing.close(case.actor(name), case.number)


def major_case(status: FindingStatus = FindingStatus.ACCEPTED, **values: Any) -> Case:
    """Make a 重大 that asks for a plan."""
    return make_case(status, grade=Grade.MAJOR, needs_plan=True, **values)
