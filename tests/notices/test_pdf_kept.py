"""The PDF of an issued notice: made once by a worker, kept, served unchanged; nothing is lost when the worker dies."""

import hashlib
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from exports.paper import printing
from inspect_app.access import Role
from inspect_app.audit.queries import find_broken_link
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import store
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.jobs import handlers, run_due
from inspect_app.notices.actions import printing as making
from inspect_app.notices.models import NoticePrint
from inspect_app.notices.vocabulary import NoticeFacts
from inspect_app.notices.vocabulary.printing import PrintState
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.factories import make_finding, make_person, sign_in
from tests.notices.test_issuing import Office

pytestmark = pytest.mark.usefixtures("without_tokens")
_MISSING = "生成 PDF 需要系统库 pango"


class Desk:
    """An office with an issued notice, and a clerk who looks at it; drawing is short and counted."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        """Issue the notice."""
        self.app, self.client, self.drawn = app, client, 0
        with app.app_context():
            self.office = Office()
            self.number = self.office.issue().id
            sign_in(client, make_person(Role.OFFICE_CLERK))

    def draw(self, facts: NoticeFacts) -> bytes:
        """Stand for the printer."""
        self.drawn += 1
        return f"%PDF-{facts.title}-{self.drawn}".encode()

    def work(self) -> None:
        """Let a worker do what is due."""
        with self.app.app_context():
            run_due()

    def get(self, path: str = "") -> tuple[int, str, bytes]:
        """Open the PDF's address, or its state."""
        answer = self.client.get(f"/notices/{self.number}/pdf{path}")
        return answer.status_code, answer.mimetype, answer.data

    def state(self) -> PrintState:
        """Return how far the PDF is."""
        with self.app.app_context():
            return db.session.get_one(NoticePrint, self.number).state

    def stored(self) -> int:
        """Count the documents in storage."""
        with self.app.app_context():
            return sum(len(batch) for batch in store().list("documents/"))


@pytest.fixture
def desk(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give the desk; what the system lacks is nothing unless a test says so."""
    made = Desk(app, client)
    monkeypatch.setattr(handlers, "render_pdf", made.draw)
    monkeypatch.setattr(handlers, "missing_libraries", lambda: "")
    return made


def test_it_is_drawn_once_by_a_worker_and_served_unchanged_after_the_data_have_changed(desk: Desk) -> None:
    assert desk.get()[0] == 302
    page = desk.client.get(f"/notices/{desk.number}/pdf/state").text
    assert "正在后台制作" in page and "http-equiv" in page
    assert "PDF 等待制作" in desk.client.get(f"/notices/{desk.number}").text
    desk.work()
    first = desk.get()
    assert (first[0], first[1], first[2][:5]) == (200, "application/pdf", b"%PDF-")
    with desk.app.app_context():
        make_finding(
            FindingStatus.RECTIFYING, unit=desk.office.unit, campaign=desk.office.campaign,
            delivered_at=clock.now() - timedelta(days=1),
        )  # fmt: skip
        making.make_print(desk.number, desk.draw, "")
    desk.work()
    assert (desk.get(), desk.drawn) == (first, 1)
    with desk.app.app_context():
        kept = db.session.get_one(NoticePrint, desk.number)
        assert (kept.sha256, kept.size) == (hashlib.sha256(first[2]).hexdigest(), len(first[2]))
        assert find_broken_link() is None
    page = desk.client.get(f"/notices/{desk.number}/pdf/state").text
    assert "下载 PDF" in page and "http-equiv" not in page


def test_signing_draws_nothing_itself_and_a_request_never_does(desk: Desk) -> None:
    desk.get()
    desk.get("/state")
    assert (desk.drawn, desk.state()) == (0, PrintState.WAITING)


def test_a_worker_killed_while_drawing_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(facts: NoticeFacts) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(handlers, "render_pdf", die)
    with desk.app.app_context(), pytest.raises(KeyboardInterrupt):
        run_due("first")
    assert desk.state() is PrintState.MAKING
    with desk.app.app_context():
        db.session.rollback()
        with transaction():
            mine = (Task.kind == TaskKind.PRINT_NOTICE, Task.state == TaskState.CLAIMED)
            db.session.execute(update(Task).where(*mine).values(try_at=clock.now()))
    monkeypatch.setattr(handlers, "render_pdf", desk.draw)
    desk.work()
    assert (desk.state(), desk.get()[0], desk.drawn) == (PrintState.READY, 200, 1)


def test_of_two_workers_that_draw_one_pdf_the_second_throws_its_own_away(desk: Desk) -> None:
    def slow(facts: NoticeFacts) -> bytes:
        making.make_print(desk.number, desk.draw, "")
        return b"%PDF-late"

    before = desk.stored()
    with desk.app.app_context():
        making.make_print(desk.number, slow, "")
    assert desk.get()[2].startswith(b"%PDF-") and desk.get()[2] != b"%PDF-late"
    assert desk.stored() == before + 1


def test_without_pango_the_notice_is_signed_and_the_page_says_what_to_install(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "missing_libraries", lambda: _MISSING)
    monkeypatch.setattr("inspect_app.notices.views.pdf.missing_libraries", lambda: printing._INSTALL)
    desk.work()
    page = desk.client.get(f"/notices/{desk.number}/pdf/state").text
    assert "apt-get install libpango" in page and "装好后自动制作" in page
    assert (desk.state(), desk.drawn) == (PrintState.WAITING, 0)
    with desk.app.app_context():
        task = db.session.scalars(select(Task).where(Task.kind == TaskKind.PRINT_NOTICE)).one()
        assert task.state is TaskState.WAITING and task.try_at is not None and task.try_at > clock.now()
    monkeypatch.setattr(handlers, "missing_libraries", lambda: "")
    assert desk.client.post(f"/notices/{desk.number}/pdf/again").status_code == 303
    desk.work()
    assert desk.get()[0] == 200


def test_what_could_not_be_drawn_says_so_and_is_tried_again_by_hand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(facts: NoticeFacts) -> bytes:
        raise ValueError

    monkeypatch.setattr(handlers, "render_pdf", fail)
    desk.work()
    assert "没有做成" in desk.client.get(f"/notices/{desk.number}/pdf/state").text
    monkeypatch.setattr(handlers, "render_pdf", desk.draw)
    assert desk.client.post(f"/notices/{desk.number}/pdf/again").status_code == 303
    desk.work()
    assert desk.state() is PrintState.READY
    refused = desk.client.post(f"/notices/{desk.number}/pdf/again")
    assert (refused.status_code, "不用再做" in refused.text) == (409, True)


def test_a_reader_sees_how_far_it_is_and_has_nothing_to_press(desk: Desk) -> None:
    with desk.app.app_context():
        sign_in(desk.client, make_person(Role.LEADER))
    page = desk.client.get(f"/notices/{desk.number}/pdf/state").text
    assert "正在后台制作" in page and "现在制作" not in page
    assert desk.client.post(f"/notices/{desk.number}/pdf/again").status_code == 403


def test_the_schema_refuses_to_change_a_pdf_that_is_made(desk: Desk) -> None:
    desk.work()
    for deed in ("UPDATE notice_prints SET sha256 = 'x'", "DELETE FROM notice_prints"):
        with desk.app.app_context(), pytest.raises(DBAPIError, match="append-only"), transaction():
            db.session.execute(text(deed))


def test_a_long_draft_is_not_drawn_inside_a_request(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspect_app.notices.views.pdf._MOST_ROWS_OF_A_DRAFT", 1)
    with desk.app.app_context():
        for _ in range(2):
            make_finding(
                FindingStatus.RECTIFYING, unit=desk.office.unit, campaign=desk.office.campaign,
                delivered_at=clock.now(),
            )  # fmt: skip
        draft = desk.office.draft().id
    refused = desk.client.get(f"/notices/{draft}/pdf")
    assert refused.status_code == 409 and "签发后 PDF 在后台制作" in refused.text
    assert desk.client.get(f"/notices/{draft}/pdf/state").status_code == 302


@pytest.mark.usefixtures("pango")
def test_a_worker_draws_the_real_paper(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        number = Office().issue().id
        run_due()
        sign_in(client, make_person(Role.OFFICE_CLERK))
    assert client.get(f"/notices/{number}/pdf").data.startswith(b"%PDF-1.")
