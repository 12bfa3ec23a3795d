"""What a review of reform schemes lists on both databases, what its items carry, and what the chain tells."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import IntegrityError

from inspect_app.audit.models import AuditDetails, AuditEntry
from inspect_app.audit.vocabulary import deed_label
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, Refused
from inspect_app.projects.actions import scheme_handing as handing
from inspect_app.projects.actions import schemes
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.queries import scheme_lists as lists
from inspect_app.projects.queries import schemes as queries
from inspect_app.projects.queries.scheme_lists import Wanted
from inspect_app.projects.vocabulary.schemes import Attachment, ReviewDraft, SchemeContent, SchemeStep, Shelf
from tests.factories import make_item, make_unit
from tests.pictures import photo
from tests.projects.scheming import PROCESS, TEXT, Scheming, make_scheming, rows_of

T = SchemeStep


@pytest.fixture
def play(app_context: None) -> Scheming:
    return make_scheming()


def test_items_come_from_the_catalogue_or_are_typed_each_once(play: Scheming) -> None:
    matter = make_item(db.session.get_one(SchemeItem, play.add("已列入")[0]).unit, name="失业登记")
    foreign = make_item(make_unit("市水利局"), name="别家的事项")
    offers = queries.item_offers(play.review_id, play.unit_id)
    assert offers == [(str(matter.id), "失业登记")]
    with transaction():
        added = handing.add_schemes(
            play.actor("liaison"),
            play.review_id,
            play.unit_id,
            [matter.id, foreign.id],
            ["自拟事项", "失业登记", "已列入"],
        )
        found = [(one.number, one.name, one.item_id) for one in added]
    assert found == [(2, "失业登记", matter.id), (3, "自拟事项", None)]
    assert queries.item_offers(play.review_id, play.unit_id) == []
    with pytest.raises(Invalid) as refused:
        play.add("失业登记")
    assert refused.value.field == "names"


def test_a_unit_lists_no_more_than_can_be_reviewed(play: Scheming) -> None:
    with pytest.raises(Invalid, match="最多列 300 项"):
        play.add(*(f"第{number}项" for number in range(301)))
    assert len(play.add(*(f"第{number}项" for number in range(300)))) == 300


@pytest.mark.parametrize(
    "values",
    [{"returns": 3, "round": 3}, {"round": 4}, {"returns": 2, "round": 1}, {"round": 0}, {"typical": True}],
)
def test_the_schema_keeps_to_two_returns(play: Scheming, values: dict[str, int]) -> None:
    (scheme_id,) = play.handed_in("失业登记")
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(update(SchemeItem).where(SchemeItem.id == scheme_id).values(**values))


def test_only_what_was_never_handed_in_is_removed(play: Scheming) -> None:
    drafted, kept = play.add("写错的", "失业登记")
    play.save(drafted)
    with transaction():
        handing.remove_scheme(play.actor("liaison"), drafted)
    play.save(kept)
    play.hand_in()
    with pytest.raises(Refused), transaction():
        handing.remove_scheme(play.actor("liaison"), kept)
    assert [row[0] for row in rows_of(play, "clerk")] == ["失业登记"]


def test_a_file_stays_with_the_next_version_until_it_is_dropped(play: Scheming) -> None:
    (scheme_id,) = play.add("失业登记")
    liaison = play.actor("liaison")

    def save(attachment: Attachment) -> None:
        with transaction():
            handing.save_scheme(liaison, scheme_id, SchemeContent(TEXT), attachment)

    save(Attachment("方案.jpg", photo()))
    file = play.get(scheme_id).versions[0].file
    assert file is not None
    with pytest.raises(Missing):
        queries.get_scheme_file(play.actor("clerk"), scheme_id, file.public_id)
    play.hand_in()
    assert queries.get_scheme_file(play.actor("clerk"), scheme_id, file.public_id).id == file.id
    play.mark(scheme_id, T.RETURN, "补。")
    play.send_back()
    save(Attachment())
    assert [one.file_id for one in play.get(scheme_id).versions] == [file.id, file.id]
    save(Attachment(drop=True))
    assert [one.file_id for one in queries.get_scheme(liaison, scheme_id).versions] == [file.id, None]
    with pytest.raises(Invalid) as refused:
        save(Attachment("x.exe", b"MZ nothing"))
    assert refused.value.field == "file"


def test_a_passed_process_becomes_a_typical_case(play: Scheming) -> None:
    (told, plain) = play.add("养犬许可", "失业登记")
    play.save(told, PROCESS)
    play.save(plain)
    play.hand_in()
    clerk = play.actor("clerk")
    with pytest.raises(Refused, match="才能列为典型"), transaction():
        schemes.mark_typical(clerk, told, True)
    for one in (told, plain):
        play.mark(one, T.PASS)
    play.send_back()
    with pytest.raises(Refused, match="没有写优化前"), transaction():
        schemes.mark_typical(clerk, plain, True)
    with transaction():
        schemes.mark_typical(clerk, told, True)
    rows, total = lists.list_typical(clerk, None, 0)
    assert [(row.scheme.name, row.flow_after, row.trips_after) for row in rows] == [("养犬许可", "事后核查。", 1)]
    assert total == 1
    assert lists.list_typical(clerk, play.other_id, 0) == ([], 0)
    with transaction():
        schemes.mark_typical(clerk, told, False)
    assert lists.list_typical(clerk, None, 0)[1] == 0


def test_counts_of_a_unit_are_the_lengths_of_their_lists(app_context: None) -> None:
    today = clock.today()
    play = make_scheming(first_due=today - timedelta(days=20), second_due=today - timedelta(days=3))
    ids = play.handed_in("一", "二", "三", "四")
    for scheme_id, step in zip(ids, (T.PASS, T.RETURN, T.RETURN, T.PASS), strict=True):
        play.mark(scheme_id, step, "意见。")
    play.send_back()
    play.save(ids[2])
    play.add("五")
    clerk = play.actor("clerk")
    review = queries.get_review(clerk, play.review_id)
    row, silent = lists.list_units(clerk, review, today)
    shelves = (Shelf.HANDED, Shelf.WAITING, Shelf.MARKED, Shelf.RETURNED, Shelf.PASSED, Shelf.REJECTED, Shelf.LATE)
    counted = (row.handed, row.waiting, row.marked, row.returned, row.passed, row.rejected, row.late)
    listed = tuple(len(rows_of(play, "clerk", Wanted(play.unit_id, shelf))) for shelf in shelves)
    assert counted == listed == (4, 0, 0, 2, 2, 0, 3)
    assert (row.total, row.silent, silent.total, silent.silent) == (5, False, 0, True)
    rows, _ = lists.list_items(clerk, review, Wanted(shelf=Shelf.LATE), today)
    assert [one.late for one in rows] == [True] * 3


def test_a_review_names_its_units_and_dates_and_keeps_busy_units(play: Scheming) -> None:
    play.add("失业登记")
    today = clock.today()
    clerk = play.actor("clerk")
    wrong: list[tuple[ReviewDraft, str]] = [
        (ReviewDraft("", "x", today, today, frozenset({play.unit_id})), "name"),
        (ReviewDraft("甲", "", today, today, frozenset({play.unit_id})), "asks"),
        (ReviewDraft("甲", "x", today, today, frozenset()), "unit_ids"),
        (ReviewDraft("甲", "x", today, today - timedelta(days=1), frozenset({play.unit_id})), "second_due"),
        (ReviewDraft("公民个人事项改革方案", "x", today, today, frozenset({play.unit_id})), "name"),
    ]
    for draft, field in wrong:
        with pytest.raises(Invalid) as refused, transaction():
            schemes.open_review(clerk, draft)
        assert refused.value.field == field
    with pytest.raises(Invalid, match="已经有报送事项"), transaction():
        schemes.change_review(clerk, play.review_id, ReviewDraft("甲", "x", today, today, frozenset({play.other_id})))
    with transaction():
        schemes.change_review(clerk, play.review_id, ReviewDraft("甲", "x", today, today, frozenset({play.unit_id})), 1)
    assert queries.members_of(play.review_id) == {play.unit_id}
    with pytest.raises(Conflict) as stale, transaction():
        schemes.change_review(clerk, play.review_id, ReviewDraft("乙", "y", today, today, frozenset({play.unit_id})), 1)
    assert (stale.value.mine, stale.value.theirs) == ({"报送内容": "y"}, {"报送内容": "x"})


def test_every_deed_is_told_by_the_chain_in_words(play: Scheming) -> None:
    (scheme_id, other) = play.add("养犬许可", "删去的")
    with transaction():
        handing.remove_scheme(play.actor("liaison"), other)
    play.save(scheme_id, PROCESS)
    play.hand_in()
    play.go_round(scheme_id)
    play.mark(scheme_id, T.RETURN, "再补。")
    play.send_back()
    with transaction():
        schemes.decide(play.actor("director"), scheme_id, T.FINALISE, "")
    deeds = list(
        db.session.scalars(select(AuditEntry.deed).where(AuditEntry.deed.like("scheme%")).order_by(AuditEntry.sequence))
    )
    assert deeds == [
        "scheme_review.added", "scheme.added", "scheme.removed", "scheme.saved", "scheme.handed_in",
        "scheme.reviewed", "scheme_review.round_sent", "scheme.saved", "scheme.handed_in",
        "scheme.reviewed", "scheme_review.round_sent", "scheme.decided",
    ]  # fmt: skip
    assert all("：" in deed_label(deed) for deed in deeds)
    bodies = db.session.scalars(
        select(AuditDetails.body).join(AuditEntry, AuditEntry.sequence == AuditDetails.sequence)
    )
    assert not any(TEXT in str(body) for body in bodies)


def count_queries(read: Callable[[], object]) -> int:
    found: list[object] = []

    def listen(*facts: object) -> None:
        found.append(facts[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    read()
    event.remove(db.engine, "before_cursor_execute", listen)
    return len(found)


def test_lists_ask_the_same_for_one_item_and_for_thirty(play: Scheming) -> None:
    clerk = play.actor("clerk")

    def read_all() -> None:
        db.session.expunge_all()
        review = queries.get_review(clerk, play.review_id)
        lists.list_units(clerk, review, clock.today())
        lists.list_items(clerk, review, Wanted(), clock.today(), 0)
        lists.show_grid(clerk, review, Wanted(), clock.today(), 0)
        queries.list_reviews(clerk, "", 0)

    play.handed_in("第一项")
    one = count_queries(read_all)
    play.handed_in(*(f"第{place}项" for place in range(2, 31)))
    assert count_queries(read_all) == one
