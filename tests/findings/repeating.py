"""A problem to settle, and earlier findings that say nearly the same."""

from datetime import timedelta
from typing import Any

from inspect_app.database import db, transaction
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.recurring import index_words
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import proposals_for
from inspect_app.findings.rules.recurrence import Use
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import VisitMode
from tests import factories
from tests.findings.making import World, make_world, propose_trial

WORDS = "上班时间窗口无人在岗", "窗口放着“暂停服务”的牌子，问旁边的人，说是去开会了。"
NEARLY = "窗口上班时间无人", "窗口摆着暂停服务的牌子，问了旁边的人，说去开会了。"


def submitted(mode: VisitMode = VisitMode.OPEN, words: tuple[str, str] = NEARLY) -> tuple[World, Finding]:
    world = make_world(mode)
    finding = propose_trial(world, words[0])
    with transaction():
        submit_with_visit(world.author, world.visit)
        finding = db.session.get_one(Finding, finding.id)
        finding.fact = words[1]
    return world, finding


def earlier(world: World, status: FindingStatus = FindingStatus.CLOSED, **values: Any) -> Finding:
    """Make a delivered finding of the world's department, a week old and found by its words."""
    values = {"unit": world.department, "title": WORDS[0], "fact": WORDS[1], **values}
    finding = factories.make_finding(status, **values)
    with transaction():
        index_words(finding)
        if status is FindingStatus.CLOSED:
            finding.closed_at = clock.now() - timedelta(days=7)
    return finding


def proposed(world: World, finding: Finding) -> list[tuple[str, Use]]:
    return [(one.reference, one.use) for one in proposals_for(world.clerk, finding)]
