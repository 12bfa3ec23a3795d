"""Names stay in the office: aliases (化名), masked numbers, and words that together tell who somebody is."""

import re
from collections.abc import Iterable

from inspect_app.foundation.masking import IDENTITY, MOBILE
from inspect_app.foundation.text import tidy

_COMPOUND = frozenset(re.findall("..", "欧阳司马上官诸葛夏侯皇甫尉迟公孙慕容令狐东方司徒司空端木南宫申屠轩辕"))
_NAME = re.compile(r"[\u3400-\u9fff·]{2,15}")
_SHORTEST_NAME = 2
_TITLE = 40
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}(@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]+)")
_KIN = "老伴|爱人|妻子|丈夫|儿子|女儿|儿媳|女婿|母亲|父亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|孙子|孙女|岳父|岳母|婆婆|公公"
# What names nobody by itself: the traps of seed 000, where a masked letter still told age, town, family, station.
_TELLING = (
    ("年龄", re.compile(r"(?:今年|现年|年已|已经)?[一二三四五六七八九十百\d]{1,4}多?周?岁|\d{2,4}年(?:出生|生人)")),
    ("住处", re.compile(
        r"(?:家住|住在|家在|户口在|户籍在|老家在?)[^，。；！？\s]{2,20}|[\u3400-\u9fff]{2,6}(?:村|社区|小区|新村|弄堂)"
        r"(?:\d+[号幢栋组])?"
    )),
    ("家人", re.compile(f"(?:我|他|她|其)?的?(?:{_KIN})")),
    ("单位或职业", re.compile(r"(?:退休|在职|在读)?(?:教师|老师|医生|护士|学生|工人|村支书|厂长|店主|个体户)|"
                          r"[\u3400-\u9fff]{2,8}(?:派出所|公司|工厂|学校|中学|小学|医院|卫生院)")),
    ("病情", re.compile(r"残疾|中风|瘫痪|癌|化疗|透析|怀孕|孕妇")),
)  # fmt: skip
# A station alone is what the letter is about; beside an age, a home or a family it tells who was there.
_PERSONAL = frozenset({"年龄", "住处", "家人", "病情"})
_ENOUGH = 2


def names_in(text: str) -> tuple[str, ...]:
    """Return the names typed into a field, however they are divided, each once and the longest first."""
    parts = (tidy(part) for part in re.split(r"[、，,;；\s]+", text))
    return tuple(sorted({part for part in parts if len(part) >= _SHORTEST_NAME}, key=lambda name: (-len(name), name)))


def alias_of(name: str) -> str:
    """Return how papers call somebody: 蒋建国 → 蒋某某, 王强 → 王某, 欧阳静 → 欧阳某."""
    plain = tidy(name)
    if not _NAME.fullmatch(plain):
        return "某某" if plain else ""
    surname = plain[:2] if plain[:2] in _COMPOUND else plain[:1]
    return surname + "某" * min(max(len(plain) - len(surname), 1), 2)


def masked(text: str, names: Iterable[str], aliases: dict[str, str] | None = None) -> str:
    """Return a text with names as aliases and numbers of people shortened; everything else stays as it was."""
    known = sorted({name for name in names if len(name) >= _SHORTEST_NAME}, key=len, reverse=True)
    for name in known:
        text = text.replace(name, (aliases or {}).get(name) or alias_of(name))
    text = IDENTITY.sub(lambda at: f"{at[1]}{'*' * 11}{at[2]}", text)
    return _MAIL.sub(r"***\1", MOBILE.sub(r"\1****\2", text))


def masked_phone(phone: str) -> str:
    """Return a telephone number of a person as pages show it: 138****5678."""
    plain = tidy(phone)
    return MOBILE.sub(r"\1****\2", plain) if MOBILE.search(plain) else f"{'*' * max(len(plain) - 4, 0)}{plain[-4:]}"


def leaks(text: str, names: Iterable[str]) -> list[str]:
    """Return what may never leave the office: the names of who spoke and of who is named, and numbers of people."""
    found = [f"姓名“{name}”" for name in names if len(name) >= _SHORTEST_NAME and name in text]
    for label, pattern in (("身份证号", IDENTITY), ("手机号", MOBILE), ("邮箱", _MAIL)):
        found += [f"{label}“{match.group()}”" for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))


def telling(text: str) -> list[str]:
    """Return the words by which an unnamed person could still be found out; one kind of them tells nothing."""
    found = {label: match.group() for label, pattern in _TELLING if (match := pattern.search(text))}
    if len(found) < _ENOUGH or not _PERSONAL & found.keys():
        return []
    return [f"{label}“{words}”" for label, words in found.items()]


def title_of(title: str, words: str) -> str:
    """Return what lists call a voice: its title, or how it begins."""
    plain = tidy(title) or tidy(words)
    return plain if len(plain) <= _TITLE or title else f"{plain[:_TITLE]}…"
