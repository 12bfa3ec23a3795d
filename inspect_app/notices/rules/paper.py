"""The paper a notice is printed on, made of its facts: what stands where, never how it looks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.numbering import issue_label
from inspect_app.foundation.text import clean
from inspect_app.notices.rules.bodies import left_out, seal_lines, short_body
from inspect_app.notices.rules.tables import annexes, told_apart
from inspect_app.notices.rules.titles import hexagonal, mark_size, shaped
from inspect_app.notices.vocabulary import NoticeFacts, Paper

FILE_WORD = "文件"
NO_ISSUE_YET = "第　　期（草稿）"


def paper_of(facts: NoticeFacts) -> Paper:
    """Return the whole paper of a notice; control characters, which no paper can print, are left out."""
    facts = NoticeFacts.from_json(_cleaned(facts.to_json()))
    title_lines = shaped(facts.title)
    body = short_body(facts, len(title_lines))
    look = replace(facts.look, seal_lines=seal_lines(facts, body, len(title_lines)))
    return Paper(
        look=look,
        mark=_mark(facts),
        mark_size=mark_size(_mark(facts)),
        number=_number(facts),
        is_draft=facts.issue_no is None,
        issuer=facts.issuer,
        day=_day(facts, facts.issue_date),
        title=facts.title,
        title_lines=title_lines,
        main_to=_addressed(facts.main_to),
        body=tuple(body),
        annexes=(*annexes(facts), *told_apart(left_out(facts, body))),
        copy_to=_listed(facts.copy_to),
        printed_by=look.printed_by or facts.issuer,
        printed_on=_day(facts, look.printed_on or facts.issue_date) + "印发",
    )


def long_day(day: str) -> str:
    """Return an ISO date as an official paper writes it: 2017年12月5日, without leading zeros."""
    value = date.fromisoformat(day)
    return f"{value.year}年{value.month}月{value.day}日"


def _day(facts: NoticeFacts, day: str) -> str:
    """Return a date; the day of a draft stays blank, because it is the day of signing that counts."""
    if facts.issue_no is not None:
        return long_day(day)
    value = date.fromisoformat(day)
    return f"{value.year}年{value.month}月　　日"


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Labelled) else clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, (list, tuple)) else value


def _mark(facts: NoticeFacts) -> str:
    if facts.look.mark:
        return facts.look.mark
    return facts.issuer + FILE_WORD if _is_red(facts) else facts.series


def _number(facts: NoticeFacts) -> str:
    if not _is_red(facts):
        return issue_label(facts.issue_no) if facts.issue_no else NO_ISSUE_YET
    return hexagonal(facts.look.number) or f"〔{facts.issue_date[:4]}〕　　号（草稿）"


def _is_red(facts: NoticeFacts) -> bool:
    return facts.look.kind.value == "red_head"


def _addressed(names: tuple[str, ...]) -> str:
    """Return 主送: units of one kind are divided by 、, groups such as 各区、县（市）跑改办 by ，."""
    between = "，" if any("、" in name for name in names) else "、"
    return f"{between.join(names)}：" if names else ""


def _listed(names: Iterable[str]) -> str:
    said = "，".join(names)
    return f"{said}。" if said else ""
