"""The pages of the catalogue: lists with filters in the address, forms, and the import in two steps."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.catalogue.models import CancelledProof, ServiceItem, Site, Window, WindowItem
from inspect_app.catalogue.vocabulary import CancelReason, TripPromise
from inspect_app.database import db
from tests.catalogue.making import ITEM_HEAD, UNIT, units, workbook
from tests.factories import keep, make_item, make_person, make_site, make_unit, make_window, sign_in

LISTS = ("/catalogue", "/catalogue/places", "/catalogue/proofs")


def clerk(app: Flask, client: FlaskClient, role: Role = Role.OFFICE_CLERK) -> Person:
    """Sign in as somebody of this role."""
    person = make_person(role)
    sign_in(client, person)
    return person


def post_file(client: FlaskClient, data: bytes, name: str = "表.xlsx") -> Any:
    """Upload a workbook to be tried."""
    form = {"file": (io.BytesIO(data), name), "csrf_token": token(client, "/catalogue/import")}
    return client.post("/catalogue/import", data=form, content_type="multipart/form-data")


def token(client: FlaskClient, address: str) -> str:
    """Return the token of the first form on a page."""
    return field(client.get(address).text, "csrf_token")


def field(page: str, name: str) -> str:
    """Return the value of a hidden field of a page's last form that has one."""
    return page.rsplit(f'name="{name}"', maxsplit=1)[-1].split('value="', 1)[1].split('"', 1)[0]


def test_an_empty_list_says_what_will_come_here(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    for address in LISTS:
        page = client.get(address)
        assert page.status_code == 200
        assert "还没有" in page.text


def test_filters_stand_in_the_address(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
        police = make_unit("市公安局")
        make_item(police, name="驾驶证补办", trips=TripPromise.ZERO, mobile=True)
        make_item(police, name="居住证申领")
        make_item(name="婚姻登记")
        unit_id = police.id
    expected = {
        "": {"驾驶证补办", "居住证申领", "婚姻登记"},
        f"?unit={unit_id}": {"驾驶证补办", "居住证申领"},
        "?trips=0": {"驾驶证补办"},
        "?feature=mobile": {"驾驶证补办"},
        "?q=登记": {"婚姻登记"},
        "?q=％": set(),
        f"?unit={unit_id}&trips=1": {"居住证申领"},
        "?unit=x&trips=x&page=x": {"驾驶证补办", "居住证申领", "婚姻登记"},
    }
    for query, names in expected.items():
        text = client.get("/catalogue" + query).text
        assert {name for name in ("驾驶证补办", "居住证申领", "婚姻登记") if name in text} == names, query


def test_a_list_of_thirty_runs_as_many_queries_as_a_list_of_one(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
        _fill(1)
    first = {address: _queries(app, client, address) for address in LISTS}
    with app.app_context():
        _fill(29)
    assert {address: _queries(app, client, address) for address in LISTS} == first


def _fill(count: int) -> None:
    for _ in range(count):
        make_item(window=make_window(), papers=("身份证",))
        number = db.session.scalar(select(func.count()).select_from(CancelledProof)) or 0
        unit_id = make_unit().id
        keep(CancelledProof(code=f"P{number}", name=f"证明{number}", unit_id=unit_id, reason=CancelReason.NO_BASIS))


def _queries(app: Flask, client: FlaskClient, address: str) -> int:
    client.get(address)
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_a_page_holds_fifty_rows(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
        unit = make_unit()
        keep(*(ServiceItem(code=f"N{n:03d}", name=f"事项第{n:03d}号", unit_id=unit.id) for n in range(51)))
    assert client.get("/catalogue").text.count("事项第") == 50
    assert client.get("/catalogue?page=2").text.count("事项第") == 1


def test_the_page_of_a_matter_shows_promise_papers_and_windows(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client, Role.INSPECTOR)
        window = make_window(name="户籍窗口")
        item = make_item(name="户口迁移", papers=("户口簿",), window=window, id_only=True, batch="首批")
        item_id = item.id
    text = client.get(f"/catalogue/items/{item_id}").text
    assert all(word in text for word in ("户口迁移", "户口簿", "户籍窗口", "仅凭身份证", "首批", "最多跑一次"))
    assert "修改" not in text


def test_a_reader_cannot_write(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client, Role.DEPT_LIAISON)
        item_id, site_id = make_item().id, make_site().id
    for address in (
        "/catalogue/import", "/catalogue/import/template", "/catalogue/items/new", f"/catalogue/items/{item_id}/edit",
        f"/catalogue/sites/{site_id}/edit", "/catalogue/windows/new",
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address


def test_a_form_adds_changes_and_refuses_a_stale_version(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
        unit_id, window_id = str(make_unit().id), str(make_window().id)
    fields = {
        "csrf_token": token(client, "/catalogue/items/new"), "code": "Ｇ-1", "name": "养犬许可", "unit_id": unit_id,
        "audience": "person", "trips": "1", "features": ["online", "city_wide"], "promised_amount": "5",
        "promised_unit": "workdays", "papers": "身份证\n犬只防疫证明 | 一年内的",
        "window_ids": [window_id], "active": "y",
    }  # fmt: skip
    assert client.post("/catalogue/items/new", data=fields).status_code == 302
    with app.app_context():
        item = db.session.scalars(select(ServiceItem)).one()
        assert (item.code, item.online, item.mobile, item.promised_amount) == ("G-1", True, False, 5)
        assert [(paper.name, paper.note) for paper in item.papers] == [("身份证", ""), ("犬只防疫证明", "一年内的")]
        address = f"/catalogue/items/{item.id}/edit"
    page = client.get(address).text
    assert "犬只防疫证明 | 一年内的" in page
    fields["version"] = field(page, "version")
    assert client.post(address, data={**fields, "name": "养犬登记"}).status_code == 302
    refused = client.post(address, data={**fields, "name": "养犬办证"})
    assert refused.status_code == 409
    assert "养犬登记" in refused.text
    assert "养犬办证" in refused.text


def test_a_refused_form_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    fields = {"csrf_token": token(client, "/catalogue/items/new"), "name": "养犬许可", "promised_amount": "五"}
    page = client.post("/catalogue/items/new", data=fields)
    assert page.status_code == 422
    assert "养犬许可" in page.text
    assert "请填事项编码" in page.text
    assert "错误：" in page.text


def test_site_and_window_forms_save(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
        unit_id = str(make_unit().id)
    fields = {"csrf_token": token(client, "/catalogue/sites/new"), "code": "S1", "name": "大厅", "unit_id": unit_id}
    assert client.post("/catalogue/sites/new", data={**fields, "type": "community", "active": "y"}).status_code == 302
    with app.app_context():
        site_id = db.session.scalars(select(Site.id)).one()
    fields |= {"code": "W1", "name": "综合窗口", "site_id": str(site_id), "hours_kind": "office", "active": "y"}
    fields["features"] = ["booking", "epay"]  # type: ignore[assignment]
    assert client.post(f"/catalogue/windows/new?site={site_id}", data=fields).status_code == 302
    with app.app_context():
        window = db.session.scalars(select(Window)).one()
        assert (window.booking, window.precheck, window.courier, window.epay) == (True, False, False, True)
        window_id = window.id
    for address in (f"/catalogue/sites/{site_id}/edit", f"/catalogue/windows/{window_id}/edit"):
        version = field(client.get(address).text, "version")
        saved = client.post(address, data={**fields, "type": "community", "name": "新名", "version": version})
        assert saved.status_code == 302
    page = client.get(f"/catalogue/sites/{site_id}").text
    assert page.count("新名") >= 2
    assert ("电子支付" in page, "快递送达" in page) == (True, False)


def test_an_import_takes_two_steps(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    tried = post_file(client, workbook({**units(UNIT), "事项": [ITEM_HEAD, ("I1", "驾驶证补办", "U1")]}))
    assert tried.status_code == 200
    assert "导入这 2 处变化" in tried.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ServiceItem)) == 0
    ticket = {"ticket": field(tried.text, "ticket"), "csrf_token": token(client, "/catalogue/import")}
    assert client.post("/catalogue/import/confirm", data=ticket).status_code == 302
    assert "驾驶证补办" in client.get("/catalogue").text


def test_problems_are_listed_with_sheet_and_cell(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    tried = post_file(client, workbook({"事项": [ITEM_HEAD, ("I1", "驾驶证补办", "哪个局")]}))
    assert tried.status_code == 422
    assert all(word in tried.text for word in ("有 1 处要改", "事项", "C2", "没有“哪个局”这个单位"))
    assert 'name="ticket"' not in tried.text


def test_what_is_no_workbook_gets_a_sentence(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    for data in (b"", b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99):
        assert post_file(client, data).status_code == 422


def test_a_ticket_serves_only_who_got_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    tried = post_file(client, workbook(units(UNIT)))
    other = app.test_client()
    with app.app_context():
        clerk(app, other)
    stolen = {"ticket": field(tried.text, "ticket"), "csrf_token": token(other, "/catalogue/import")}
    assert other.post("/catalogue/import/confirm", data=stolen).status_code == 422
    forged = {**stolen, "ticket": "x.y.z"}
    assert other.post("/catalogue/import/confirm", data=forged).status_code == 422


def test_the_template_comes_with_its_chinese_name(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
    for address in ("/catalogue/import/template", "/catalogue/import/example"):
        answer = client.get(address)
        assert answer.data.startswith(b"PK")
        assert "filename*=UTF-8''%E" in answer.headers["Content-Disposition"]


def test_a_window_out_of_use_stays_with_its_matter_when_the_form_is_saved(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        clerk(app, client)
        old = make_window(name="旧窗口", active=False)
        item = make_item(window=old, name="居住证")
        address = f"/catalogue/items/{item.id}/edit"
        values = {"unit_id": str(item.unit_id), "window_ids": [str(old.id)]}
    page = client.get(address).text
    assert "旧窗口" in page
    fields = {name: field(page, name) for name in ("csrf_token", "version")}
    assert client.post(address, data={**fields, **values, "name": "居住证", "audience": "person"}).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(WindowItem.window_id)).all() == [int(values["window_ids"][0])]
