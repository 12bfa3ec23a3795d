"""What a receipt tells: how far an opinion is, what the office answers, and what was said."""

from dataclasses import dataclass

from inspect_app.voices.models import Opinion
from inspect_app.voices.queries.opinions import masked_phone_of
from inspect_app.voices.vocabulary.opinions import OpinionState

_TITLES = {
    OpinionState.NEW: ("已经收到", "还没有看到，请过几天再查。"),
    OpinionState.NOTED: ("已经看过", "已计入这里的满意情况。"),
    OpinionState.PASSED_ON: ("正在办理", "已转给负责的同志办理。"),
}


@dataclass(frozen=True, slots=True)
class ReceiptTold:
    """What the page of a receipt says; `mine` is what whoever holds it said."""

    title: str
    text: str
    reply: str
    mine: str


def told(opinion: Opinion) -> ReceiptTold:
    """Return what becomes of an opinion in a citizen's words."""
    title, text = _TITLES[opinion.state]
    answers = (
        ("几趟", opinion.trips.label if opinion.trips else ""),
        ("材料", opinion.papers.label if opinion.papers else ""),
        ("满意吗", opinion.satisfied.label if opinion.satisfied else ""),
        ("哪里不方便", opinion.words),
        ("回电话", masked_phone_of(opinion)),
    )
    return ReceiptTold(title, text, opinion.reply, "\n".join(f"{name}：{answer}" for name, answer in answers if answer))
