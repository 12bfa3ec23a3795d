"""What a receipt tells: how far an opinion is, what the office answers, and what was said."""

from dataclasses import dataclass

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.voices.models import Letter, Opinion
from inspect_app.voices.queries.opinions import masked_phone_of
from inspect_app.voices.vocabulary.letters import LetterState
from inspect_app.voices.vocabulary.opinions import OpinionState

_TITLES = {
    OpinionState.NEW: ("已经收到", "还没有看到，请过几天再查。"),
    OpinionState.NOTED: ("已经看过", "已计入这里的满意情况。"),
    OpinionState.PASSED_ON: ("已经转办", ""),
}
# A problem that was listed is told by how far it is, in words that name nobody and no unit's inner steps.
_LETTER = {
    LetterState.NEW: "已转给负责的同志，正在看怎么办。",
    LetterState.FINDING: "已列为问题，正在督促整改。",
    LetterState.SUGGESTION: "已列为改进建议。",
    LetterState.PRAISE: "已转告被表扬的窗口。",
    LetterState.NO_ACTION: "已研究过，这次不另外办理。",
}
_ENDED = {
    FindingStatus.CLOSED: "已列为问题，责任单位已经改好。",
    FindingStatus.TERMINATED: "已列为问题，经批准终止整改。",
    FindingStatus.DISMISSED: "已研究过，没有列为问题。",
}
_TOGETHER = "和别人反映的同一件事一起办。"
# An answer is written to one person: whoever else asked the same learns that it was given, and what was published.
_ANSWERED = "先反映的人已经得到答复。"


@dataclass(frozen=True, slots=True)
class ReceiptTold:
    """What the page of a receipt says; `mine` is what whoever holds it said."""

    title: str
    text: str
    reply: str
    mine: str


def _became(letter: Letter) -> str:
    """Return how far a voice is, and where its outcome was published; what repeats a problem is as far as that."""
    finding = letter.finding and (letter.finding.duplicate_of or letter.finding)
    text = (_ENDED.get(finding.status) if finding is not None else None) or _LETTER[letter.state]
    if letter.rectified_on is not None:
        text = "已列为改进建议，已经落实。"
    return f"{text}办理结果已在{letter.published_where}公示。" if letter.published_on is not None else text


def _passed_on(letter: Letter, noted: str) -> tuple[str, str]:
    """Return how far a voice is and the answer to it; one merged into another goes the way of that one."""
    text, reply, leading = "", letter.answer or noted, letter.merged_into
    if leading is not None:
        text, reply = _TOGETHER, reply or leading.published_words
    text += _became(leading or letter)
    return (text + _ANSWERED if leading is not None and leading.answered_on and not letter.answer else text), reply


def told(opinion: Opinion) -> ReceiptTold:
    """Return what becomes of an opinion in a citizen's words."""
    title, text = _TITLES[opinion.state]
    reply = opinion.reply
    if opinion.letter is not None:
        text, reply = _passed_on(opinion.letter, reply)
    answers = (
        ("几趟", opinion.trips.label if opinion.trips else ""),
        ("材料", opinion.papers.label if opinion.papers else ""),
        ("满意吗", opinion.satisfied.label if opinion.satisfied else ""),
        ("哪里不方便", opinion.words),
        ("回电话", masked_phone_of(opinion)),
    )
    return ReceiptTold(title, text, reply, "\n".join(f"{name}：{answer}" for name, answer in answers if answer))
