"""Online spot-checks of the demo city: one guide that is the same, one that differs, one that isn't online."""

from datetime import date, time, timedelta

from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import Counter, Matter, World
from inspect_app.foundation import clock
from inspect_app.projects.vocabulary.assigned import Upload
from inspect_app.spotchecks.actions.guides import list_difference, make_check
from inspect_app.spotchecks.queries.guides import at_the_window
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckDraft, Found, Outcome

_DAYS = 9


def begin_online_checks(world: World, today: date) -> None:
    """Let the story of three spot-checks begin nine days ago."""
    world.timeline.begin(_story(world, today - timedelta(days=_DAYS)))


def _story(world: World, first: date) -> Story:
    yield clock.at(first, time(9, 30))
    inspector = world.actors["inspector2"]
    places = [(counter, world.matters[counter.items[0]]) for counter in _counters(world)][:3]
    for turn, (counter, matter) in enumerate(places):
        yield clock.at(first + timedelta(days=turn), time(10, 10 + turn))
        draft = _draft(world, counter, matter, turn)
        check = make_check(inspector, draft, (Upload("网页截图.jpg", world.pictures[turn]),))
        if check.outcome is not Outcome.SAME:
            list_difference(inspector, check.id, check.differences[0].id)


def _counters(world: World) -> list[Counter]:
    """Return one window of each of several sites that does a matter with papers."""
    windows = ([one for one in there if one.items] for there in world.windows.values())
    return [there[0] for there in windows if there]


def _draft(world: World, counter: Counter, matter: Matter, turn: int) -> CheckDraft:
    window = at_the_window(matter.id) | {Aspect.FEES: "不收费"}
    online = dict(window)
    if turn == 1:
        papers = window[Aspect.PAPERS].splitlines()
        online |= {Aspect.PAPERS: "\n".join([*papers[1:], "单位介绍信"]), Aspect.FEES: "工本费10元"}
    return CheckDraft(
        campaign_id=max(world.campaigns.values(), key=lambda known: known[2])[0], item_id=matter.id,
        window_id=counter.id, url=f"https://example.gov.cn/guide/{matter.id}",
        found=Found.NOT_FOUND if turn == 2 else Found.FOUND, checked_on=clock.today(), window=window, online=online,
        note="从首页点三下进来。",
    )  # fmt: skip
