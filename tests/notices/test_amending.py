"""What an issue said and is no longer so stands as 更正 in the next; what is disputed is marked."""

from datetime import timedelta

import pytest

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import DisputeState, FindingStatus
from inspect_app.foundation import clock
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.rules.prose import paragraphs
from inspect_app.notices.rules.tables import annexes
from inspect_app.rectification.actions import disputing, ending
from inspect_app.rectification.models import Dispute
from tests.factories import keep, make_finding, make_person
from tests.notices.test_issuing import Office

pytestmark = pytest.mark.usefixtures("app_context")
MARK = "（部门有异议，正在复核）"


def the(office: Office, status: FindingStatus) -> Finding:
    query = db.select(Finding).where(Finding.campaign_id == office.campaign.id, Finding.status == status)
    return db.session.scalars(query.order_by(Finding.id)).first()  # type: ignore[return-value]


def revoke(office: Office, number: str) -> None:
    with transaction():
        ending.revoke_closure(office.director, number, "销错了编号。")


def next_day(office: Office) -> tuple[str, ...]:
    """Return the corrections of a draft whose period began with the issue before."""
    notice = office.draft()
    with transaction():
        notice = db.session.merge(notice)
        notice.cut_off_at = clock.now() + timedelta(minutes=5)
    return facts_of(notice).corrections


def test_a_closure_taken_back_after_it_was_printed_is_corrected_in_the_next_issue() -> None:
    office = Office()
    number = str(the(office, FindingStatus.CLOSED).number)
    first = office.issue()
    frozen = facts_of(first).to_json()
    later = first.cut_off_at + timedelta(minutes=2)
    with clock.reading(lambda: later):
        revoke(office, number)
        assert next_day(office) == (f"第1期所列 {number} 已销号，现撤销销号，重新核验。",)
    assert facts_of(db.session.get_one(Notice, first.id, populate_existing=True)).to_json() == frozen


def test_a_closure_that_no_issue_told_of_needs_no_correction() -> None:
    office = Office()
    revoke(office, str(the(office, FindingStatus.CLOSED).number))
    assert next_day(office) == ()


def test_an_upheld_objection_is_corrected_and_counted_no_more() -> None:
    office = Office()
    finding = the(office, FindingStatus.RECTIFYING)
    number, unit_id, finding_id = str(finding.number), finding.lead_unit_id, finding.id
    first = office.issue()
    liaison = make_person(Role.DEPT_LIAISON, finding.lead_unit)
    keep(Dispute(finding_id=finding_id, unit_id=unit_id, filed_by_id=liaison.id, filed_at=clock.now(), grounds="不实"))
    with transaction():
        db.session.get_one(Finding, finding_id).dispute = DisputeState.FILED
    later = first.cut_off_at + timedelta(minutes=2)
    with clock.reading(lambda: later):
        with transaction():
            disputing.uphold_dispute(office.director, number, "不是问题。")
        notice = office.draft()
        with transaction():
            notice = db.session.merge(notice)
            notice.cut_off_at = later + timedelta(minutes=5)
        facts = facts_of(notice)
    assert facts.corrections == (f"第1期所列 {number}，部门异议经复核成立，不予立项。",)
    assert facts.figures["found_total"] == 2


def test_a_disputed_finding_is_marked_in_text_and_tables() -> None:
    office = Office()
    make_finding(
        FindingStatus.ACCEPTED,
        unit=office.unit,
        campaign=office.campaign,
        delivered_at=clock.now(),
        dispute=DisputeState.FILED,
        title="没有讲清",
        fact="字" * 120,
    )
    facts = facts_of(office.draft())
    assert [line.headline for line in facts.new_findings if line.disputed] == [f"没有讲清{MARK}"]
    assert sum(MARK in paragraph.text for paragraph in paragraphs(facts)) == 1
    rows = [row for annex in annexes(facts) for table in annex.tables for row in table.rows]
    assert [row[-1] for row in rows if "没有讲清" in row] == ["复核中"]
