"""Slips of the night, in tests: proposed, issued, answered."""

from datetime import date, time
from typing import Any

from sqlalchemy import select

from inspect_app.accounts.models import Unit
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade, Level
from inspect_app.rectification.actions import slips
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.models import SupervisionSlip
from inspect_app.rectification.rules.slips import Candidate
from tests.rectification.making import (
    TUESDAY,
    WEDNESDAY,
    Case,
    make_case,
    on,
)

R = FindingStatus.RECTIFYING


def night(day: date) -> None:
    with on(day, time(1)), transaction():
        escalate_all()
    db.session.expire_all()


def all_slips() -> list[SupervisionSlip]:
    return list(db.session.scalars(select(SupervisionSlip).order_by(SupervisionSlip.id)))


def items_of(slip: SupervisionSlip) -> list[int]:
    return [item.finding_id for item in slips.standing(slip)]


def proposed(case: Case) -> SupervisionSlip:
    """Return the one slip the system proposes on Wednesday for a case due on Tuesday."""
    night(WEDNESDAY)
    (slip,) = [one for one in all_slips() if case.finding_id in items_of(one)]
    return slip


def issue(case: Case, slip: SupervisionSlip, name: str = "clerk", **values: Any) -> SupervisionSlip:
    facts: dict[str, Any] = {"demand": "请抓紧整改。", "answer_days": 3} | values
    with transaction():
        return slips.issue_slip(case.actor(name), slip.id, facts["demand"], facts["answer_days"], facts.get("version"))


def late_case(**values: Any) -> Case:
    return make_case(R, due=TUESDAY, **values)


def candidate(finding_id: int, unit_id: int, level: Level = Level.YELLOW, grade: Grade = Grade.ORDINARY) -> Candidate:
    return Candidate(finding_id, unit_id, level, grade, "逾期")


def make_finding_of(unit: Unit, **values: Any) -> int:
    from inspect_app.foundation import clock
    from tests.factories import make_finding

    delivered = clock.at(date(2026, 5, 11), time(9))
    return make_finding(R, unit=unit, due=TUESDAY, delivered_at=delivered, **values).id


def answer(case: Case, slip: SupervisionSlip, name: str = "liaison", words: str = "已专题研究，本周完成。") -> None:
    with transaction():
        slips.answer_slip(case.actor(name), slip.id, words)
