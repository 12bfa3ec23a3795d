"""What a tablet cannot send leaves it as a file: only the office reads it, and gets the identical record."""

import io
import json

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.field import queries
from inspect_app.visits.models import Submission, Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.browsers import LiveServer
from tests.field.tablet_pages import (
    NOTE,
    SUBMIT,
    add_photo,
    answer_all,
    core,
    cut,
    dump,
    open_shell,
    prepare_author,
    receipt_of,
    sign_in,
)

pytestmark = pytest.mark.browser
PHRASE = "夜里走过三条街去看雨"
MARKER = "只有本人知道的一句话"


def exported(live_server: LiveServer, page: Page) -> tuple[str, str]:
    """Hand a covert visit in without network, start the tablet cold, and return the uuid and the file."""
    answer_all(page)
    core(page, NOTE, MARKER)
    add_photo(page)
    uuid = core(page, SUBMIT)
    open_shell(live_server, page)
    assert core(page, "return core.unlock(given);", PHRASE) is True
    return uuid, core(page, "return (await core.exportQueue()).text();")


def imported(live_server: LiveServer, text: str) -> str:
    """Let the office import the file and return the page that answers."""
    app = live_server.app
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        clerk = factories.make_person(Role.OFFICE_CLERK, unit=factories.make_office())
        client = app.test_client()
        factories.sign_in(client, clerk)
        answer = client.post("/tablets/import", data={"file": (io.BytesIO(text.encode()), "jishi.inspectq")})
        return answer.get_data(as_text=True)


def test_a_queue_is_exported_imported_and_called_received_by_its_tablet(live_server: LiveServer, page: Page) -> None:
    prepare_author(live_server, "shopper", Role.SHOPPER, VisitMode.COVERT)
    open_shell(live_server, page)
    sign_in(page, "shopper")
    core(page, "await core.setLock(given);", PHRASE)
    with cut(page):  # until the office has it: the tablet tries again by itself
        uuid, text = exported(live_server, page)
        assert MARKER not in text
        assert set(json.loads(text)) == {"v", "key", "epk", "iv", "data"}
        assert "已收到" in imported(live_server, text)
        assert [row["id"] for row in dump(page)["queue"]] == [uuid]
    with live_server.app.app_context():
        submission = db.session.get_one(Submission, uuid)
        assert MARKER.encode() in queries.open_body(submission.body_seal)
        assert submission.completed_at is not None
        assert db.session.scalars(select(Visit)).one().status is VisitStatus.RECEIVED
    sign_in(page, "shopper")
    assert receipt_of(page)
    assert [row["id"] for row in dump(page)["shadows"]] == [uuid]
