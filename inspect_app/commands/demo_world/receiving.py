"""The demo's inbox: letters, calls, netizens, media and suggestions come in and are settled as the office does it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from inspect_app.commands.demo_world.letters import CAME, Came
from inspect_app.commands.demo_world.lives import live
from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.database import db
from inspect_app.findings.actions.triaging import dispatch
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Grade, PainType, Triage
from inspect_app.foundation import clock
from inspect_app.voices.actions import answers, triage
from inspect_app.voices.actions.letters import register
from inspect_app.voices.models import Letter
from inspect_app.voices.vocabulary.letters import Answer, FindingDraft, LetterDraft, PraiseNote

_DEMAND = "一次讲清，撤下清单外的要求。"
_PUBLISHED = "群众反映的“{title}”已办结：{done}"


def begin_inbox(world: World, today: date) -> None:
    """Let each voice come in on its day; dice of their own, so that they change no other story."""
    own = replace(world, dice=Random("letters"))  # noqa: S311 - a story, no secret
    for place, came in enumerate(CAME):
        world.timeline.begin(_story(own, came, clock.at(today - timedelta(days=came.ago), time(9, 5 + place))))


def _story(world: World, came: Came, moment: datetime) -> Story:
    yield moment
    letter = _register(world, came)
    yield world.after(1, 10)
    _settle(world, came, letter)
    yield world.after(3, 15)
    if came.done:
        answers.rectify(world.actors["clerk2"], letter.id, clock.today(), came.done)
    _reply(world, came, letter)
    # A problem is published once it is struck off; a suggestion when it is done and answered.
    yield world.after(8 if letter.finding_id else 1, 16)
    if came.published and _is_mended(letter):
        words = _PUBLISHED.format(title=came.title, done=came.done or came.answer)
        day = clock.today()
        answers.publish(world.actors["clerk2"], letter.id, day, came.published, words, checked=True)


def _register(world: World, came: Came) -> Letter:
    draft = LetterDraft(
        source=came.source, received_on=clock.today(), words=came.words, title=came.title, outside_code=came.code,
        outlet=came.outlet, unit_id=world.units[came.unit], category=came.category, trips=came.trips,
        private=came.private,
    )  # fmt: skip
    return register(world.actors["clerk1"], draft)


def _settle(world: World, came: Came, letter: Letter) -> None:
    settle = _FATES.get(came.fate)
    if settle is not None:
        settle(world, came, letter)


def _as_finding(world: World, came: Came, letter: Letter) -> None:
    """List a problem; what is to be published is handed over at once and lives until it is struck off."""
    clerk, unit_id = world.actors["clerk1"], world.units[came.unit]
    draft = FindingDraft(
        campaign_id=world.campaigns["A"][0], title=came.title, fact=came.said, category=came.category,
        unit_id=unit_id, checked=True,
    )  # fmt: skip
    finding = triage.list_finding(clerk, letter.id, draft)
    if came.answer:
        settled = Triage(
            title=finding.title, fact=finding.fact, suggestion="", demand=_DEMAND, category=finding.category,
            pain_type=PainType.PAIN, grade=Grade.ORDINARY, lead_unit_id=unit_id, checked=True,
            version=finding.version,
        )  # fmt: skip
        dispatch(clerk, finding.id, settled)
        live(world, finding.id, "closed")


def _as_suggestion(world: World, _came: Came, letter: Letter) -> None:
    triage.list_suggestion(world.actors["clerk2"], letter.id)


def _as_praise(world: World, came: Came, letter: Letter) -> None:
    note = PraiseNote(unit_id=world.units[came.unit], words=came.said, checked=True)
    triage.pass_as_praise(world.actors["clerk2"], letter.id, note)


def _without_action(world: World, came: Came, letter: Letter) -> None:
    triage.take_no_action(world.actors["clerk2"], letter.id, came.said)


_FATES: dict[str, Callable[[World, Came, Letter], None]] = {
    "finding": _as_finding, "suggestion": _as_suggestion, "praise": _as_praise, "no_action": _without_action,
}  # fmt: skip


def _reply(world: World, came: Came, letter: Letter) -> None:
    clerk = world.actors["clerk2"]
    if came.answer:
        answers.answer(clerk, letter.id, Answer(came.answer, came.by, clock.today()))
    if came.excuse:
        answers.excuse(clerk, letter.id, came.excuse)


def _is_mended(letter: Letter) -> bool:
    if letter.finding_id is None:
        return True
    return db.session.get_one(Finding, letter.finding_id).status is FindingStatus.CLOSED
