"""Who could be recognised though no name is printed: age, town, family and station name somebody (seed 000)."""

import re
from collections.abc import Iterable

_HAN = "[\u4e00-\u9fff]"
_TRAITS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("年龄", re.compile("[0-9０-９]{1,3}岁|[一二三四五六七八九]?十[一二三四五六七八九]?岁|花甲|古稀|耄耋")),
    ("老家", re.compile(f"来自{_HAN}{{2,8}}|老家[在是]?{_HAN}{{1,6}}|{_HAN}{{2,6}}籍|祖籍{_HAN}{{2,6}}")),
    ("家人", re.compile("女儿|女婿|儿子|儿媳|老伴|爱人|丈夫|妻子|母亲|父亲|孙子|孙女|外孙")),
    ("办事地点", re.compile(f"{_HAN}{{1,6}}(?:派出所|社区|街道|村委会|分中心|车管所|便民服务中心)")),
    ("称呼", re.compile(f"{_HAN}(?:警官|民警|所长|主任|科长|阿姨|大爷|师傅|女士|先生|某)(?!{_HAN}{{0,8}}局)")),
    ("经历日期", re.compile(r"[0-9０-９]{1,2}月[0-9０-９]{1,2}[日号]")),
)
# One or two of them fit many people; three together fit few.
ENOUGH = 3


def recognisable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what in some texts together tells who somebody is, such as 年龄“七十岁”; empty when it is too little."""
    whole = "\n".join(texts)
    found = [(name, match[0]) for name, pattern in _TRAITS if (match := pattern.search(whole)) is not None]
    return tuple(f"{name}“{words}”" for name, words in found) if len(found) >= ENOUGH else ()
