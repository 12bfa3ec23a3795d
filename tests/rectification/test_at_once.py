"""Two people, one moment: one of them wins and the others keep their words."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Actor
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Conflict
from inspect_app.rectification.actions.feedback import give_feedback
from inspect_app.rectification.models import Feedback
from tests.conftest import Scale
from tests.rectification.making import TUESDAY, feedback_draft, make_case, on


def test_many_feedbacks_on_one_version_have_one_winner(app: Flask, scale: Scale) -> None:
    with app.app_context():
        case = make_case(FindingStatus.RECTIFYING)
        seen, head = case.finding.version, case.actor("head")

    def hand_in(place: int, actor: Actor = head) -> str:
        with app.app_context():
            try:
                with transaction():
                    words = f"第{place}个人写下的整改情况。"
                    give_feedback(actor, case.number, feedback_draft(work_done=words), (), seen)
            except Conflict as refused:
                return refused.mine["整改情况"]
            return ""

    with on(TUESDAY), ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(hand_in, range(scale(20, 200))))
    assert sorted(kept).count("") == 1
    assert len(set(kept)) == len(kept)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Feedback)) == 1
        assert db.session.scalar(select(func.count()).select_from(FindingEvent)) == 1
