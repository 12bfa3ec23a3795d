"""What a tablet cannot send leaves it as a file: only the office reads it, and gets the identical record."""

import io
import json

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.field import queries
from inspect_app.visits.models import Submission, Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from inspect_app.voices.actions.opinion_forms import make_forms
from inspect_app.voices.models import Opinion
from inspect_app.voices.queries.opinions import find_by_receipt
from inspect_app.voices.vocabulary.opinions import FormDraft, OpinionChannel, Subject
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
# A citizen says something while the tablet is handed over; whoever handed it over takes it back.
HEARD = """
  await core.handOver(core.opinionForms()[0].code, '2468');
  const code = await core.keepOpinion({ trips: 'two', papers: '', satisfied: 'bad', words: given, callback: false });
  await core.handBack('2468');
  return code;"""


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


@pytest.mark.slow
def test_what_a_citizen_said_offline_leaves_with_the_file_and_is_there_once(
    live_server: LiveServer, page: Page
) -> None:
    visit = prepare_author(live_server, "captain")
    with live_server.app.app_context():
        window_id = db.session.scalars(select(Visit).where(Visit.public_id == visit)).one().stops[0].window_id
        clerk = factories.make_actor(Role.OFFICE_CLERK, factories.make_office())
        with transaction():
            make_forms(clerk, FormDraft(Subject.WINDOW, (window_id,)))
    open_shell(live_server, page)
    sign_in(page, "captain")
    with cut(page):
        code = core(page, HEARD, MARKER)
        text = core(page, "return (await core.exportQueue()).text();")
        assert not any(words in text for words in (MARKER, code))
        assert "意见已收到" in imported(live_server, text)
        assert len(dump(page)["opinions"]) == 1
    # Back in the network the tablet sends it once more and is told that it is there.
    core(page, "await core.syncNow();")
    assert dump(page)["opinions"] == []
    with live_server.app.app_context():
        (kept,) = db.session.scalars(select(Opinion))
        assert (kept.words, kept.channel) == (MARKER, OpinionChannel.TABLET)
        found = find_by_receipt(code)
        assert found is not None
        assert found.id == kept.id
