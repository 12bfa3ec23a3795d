"""What a bulletin must not say when it is passed on or signed; attachments stay verbatim and are checked for people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspect_app.foundation.pasting import Slip, suggestions
from inspect_app.foundation.text import tidy
from inspect_app.notices.rules.linting import of_sentence, sentences_of
from inspect_app.notices.rules.naming import covert, is_alias, private
from inspect_app.notices.rules.quoting import unknown_tokens
from inspect_app.notices.rules.reidentifying import recognisable
from inspect_app.notices.vocabulary.bulletins import ArticleFacts, BulletinFacts
from inspect_app.notices.vocabulary.complaints import Complaint, Unsayable

# A number worth comparing: with a decimal point or 万, and the unit it counts.
_VALUE = re.compile(r"([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*((?:[万亿])?(?:个百分点|小时|人次|[次件人元项倍]|公里)?)")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What a bulletin is held against: figures of the register (number, scope), sentences of earlier issues.

    `consents` says by title of an attachment how its writer agreed to be printed.
    """

    figures: tuple[tuple[str, str], ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()
    consents: frozenset[str] = frozenset()


def bulletin_complaints(facts: BulletinFacts, unsayable: Unsayable, known: Known, *, signing: bool) -> list[Complaint]:
    """Return all that is to be mended, what blocks first."""
    found = list(_of_issue(facts, signing))
    for place, article in enumerate(facts.articles, start=1):
        found += _of_article(f"第{place}篇", article, unsayable, known)
    found += _same_values(facts, known)
    return sorted(found, key=lambda one: not one.blocking)


def _of_issue(facts: BulletinFacts, signing: bool) -> Iterator[Complaint]:
    if not facts.articles:
        yield Complaint("文章", "", "这期还没有文章。", "请先加文章。")
    if not facts.issue_date:
        yield Complaint("印发日期", "", "日期还空着。", "草稿可以空着，签发前请填上。", signing)
    if not (facts.report_to or facts.send_to or facts.issue_to):
        yield Complaint("报送发", "", "没有当天有效的报、送、发名单。", "请在“分发名单”里设。", False)


def _of_article(label: str, article: ArticleFacts, unsayable: Unsayable, known: Known) -> Iterator[Complaint]:
    if not article.paragraphs:
        yield Complaint(label, article.title, "还没有正文。", "请写正文，或撤下这篇。")
    paragraphs = (article.title, article.subtitle, *article.note, *article.paragraphs)
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph):
            yield from of_sentence(label, sentence, unsayable, around=paragraph, aliases=True)
        for token in unknown_tokens(paragraph):
            yield Complaint(label, _short(paragraph), f"登记簿里没有{token}。", "请从右边的清单里点选。")
    if any(one.slip is Slip.BREAK for one in suggestions("\n".join(article.paragraphs))):
        yield Complaint(label, article.title, "正文里有句子中间断行。", "请在“改文字”里检查粘贴。", False)
    for attachment in article.attachments:
        yield from _of_attachment(f"附件“{attachment.title}”", attachment.text, unsayable)
        yield from _of_person(attachment.title, (*paragraphs, attachment.text), known)


def _of_attachment(label: str, text: str, unsayable: Unsayable) -> Iterator[Complaint]:
    """An original is printed as it is: only what would harm somebody is spoken of."""
    for sentence in (part for line in text.splitlines() for part in sentences_of(line)):
        for found, problem, _ in (*private(sentence, unsayable), *covert(sentence, unsayable)):
            yield Complaint(
                label, _short(sentence), f"“{found}”{problem}", "请用“×”遮去这几个字，其余照原文。", not is_alias(found)
            )


def _of_person(title: str, texts: tuple[str, ...], known: Known) -> Iterator[Complaint]:
    traits = recognisable(texts)
    if traits:
        told = f"附件和正文合起来能认出本人：{'、'.join(traits)}。"
        remedy = "请征得本人同意，并在附件里写明；或者换一件。"
        yield Complaint(f"附件“{title}”", "", told, remedy, title not in known.consents)


def _same_values(facts: BulletinFacts, known: Known) -> Iterator[Complaint]:
    """One number with two meanings (64.2 万小时 in seeds 001 and 004): each place is shown beside the other."""
    said: dict[str, str] = {}
    for place, article in enumerate(facts.articles, start=1):
        for sentence in (part for paragraph in article.paragraphs for part in sentences_of(paragraph)):
            for number in values_in(sentence):
                yield from _elsewhere(f"第{place}篇", number, sentence, said.get(number, ""), known)
                said.setdefault(number, sentence)


def _elsewhere(label: str, number: str, sentence: str, before: str, known: Known) -> Iterator[Complaint]:
    remedy = "请核对口径，同一个数不要说两件事。"
    scopes = [scope for figure, scope in known.figures if figure == number]
    if scopes and not any(tidy(scope) in tidy(sentence) for scope in scopes):
        told = f"“{number}”在成效数字里的口径是“{'”“'.join(scopes)}”，这里没有写明。"
        yield Complaint(label, _short(sentence), told, remedy, False)
    if before and before != sentence:
        yield Complaint(label, _short(sentence), f"“{number}”前面说的是“{_short(before)}”。", remedy, False)
    for issue, other in known.earlier:
        if other != sentence and number in values_in(other):
            yield Complaint(label, _short(sentence), f"“{number}”在{issue}说的是“{_short(other)}”。", remedy, False)
            return


def values_in(sentence: str) -> list[str]:
    """Return the numbers of a sentence that are worth comparing, each with its unit: 64.2万小时."""
    found = []
    for value, unit in _VALUE.findall(sentence):
        number = tidy(value).replace("．", ".")
        if "." in number or unit.startswith(("万", "亿")):
            found.append(f"{number}{unit}")
    return list(dict.fromkeys(found))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
