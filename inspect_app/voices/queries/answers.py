"""What closing a voice rests on: its three ticks, and what the department in charge proposes to answer."""

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.rectification.models import SourceReply
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.letters import rectified_on
from inspect_app.voices.queries.triage import outward
from inspect_app.voices.rules import answers as rules
from inspect_app.voices.vocabulary.letters import Tick


def ticks_of(letter: Letter) -> list[Tick]:
    """Return 整改, 答复, 公示 of a voice, each with its day."""
    channel = letter.answer_channel.label if letter.answer_channel else ""
    answered, published = (letter.answered_on, channel), (letter.published_on, letter.published_where)
    return rules.ticks_of(letter.state, rectified_on(letter), answered, published)


def proposed_answer(letter: Letter) -> str:
    """Return what the department in charge said at the finding, for the office to answer with."""
    if letter.finding_id is None:
        return ""
    query = select(SourceReply.text).where(SourceReply.finding_id == letter.finding_id)
    return db.session.scalar(query) or ""


def proposed_publication(letter: Letter) -> str:
    """Return what may be published of a voice: what it was about, what was done, what was answered; nobody named."""
    done = letter.rectified_words or (letter.finding.lasting_rule if letter.finding else "")
    parts = (("反映", letter.title), ("办理", done), ("答复", letter.answer))
    return outward(letter, "\n".join(f"{label}：{text}" for label, text in parts if text))
