"""What only the director decides: a problem listed openly, taken off, a department summoned."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Level, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.actions import supervising
from inspect_app.rectification.queries.supervising import list_listed
from tests.rectification.making import WEDNESDAY, Case, close, feed_back, make_case, on, verify
from tests.rectification.pages import fetch, signed_in

pytestmark = pytest.mark.usefixtures("app_context")


def decide(case: Case, deed: Any, words: str = "群众反映强烈。", name: str = "director") -> None:
    with on(WEDNESDAY), transaction():
        deed(case.actor(name), case.number, words)


def test_listing_raises_the_level_at_once_and_taking_off_ends_it() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    decide(case, supervising.list_openly)
    listed = case.finding
    assert (listed.listed_on, listed.level, listed.level_reason) == (WEDNESDAY, Level.LISTED, "主任决定挂牌督办")
    decide(case, supervising.unlist, "已按要求整改。")
    assert (case.finding.listed_on, case.finding.level) == (None, Level.NONE)


def test_only_the_director_decides_and_gives_a_reason() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    for deed in (supervising.list_openly, supervising.summon):
        for name in ("clerk", "head", "leader", "verifier"):
            with pytest.raises((NotAllowed, Exception)) as caught:
                decide(case, deed, name=name)
            assert caught.type.__name__ in ("NotAllowed", "Missing")
        with pytest.raises(Invalid, match="请填写"):
            decide(case, deed, " ")


def test_it_is_listed_once_and_taken_off_once() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with pytest.raises(Refused, match="没有挂牌"):
        decide(case, supervising.unlist)
    decide(case, supervising.list_openly)
    with pytest.raises(Refused, match="已经挂牌"):
        decide(case, supervising.list_openly)


def test_the_head_and_the_liaison_are_told_of_each() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    decide(case, supervising.list_openly)
    decide(case, supervising.summon, "5月20日上午9时，跑改办会议室。")
    told = db.session.scalars(select(Message).where(Message.kind == "escalated")).all()
    assert {message.person_id for message in told} == {case.people[who].id for who in ("liaison", "head", "deputy")}
    steps = db.session.scalars(select(FindingEvent.step).order_by(FindingEvent.id)).all()
    assert steps == [Step.LIST_OPENLY, Step.SUMMON]


@pytest.fixture
def client(app: Flask, without_tokens: None) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(("path", "word"), [("/listing", "挂牌督办"), ("/summons", "约谈")])
def test_the_director_decides_on_a_page_of_its_own(client: FlaskClient, path: str, word: str) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    assert word in fetch(client, case, "director", "").get_data(as_text=True)
    assert fetch(client, case, "director", path).status_code == 200
    with signed_in(client, case, "director"):
        assert client.post(f"/case/{case.number}{path}", data={"reason": ""}).status_code == 422
        assert client.post(f"/case/{case.number}{path}", data={"reason": "群众反映强烈。"}).status_code == 303
        assert client.get(f"/case/{case.number}/unlisting").status_code == (200 if word == "挂牌督办" else 409)
    assert fetch(client, case, "clerk", path).status_code == 403


def test_office_and_leaders_have_a_page_of_what_is_listed(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with signed_in(client, case, "leader"):
        assert "现在没有挂牌督办" in client.get("/listed").get_data(as_text=True)
    decide(case, supervising.list_openly)
    for name, status in (("leader", 200), ("clerk", 200), ("liaison", 403), ("verifier", 403)):
        with signed_in(client, case, name):
            page = client.get("/listed")
        assert page.status_code == status
        assert (case.finding.title in page.get_data(as_text=True)) == (status == 200)
    assert "主任决定挂牌督办" in fetch(client, case, "liaison", "").get_data(as_text=True)


def test_what_has_ended_is_no_longer_listed() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    decide(case, supervising.list_openly)
    with on(WEDNESDAY):
        feed_back(case)
        verify(case)
        assert list_listed(case.actor("leader"), 0, 50)[1] == 1
        close(case)
        assert list_listed(case.actor("leader"), 0, 50) == ([], 0)
