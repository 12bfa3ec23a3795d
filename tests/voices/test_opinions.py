"""What a citizen's page stores, and what it stores nothing of."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.database import Base, db, transaction
from inspect_app.foundation import clock
from inspect_app.voices.actions import opinion_forms
from inspect_app.voices.actions import opinions as actions
from inspect_app.voices.models import Opinion
from inspect_app.voices.queries.opinions import list_opinions
from inspect_app.voices.rules.opinions import BUSY
from inspect_app.voices.vocabulary.opinions import (
    FormDraft,
    OpinionChannel,
    OpinionDraft,
    OpinionFilter,
    Satisfied,
    Subject,
    TripsSaid,
)
from tests.conftest import Scale
from tests.factories import make_campaign
from tests.voices.opinions import (
    HALL,
    Hall,
    fill_in,
    opened,
    opinions,
    receipt_in,
    send,
    speak,
)


def everything() -> dict[str, list[Any]]:
    """Return every row of every table."""
    db.session.rollback()
    return {name: list(db.session.execute(select(table))) for name, table in Base.metadata.tables.items()}


def test_an_opinion_is_kept_with_its_day_and_nothing_of_who_gave_it(client: FlaskClient, hall: Hall) -> None:
    said = {"trips": "two", "papers": "untold", "satisfied": "bad", "words": "让我回家拿户口簿。", "phone": "1"}
    answer = fill_in(client, hall.code, **said)
    assert answer.status_code == 200
    (kept,) = opinions()
    assert (kept.trips, kept.satisfied, kept.words) == (TripsSaid.TWO, Satisfied.BAD, "让我回家拿户口簿。")
    assert (kept.said_on, kept.channel, kept.phone_seal) == (clock.today(), OpinionChannel.PHONE, None)
    columns = set(Opinion.__table__.c.keys())
    assert not columns & {"address", "ip", "agent", "browser", "at", "created_at", "person_id", "session"}
    assert HALL not in str(everything())
    assert receipt_in(answer).replace("-", "") not in str(everything())


def test_sixty_honest_people_behind_one_address_are_all_taken(client: FlaskClient, hall: Hall, scale: Scale) -> None:
    people = scale(12, 60)
    with time_machine.travel(clock.now().replace(minute=1), tick=False):
        speak(hall, times=60 - people)
        answers = [fill_in(client, hall.code, satisfied="good") for _ in range(people)]
    assert [answer.status_code for answer in answers] == [200] * people
    assert len({receipt_in(answer) for answer in answers}) == people
    assert [row.set_apart for row in opinions()] == [False] * 60


def test_what_one_address_sends_beyond_a_busy_hall_is_kept_apart(hall: Hall, scale: Scale) -> None:
    """Ten thousand within an hour in the full run: kept, counted, in no statistic; the neighbour isn't touched."""
    flood = scale(BUSY + 30, 10_000)
    with time_machine.travel(clock.now().replace(minute=1), tick=False):
        speak(hall, times=flood)
        speak(hall, OpinionDraft(satisfied=Satisfied.GOOD), address="203.0.113.8")
    assert list_opinions(OpinionFilter(), 0, 1)[1] == BUSY + 1
    assert list_opinions(OpinionFilter(set_apart=True), 0, 1)[1] == flood - BUSY


def test_posts_without_a_valid_challenge_are_stored_nowhere(client: FlaskClient, hall: Hall, scale: Scale) -> None:
    good, campaign = opened(client, hall.code), make_campaign()
    with transaction():
        other = opinion_forms.make_forms(hall.clerk, FormDraft(Subject.CAMPAIGN, campaign_id=campaign.id))[0].code
    wrong = (
        {"challenge": ""}, {"challenge": good["challenge"][:-2] + "xx"}, good | {"fax": "1"},
        opened(client, other), {"challenge": "x" * 5000}, {},
    )  # fmt: skip
    before = everything()
    for place in range(scale(60, 1000)):
        answer = send(client, hall.code, wrong[place % len(wrong)] | {"words": "广告", "satisfied": "good"})
        assert answer.status_code == 400
        assert "页面已过期，还没有收到" in answer.text
    assert everything() == before
    assert send(client, hall.code, good | {"words": "真话"}).status_code == 200


def test_what_was_filled_in_comes_back_with_a_page_that_lay_too_long(client: FlaskClient, hall: Hall) -> None:
    answer = send(client, hall.code, opened(client, hall.code) | {"words": "等了三刻钟"}, later=timedelta(hours=3))
    assert answer.status_code == 400
    assert "您填的都在" in answer.text
    assert ">等了三刻钟</textarea>" in answer.text
    assert opinions() == []


def test_a_page_sent_at_once_is_asked_to_look_again(client: FlaskClient, hall: Hall) -> None:
    page = opened(client, hall.code) | {"satisfied": "good"}
    early = send(client, hall.code, page, later=timedelta(seconds=1))
    assert (early.status_code, "交得太快" in early.text, opinions()) == (400, True, [])
    assert send(client, hall.code, page).status_code == 200


def test_a_page_sent_twice_is_one_opinion_with_one_receipt(client: FlaskClient, hall: Hall) -> None:
    page = opened(client, hall.code) | {"satisfied": "good"}
    first, second = send(client, hall.code, page), send(client, hall.code, page)
    assert receipt_in(first) == receipt_in(second)
    assert "已经收到，不用再交" in second.text
    assert len(opinions()) == 1


def test_without_scripts_a_person_waits_a_little_instead(client: FlaskClient, hall: Hall) -> None:
    page = opened(client, hall.code) | {"solution": "", "words": "窗口没人", "trips": "not_yet"}
    waits = send(client, hall.code, page)
    assert (waits.status_code, "请等 6 秒" in waits.text, opinions()) == (200, True, [])
    kept = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', waits.text))
    assert (kept["words"], kept["trips"]) == ("窗口没人", "not_yet")
    again = send(client, hall.code, kept, later=timedelta(seconds=21))
    assert "请等" in again.text
    later = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', again.text))
    assert receipt_in(send(client, hall.code, later, later=timedelta(seconds=30)))
    assert receipt_in(send(client, hall.code, kept, later=timedelta(seconds=40)))
    assert [row.words for row in opinions()] == ["窗口没人"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"words": " \n "}, "四个问题都还空着，请至少答一个。"),
        ({"trips": "nine", "satisfied": "x"}, "四个问题都还空着，请至少答一个。"),
        ({"words": "字" * 5000}, "写了 5000 个字，最多 2000 个"),
        ({"trips": "one", "callback": "y", "phone": "12"}, "电话号码不对"),
        ({"trips": "one", "callback": "y"}, "希望回电话的，请填手机号码"),
    ],
)
def test_what_can_not_be_kept_is_told_and_stays_filled_in(
    client: FlaskClient, hall: Hall, answers: dict[str, str], words: str
) -> None:
    before = everything()
    answer = fill_in(client, hall.code, **answers)
    assert answer.status_code == 422
    assert words in answer.text
    assert answers.get("words", "").strip() in answer.text
    assert everything() == before


def test_a_code_that_takes_nothing_says_why(client: FlaskClient, hall: Hall) -> None:
    page = opened(client, hall.code) | {"satisfied": "good"}
    missing = client.get("/o/NICHTDA2")
    assert (missing.status_code, "没有这张意见征集表" in missing.text) == (404, True)
    with time_machine.travel(clock.now(), tick=False):
        with transaction():
            opinion_forms.set_until(hall.clerk, hall.form_id, clock.today(), None)
        with time_machine.travel(clock.now() + timedelta(days=1)):
            expired = client.get(f"/o/{hall.code}")
    assert (expired.status_code, "这个二维码已过期" in expired.text) == (410, True)
    with transaction():
        opinion_forms.close_form(hall.clerk, hall.form_id, None)
    for answer in (client.get(f"/o/{hall.code}"), send(client, hall.code, page)):
        assert (answer.status_code, "这张意见征集表已停用" in answer.text) == (410, True)
    assert opinions() == []
    with transaction():
        opinion_forms.reopen_form(hall.clerk, hall.form_id, None)
    assert client.get(f"/o/{hall.code}").status_code == 200


def test_a_campaign_that_is_over_takes_no_opinions(client: FlaskClient, hall: Hall) -> None:
    campaign = make_campaign(ends_on=clock.today())
    with transaction():
        made = opinion_forms.make_forms(hall.clerk, FormDraft(Subject.CAMPAIGN, campaign_id=campaign.id))[0]
        code = made.code
    assert campaign.name in client.get(f"/o/{code}").text
    with time_machine.travel(clock.now() + timedelta(days=1)):
        closed = client.get(f"/o/{code}")
    assert (closed.status_code, "这次征集已结束" in closed.text) == (410, True)


def test_a_receipt_tells_what_became_of_it_and_deletes_it(
    client: FlaskClient, hall: Hall, without_tokens: None
) -> None:
    code = receipt_in(fill_in(client, hall.code, words="没人讲清", callback="y", phone="13800001234"))
    told = client.post("/o/receipt", data={"receipt": code.lower().replace("-", " ")}).text
    assert "已经收到" in told
    assert "138****1234" in told
    assert "13800001234" not in told
    with transaction():
        actions.note(hall.clerk, opinions()[0].id, "窗口已经贴出材料清单。", None)
    assert "窗口已经贴出材料清单。" in client.post("/o/receipt", data={"receipt": code}).text
    assert "删除以后找不回来" in client.post("/o/receipt/erase", data={"receipt": code}).text
    assert len(opinions()) == 1
    assert "已经删除" in client.post("/o/receipt/erase", data={"receipt": code, "sure": "yes"}).text
    assert opinions() == []
    assert "没有查到" in client.post("/o/receipt", data={"receipt": code}).text


def test_guessing_receipts_ends_after_thirty_wrong_ones(client: FlaskClient, hall: Hall, without_tokens: None) -> None:
    with time_machine.travel(clock.now().replace(minute=5), tick=False):
        tries = [client.post("/o/receipt", data={"receipt": f"{place:010d}"}) for place in range(31)]
        assert [answer.status_code for answer in tries] == [200] * 30 + [429]
        assert "请过一个小时再查" in tries[-1].text
        elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
        assert client.post("/o/receipt", data={"receipt": "x"}, environ_base=elsewhere).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert client.post("/o/receipt", data={"receipt": "x"}).status_code == 200
