"""Sentences of a notice. A number stands in prose as a token such as 【本期新发现】 and is never typed."""

import re

from inspect_app.foundation.numbering import ratio
from inspect_app.notices.rules.few import OTHER
from inspect_app.notices.vocabulary import FindingLine, NoticeFacts, Paragraph, Piece, Practice, Section

# Token → name in NoticeFacts.figures, or in NoticeFacts.ratios for those printed as n/d.
FIGURES = {
    "累计走访": "visits_total",
    "本期走访": "visits_new",
    "覆盖单位": "units_seen",
    "覆盖网点": "sites_seen",
    "访谈人次": "interviews",
    "本期新发现": "found_new",
    "累计发现": "found_total",
    "本期销号": "closed_new",
    "累计销号": "closed_total",
    "已签收": "accepted",
    "应整改": "due",
    "按期整改": "on_time",
    "逾期整改": "late",
    "逾期未改": "overdue",
    "逾期单位": "overdue_units",
    "今日到期": "due_today",
    "待核验": "pending",
    "退回重办": "rework",
    "反弹": "recurrence",
}
RATIOS = {"按期整改率": "on_time", "销号率": "closed", "满意率": "satisfied"}

_TOKEN = re.compile(r"【([^】]{1,12})】")
# A number with a counter is a fact, and facts are computed; dates and document numbers may be written.
_TYPED = re.compile(r"(?<![0-9０-９])[0-9０-９]+(?:\.[0-9]+)?\s*(?:%|％|个|件|次|人|家|处|项|起|条)")

DEFAULTS: dict[Section, tuple[str, ...]] = {
    Section.REASON: ("根据{basis}，{issuer}自{since}起开展{campaign}。现将截至{as_of}的有关情况通报如下。",),
    Section.OVERVIEW: (
        "本期走访【本期走访】次，累计走访【累计走访】次，覆盖【覆盖单位】个单位、【覆盖网点】个网点，"
        "访谈办事群众和企业【访谈人次】人次，满意率【满意率】。",
        "本期新发现问题【本期新发现】个，累计发现【累计发现】个；本期销号【本期销号】个，累计销号【累计销号】个，"
        "销号率【销号率】。",
    ),
    Section.PROBLEMS: (),
    Section.RECTIFICATION: (
        "应整改（到期）【应整改】个，按期整改【按期整改】个，按期整改率【按期整改率】；"
        "逾期整改【逾期整改】个，逾期未改【逾期未改】个，涉及【逾期单位】个单位；"
        "今日到期【今日到期】个，待核验【待核验】个，退回重办【退回重办】个，反弹【反弹】个。",
    ),
    Section.PRACTICES: (),
    Section.DEMANDS: (
        "请各责任单位按时限整改、如期反馈；逾期未改的，说明原因、明确完成日期；需要延期的，到期前申请并说明理由。",
    ),
}
NOTHING_FOUND, NO_PROBLEMS = "本期未发现新的问题。", "发现问题情况"
TOLD_BELOW, TOLD_IN_ANNEX = "本期新交办的问题如下，详见附件1。", "本期新交办的问题详见附件1。"
CORRECTED = "更正："
_LISTED_IN_BODY, _FACT_LENGTH, _NAMED = 8, 80, 8


def default_prose(basis: str, issuer: str, since: str, campaign: str, as_of: str) -> dict[str, list[str]]:
    """Return the first wording of each section, with its tokens."""
    words = {"basis": basis, "issuer": issuer, "since": since, "campaign": campaign, "as_of": as_of}
    return {
        section.value: [_filled(sentence, words) for sentence in sentences]
        for section, sentences in DEFAULTS.items()
    }


def faults(prose: dict[str, list[str]]) -> list[str]:
    """Return what must be mended in the office's words: unknown tokens and numbers typed by hand."""
    found = []
    for section in Section:
        text = "\n".join(prose.get(section.value, ()))
        for token in _TOKEN.findall(text):
            if token not in FIGURES and token not in RATIOS:
                found.append(f"“{section.label}”里没有叫【{token}】的数字。")
        for typed in _TYPED.findall(_TOKEN.sub("", text)):
            found.append(f"“{section.label}”里手写了“{typed}”，请改用数字块，如【本期新发现】个。")
    return found


def pieces(sentence: str, facts: NoticeFacts) -> tuple[Piece, ...]:
    """Return a sentence with its tokens replaced by the computed numbers."""
    parts: list[Piece] = []
    place = 0
    for match in _TOKEN.finditer(sentence):
        if match.start() > place:
            parts.append(Piece(sentence[place : match.start()]))
        parts.append(_piece(match.group(1), facts))
        place = match.end()
    if place < len(sentence):
        parts.append(Piece(sentence[place:]))
    return tuple(parts)


def paragraphs(facts: NoticeFacts, problems: int = _LISTED_IN_BODY, named: int = _NAMED) -> list[Paragraph]:
    """Return the whole body: the office's prose, and under it what is listed from the facts.

    `problems` are told in full, of the others and of what is overdue or closed `named` are named. Without names the
    paper is short: each problem is one sentence, and the lists are left to the annexes.
    """
    body: list[Paragraph] = []
    number = 0
    for section in Section:
        prose = [Paragraph(pieces(text, facts)) for text in facts.prose.get(section.value, ())]
        listed = _listed(section, facts, problems, named)
        if not prose and not listed:
            continue
        if section is not Section.REASON:
            number += 1
            title = _title(section, facts)
            body.append(Paragraph((Piece(f"{_CHINESE[number]}、{title}"),), level=1))
        body += prose + listed
    return body + [Paragraph((Piece(f"{CORRECTED}{text}"),)) for text in facts.corrections]


def _title(section: Section, facts: NoticeFacts) -> str:
    """Return a heading without its number; above “未发现新的问题” stands none that says the contrary."""
    if section is Section.PROBLEMS and not facts.new_findings:
        return NO_PROBLEMS
    return section.label.split("、", 1)[1]


def practice_text(one: Practice) -> str:
    """Return a practice as the body tells it."""
    return f"{one.unit}{one.window}：{_short_fact(one.words)}。"


_CHINESE = "〇一二三四五六七八九十"


def _filled(sentence: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        sentence = sentence.replace("{" + name + "}", word)
    return sentence


def _piece(token: str, facts: NoticeFacts) -> Piece:
    if token in RATIOS:
        numerator, denominator = facts.ratios[RATIOS[token]]
        return Piece(ratio(numerator, denominator), RATIOS[token])
    name = FIGURES.get(token)
    return Piece(f"【{token}】") if name is None else Piece(str(facts.figures[name]), name)


def _listed(section: Section, facts: NoticeFacts, problems: int, count: int) -> list[Paragraph]:
    if section is Section.OVERVIEW and count:
        return [*_methods(facts), *_promises(facts)]
    if section is Section.PROBLEMS:
        return _problems(facts, problems, count)
    if section is Section.RECTIFICATION:
        return _overdue(facts, count)
    if section is Section.PRACTICES:
        return [_lead(practice_text(one)) for one in facts.practices]
    return []


def _methods(facts: NoticeFacts) -> list[Paragraph]:
    """Tell the visits by method, where more than one can be told apart."""
    if [row.method for row in facts.methods] in ([], [OTHER]):
        return []
    named = "，".join(f"{row.method}{row.new}次（累计{row.total}次）" for row in facts.methods)
    return [Paragraph((Piece(f"按方式分：{named}。"),))]


def _promises(facts: NoticeFacts) -> list[Paragraph]:
    """Say how what was announced held where it was tried; nothing where nobody tried."""
    if not facts.promises:
        return []
    said = [Piece(one.words, one.figure) for one in facts.promises]
    between = [piece for one in said for piece in (one, Piece("，"))][:-1]
    return [Paragraph((Piece("承诺兑现（实测）："), *between, Piece("。")))]


def _problems(facts: NoticeFacts, left: int, count: int) -> list[Paragraph]:
    """Name what is new by unit; the body stays within two pages, so the rest is left to annex 1."""
    if not facts.new_findings:
        return [] if NOTHING_FOUND in facts.prose.get(Section.PROBLEMS.value, ()) else [_lead(NOTHING_FOUND)]
    # Where the office has written how the list begins, it begins so.
    begun = [] if facts.prose.get(Section.PROBLEMS.value) else [_lead(TOLD_BELOW if left else TOLD_IN_ANNEX)]
    if not count:
        return begun + [_short(place, line) for place, line in enumerate(facts.new_findings[:left], start=1)]
    return begun + _by_unit(facts, left, count)


def _lead(words: str) -> Paragraph:
    return Paragraph((Piece(words),))


def _by_unit(facts: NoticeFacts, left: int, count: int) -> list[Paragraph]:
    by_unit: dict[str, list[FindingLine]] = {}
    for line in facts.new_findings:
        by_unit.setdefault(line.unit, []).append(line)
    listed: list[Paragraph] = []
    for number, (unit, lines) in enumerate(by_unit.items(), start=1):
        if left <= 0 or number >= len(_CHINESE):
            return [*listed, _others(list(by_unit.items())[number - 1 :], count)]
        listed.append(Paragraph((Piece(f"（{_CHINESE[number]}）{unit}（{len(lines)}个）"),), level=2))
        listed += [_problem(place, line) for place, line in enumerate(lines[:left], start=1)]
        left -= len(lines)
    return listed


def _others(rest: list[tuple[str, list[FindingLine]]], count: int) -> Paragraph:
    """Name the units whose problems stand in the annex only; where they are many, the first of them."""
    named = "、".join(f"{name}{len(of_unit)}个" for name, of_unit in rest[:count])
    more = f"等{len(rest)}个单位" if len(rest) > count else ""
    return Paragraph((Piece(f"其余为：{named}{more}，详见附件1。"),))


def _short(place: int, line: FindingLine) -> Paragraph:
    """One line where a page is full: unit and problem; the annex has the rest."""
    return Paragraph((Piece(f"{place}.{line.unit}：{line.title.rstrip('。')}{line.disputed}。"),))


def _problem(place: int, line: FindingLine) -> Paragraph:
    kinds = "，".join(part for part in (line.method, line.kind) if part)
    return Paragraph((Piece(f"{place}.{line.place}：{_short_fact(line.fact)}（{kinds}）{line.disputed}。"),))


def _short_fact(text: str) -> str:
    return text.rstrip("。") if len(text) <= _FACT_LENGTH else text[:_FACT_LENGTH] + "……"


def _overdue(facts: NoticeFacts, count: int) -> list[Paragraph]:
    said = []
    if facts.overdue_findings and count:
        named = "、".join(f"{line.unit}（{line.number}，{line.note}）" for line in facts.overdue_findings[:count])
        more = "等，详见附件1" if len(facts.overdue_findings) > count else ""
        said.append(f"逾期未改的有：{named}{more}。")
    if facts.closed_findings and count:
        named = "、".join(f"{line.unit}（{line.number}）" for line in facts.closed_findings[:count])
        more = "等" if len(facts.closed_findings) > count else ""
        said.append(f"本期销号的有：{named}{more}。")
    return [Paragraph((Piece(text),)) for text in said]
