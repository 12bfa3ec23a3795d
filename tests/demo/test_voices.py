"""The demo's inbox and scripts are filled: every kind of voice, every fate, ticks, answers, scripts in use."""

import pytest
from sqlalchemy import select

from inspect_app.accounts.queries import actor_of, find_by_username
from inspect_app.database import db
from inspect_app.visits.models import Script, Trial, Visit
from inspect_app.visits.queries.scripts import list_scripts
from inspect_app.visits.vocabulary import PapersInHand, VisitMode, VisitStatus
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.answers import ticks_of
from inspect_app.voices.queries.letters import private_of
from inspect_app.voices.queries.triage import near_letters
from inspect_app.voices.rules.answers import is_through, replied_of
from inspect_app.voices.vocabulary.letters import LetterSource, LetterState, Replied

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.timeout(300)]


def _letters(state: LetterState) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.state == state)))


def test_the_inbox_has_every_kind_of_voice_answered_excused_and_waiting() -> None:
    assert set(db.session.scalars(select(Letter.source))) == set(LetterSource) - {LetterSource.TOOL}
    assert set(db.session.scalars(select(Letter.state))) == set(LetterState) - {LetterState.MERGED}
    said = [replied_of(one.answered_on, one.excuse) for one in db.session.scalars(select(Letter))]
    assert (said.count(Replied.YES) >= 10, said.count(Replied.EXCUSED), said.count(Replied.NO) >= 5) == (True, 1, True)


def test_suggestions_have_none_some_and_all_of_their_ticks() -> None:
    done = {sum(tick.on is not None for tick in ticks_of(one)) for one in _letters(LetterState.SUGGESTION)}
    assert done == {0, 1, 2, 3}
    through = [one for one in _letters(LetterState.FINDING) if is_through(ticks_of(one))]
    assert [one.title for one in through] == ["迁户口材料没有一次讲清"]


def test_two_that_wait_say_nearly_the_same_and_nobody_is_named_in_lists() -> None:
    waiting = _letters(LetterState.NEW)
    assert any(near_letters(one) for one in waiting)
    everybody = {name for one in db.session.scalars(select(Letter)) for name in private_of(one).names}
    titles = "".join(db.session.scalars(select(Letter.title)))
    assert everybody and not [name for name in everybody if name in titles]


def test_six_scripts_are_followed_by_covert_visits_done_and_to_be_done() -> None:
    director = find_by_username("director1")
    assert director is not None
    rows = list_scripts(actor_of(director))
    assert len(rows) == 6
    assert {row.script.papers for row in rows} == set(PapersInHand)
    assert sum(row.visits > 0 for row in rows) >= 3
    followed = db.session.scalars(select(Visit).where(Visit.script_id.is_not(None))).all()
    assert {visit.mode for visit in followed} == {VisitMode.COVERT}
    assert VisitStatus.PLANNED in {visit.status for visit in followed}
    tried = select(Trial, Script).join(Visit, Visit.id == Trial.visit_id).join(Script, Script.id == Visit.script_id)
    trials = db.session.execute(tried).all()
    assert trials
    for trial, script in trials:
        assert (trial.item_id, [one["point"] for one in trial.told]) == (script.item_id, script.must_tell)
