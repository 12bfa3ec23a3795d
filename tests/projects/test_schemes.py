"""Deeds of 二报二回 on both databases: rounds, versions kept, two persons, what a unit may know, races."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import RoleGrant
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.projects.actions import scheme_handing as handing
from inspect_app.projects.actions import schemes
from inspect_app.projects.queries import scheme_lists as lists
from inspect_app.projects.queries import schemes as queries
from inspect_app.projects.queries.scheme_lists import Wanted
from inspect_app.projects.queries.scheme_page import show_scheme
from inspect_app.projects.vocabulary.schemes import (
    Attachment,
    SchemeContent,
    SchemeStatus,
    SchemeStep,
    Shelf,
)
from tests.factories import keep
from tests.projects.scheming import TEXT, Scheming, make_scheming, rows_of

S, T = SchemeStatus, SchemeStep


@pytest.fixture
def play(app_context: None) -> Scheming:
    return make_scheming()


def test_two_rounds_lead_to_a_passed_scheme_and_every_version_stays(play: Scheming) -> None:
    first, second = play.handed_in("失业登记", "参保登记")
    play.mark(first, T.RETURN, "请补依据。")
    play.mark(second, T.PASS)
    assert play.send_back() == (1, 1)
    assert [play.get(one).status for one in (first, second)] == [S.RETURNED, S.APPROVED]
    play.save(first, "取消证明，依据省条例。")
    assert play.hand_in("head") == 1
    play.mark(first, T.PASS, "同意。", who="other_clerk")
    play.send_back()
    item = queries.get_scheme(play.actor("liaison"), first)
    told = [
        (one.word, one.content.text, one.outcome, one.remark)
        for one in queries.view_versions(play.actor("liaison"), item)
    ]
    assert told == [
        ("一报", TEXT, S.RETURNED, "请补依据。"),
        ("二报", "取消证明，依据省条例。", S.APPROVED, "同意。"),
    ]
    assert (item.status, item.round, item.returns) == (S.APPROVED, 2, 1)
    assert all(one.submitted_by and one.submitted_at and one.reviewed_at for one in item.versions)


def test_a_unit_reads_no_mark_before_the_round_goes_back(play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    play.mark(scheme_id, T.RETURN, "不够。")
    for who, status, remark in (
        ("liaison", S.SUBMITTED, ""),
        ("leader", S.SUBMITTED, ""),
        ("clerk", S.RETURNING, "不够。"),
    ):
        actor = play.actor(who)
        item = queries.get_scheme(actor, scheme_id)
        shown = show_scheme(actor, item, None)
        assert (shown.status, shown.versions[0].remark) == (status, remark)
        assert rows_of(play, who) == [("失业登记", status)]
        waits = rows_of(play, who, Wanted(shelf=Shelf.WAITING))
        assert waits == ([] if who == "clerk" else [("失业登记", status)])
        marked = rows_of(play, who, Wanted(shelf=Shelf.MARKED))
        assert bool(marked) == (who == "clerk")


def test_a_draft_is_read_by_its_unit_alone(play: Scheming) -> None:
    (scheme_id,) = play.add("失业登记")
    play.save(scheme_id, "还在写。")
    shown = {
        who: show_scheme(play.actor(who), queries.get_scheme(play.actor(who), scheme_id), None)
        for who in ("liaison", "clerk")
    }
    assert (shown["liaison"].written, shown["clerk"].written) == (True, False)
    assert [one.versions for one in shown.values()] == [[], []]


def test_another_unit_finds_nothing_of_it(play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    stranger = play.actor("stranger")
    assert rows_of(play, "stranger") == []
    review = queries.get_review(stranger, play.review_id)
    assert [row.unit_id for row in lists.list_units(stranger, review, clock.today())] == [play.other_id]
    for deed in (
        lambda: queries.get_scheme(stranger, scheme_id),
        lambda: queries.get_member(stranger, play.review_id, play.unit_id),
        lambda: handing.save_scheme(stranger, scheme_id, SchemeContent("别家"), Attachment()),
        lambda: handing.hand_in(stranger, play.review_id, play.unit_id),
        lambda: queries.get_review(play.actor("inspector"), play.review_id),
    ):
        with pytest.raises(Missing), transaction():
            deed()


def test_the_leader_and_the_office_write_no_schemes(play: Scheming) -> None:
    (scheme_id,) = play.add("失业登记")
    for who in ("leader", "clerk"):
        with pytest.raises(NotAllowed), transaction():
            handing.save_scheme(play.actor(who), scheme_id, SchemeContent("代写"), Attachment())
        with pytest.raises(NotAllowed), transaction():
            handing.add_schemes(play.actor(who), play.review_id, play.unit_id, [], ["别的"])


def test_a_round_is_handed_in_whole_and_sent_back_whole(play: Scheming) -> None:
    first, second = play.add("失业登记", "参保登记")
    play.save(first)
    with pytest.raises(Refused, match="1 项没有写方案（2 参保登记）"):
        play.hand_in()
    play.save(second)
    assert play.hand_in() == 2
    with pytest.raises(Refused, match="没有要报送"):
        play.hand_in()
    play.mark(first, T.PASS)
    with pytest.raises(Refused, match="还有 1 项没有审核（2 参保登记）"):
        play.send_back()
    play.mark(second, T.RETURN, "补依据。")
    play.send_back()
    with pytest.raises(Refused, match="不用发回"):
        play.send_back()
    with pytest.raises(Refused, match="1 项没有写方案"):
        play.hand_in()


def test_after_two_returns_the_director_decides(play: Scheming) -> None:
    kept, dropped = play.handed_in("失业登记", "参保登记")
    for round_no in (1, 2):
        for one in (kept, dropped):
            play.mark(one, T.RETURN, f"第{round_no}次意见。")
        play.send_back()
        if round_no == 1:
            play.save(kept)
            play.save(dropped)
            play.hand_in()
    play.save(kept, "最后一稿。")
    assert play.hand_in() == 1
    with pytest.raises(Refused, match="已经退回两次"):
        play.mark(kept, T.RETURN, "再改。")
    with pytest.raises(NotAllowed), transaction():
        schemes.decide(play.actor("clerk"), kept, T.FINALISE, "")
    with pytest.raises(Invalid) as bare, transaction():
        schemes.decide(play.actor("director"), dropped, T.REJECT, "")
    assert bare.value.field == "remark"
    with transaction():
        schemes.decide(play.actor("director"), kept, T.FINALISE, "照此执行。")
        schemes.decide(play.actor("director"), dropped, T.REJECT, "没有依据。")
    assert [play.get(one).status for one in (kept, dropped)] == [S.FINAL, S.REJECTED]
    item = queries.get_scheme(play.actor("liaison"), kept)
    assert [one.remark for one in queries.view_versions(play.actor("liaison"), item)][-1] == "照此执行。"
    with pytest.raises(Refused), transaction():
        schemes.mark(play.actor("clerk"), kept, T.PASS, "")


def test_a_return_without_a_remark_names_the_field(play: Scheming) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    with pytest.raises(Invalid) as refused:
        play.mark(scheme_id, T.RETURN)
    assert refused.value.field == "remark"
    assert play.get(scheme_id).status is S.SUBMITTED


def test_who_handed_in_does_not_review_even_from_the_office(play: Scheming) -> None:
    grant = RoleGrant(person_id=play.people["clerk"], role=Role.DEPT_LIAISON, unit_id=play.unit_id)
    keep(grant)
    (scheme_id,) = play.add("失业登记")
    with transaction():
        handing.save_scheme(play.actor("clerk"), scheme_id, SchemeContent(TEXT), Attachment())
    play.hand_in("liaison")
    with pytest.raises(NotAllowed, match="您报送的"):
        play.mark(scheme_id, T.PASS)
    play.mark(scheme_id, T.PASS, who="other_clerk")
    with pytest.raises(NotAllowed, match="您报送的"):
        play.send_back("clerk")
    play.send_back("other_clerk")


def test_a_stale_page_keeps_both_texts(play: Scheming) -> None:
    now = clock.now()
    # Not even at one moment does a change go unnoticed.
    with clock.reading(lambda: now):
        _write_and_review_twice(play)


def _write_and_review_twice(play: Scheming) -> None:
    (scheme_id,) = play.add("失业登记")
    seen = play.get(scheme_id).version
    play.save(scheme_id, "甲写的。", seen)
    with pytest.raises(Conflict) as writing:
        play.save(scheme_id, "乙写的。", seen)
    assert (writing.value.mine, writing.value.theirs) == ({"改革方案": "乙写的。"}, {"改革方案": "甲写的。"})
    play.hand_in()
    seen = play.get(scheme_id).version
    play.mark(scheme_id, T.RETURN, "补依据。", seen=seen)
    with pytest.raises(Conflict) as reviewing:
        play.mark(scheme_id, T.PASS, "很好。", who="other_clerk", seen=seen)
    assert reviewing.value.mine == {"意见": "很好。"}
    assert "补依据。" in reviewing.value.theirs["意见"]
    with pytest.raises(Conflict, match="这一轮刚有变动"):
        play.send_back(seen=seen)
    assert play.get(scheme_id).status is S.RETURNING


def test_units_hear_what_is_asked_and_answered_and_the_opener_what_came(play: Scheming) -> None:
    (first, second) = play.handed_in("失业登记", "参保登记")
    play.mark(first, T.PASS)
    play.mark(second, T.RETURN, "补。")
    play.send_back()
    told = db.session.execute(select(Message.person_id, Message.text, Message.link).order_by(Message.id)).all()
    unit, name = f"/schemes/{play.review_id}/units/{play.unit_id}", "公民个人事项改革方案"
    asked = f"{name}：请在 {clock.today() + timedelta(days=5):%m-%d} 前报送改革方案。"
    assert [tuple(row) for row in told] == [
        (play.people["liaison"], asked, unit),
        (play.people["stranger"], asked, f"/schemes/{play.review_id}/units/{play.other_id}"),
        (play.people["clerk"], f"{name}：市人社局报送 2 项，请逐项审核。", unit),
        (play.people["liaison"], f"{name}：审核意见已发回，通过 1 项，退回修改 1 项。", unit),
    ]


def test_of_many_reviewers_at_one_moment_one_wins(app: Flask) -> None:
    with app.app_context():
        play = make_scheming()
        (scheme_id,) = play.handed_in("失业登记")
        seen, actors = play.get(scheme_id).version, [play.actor("clerk"), play.actor("other_clerk")]

    def review(place: int) -> str:
        with app.app_context():
            step = (T.PASS, T.RETURN)[place % 2]
            try:
                with transaction():
                    schemes.mark(actors[place % 2], scheme_id, step, f"第{place}条意见。", seen)
            except Conflict as refused:
                return refused.mine["意见"]
            return ""

    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(review, range(8)))
    assert kept.count("") == 1
    assert len(set(kept)) == len(kept)


def test_of_two_who_hand_in_at_one_moment_one_does(app: Flask) -> None:
    with app.app_context():
        play = make_scheming()
        (scheme_id,) = play.add("失业登记")
        play.save(scheme_id)
        actors = [play.actor("liaison"), play.actor("head")]

    def hand_in(place: int) -> int:
        with app.app_context():
            try:
                with transaction():
                    return handing.hand_in(actors[place % 2], play.review_id, play.unit_id)
            except Refused:
                return 0

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(hand_in, range(4))) == [0, 0, 0, 1]
