"""The pages of campaigns."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import CampaignPreset
from inspect_app.database import db
from tests.factories import make_campaign, make_item, make_person, make_unit, sign_in


def enter(app: Flask, client: FlaskClient, role: Role = Role.OFFICE_CLERK) -> None:
    """Sign in as somebody of this role."""
    with app.app_context():
        sign_in(client, make_person(role))


def field(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    return page.split(f'name="{name}"')[1].split('value="', 1)[1].split('"', 1)[0]


def form(app: Flask, client: FlaskClient) -> dict[str, Any]:
    """Return a filled form."""
    with app.app_context():
        unit_id = str(make_unit("市公安局").id)
    return {
        "csrf_token": field(client.get("/campaigns/new").text, "csrf_token"),
        "code": "２０２６-07", "name": "养犬许可专项", "preset": "clearing",
        "basis_title": "通知", "basis_number": "43号",
        "starts_on": "2026-09-01", "ends_on": "2026-09-30", "methods": ["on_site", "phone"],
        "target_ids": [unit_id],
        "issuer_id": unit_id, "paper_kind": "bulletin", "series": "专项督察通报", "cut_off": "16:30",
        "main_recipients": "市公安局\n各区、县（市）政府\n市公安局 ",
        "copy_recipients": "市四套班子领导", "checklist_id": "",
    }  # fmt: skip


def test_a_campaign_is_added_shown_and_changed(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    fields = form(app, client)
    refused = client.post("/campaigns/new", data=fields | {"goal_online": "0"})
    assert (refused.status_code, "没有目标就空着" in refused.text) == (422, True)
    fields["goal_online"] = "12"
    assert client.post("/campaigns/new", data=fields).status_code == 303
    assert "养犬许可专项" in client.get("/campaigns").text
    with app.app_context():
        campaign = db.session.scalars(select(Campaign)).one()
        assert campaign.code == "2026-07"
        assert [one.name for one in campaign.recipients] == ["市公安局", "各区、县（市）政府", "市四套班子领导"]
        address = f"/campaigns/{campaign.id}"
    page = client.get(address).text
    assert all(word in page for word in ("养犬许可专项", "现场走访、电话测试", "每天 16:30", "通知（43号）"))
    assert "0/12" in page
    assert all(word in page for word in ("市公安局、各区、县（市）政府", "市四套班子领导"))
    fields["version"] = field(client.get(address + "/edit").text, "version")
    assert client.post(address + "/edit", data={**fields, "series": "督察快报"}).status_code == 302
    assert "督察快报" in client.get(address).text
    stale = client.post(address + "/edit", data={**fields, "series": "督查通报"})
    assert stale.status_code == 409
    assert "督查通报" in stale.text


def test_the_drive_against_pain_and_blockage_opens_with_its_methods_and_keeps_its_kind(
    app: Flask, client: FlaskClient
) -> None:
    """“除痛点、疏堵点、克难点”专项行动 (seed 003)."""
    enter(app, client)
    page = client.get("/campaigns/new?preset=clearing").text
    assert re.search(r'<option selected value="clearing">除痛点疏堵点克难点', page)
    chosen = re.findall(r'<input checked[^>]* name="methods"[^>]* value="(\w+)"', page)
    assert chosen == ["on_site", "experience"]
    assert client.post("/campaigns/new", data=form(app, client)).status_code == 303
    with app.app_context():
        campaign = db.session.scalars(select(Campaign)).one()
        assert campaign.preset is CampaignPreset.CLEARING
    assert "除痛点疏堵点克难点" in client.get(f"/campaigns/{campaign.id}").text


BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"ends_on": "2026-08-01"}, "结束日期早于开始日期"),
    ({"starts_on": "九月一日"}, "日期"),
    ({"methods": []}, "请至少选一种方式"),
    ({"methods": ["by_drone"]}, "方式"),
    ({"target_ids": []}, "请至少选一个督察对象"),
    ({"target_ids": ["999999"]}, "督察对象"),
    ({"name": ""}, "请填专项名称"),
    ({"code": "a b"}, "编号里不能有空格"),
    ({"preset": "nix"}, "类型"),
    ({"cut_off": "25:00"}, "截稿时间"),
    ({"issuer_id": ""}, "请选印发单位"),
)


def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    fields = form(app, client)
    for change, sentence in BAD:
        page = client.post("/campaigns/new", data={**fields, **change})
        assert page.status_code == 422, change
        assert sentence in page.text
        assert "各区、县（市）政府" in page.text
    with app.app_context():
        assert db.session.scalars(select(Campaign)).all() == []


def test_nobody_else_sees_a_campaign(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        campaign_id = make_campaign().id
    for role in (Role.INSPECTOR, Role.SHOPPER, Role.DEPT_LIAISON, Role.DEPT_HEAD, Role.LEADER):
        enter(app, client, role)
        for address in ("/campaigns", f"/campaigns/{campaign_id}", "/campaigns/new", f"/campaigns/{campaign_id}/edit"):
            assert client.get(address).status_code == 403, (role, address)


def test_an_unknown_campaign_is_missing(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    assert client.get("/campaigns/999").status_code == 404


def test_thirty_campaigns_take_as_many_queries_as_one(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    with app.app_context():
        make_campaign((make_unit(),))
    first = _queries(app, client)
    with app.app_context():
        for _ in range(29):
            make_campaign((make_unit(), make_unit()))
    assert _queries(app, client) == first


def _queries(app: Flask, client: FlaskClient) -> int:
    client.get("/campaigns")
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    assert client.get("/campaigns").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_a_goal_opens_the_list_it_was_counted_from(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    fields = form(app, client) | {"goal_online": "12"}
    assert client.post("/campaigns/new", data=fields).status_code == 303
    with app.app_context():
        campaign = db.session.scalars(select(Campaign)).one()
        unit = campaign.targets[0].unit
        for values in ({"online": True}, {"online": True}, {"online": True, "active": False}, {}):
            make_item(make_unit(parent=unit), **values)
        make_item(make_unit(), online=True)
        address = f"/campaigns/{campaign.id}"
    link = re.search(r'href="([^"]+)">2/12<', client.get(address).text)
    assert link is not None
    assert "<b>共 2 条</b>" in client.get(unescape(link[1])).text
