"""What citizens of the demo city say: forms at windows, for a matter and a campaign; a few dozen answers."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from inspect_app.access import Actor
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.foundation import clock, randomness
from inspect_app.voices.actions.opinion_forms import make_forms
from inspect_app.voices.actions.opinions import enter_paper, hear, note, pass_on
from inspect_app.voices.models import OpinionForm
from inspect_app.voices.queries.opinions import find_by_receipt
from inspect_app.voices.vocabulary.opinions import (
    Challenge,
    FormDraft,
    OpinionChannel,
    OpinionDraft,
    PapersSaid,
    Satisfied,
    Subject,
    TripsSaid,
)

_DAYS, _A_DAY, _WINDOWS = 28, 2, 6
_HALL = "192.0.2.1"
_GOOD = (
    OpinionDraft(TripsSaid.ONE, PapersSaid.COMPLETE, Satisfied.GOOD, "窗口同志讲得清楚，一次办好。"),
    OpinionDraft(TripsSaid.ONE, PapersSaid.COMPLETE, Satisfied.GOOD),
    OpinionDraft(TripsSaid.NONE, PapersSaid.COMPLETE, Satisfied.GOOD, "手机上就办了，没有跑。"),
    OpinionDraft(TripsSaid.ONE, PapersSaid.MISSING, Satisfied.FAIR, "少带一份复印件，大厅里能复印就好了。"),
    OpinionDraft(TripsSaid.ONE, None, Satisfied.FAIR),
)
_BAD = (
    OpinionDraft(TripsSaid.TWO, PapersSaid.UNTOLD, Satisfied.BAD, "第一次来没有讲要带户口簿，让我回家拿，跑了两趟。"),
    OpinionDraft(TripsSaid.MORE, PapersSaid.UNTOLD, Satisfied.BAD, "每次来说的材料都不一样。", "13800001234"),
    OpinionDraft(TripsSaid.NOT_YET, PapersSaid.MISSING, Satisfied.BAD, "说系统坏了，叫我下周再来。"),
    OpinionDraft(TripsSaid.TWO, PapersSaid.COMPLETE, Satisfied.FAIR, "等了快一个小时才叫到号。"),
)


def begin_hearing(world: World, today: date) -> None:
    """Let the story of the forms begin four weeks ago."""
    world.timeline.begin(_story(world, today - timedelta(days=_DAYS)))


def _story(world: World, first: date) -> Story:
    dice = Random("citizens")  # noqa: S311 - dice of their own: what citizens say changes no other story
    yield clock.at(first, time(9))
    clerk = world.actors["clerk1"]
    forms = _forms(world, clerk)
    for place in range(_DAYS):
        for turn in range(_A_DAY):
            yield clock.at(first + timedelta(days=place), time(10 + 4 * turn, dice.randint(0, 59)))
            _speak(dice, clerk, dice.choice(forms))


def _forms(world: World, clerk: Actor) -> list[OpinionForm]:
    windows = next(iter(world.windows.values()))[:_WINDOWS]
    campaign_id = max(world.campaigns.values(), key=lambda known: known[2])[0]
    drafts = (
        FormDraft(Subject.WINDOW, tuple(window.id for window in windows)),
        FormDraft(Subject.ITEM, item_id=next(iter(world.matters))),
        FormDraft(Subject.CAMPAIGN, campaign_id=campaign_id),
    )
    return [form for draft in drafts for form in make_forms(clerk, draft)]


def _speak(dice: Random, clerk: Actor, form: OpinionForm) -> None:
    """Let one citizen speak, on paper now and then; the office reads some of it and passes on what must be done."""
    said: Sequence[OpinionDraft] = _BAD if dice.random() < 0.35 else _GOOD
    draft = dice.choice(said)
    if dice.random() < 0.15:
        enter_paper(clerk, form.id, draft, clock.today())
        return
    challenge = Challenge(form.code, randomness.token(), int(clock.now().timestamp()), 1)
    opinion = find_by_receipt(hear(form, draft, challenge, _HALL, OpinionChannel.PHONE).receipt)
    if opinion is None or dice.random() < 0.5:
        return
    if said is _BAD and dice.random() < 0.7:
        pass_on(clerk, opinion.id, None)
    else:
        note(clerk, opinion.id, "谢谢，已经转告窗口。" if said is _BAD else "", None)
