"""The notices of past days: drafted by one, checked by another, signed; today's waits to be drafted."""

from datetime import date

from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.notices.actions.issuing import move_notice, sign_notice
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_documents
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.sending import ListDraft

_ISSUED_DAYS = 6
# Who gets notices, as an office lists them; the units a campaign looks at are sent every issue besides. A bulletin
# has lists of its own.
_LISTS = (
    (ListKind.MAIN, "通报主送", ("各区、县（市）跑改办", "市级有关单位")),
    (ListKind.COPY, "通报抄送", ("市委、市人大常委会、市政府、市政协领导", "各区、县（市）党政主要领导", "市纪委机关")),
)


def begin_notices(world: World, today: date) -> None:
    """Let the notices of the last working days be issued; one of yesterday's waits to be checked."""
    _keep_lists(world)
    days = world.workdays_before(today, _ISSUED_DAYS)
    for day in days:
        world.timeline.begin(_notice(world, "A", day, issued=True))
    world.timeline.begin(_notice(world, "B", days[-2], issued=True))
    world.timeline.begin(_notice(world, "B", days[-1], issued=False))


def _keep_lists(world: World) -> None:
    since = min(begin for _, begin, _ in world.campaigns.values())
    for kind, name, members in _LISTS:
        save_list(world.actors["clerk1"], ListDraft(name, kind, since, None, None, members))


def _notice(world: World, campaign: str, day: date, *, issued: bool) -> Story:
    yield world.on(day, 18)
    notice = draft_notice(world.actors["clerk1"], world.campaigns[campaign][0], day)
    move_notice(world.actors["clerk1"], notice.id, NoticeStep.SEND_TO_CHECK)
    if not issued:
        return
    yield world.after(0, 18)
    move_notice(world.actors["clerk2"], notice.id, NoticeStep.PASS_CHECK)
    yield world.after(0, 18)
    sign_notice(world.actors["director1"], notice.id, render_documents)
