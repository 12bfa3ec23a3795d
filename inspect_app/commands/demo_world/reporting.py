"""The notices of past days: drafted by one, checked by another, signed; today's waits to be drafted."""

from datetime import date

from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.notices.actions.issuing import move_notice, sign_notice
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_documents

_ISSUED_DAYS = 6


def begin_notices(world: World, today: date) -> None:
    """Let the notices of the last working days be issued; one of yesterday's waits to be checked."""
    days = world.workdays_before(today, _ISSUED_DAYS)
    for day in days:
        world.timeline.begin(_notice(world, "A", day, issued=True))
    world.timeline.begin(_notice(world, "B", days[-2], issued=True))
    world.timeline.begin(_notice(world, "B", days[-1], issued=False))


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
