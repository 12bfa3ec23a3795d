"""网上抽查 through HTTP: entered with a screenshot, compared, judged, listed; Excel equals the screen."""

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.spotchecks.models import GuideCheck
from tests.factories import make_item
from tests.pictures import photo
from tests.spotchecks.dialling import DAY, Desk, at

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def _form(desk: Desk) -> dict[str, str]:
    window = db.session.query(Window).filter_by(name="婚姻登记窗口").one()
    unit = db.session.get_one(Unit, desk.unit_id)
    item = make_item(unit, window=window, name="结婚登记", papers=("身份证", "户口簿"))
    return {
        "campaign_id": str(desk.campaign_id), "item_id": str(item.id), "window_id": str(window.id),
        "url": "https://example.gov.cn/guide", "found": "found", "checked_on": DAY.isoformat(),
        "window_papers": "身份证原件\n户口簿", "online_papers": "1. 户口簿\n2. 身份证复印件", "window_fees": "不收费",
        "online_fees": "不收费",
    }  # fmt: skip


def test_a_guide_is_compared_judged_and_listed_on_the_pages(client: FlaskClient, desk: Desk) -> None:
    form = _form(desk)
    with desk.browsing(client, desk.inspector_id, at(10)) as browser:
        assert "还没有网上抽查" in browser.get("/online-checks").text
        known = browser.get(f"/online-checks/new?item={form['item_id']}").text
        assert re.search(r'name="window_papers"[^>]*>\s*身份证\n户口簿', known)
        refused = browser.post("/online-checks/new", data=form | {"url": "example.gov.cn", "note": "两下"})
        assert refused.status_code == 422
        assert "链接要以 http:// 或 https:// 开头" in refused.text
        assert 'value="两下"' in refused.text
        shot = {"files": (io.BytesIO(photo(80, 60)), "截图.jpg")}
        made = browser.post("/online-checks/new", data=form | shot, content_type="multipart/form-data")
        assert made.status_code == 303
        page = browser.get(made.location).text
        assert "有 1 处不一致" in page
        assert "身份证<mark>原</mark>件" in page
        assert "2. 身份证<mark>复印</mark>件" in page
        (same,) = re.findall(r'action="([^"]*/same)"', page)
        assert browser.post(same).status_code == 303
        assert "窗口和网上一致" in browser.get(made.location).text
        assert browser.post(same.replace("/same", "/different")).status_code == 303
        assert browser.post(same.replace("/same", "/nix")).status_code == 404
        assert browser.post(same.replace("/same", "/finding")).status_code == 303
        listed = browser.get(made.location).text
    assert "，已列为问题：" in listed
    assert "列为问题</button>" not in listed
    finding = db.session.query(Finding).one()
    with desk.browsing(client, desk.clerk_id, at(11)) as browser:
        triage = browser.get(f"/findings/{finding.id}").text
        (picture,) = re.findall(rf'href="({made.location}/files/[^"]+)"', triage)
        stored = db.session.query(GuideCheck).one().files[0].file
        assert picture.endswith(stored.public_id)
        sheet = load_workbook(io.BytesIO(browser.get("/online-checks/export").data)).active
        assert sheet is not None
        said = [str(cell.value)[:10] if hasattr(cell.value, "date") else str(cell.value) for cell in sheet[2]]
        rows = re.findall(r"<td[^>]*>(.*?)</td>", browser.get("/online-checks").text, re.S)
        assert said == [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in rows]
        assert "指南一致率 0/1" in browser.get("/online-checks").text
        assert "没有符合条件的" in browser.get("/online-checks?outcome=same").text


def test_nobody_else_opens_a_check_or_its_screenshot(client: FlaskClient, desk: Desk) -> None:
    form = _form(desk)
    with desk.browsing(client, desk.clerk_id, at(10)) as browser:
        shot = {"files": (io.BytesIO(photo(80, 60)), "截图.jpg")}
        check = browser.post("/online-checks/new", data=form | shot, content_type="multipart/form-data").location
    file = db.session.query(GuideCheck).one().files[0].file.public_id
    pages = [check, f"{check}/edit", f"{check}/files/{file}"]
    with desk.browsing(client, desk.liaison_id, at(10)) as browser:
        assert {browser.get(page).status_code for page in pages} == {403}
    with desk.browsing(client, desk.other_id, at(10)) as browser:
        assert {browser.get(page).status_code for page in pages} == {404}


def test_a_check_is_mended_and_a_stale_page_is_told(client: FlaskClient, desk: Desk) -> None:
    form = _form(desk)
    with desk.browsing(client, desk.clerk_id, at(10)) as browser:
        check = browser.post("/online-checks/new", data=form).location
        page = browser.get(f"{check}/edit").text
        version = re.search(r'name="version"[^>]*value="(\d+)"', page)
        assert version
        changed = form | {"version": version[1], "online_papers": form["window_papers"]}
        assert browser.post(f"{check}/edit", data=changed).status_code == 303
        assert "窗口和网上一致" in browser.get(check).text
        assert browser.post(f"{check}/edit", data=changed).status_code == 409
