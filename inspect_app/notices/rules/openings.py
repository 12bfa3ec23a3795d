"""The first wording of an article, from what the tool knows; an editor goes on from there."""

from collections.abc import Iterable
from datetime import date

from inspect_app.foundation.numbering import NUMERALS
from inspect_app.notices.vocabulary.bulletins import ArticleDraft
from inspect_app.projects.vocabulary.meetings import ordinal

_TWO = 2


def from_finding(
    unit: str, place: str, method: str, title: str, fact: str, mended: str, *, heard: bool = False
) -> ArticleDraft:
    """Begin with a delivered problem: what was seen, and what was done about it once that was accepted.

    `heard` tells that nobody went there: somebody outside said so.
    """
    where = f"在{place}" if place else ""
    begin = f"{method}{place}的问题" if heard and place else method if heard else f"{method}{where}发现"
    told = [f"{begin}：{_closed(fact or title)}"]
    if mended:
        told.append(f"{unit}接到交办后即行整改：{_closed(mended)}")
    return ArticleDraft(title=title, body="\n".join(told), contributor=unit)


def from_praise(unit: str, window: str, words: str) -> ArticleDraft:
    """Begin with a commendation, in the words made for papers: no person in it."""
    head = words.split("，", 1)[0].split("。", 1)[0]
    place = f"{unit}{window}" if window and not window.startswith(unit) else window or unit
    return ArticleDraft(title=f"{unit}：{head}", body=f"{place}{_closed(words)}", contributor=unit)


def from_meeting(
    kind: str, held_on: date, place: str, who: str, title: str, reports: str, demands: Iterable[str]
) -> ArticleDraft:
    """Begin with a chief's visit or a meeting: where, what was heard, and the demands 一是…二要…六要 (seed 002)."""
    day, spot = f"{held_on.month}月{held_on.day}日", f"在{place}" if place else ""
    told = [f"{day}，{who}{spot}参加{title}。" if who else f"{day}，{title}{spot}召开。"]
    if reports:
        told.append(_closed(reports))
    asked = list(demands)
    if asked:
        counted = "".join(numbered(place_, words) for place_, words in enumerate(asked, start=1))
        told.append(f"就下一步工作，{who or '会议'}提出{_counted(len(asked))}点要求：{counted}")
    return ArticleDraft(title=f"{who}{kind}" if who else title, body="\n".join(told))


def from_suggestion(received_on: date, title: str, words: str, unit: str, done: str) -> ArticleDraft:
    """Begin with a suggestion: what was proposed, and what became of it once that was noted."""
    said = [line.strip() for line in words.splitlines() if line.strip()] or [title]
    told = [f"{received_on.month}月{received_on.day}日，有群众建议：{said[0]}", *said[1:]]
    told[-1] = _closed(told[-1])
    if done:
        told.append(f"{unit or '有关部门'}采纳建议并落实：{_closed(done)}")
    return ArticleDraft(title=title, body="\n".join(told), contributor=unit)


def from_case(received_on: date, title: str, words: str, unit: str, trips: int | None, outcome: str) -> ArticleDraft:
    """Begin with a concrete case: what somebody went through, in how many trips, and how it ended."""
    said = [line.strip() for line in words.splitlines() if line.strip()] or [title]
    told = [f"{received_on.month}月{received_on.day}日，有群众反映：{said[0]}", *said[1:]]
    told[-1] = _closed(told[-1])
    ended = "，".join(part for part in (f"前后跑了{trips}趟" if trips is not None else "", outcome) if part)
    if ended:
        told.append(_closed(ended))
    return ArticleDraft(title=title, body="\n".join(told), contributor=unit)


def numbered(place: int, words: str) -> str:
    """Return a demand with its place as it is spoken: 一是…, or 二要… where its own words begin with 要."""
    spoken = ordinal(place)
    return (spoken.removesuffix("是") if words.startswith("要") else spoken) + _closed(words)


def _counted(number: int) -> str:
    if number == _TWO:
        return "两"
    return NUMERALS[number] if number < len(NUMERALS) else str(number)


def _closed(words: str) -> str:
    kept = words.strip()
    return kept if kept.endswith(("。", "！", "？", "”")) else f"{kept.rstrip('；;，,')}。"
