"""Numbers of papers: one series a paper kind and year, no gaps, none twice, two signers at once."""

import threading

import pytest
from flask import Flask

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.notices.actions.issuing import Rendered, sign_notice
from inspect_app.notices.actions.papers import set_paper
from inspect_app.notices.models import Notice, NoticeSeries
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.rules.numbers import check_code, read_number
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_documents
from inspect_app.notices.vocabulary import NoticeFacts, NoticeState
from inspect_app.notices.vocabulary.sending import PaperSettings
from tests.factories import make_campaign
from tests.notices.test_issuing import Office

_RED = PaperSettings(PaperKind.RED_HEAD, doc_code="明跑改办", seal_lines=3)
_OA = PaperSettings(PaperKind.RED_HEAD, from_oa=True)


def _set(office: Office, wanted: PaperSettings, notice: Notice | None = None) -> None:
    with transaction():
        set_paper(office.clerk, office.campaign.id, wanted, notice.id if notice else None)


def _ready(office: Office) -> Notice:
    notice = office.draft()
    office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)
    return office.move(office.second, notice, NoticeStep.PASS_CHECK)


def _printed(notice: Notice) -> str:
    return paper_of(facts_of(db.session.get_one(Notice, notice.id, populate_existing=True))).number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("明跑改办〔2026〕43号", "明跑改办〔2026〕43号"),
        ("明跑改办[2026]第043号", "明跑改办〔2026〕43号"),
        ("明跑改办（２０２６）43号", "明跑改办〔2026〕43号"),
    ],
)
def test_a_number_from_the_oa_is_read_as_it_is_written(typed: str, read: str) -> None:
    assert str(read_number(typed)) == read


@pytest.mark.parametrize(
    "typed", ["", "43号", "明跑改办43号", "明跑改办〔26〕43号", "明跑改办〔2026〕0号", "😀〔2026〕号"]
)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="如“明跑改办〔2026〕43号”"):
        read_number(typed)


@pytest.mark.parametrize("typed", ["", "A", "明", "明跑改办2026", "=1+1"])
def test_a_code_is_of_chinese_signs(typed: str) -> None:
    with pytest.raises(Invalid):
        check_code(typed)


@pytest.mark.usefixtures("app_context")
class TestSeries:
    def test_issues_and_document_numbers_are_counted_apart(self) -> None:
        office = Office()
        assert _printed(office.issue()) == "第1期"
        _set(office, _RED)
        first = office.issue()
        assert (_printed(first), facts_of(first).look.seal_lines) == (f"明跑改办〔{first.year}〕1号", 3)
        assert _printed(office.issue()) == f"明跑改办〔{first.year}〕2号"
        _set(office, PaperSettings(PaperKind.BULLETIN, version=1))
        assert _printed(office.issue()) == "第2期"

    def test_one_notice_may_be_another_paper_than_its_campaigns(self) -> None:
        office = Office()
        notice = _ready(office)
        _set(office, _RED, notice)
        assert _printed(office.sign(notice)).endswith("1号")
        assert _printed(office.issue()) == "第1期"

    def test_several_issues_of_a_day_follow_one_another(self) -> None:
        office = Office()
        signed = [office.issue() for _ in range(3)]
        assert [(one.issue_date, one.sequence, one.issue_no) for one in signed] == [
            (signed[0].issue_date, number, number) for number in (1, 2, 3)
        ]

    def test_the_number_of_the_oa_has_to_be_there_and_is_used_once(self) -> None:
        office = Office()
        _set(office, _OA)
        notice = _ready(office)
        with pytest.raises(Refused, match="请先在“公文格式”里填上"):
            office.sign(notice)
        _set(office, PaperSettings(PaperKind.RED_HEAD, from_oa=True, oa_number="明跑改办[2026]043号"), notice)
        assert _printed(office.sign(notice)) == "明跑改办〔2026〕43号"
        second = _ready(office)
        _set(office, PaperSettings(PaperKind.RED_HEAD, from_oa=True, oa_number="明跑改办〔2026〕43号"), second)
        with pytest.raises(Refused, match="已经用过"):
            office.sign(second)

    def test_a_red_head_without_a_code_is_not_signed(self) -> None:
        office = Office()
        with transaction():
            db.session.merge(office.campaign).paper_kind = PaperKind.RED_HEAD
        with pytest.raises(Refused, match="机关代字"):
            office.sign(_ready(office))

    def test_a_signing_that_fails_leaves_no_gap(self) -> None:
        office = Office()
        notice = _ready(office)

        def broken(facts: NoticeFacts) -> list[Rendered]:
            raise OSError("the disk is full")

        with pytest.raises(OSError, match="full"), transaction():
            sign_notice(office.director, notice.id, broken)
        assert db.session.get_one(Notice, notice.id, populate_existing=True).state is NoticeState.CHECKED
        assert office.sign(notice).issue_no == 1

    def test_an_issued_notice_keeps_its_paper_and_two_who_set_one_meet(self) -> None:
        office = Office()
        with pytest.raises(Refused, match="已签发"):
            _set(office, _RED, office.issue())
        _set(office, _RED)
        with pytest.raises(Conflict):
            _set(office, _RED)


def test_two_signers_at_once_get_two_numbers_that_follow_each_other(app: Flask) -> None:
    """The series is new, and both begin it at the same moment."""
    with app.app_context():
        office, ids = Office(), []
        for _ in range(4):
            office.campaign = make_campaign((office.unit,))
            ids.append(_ready(office).id)
        with transaction():
            for notice_id in ids:
                db.session.get_one(Notice, notice_id).campaign.series = "同一刊"
        director = office.director
    start, taken = threading.Barrier(len(ids)), []

    def sign(notice_id: int) -> None:
        with app.app_context():
            start.wait()
            with transaction():
                taken.append(sign_notice(director, notice_id, render_documents).issue_no)

    threads = [threading.Thread(target=sign, args=(notice_id,)) for notice_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [1, 2, 3, 4]
    with app.app_context():
        (counter,) = db.session.scalars(db.select(NoticeSeries).where(NoticeSeries.series == "同一刊"))
        assert counter.last == 4
