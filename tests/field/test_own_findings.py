"""我提的问题: an author reads what became of their own findings, and of nobody else's."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from inspect_app.access import Actor, Role
from inspect_app.database import db
from inspect_app.field.queries.own_findings import own_findings
from inspect_app.field.rules.fate import Fate, FateFacts, fate_of
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import actor_of, keep, make_finding, make_person, make_visit, make_window, sign_in

S = FindingStatus
FATES = [
    (S.SUBMITTED, Fate.WAITING), (S.DISPATCHED, Fate.HANDED_OVER), (S.RETURN_REQUESTED, Fate.HANDED_OVER),
    (S.ACCEPTED, Fate.RECTIFYING), (S.PLAN_SUBMITTED, Fate.RECTIFYING), (S.RECTIFYING, Fate.RECTIFYING),
    (S.PENDING_VERIFICATION, Fate.RECTIFYING), (S.DEFERRED, Fate.RECTIFYING), (S.CLOSED, Fate.CLOSED),
    (S.DISMISSED, Fate.ENDED), (S.TERMINATED, Fate.ENDED), (S.DRAFT, Fate.WAITING),
]  # fmt: skip


@pytest.mark.parametrize(("status", "fate"), FATES)
def test_every_status_has_one_word_and_one_sentence(status: FindingStatus, fate: Fate) -> None:
    word, sentence = fate_of(FateFacts(status, unit="市公安局", due=date(2026, 5, 18), closed_on=date(2026, 5, 20)))
    assert word is fate
    assert sentence.endswith("。") and sentence.count("。") == 1


def test_what_was_merged_follows_the_other_one() -> None:
    assert fate_of(FateFacts(S.CLOSED, merged=True))[0] is Fate.CLOSED
    assert "已并过去" in fate_of(FateFacts(S.RECTIFYING, merged=True))[1]


@pytest.mark.parametrize(("role", "mode"), [(Role.OBSERVER, VisitMode.OPEN), (Role.SHOPPER, VisitMode.COVERT)])
def test_an_author_reads_their_own_and_no_other(app: Flask, client: FlaskClient, role: Role, mode: VisitMode) -> None:
    with app.app_context():
        me, other = make_person(role), make_person(role)
        mine, theirs = (make_visit(who, make_window(), mode=mode) for who in (me, other))
        make_finding(S.CLOSED, visit=mine, title="我提的那一条")
        make_finding(S.CLOSED, visit=theirs, title="别人提的那一条")
        sign_in(client, me)
    page = client.get("/field/found")
    assert page.status_code == 200
    assert "我提的那一条" in page.text and "已经改好" in page.text
    assert "别人提的那一条" not in page.text


def test_nothing_found_yet_says_where_to_begin(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.OBSERVER))
    assert "还没有提过问题" in client.get("/field/found").text


def test_a_merged_finding_is_told_by_the_one_it_went_to(app: Flask) -> None:
    with app.app_context():
        me = make_person(Role.OBSERVER)
        visit = make_visit(me, make_window())
        first = make_finding(S.RECTIFYING)
        keep(make_finding(S.DISMISSED, visit=visit, duplicate_of_id=first.id))
        rows, total = own_findings(actor_of(me), 0, 50)
        assert (total, rows[0].fate) == (1, Fate.RECTIFYING)
        assert "您的发现已并过去" in rows[0].sentence


def test_the_list_costs_the_same_for_one_and_for_many(app: Flask) -> None:
    with app.app_context():
        me = make_person(Role.OBSERVER)
        visit = make_visit(me, make_window())
        actor, costs = actor_of(me), []
        for count in (1, 9):
            for _ in range(count):
                make_finding(S.RECTIFYING, visit=visit)
            costs.append(_statements(actor))
        assert costs[0] == costs[1]


def _statements(actor: Actor) -> int:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    own_findings(actor, 0, 50)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
