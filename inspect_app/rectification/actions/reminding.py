"""A reminder by the office (催办): an event on the chain and a message to the unit's liaisons, once a day."""

from collections.abc import Collection

from inspect_app.access import Actor, Permission, Role
from inspect_app.accounts.queries import people_with
from inspect_app.database import db
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import get_finding, lock_finding
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.foundation.text import clean
from inspect_app.messages.actions import tell
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.queries.bulk import reminded_today
from inspect_app.rectification.rules.bulk import REMINDED


def remind(actor: Actor, number: str, note: str = "") -> Finding:
    """Remind the lead unit of one finding; raise Refused for the second time on one day."""
    finding = lock_finding(get_finding(actor, number).id)
    if reminded_today([finding.id]):
        raise Refused(REMINDED)
    remind_locked(actor, finding, note, liaisons_of(finding.lead_unit_id))
    return finding


def remind_locked(actor: Actor, finding: Finding, note: str, liaisons: Collection[int]) -> None:
    """Remind of a finding that is locked and was not reminded of today; `liaisons` are the people told."""
    words = clean(note)
    move(actor, finding, Step.REMIND, permission=Permission.TRIAGE, text=words)
    tell(
        liaisons,
        MessageKind.REMIND,
        f"跑改办催办 {finding.number}“{finding.title}”{'：' + words if words else '，请抓紧办理。'}",
        f"/case/{finding.number}",
        f"remind:{finding.number}:{clock.today().isoformat()}",
        ref=str(finding.number),
    )
    db.session.flush()


def liaisons_of(unit_id: int | None) -> frozenset[int]:
    """Return the people of a unit who are reminded."""
    return frozenset(person.id for person in people_with(Role.DEPT_LIAISON, unit_id)) if unit_id else frozenset()
