"""Random worlds of findings, and what a notice must say of them: counted by plain Python from the cases themselves."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitKind
from inspect_app.campaigns.models import Campaign, CampaignTarget
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Window
from inspect_app.database import transaction
from inspect_app.findings.actions.moving import refresh_lamp
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import DisputeState, Grade, PainType, SourceKind
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.foundation import clock
from inspect_app.notices.actions.drafting import draft_notice
from tests.factories import make_actor, make_office, make_unit, make_window

# 18:00 in Shanghai on a Thursday: an hour behind the cut-off of the day.
NOW = datetime.fromisoformat("2026-05-21T18:00:00+08:00")
DAY = NOW.date()
CUT = NOW.replace(hour=17)
FED = (S.PENDING_VERIFICATION, S.CLOSED)
_STATES = (S.DISPATCHED, S.ACCEPTED, S.RECTIFYING, S.PENDING_VERIFICATION, S.CLOSED, S.DEFERRED, S.TERMINATED)
_TITLES = ("要求提交已取消的证明", "<b>&=1+1", "{{7*7}}，喆堃昇珺䶮", "咨询电话无人接听")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Case:
    """One problem as it was drawn; days count back from today, a due date before today is less than none."""

    unit: int
    status: S
    delivered: int
    due: int | None
    fed: int
    closed: int
    covert: bool
    own: bool
    disputed: bool
    again: bool
    rework: int
    pain: PainType | None
    title: str

    @property
    def is_fed(self) -> bool:
        return self.status in FED

    @property
    def is_judged(self) -> bool:
        """Its date has come, and it counts."""
        return not self.own and self.due is not None and self.due <= 0

    @property
    def in_time(self) -> bool:
        return self.due is None or -self.fed <= self.due

    @property
    def has_no_clock(self) -> bool:
        return self.status in (S.DEFERRED, S.TERMINATED)

    @property
    def is_overdue(self) -> bool:
        return not self.is_fed and not self.has_no_clock and not self.own and self.due is not None and self.due < 0


def _settled(case: Case) -> Case:
    """Put the days of a case in order: fed back on or after its delivery, struck off on or after that."""
    fed = min(case.fed, case.delivered)
    return replace(case, fed=fed, closed=min(case.closed, fed))


CASES = st.builds(
    Case, unit=st.integers(0, 3), status=st.sampled_from(_STATES), delivered=st.integers(0, 25),
    due=st.none() | st.integers(-12, 9), fed=st.integers(0, 25), closed=st.integers(0, 25), covert=st.booleans(),
    own=st.sampled_from((False, False, False, True)), disputed=st.booleans(), again=st.booleans(),
    rework=st.integers(0, 2), pain=st.none() | st.sampled_from(tuple(PainType)), title=st.sampled_from(_TITLES),
).map(_settled)  # fmt: skip
WORLDS = st.lists(CASES, max_size=12)


class City:
    """Two bureaus and two districts with a window each, an office, and a clerk."""

    def __init__(self) -> None:
        self.office = make_office()
        kinds = (UnitKind.BUREAU, UnitKind.BUREAU, UnitKind.DISTRICT, UnitKind.DISTRICT)
        self.units: list[Unit] = [make_unit(kind=kind) for kind in kinds]
        self.windows: list[Window] = [make_window(unit) for unit in self.units]
        self.names = [unit.short_name for unit in self.units]
        self.clerk = make_actor(Role.OFFICE_CLERK, self.office)
        self._ids = ([unit.id for unit in self.units], [window.id for window in self.windows], self.office.id)

    def live(self, world: Sequence[Case]) -> tuple[int, int, list[str]]:
        """Let a world come true in a campaign of its own; return campaign, draft and the numbers, case by case."""
        serial = next(_numbers)
        with transaction() as session:
            campaign = self._campaign(serial)
            session.add(campaign)
            session.flush()
            first = self._finding(campaign.id, replace(_PLAIN, delivered=30), 0)
            first.status, first.number = S.DISMISSED, f"D{serial:06d}"
            found = [self._finding(campaign.id, case, place) for place, case in enumerate(world, start=1)]
            session.add_all([first, *found])
            session.flush()
            for case, finding in zip(world, found, strict=True):
                finding.recurrence_of_id = first.id if case.again else None
                refresh_lamp(finding)
            numbers = [str(finding.number) for finding in found]
            notice = draft_notice(self.clerk, campaign.id, DAY)
            return campaign.id, notice.id, numbers

    def _campaign(self, serial: int) -> Campaign:
        unit_ids, _, office_id = self._ids
        made = Campaign(
            code=f"RW{serial:05d}", name=f"随机专项{serial}", starts_on=DAY - timedelta(days=28),
            ends_on=DAY + timedelta(days=9), methods=[VisitMethod.ON_SITE.value], issuer_id=office_id,
            series=f"随机通报{serial}", basis_title="关于开展专项督察的通知", basis_number="明跑改办〔2026〕43号",
        )  # fmt: skip
        made.targets = [CampaignTarget(unit_id=unit_id) for unit_id in unit_ids]
        return made

    def _finding(self, campaign_id: int, case: Case, place: int) -> Finding:
        unit_ids, window_ids, _ = self._ids
        serial = next(_numbers)
        delivered = CUT - timedelta(days=case.delivered, hours=3)
        fed = CUT - timedelta(days=case.fed, hours=2) if case.is_fed else None
        due = None if case.due is None else DAY + timedelta(days=case.due)
        return Finding(
            campaign_id=campaign_id, lead_unit_id=unit_ids[case.unit], window_id=window_ids[case.unit],
            status=case.status, year=2026, prefix="RW", sequence=serial, number=f"RW2026-{serial:06d}",
            source_kind=SourceKind.ANSWER, method=VisitMethod.ON_SITE, is_covert=case.covert, self_found=case.own,
            found_on=clock.day_of(delivered), pain_type=case.pain, grade=Grade.ORDINARY, title=case.title,
            fact=f"{case.title}，第{place}次。", delivered_at=delivered, term_from=delivered, due=due, original_due=due,
            accepted_at=None if case.status is S.DISPATCHED else delivered, feedback_at=fed, last_feedback_at=fed,
            on_time=case.in_time if case.is_fed else None, rework_count=case.rework,
            closed_at=CUT - timedelta(days=case.closed, hours=1) if case.status is S.CLOSED else None,
            deferred_until=DAY + timedelta(days=60) if case.status is S.DEFERRED else None,
            dispute=DisputeState.FILED if case.disputed else None,
        )  # fmt: skip


_PLAIN = Case(0, S.DISPATCHED, 0, None, 0, 0, False, False, False, False, 0, None, "不予立项的那一条")


def expected_figures(world: Sequence[Case]) -> dict[str, int]:
    """Return what the text of a first issue must say of a world."""
    return {
        "found_new": len(world), "found_total": len(world),
        "closed_new": _count(world, lambda case: case.status is S.CLOSED),
        "closed_total": _count(world, lambda case: case.status is S.CLOSED),
        "accepted": _count(world, lambda case: case.status is not S.DISPATCHED),
        "on_time": _count(world, lambda case: case.is_fed and case.is_judged and case.in_time),
        "late": _count(world, lambda case: case.is_fed and case.is_judged and not case.in_time),
        "overdue": _count(world, lambda case: case.is_overdue),
        "overdue_units": len({case.unit for case in world if case.is_overdue}),
        "due": _count(world, _is_due),
        "due_today": _count(world, lambda case: case.due == 0 and not case.is_fed and not case.has_no_clock),
        "pending": _count(world, lambda case: case.status is S.PENDING_VERIFICATION),
        "rework": _count(world, lambda case: case.rework > 0),
        "recurrence": _count(world, lambda case: case.again),
    }  # fmt: skip


def _is_due(case: Case) -> bool:
    ended = case.status is S.TERMINATED
    return case.is_overdue or ((case.is_fed or ended) and case.is_judged)


def _count(world: Sequence[Case], test: Callable[[Case], bool]) -> int:
    return sum(map(test, world))


def numbers_where(world: Sequence[Case], numbers: Sequence[str], test: Callable[[Case], bool]) -> set[str]:
    """Return the numbers of the cases that a test holds for."""
    return {number for case, number in zip(world, numbers, strict=True) if test(case)}
