"""The demo's telephones and guides tell a story: every verdict, every outcome, some of it listed as problems."""

import pytest
from sqlalchemy import select

from inspect_app.database import db
from inspect_app.spotchecks.models import GuideCheck, GuideDifference, PhoneLine
from inspect_app.spotchecks.vocabulary.guides import Outcome
from inspect_app.spotchecks.vocabulary.phones import Verdict

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.timeout(300)]


def test_a_batch_shows_every_verdict_what_is_open_and_what_became_a_problem() -> None:
    assert set(db.session.scalars(select(PhoneLine.verdict))) == {None, *Verdict}
    assert len(db.session.scalars(select(PhoneLine.id).where(PhoneLine.finding_id.is_not(None))).all()) == 4


def test_spot_checks_show_every_outcome_and_problems() -> None:
    assert set(db.session.scalars(select(GuideCheck.outcome))) == set(Outcome)
    assert db.session.scalars(select(GuideDifference.id).where(GuideDifference.finding_id.is_not(None))).all()
