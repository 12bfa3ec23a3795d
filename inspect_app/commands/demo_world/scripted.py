"""Six scripts of matters that are really done (具体办), and which covert visits follow one."""

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.commands.demo_world.trips import Trip
from inspect_app.commands.demo_world.world import Counter, World
from inspect_app.visits.actions.scripts import write_script
from inspect_app.visits.vocabulary import CleanScript, PapersInHand, VisitMode

_NEVER = "不说从哪里来，不问与办事无关的话。"
_STOP = "不交假材料；要当场缴费就说改天再来。"
# (title, the matter or "" for any, who one is, the paper left at home, what is asked, what must be told at once,
#  expected steps, minutes)
_SCRIPTS = (
    ("居住证申领，材料带齐", "居住证申领", "在附近租房的外来务工者", "", "要带什么、几天办好、能不能寄",
     ("要带哪些材料", "几个工作日办好", "能不能网上办", "收不收费"), ("取号", "递材料", "领回执"), 30),
    ("补社保卡，少带一样", "社会保障卡补换", "卡丢了的退休工人", "居民身份证", "没带身份证能不能办",
     ("缺哪一样", "有没有替代的办法", "下次来找哪个窗口", "多久拿到卡"), ("取号", "说卡丢了", "问怎么补"), 20),
    ("二手房过户，材料带齐", "存量房转移登记", "第一次买房的年轻人", "", "要不要双方都来、当场能不能拿证",
     ("要带哪些材料", "先去哪个窗口", "几天拿证", "要交哪些费"), ("取号", "递材料", "核对信息", "领受理单"), 90),
    ("开小饭馆，缺平面图", "食品经营许可", "准备开店的个体户", "平面布置图", "图纸找谁画、有没有样子",
     ("缺哪一样", "哪里有样图", "能不能先收件后补", "几天发证"), ("取号", "递材料", "问怎么补"), 40),
    ("电动车上牌，材料带齐", "电动自行车登记", "刚买了车的市民", "", "发票丢了怎么办",
     ("要带哪些材料", "去哪里验车", "当场能不能拿牌", "收不收费"), ("取号", "验车", "领牌"), 45),
    ("先问清楚再回去", "", "替父母来打听的子女", "", "要带什么、去哪个窗口、几天办好",
     ("要带哪些材料", "怎么办、去哪个窗口", "多久办好", "收不收费"), ("问导办", "问窗口"), 15),
)  # fmt: skip


def write_scripts(world: World) -> None:
    """Write the scripts; each is found by its matter, the one for any matter by nothing."""
    matters = {matter.name: matter.id for matter in world.matters.values()}
    for title, name, persona, missing, ask, told, steps, minutes in _SCRIPTS:
        item_id = matters[name] if name else None
        papers = PapersInHand.ONE_MISSING if missing else PapersInHand.COMPLETE
        facts = CleanScript(
            title=title, item_id=item_id, persona=persona, papers=papers, missing_paper=missing, ask=ask,
            must_tell=told, steps=steps, limit_minutes=minutes, never_reveal=_NEVER, stop_line=_STOP,
        )  # fmt: skip
        world.scripts[item_id] = write_script(world.actors["director1"], facts).id


def script_of(world: World, trip: Trip, window: Counter) -> int | None:
    """Return the script a covert visit follows: one of the window's matters, or any for one still to be done."""
    if trip.mode is not VisitMode.COVERT or trip.method is not VisitMethod.EXPERIENCE:
        return None
    fit = [world.scripts[item_id] for item_id in window.items if item_id in world.scripts]
    return fit[0] if fit else world.scripts[None] if trip.ending == "planned" else None
