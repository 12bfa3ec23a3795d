"""What leaders asked for, units promised and citizens said: n/d by hand, each with its zero denominator."""

from datetime import date, timedelta

import pytest

from inspect_app.database import db, transaction
from inspect_app.foundation import randomness
from inspect_app.metrics.queries import measured
from inspect_app.metrics.vocabulary import Period
from inspect_app.projects.actions import answering, registering
from inspect_app.projects.vocabulary.registers import PledgeState
from inspect_app.voices.models import Opinion, OpinionForm
from inspect_app.voices.vocabulary.opinions import OpinionChannel, Satisfied, Subject
from tests.factories import keep, make_campaign, make_person, make_window
from tests.notices.test_issuing import Office as NoticeOffice
from tests.projects.making import Office, make_room
from tests.projects.test_registers import add, pledge
from tests.rectification.making import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, on

pytestmark = pytest.mark.usefixtures("app_context")
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
LATER = Period(date(2027, 1, 1), date(2027, 1, 31))
KEYS = ("opinion", "instruction", "instruction_on_time", "pledge", "daily_notice")


def told(campaign_id: int | None = None, period: Period = MAY) -> dict[str, tuple[int, int]]:
    found = {one.definition.key: one.rate for one in measured(campaign_id, period)}
    return {key: (rate.n, rate.d) for key in KEYS if (rate := found[key]) is not None}


def test_without_anything_due_each_is_nought_of_nought() -> None:
    assert told(period=LATER) == dict.fromkeys(KEYS, (0, 0))


def test_an_instruction_is_done_when_every_unit_is_and_counts_by_its_last_date() -> None:
    with on(MONDAY):
        office = make_room()
        both = office.assign(office.register(), office.unit, office.other, due=WEDNESDAY)
        late = office.assign(office.register(), due=TUESDAY)
        office.assign(office.register(), due=WEDNESDAY)
        office.assign(office.register(), due=MAY.last)
        office.register()
    with on(TUESDAY):
        office.answer(both[0])
        office.answer(both[1], "stranger")
        for task in both:
            office.confirm(task)
    with on(WEDNESDAY):
        assert told()["instruction"] == (1, 3)
        office.answer(late[0])
        office.confirm(late[0])
        found = told()
    assert (found["instruction"], found["instruction_on_time"]) == ((2, 3), (1, 3))


def test_an_instruction_that_was_sent_on_for_reading_or_taken_back_asks_nothing() -> None:
    with on(MONDAY):
        office = make_room()
        (task,) = office.assign(office.register(), due=TUESDAY)
        with transaction():
            answering.cancel_task(office.actor("clerk"), task, "另有安排。")
    with on(THURSDAY):
        assert told()["instruction"] == (0, 0)


def _judged(office: Office, state: PledgeState | None, due: date | None) -> None:
    with on(MONDAY):
        entry = add(office, pledge(office, pledged_on=MONDAY, due_on=due))
    if state is not None:
        with on(WEDNESDAY), transaction():
            registering.judge_pledge(office.actor("clerk"), entry, state, "抽打三次。", [])


def test_a_pledge_counts_when_it_is_due_or_judged_and_one_nobody_judged_is_not_kept() -> None:
    with on(MONDAY):
        office = make_room()
    for state, due in (
        (PledgeState.KEPT, TUESDAY), (PledgeState.KEPT, None), (PledgeState.BROKEN, THURSDAY), (None, TUESDAY),
        (None, MAY.last), (None, None), (PledgeState.KEPT, date(2026, 6, 30)),
    ):  # fmt: skip
        _judged(office, state, due)
    with on(THURSDAY):
        assert told()["pledge"] == (2, 4)


def _form(made_by: int, campaign_id: int | None = None) -> OpinionForm:
    form = OpinionForm(
        code=randomness.token(), subject=Subject.CAMPAIGN if campaign_id else Subject.WINDOW, campaign_id=campaign_id,
        window_id=None if campaign_id else make_window().id, made_on=MONDAY, made_by_id=made_by,
    )  # fmt: skip
    keep(form)
    return form


def _say(form: OpinionForm, how: Satisfied | None, day: date = TUESDAY, *, apart: bool = False) -> None:
    count = len(db.session.query(Opinion).all())
    channel = OpinionChannel.PHONE
    said = Opinion(id=count + 1, form_id=form.id, said_on=day, channel=channel, satisfied=how, words="排队久")
    said.set_apart = apart
    keep(said)


def test_opinions_count_who_said_how_satisfied_they_are_and_no_excess() -> None:
    campaign, clerk = make_campaign(), make_person().id
    window, whole = _form(clerk), _form(clerk, campaign.id)
    for how in (Satisfied.GOOD, Satisfied.FAIR, Satisfied.BAD, None):
        _say(window, how)
    _say(window, Satisfied.GOOD, apart=True)
    _say(window, Satisfied.GOOD, date(2026, 6, 1))
    _say(whole, Satisfied.BAD)
    assert (told()["opinion"], told(campaign.id)["opinion"]) == ((2, 4), (0, 1))


def test_a_day_with_an_issue_counts_once_and_weekends_and_days_to_come_never() -> None:
    """A campaign from the Friday before: Friday and Monday to Wednesday are four working days."""
    with on(MONDAY):
        office = NoticeOffice()
        with transaction():
            campaign = db.session.merge(office.campaign)
            campaign.starts_on, campaign.ends_on = MONDAY - timedelta(days=3), MONDAY + timedelta(days=30)
        office.issue()
        office.issue()
        office.draft()
    with on(WEDNESDAY):
        office.issue()
        found = told(office.campaign.id)
    assert found["daily_notice"] == (2, 4)
