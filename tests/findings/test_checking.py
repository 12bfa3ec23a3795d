"""The reviewer's answers, trials that no longer count, and the same photo in two places."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import SYSTEM, Role
from inspect_app.dashboard.queries.scope import Scope
from inspect_app.dashboard.queries.sums import tried
from inspect_app.dashboard.vocabulary import Viewer
from inspect_app.database import db, transaction
from inspect_app.findings.actions.checking import keep_check, mark_trial
from inspect_app.findings.queries.twins import twins_of
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.metrics.queries.measured import rates
from inspect_app.metrics.vocabulary import Period
from inspect_app.planning.models import PlanTarget
from inspect_app.planning.queries.coverage import tally_of
from inspect_app.visits.models import Trial, Visit, VisitCheck
from inspect_app.visits.queries import get_visit
from inspect_app.visits.vocabulary import CheckWords, ScriptBreak, TrialOutcome, VisitMode, VisitStatus
from tests import factories
from tests.findings.making import make_photo, make_world
from tests.visits.scripted import make_script

NOTE = "照片角度看得出是谁拍的，别外传"


def received(**values: object) -> Visit:
    """Make a visit that waits for review."""
    author = factories.make_person(Role.INSPECTOR)
    return factories.make_visit(
        author, status=VisitStatus.RECEIVED, submitted_at=clock.now(), receipt=f"R{author.id}", **values
    )


@pytest.mark.usefixtures("app_context")
class TestChecks:
    """Deeds on both databases."""

    def test_the_answers_of_a_round_are_kept_and_replaced_until_the_visit_is_accepted(self) -> None:
        clerk, visit = factories.make_actor(), received(script_id=make_script().id)
        for words in (CheckWords(facts_clear=True), CheckWords(True, False, False, note=NOTE)):
            with transaction():
                keep_check(clerk, visit.public_id, words)
        kept = db.session.get_one(VisitCheck, (visit.id, 1))
        assert (kept.facts_clear, kept.evidence_enough, kept.script_kept, kept.note) == (True, False, False, NOTE)
        assert kept.by_id == clerk.person_id
        with transaction():
            visit.status = VisitStatus.ACCEPTED
        with pytest.raises(Refused), transaction():
            keep_check(clerk, visit.public_id, CheckWords())

    def test_only_the_office_checks_and_only_a_script_that_was_given(self) -> None:
        visit, clerk = received(), factories.make_actor()
        with pytest.raises(Invalid) as refused, transaction():
            keep_check(clerk, visit.public_id, CheckWords(script_kept=True))
        assert refused.value.field == "script_kept"
        for role in (Role.DEPT_HEAD, Role.INSPECTOR, Role.LEADER):
            actor = factories.make_actor(role)
            with pytest.raises(NotAllowed), transaction():
                keep_check(actor, visit.public_id, CheckWords())

    def test_a_trial_whose_script_was_broken_counts_in_no_number(self) -> None:
        unit = factories.make_unit()
        item, visit, clerk = factories.make_item(unit), received(), factories.make_actor()
        fine, broken = (
            Trial(
                visit_id=visit.id, item_id=item.id, trips=trips, outcome=TrialOutcome.DONE, papers_complete=True,
                told=[{"point": "要带哪些材料", "told": trips == 1}], waited_minutes=trips * 10,
                papers=[{"name": "居住证明", "origin": "cancelled" if trips > 1 else "listed"}],
            )
            for trips in (1, 3)
        )  # fmt: skip
        factories.keep(fine)
        with transaction():
            visit.status = VisitStatus.ACCEPTED
        before = _numbers(visit)
        factories.keep(broken)
        assert _numbers(visit) != before
        with transaction():
            mark_trial(clerk, visit.public_id, broken.id, ScriptBreak.EXPOSED)
        assert _numbers(visit) == before
        with transaction():
            mark_trial(clerk, visit.public_id, broken.id, None)
        assert _numbers(visit) != before

    def test_a_trial_whose_script_was_broken_covers_no_target(self) -> None:
        window, visit = factories.make_window(), received()
        item = factories.make_item(window=window)
        trial = Trial(visit_id=visit.id, item_id=item.id, outcome=TrialOutcome.DONE)
        stop = visit.stops[0].window_id
        factories.keep(trial, PlanTarget(campaign_id=visit.campaign_id, window_id=stop, item_id=item.id))
        assert tally_of([visit.campaign_id]) == {visit.campaign_id: (1, 1)}
        with transaction():
            trial.script_break = ScriptBreak.DEPARTED
        assert tally_of([visit.campaign_id]) == {visit.campaign_id: (0, 1)}

    def test_the_same_photo_is_found_by_its_hash_wherever_it_hangs(self) -> None:
        world = make_world()
        mine, other = make_photo(world.visit, "look1"), received()
        again, hidden = make_photo(other), make_photo(_covert_draft())
        alone = make_photo(world.visit)
        with transaction():
            again.sha256 = hidden.sha256 = mine.sha256
        db.session.expire_all()
        seen = twins_of(world.clerk, get_visit(world.clerk, world.visit.public_id))
        assert {sha256: [twin.visit_ref for twin in twins] for sha256, twins in seen.items()} == {
            mine.sha256: [other.public_id]
        }
        assert alone.sha256 not in seen
        planner = twins_of(world.director, get_visit(world.director, world.visit.public_id))
        assert len(planner[mine.sha256]) == 2


def _covert_draft() -> Visit:
    return factories.make_visit(factories.make_person(Role.SHOPPER), mode=VisitMode.COVERT, status=VisitStatus.DRAFT)


def _numbers(visit: Visit) -> list[object]:
    db.session.expire_all()
    today = clock.today()
    period = Period(today - timedelta(days=1), today + timedelta(days=1))
    scope = Scope(SYSTEM, Viewer.ALL, period, visit.campaign_id)
    return [rates(visit.campaign_id, period), tried(scope)]


def test_the_page_shows_the_checklist_the_script_and_the_twin(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        script = make_script()
        visit, other = received(script_id=script.id), received()
        mine, again = make_photo(visit, "look1"), make_photo(other)
        with transaction():
            again.sha256 = mine.sha256
        trial = Trial(visit_id=visit.id, outcome=TrialOutcome.DONE, trips=1)
        factories.keep(trial)
        factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
        page, stop_line, receipt, trial_id = (
            f"/findings/review/{visit.public_id}", script.stop_line, other.receipt, trial.id,
        )  # fmt: skip
    text = client.get(page).text
    for words in ("逐项核对", "按脚本办", "同一张照片还用在", f"走访 {receipt}", stop_line, "标为身份暴露"):
        assert words in text
    answers = {"facts_clear": "yes", "evidence_enough": "no", "script_kept": "no", "note": NOTE}
    assert client.post(f"{page}/check", data=answers).status_code == 303
    assert client.post(f"{page}/check", data={"facts_clear": "maybe"}).status_code == 422
    assert client.post(f"{page}/trials/{trial_id}", data={"script_break": "exposed"}).status_code == 303
    assert client.post(f"{page}/trials/999999", data={"script_break": "exposed"}).status_code == 404
    text = client.get(page).text
    assert NOTE in text
    assert "身份暴露，不计入统计" in text
    assert "恢复计入" in text
