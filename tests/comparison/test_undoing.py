"""A batch is taken back as a whole, as long as nobody has worked on one of its problems."""

import pytest
from sqlalchemy import select

from forms.comparison_csv import read_cases
from inspect_app.comparison.actions import comparing
from inspect_app.comparison.actions.undoing import undo_batch
from inspect_app.comparison.models import ComparedCase, ComparedPromise
from inspect_app.comparison.vocabulary import BatchState
from inspect_app.database import db, transaction
from inspect_app.findings.actions.triaging import dismiss, save_triage
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category, FindingStatus, Grade, Triage
from inspect_app.foundation.errors import Refused
from tests.comparison.comparing import BackOffice, batch, count

pytestmark = pytest.mark.usefixtures("app_context")


def two_problems(office: BackOffice) -> int:
    return office.compare([office.row("B1", 3), office.row("B2", 1, matter=office.other_code)])


def test_an_untouched_batch_goes_and_its_cases_may_be_compared_anew(office: BackOffice) -> None:
    batch_id = two_problems(office)
    with transaction():
        assert undo_batch(office.clerk, batch_id, "文件导错了。") == (2, "")
    assert (batch(batch_id).state, count(ComparedCase), count(ComparedPromise)) == (BatchState.UNDONE, 0, 0)
    gone = db.session.scalars(select(Finding).order_by(Finding.id)).all()
    assert {finding.status for finding in gone} == {FindingStatus.DISMISSED}
    assert {finding.events[-1].text for finding in gone} == {"文件导错了。"}
    with pytest.raises(Refused, match="已经撤销过"), transaction():
        undo_batch(office.clerk, batch_id, "再来。")
    again = two_problems(office)
    assert (again > batch_id, count(ComparedCase)) == (True, 2)


def test_a_batch_whose_problem_was_worked_on_stays_and_says_which(office: BackOffice) -> None:
    batch_id = two_problems(office)
    first = db.session.scalars(select(Finding).order_by(Finding.id)).first()
    assert first is not None
    triage = Triage(
        title="改过的标题", fact=first.fact, suggestion="", demand="", category=Category.PROMISE, pain_type=None,
        grade=Grade.ORDINARY, lead_unit_id=office.unit_id, version=first.version,
    )  # fmt: skip
    with transaction():
        save_triage(office.clerk, first.id, triage)
    with pytest.raises(Refused, match="“改过的标题”（待审核）。请逐个“不予立项”"), transaction():
        undo_batch(office.clerk, batch_id, "不要了。")
    db.session.expire_all()
    assert set(db.session.scalars(select(Finding.status))) == {FindingStatus.SUBMITTED}
    assert (batch(batch_id).state, count(ComparedCase)) == (BatchState.DONE, 2)


def test_a_problem_that_was_not_taken_up_does_not_keep_a_batch(office: BackOffice) -> None:
    batch_id = two_problems(office)
    first = db.session.scalars(select(Finding.id).order_by(Finding.id)).first() or 0
    with transaction():
        dismiss(office.clerk, first, reason="是系统记错了。")
    with transaction():
        assert undo_batch(office.clerk, batch_id, "不要了。")[0] == 1
    db.session.expire_all()
    assert db.session.get_one(Finding, first).events[-1].text == "是系统记错了。"


def test_a_batch_undone_before_it_was_compared_is_left_alone_by_its_task(office: BackOffice) -> None:
    batch_id = office.begin([office.row("B1", 3)])
    with transaction():
        count_gone, key = undo_batch(office.clerk, batch_id, "导错了。")
    assert (count_gone, bool(key)) == (0, True)
    comparing.compare(batch_id, read_cases)
    assert (batch(batch_id).state, count(ComparedCase), count(Finding)) == (BatchState.UNDONE, 0, 0)
