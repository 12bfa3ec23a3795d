"""The triage page proposes earlier findings, shows what each would mean, and saves nothing before it is asked to."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.database import db, transaction
from inspect_app.findings.actions.recurring import index_words
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.findings.test_pages import client_of, no_csrf, received, settled, text  # noqa: F401

TITLE, FACT = "户口迁移跑了三趟", "第一趟被要求补居住证明。"


@pytest.fixture
def desk(app: Flask) -> tuple[FlaskClient, int, str, str, dict[str, object]]:
    """Give a clerk, a problem to settle, a closed and an open earlier finding, and what the form would send."""
    with app.app_context():
        world, finding = received()
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
        closed = factories.make_finding(FindingStatus.CLOSED, unit=world.department, title=TITLE, fact=FACT)
        running = factories.make_finding(FindingStatus.RECTIFYING, window=world.window, title=TITLE, fact=FACT)
        with transaction():
            closed.closed_at = clock.now() - timedelta(days=3)
            for each in (closed, running):
                index_words(each)
        kept = db.session.get_one(Finding, finding.id)
        return client_of(app, world.clerk), kept.id, str(closed.number), str(running.number), settled(kept)


Desk = tuple[FlaskClient, int, str, str, dict[str, object]]


def test_earlier_findings_stand_beside_the_problem_each_with_its_reason(desk: Desk) -> None:
    clerk, finding_id, closed, running, _ = desk
    page = text(clerk.get(f"/findings/{finding_id}"))
    assert "可能是同一个问题" in page and f"again {closed}" in page and f"merge {running}" in page
    assert "文字相近，" in page and "同一窗口，文字相近，整改中" in page
    assert f'href="/case/{closed}"' in page


def test_a_recurrence_is_filled_in_and_explained_before_anything_is_saved(app: Flask, desk: Desk) -> None:
    clerk, finding_id, closed, _, facts = desk
    answer = clerk.post(f"/findings/{finding_id}", data={**facts, "demand": "三天内改好", "do": f"again {closed}"})
    page = text(answer)
    assert answer.status_code == 200 and "三天内改好" in page and "还没有保存。" in page
    assert "原等次“一般”，提高一级为“重大”。" in page and "不算重复发生" in page
    assert f'name="recurrence_of" type="text" value="{closed}"' in page
    assert 'checked id="grade-3"' in page
    assert stored(app, finding_id) == (None, Grade.ORDINARY, "")


def test_saving_takes_it_and_undoing_gives_the_grade_back(app: Flask, desk: Desk) -> None:
    clerk, finding_id, closed, _, facts = desk
    taken = {**facts, "grade": "major", "recurrence_of": closed}
    assert clerk.post(f"/findings/{finding_id}", data={**taken, "do": "save"}).status_code == 302
    assert stored(app, finding_id)[:2] == (closed, Grade.MAJOR)
    again = {**taken, "version": version_of(app, finding_id), "do": "not_again"}
    page = text(clerk.post(f"/findings/{finding_id}", data=again))
    assert 'checked id="grade-2"' in page and 'name="recurrence_of" type="text" value=""' in page
    undone = {**facts, "recurrence_of": "", "version": version_of(app, finding_id), "do": "save"}
    assert clerk.post(f"/findings/{finding_id}", data=undone).status_code == 302
    assert stored(app, finding_id)[:2] == (None, Grade.ORDINARY)


def test_a_grade_left_low_is_asked_about_at_its_field(desk: Desk) -> None:
    clerk, finding_id, closed, running, facts = desk
    low = {**facts, "recurrence_of": closed, "do": "dispatch"}
    answer = clerk.post(f"/findings/{finding_id}", data=low)
    assert answer.status_code == 422 and '<a href="#kept_reason">' in text(answer)
    assert clerk.post(f"/findings/{finding_id}", data={**low, "kept_reason": "影响小"}).status_code == 302
    wrong = clerk.post(f"/findings/{finding_id}", data={**low, "recurrence_of": running})
    assert wrong.status_code in (409, 422)


def test_a_duplicate_is_filled_in_and_dismissed_by_its_own_button(app: Flask, desk: Desk) -> None:
    clerk, finding_id, _, running, facts = desk
    page = text(clerk.post(f"/findings/{finding_id}", data={**facts, "do": f"merge {running}"}))
    assert f"与 {running} 重复。" in page and f'name="duplicate_of" type="text" value="{running}"' in page
    with app.app_context():
        assert db.session.get_one(Finding, finding_id).status is FindingStatus.SUBMITTED
    sent = {"reason": f"与 {running} 重复。", "duplicate_of": running}
    assert clerk.post(f"/findings/{finding_id}/dismiss", data=sent).status_code == 302
    assert running in text(clerk.get(f"/findings/{finding_id}"))


def test_a_strange_button_or_number_breaks_nothing(desk: Desk) -> None:
    clerk, finding_id, _, _, facts = desk
    for strange in ("again <script>", "again", "merge 九", "not_again x", "again " + "9" * 400):
        answer = clerk.post(f"/findings/{finding_id}", data={**facts, "do": strange})
        assert answer.status_code == 200 and "<script>" not in text(answer).replace("<script ", "")


def stored(app: Flask, finding_id: int) -> tuple[Any, ...]:
    with app.app_context():
        finding = db.session.get_one(Finding, finding_id)
        earlier = db.session.get(Finding, finding.recurrence_of_id) if finding.recurrence_of_id else None
        return earlier.number if earlier else None, finding.grade, finding.demand


def version_of(app: Flask, finding_id: int) -> int:
    with app.app_context():
        return db.session.get_one(Finding, finding_id).version
