"""A script goes along in its author's pack, begins the trial, and a broken one is told."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.visits.models import Trial
from inspect_app.visits.vocabulary import ScriptBreak, VisitMode
from tests import factories
from tests.field.making import body, item
from tests.field.tablets import new_uuid, registered, submission
from tests.visits.scripted import make_script


@pytest.mark.parametrize("mode", [VisitMode.OPEN, VisitMode.COVERT])
def test_a_script_goes_along_in_the_pack_and_a_broken_one_comes_back(app: Flask, mode: VisitMode) -> None:
    with app.app_context():
        author = factories.make_person(Role.SHOPPER if mode is VisitMode.COVERT else Role.INSPECTOR)
        window = factories.make_window()
        matter = factories.make_item(window=window)
        script = make_script(matter)
        version = factories.make_version(body([item("q1"), item("q2")]))
        visit = factories.make_visit(author, window, version=version, mode=mode, script_id=script.id)
        tablet = registered(app, author)
        (row,) = tablet.get("/pack").json["visits"]
        assert row["sealed"] is (mode is VisitMode.COVERT)
        assert row["script"]["item_id"] == matter.id
        assert row["script"]["must_tell"] == script.must_tell
        assert ["到此为止", script.stop_line] in row["script"]["lines"]
        assert row["report_due"]
        uuid = new_uuid()
        trial = {"uuid": uuid, "item_id": matter.id, "trips": 3, "outcome": "done", "script_break": "departed"}
        assert tablet.post(f"/submissions/{new_uuid()}", submission(visit, trials=[trial])).status_code == 201
        kept = db.session.scalars(select(Trial)).one()
        assert (kept.trips, kept.script_break) == (3, ScriptBreak.DEPARTED)


def test_somebody_elses_pack_holds_no_script(app: Flask) -> None:
    with app.app_context():
        script = make_script()
        factories.make_visit(factories.make_person(Role.SHOPPER), mode=VisitMode.COVERT, script_id=script.id)
        other = registered(app, factories.make_person(Role.INSPECTOR))
        assert script.stop_line not in json.dumps(other.get("/pack").json, ensure_ascii=False)


def test_the_pages_begin_and_follow_the_script_too(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        author, window = factories.make_person(Role.INSPECTOR), factories.make_window()
        matter = factories.make_item(window=window)
        script = make_script(matter)
        visit = factories.make_visit(author, window, script_id=script.id)
        factories.sign_in(client, author)
        url, stop_line, persona, matter_id = (
            f"/field/visits/{visit.public_id}/trials/new", script.stop_line, script.persona, matter.id,
        )  # fmt: skip
    page = client.get(url).text
    assert stop_line in page
    assert f'value="{persona}"' in page
    begun = client.post(url, data={"item": matter_id, "persona": persona, "papers": "no"})
    page = client.get(begun.location).text
    for words in ("这件事怎么办", stop_line, "缺哪一样", "不计入统计"):
        assert words in page
    words = {"outcome": "done", "papers": "no", "told-0": "yes", "told-1": "no", "script_break": "exposed"}
    assert client.post(begun.location, data=words).status_code == 303
    with app.app_context():
        trial = db.session.scalars(select(Trial)).one()
        assert trial.script_break is ScriptBreak.EXPOSED
        assert trial.told == [{"point": "缺哪一样", "told": True}, {"point": "在哪里补", "told": False}]
