"""What the office does with opinions and forms, and what is forgotten in time."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.jobs.sweeping import forget_addresses
from inspect_app.keeping.actions.erasing import erase_expired
from inspect_app.voices.actions import opinion_forms
from inspect_app.voices.actions import opinions as actions
from inspect_app.voices.models import OpinionCount, OpinionHour, OpinionNonce
from inspect_app.voices.queries.opinions import get_opinion, list_opinions, phone_of
from inspect_app.voices.rules.opinions import BUSY
from inspect_app.voices.vocabulary.opinions import (
    FormDraft,
    OpinionChannel,
    OpinionDraft,
    OpinionFilter,
    OpinionState,
    Satisfied,
    Subject,
)
from tests.factories import make_item, make_site, make_window
from tests.projects.making import counting
from tests.voices.opinions import UNHAPPY, Hall, form, opinions, speak


def test_an_hour_later_nobody_knows_any_more_who_sent_how_much(hall: Hall) -> None:
    speak(hall, times=2)
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (OpinionHour, OpinionCount)]
    assert counts == [1, 1]
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        forget_addresses()
        for table in (OpinionHour, OpinionCount):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        assert db.session.scalar(select(func.count()).select_from(OpinionNonce)) == 2
    with time_machine.travel(clock.now() + timedelta(hours=5)):
        forget_addresses()
        assert db.session.scalar(select(func.count()).select_from(OpinionNonce)) == 0
    assert len(opinions()) == 2


def test_a_telephone_number_is_forgotten_in_time(hall: Hall) -> None:
    said = OpinionDraft(satisfied=Satisfied.BAD, phone="13800001234")
    speak(hall, said, times=2)
    first, second = opinions()
    assert phone_of(first) == "13800001234"
    assert current_sealer().seal(b"x", "y") != first.phone_seal
    with transaction():
        actions.note(hall.clerk, first.id, "", None)
    for days, left in ((29, 2), (30, 1), (89, 1), (90, 0)):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            erase_expired()
        assert sum(row.phone_seal is not None for row in opinions()) == left, days
    assert second.id in [row.id for row in opinions()]


def test_paper_forms_are_entered_with_their_own_day(hall: Hall) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with transaction():
        opinion = actions.enter_paper(hall.clerk, hall.form_id, UNHAPPY, yesterday)
    assert (opinion.channel, opinion.said_on, opinion.receipt_tag) == (OpinionChannel.PAPER, yesterday, None)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=400)):
        with pytest.raises(Invalid, match="填表日期要在一年之内"), transaction():
            actions.enter_paper(hall.clerk, hall.form_id, UNHAPPY, day)


def test_an_opinion_kept_apart_counts_once_somebody_has_looked(hall: Hall) -> None:
    with time_machine.travel(clock.now().replace(minute=1), tick=False):
        speak(hall, times=BUSY + 1)
    apart = next(row for row in opinions() if row.set_apart)
    with transaction():
        actions.recognise(hall.clerk, apart.id, apart.version)
    assert list_opinions(OpinionFilter(), 0, 1)[1] == BUSY + 1
    with pytest.raises(Refused, match="本来就计入统计"), transaction():
        actions.recognise(hall.clerk, apart.id, None)


def test_two_clerks_do_not_write_over_each_other(hall: Hall) -> None:
    speak(hall)
    (row,) = opinions()
    seen = row.version
    with transaction():
        actions.note(hall.clerk, row.id, "谢谢，已提醒窗口。", seen)
    with pytest.raises(Refused, match="刚被别人办过"), transaction():
        actions.note(hall.clerk, row.id, "另一句", seen)
    assert (get_opinion(row.id).reply, get_opinion(row.id).state) == ("谢谢，已提醒窗口。", OpinionState.NOTED)


def test_a_site_gets_a_form_for_each_window_that_has_none(hall: Hall) -> None:
    site = make_site()
    windows = tuple(make_window(site=site).id for _ in range(3))
    with transaction():
        assert len(opinion_forms.make_forms(hall.clerk, FormDraft(Subject.WINDOW, windows[:1]))) == 1
        assert len(opinion_forms.make_forms(hall.clerk, FormDraft(Subject.WINDOW, windows))) == 2
    with pytest.raises(Invalid, match="已经有正在征集的"), transaction():
        opinion_forms.make_forms(hall.clerk, FormDraft(Subject.WINDOW, windows))
    with pytest.raises(Invalid, match="请选事项"), transaction():
        opinion_forms.make_forms(hall.clerk, FormDraft(Subject.ITEM))
    item = make_item()
    with transaction():
        assert opinion_forms.make_forms(hall.clerk, FormDraft(Subject.ITEM, item_id=item.id))[0].item_id == item.id


def test_the_list_asks_as_much_for_one_as_for_thirty(hall: Hall) -> None:
    asked = []
    for times in (1, 29):
        speak(hall, times=times, address=f"203.0.113.{times}")
        db.session.rollback()
        with counting() as statements:
            list_opinions(OpinionFilter(), 0, 50)
        asked.append(len(statements))
    assert asked[0] == asked[1]
    assert form(hall.form_id).code == hall.code
