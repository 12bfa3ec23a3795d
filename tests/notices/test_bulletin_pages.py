"""The bulletin through its pages: started from what the tool knows, pasted, put in order, checked, downloaded."""

import io
from datetime import timedelta
from typing import Any

import pytest
from docx import Document
from flask import Flask
from werkzeug.test import TestResponse

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import read_document
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.notices.models import Bulletin
from inspect_app.notices.vocabulary import ListKind, NoticeState
from inspect_app.notices.vocabulary.bulletins import BulletinFile
from inspect_app.projects.actions import registering
from inspect_app.projects.vocabulary.registers import PraiseDraft, PraiseSource
from inspect_app.voices.actions import answers, triage
from inspect_app.voices.vocabulary.letters import LetterSource
from tests.factories import make_finding, make_office, make_person, make_unit, sign_in
from tests.findings.test_pages import no_csrf  # noqa: F401
from tests.notices.editors import LETTER, Editors, stored
from tests.notices.test_printing import _lose_pango
from tests.projects.making import Office as Register
from tests.projects.making import counting
from tests.voices.lettering import WORDS, make_inbox

pytestmark = pytest.mark.usefixtures("app_context", "no_csrf")


class Browser:
    """A browser of one person; each request has a context of its own, so that nobody is taken for another."""

    def __init__(self, app: Flask, actor: Actor) -> None:
        self.app, self.client = app, app.test_client()
        sign_in(self.client, db.session.get_one(Person, actor.person_id))

    def get(self, path: str) -> TestResponse:
        return self._ask("GET", path)

    def post(self, path: str, data: dict[str, str] | None = None) -> TestResponse:
        return self._ask("POST", path, data=data or {})

    def _ask(self, method: str, path: str, **sent: Any) -> TestResponse:
        with self.app.app_context():
            answer = self.client.open(path, method=method, **sent)
            answer.get_data()
            return answer


def _written(**values: str) -> dict[str, Any]:
    words = {"title": "一证通办", "note_kind": "note", "body": "窗口好。", "contributor": "市公安局", "version": "1"}
    return words | values


def test_the_first_masthead_leads_to_the_first_issue(app: Flask) -> None:
    editors = Editors()
    with transaction() as session:
        session.query(Bulletin).delete()
    clerk = Browser(app, editors.clerk)
    made = clerk.post("/bulletins/mastheads/new", data={"version": "0", "name": "改革增刊", "issuer": "市跑改办"})
    assert made.status_code == 302
    again = clerk.post("/bulletins/mastheads/new", data={"version": "0", "name": "改革增刊", "issuer": "市跑改办"})
    assert again.status_code == 422
    assert "已经有刊头叫这个名称" in again.text
    begun = clerk.post("/bulletins", data={"series": str(editors.series_id)})
    assert begun.status_code == 302
    assert "/articles/new" in begun.location


def test_an_article_begins_with_a_finding_a_commendation_and_a_chiefs_visit(app: Flask) -> None:
    register = Register(0, 0, {"clerk": make_person(Role.OFFICE_CLERK, make_office()).id})
    meeting = register.meet(title="“最多跑一次”改革座谈会")
    for words in ("完善硬件设施", "要共享数据"):
        register.demand(meeting, words)
    editors, unit = Editors(), make_unit("市住建局")
    finding = make_finding(FindingStatus.CLOSED, unit=unit, title="要求提交已取消的证明", is_covert=True)
    hidden = make_finding(FindingStatus.SUBMITTED, unit=unit, title="还没有送达的那个")
    praised = PraiseDraft(
        unit_id=unit.id, praised_on=clock.today(), source=PraiseSource.CITIZEN, words="民警蒋小英当场办好",
        paper_words="户籍窗口当场办好，立等可取", person_name="蒋小英", typical=True,
    )  # fmt: skip
    with transaction():
        praise = registering.add_entry(editors.clerk, praised).id
    clerk, bulletin_id = Browser(app, editors.clerk), editors.draft()
    new = f"/bulletins/{bulletin_id}/articles/new"
    page = clerk.get(f"{new}?q=证明").text
    assert finding.title in page
    assert hidden.title not in clerk.get(new).text
    for source, key in (("finding", finding.id), ("praise", praise), ("meeting", meeting)):
        assert clerk.post(new, data={"source": source, "id": str(key)}).status_code == 302
    assert clerk.post(new, data={"source": "finding", "id": str(hidden.id)}).status_code == 404
    told = {one.source.value: one for one in stored(bulletin_id).articles}
    assert told["finding"].body.startswith("实地督查")
    assert "暗访" not in told["finding"].body
    assert told["praise"].body == "市住建局户籍窗口当场办好，立等可取。"
    assert "蒋小英" not in told["praise"].body + told["praise"].title
    assert told["meeting"].body.endswith("提出两点要求：一是完善硬件设施。二要共享数据。")


def test_an_article_begins_with_a_suggestion_and_names_nobody(app: Flask) -> None:
    inbox = make_inbox()
    editors, words = Editors(), "请把材料清单贴在窗口。张桂芳，13800138000。"
    taken = inbox.register(words, source=LetterSource.SUGGESTION, title="张桂芳建议贴出材料清单")
    waiting = inbox.register("请延长办公时间。", source=LetterSource.SUGGESTION, title="延长办公时间")
    with transaction():
        triage.list_suggestion(inbox.clerk, taken)
        answers.rectify(inbox.clerk, taken, clock.today(), "窗口已张贴材料清单")
    clerk, bulletin_id = Browser(app, editors.clerk), editors.draft()
    new = f"/bulletins/{bulletin_id}/articles/new"
    offered = clerk.get(f"{new}?source=suggestion").text
    assert "建议贴出材料清单" in offered and "已落实" in offered
    assert "延长办公时间" not in offered and "张桂芳" not in offered
    assert clerk.post(new, data={"source": "suggestion", "id": str(waiting)}).status_code == 404
    assert clerk.post(new, data={"source": "suggestion", "id": str(taken)}).status_code == 302
    (begun,) = stored(bulletin_id).articles
    day = clock.today() - timedelta(days=1)
    assert begun.body.split("\n") == [
        f"{day.month}月{day.day}日，有群众建议：请把材料清单贴在窗口。张某某，138****8000。",
        "市公安局采纳建议并落实：窗口已张贴材料清单。",
    ]
    assert (begun.title, begun.contributor) == ("张某某建议贴出材料清单", "市公安局")


def test_a_case_is_told_with_its_trips_and_its_end_and_names_nobody(app: Flask) -> None:
    inbox, editors = make_inbox(), Editors()
    case = inbox.register(WORDS, source=LetterSource.CASE, title="上户口跑了三趟", trips=3, outcome="最后办成了")
    letter = inbox.register(WORDS, source=LetterSource.LETTER, title="同样的来信")
    with transaction():
        for one in (case, letter):
            triage.list_finding(inbox.clerk, one, inbox.finding(checked=True))
    clerk, bulletin_id = Browser(app, editors.clerk), editors.draft()
    new = f"/bulletins/{bulletin_id}/articles/new"
    offered = clerk.get(f"{new}?source=suggestion").text
    assert ("上户口跑了三趟" in offered, "同样的来信" in offered) == (True, False)
    assert clerk.post(new, data={"source": "suggestion", "id": str(case)}).status_code == 302
    (begun,) = stored(bulletin_id).articles
    assert begun.body.endswith("前后跑了3趟，最后办成了。")
    assert "张桂芳" not in begun.body + begun.title and "王建军" not in begun.body


def test_the_sheet_for_the_archive_tells_articles_lists_and_who_signed(app: Flask) -> None:
    editors = Editors()
    editors.list_to(ListKind.REPORT, "市委书记", "市长")
    bulletin_id = editors.draft("一证通办", "改革研讨会", day=clock.today())
    clerk = Browser(app, editors.clerk)
    draft = clerk.get(f"/bulletins/{bulletin_id}/approval").text
    assert "1.一证通办（市公安局供稿）<br>2.改革研讨会" in draft and "第　　期" in draft
    editors.to_sign(bulletin_id)
    editors.sign(bulletin_id)
    sheet = clerk.get(f"/bulletins/{bulletin_id}/approval").text
    assert "市委书记，市长" in sheet and "第1期" in sheet
    assert all(actor.name in sheet for actor in (editors.clerk, editors.second, editors.director))
    word = clerk.get(f"/bulletins/{bulletin_id}/approval/word")
    told = [cell.text for row in Document(io.BytesIO(word.data)).tables[0].rows for cell in row.cells]
    assert told[told.index("目录") + 1] == "1.一证通办（市公安局供稿）\n2.改革研讨会（市公安局供稿）"
    assert clerk.get(f"/bulletins/{bulletin_id}").text.count("发文稿纸") == 1


def test_pasted_text_is_mended_by_a_click_and_saved_only_when_asked(app: Flask) -> None:
    editors = Editors()
    bulletin_id = editors.draft("一证通办")
    address = f"/bulletins/{bulletin_id}/articles/{stored(bulletin_id).articles[0].id}"
    clerk = Browser(app, editors.clerk)
    pasted = "２０１７年以超常规的力度，\r\n清单式推进，节省９２ １ 万小时。"
    shown = clerk.post(address, data=_written(body=pasted, check="1")).text
    assert [word in shown for word in ("全角数字", "句中断行", "疑似丢了小数点")] == [True] * 3
    mended = clerk.post(address, data=_written(body=pasted, take="body:point")).text
    assert "92.1 万小时" in mended
    assert stored(bulletin_id).articles[0].body != pasted
    assert clerk.post(address, data=_written(body="改好了。")).status_code == 302
    assert stored(bulletin_id).articles[0].body == "改好了。"
    stale = clerk.post(address, data=_written(body="后到的话。"))
    assert stale.status_code == 409
    assert "后到的话。" in stale.text
    assert "改好了。" in stale.text
    refused = clerk.post(address, data=_written(title="", version="2"))
    assert refused.status_code == 422
    assert "请填写标题" in refused.text


def test_an_original_is_kept_to_the_last_sign_and_can_be_taken_off(app: Flask) -> None:
    editors = Editors()
    bulletin_id = editors.draft("来信")
    address = f"/bulletins/{bulletin_id}/articles/{stored(bulletin_id).articles[0].id}"
    clerk = Browser(app, editors.clerk)
    sent = {"version": "0", "title": "来信原文", "text": LETTER.replace("\n", "\r\n")}
    assert clerk.post(f"{address}/attachments/new", data=sent).status_code == 302
    (kept,) = stored(bulletin_id).articles[0].attachments
    assert kept.text == LETTER
    assert "车省长：" in clerk.get(f"/bulletins/{bulletin_id}").text
    assert clerk.post(f"{address}/attachments/{kept.id}/remove").status_code == 302
    assert stored(bulletin_id).articles[0].attachments == []


def test_what_stands_in_the_way_is_told_on_its_page_and_nothing_has_moved(app: Flask) -> None:
    editors = Editors()
    bulletin_id = editors.draft()
    editors.write(bulletin_id, body="据说，累计减少跑趟181.7万次。请拨13957112233。")
    clerk = Browser(app, editors.clerk)
    answer = clerk.post(f"/bulletins/{bulletin_id}/steps/send_to_check")
    assert answer.status_code == 409
    assert "没有写截至日期" in answer.text
    assert "手机号" in answer.text
    assert stored(bulletin_id).state is NoticeState.DRAFT


def test_from_draft_to_signature_through_the_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    editors = Editors()
    bulletin_id = editors.draft("甲", "乙")
    clerk, second, director = (Browser(app, one) for one in (editors.clerk, editors.second, editors.director))
    page = f"/bulletins/{bulletin_id}"
    last = stored(bulletin_id).articles[1]
    clerk.post(f"{page}/articles/{last.id}/move", data={"to": "up"})
    assert stored(bulletin_id).articles[0].title == "乙"
    assert "上移" in clerk.get(page).text
    clerk.post(f"{page}/steps/send_to_check")
    assert "写过这期文字的人不能核稿" in clerk.get(page).text
    second.post(f"{page}/steps/pass_check")
    assert director.post(f"{page}/steps/sign").status_code == 409, "its date is blank"
    assert director.post(f"{page}/day", data={"day": "2999-01-01"}).status_code == 422
    director.post(f"{page}/day", data={"day": clock.today().isoformat(), "copies": "80"})
    assert "签发前填上" not in director.get(page).text
    director.post(f"{page}/steps/sign")
    issued = stored(bulletin_id)
    assert (issued.state, issued.issue_no) == (NoticeState.ISSUED, 1)
    kept = {one.kind: read_document(one.storage_key) for one in issued.documents}
    assert clerk.get(f"{page}/word").data == kept[BulletinFile.WORD]
    _lose_pango(monkeypatch)
    without = clerk.get(f"{page}/pdf")
    if BulletinFile.PDF in kept:
        assert without.data == kept[BulletinFile.PDF], "what was frozen needs no pango"
    assert "请管理员安装" in clerk.get(f"{page}/print").text
    clerk.post(f"{page}/corrections", data={"wrong": "市公安局", "right": "市人社局"})
    assert "应为“市人社局”" in clerk.get(f"/bulletins/{editors.draft('下一期')}").text


def test_without_pango_a_draft_says_what_to_install_and_signing_goes_on(app: Flask, monkeypatch: Any) -> None:
    editors = Editors()
    _lose_pango(monkeypatch)
    issued = editors.issue()
    assert [one.kind for one in stored(issued.id).documents] == [BulletinFile.WORD]
    refused = Browser(app, editors.clerk).get(f"/bulletins/{issued.id}/pdf")
    assert refused.status_code == 409
    assert "libpangoft2" in refused.text and "自动补做" in refused.text


def test_a_list_of_one_and_of_many_takes_the_same_queries(app: Flask) -> None:
    editors = Editors()
    editors.draft("甲", "乙")
    clerk = Browser(app, editors.clerk)
    with counting() as few:
        clerk.get("/bulletins")
    for number in range(3):
        editors.draft(f"第{number}期", "又一篇")
    with counting() as many:
        assert "第2期" in clerk.get("/bulletins").text
    assert many.count("BEGIN") == few.count("BEGIN")
    assert len(many) == len(few)
    assert "第2期" not in clerk.get("/bulletins?q=甲").text
    assert "没有这样的简报" in clerk.get("/bulletins?state=issued").text


def test_it_waits_on_the_first_page_of_whoever_is_next(app: Flask) -> None:
    editors = Editors()
    bulletin_id = editors.draft("一篇", day=clock.today())
    assert "简报待送核稿" in Browser(app, editors.clerk).get("/").text
    editors.to_sign(bulletin_id)
    first = Browser(app, editors.director).get("/").text
    assert "简报待签发" in first
    assert f'href="/bulletins/{bulletin_id}"' in first
