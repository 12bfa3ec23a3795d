"""Facts of a notice as big and as strange as a test wants them."""

from dataclasses import replace
from datetime import date, timedelta

from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.metrics.rules import totals
from inspect_app.metrics.vocabulary import UnitCounts
from inspect_app.notices.rules.prose import FIGURES, default_prose
from inspect_app.notices.vocabulary import FindingLine, KindCounts, MethodCount, NoticeFacts, PaperLook, WeekCount

BUREAUS = ("市住建局", "市公安局", "市人社局", "市市场监管局", "市自然资源局", "市卫健局", "市城管局", "市税务局")
DISTRICTS = ("东湖区", "西江区", "南山县", "北桥市")
_UNITS = BUREAUS + DISTRICTS
_PLACES = (
    "市行政服务中心3号窗口，不动产登记",
    "市行政服务中心12号窗口，居住证签注",
    "社保分中心，社保关系转移",
    "公安分中心",
)
_TITLES = ("要求提交已取消的证明", "办事指南与窗口要求不一致", "咨询电话工作时间无人接听", "网上可办事项仍要求到场签字")
_FACT = "网上公布可全程网办，窗口仍要求申请人到现场提交已公布取消的单位证明，申请人为此跑了两趟"
_KINDS, _METHODS = ("痛点", "堵点", "难点"), ("办事体验", "现场走访", "电话测试", "网上抽查")
RED_HEAD = PaperLook(kind=PaperKind.RED_HEAD, number="明跑改办[2026]9号", seal_lines=3, printed_on="2026-05-22")
PLAIN = PaperLook()
DAY = "2026-05-21"


def line(place: int) -> FindingLine:
    """Return one finding; its texts repeat, its number doesn't."""
    due = date(2026, 5, 28) + timedelta(days=place % 9)
    return FindingLine(
        number=f"2026-{place + 1:04d}", unit=_UNITS[place % len(_UNITS)], place=_PLACES[place % 4],
        method=_METHODS[place % 4], title=_TITLES[place % 4], fact=_FACT, kind=_KINDS[place % 3], grade="一般",
        demand="", due=due.isoformat(), status="待签收", disputed="（部门有异议，正在复核）" if place % 29 == 7 else "",
    )  # fmt: skip


def facts_with(new: int, overdue: int = 0, look: PaperLook = PLAIN) -> NoticeFacts:
    """Return the facts of a notice with so many new findings and so many overdue ones."""
    lines = tuple(line(place) for place in range(new))
    late = tuple(
        replace(line(1000 + place), note=f"逾期{place % 7 + 1}个工作日", due="2026-05-12") for place in range(overdue)
    )
    units = tuple(
        UnitCounts(unit, unit in DISTRICTS, found=12 + place, on_time=6, late=1, overdue=place % 3, closed=5, pending=2,
            rank=place % len(BUREAUS) + 1)
        for place, unit in enumerate(_UNITS)
    )  # fmt: skip
    sums = totals(units)
    figures = dict.fromkeys(FIGURES.values(), 3) | {
        "found_new": new, "overdue": overdue, "found_total": sums.found, "closed_total": sums.closed,
        "overdue_units": len({row.unit for row in late}),
    }  # fmt: skip
    campaign = "“最多跑一次”事项专项督察"
    prose = default_prose(
        "《关于开展“最多跑一次”事项专项督察的通知》（明跑改办〔2026〕9号）",
        "市跑改办",
        "2026年4月13日",
        campaign,
        "5月21日17时",
    )
    return NoticeFacts(
        campaign=campaign, issuer="明州市“最多跑一次”改革办公室", series="专项督察通报",
        title="明州市“最多跑一次”改革办公室关于“最多跑一次”事项专项督察情况的通报（5月21日）", issue_no=12,
        issue_date=DAY, as_of="2026年5月21日17时", main_to=("各区、县（市）跑改办", "市级有关单位"),
        copy_to=("市委、市人大常委会、市政府、市政协领导", "各区、县（市）党政主要领导", "省“最多跑一次”改革办公室"),
        figures=figures,
        methods=(MethodCount("办事体验", 6, 41), MethodCount("现场走访", 8, 97), MethodCount("电话测试", 5, 60)),
        new_findings=lines, overdue_findings=late, closed_findings=tuple(line(2000 + place) for place in range(3)),
        units=units, prose={name: tuple(texts) for name, texts in prose.items()},
        corrections=("第11期中“市公安局”应为“市人社局”。",),
        ratios={"on_time": (72, 96), "closed": (60, 138), "satisfied": (310, 333)}, look=look,
        weeks=tuple(WeekCount(f"2026-05-{day:02d}", f"2026-05-{day + 6:02d}", day, 20 - day) for day in (1, 8, 15)),
        kinds=tuple(KindCounts(unit, (place % 5, 3, place % 3, 0)) for place, unit in enumerate(_UNITS)),
        marks=(200, 110, 20, 3, 0),
    )  # fmt: skip
