"""At a trial: why the papers were not complete, how long each stretch took, and whom the author went with."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.field.rules.trials import fault_of, minutes_told
from inspect_app.visits.models import Trial
from inspect_app.visits.vocabulary import PapersFault, VisitMode
from tests import factories
from tests.field.making import begin, body, item
from tests.field.tablets import new_uuid, registered, submission

STEPS = [
    {"at": "09:10", "text": "取号 A037"},
    {"at": "09:44", "text": "叫号"},
    {"at": "09:51", "text": "被要求补居住证明"},
    {"at": "10:05", "text": "办完"},
]


def test_waiting_lasts_from_the_ticket_to_the_call_and_handling_from_there() -> None:
    assert minutes_told(STEPS, None, None) == {"waited_minutes": 34, "handled_minutes": 21}
    assert minutes_told(STEPS, 30, None) == {"waited_minutes": 30, "handled_minutes": 21}
    assert minutes_told(STEPS[:2], None, None) == {"waited_minutes": 34, "handled_minutes": None}


def test_a_step_without_its_minute_or_out_of_order_tells_no_minutes() -> None:
    late = [{"at": "10:00", "text": "取号"}, {"at": "09:00", "text": "叫号"}, {"at": "", "text": "办完"}]
    assert minutes_told(late, None, None) == {"waited_minutes": None, "handled_minutes": None}


@pytest.mark.parametrize(
    ("complete", "fault"), [(True, None), (False, PapersFault.GUIDE), (None, PapersFault.GUIDE)]
)
def test_where_all_papers_were_there_nobody_is_at_fault(complete: bool | None, fault: PapersFault | None) -> None:
    assert fault_of(complete, "guide") is fault


def test_the_page_keeps_whose_fault_it_was_and_reads_the_minutes_off_the_steps(app: Flask, field: FlaskClient) -> None:
    with app.app_context():
        window = factories.make_window()
        matter_id = factories.make_item(window=window).id
    url = begin(app, field, window=window, mode=VisitMode.ACCOMPANY)
    begun = field.post(f"{url}/trials/new", data={"item": matter_id, "papers": "no"})
    assert "陪哪位办" in field.get(begun.location).text
    words = {
        "papers": "no", "fault": "untold", "accompanied": "办证群众甲", "outcome": "done",
        "steps": "9:10 取号 A037\n9:44 叫号\n10:05 办完",
    }  # fmt: skip
    assert field.post(begun.location, data=words).status_code == 303
    with app.app_context():
        kept = db.session.scalars(select(Trial)).one()
        assert (kept.fault, kept.accompanied) == (PapersFault.UNTOLD, "办证群众甲")
        assert (kept.waited_minutes, kept.handled_minutes) == (34, 21)
    assert field.post(begun.location, data=words | {"fault": "nobody"}).status_code == 422


def test_only_who_goes_along_is_asked_with_whom(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field)
    begun = field.post(f"{url}/trials/new", data={"papers": "yes"})
    assert "陪哪位办" not in field.get(begun.location).text


def test_a_tablet_sends_both_and_the_office_reads_them(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        author, clerk = factories.make_person(Role.INSPECTOR), factories.make_person(Role.OFFICE_CLERK)
        window = factories.make_window()
        matter = factories.make_item(window=window)
        version = factories.make_version(body([item("q1"), item("q2")]))
        visit = factories.make_visit(author, window, version=version, mode=VisitMode.ACCOMPANY)
        tablet = registered(app, author)
        pack = tablet.get("/pack").json
        assert (pack["visits"][0]["accompany"], pack["words"]["faults"][0]) == (True, ["untold", "窗口没有讲清"])
        trial = {
            "uuid": new_uuid(), "item_id": matter.id, "papers_complete": False, "fault": "beyond",
            "accompanied": "张先生",
        }  # fmt: skip
        assert tablet.post(f"/submissions/{new_uuid()}", submission(visit, trials=[trial])).status_code == 201
        wrong = submission(visit, trials=[trial | {"fault": "nobody"}])
        assert tablet.post(f"/submissions/{new_uuid()}", wrong).status_code == 422
        factories.sign_in(client, clerk)
        address = f"/visits/{visit.public_id}"
    page = client.get(address).text
    assert "另要清单外的" in page and "张先生" in page
