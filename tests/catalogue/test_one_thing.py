"""Matters are told apart by whom they serve, and several make one 一件事 (seeds 003 and 004)."""

from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.catalogue.vocabulary import Audience
from tests.factories import make_item, make_person, make_unit, sign_in


def test_what_belongs_to_one_thing_is_listed_together_and_beside_each_of_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
        police, tax = make_unit("市公安局"), make_unit("市税务局")
        first = make_item(police, name="户口迁入", one_thing="投靠落户").id
        make_item(tax, name="个税信息变更", one_thing="投靠落户")
        make_item(tax, name="发票领用", one_thing="企业开办")
        alone = make_item(police, name="养犬许可").id
    listed = client.get("/catalogue?one_thing=投靠落户").text
    assert "户口迁入" in listed and "个税信息变更" in listed
    assert "发票领用" not in listed and "养犬许可" not in listed
    page = client.get(f"/catalogue/items/{first}").text
    assert "同属“投靠落户”" in page and "全部 2 项" in page
    assert "个税信息变更" in page and "发票领用" not in page
    assert "同属" not in client.get(f"/catalogue/items/{alone}").text


def test_matters_of_people_and_of_firms_are_listed_apart(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
        for audience, name in zip(Audience, ("居住证申领", "营业执照", "不动产登记"), strict=True):
            make_item(name=name, audience=audience)
    names = {"居住证申领": "person", "营业执照": "firm", "不动产登记": "both"}
    for wanted in names.values():
        page = client.get(f"/catalogue?audience={wanted}").text
        assert [name for name in names if name in page] == [name for name, kind in names.items() if kind == wanted]


def test_an_unknown_one_thing_finds_nothing_and_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
        make_item(name="户口迁入", one_thing="投靠落户")
    page = client.get("/catalogue?one_thing=<b>没有</b>")
    assert page.status_code == 200
    assert "户口迁入" not in page.text and "<b>没有" not in page.text
