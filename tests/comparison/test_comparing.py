"""A table is tried, compared in the background and listed as problems; nothing is lost, doubled or kept of a person."""

import pytest
from sqlalchemy import select

from forms.comparison_csv import narrowed, read_cases
from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.vocabulary import TripPromise
from inspect_app.comparison.actions import comparing, listing
from inspect_app.comparison.models import ComparedCase
from inspect_app.comparison.queries.groups import groups_of
from inspect_app.comparison.vocabulary import Aspect, BatchState, Grouping
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import read_document
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, SourceKind
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.jobs.running import run_due
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.comparison.comparing import CITIZEN, PHONE, BackOffice, batch, count

pytestmark = pytest.mark.usefixtures("app_context")


def test_trying_counts_by_side_and_matter_and_names_what_is_unknown_and_writes_nothing(office: BackOffice) -> None:
    rows = [
        office.row("B1", 1, 5, 2, "是"),
        office.row("B2", 3, 9, 2, "否"),
        office.row("B3", 1, matter=office.other_code, window=""),
        office.row("B4", "", "", "", ""),
        office.row("B5", 1, matter="I9999"),
        office.row("B6", 1, window="W9999"),
    ]
    kept = narrowed(office.table(rows), office.columns)
    report = comparing.try_table(office.source_id, read_cases(kept, clock.today()))
    assert (report.total, report.fresh, report.known, report.silent, report.broken, report.groups) == (4, 4, 0, 1, 2, 2)
    assert [str(problem) for problem in report.problems] == [
        "第 6 行：事项库里没有“I9999”，请填事项编码，或先登记这个事项。",
        "第 7 行：没有窗口“W9999”，请填窗口编码，或“网点 窗口”。",
    ]
    sides = {aspect: (tally.broken, tally.compared) for aspect, tally in report.tallies.items()}
    assert sides == {Aspect.TRIPS: (2, 3), Aspect.TIME: (1, 2), Aspect.PAPERS: (0, 2), Aspect.ONLINE: (1, 2)}
    assert sorted(report.by_matter) == [("不动产转移登记", 1, 3), ("查询登记资料", 1, 1)]
    assert (count(ComparedCase), count(Finding)) == (0, 0)


def test_cases_of_one_matter_and_window_become_one_problem_that_waits_for_triage(office: BackOffice) -> None:
    batch_id = office.compare([office.row("B1", 1, 3), office.row("B2", 3, 9), office.row("B3", 2, 4)])
    (finding,) = db.session.scalars(select(Finding))
    assert (finding.status, finding.source_kind, finding.source_ref) == (
        FindingStatus.SUBMITTED, SourceKind.DATA, str(batch_id)
    )  # fmt: skip
    assert (finding.lead_unit_id, finding.window_id, finding.item_id) == (
        office.unit_id, office.window_id, office.item_id
    )  # fmt: skip
    assert (finding.title, finding.trips_found) == ("不动产转移登记：2/3 件没有做到承诺", 3)
    assert "办件编号：B2、B3。" in finding.fact
    linked = db.session.execute(select(ComparedCase.row, ComparedCase.finding_id).order_by(ComparedCase.row)).all()
    assert [tuple(row) for row in linked] == [(2, None), (3, finding.id), (4, finding.id)]
    done = batch(batch_id)
    assert (done.state, done.done, done.total, done.skipped) == (BatchState.DONE, 3, 3, 0)
    deeds = set(db.session.scalars(select(AuditEntry.deed)))
    assert {"comparison_batch.started", "comparison_batch.finished", "finding.submit"} <= deeds


def test_each_case_becomes_a_problem_of_its_own_when_the_office_wants_it(office: BackOffice) -> None:
    office.compare([office.row("B1", 2), office.row("B2", 3), office.row("B3", 1)], grouping=Grouping.EACH)
    titles = list(db.session.scalars(select(Finding.title).order_by(Finding.id)))
    assert titles == ["不动产转移登记：办件 B1 没有做到承诺", "不动产转移登记：办件 B2 没有做到承诺"]
    assert len(set(db.session.scalars(select(ComparedCase.finding_id).where(ComparedCase.broken)))) == 2


def test_more_single_problems_than_anybody_triages_are_refused(office: BackOffice) -> None:
    rows = [office.row(f"B{number}", 2) for number in range(201)]
    with pytest.raises(Invalid, match="201 个问题，超过 200 个"):
        office.begin(rows, grouping=Grouping.EACH)
    assert count(Task) == 0


def test_nothing_of_a_person_is_kept_and_the_table_goes_when_it_is_done(office: BackOffice) -> None:
    batch_id = office.begin([office.row("B1", 3)])
    key = batch(batch_id).storage_key
    waiting = current_sealer().open(read_document(key), comparing.PURPOSE).decode()
    assert ("B1" in waiting, CITIZEN in waiting, PHONE in waiting) == (True, False, False)
    run_due()
    assert (batch(batch_id).state, batch(batch_id).storage_key) == (BatchState.DONE, "")
    with pytest.raises(Missing):
        read_document(key)
    (finding,) = db.session.scalars(select(Finding))
    assert CITIZEN not in finding.fact
    assert PHONE not in finding.fact
    task = db.session.scalars(select(Task).where(Task.kind == TaskKind.COMPARE_DATA)).one()
    assert task.state is TaskState.DONE


def test_the_same_file_and_the_same_case_are_compared_once(office: BackOffice) -> None:
    first = office.begin([office.row("B1", 3)], digest="same")
    comparing.compare(first, read_cases)
    with pytest.raises(Invalid, match=f"已经比对过（第 {first} 批）"):
        office.begin([office.row("B1", 3)], digest="same")
    second = office.compare([office.row("B1", 3), office.row("B2", 2)])
    assert (batch(second).known, batch(second).done) == (1, 2)
    assert count(ComparedCase) == 2
    assert [group.cases for group in groups_of(second)] == [1]
    with pytest.raises(Invalid, match="没有一行可以比对"):
        office.begin([office.row("B2", 2)])


class Killed(BaseException):
    """The worker dies here."""


def test_a_worker_killed_anywhere_loses_and_doubles_nothing(
    office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = (office.item_code, office.other_code)
    rows = [office.row(f"B{number}", number % 4, matter=codes[number % 2]) for number in range(40)]
    batch_id = office.begin(rows)
    for parts, reached in ((1, 7), (2, 21)):
        with monkeypatch.context() as patched:
            patched.setattr(comparing, "_AT_ONCE", 7)
            _die_after(parts, patched)
            with pytest.raises(Killed):
                comparing.compare(batch_id, read_cases)
        half = batch(batch_id)
        assert (half.state, half.done, count(ComparedCase)) == (BatchState.COMPARING, reached, reached)
    comparing.compare(batch_id, read_cases)
    comparing.compare(batch_id, read_cases)
    done = batch(batch_id)
    assert (done.state, done.done, done.known, done.skipped) == (BatchState.DONE, 40, 0, 0)
    assert list(db.session.scalars(select(ComparedCase.row).order_by(ComparedCase.row))) == list(range(2, 42))
    assert count(Finding) == 2
    assert count(ComparedCase) == 40
    unlisted = select(ComparedCase.id).where(ComparedCase.broken, ComparedCase.finding_id.is_(None))
    assert db.session.scalars(unlisted).all() == []


def _die_after(left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker be killed in the middle of a transaction, after so many that were committed."""
    whole, seen = comparing._keep, [0]

    def dying(*facts: object) -> None:
        whole(*facts)  # type: ignore[arg-type]
        seen[0] += 1
        if seen[0] > left:
            raise Killed

    monkeypatch.setattr(comparing, "_keep", dying)


def test_a_worker_killed_while_listing_goes_on_with_the_rest(
    office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", 1)
    whole = listing.take_in

    def dying(*facts: object) -> Finding:
        finding = whole(*facts)  # type: ignore[arg-type]
        if "查询" in finding.title:
            raise Killed
        return finding

    monkeypatch.setattr(listing, "take_in", dying)
    batch_id = office.begin([office.row("B1", 3), office.row("B2", 1, matter=office.other_code)])
    with pytest.raises(Killed):
        comparing.compare(batch_id, read_cases)
    assert (batch(batch_id).state, count(Finding)) == (BatchState.LISTING, 1)
    monkeypatch.setattr(listing, "take_in", whole)
    comparing.compare(batch_id, read_cases)
    assert (batch(batch_id).state, count(Finding)) == (BatchState.DONE, 2)


def test_a_promise_changed_in_the_middle_does_not_divide_a_batch(
    office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = office.begin([office.row("B1", 1), office.row("B2", 1)])
    with monkeypatch.context() as patched:
        patched.setattr(comparing, "_AT_ONCE", 1)
        _die_after(1, patched)
        with pytest.raises(Killed):
            comparing.compare(batch_id, read_cases)
    db.session.rollback()
    with transaction():
        db.session.get_one(ServiceItem, office.item_id).trips = TripPromise.ZERO
    comparing.compare(batch_id, read_cases)
    assert list(db.session.scalars(select(ComparedCase.broken).order_by(ComparedCase.row))) == [False, False]
    third = office.compare([office.row("B3", 1)])
    assert [group.broken for group in groups_of(third)] == [1]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("many", [1_200, pytest.param(50_000, marks=pytest.mark.slow)])
def test_many_cases_are_compared_in_parts_with_their_progress(office: BackOffice, many: int) -> None:
    rows = [office.row(f"B{number}", 1 + number % 3 // 2, 3, 2, "是") for number in range(many)]
    batch_id = office.compare(rows)
    done = batch(batch_id)
    assert (done.state, done.done, count(ComparedCase)) == (BatchState.DONE, many, many)
    (group,) = groups_of(batch_id)
    assert (group.cases, group.broken, group.tallies[Aspect.TRIPS].worst) == (many, many // 3, 2)
    assert count(Finding) == 1


def test_who_began_a_batch_stands_in_the_history_of_its_problems(office: BackOffice) -> None:
    office.compare([office.row("B1", 3)])
    (finding,) = db.session.scalars(select(Finding))
    assert [event.actor_id for event in finding.events] == [office.clerk_id]
    assert finding.events[0].actor_name == db.session.get_one(Person, office.clerk_id).name
