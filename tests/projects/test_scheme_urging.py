"""A working group urges the units that are late with their schemes, if it has the power to."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.jobs import HANDLERS
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.projects.actions import registering
from inspect_app.projects.models import SchemeReview
from inspect_app.projects.vocabulary.registers import GroupDraft
from inspect_app.projects.vocabulary.schemes import SchemeStep
from inspect_app.tasks.vocabulary import TaskKind
from tests.projects.scheming import Scheming, make_scheming

pytestmark = pytest.mark.usefixtures("app_context")
MONDAY = date(2026, 5, 11)  # of two weeks without holidays
FIRST, SECOND = MONDAY, MONDAY + timedelta(days=7)


def play_with(*, urges: bool, ended_on: date | None = None) -> Scheming:
    """Open a review on behalf of a group that reviews, and urges if told so."""
    with clock.reading(lambda: clock.at(MONDAY - timedelta(days=7), time(8))):
        play = make_scheming(first_due=FIRST, second_due=SECOND)
    draft = GroupDraft(
        name="个人事项改革专题组", unit_id=play.unit_id, matter="公民个人办事事项", reviews=True, urges=urges,
        set_up_on=date(2026, 1, 5), ended_on=ended_on,
    )  # fmt: skip
    with transaction():
        group = registering.add_entry(play.actor("clerk"), draft).id
        db.session.get_one(SchemeReview, play.review_id).group_id = group
    return play


def urged(play: Scheming, name: str, day: date) -> list[str]:
    """Let the reminders of a morning run twice and return what somebody was urged to."""
    query = select(Message.text).where(Message.person_id == play.people[name], Message.kind == MessageKind.REMIND)
    before = len(db.session.scalars(query).all())
    for _ in range(2):
        with clock.reading(lambda: clock.at(day, time(8))), transaction():
            HANDLERS[TaskKind.REMIND].run("all")
    return list(db.session.scalars(query.order_by(Message.id)))[before:]


def test_a_unit_that_handed_in_nothing_is_urged_ever_more_rarely_in_the_name_of_the_group() -> None:
    play = play_with(urges=True)
    said = {place: urged(play, "liaison", FIRST + timedelta(days=place)) for place in range(8)}
    words = "公民个人事项改革方案：个人事项改革专题组催办：已过一报期限 {} 个工作日，请尽快报送。"
    assert {place: told for place, told in said.items() if told} == {
        1: [words.format(1)], 2: [words.format(2)], 4: [words.format(4)],
    }  # fmt: skip


def test_who_handed_in_is_left_alone_until_the_second_date_of_what_came_back() -> None:
    play = play_with(urges=True)
    (item,) = play.handed_in("办身份证")
    assert urged(play, "liaison", FIRST + timedelta(days=1)) == []
    assert len(urged(play, "stranger", FIRST + timedelta(days=2))) == 1
    play.mark(item, SchemeStep.RETURN, "请补依据。")
    play.send_back()
    assert urged(play, "liaison", SECOND) == []
    (words,) = urged(play, "liaison", SECOND + timedelta(days=1))
    assert words.endswith("个人事项改革专题组催办：已过二报期限 1 个工作日，请尽快报送。")


@pytest.mark.parametrize(("urges", "ended_on"), [(False, None), (True, date(2026, 4, 1))])
def test_a_group_without_the_power_or_dissolved_urges_nobody(urges: bool, ended_on: date | None) -> None:
    play = play_with(urges=urges, ended_on=ended_on)
    assert urged(play, "liaison", FIRST + timedelta(days=1)) == []
