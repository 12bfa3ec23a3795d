"""跟踪问: keep what people in the hall said, under an alias."""

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.field.actions.opening import demand_same, lock_open, note_deed
from inspect_app.field.queries import get_interview, words_of
from inspect_app.field.rules.interviews import interview_content, interview_text
from inspect_app.field.rules.saving import digest
from inspect_app.field.vocabulary import InterviewWords
from inspect_app.findings.models import Finding
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.visits.models import Interview
from inspect_app.visits.vocabulary import IntervieweeKind

MAX_INTERVIEWS = 100


def add_interview(actor: Actor, public_id: str, words: InterviewWords) -> Interview:
    """Add a talk to a visit."""
    visit = lock_open(actor, public_id)
    if len(visit.interviews) >= MAX_INTERVIEWS:
        raise Invalid(f"一次走访最多记 {MAX_INTERVIEWS} 人。")
    talk = Interview(sort_no=len(visit.interviews))
    _fill(talk, words)
    visit.interviews.append(talk)
    db.session.flush()
    note_deed(actor, "visit.interview_added", visit, interview=talk.id, who=talk.kind.value)
    return talk


def save_interview(actor: Actor, public_id: str, interview_id: int, words: InterviewWords) -> Interview:
    """Change a talk; raise Conflict with both texts when another page changed it in between."""
    visit = lock_open(actor, public_id)
    talk = get_interview(visit, interview_id)
    before = words_of(talk)
    if interview_content(before) != interview_content(words):
        demand_same(words.base, digest(interview_content(before)), interview_text(words), interview_text(before))
    _fill(talk, words)
    db.session.flush()
    note_deed(actor, "visit.interview_saved", visit, interview=talk.id)
    return talk


def remove_interview(actor: Actor, public_id: str, interview_id: int) -> None:
    """Take a talk away; one that a problem was listed from stays."""
    visit = lock_open(actor, public_id)
    talk = get_interview(visit, interview_id)
    if db.session.scalars(select(Finding.id).where(Finding.interview_id == talk.id).limit(1)).first():
        raise Refused("从这次询问列了问题，请先撤掉问题。")
    visit.interviews.remove(talk)
    db.session.flush()
    note_deed(actor, "visit.interview_removed", visit, interview=interview_id)


def _fill(talk: Interview, words: InterviewWords) -> None:
    kind = IntervieweeKind.find(words.kind)
    if kind is None:
        raise Invalid("请选受访人是谁。", "kind")
    talk.kind, talk.alias, talk.words = kind, words.alias, words.words
    talk.trips, talk.papers_complete, talk.satisfaction = (
        words.trips,
        words.papers_complete,
        words.satisfaction,
    )
