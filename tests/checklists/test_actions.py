"""Checklists are made, edited by one person at a time, published once and never changed again."""

from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from flask.ctx import AppContext
from sqlalchemy import select, text

from inspect_app.access import SYSTEM, Actor, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.checklists import actions, queries
from inspect_app.checklists.models import Checklist
from inspect_app.checklists.rules import add_item, digest_of, remove_item, replace_item
from inspect_app.checklists.vocabulary import (
    ItemKind,
    PartKey,
    SheetItem,
    SheetProblem,
    SheetReading,
    VersionState,
)
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from tests.checklists.making import an_item
from tests.factories import make_actor

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def clerk(app_context: AppContext) -> Actor:
    """Give a clerk of the office."""
    return make_actor(Role.OFFICE_CLERK)


def _do(deed: Any, *args: Any, **facts: Any) -> Any:
    with transaction():
        return deed(*args, **facts)


def _make(clerk: Actor, code: str = "ck", preset: str = "") -> Checklist:
    made: Checklist = _do(actions.create_checklist, clerk, code=code, name="检查表", preset=preset)
    return made


def _with_item(clerk: Actor, checklist: Checklist, key: str = "i1", kind: ItemKind = ItemKind.YES_NO) -> None:
    draft = queries.get_draft(checklist.id)
    body = add_item(queries.body_of(draft), PartKey.LOOK, an_item(key, kind))
    _do(actions.save_draft, clerk, checklist.id, seen=draft.version, body=body)


def _publish(clerk: Actor, checklist: Checklist) -> None:
    _do(actions.publish, clerk, checklist.id, seen=queries.get_draft(checklist.id).version)


def _deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.sequence)))


def test_a_checklist_starts_as_a_draft_of_its_preset(clerk: Actor) -> None:
    checklist = _make(clerk, preset="ten_ones")
    draft = queries.get_draft(checklist.id)
    assert (draft.number, draft.state, draft.digest) == (1, VersionState.DRAFT, None)
    assert len(queries.body_of(draft).items) == 10
    assert checklist.description.startswith("十条要求")
    assert _deeds() == ["checklist.created"]


def test_a_code_names_one_checklist(clerk: Actor) -> None:
    _make(clerk)
    with pytest.raises(Invalid, match="编码“ck”已经有检查表在用。") as caught:
        _make(clerk)
    assert caught.value.field == "code"


def test_a_published_version_never_changes_and_its_next_starts_as_its_copy(clerk: Actor) -> None:
    checklist = _make(clerk, preset="observer")
    _publish(clerk, checklist)
    published = queries.latest_published(checklist.id)
    assert published is not None
    assert published.digest == digest_of(published.body)
    assert published.published_by_id == clerk.person_id
    draft = _do(actions.start_draft, clerk, checklist.id)
    assert (draft.number, draft.body) == (2, published.body)
    with pytest.raises(Exception, match="checklist_versions"), transaction() as session:
        session.execute(text("UPDATE checklist_versions SET number = 9 WHERE state = 'published'"))
    assert _deeds() == ["checklist.created", "checklist.published", "checklist.draft_started"]


def test_there_is_one_draft_at_a_time(clerk: Actor) -> None:
    checklist = _make(clerk)
    with pytest.raises(Refused, match="已有草稿"):
        _do(actions.start_draft, clerk, checklist.id)


def test_the_second_of_two_people_gets_both_texts(clerk: Actor) -> None:
    checklist = _make(clerk)
    draft = queries.get_draft(checklist.id)
    seen, mine = draft.version, add_item(queries.body_of(draft), PartKey.DO, an_item("mine", text="我写的"))
    _with_item(clerk, checklist)
    with pytest.raises(Conflict) as caught:
        _do(actions.save_draft, clerk, checklist.id, seen=seen, body=mine)
    assert caught.value.mine["具体办"] == "1. 我写的（是/否/不适用；1 分）"
    assert caught.value.theirs["现场看"] == "1. 窗口有人在岗（是/否/不适用；1 分）"
    assert [item.key for item in queries.body_of(queries.get_draft(checklist.id)).items] == ["i1"]


def test_publishing_what_somebody_changed_meanwhile_is_a_conflict(clerk: Actor) -> None:
    checklist = _make(clerk, preset="phone")
    seen = queries.get_draft(checklist.id).version
    _with_item(clerk, checklist, "late")
    with pytest.raises(Conflict):
        _do(actions.publish, clerk, checklist.id, seen=seen)


def test_an_empty_draft_is_not_published(clerk: Actor) -> None:
    checklist = _make(clerk)
    with pytest.raises(Invalid, match="还没有检查项，不能发布。"):
        _publish(clerk, checklist)
    assert queries.latest_published(checklist.id) is None


def test_a_published_key_keeps_its_kind_even_after_it_was_removed(clerk: Actor) -> None:
    checklist = _make(clerk)
    _with_item(clerk, checklist, "i1")
    _publish(clerk, checklist)
    draft = _do(actions.start_draft, clerk, checklist.id)
    body = remove_item(queries.body_of(draft), "i1")
    draft = _do(actions.save_draft, clerk, checklist.id, seen=draft.version, body=body)
    retyped = add_item(body, PartKey.ASK, an_item("i1", ItemKind.RATING))
    with pytest.raises(Invalid, match="编码“i1”以前是“是/否/不适用”，不能改成“评分”"):
        _do(actions.save_draft, clerk, checklist.id, seen=draft.version, body=retyped)


def test_an_empty_slot_does_not_fix_its_kind(clerk: Actor) -> None:
    checklist = _make(clerk, preset="ten_ones")
    _publish(clerk, checklist)
    assert set(queries.item_kinds(checklist.id)) == {"one1", "one2", "one3"}


def test_a_body_that_is_not_sound_is_refused_whoever_built_it(clerk: Actor) -> None:
    checklist = _make(clerk)
    _with_item(clerk, checklist)
    draft = queries.get_draft(checklist.id)
    spoilt = replace_item(queries.body_of(draft), an_item("i1", weight=1000))
    with pytest.raises(Invalid, match="现场看第 1 项：分值应在 0 到 100 之间。"):
        _do(actions.save_draft, clerk, checklist.id, seen=draft.version, body=spoilt)


def test_a_dropped_draft_leaves_what_was_published(clerk: Actor) -> None:
    checklist = _make(clerk, preset="phone")
    _publish(clerk, checklist)
    draft = _do(actions.start_draft, clerk, checklist.id)
    _do(actions.drop_draft, clerk, checklist.id, seen=draft.version)
    left = [(row.number, row.state) for row in queries.list_versions(checklist.id)]
    assert left == [(1, VersionState.PUBLISHED)]
    with pytest.raises(Refused, match="已经发布或者丢弃"):
        _do(actions.drop_draft, clerk, checklist.id, seen=draft.version)


def test_only_the_office_manages_checklists(clerk: Actor) -> None:
    inspector = make_actor(Role.INSPECTOR)
    with pytest.raises(NotAllowed):
        _make(inspector)
    checklist = _make(clerk, preset="phone")
    with pytest.raises(NotAllowed):
        _publish(inspector, checklist)
    assert _deeds() == ["checklist.created"]


READING = SheetReading((SheetItem("检查表", "C2", PartKey.DO, "一次讲清", weight=2),), ())


def test_a_workbook_becomes_a_draft_and_later_the_next_version_under_fresh_keys(clerk: Actor) -> None:
    first = _do(actions.import_workbook, SYSTEM, READING, code="xk", name="下城检查表")
    assert [item.key for item in queries.body_of(first).items] == ["s1"]
    with pytest.raises(Refused, match="检查表“下城检查表”已有草稿"):
        _do(actions.import_workbook, clerk, READING, code="xk")
    _do(actions.publish, clerk, first.checklist_id, seen=first.version)
    second = _do(actions.import_workbook, clerk, READING, code="xk")
    assert (second.checklist_id, second.number) == (first.checklist_id, 2)
    assert [item.key for item in queries.body_of(second).items] == ["s2"]


def test_a_workbook_with_a_problem_changes_nothing(clerk: Actor) -> None:
    spoilt = SheetReading(READING.items, (SheetProblem("检查表", "C3", "检查内容没有填写。"),))
    with pytest.raises(Invalid, match="没有导入"):
        _do(actions.import_workbook, clerk, spoilt, code="xk", name="下城检查表")
    assert queries.list_checklists() == []


def test_the_list_tells_the_published_version_and_the_draft(clerk: Actor) -> None:
    checklist = _make(clerk, preset="phone")
    _publish(clerk, checklist)
    _do(actions.start_draft, clerk, checklist.id)
    _make(clerk, code="other")
    rows = {row.code: (row.published_number, row.draft_number) for row in queries.list_checklists()}
    assert rows == {"ck": (1, 2), "other": (None, 1)}
    published = queries.latest_published(checklist.id)
    assert published is not None
    assert queries.published_choices() == [(published.id, "检查表（第 1 版）")]
    assert queries.get_published(published.id) is published
    with pytest.raises(Missing):
        queries.get_published(queries.get_draft(checklist.id).id)


def test_twenty_parallel_edits_of_one_draft_have_one_winner(app: Flask, clerk: Actor) -> None:
    checklist = _make(clerk)
    draft = queries.get_draft(checklist.id)
    checklist_id, seen, body = checklist.id, draft.version, queries.body_of(draft)
    db.session.rollback()
    outcomes: list[str] = []
    together = Barrier(20)

    def edit(number: int) -> None:
        with app.app_context():
            together.wait(30)
            try:
                mine = add_item(body, PartKey.LOOK, an_item(f"k{number}"))
                _do(actions.save_draft, clerk, checklist_id, seen=seen, body=mine)
                outcomes.append("saved")
            except Conflict:
                outcomes.append("conflict")

    threads = [Thread(target=edit, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["conflict"] * 19 + ["saved"]
    db.session.rollback()
    assert len(queries.body_of(queries.get_draft(checklist_id)).items) == 1
