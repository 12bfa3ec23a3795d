"""拟稿 → 核稿 → 签发 of a bulletin: another person checks, numbers without gaps, frozen for ever."""

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inspect_app.access import Role
from inspect_app.audit.queries import find_broken_link
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import read_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.notices.actions import bulletin_articles as articles
from inspect_app.notices.actions import bulletins
from inspect_app.notices.actions.bulletin_issuing import BulletinBlocked, RenderedBulletin, sign_bulletin
from inspect_app.notices.models import Bulletin
from inspect_app.notices.queries.bulletin_facts import bulletin_facts, facts_to_sign
from inspect_app.notices.queries.bulletins import bulletin_deliveries, get_bulletin, list_bulletins, waiting_bulletins
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.vocabulary import ListKind, NoticeState
from inspect_app.notices.vocabulary.bulletins import ArticleDraft, BulletinFacts, BulletinFile, SeriesDraft
from inspect_app.projects.models import Instruction
from tests.factories import make_actor, make_office, make_person, make_unit
from tests.notices.editors import Editors, file_of, stored
from tests.projects.making import WORDS
from tests.projects.making import Office as Register

pytestmark = pytest.mark.usefixtures("app_context")
_SEND, _PASS = NoticeStep.SEND_TO_CHECK, NoticeStep.PASS_CHECK


def test_signing_takes_the_next_number_and_freezes_what_everybody_downloads() -> None:
    editors = Editors()
    first = stored(editors.issue("一证通办", "改革研讨会").id)
    frozen = {document.kind: read_document(document.storage_key) for document in first.documents}
    assert (first.state, first.issue_no, first.year) == (NoticeState.ISSUED, 1, clock.today().year)
    assert BulletinFile.WORD in frozen
    assert all(hashlib.sha256(frozen[one.kind]).hexdigest() == one.sha256 for one in first.documents)
    before = bulletin_facts(first)
    with transaction():
        draft = SeriesDraft("改了名的简报", "别的单位", "other@mingzhou.example")
        bulletins.save_series(editors.clerk, draft, editors.series_id, version=1)
    again = stored(first.id)
    assert bulletin_facts(again) == before
    assert file_of(again) == frozen[BulletinFile.WORD]
    assert editors.issue().issue_no == 2, "a renamed masthead counts on"
    assert find_broken_link() is None


def test_what_is_drawn_before_the_signing_is_what_is_signed() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇", day=clock.today())
    editors.to_sign(bulletin_id)
    expected = facts_to_sign(stored(bulletin_id))
    assert bulletin_facts(editors.sign(bulletin_id)) == expected


def test_two_issues_on_one_day_have_two_numbers_and_mastheads_count_apart() -> None:
    editors = Editors()
    extra = editors.masthead("“最多跑一次”改革简报（增刊）")
    signed = [editors.issue(series_id=series) for series in (editors.series_id, editors.series_id, extra)]
    assert [(one.issue_no, one.issue_date) for one in signed] == [
        (1, clock.today()), (2, clock.today()), (1, clock.today()),
    ]  # fmt: skip


def test_a_year_begins_with_number_one() -> None:
    editors = Editors()
    last_year = date(clock.today().year - 1, 12, 31)
    bulletin_id = editors.draft("去年的一期", day=last_year)
    editors.to_sign(bulletin_id)
    assert (editors.sign(bulletin_id).issue_no, editors.issue().issue_no) == (1, 1)


def test_a_number_whose_signing_failed_is_given_to_the_next() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇", day=clock.today())
    editors.to_sign(bulletin_id)

    def broken(_facts: BulletinFacts) -> list[RenderedBulletin]:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"), transaction():
        sign_bulletin(editors.director, bulletin_id, broken)
    assert editors.sign(bulletin_id).issue_no == 1


def test_a_blank_date_is_printed_in_a_draft_and_refused_at_the_signing() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇")
    today = clock.today()
    assert bulletin_facts(stored(bulletin_id)).day == f"{today.year}年{today.month}月　日"
    editors.to_sign(bulletin_id)
    with pytest.raises(BulletinBlocked, match="日期还空着"):
        editors.sign(bulletin_id)
    with transaction():
        bulletins.set_issue(editors.director, bulletin_id, today, 120, "")
    signed = editors.sign(bulletin_id)
    assert bulletin_facts(signed).day == f"{today.year}年{today.month}月{today.day}日"
    assert bulletin_facts(signed).copies == 120


def test_a_date_in_the_future_is_refused() -> None:
    editors = Editors()
    with pytest.raises(Invalid, match="不能晚于今天"):
        editors.date(editors.draft("一篇"), clock.today() + timedelta(days=1))


def test_the_database_itself_refuses_an_issue_without_date_and_any_change_of_an_issued_one() -> None:
    editors = Editors()
    draft, issued = editors.draft("一篇"), editors.issue().id
    for words, key in (
        ("UPDATE bulletins SET state = 'issued', issue_no = 9, year = 2026, facts = '{}' WHERE id = :id", draft),
        ("UPDATE bulletins SET secrecy = 'x' WHERE id = :id", issued),
        ("DELETE FROM bulletin_documents WHERE bulletin_id = :id", issued),
    ):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(words), {"id": key})


def test_whoever_wrote_any_of_it_may_not_check_it() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇")
    article = stored(bulletin_id).articles[0]
    with transaction():
        articles.save_article(editors.second, bulletin_id, article.id, article.version, ArticleDraft("改", "改过。"))
    editors.move(editors.clerk, bulletin_id, _SEND)
    for writer in (editors.clerk, editors.second):
        assert waiting_bulletins(writer)[NoticeState.CHECKING] == []
        with pytest.raises(Refused, match="写过这期文字的人不能核稿"):
            editors.move(writer, bulletin_id, _PASS)
    third = make_actor(Role.OFFICE_CLERK)
    assert waiting_bulletins(third)[NoticeState.CHECKING] == [bulletin_id]
    assert editors.move(third, bulletin_id, _PASS).state is NoticeState.CHECKED


def test_a_clerk_may_not_sign_and_a_department_may_not_draft() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇", day=clock.today())
    editors.to_sign(bulletin_id)
    with pytest.raises(NotAllowed):
        editors.sign(bulletin_id, editors.second)
    head = make_actor(Role.DEPT_HEAD)
    with pytest.raises(NotAllowed), transaction():
        bulletins.draft_bulletin(head, editors.series_id)


def test_nothing_is_written_in_an_issue_that_is_on_its_way() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇")
    editors.move(editors.clerk, bulletin_id, _SEND)
    with pytest.raises(Refused, match="退回修改后才能改文字"):
        editors.write(bulletin_id, "又一篇")
    editors.move(editors.second, bulletin_id, NoticeStep.RETURN_TO_DRAFT)
    editors.write(bulletin_id, "又一篇")
    assert len(stored(bulletin_id).articles) == 2


def test_articles_change_places_and_what_is_saved_over_is_kept_beside() -> None:
    editors = Editors()
    bulletin_id = editors.draft("甲", "乙", "丙")
    first, _, last = stored(bulletin_id).articles
    for article_id, up in ((last.id, True), (last.id, True), (last.id, True), (first.id, False)):
        with transaction():
            articles.move_article(editors.clerk, bulletin_id, article_id, up=up)
    assert [one.title for one in stored(bulletin_id).articles] == ["丙", "乙", "甲"]
    seen = stored(bulletin_id).articles[2].version
    with transaction():
        articles.save_article(editors.clerk, bulletin_id, first.id, seen, ArticleDraft("甲", "先存的话。"))
    with pytest.raises(Conflict) as caught, transaction():
        articles.save_article(editors.second, bulletin_id, first.id, seen, ArticleDraft("甲", "后存的话。"))
    assert (caught.value.mine["正文"], caught.value.theirs["正文"]) == ("后存的话。", "先存的话。")


def test_a_dropped_draft_leaves_no_gap_and_an_issued_one_cannot_be_dropped() -> None:
    editors = Editors()
    bulletin_id = editors.draft("不编了")
    editors.attach(bulletin_id, stored(bulletin_id).articles[0].id)
    with transaction():
        bulletins.drop_bulletin(editors.clerk, bulletin_id)
    issued = editors.issue()
    assert issued.issue_no == 1
    with pytest.raises(Refused), transaction():
        bulletins.drop_bulletin(editors.clerk, issued.id)


def test_a_mistake_is_corrected_in_the_next_issue_of_its_masthead_only() -> None:
    editors = Editors()
    other = editors.masthead("另一种简报")
    first = editors.issue()
    with transaction():
        bulletins.correct_bulletin(editors.clerk, first.id, "市公安局", "市人社局")
    assert bulletin_facts(editors.issue(series_id=other)).corrections == ()
    said = f"{first.year}年第1期中“市公安局”应为“市人社局”。"
    assert bulletin_facts(editors.issue()).corrections == (said,)
    assert bulletin_facts(editors.issue()).corrections == ()


def test_it_goes_to_the_lists_in_force_on_its_day_and_only_they_find_it() -> None:
    editors, today = Editors(), clock.today()
    unit, former, stranger = make_unit("市公安局"), make_unit("市水利局"), make_unit("市司法局")
    editors.list_to(ListKind.ISSUE, "市水利局", starts_on=today - timedelta(days=30))
    editors.list_to(ListKind.ISSUE, "市公安局", starts_on=today)
    editors.list_to(ListKind.REPORT, "市委书记", "市长", starts_on=today)
    issued = stored(editors.issue().id)
    facts = bulletin_facts(issued)
    assert (facts.report_to, facts.send_to, facts.issue_to) == (("市委书记", "市长"), (), ("市公安局",))
    assert [row.unit_id for row in bulletin_deliveries(issued)] == [unit.id]
    draft = editors.draft("还没签发")
    assert [row.id for row in list_bulletins(make_actor(Role.DEPT_HEAD, unit), 1).rows] == [issued.id]
    for reader, key in (
        (make_actor(Role.DEPT_HEAD, former), issued.id),
        (make_actor(Role.DEPT_LIAISON, stranger), issued.id),
        (make_actor(Role.DEPT_HEAD, unit), draft),
        (make_actor(Role.LEADER), draft),
    ):
        with pytest.raises(Missing):
            get_bulletin(reader, key)
    assert get_bulletin(make_actor(Role.LEADER), issued.id).id == issued.id


def test_an_instruction_is_quoted_by_reference_with_the_post_held_that_day_and_its_letter_stays_verbatim() -> None:
    clerk = make_person(Role.OFFICE_CLERK, make_office())
    register = Register(0, 0, {"clerk": clerk.id})
    key = register.register(words=WORDS, post="省委书记")
    editors = Editors()
    bulletin_id = editors.draft(day=clock.today())
    article = editors.write(bulletin_id, "百姓的真心点赞", body=f"【批示{key}】")
    editors.attach(bulletin_id, article.id, "车省长：\n您好！")
    editors.to_sign(bulletin_id)
    facts = bulletin_facts(editors.sign(bulletin_id)).articles[0]
    assert facts.paragraphs == (f"省委书记车俊批示：“{WORDS.rstrip('。')}”",)
    assert facts.attachments[0].text == "车省长：\n您好！"
    assert db.session.get_one(Instruction, key).quoted_at is not None


def test_of_two_that_sign_at_once_one_gets_the_number() -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇", day=clock.today())
    editors.to_sign(bulletin_id)
    editors.sign(bulletin_id)
    with pytest.raises(Refused, match="已签发"):
        editors.sign(bulletin_id)
    with transaction() as session:
        assert session.query(Bulletin).filter_by(issue_no=1).count() == 1
