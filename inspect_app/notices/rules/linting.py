"""What a notice must not say when it is passed on or signed: each complaint names section, sentence and remedy."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from inspect_app.foundation.pasting import suggestions
from inspect_app.notices.rules.bodies import short_body, spare_lines
from inspect_app.notices.rules.naming import covert, is_alias, private, undelivered
from inspect_app.notices.rules.prose import NO_PROBLEMS, faults
from inspect_app.notices.rules.sums import disagreements
from inspect_app.notices.rules.titles import shaped
from inspect_app.notices.vocabulary import NoticeFacts, Section
from inspect_app.notices.vocabulary.complaints import Complaint, Unsayable

_QUOTED = re.compile(r"“([^”]{8,})”?")
# A full stop inside a quotation ends no sentence of the paper's own.
_SENTENCE = re.compile(r"(?:“[^”]*”?|[^。“])+。?|。")
_MARKS = re.compile(r"[\s“”‘’\"'。，、！!,.;；：:？?]+")
# From half of the words on a passage is meant to be that instruction.
_ALIKE = 0.5
_FIGURE = re.compile(r"(?<![0-9０-９])[0-9０-９]+(?:[.．][0-9０-９]+)?\s*(?:[万亿]|小时(?!内)|公里|元|倍|个百分点)")
_AS_OF = re.compile(r"截至|截止|[0-9０-９]{1,4}月底?|[0-9０-９]{1,4}日|年底|季度|上半年|下半年|当日|今日|本期")
_SOURCE = re.compile(r"据|来源|统计|提供|测算|平台|系统|〔|台账")
_OTHER_WORD = {"督察": re.compile(r"(?<!实地)督查"), "督查": re.compile("督察")}
_SHOWN = 40
_LISTS_PROBLEMS = re.compile(r"如下|附件|(?<!未)(?<!没有)新(?:交办|发现)的?问题")


def complaints(facts: NoticeFacts, unsayable: Unsayable) -> list[Complaint]:
    """Return all that is to be mended, what blocks first; the order of the sections is kept."""
    prose = {name: list(texts) for name, texts in facts.prose.items()}
    found = [Complaint("数字核对", "", text, "请按台账核实后再送。") for text in disagreements(facts)]
    found += [Complaint("正文", "", text, "") for text in faults(prose)]
    for label, sentence in _sentences(facts):
        found += of_sentence(label, sentence, unsayable)
    found += _of_findings(facts, unsayable)
    found += _of_practices(facts, unsayable)
    found += _of_nothing_new(facts)
    if not any("截至" in text for texts in prose.values() for text in texts):
        found.append(
            Complaint(Section.REASON.label, "", "正文没有写数字截至什么时候。", f"请写明“截至{facts.as_of}”。", False)
        )
    if _is_long(facts):
        found.append(Complaint("正文", "", "正文连同署名超过两页。", "请压缩文字，细节放在附件。", False))
    return sorted(found, key=lambda one: not one.blocking)


def blocking(found: list[Complaint]) -> list[Complaint]:
    """Return the complaints that stop the paper."""
    return [one for one in found if one.blocking]


def _is_long(facts: NoticeFacts) -> bool:
    lines = len(shaped(facts.title))
    return spare_lines(facts, short_body(facts, lines), lines) < 0


def _sentences(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    yield "标题", facts.title
    for section in Section:
        for paragraph in facts.prose.get(section.value, ()):
            for sentence in sentences_of(paragraph):
                yield section.label, sentence


def sentences_of(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph; a full stop inside a quotation ends none."""
    return _SENTENCE.findall(paragraph)


def of_sentence(
    label: str, sentence: str, unsayable: Unsayable, *, around: str = "", aliases: bool = False
) -> Iterator[Complaint]:
    """Yield what is wrong with a sentence; day and source of a figure may stand `around` it.

    With `aliases` a masked name such as 张阿姨 stops nothing: it is told, to be looked at (F24).
    """
    shown = _short(sentence)
    for rule in (private, covert, undelivered):
        for found, problem, remedy in rule(sentence, unsayable):
            yield Complaint(label, shown, f"“{found}”{problem}", remedy, not (aliases and is_alias(found)))
    yield from (Complaint(label, shown, *words) for words in _misquotes(sentence, unsayable))
    yield from (Complaint(label, shown, *words) for words in _unsourced(sentence, around or sentence))
    other = _OTHER_WORD.get(unsayable.inspect_word)
    if other is not None and other.search(sentence):
        yield Complaint(label, shown, f"本单位统一用“{unsayable.inspect_word}”。", "引用文件名的可以不改。", False)
    if suggestions(sentence):
        yield Complaint(label, shown, "有粘贴带来的全角数字或疑似丢了的小数点。", "请在“改文字”里检查粘贴。", False)


def _misquotes(sentence: str, unsayable: Unsayable) -> Iterator[tuple[str, str]]:
    """A passage close to an instruction of the register has to be that instruction, word by word."""
    for found in _QUOTED.finditer(sentence):
        said = _bare(found[1])
        register = [(_bare(words), words) for words in unsayable.quotable]
        if any(said in bare for bare, _ in register):
            continue
        ranked = sorted(
            ((SequenceMatcher(None, said, bare, autojunk=False).ratio(), words) for bare, words in register)
        )
        if ranked and ranked[-1][0] >= _ALIKE:
            yield f"引用的批示与登记的原文不一致，原文是“{ranked[-1][1]}”。", "请照原文引用。"


def _unsourced(sentence: str, around: str) -> Iterator[tuple[str, str]]:
    for found in _FIGURE.finditer(sentence):
        lacks = [word for word, pattern in (("截至日期", _AS_OF), ("来源", _SOURCE)) if not pattern.search(around)]
        if lacks:
            yield f"“{found[0]}”没有写{'和'.join(lacks)}。", "请写成“据××统计，截至×月×日……”。"


def _of_findings(facts: NoticeFacts, unsayable: Unsayable) -> Iterator[Complaint]:
    """What a finding itself says was delivered so; who signs is told, and decides."""
    for line in facts.new_findings:
        for found, problem, remedy in private(f"{line.title}。{line.fact}", unsayable):
            label = f"问题 {line.number}"
            yield Complaint(label, _short(line.title), f"“{found}”{problem}", remedy, False)


def _of_nothing_new(facts: NoticeFacts) -> Iterator[Complaint]:
    """What was written while there was something new may stay behind when there is nothing."""
    if facts.new_findings:
        return
    for sentence in facts.prose.get(Section.PROBLEMS.value, ()):
        if _LISTS_PROBLEMS.search(sentence):
            remedy = "请删去这一句；正文会写“本期未发现新的问题”。"
            yield Complaint(NO_PROBLEMS, _short(sentence), "本期没有新发现的问题，这一句却引出清单。", remedy)


def _of_practices(facts: NoticeFacts, unsayable: Unsayable) -> Iterator[Complaint]:
    """Praise is the office's own words for papers: whom it names is mended in the register."""
    for one in facts.practices:
        for found, problem, _ in private(one.words, unsayable):
            yield Complaint("四、典型做法", _short(one.words), f"“{found}”{problem}", "请在登记簿“点赞”里改见报文字。")


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SHOWN else sentence[:_SHOWN] + "……"
