"""How the demo's campaign was set up, where things are tried first, who sits at windows, what the media said,
who was trained, which working group there is."""

from datetime import date, timedelta

from inspect_app.commands.demo_world.world import World
from inspect_app.projects.vocabulary.registers import (
    Draft,
    GroupDraft,
    MediaDraft,
    MediaKind,
    PilotDraft,
    PreparationDraft,
    PreparationStep,
    StaffingDraft,
    Trained,
    TrainingDraft,
)


def set_up(world: World, today: date) -> list[Draft]:
    """Return entries of six registers, on days before today."""
    campaign = world.campaigns["A"][0]
    steps = (
        (PreparationStep.GROUP, -58, "组长为分管副市长，成员单位十二家，办公室设在市跑改办。"),
        (PreparationStep.PLAN, -55, "印发专项督察方案，明确七个方面、五种方法。"),
        (PreparationStep.KICK_OFF, -50, "召开动员部署会，各单位一把手和督察人员参加。"),
    )
    reports = (
        ("老人落户三天办好", "明州日报", MediaKind.PAPER, -28),
        ("办证大厅走一趟，只跑一个窗口", "明州之声", MediaKind.BROADCAST, -12),
    )
    return [
        *(
            PreparationDraft(campaign_id=campaign, step=step, done_on=today + timedelta(days=days), words=words)
            for step, days, words in steps
        ),
        *(
            MediaDraft(
                title=title, outlet=outlet, kind=kind, published_on=today + timedelta(days=days), campaign_id=campaign
            )
            for title, outlet, kind, days in reports
        ),
        StaffingDraft(
            unit_id=world.units["MZ-GA"], as_of=today - timedelta(days=30), regular=6, contracted=14, windows=12,
            handled=3015, source="人事部门月报",
        ),
        *_prepared(world, today),
    ]  # fmt: skip


def _prepared(world: World, today: date) -> list[Draft]:
    return [
        PilotDraft(
            name="东湖区行政服务中心", unit_id=world.units["DH-ZX"], matter="养犬登记、防疫、办证一处办完",
            started_on=today - timedelta(days=75), result="平均跑动由 3 次减为 1 次。",
        ),
        TrainingDraft(
            held_on=today - timedelta(days=48), subject="民情观察团行前培训", trained=Trained.OBSERVERS, attended=24,
            hours=3, words="怎么看大厅、怎么真办一件事、怎么问群众；哪些不能拍、不能说。",
        ),
        GroupDraft(
            name="个人事项改革专题组", unit_id=world.units["MZ-PGB"], members="市公安局、市人社局、市民政局",
            matter="公民个人办事事项的方案，取消证明、仅凭身份证办理两批清单。", coordinates=True, reviews=True,
            urges=True, set_up_on=today - timedelta(days=90),
        ),
    ]  # fmt: skip
