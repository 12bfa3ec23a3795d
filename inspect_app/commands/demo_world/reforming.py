"""A review of reform schemes, played as 二报二回 goes: handed in, given back, handed in again (facts of seed 004)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.accounts.vocabulary import UnitLevel
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.projects.actions import scheme_handing as handing
from inspect_app.projects.actions import schemes
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.vocabulary.schemes import (
    Attachment,
    Measure,
    ReviewDraft,
    SchemeContent,
    SchemeStatus,
    SchemeStep,
)

_NAME = "公民个人办事事项“简化办、网上办、就近办”改革方案"
_ASKS = (
    "每个事项一份：取消哪些材料、凭什么取消，能不能只凭身份证办，能不能在手机上办、就近办。"
    "没有法律法规依据的证明一律取消；能数据共享或者网络核验的，与供数单位对接后取消；"
    "暂时不能共享的，经风险评估改为书面承诺。"
)
_M = Measure
_Scheme = tuple[str, SchemeContent]
# What each unit hands in, by its code: (item, scheme). Dogs, proofs of kinship and of insurance stand in seed 004.
_HANDED: dict[str, tuple[_Scheme, ...]] = {
    "MZ-CG": (
        (
            "养犬许可",
            SchemeContent(
                "犬只免疫与办证联动；征求社区意见由前置改为后置；办证延伸到宠物医院代办。",
                document="明城管〔2026〕18号",
                measure=_M.PROCESS,
                flow_before="先到社区盖章同意，再到农业部门免疫，再到窗口办证。",
                flow_after="免疫时在宠物医院一并申请，由城管部门事后征求社区意见。",
                papers_before=5,
                papers_after=1,
                trips_before=3,
                trips_after=1,
            ),
        ),
        ("临时占用城市道路许可", SchemeContent("审批权限下放到区，就近办理。", measure=_M.DELEGATE)),
    ),
    "MZ-MZ": (
        (
            "三属抚恤待遇审批",
            SchemeContent(
                "亲属关系由民政部门调查核实，不再要求提供证明。", measure=_M.OWN_CHECK, papers_before=4, papers_after=2
            ),
        ),
        ("婚姻登记档案查询", SchemeContent("仅凭身份证办理，手机上可办。", measure=_M.ONLINE)),
    ),
    "MZ-RS": (
        (
            "社会保险参保证明",
            SchemeContent(
                "取消社保参保证明，用证单位网上核验。", measure=_M.SHARED_DATA, trips_before=1, trips_after=0
            ),
        ),
        ("失业登记", SchemeContent("全城通办，仅凭身份证办理。", measure=_M.NEARBY)),
    ),
    "MZ-GA": (
        ("流动人口居住登记", SchemeContent("手机自助登记，不再到派出所。", measure=_M.ONLINE)),
        ("户籍证明开具", SchemeContent("能用身份证、户口簿证明的，一律不再开具。", measure=_M.NO_PROOF)),
    ),
}
_SILENT = "MZ-JT"
_DAYS = 20
_REMARK = "请写明取消材料的依据；暂不能共享的，写清书面承诺怎么核查。"
_SECOND = "已补充依据，并与市大数据中心对接数据共享；接通以前改为书面承诺，事后抽查。"


def scheme_story(world: World) -> Story:
    """Play one review: two units are through, one waits for its second review, one writes again, one is silent."""
    days = world.workdays_before(clock.day_of(world.timeline.end), _DAYS)
    yield _at(days[0], 9)
    review_id = schemes.open_review(world.actors["clerk1"], _draft(world, days)).id
    for place, (code, entries) in enumerate(_HANDED.items()):
        yield _at(days[5 + place], 10)
        _hand_in_first(world, review_id, code, entries)
    for place, code in enumerate(_HANDED):
        yield _at(days[10], 14 + place)
        _review(world, review_id, code, "clerk1", second=False)
    for place, code in enumerate(("MZ-CG", "MZ-MZ", "MZ-RS")):
        yield _at(days[14 + place], 11)
        _hand_in_again(world, review_id, code)
    for place, code in enumerate(("MZ-CG", "MZ-MZ")):
        yield _at(days[18], 15 + place)
        _review(world, review_id, code, "clerk2", second=True)
    yield _at(days[19], 9)
    dog = select(SchemeItem.id).where(SchemeItem.review_id == review_id, SchemeItem.name == "养犬许可")
    schemes.mark_typical(world.actors["clerk2"], db.session.scalars(dog).one(), True)


def _draft(world: World, days: Sequence[date]) -> ReviewDraft:
    units = frozenset(world.units[code] for code in (*_HANDED, _SILENT))
    return ReviewDraft(_NAME, _ASKS, days[9], clock.day_of(world.timeline.end) + timedelta(days=6), units)


def _hand_in_first(world: World, review_id: int, code: str, entries: tuple[_Scheme, ...]) -> None:
    unit_id, liaison = _unit(world, code)
    items = handing.add_schemes(liaison, review_id, unit_id, [], [name for name, _ in entries])
    for item, (_, content) in zip(items, entries, strict=True):
        handing.save_scheme(liaison, item.id, _whole(content), Attachment())
    handing.hand_in(liaison, review_id, unit_id)


def _review(world: World, review_id: int, code: str, clerk: str, *, second: bool) -> None:
    """Pass the first item, return the others; the second time all pass."""
    for item in _items(world, review_id, code, SchemeStatus.SUBMITTED):
        passes = second or item.number == 1
        step = SchemeStep.PASS if passes else SchemeStep.RETURN
        schemes.mark(world.actors[clerk], item.id, step, "同意。" if passes else _REMARK)
    schemes.send_back(world.actors[clerk], review_id, world.units[code])


def _hand_in_again(world: World, review_id: int, code: str) -> None:
    unit_id, liaison = _unit(world, code)
    before = dict(_HANDED[code])
    for item in _items(world, review_id, code, SchemeStatus.RETURNED):
        content = _whole(before[item.name], f"{before[item.name].text}{_SECOND}")
        handing.save_scheme(liaison, item.id, content, Attachment())
    handing.hand_in(liaison, review_id, unit_id)


def _items(world: World, review_id: int, code: str, status: SchemeStatus) -> Sequence[SchemeItem]:
    unit_id = world.units[code]
    found = select(SchemeItem).where(SchemeItem.review_id == review_id, SchemeItem.unit_id == unit_id)
    return db.session.scalars(found.where(SchemeItem.status == status).order_by(SchemeItem.number)).all()


def _at(day: date, hour: int) -> datetime:
    return clock.at(day, time(hour, 10))


def _whole(content: SchemeContent, text: str = "") -> SchemeContent:
    """Return a scheme with its new text; a delegation goes from the city to the districts."""
    if content.measure is not Measure.DELEGATE:
        return replace(content, text=text or content.text)
    return replace(content, text=text or content.text, from_level=UnitLevel.CITY, to_level=UnitLevel.DISTRICT)


def _unit(world: World, code: str) -> tuple[int, Actor]:
    unit_id = world.units[code]
    return unit_id, world.actors[world.answerers[unit_id][0]]
