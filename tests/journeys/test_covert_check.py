"""A claimed fix is looked at covertly: ordered, done on a tablet without a network, settled at a desk."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.models import Verification
from inspect_app.rectification.vocabulary import VerificationMethod
from tests.browsers import LiveServer
from tests.factories import make_campaign, make_version
from tests.field.app_pages import PASSWORD, choose, go, item, no_network, ready
from tests.field.making import tiny_photo
from tests.journeys.test_rectification import Journey
from tests.rectification.making import feed_back, make_case

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
Audit = Callable[[Page], list[str]]
PHRASE = "夜里走过三条街去看雨"
SEEN = "又取了一次号，没有再要复印件"


@pytest.fixture
def journey(page: Page, live_server: LiveServer, axe: Audit) -> Journey:
    """Give a case whose department says that it is done, and a verifier who may be sent."""
    with live_server.app.app_context():
        make_campaign(version=make_version(items=2))
        case = make_case(FindingStatus.RECTIFYING, delivered_at=clock.now(), due=clock.today() + timedelta(days=7))
        feed_back(case)
        secret, verifier_id = hash_password(PASSWORD), case.people["verifier"].id
        with transaction():
            verifier = db.session.get_one(Person, verifier_id)
            verifier.username, verifier.name, verifier.password_hash = "captain", "郑核验", secret
    return Journey(page, live_server, axe, case)


@pytest.mark.slow
def test_a_verifier_looks_again_covertly_without_a_network_and_settles_it(
    journey: Journey, browser: Browser, tmp_path: Path
) -> None:
    page = journey.open_as("director", "/verifier")
    form = page.locator("form", has=page.get_by_role("heading", name="安排走访核验"))
    who = form.get_by_label("谁去", exact=True)
    who.select_option(label=who.locator("option", has_text="郑核验").inner_text())
    form.get_by_label("暗访", exact=True).check()
    form.get_by_label("列入哪个专项").select_option(index=1)
    page.get_by_role("button", name="安排走访", exact=True).click()
    expect(page.get_by_text("已安排走访核验，责任单位看不到这次安排。")).to_be_visible()

    _look_with_a_tablet(browser, journey, tmp_path)

    page = journey.open_as("verifier")
    expect(page.get_by_text(SEEN)).to_be_visible()
    page.get_by_label("暗访复核", exact=True).check()
    page.get_by_label("已改到位", exact=True).check()
    page.get_by_label("看到了什么", exact=True).fill("窗口已不再要复印件。")
    journey.press("记下核验结论")
    with journey.server.app.app_context():
        check = db.session.scalars(select(Verification)).one()
        assert (check.method, check.verifier_id) == (VerificationMethod.COVERT, None)
        assert check.visit_id is not None

    for name in ("liaison", "head"):
        told = journey.open_as(name).content()
        assert [word for word in ("暗访", "郑核验", SEEN, "captain") if word in told] == []


def _look_with_a_tablet(browser: Browser, journey: Journey, folder: Path) -> None:
    """Take the visit along, set the phrase it is sealed with, fill it in below ground, come up again."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    tablet = context.new_page()
    tablet.goto(f"{journey.server.url}/field/app")
    tablet.locator("[name=username]").fill("captain")
    tablet.locator("[name=password]").fill(PASSWORD)
    tablet.get_by_role("button", name="登录").click()
    tablet.locator("[name=first]").fill(PHRASE)
    tablet.locator("[name=second]").fill(PHRASE)
    tablet.get_by_role("button", name="设好").click()
    ready(tablet)
    assert journey.axe(tablet) == []
    no_network(tablet)
    tablet.locator("#todo .visit").first.click()
    choose(tablet, "look1", "yes")
    choose(tablet, "look2", "yes")
    photo = folder / "photo.jpg"
    photo.write_bytes(tiny_photo())
    item(tablet, "look2").get_by_text("备注和照片").click()
    item(tablet, "look2").locator("textarea").fill(SEEN)
    item(tablet, "look2").locator("input[type=file]").set_input_files(photo)
    expect(item(tablet, "look2").locator("figure .cap")).to_have_text("本机已存")
    go(tablet, tablet.url.rsplit("/", 2)[-2], "check")
    assert journey.axe(tablet) == []
    tablet.get_by_role("button", name="提交走访").click()
    expect(tablet.locator(".state-waiting")).to_have_text("待上传 0/1")
    context.set_offline(False)
    expect(tablet.locator(".receipt-no")).to_be_visible()
    context.close()
