"""A department answers, its head signs, a verifier checks, the office closes: in Chromium, with axe."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from tests.browsers import LiveServer, pixels_too_wide
from tests.factories import sign_in
from tests.rectification.making import Case, make_case

pytestmark = pytest.mark.browser
Audit = Callable[[Page], list[str]]


@pytest.fixture
def case(live_server: LiveServer) -> Case:
    """Make a case that was delivered yesterday and is due in ten days."""
    with live_server.app.app_context():
        delivered = clock.now() - timedelta(days=1)
        due = clock.today() + timedelta(days=10)
        return make_case(FindingStatus.RECTIFYING, delivered_at=delivered, due=due)


def become(page: Page, server: LiveServer, case: Case, name: str) -> None:
    """Let the browser be signed in as somebody."""
    client = server.app.test_client()
    with server.app.app_context():
        sign_in(client, case.people[name])
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "inspect", "value": cookie.value, "url": server.url}])


def test_a_reply_is_signed_checked_and_closed(
    page: Page, live_server: LiveServer, case: Case, axe: Audit, tmp_path: Path
) -> None:
    proof = tmp_path / "通知.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    address = f"{live_server.url}/case/{case.number}"

    become(page, live_server, case, "liaison")
    page.goto(address)
    assert axe(page) == []
    page.get_by_role("link", name="反馈整改结果").click()
    page.get_by_role("button", name="报负责人审签").click()
    expect(page.get_by_role("alert")).to_contain_text("请写整改情况")
    assert axe(page) == []
    page.get_by_label("整改情况").fill("已通知全市派出所，市内迁移不再收居住证明。")
    page.get_by_label("加文件或照片").set_input_files(proof)
    page.get_by_label("有，已一并改").check()
    assert axe(page) == []
    page.get_by_role("button", name="报负责人审签").click()
    expect(page.get_by_role("heading", name="待负责人签发")).to_be_visible()
    assert axe(page) == []

    become(page, live_server, case, "head")
    page.goto(address)
    expect(page.get_by_text("通知.pdf")).to_be_visible()
    page.get_by_role("button", name="签发").click()
    expect(page.get_by_text("已反馈", exact=True)).to_be_visible()

    become(page, live_server, case, "verifier")
    page.goto(address)
    page.locator("label", has_text="复访").first.click()
    page.get_by_label("已改到位", exact=True).check()
    page.get_by_label("看到了什么").fill("换了两个窗口问，都不再要。")
    assert axe(page) == []
    page.get_by_role("button", name="记下核验结论").click()
    expect(page.get_by_role("listitem").filter(has_text="核验通过").first).to_be_visible()

    become(page, live_server, case, "director")
    page.goto(address)
    assert axe(page) == []
    page.get_by_role("button", name="销号").click()
    page.get_by_role("dialog").get_by_role("button", name="销号").click()
    expect(page.get_by_text("按期整改").first).to_be_visible()
    assert axe(page) == []
    with live_server.app.app_context():
        assert case.finding.status is FindingStatus.CLOSED


@pytest.mark.parametrize("size", [(768, 1024), (1024, 768), (1280, 800), (360, 800)])
def test_a_case_fits_every_screen(page: Page, live_server: LiveServer, case: Case, size: tuple[int, int]) -> None:
    become(page, live_server, case, "liaison")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ("", "/feedback", "/progress"):
        page.goto(f"{live_server.url}/case/{case.number}{path}")
        assert pixels_too_wide(page) <= 0


@pytest.mark.parametrize("sheet", ["dispatch", "feedback"])
def test_a_sheet_prints_on_one_page_of_a4(page: Page, live_server: LiveServer, case: Case, sheet: str) -> None:
    become(page, live_server, case, "liaison")
    page.goto(f"{live_server.url}/case/{case.number}/sheets/{sheet}")
    body = page.pdf(prefer_css_page_size=True)
    assert body.count(b"/Type /Page\n") + body.count(b"/Type /Page ") + body.count(b"/Type /Page/") == 1
    assert b"/MediaBox [0 0 594.95996 841.91998]" in body or b"/MediaBox [0 0 595" in body
