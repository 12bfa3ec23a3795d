"""Who and what a notice may not name: citizens, front-line staff, shoppers, what is not delivered."""

import re
from collections.abc import Iterator
from datetime import time

from inspect_app.foundation.masking import MOBILE
from inspect_app.notices.vocabulary.complaints import Unsayable

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉龚程"
    "邢裴陆荣翁荀惠曲封储靳段焦巴牧谷车侯全班仰仲伊宫宁仇栾甘厉武符刘景龙叶司黎薄白蒲从鄂索赖卓屠蒙池乔阴翟谭姬申冉雍桑尚温庄晏"
    "柴瞿阎慕连习艾鱼容向古易廖文广寇东欧沃利蔚越师巩聂晁冷辛饶空曾关查红游丰佟肖闫付"
)
_BOTH = "欧阳|上官|司马|诸葛|司徒|皇甫|尉迟|公孙|慕容|令狐|夏侯|东方"
_WHO = f"(?:{_BOTH}|[{_SURNAMES}])"
# 由于某单位 is no Mr 于: what follows 某 tells a person from a thing.
_MASKED = re.compile(
    rf"(?<![由关对属位等至用在基终处]){_WHO}某{{1,2}}(?![\u4e00-\u9fff]?(?:单位|部门|窗口|事项|街道|企业|项目|公司))(?!些|种|个|项|局|区|县|市|镇|处|日|年|月|时)"
)
_TITLES = "女士|先生|小姐|大爷|大妈|大伯|大姐|阿姨|师傅|奶奶|爷爷"
_TITLED = re.compile(rf"{_WHO}[\u4e00-\u9fff]?(?:{_TITLES})")
_ALIAS = re.compile(rf"{_WHO}(?:某{{1,2}}|{_TITLES})")
_STAFF = re.compile(r"(?:工号|警号|柜员号)\s*+(?:[:：]\s*+)?[A-Za-z0-9０-９]+")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_SHOPPER = re.compile(r"暗访员|暗访人员|神秘顾客|扮作(?:办事)?群众|乔装")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*(?:[:：]|时|点)\s*([0-5]\d)(?:分|(?!\d))")
_NUMBER = re.compile(r"(?<![\d〔])(?:[A-Z]{1,6}-?)?20\d\d-\d{3,6}(?!\d)")

_NAME = re.compile(rf"{_WHO}[\u4e00-\u9fff]{{1,3}}")
_NO_NAME = re.compile(r"[员众人者]$|群众|代表|企业")
_MASK = "改写成“办事群众”“窗口工作人员”，只写单位和人次。"
_PRIVATE = (
    (_MASKED, "点到了个人。", _MASK),
    (_TITLED, "点到了个人。", _MASK),
    (_STAFF, "写了工号，能查到个人。", "删去工号，只写窗口。"),
    (MOBILE, "写了手机号。", "删去号码。"),
    (_IDENTITY, "写了身份证号。", "删去号码。"),
    (_SHOPPER, "暴露了暗访安排。", "改写成“实地督查”。"),
)


def is_name(text: str) -> bool:
    """Say whether an alias or the name of an account reads as a person's name, and not as “办事群众”."""
    return _NAME.fullmatch(text) is not None and _NO_NAME.search(text) is None


def is_alias(found: str) -> bool:
    """Say whether somebody is named by no more than a family name, as 张阿姨 or 蒋某某 (seed 000)."""
    return _ALIAS.fullmatch(found) is not None


def numbers_in(text: str) -> frozenset[str]:
    """Return the numbers of findings that a text names."""
    return frozenset(_NUMBER.findall(text))


def private(sentence: str, unsayable: Unsayable) -> Iterator[tuple[str, str, str]]:
    """Yield (what was found, what is wrong with it, what to do) for persons named in a sentence."""
    for pattern, problem, remedy in _PRIVATE:
        for found in pattern.finditer(sentence):
            yield found[0], problem, remedy
    for name in sorted(unsayable.names):
        if name in sentence:
            yield name, "是一线人员或办事群众的姓名。", _MASK


def covert(sentence: str, unsayable: Unsayable) -> Iterator[tuple[str, str, str]]:
    """Yield what tells of a covert visit: a code, or the minute it began or ended."""
    for code in sorted(unsayable.codes):
        if code in sentence:
            yield code, "是暗访人员的代号。", "删去，通报不写谁去的。"
    for found in _TIME.finditer(sentence):
        if time(int(found[1]), int(found[2])) in unsayable.covert_times:
            yield found[0], "是实地督查的具体时刻，部门能据此认出人。", "只写日期，不写时刻。"


def undelivered(sentence: str, unsayable: Unsayable) -> Iterator[tuple[str, str, str]]:
    """Yield findings that are named and were not delivered by the cut-off."""
    for found in _NUMBER.finditer(sentence):
        if found[0] not in unsayable.numbers:
            yield found[0], "到截稿时还没有送达，或者没有这个编号。", "删去，或等送达后写进下一期。"
    for title in sorted(unsayable.hidden_titles):
        if title in sentence:
            yield title, "这个问题到截稿时还没有送达。", "删去，送达后写进下一期。"
