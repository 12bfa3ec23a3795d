"""The PDF of a bulletin that was signed where none could be made: made later by a task, once, and kept."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import jobs
from inspect_app.audit.queries import find_broken_link
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import store
from inspect_app.foundation import clock
from inspect_app.jobs import handlers
from inspect_app.notices.actions.bulletin_issuing import RenderedBulletin
from inspect_app.notices.actions.bulletin_printing import print_bulletin
from inspect_app.notices.views import bulletin_rendering
from inspect_app.notices.vocabulary.bulletins import BulletinFacts, BulletinFile
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.findings.test_pages import no_csrf  # noqa: F401
from tests.notices.editors import Editors, file_of, stored
from tests.notices.test_bulletin_pages import Browser

pytestmark = pytest.mark.usefixtures("app_context", "no_csrf")


def test_a_pdf_that_was_missing_at_the_signing_is_made_later_once_and_kept(app: Flask, monkeypatch: Any) -> None:
    editors, drawn = Editors(), list[str]()

    def draw(facts: BulletinFacts) -> RenderedBulletin:
        drawn.append(facts.articles[0].title)
        return RenderedBulletin(BulletinFile.PDF, "一期.pdf", f"%PDF-{len(drawn)}".encode())

    monkeypatch.setattr(bulletin_rendering, "missing_libraries", lambda: "没有 pango")
    monkeypatch.setattr(handlers, "missing_libraries", lambda: "没有 pango")
    monkeypatch.setattr(handlers, "render_bulletin_pdf", draw)
    bulletin_id = editors.issue("一证通办").id
    jobs.run_due()
    task = db.session.scalars(select(Task).where(Task.kind == TaskKind.PRINT_BULLETIN)).one()
    assert (task.state, task.object_ref, drawn) == (TaskState.WAITING, str(bulletin_id), [])
    monkeypatch.setattr(handlers, "missing_libraries", lambda: "")
    with transaction():
        task.try_at = clock.now()
    jobs.run_due()
    assert print_bulletin(bulletin_id, draw, "") is None
    clerk = Browser(app, editors.clerk)
    assert clerk.get(f"/bulletins/{bulletin_id}/pdf").data == b"%PDF-1"
    assert drawn == ["一证通办"]
    assert find_broken_link() is None


def test_of_two_workers_that_draw_one_bulletin_the_second_throws_its_own_away(monkeypatch: Any) -> None:
    monkeypatch.setattr(bulletin_rendering, "missing_libraries", lambda: "没有 pango")
    bulletin_id = Editors().issue("一证通办").id

    def draw(body: bytes) -> RenderedBulletin:
        return RenderedBulletin(BulletinFile.PDF, "一期.pdf", body)

    def slow(_facts: BulletinFacts) -> RenderedBulletin:
        print_bulletin(bulletin_id, lambda _: draw(b"%PDF-first"), "")
        return draw(b"%PDF-late")

    before = sum(len(batch) for batch in store().list("documents/"))
    print_bulletin(bulletin_id, slow, "")
    assert file_of(stored(bulletin_id), BulletinFile.PDF) == b"%PDF-first"
    assert sum(len(batch) for batch in store().list("documents/")) == before + 1
