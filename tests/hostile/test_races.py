"""Two people at the same thing: one event, one winner, and the other's text is not lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import VisitStatus
from tests.factories import make_finding, make_person, make_unit, make_visit, sign_in
from tests.hostile.requests import forms_of
from tests.hostile.world import World
from tests.rectification.making import feed_back, make_case, submit_plan


def _at_once(*deeds: Callable[[], TestResponse]) -> list[int]:
    """Do deeds at the same moment, each in a thread; return their statuses in order of size."""
    gate, found = threading.Barrier(len(deeds)), [0] * len(deeds)

    def run(place: int, deed: Callable[[], TestResponse]) -> None:
        gate.wait()
        found[place] = deed().status_code

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found)


def _twice(app: Flask, people: tuple[int, int], path: str, data: Any) -> list[int]:
    """Let two people (or one person in two windows) post the same at once."""
    from inspect_app.accounts.models import Person

    clients = [app.test_client(), app.test_client()]
    with app.app_context():
        for client, person in zip(clients, people, strict=True):
            sign_in(client, db.session.get_one(Person, person))
    return _at_once(*(lambda at=client: at.post(path, data=data) for client in clients))  # type: ignore[misc]


def _count(app: Flask, step: Step) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.count()).where(FindingEvent.step == step)) or 0)


@pytest.fixture
def tokenless(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_two_clerks_dispatch_one_finding_once(tokenless: Flask) -> None:
    app = tokenless
    with app.app_context():
        unit = make_unit()
        clerks = make_person(Role.OFFICE_CLERK).id, make_person(Role.OFFICE_CLERK).id
        visit = make_visit(
            make_person(Role.INSPECTOR), status=VisitStatus.ACCEPTED, submitted_at=clock.now(), receipt="H1"
        )
        finding = make_finding(FindingStatus.SUBMITTED, unit=unit, visit=visit)
        path = f"/findings/{finding.id}"
        data = {
            "do": "dispatch", "title": finding.title, "fact": finding.fact, "category": "other", "grade": "ordinary",
            "lead_unit": str(unit.id), "window": str(finding.window_id), "version": str(finding.version),
        }  # fmt: skip
    assert _twice(app, clerks, path, data) == [302, 409]
    assert _count(app, Step.DISPATCH) == 1
    with app.app_context():
        assert db.session.scalars(select(Finding.number).where(Finding.number.is_not(None))).all() == [
            f"{clock.today().year}-0001"
        ]


def _plan(version: int) -> dict[str, str]:
    return {
        "stance": "accept", "explanation": "属实。", "root_cause": "system", "measures": "改。", "owner": "王科长",
        "same_elsewhere": "none", "version": str(version),
        "milestones-0-text": "改好", "milestones-0-due_on": clock.today().isoformat(),
    }  # fmt: skip


_FEEDBACK = {
    "work_done": "已经全部改好，窗口统一口径，不再索要证明。",
    "proof_document": "明〔2026〕1号",
    "same_elsewhere": "none",
}
_VERDICT = {"method": "revisit", "result": "passed", "remark": "去看过了，没有问题。"}


def _open_case(status: FindingStatus = FindingStatus.ACCEPTED, **values: Any) -> Any:
    return make_case(status, delivered_at=clock.now(), due=clock.today(), **values)


def test_a_plan_sent_twice_is_one_plan(tokenless: Flask) -> None:
    with tokenless.app_context():
        case = _open_case(needs_plan=True)
        liaison, version = case.people["liaison"].id, case.finding.version
    assert _twice(tokenless, (liaison, liaison), f"/case/{case.number}/plan", _plan(version)) == [303, 409]
    assert _count(tokenless, Step.SUBMIT_PLAN) == 1


def test_a_feedback_sent_twice_is_one_feedback(tokenless: Flask) -> None:
    with tokenless.app_context():
        case = _open_case()
        head, version = case.people["head"].id, case.finding.version
    data = _FEEDBACK | {"version": str(version)}
    assert _twice(tokenless, (head, head), f"/case/{case.number}/feedback", data) == [303, 409]
    assert _count(tokenless, Step.FIX_NOW) == 1


def test_two_people_approve_a_plan_once(tokenless: Flask) -> None:
    with tokenless.app_context():
        case = _open_case(needs_plan=True)
        submit_plan(case, milestones=())
        people, version = (case.people["clerk"].id, case.people["director"].id), case.finding.version
    data = {"verb": "approve", "version": str(version)}
    assert _twice(tokenless, people, f"/case/{case.number}/plan-review", data) == [303, 409]
    assert _count(tokenless, Step.APPROVE_PLAN) == 1


def test_a_verdict_and_a_closure_sent_twice_are_one_each(tokenless: Flask) -> None:
    with tokenless.app_context():
        case = _open_case()
        feed_back(case)
        verifier, version = case.people["verifier"].id, case.finding.version
    path = f"/case/{case.number}"
    assert _twice(tokenless, (verifier, verifier), f"{path}/verification", _VERDICT | {"version": str(version)}) == [
        303,
        409,
    ]
    assert _count(tokenless, Step.PASS_VERIFICATION) == 1
    with tokenless.app_context():
        people, version = (case.people["clerk"].id, case.people["director"].id), case.finding.version
    assert _twice(tokenless, people, f"{path}/closure", {"verb": "close", "version": str(version)}) == [303, 409]
    assert _count(tokenless, Step.CLOSE) == 1


def test_head_and_deputy_sign_a_feedback_once(tokenless: Flask) -> None:
    with tokenless.app_context():
        case = _open_case()
        feed_back(case, "liaison")
        people, version = (case.people["head"].id, case.people["deputy"].id), case.finding.version
    data = {"verb": "sign", "version": str(version)}
    assert _twice(tokenless, people, f"/case/{case.number}/signature", data) == [303, 409]
    assert _count(tokenless, Step.FIX_NOW) == 1


# Page, who edits it, the field both change.
_EDITED = (
    ("/admin/units/{unit}", "admin", "name"),
    ("/admin/people/{person:leader}", "admin", "name"),
    ("/catalogue/items/{item_id}/edit", "office_clerk", "name"),
    ("/catalogue/sites/{site_id}/edit", "office_clerk", "name"),
    ("/catalogue/windows/{window_id}/edit", "office_clerk", "name"),
    ("/campaigns/{campaign_id}/edit", "office_clerk", "name"),
    ("/notices/{notice:draft}/edit", "office_clerk", "demands"),
    ("/checklists/{checklist_id}/draft/items/look1", "office_clerk", "text"),
    ("/findings/{finding:submitted}", "office_clerk", "demand"),
    ("/visits/{visit:planned}/edit", "office_clerk", "note"),
)


@pytest.mark.parametrize(("place", "who", "name"), _EDITED)
def test_the_second_to_save_a_page_gets_409_with_both_texts(
    own_world: World, place: str, who: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(own_world.app.config, "WTF_CSRF_ENABLED", False)
    client = own_world.client(who)
    for key, value in own_world.ids.items():
        place = place.replace("{" + key + "}", str(value))
    form = next(form for form in forms_of(client.get(place)) if name in form.values)
    target = form.action or place
    first, second = MultiDict(form.values), MultiDict(form.values)
    first[name], second[name] = "先存的人写的话", "后存的人写的话"
    assert client.post(target, data=first).status_code in (302, 303)
    answer = client.post(target, data=second)
    assert answer.status_code == 409
    assert "先存的人写的话" in answer.text
    assert "后存的人写的话" in answer.text
