"""具体办 and 跟踪问: what happened is kept, and what was not kept becomes a problem."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.catalogue.models import CancelledProof
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import SourceKind
from inspect_app.visits.models import Trial
from tests import factories
from tests.field.making import begin, every_kind, the_visit


def test_a_trial_over_three_trips_offers_what_was_not_kept(app: Flask, field: FlaskClient) -> None:
    with app.app_context():
        unit = factories.make_unit()
        window = factories.make_window(unit)
        matter = factories.make_item(unit, papers=("身份证",), window=window, name="居住证申领")
        factories.keep(CancelledProof(code="P1", name="居住证明"))
        matter_id = matter.id
    url = begin(app, field, every_kind, window=window)
    assert "居住证申领" in field.get(f"{url}/trials/new").text
    begun = field.post(f"{url}/trials/new", data={"item": matter_id, "persona": "普通申请人", "papers": "yes"})
    words = {
        "papers": "yes", "steps": "9：10 取号 A037\n09:44 叫号", "step_at": "09:51", "step_text": "被要求补居住证明",
        "listed": ["身份证"], "beyond": "居住证明\n户口簿复印件", "trips": "3", "waited": "34", "handled": "57",
        "outcome": "done", "told-0": "no", "told-1": "yes",
    }  # fmt: skip
    assert field.post(begun.location, data=words).status_code == 303
    page = field.get(begun.location).text
    for said in ("承诺 1 趟", "已取消仍索要", "清单外", "被要求补居住证明", "列为问题"):
        assert said in page
    for ref in ("trips", "cancelled:居住证明", "trips"):
        assert field.post(f"{begun.location}/finding", data={"ref": ref}).status_code == 303
    assert field.post(f"{begun.location}/finding", data={"ref": "id_only"}).status_code == 409
    assert field.post(f"{begun.location}/remove").status_code == 409
    with app.app_context():
        trial, findings = db.session.scalars(select(Trial)).one(), db.session.scalars(select(Finding)).all()
        assert [step["at"] for step in trial.steps] == ["09:10", "09:44", "09:51"]
        assert [paper["origin"] for paper in trial.papers] == ["listed", "cancelled", "beyond"]
        assert [(row.trial_id, row.trips_found) for row in findings] == [(trial.id, 3), (trial.id, None)]
        assert {row.item_id for row in findings} == {matter_id}


def test_talks_are_added_changed_and_removed(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    talk = {"kind": "citizen", "alias": "张先生", "trips": "3", "satisfaction": "1", "words": "跑了三趟"}
    assert field.post(f"{url}/interviews/new", data=talk | {"satisfaction": "9"}).status_code == 422
    assert field.post(f"{url}/interviews/new", data=talk).status_code == 303
    with app.app_context():
        address = f"{url}/interviews/{the_visit().interviews[0].id}"
    assert "列为问题" in field.get(address).text
    assert field.post(address, data=talk | {"base": "old"}).status_code == 303
    assert field.post(address, data=talk | {"base": "old", "words": "改了"}).status_code == 409
    assert field.post(f"{address}/finding").status_code == 303
    assert field.post(f"{address}/remove").status_code == 409
    with app.app_context():
        finding = db.session.scalars(select(Finding)).one()
        assert (finding.source_kind, finding.trips_found) == (SourceKind.INTERVIEW, 3)
        withdraw = f"{url}/findings/{finding.id}/withdraw"
    assert field.post(withdraw).status_code == 303
    assert field.post(f"{address}/remove").status_code == 303
    with app.app_context():
        assert the_visit().interviews == []


def test_the_words_of_a_problem_are_mended_before_handing_in(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    field.post(f"{url}/parts/look", data={"item": "q1", "answer-q1": "no", "do": "finding:q1"})
    with app.app_context():
        address = f"{url}/findings/{db.session.scalars(select(Finding.id)).one()}"
    assert "还没有照片" in field.get(f"{url}/check").text
    assert field.post(address, data={"title": "", "fact": "三个窗口都没有讲"}).status_code == 422
    words = {"title": "没有一次讲清", "fact": "三个窗口都没有讲", "no_photo": "不让拍"}
    assert field.post(address, data=words).status_code == 303
    assert "还没有照片" not in field.get(f"{url}/check").text
    with app.app_context():
        assert db.session.scalars(select(Finding.title)).one() == "没有一次讲清"
