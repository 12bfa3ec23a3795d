"""Who may do what with a bulletin: as with a notice, but whoever wrote any of it may not check it."""

from collections.abc import Collection
from datetime import date

from inspect_app.access import Actor
from inspect_app.foundation.errors import DomainError, Refused
from inspect_app.notices.rules.steps import WORKFLOW, NoticePosition, NoticeStep, refusal
from inspect_app.notices.vocabulary import NoticeState

WORD = "简报"


def bulletin_refusal(step: NoticeStep, actor: Actor, state: NoticeState, hands: Collection[int]) -> DomainError | None:
    """Return why a person may not do a step now, or nothing; `hands` are those who wrote in this issue."""
    refused = refusal(step, actor, NoticePosition(state, None), WORD)
    if refused is None and step is NoticeStep.PASS_CHECK and actor.person_id in hands:
        return Refused("写过这期文字的人不能核稿，请由另一位同事核稿。")
    return refused


def bulletin_steps(actor: Actor, state: NoticeState, hands: Collection[int]) -> list[NoticeStep]:
    """Return the steps a person may do now: one button each."""
    rows = WORKFLOW.steps_from(state)
    return [row.step for row in rows if bulletin_refusal(row.step, actor, state, hands) is None]


def printed_day(day: date | None, today: date) -> str:
    """Return a date as a bulletin prints it; while it is not known its day is blank: 2018年1月　日 (seed 004)."""
    if day is None:
        return f"{today.year}年{today.month}月　日"
    return f"{day.year}年{day.month}月{day.day}日"
