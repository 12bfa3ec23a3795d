"""The paper a bulletin is printed on, made of its facts (rectification.md §6.6; the seeds)."""

import re
from itertools import count

from inspect_app.foundation.numbering import NUMERALS, issue_label
from inspect_app.foundation.text import clean
from inspect_app.notices.rules.paper import NO_ISSUE_YET
from inspect_app.notices.rules.titles import mark_size, shaped
from inspect_app.notices.vocabulary import Paper, PaperLook, Paragraph, Piece
from inspect_app.notices.vocabulary.bulletin_paper import BulletinPaper, Enclosure, Story
from inspect_app.notices.vocabulary.bulletins import ArticleFacts, ArticlePart, BulletinFacts

_NUMBERED = re.compile(rf"([{NUMERALS}])、")
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,4}、.{1,40}(?<![。；，])")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,4}）.{1,40}(?<![。；，])")),
    # 温州市： stands above what was done there (seed 002).
    (1, re.compile(r"[\u4e00-\u9fff]{2,10}：")),
    (1, re.compile(ArticlePart.NEXT_STEPS.label)),
)


def bulletin_paper(facts: BulletinFacts) -> BulletinPaper:
    """Return the whole paper; control characters, which no paper can print, are left out."""
    enclosed = _enclosures(facts)
    attached = [one.title for article in facts.articles for one in article.attachments]
    names = iter(_attached(attached))
    stories = tuple(_story(article, tuple(next(names) for _ in article.attachments)) for article in facts.articles)
    ways = (("报：", facts.report_to), ("送：", facts.send_to), ("发：", facts.issue_to))
    return BulletinPaper(
        head=_head(facts),
        contents=tuple(story.title for story in stories) if len(stories) > 1 else (),
        stories=stories,
        corrections=tuple(clean(text) for text in facts.corrections),
        enclosures=enclosed,
        mailbox=clean(facts.mailbox),
        foot=tuple((word, "，".join(clean(name) for name in names_) + "。") for word, names_ in ways if names_),
        copies=f"共印{facts.copies}份" if facts.copies else "",
    )


def with_next_steps(body: tuple[str, ...], steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paragraphs with 下一步工作计划 as the last section, numbered on from the headings (seed 004)."""
    if not steps:
        return body
    heads = [found for text in body if level_of(text) == 1 and (found := _NUMBERED.match(text))]
    last = NUMERALS.index(heads[-1][1]) if heads else 0
    number = f"{NUMERALS[last + 1]}、" if 0 < last < len(NUMERALS) - 1 else ""
    return (*body, f"{number}{ArticlePart.NEXT_STEPS.label}", *steps)


def level_of(text: str) -> int:
    """Return the level of a paragraph: a heading stands alone on its line and ends in no full stop."""
    return next((level for level, pattern in _LEVELS if pattern.fullmatch(text)), 0)


def _head(facts: BulletinFacts) -> Paper:
    """Return the part of a paper that a masthead is made of; a bulletin has no more in common with a notice."""
    mark = clean(facts.mark)
    return Paper(
        look=PaperLook(secrecy=clean(facts.secrecy)), mark=mark, mark_size=mark_size(mark),
        number=issue_label(facts.issue_no) if facts.issue_no else NO_ISSUE_YET, is_draft=facts.issue_no is None,
        issuer=clean(facts.issuer), day=facts.day, title=mark, title_lines=(), main_to="", body=(), annexes=(),
        copy_to="", printed_by="", printed_on="",
    )  # fmt: skip


def _story(article: ArticleFacts, attached: tuple[str, ...]) -> Story:
    return Story(
        title=clean(article.title),
        title_lines=shaped(clean(article.title)),
        subtitle=clean(article.subtitle),
        note_kind=article.note_kind,
        note=tuple(text for text in map(clean, article.note) if text),
        body=tuple(_paragraph(text) for text in map(clean, article.paragraphs) if text),
        attached=attached,
        contributor=clean(article.contributor),
    )


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Piece(text),), level=level_of(text))


def _attached(titles: list[str]) -> list[str]:
    if len(titles) == 1:
        return [f"附：{clean(titles[0])}"]
    return [f"附{place}：{clean(title)}" for place, title in enumerate(titles, start=1)]


def _enclosures(facts: BulletinFacts) -> tuple[Enclosure, ...]:
    found = [one for article in facts.articles for one in article.attachments]
    places = count(1)
    return tuple(
        Enclosure(
            f"附件{next(places)}" if len(found) > 1 else "附件",
            shaped(clean(one.title)),
            tuple(clean(f"|{line}|")[1:-1] for line in one.text.replace("\r\n", "\n").split("\n")),
        )
        for one in found
    )
