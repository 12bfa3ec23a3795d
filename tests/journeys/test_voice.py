"""What a citizen says behind a QR code, followed through the browser until their receipt tells that it is mended."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, SourceKind
from inspect_app.notices.actions import bulletins
from inspect_app.notices.vocabulary.bulletins import SeriesDraft
from inspect_app.rectification.actions import closing, verifying
from inspect_app.rectification.actions.feedback import give_feedback
from inspect_app.voices.models import Letter
from inspect_app.voices.vocabulary.letters import LetterSource, LetterState
from tests.browsers import LiveServer
from tests.factories import actor_of, make_campaign, make_office, make_person
from tests.journeys.desk import DESK, PHONE, Audit, Desk
from tests.rectification.making import check_draft, feedback_draft
from tests.voices.opinions import Hall, make_hall

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(300)]
SAID = "上户口让我回家拿户口簿复印件，跑了两趟。"
DONE = "告知单已换新，户籍窗口不再收户口簿复印件。"
ANSWER = "已查实，窗口不再收户口簿复印件，谢谢您指出来。"
PUBLISHED = "群众反映上户口要复印件，经督办，窗口已不再收取。"


@dataclass(frozen=True)
class Town:
    """A hall with an open form, the office, and who mends and who checks."""

    hall: Hall
    head: int
    verifier: int
    campaign: str

    def actor(self, person_id: int) -> Actor:
        return actor_of(db.session.get_one(Person, person_id))


@pytest.fixture
def town(live_server: LiveServer) -> Town:
    """Make a hall, its department, an office that edits bulletins, a campaign that runs."""
    with live_server.app.app_context():
        hall = make_hall()
        head = make_person(Role.DEPT_HEAD, hall.person.grants[0].unit, name="陈局长")
        verifier = make_person(Role.VERIFIER, make_office())
        campaign = make_campaign(name="户籍窗口专项督察")
        with transaction():
            head.unit_id = head.grants[0].unit_id = hall.unit_id
            series = SeriesDraft("“最多跑一次”改革简报", "市跑改办", "jianbao@mingzhou.example")
            bulletins.save_series(hall.clerk, series)
        return Town(hall, head.id, verifier.id, campaign.name)


def test_an_opinion_becomes_a_problem_is_mended_answered_published_and_its_receipt_says_so(
    page: Page, live_server: LiveServer, axe: Audit, town: Town
) -> None:
    desk = Desk(page, live_server, axe, "voice")
    receipt = _say(desk, town)
    _take_up(desk, town)
    _list_as_problem(desk, town)
    number = _dispatch(desk)
    _ask(desk, receipt, "已列为问题，正在督促整改。")
    _mend(desk, town, number)
    _answer(desk, town, number)
    _print(desk, number)
    _publish(desk)
    _ask(desk, receipt, "已列为问题，责任单位已经改好。办理结果已在改革简报第1期公示。")
    expect(desk.seen(ANSWER)).to_be_visible()


def _say(desk: Desk, town: Town) -> str:
    """Fill in the four questions on a telephone; return the receipt."""
    desk.resize(PHONE)
    desk.become(None)
    desk.open(f"/o/{town.hall.code}", "这件事您一共跑了几趟")
    page = desk.page
    for answer in ("跑了 2 趟", "没人讲清要带什么", "不满意"):
        page.get_by_text(answer, exact=True).check()
        page.get_by_role("button", name="下一题").click()
    page.get_by_label("哪里不方便").fill(SAID)
    desk.press("交意见", "收到了，谢谢您")
    return page.locator(".code").inner_text()


def _take_up(desk: Desk, town: Town) -> None:
    """Find the opinion on the office's list and hand it to the inbox."""
    desk.resize(DESK)
    desk.become(town.hall.clerk_id)
    desk.open("/voices/opinions", SAID)
    desk.page.locator("main table a").first.click()
    desk.look("看过了，不用办")
    desk.press("转来信办理", "已转来信办理，请接着分办。")
    desk.open("/letters", "意见征集表")
    desk.page.locator("main table a").first.click()
    desk.look("分办")
    expect(desk.page.get_by_role("heading", name=SAID, exact=True)).to_be_visible()
    expect(desk.seen(SAID)).to_be_visible()


def _list_as_problem(desk: Desk, town: Town) -> None:
    """Put what was said into words that may leave the office."""
    desk.follow("列为问题", "责任单位只看到这里写的")
    page = desk.page
    expect(page.locator("[name=category] option:checked")).to_have_text("其他")
    expect(page.locator("[name=campaign_id] option:checked")).to_have_text(town.campaign)
    expect(page.locator("[name=window_id] option:checked")).to_contain_text("户籍窗口")
    page.get_by_label("问题标题").fill("上户口多收一份复印件")
    page.get_by_label("事实").fill("窗口要求提交清单外的户口簿复印件，群众跑了两趟。")
    desk.press("列为问题", "已列为问题，待立项交办。")
    expect(page.get_by_role("link", name="待交办 上户口多收一份复印件")).to_be_visible()


def _dispatch(desk: Desk) -> str:
    """Hand the problem over; return its number."""
    desk.follow("待交办 上户口多收一份复印件", "我来立项")
    desk.page.locator("[name=demand]").fill("撤下清单外的材料。")
    desk.press("立项交办", "已交办")
    with desk.server.app.app_context():
        finding = db.session.query(Finding).one()
        assert (finding.status, finding.source_kind) == (FindingStatus.DISPATCHED, SourceKind.LETTER)
        return str(finding.number)


def _mend(desk: Desk, town: Town, number: str) -> None:
    """Mend, check and strike off, as other journeys show in the browser; the department reads no letter."""
    desk.become(town.head)
    desk.open(f"/case/{number}", "上户口多收一份复印件")
    assert SAID not in desk.page.content()
    with desk.server.app.app_context():
        with transaction():
            give_feedback(town.actor(town.head), number, feedback_draft(work_done=DONE))
        with transaction():
            verifying.verify(town.actor(town.verifier), number, check_draft())
        with transaction():
            closing.close(town.hall.clerk, number)


def _answer(desk: Desk, town: Town, number: str) -> None:
    """Answer whoever spoke: text, channel, day."""
    desk.become(town.hall.clerk_id)
    desk.open("/letters", "未答复")
    desk.page.locator("main table a").first.click()
    desk.look(number)
    desk.follow("答复", "凭回执码看得到")
    page = desk.page
    expect(page.get_by_label("答复方式")).to_have_value("online")
    page.get_by_label("答复内容").fill(ANSWER)
    desk.press("记下答复", "答复已记下。")


def _print(desk: Desk, number: str) -> None:
    """Take the mended problem into the bulletin."""
    desk.open("/bulletins", "简报")
    desk.press("开始编", "点赞")
    desk.follow("问题", number)
    desk.press("用它起稿", "存文章，看预览")
    expect(desk.page.get_by_role("textbox", name="正文")).to_contain_text("群众反映户籍窗口的问题")
    expect(desk.page.get_by_role("textbox", name="正文")).to_contain_text(DONE)
    desk.press("存文章，看预览", "加文章")


def _publish(desk: Desk) -> None:
    """Note where it was published, and in which words."""
    desk.open("/letters", "已列为问题")
    desk.page.locator("main table a").first.click()
    desk.look("答复和公示")
    desk.follow("公示", "公示文字")
    desk.page.get_by_label("公示渠道").fill("改革简报第1期")
    desk.page.get_by_label("公示文字").fill(PUBLISHED)
    desk.press("记下公示", "公示已记下。")
    with desk.server.app.app_context():
        kept = db.session.query(Letter).one()
        assert (kept.source, kept.state) == (LetterSource.OPINION, LetterState.FINDING)
        assert None not in (kept.answered_on, kept.published_on, kept.answer_channel)


def _ask(desk: Desk, receipt: str, says: str) -> None:
    """Look up a receipt on a telephone, as nobody."""
    size, cookies = desk.size, desk.page.context.cookies()
    desk.resize(PHONE)
    desk.become(None)
    desk.open("/o/receipt", "查意见办理情况")
    desk.page.get_by_label("回执码").fill(receipt)
    desk.press("查", says)
    desk.resize(size)
    desk.page.context.add_cookies(cookies)
