"""Random walks over the whole table: what is refused changes nothing, what is done leaves one event, and the
verdict equals a slow reference."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from inspect_app.access import DEPARTMENT, Actor
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.queries import case_facts
from inspect_app.findings.rules.workflow import TWO_PERSON_STEPS, WORKFLOW, refusal
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import DomainError
from tests.conftest import SCALE
from tests.rectification.making import MONDAY, make_case
from tests.rectification.slow_reference import FEEDBACK, Reference, Told
from tests.rectification.walking import DEEDS, Deed, decline, sign, stands

pytestmark = pytest.mark.usefixtures("app_context")

PEOPLE = ("liaison", "head", "deputy", "clerk", "other_clerk", "director", "verifier", "leader", "stranger")
WALKS, MOVES = {"small": (4, 25), "slow": (8, 30), "full": (250, 60)}[SCALE]


# What ends a walk or leads nowhere is drawn seldom, so that walks come far.
_SELDOM = {
    Step.TERMINATE: 1, Step.UPHOLD_DISPUTE: 2, Step.REASSIGN: 4, Step.ANNOTATE: 1, Step.REPLY_SOURCE: 1,
    Step.SUMMON: 1, Step.LIST_OPENLY: 1, Step.UNLIST: 1, Step.ACCEPT: 2,
}  # fmt: skip
_OFTEN = 12
_SIGNERS = ("head", "head", "deputy", "liaison", "clerk")


class Walk:
    """One finding, the time, and what was done so far; every draw comes from the seed."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)  # noqa: S311 - a walk, not a secret
        self.now = clock.at(MONDAY, time(9))
        with clock.reading(lambda: self.now):
            self.case = make_case(FindingStatus.DISPATCHED, delivered_at=self.now)
        self.first_due = self.case.finding.due
        self.done: Counter[Step] = Counter()

    def move(self) -> None:
        day = clock.day_of(self.now) + timedelta(days=self.luck.choice((0, 0, 0, 1, 1, 2, 4)))
        self.now = max(self.now + timedelta(minutes=1), clock.at(day, time(self.luck.choice((10, 18)))))
        with clock.reading(lambda: self.now):
            name, step, deed = self._choose()
            self._try(self.case.actor(name), step, deed)

    def _choose(self) -> tuple[str, Step | None, Deed]:
        if self.case.finding.pending_step is not None and self.luck.random() < 0.5:
            return self.luck.choice(_SIGNERS), None, self.luck.choice((sign, sign, sign, decline))
        finding, people = self.case.finding, {name: self.case.actor(name) for name in PEOPLE}
        facts = {name: case_facts(finding, people[name]) for name in PEOPLE}
        legal = {
            step: names
            for step in DEEDS
            if (names := [name for name in PEOPLE if refusal(step, people[name], facts[name], clock.today()) is None])
        }
        if not legal or self.luck.random() < 0.25:
            step = self.luck.choice(list(DEEDS))
            return self.luck.choice(PEOPLE), step, DEEDS[step]
        step = self.luck.choices(list(legal), [_SELDOM.get(step, _OFTEN) for step in legal])[0]
        return self.luck.choice(legal[step]), step, DEEDS[step]

    def _try(self, who: Actor, step: Step | None, deed: Deed) -> None:
        finding, before, events = self.case.finding, stands(self.case), self.events()
        if step in FEEDBACK:  # one deed, whose name the status decides
            step = Step.FIX_NOW if finding.status is FindingStatus.ACCEPTED else Step.REQUEST_CLOSURE
        allowed = step is None or refusal(step, who, case_facts(finding, who), clock.today()) is None
        row = WORKFLOW.find(before[0], step) if step else None
        try:
            with transaction():
                done = deed(who, self.case)
        except DomainError:
            assert (stands(self.case), len(self.events())) == (before, len(events)), step
            return
        if step is Step.ACCEPT and done is False:
            assert len(self.events()) == len(events)
            return
        assert allowed, f"{step} was done though the table refuses it"
        self.done[step or Step.ACCEPT] += 1
        new = self.events()[len(events) :]
        prepared = step in TWO_PERSON_STEPS and self.case.finding.pending_step is step
        if step is None or prepared:
            assert len(new) <= 1
            return
        assert [(event.step, event.from_status, event.to_status) for event in new] == [
            (step, before[0], row.target if row else None)
        ]

    def events(self) -> list[FindingEvent]:
        query = select(FindingEvent).where(FindingEvent.finding_id == self.case.finding_id)
        return list(db.session.scalars(query.order_by(FindingEvent.id)))


def told(events: list[FindingEvent]) -> Iterator[Told]:
    for event in events:
        named = event.payload.get("to") if event.step is Step.GRANT_EXTENSION else None
        yield Told(event.step, event.at, date.fromisoformat(named) if named else None)


def check(walk: Walk) -> None:
    finding, events = walk.case.finding, walk.events()
    chain = [(event.from_status, event.to_status) for event in events]
    assert all(after[0] is before[1] for before, after in zip(chain, chain[1:], strict=False))
    assert finding.status is (chain[-1][1] if chain else FindingStatus.DISPATCHED)
    assert walk.first_due == finding.original_due
    reference = Reference(finding.delivered_at or datetime.min, finding.original_due or date.min, _works)
    slow = reference.tell(list(told(events)))
    assert (finding.due, finding.on_time, finding.judged_due if finding.on_time is not None else None) == (
        slow.due, slow.on_time, slow.judged if slow.on_time is not None else None,
    )  # fmt: skip
    since = [event.step for event in events]
    own = since[len(since) - since[::-1].index(Step.REASSIGN) :] if Step.REASSIGN in since else since
    assert finding.rework_count == since.count(Step.FAIL_VERIFICATION)
    assert finding.return_count == since.count(Step.REQUEST_RETURN)
    assert finding.extension_count == own.count(Step.GRANT_EXTENSION)
    assert finding.plan_return_count == own.count(Step.RETURN_PLAN)
    assert (finding.feedback_at is not None) == bool(FEEDBACK & set(own))
    for event in events:
        if event.step in (Step.CLOSE, Step.PASS_VERIFICATION, Step.FAIL_VERIFICATION, Step.TERMINATE):
            assert event.actor_role not in DEPARTMENT


def _works(day: date) -> bool:
    return work_calendar().is_workday(day)


# A walk is long: the moves that led to a failure are told as they were, not made fewer.
_AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.mark.shared
@pytest.mark.timeout(7200)
@settings(max_examples=WALKS, phases=_AS_FOUND, suppress_health_check=list(HealthCheck), deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_random_walk_keeps_status_events_counters_and_verdict(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(MOVES):
        walk.move()
        with clock.reading(lambda: walk.now):
            check(walk)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_walks_come_by_most_steps() -> None:
    done: Counter[Step] = Counter()
    for seed in range(WALKS):
        walk = Walk(seed)
        for _ in range(MOVES):
            walk.move()
        done += walk.done
    assert len(done) >= len(DEEDS) // 2, sorted(set(DEEDS) - set(done))
