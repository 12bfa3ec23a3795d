"""What leaders and meetings ask for, and the registers: numbers and days of the seeds, put into the demo's city."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.commands.demo_world.set_up import set_up
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.workflow import IN_HAND
from inspect_app.foundation import clock
from inspect_app.projects.actions import answering, assigning, instructing, meetings, registering
from inspect_app.projects.vocabulary.assigned import AnswerDraft, AssignDraft, Upload
from inspect_app.projects.vocabulary.instructions import About, InstructionDraft, Subject
from inspect_app.projects.vocabulary.meetings import MeetingDraft, MeetingKind
from inspect_app.projects.vocabulary.registers import (
    AnnouncementDraft,
    DocumentDraft,
    Draft,
    FigureDraft,
    PledgeDraft,
    PledgeState,
    PraiseDraft,
    PraiseSource,
)

# The dice are left alone: whoever tells these stories changes no other.
_DEMANDS = (
    ("各部门要换位思考，从群众办得最多的事改起。", "", ""),
    ("办事指南要看得懂、记得住、办得了。", "MZ-ZRZY", "不动产登记的办事指南改成图文版，窗口、网上同一底稿。"),
    ("能共享的数据都要共享，不再让群众开证明。", "MZ-RS", "社保参保证明改为部门间核验，窗口不再收取。"),
    ("大厅硬件跟上，线上线下同步推进。", "", ""),
    ("窗口部门一把手要盯疑难问题。", "MZ-GA", "每周由局领导到窗口坐班半天，疑难问题当场定。"),
    ("敢把承诺亮出来，接受社会监督。", "", ""),
)
_ANNOUNCED = (
    ("第一批取消办事纸质证明材料", -95, "明州日报、“明州发布”微信公众号", "取消办事纸质证明材料", 61),
    ("第二批取消办事纸质证明材料", -70, "明州日报、市政府门户网站", "取消办事纸质证明材料", 58),
    ("第三批取消办事纸质证明材料", -45, "明州日报、“明州发布”微信公众号", "取消办事纸质证明材料", 55),
    ("第一批仅凭身份证办理事项", -60, "都市快报、市政府门户网站", "仅凭身份证即可办理的公民个人事项", 138),
    ("第二批仅凭身份证办理事项", -40, "都市快报、“明州发布”微信公众号", "仅凭身份证即可办理的公民个人事项", 158),
    ("首批手机可办事项", -44, "政务服务网 APP", "可在 APP 上办理的办件量大的事项", 53),
)
_FIGURES = (
    ("减少群众跑趟", "181.7", "万次", "", "", "18 项网上便民服务", -5, "市公安局"),
    ("节省办事时间", "64.2", "万小时", "", "", "18 项网上便民服务", -5, "市公安局"),
    ("节省办事时间", "64.2", "万小时", "", "", "移动警务 APP 92.1 万次办件", -190, "市公安局简报稿"),
    ("仅凭身份证办理的事项", "", "项", "296", "598", "公民个人办事事项", -8, "市委编办"),
    ("手机端移动支付", "", "万人次", "789.53", "825.7", "统一公共支付平台 23 个缴费大项", -12, "市财政局"),
    ("精简办事材料", "669", "件", "", "", "公民个人办事事项", -14, "市委编办"),
)


def begin_instructions(world: World, today: date) -> None:
    """Let instructions, a chief's visit with six demands and the registers be lived on their days."""
    stories = (_spread(world, today), _on_a_finding(world, today), _unanswered(world, today), _chief(world, today))
    for story in (*stories, _registers(world, today)):
        world.timeline.begin(story)


def _at(today: date, days: int, hour: int, minute: int = 20) -> datetime:
    return clock.at(today + timedelta(days=days), time(hour, minute))


def _liaison(world: World, unit_id: int) -> Actor:
    return world.actors[world.answerers[unit_id][0]]


def _paper(world: World, words: str, about: About, day: date, *, asks: bool = True, open_: bool = False) -> int:
    scan = Upload("批示.jpg", world.pictures[0])
    draft = InstructionDraft(words, "阮承志", "分管副市长", day, about, asks, open_, scan)
    return instructing.register_from_paper(world.actors["clerk1"], draft).id


def _assign(world: World, instruction_id: int, codes: tuple[str, ...], demand: str, due: date) -> list[int]:
    draft = AssignDraft(tuple(world.units[code] for code in codes), demand, due)
    tasks = assigning.assign_from_instruction(world.actors["clerk1"], instruction_id, draft)
    return [task.id for task in tasks]


def _spread(world: World, today: date) -> Story:
    """An instruction to spread what works: two units, one done, one to be confirmed."""
    yield _at(today, -24, 10)
    about = About(words="群众来信，反映派出所三天办好准迁")
    words = "民警的做法值得点赞，应在全市窗口推广。"
    instruction = _paper(world, words, about, today - timedelta(days=25), open_=True)
    yield _at(today, -23, 9)
    demand = "总结派出所逐项核材料、当场开证的做法，在本系统窗口推广。"
    first, second = _assign(world, instruction, ("MZ-GA", "MZ-RS"), demand, today - timedelta(days=6))
    yield _at(today, -12, 15)
    answer = AnswerDraft("已印发做法，十四个分局户籍窗口照此办理。", f"明公发〔{today.year}〕31号")
    answering.answer_task(_liaison(world, world.units["MZ-GA"]), first, answer)
    yield _at(today, -11, 11)
    answering.confirm_task(world.actors["clerk2"], first, "已抽查三个窗口。")
    yield _at(today, -7, 16)
    shots = (Upload("推广会.jpg", world.pictures[1]),)
    answering.answer_task(_liaison(world, world.units["MZ-RS"]), second, AnswerDraft("已开推广会。", uploads=shots))


def _on_a_finding(world: World, today: date) -> Story:
    """An instruction on a finding whose work is overdue: the finding stands red."""
    yield _at(today, -5, 9, 40)
    finding = _open_finding()
    if finding is None or finding.lead_unit is None:
        return
    about = About(Subject.FINDING, finding.id)
    instruction = _paper(world, "群众为此多跑，请三天内改好并报结果。", about, today - timedelta(days=5))
    yield _at(today, -5, 11)
    draft = AssignDraft(
        (finding.lead_unit.id,), "由主要负责人牵头改好，报结果和同类窗口排查情况。", today - timedelta(days=2)
    )
    assigning.assign_from_instruction(world.actors["clerk1"], instruction, draft)


def _unanswered(world: World, today: date) -> Story:
    """One that the leader wrote and nobody has assigned yet."""
    yield _at(today, -1, 16)
    leader = world.actors["leader1"]
    words = "“一证通办”占比还可再提高，请跑改办提出下一批清单。"
    draft = InstructionDraft(words, leader.name, "分管副市长", clock.today(), asks_action=True)
    instructing.write_instruction(leader, draft)


def _chief(world: World, today: date) -> Story:
    yield _at(today, -9, 17)
    clerk, day = world.actors["clerk2"], today - timedelta(days=9)
    draft = MeetingDraft(
        "市长体验督察“最多跑一次”座谈会", MeetingKind.CHIEF_VISIT, day, "市行政服务中心三楼", "贺行知", "市长",
        "市公安局、市人社局、市自然资源局", "听取三家单位窗口办件和数据共享情况汇报。",
    )  # fmt: skip
    meeting = meetings.add_meeting(clerk, draft)
    for words, code, work in _DEMANDS:
        demand = meetings.note_demand(clerk, meeting.id, words)
        if code:
            asked = AssignDraft((world.units[code],), work, today + timedelta(days=12))
            assigning.assign_from_demand(clerk, demand.id, asked)


def _registers(world: World, today: date) -> Story:
    yield _at(today, -4, 14)
    clerk = world.actors["clerk3"]
    for draft in _entries(world, today):
        registering.add_entry(clerk, draft)
    pledge = PledgeDraft(
        unit_id=world.units["MZ-RS"], words="社保窗口电话工作时间打得通、有人接。", made_by="局长桑伯年",
        pledged_on=today - timedelta(days=80), due_on=today - timedelta(days=20), outlet="明州之声《民情热线》",
    )  # fmt: skip
    kept = registering.add_entry(clerk, pledge)
    registering.judge_pledge(clerk, kept.id, PledgeState.KEPT, "连续五个工作日抽打，均在三声内接听。", [])


def _entries(world: World, today: date) -> list[Draft]:
    def day(days: int) -> date:
        return today + timedelta(days=days)

    found: list[Draft] = [
        AnnouncementDraft(batch=batch, announced_on=day(days), channel=channel, items=items, count=count)
        for batch, days, channel, items, count in _ANNOUNCED
    ]
    for name, value, unit, part, whole, scope, days, source in _FIGURES:
        number = {"value": value, "unit": unit, "numerator": part, "denominator": whole}
        found.append(FigureDraft(name=name, **number, scope=scope, as_of=day(days), source=source))
    year = today.year
    for number_, title, issuer, days in (
        (f"明跑改办〔{year}〕43号", "关于开展“最多跑一次”事项专项督察的通知", "市跑改办", -55),
        (f"明公〔{year}〕17号", "关于全力推进“最多跑一次”改革的若干意见", "市公安局", -180),
    ):
        found.append(DocumentDraft(number=number_, title=title, issuer=issuer, issued_on=day(days)))
    return [*found, *_said(world, day(-30)), *set_up(world, today)]


def _said(world: World, day: date) -> list[Draft]:
    campaign = world.campaigns["A"][0]
    return [
        PledgeDraft(
            unit_id=world.units["MZ-GA"], words="二十四小时对外服务的电话，任何时候都打得通、有人接。", made_by="局长",
            pledged_on=day, due_on=day + timedelta(days=60), outlet="明州日报",
        ),
        PraiseDraft(
            unit_id=world.units["MZ-GA-HZ"], campaign_id=campaign, praised_on=day + timedelta(days=26),
            source=PraiseSource.CITIZEN, source_text="七十岁老人来信", typical=True,
            words="材料年久有出入，民警逐项理清，当场开出准迁证，三天后身份证寄到家。", person_name="蒋某某",
            paper_words="户籍窗口逐项分析历史材料，当场开出准迁证，老人落户立等可取。",
        ),
        PraiseDraft(
            unit_id=world.units["DH-ZX"], praised_on=day + timedelta(days=10), source=PraiseSource.VISIT,
            words="养犬登记、防疫、办证一处办完，不用先找社区盖章。",
        ),
    ]  # fmt: skip


def _open_finding() -> Finding | None:
    """Return what has the longest way still to go, so that it is open in the end too."""
    query = select(Finding).where(Finding.status.in_(IN_HAND), Finding.is_covert.is_(False), Finding.due.is_not(None))
    return db.session.scalars(query.order_by(Finding.due.desc(), Finding.id.desc()).limit(1)).one_or_none()
