"""拟稿 → 核稿 → 签发: two people, one number, frozen for ever."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from inspect_app.access import Actor, Role
from inspect_app.audit.models import AuditHead, AuditMark
from inspect_app.audit.queries import find_broken_link, kept_path
from inspect_app.campaigns.models import Campaign
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import read_document
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.metrics.rules import totals
from inspect_app.notices.actions.drafting import add_correction, draft_notice, save_prose
from inspect_app.notices.actions.issuing import move_notice, sign_notice
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.rules.sums import checked_sums
from inspect_app.notices.views import render_documents
from inspect_app.notices.vocabulary import NoticeState, Section
from tests.factories import make_actor, make_campaign, make_finding, make_unit

_DAY = timedelta(days=1)


class Office:
    """A clerk, a second clerk and a director with a campaign of three findings, one closed and one overdue."""

    def __init__(self) -> None:
        self.clerk, self.second = make_actor(Role.OFFICE_CLERK), make_actor(Role.OFFICE_CLERK)
        self.director = make_actor(Role.OFFICE_DIRECTOR)
        self.unit = make_unit("市公安局")
        self.campaign: Campaign = make_campaign((self.unit,))
        now = clock.now()
        make_finding(FindingStatus.RECTIFYING, unit=self.unit, campaign=self.campaign, delivered_at=now - _DAY)
        make_finding(
            FindingStatus.ACCEPTED, unit=self.unit, campaign=self.campaign, delivered_at=now - 20 * _DAY,
            due=clock.today() - 9 * _DAY,
        )  # fmt: skip
        make_finding(
            FindingStatus.CLOSED, unit=self.unit, campaign=self.campaign, delivered_at=now - 5 * _DAY,
            last_feedback_at=now - 2 * _DAY, on_time=True,
        )  # fmt: skip

    def draft(self) -> Notice:
        with transaction():
            notice = draft_notice(self.clerk, self.campaign.id, clock.today())
            # A cut-off earlier today would leave out what the test has just made.
            notice.cut_off_at = clock.now() + timedelta(minutes=1)
            return notice

    def move(self, actor: Actor, notice: Notice, step: NoticeStep) -> Notice:
        with transaction():
            return move_notice(actor, notice.id, step)

    def sign(self, notice: Notice, actor: Actor | None = None) -> Notice:
        with transaction():
            return sign_notice(actor or self.director, notice.id, render_documents)

    def issue(self) -> Notice:
        notice = self.draft()
        self.move(self.clerk, notice, NoticeStep.SEND_TO_CHECK)
        self.move(self.second, notice, NoticeStep.PASS_CHECK)
        return self.sign(notice)


def test_text_tables_and_rows_say_the_same(app: Flask) -> None:
    with app.app_context():
        facts = facts_of(Office().draft())
        assert all(row.agrees for row in checked_sums(facts)), checked_sums(facts)
        assert facts.figures["found_total"] == 3
        assert facts.figures["closed_total"] == 1
        assert facts.figures["overdue"] == 1
        assert totals(facts.units).found == 3


def test_what_the_office_notes_about_people_is_printed_nowhere(app: Flask) -> None:
    """问责 and 容错 stay with the case (E9, E22)."""
    secret = "按《局规》第三条约谈窗口负责人"
    with app.app_context():
        office = Office()
        make_finding(
            FindingStatus.ACCEPTED, unit=office.unit, campaign=office.campaign, delivered_at=clock.now() - 20 * _DAY,
            due=clock.today() - 9 * _DAY, title="无人接听", accountability=secret, tolerance=True,
        )  # fmt: skip
        notice = office.issue()
        frozen = json.dumps(facts_of(notice).to_json(), ensure_ascii=False)
        assert "无人接听" in frozen
        assert secret not in frozen and "容错" not in frozen
        papers = {document.kind.value: _texts(read_document(document.storage_key)) for document in notice.documents}
        assert "无人接听" in papers["word"]
        assert [kind for kind, words in papers.items() if secret in words or "容错" in words] == []


def _texts(body: bytes) -> str:
    """Return whatever text stands in a zipped document."""
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        return unescape("".join(whole.read(name).decode("utf-8", "replace") for name in whole.namelist()))


def test_the_drafter_may_not_check_their_own_draft(app: Flask) -> None:
    with app.app_context():
        office = Office()
        notice = office.draft()
        office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)
        with pytest.raises(Refused, match="拟稿人不能核自己的稿"):
            office.move(office.clerk, notice, NoticeStep.PASS_CHECK)


def test_a_clerk_may_not_sign(app: Flask) -> None:
    with app.app_context():
        office = Office()
        notice = office.draft()
        office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)
        office.move(office.second, notice, NoticeStep.PASS_CHECK)
        with pytest.raises(NotAllowed):
            office.sign(notice, office.second)


def test_signing_takes_the_next_number_and_freezes_what_everybody_downloads(app: Flask) -> None:
    with app.app_context():
        office = Office()
        first = office.issue()
        assert (first.state, first.issue_no) == (NoticeState.ISSUED, 1)
        frozen = {document.kind: read_document(document.storage_key) for document in first.documents}
        for document in first.documents:
            assert hashlib.sha256(frozen[document.kind]).hexdigest() == document.sha256
        before = facts_of(first)
        make_finding(FindingStatus.RECTIFYING, unit=office.unit, campaign=office.campaign, delivered_at=clock.now())
        db.session.expire_all()
        assert facts_of(db.session.get_one(Notice, first.id)) == before
        assert {d.kind: read_document(d.storage_key) for d in first.documents} == frozen
        assert office.issue().issue_no == 2
        assert find_broken_link() is None


def test_the_chains_head_is_kept_with_the_issue_and_printed_nowhere(app: Flask) -> None:
    with app.app_context():
        notice = Office().issue()
        mark = db.session.scalars(select(AuditMark)).one()
        head = db.session.get_one(AuditHead, 1, populate_existing=True)
        assert (mark.kept_with, mark.sequence, mark.digest) == (f"notice {notice.id}", head.sequence, head.digest)
        assert mark.digest in kept_path().read_text()
        assert mark.digest not in str(notice.facts)
        for document in notice.documents:
            with zipfile.ZipFile(io.BytesIO(read_document(document.storage_key))) as packed:
                assert not any(mark.digest.encode() in packed.read(name) for name in packed.namelist())


def test_an_issued_notice_cannot_be_changed_even_in_the_database(app: Flask) -> None:
    with app.app_context():
        notice = Office().issue()
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text("UPDATE notices SET title = 'x' WHERE id = :id"), {"id": notice.id})
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text("DELETE FROM notice_documents WHERE notice_id = :id"), {"id": notice.id})


def test_a_number_typed_into_the_text_stops_the_notice(app: Flask) -> None:
    with app.app_context():
        office = Office()
        notice = office.draft()
        with transaction():
            save_prose(office.clerk, notice.id, notice.version, "通报", {Section.OVERVIEW: "本期新发现问题12个。"})
        with pytest.raises(Refused, match="手写了“12个”"):
            office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)


def test_signing_is_refused_while_a_total_differs_from_its_table(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        office = Office()
        notice = office.draft()
        office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)
        office.move(office.second, notice, NoticeStep.PASS_CHECK)
        monkeypatch.setattr("inspect_app.notices.queries.facts.count_delivered", lambda *_: 99)
        with pytest.raises(Refused, match="累计发现：正文是 99，整改情况统计表是 3"):
            office.sign(notice)


def test_two_people_editing_one_draft_both_keep_their_text(app: Flask) -> None:
    with app.app_context():
        office = Office()
        notice = office.draft()
        seen = notice.version
        with transaction():
            save_prose(office.clerk, notice.id, seen, "通报", {Section.DEMANDS: "甲的话"})
        with pytest.raises(Conflict) as caught, transaction():
            save_prose(office.second, notice.id, seen, "通报", {Section.DEMANDS: "乙的话"})
        assert caught.value.mine == {"五、下一步要求": "乙的话"}
        assert caught.value.theirs == {"五、下一步要求": "甲的话"}


def test_a_mistake_is_corrected_in_the_next_issue_only(app: Flask) -> None:
    with app.app_context():
        office = Office()
        first = office.issue()
        with transaction():
            add_correction(office.clerk, first.id, "市公安局", "市人社局")
        second = office.issue()
        assert facts_of(second).corrections == ("第1期中“市公安局”应为“市人社局”。",)
        assert facts_of(office.issue()).corrections == ()


def test_a_day_with_nothing_found_still_gives_a_notice_that_says_so(app: Flask) -> None:
    with app.app_context():
        office = Office()
        office.campaign = make_campaign()
        notice = office.issue()
        words = "\n".join(p.text for p in Document(io.BytesIO(_file(notice, "word"))).paragraphs)
        assert "本期未发现新的问题。" in words
        assert "—" in words


@pytest.mark.parametrize("ahead", [1, -400])
def test_a_day_outside_the_campaign_or_in_the_future_is_refused(app: Flask, ahead: int) -> None:
    with app.app_context():
        office = Office()
        with pytest.raises(Invalid, match="日期要在"), transaction():
            draft_notice(office.clerk, office.campaign.id, clock.today() + ahead * _DAY)


def test_the_files_opened_again_hold_every_finding_and_the_same_totals(app: Flask) -> None:
    with app.app_context():
        notice = Office().issue()
        facts = facts_of(notice)
        word = Document(io.BytesIO(_file(notice, "word")))
        printed = "\n".join(p.text for p in word.paragraphs)
        assert f"累计发现{facts.figures['found_total']}个" in printed
        assert "第1期" in printed
        assert [cell.text for cell in word.tables[0].column_cells(1)][1:] == [f.number for f in facts.new_findings]
        book = load_workbook(io.BytesIO(_file(notice, "excel")))
        assert book["部门整改情况统计表"].cell(3, 2).value == "合计"
        assert book["部门整改情况统计表"].cell(3, 3).value == facts.figures["found_total"]
        assert word.core_properties.author == facts.issuer


def test_undelivered_findings_are_in_no_notice(app: Flask) -> None:
    with app.app_context():
        office = Office()
        make_finding(FindingStatus.SUBMITTED, unit=office.unit, campaign=office.campaign, title="还没送达的问题")
        facts = facts_of(office.draft())
        assert facts.figures["found_total"] == 3
        assert "还没送达的问题" not in str(facts.to_json())


def test_a_covert_finding_reads_as_a_visit_on_site(app: Flask) -> None:
    with app.app_context():
        office = Office()
        make_finding(
            FindingStatus.DISPATCHED, unit=office.unit, campaign=office.campaign, is_covert=True,
            delivered_at=clock.now(),
        )  # fmt: skip
        facts = facts_of(office.draft())
        assert "实地督查" in {line.method for line in facts.new_findings}
        assert "暗访" not in str(facts.to_json())


def _file(notice: Notice, kind: str) -> bytes:
    db.session.expire_all()
    return next(read_document(d.storage_key) for d in notice.documents if d.kind.value == kind)
