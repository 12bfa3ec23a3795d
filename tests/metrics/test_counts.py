"""Numbers written by hand: a few findings, a cut-off, and what each must add."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.metrics.rules import count_by_unit, count_row, totals
from inspect_app.metrics.vocabulary import CaseRow, UnitFacts

CUT = datetime(2026, 5, 21, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai
DAY = date(2026, 5, 21)
BASE = CaseRow(
    finding_id=1, unit_id=1, status=S.RECTIFYING, delivered_at=datetime(2026, 5, 10, tzinfo=UTC), accepted_at=None,
    auto_accepted=False, limit=DAY, last_feedback_at=None, closed_at=None, on_time=None, rework_count=0,
    is_recurrence=False, self_found=False,
)  # fmt: skip
UNITS = {
    1: UnitFacts(1, "市公安局", 1, False),
    2: UnitFacts(2, "市人社局", 2, False),
    3: UnitFacts(3, "东湖区", 3, True),
}


def _at(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "row", "counts"),
    [
        ("open until today is not yet due", BASE, {"not_due": 1}),
        ("open since yesterday's date is overdue", replace(BASE, limit=date(2026, 5, 20)), {"overdue": 1}),
        ("without a date it is never overdue", replace(BASE, limit=None), {"not_due": 1}),
        (
            "fed back on the last day is on time",
            replace(BASE, status=S.PENDING_VERIFICATION, last_feedback_at=_at(21)),
            {"on_time": 1, "pending": 1},
        ),
        (
            "fed back a day late is late",
            replace(BASE, status=S.PENDING_VERIFICATION, limit=date(2026, 5, 20), last_feedback_at=_at(21)),
            {"late": 1, "pending": 1},
        ),
        (
            "fed back before its date comes is not judged yet",
            replace(BASE, status=S.PENDING_VERIFICATION, limit=date(2026, 5, 25), last_feedback_at=_at(20)),
            {"pending": 1},
        ),
        (
            "closed counts as closed, with its frozen verdict",
            replace(BASE, status=S.CLOSED, last_feedback_at=_at(20), closed_at=_at(21), on_time=False),
            {"late": 1, "closed": 1},
        ),
        (
            "closed after the cut-off still waits for verification",
            replace(BASE, status=S.CLOSED, last_feedback_at=_at(20), closed_at=_at(22), on_time=True),
            {"on_time": 1, "pending": 1},
        ),
        (
            "what waits is not late, however long ago its date",
            replace(BASE, status=S.DEFERRED, limit=date(2026, 5, 1)),
            {"not_due": 1},
        ),
        (
            "an end without a fix is not done, and not late either",
            replace(BASE, status=S.TERMINATED, limit=date(2026, 5, 1)),
            {"terminated": 1, "terminated_due": 1},
        ),
        (
            "self-found is never judged",
            replace(BASE, limit=date(2026, 5, 1), self_found=True),
            {"not_due": 1},
        ),
        (
            "reworked and come back",
            replace(BASE, rework_count=2, is_recurrence=True),
            {"not_due": 1, "rework": 1, "recurrence": 1},
        ),
    ],
)  # fmt: skip
def test_what_one_finding_adds(name: str, row: CaseRow, counts: dict[str, int]) -> None:
    assert {key: value for key, value in count_row(row, CUT).items() if value} == {"found": 1, **counts}


def test_units_rank_from_three_due_on_and_bureaus_apart_from_districts() -> None:
    done = replace(BASE, status=S.PENDING_VERIFICATION, last_feedback_at=_at(20))
    rows = (
        [replace(done, unit_id=1)] * 2
        + [replace(BASE, unit_id=1, limit=date(2026, 5, 20))]
        + [replace(done, unit_id=2)] * 2
        + [replace(done, unit_id=3)] * 3
    )
    counted = count_by_unit(rows, UNITS, CUT)
    assert [(row.unit, row.due, row.on_time, row.rank) for row in counted] == [
        ("市公安局", 3, 2, 1),
        ("市人社局", 2, 2, None),
        ("东湖区", 3, 3, 1),
    ]


def test_units_of_equal_merit_share_a_rank() -> None:
    done = replace(BASE, status=S.PENDING_VERIFICATION, last_feedback_at=_at(20))
    rows = [replace(done, unit_id=unit) for unit in (1, 2) for _ in range(3)]
    assert [row.rank for row in count_by_unit(rows, UNITS, CUT)] == [1, 1]


def test_what_is_overdue_under_review_is_counted_and_lowers_no_rank() -> None:
    done = replace(BASE, status=S.PENDING_VERIFICATION, last_feedback_at=_at(20))
    late = replace(BASE, limit=date(2026, 5, 20), unit_id=2)
    rows = [*(replace(done, unit_id=unit) for unit in (1, 2) for _ in range(3)), replace(late, disputed=True)]
    counted = count_by_unit(rows, UNITS, CUT)
    assert [(row.rank, row.due, row.overdue, row.in_review) for row in counted] == [(1, 3, 0, 0), (1, 4, 1, 1)]
    assert [row.rank for row in count_by_unit([*rows, late], UNITS, CUT)] == [1, 2]


rows_of_any_kind = st.builds(
    CaseRow,
    finding_id=st.integers(1, 9),
    unit_id=st.sampled_from((1, 2, 3)),
    status=st.sampled_from(
        (S.DISPATCHED, S.ACCEPTED, S.RECTIFYING, S.PENDING_VERIFICATION, S.DEFERRED, S.CLOSED, S.TERMINATED)
    ),
    delivered_at=st.integers(1, 28).map(_at),
    accepted_at=st.none() | st.integers(1, 28).map(_at),
    auto_accepted=st.booleans(),
    limit=st.none() | st.integers(1, 28).map(lambda day: date(2026, 5, day)),
    last_feedback_at=st.none() | st.integers(1, 28).map(_at),
    closed_at=st.none() | st.integers(1, 28).map(_at),
    on_time=st.none() | st.booleans(),
    rework_count=st.integers(0, 2),
    is_recurrence=st.booleans(),
    self_found=st.booleans(),
    disputed=st.booleans(),
)


@given(st.lists(rows_of_any_kind, max_size=30))
def test_the_parts_of_a_total_always_add_up(rows: list[CaseRow]) -> None:
    counted = count_by_unit(rows, UNITS, CUT)
    total = totals(counted)
    seen = [row for row in rows if row.delivered_at <= CUT]
    assert total.found == len(seen)
    assert total.found == total.not_due + total.overdue + total.pending + total.closed + total.terminated
    assert total.due == total.on_time + total.late + total.overdue + total.terminated_due
    assert total.on_time + total.late <= total.pending + total.closed
