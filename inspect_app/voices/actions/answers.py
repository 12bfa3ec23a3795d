"""Deeds that close a voice: answer, say why nobody can be answered, note what was done and what was published."""

from datetime import date
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.voices.actions.letters import note, take
from inspect_app.voices.actions.triage import may_leave
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.letters import rectified_on, reference
from inspect_app.voices.vocabulary.letters import Answer, LetterStep


def answer(actor: Actor, letter_id: int, given: Answer, version: int | None = None) -> int:
    """Note what whoever spoke was told, also in place of an earlier answer; return how many were told."""
    letter = take(letter_id, LetterStep.ANSWER, version, given.text)
    words = clean(given.text)
    if not words:
        raise Invalid("请写答复内容。", "text")
    if given.on > clock.today():
        raise Invalid("答复日期不能晚于今天。", "on")
    told = [letter]
    if given.also_merged:
        merged = select(Letter).where(Letter.merged_into_id == letter.id, Letter.answered_on.is_(None))
        told += db.session.scalars(merged.order_by(Letter.id).with_for_update())
    for one in told:
        if given.on < one.received_on:
            raise Invalid(f"答复日期不能早于收到日期（{reference(one)} 是 {one.received_on}）。", "on")
        before, one.excuse = one.answer, ""
        one.answer, one.answer_channel, one.answered_on = words, given.channel, given.on
        said: dict[str, Any] = {"text": (before, words), "channel": given.channel.label, "day": given.on}
        note(actor, one, LetterStep.ANSWER, f"{given.channel.label}：{words}", deed="letter.answered", **said)
    return len(told)


def excuse(actor: Actor, letter_id: int, reason: str, version: int | None = None) -> Letter:
    """Note why nobody can be answered: such a voice stands in no rate."""
    letter, words = take(letter_id, LetterStep.EXCUSE, version, reason), clean(reason)
    if not words:
        raise Invalid("请写为什么无法答复。", "reason")
    if letter.answered_on is not None:
        raise Refused("已经答复过，不能再记无法答复。")
    letter.excuse = words
    note(actor, letter, LetterStep.EXCUSE, words, deed="letter.excused", reason=words)
    return letter


def rectify(actor: Actor, letter_id: int, on: date, words: str, version: int | None = None) -> Letter:
    """Note that a suggestion was taken up, and how; a problem is rectified when it is closed."""
    letter, text = take(letter_id, LetterStep.RECTIFY, version, words), clean(words)
    if not text:
        raise Invalid("请写落实了什么。", "words")
    _in_time(letter, on, "on")
    letter.rectified_on, letter.rectified_words = on, text
    note(actor, letter, LetterStep.RECTIFY, text, deed="letter.rectified", text=text, day=on)
    return letter


def publish(
    actor: Actor, letter_id: int, on: date, where: str, words: str, *, checked: bool, version: int | None = None
) -> Letter:
    """Note what was published where; nobody is named in it, and what isn't done and answered isn't published."""
    letter, place, text = take(letter_id, LetterStep.PUBLISH, version, words), clean(where), clean(words)
    for field, label, value in (("where", "公示渠道", place), ("words", "公示文字", text)):
        if not value:
            raise Invalid(f"请写{label}。", field)
    missing = [name for name, day in (("整改", rectified_on(letter)), ("答复", letter.answered_on)) if day is None]
    if missing:
        raise Refused(f"先完成{'和'.join(missing)}，再公示。")
    _in_time(letter, on, "on")
    may_leave(letter, {"words": text, "where": place}, checked)
    letter.published_on, letter.published_where, letter.published_words = on, place, text
    facts: dict[str, Any] = {"text": text, "channel": place, "day": on}
    note(actor, letter, LetterStep.PUBLISH, place, deed="letter.published", **facts)
    return letter


def _in_time(letter: Letter, on: date, field: str) -> None:
    if on > clock.today():
        raise Invalid("日期不能晚于今天。", field)
    if on < letter.received_on:
        raise Invalid("日期不能早于收到日期。", field)
