"""答复模板: the office keeps short sentences, a department is offered those of its state."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Actor, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.rectification.actions.replies import (
    MOST_OF_A_KIND,
    add_template,
    change_template,
    move_template,
    remove_template,
)
from inspect_app.rectification.models import ReplyTemplate
from inspect_app.rectification.queries.replies import list_templates, phrases_for
from inspect_app.rectification.vocabulary import ReplyKind
from tests.factories import make_actor, make_person, sign_in
from tests.rectification.making import MONDAY as DELIVERED
from tests.rectification.making import Case, approve_plan, major_case, make_case, on, submit_plan
from tests.rectification.pages import page, signed_in

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")
PROGRESS = ReplyKind.PROGRESS


@pytest.fixture
def clerk(app_context: None) -> Actor:
    return make_actor(Role.OFFICE_CLERK)


def add(clerk: Actor, text: str = "已联系省厅。", kind: ReplyKind = PROGRESS, **values: Any) -> int:
    with transaction():
        return add_template(clerk, kind, text, **values).id


def row(template_id: int) -> ReplyTemplate:
    db.session.rollback()
    return db.session.get_one(ReplyTemplate, template_id, populate_existing=True)


def test_an_office_begins_with_some_sentences_for_every_kind() -> None:
    assert {kind: len(rows) for kind, rows in list_templates()} == {
        ReplyKind.PLAN: 3, ReplyKind.PROGRESS: 3, ReplyKind.FEEDBACK: 3, ReplyKind.EXTENSION: 2,
    }  # fmt: skip
    assert [kind for kind, _ in list_templates(PROGRESS)] == [PROGRESS]


def test_a_new_sentence_stands_last_and_moves_among_its_kind_alone(clerk: Actor) -> None:
    first, second = add(clerk, "甲。"), add(clerk, "乙。")
    feedbacks = phrases_for(ReplyKind.FEEDBACK)
    assert phrases_for(PROGRESS)[-2:] == ["甲。", "乙。"]
    for step in (-1, -1, -1, -1, -1):
        with transaction():
            move_template(clerk, second, step)
    assert phrases_for(PROGRESS)[0] == "乙。"
    with transaction():
        move_template(clerk, first, 1)
    assert phrases_for(PROGRESS)[-1] == "甲。"
    assert phrases_for(ReplyKind.FEEDBACK) == feedbacks
    moved = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "reply_template.moved")).all()
    assert len(moved) == 4, "what stays where it is leaves no entry"


def test_a_sentence_is_changed_left_out_and_removed(clerk: Actor) -> None:
    template_id = add(clerk)
    with transaction():
        change_template(clerk, template_id, " 已联系市局。 ", active=True)
    assert "已联系市局。" in phrases_for(PROGRESS)
    with transaction():
        change_template(clerk, template_id, "已联系市局。", active=False)
    assert "已联系市局。" not in phrases_for(PROGRESS)
    with transaction():
        remove_template(clerk, template_id)
    with pytest.raises(Missing), transaction():
        remove_template(clerk, template_id)


def test_what_is_empty_doubled_stale_or_too_many_is_refused(clerk: Actor) -> None:
    template_id = add(clerk)
    for text, words in (("  ", "请写句子"), ("已联系省厅。", "已经有这一句")):
        with pytest.raises(Invalid, match=words) as refused:
            add(clerk, text)
        assert refused.value.field == "text"
    add(clerk, "已联系省厅。", ReplyKind.FEEDBACK)
    seen = row(template_id).version
    with transaction():
        change_template(clerk, template_id, "甲改的。", active=True, version=seen)
    with pytest.raises(Conflict) as late, transaction():
        change_template(clerk, template_id, "乙改的。", active=True, version=seen)
    assert (late.value.mine, late.value.theirs) == ({"句子": "乙改的。"}, {"句子": "甲改的。"})
    for number in range(MOST_OF_A_KIND - 4):
        add(clerk, f"第{number}句。")
    with pytest.raises(Refused, match="已有 20 条"):
        add(clerk, "再来一句。")


@pytest.mark.parametrize("role", [Role.DEPT_LIAISON, Role.VERIFIER, Role.LEADER, Role.ADMIN])
def test_nobody_but_the_office_keeps_them(role: Role) -> None:
    with pytest.raises(NotAllowed):
        add(make_actor(role))


def offered(text: str) -> tuple[str, list[str]]:
    """Return the field that sentences are offered for, and the sentences."""
    part = text.partition("data-phrases=")[2].partition("</ul>")[0]
    target = re.match(r'"(\w+)"', part)
    assert target is not None
    assert f'id="{target.group(1)}"' in text
    return target.group(1), re.findall(r"<span>(.*?)</span>", part)


def states() -> list[tuple[Case, str, ReplyKind]]:
    """Return a case in each state, with the page on which its department answers."""
    with on(DELIVERED):
        planned = major_case(FindingStatus.ACCEPTED)
        working = major_case(FindingStatus.ACCEPTED)
        submit_plan(working)
        approve_plan(working, "director")
        return [
            (planned, "/plan", ReplyKind.PLAN),
            (working, "/progress", ReplyKind.PROGRESS),
            (working, "/feedback", ReplyKind.FEEDBACK),
            (working, "/extension/request", ReplyKind.EXTENSION),
        ]


def test_each_state_offers_its_own_sentences_under_the_field(client: FlaskClient, clerk: Actor) -> None:
    add(clerk, "藏起来的。", ReplyKind.PLAN, active=False)
    fields = {}
    for case, path, kind in states():
        field, texts = offered(page(client, case, "liaison", path))
        assert texts == phrases_for(kind)
        fields[kind.value] = field
    assert fields == {"plan": "explanation", "progress": "text", "feedback": "work_done", "extension": "reason"}


def test_without_any_sentence_nothing_is_offered(client: FlaskClient, clerk: Actor) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with transaction():
        for _kind, rows in list_templates(ReplyKind.FEEDBACK):
            for one in rows:
                remove_template(clerk, one.id)
    assert "常用写法" not in page(client, case, "liaison", "/feedback")


def test_the_office_keeps_them_on_a_page(client: FlaskClient) -> None:
    case = make_case()
    with signed_in(client, case, "clerk"):
        assert "答复模板" in client.get("/reply-templates").text
        assert client.get("/reply-templates/new?kind=progress").text.count("checked") == 2
        assert "请写句子。" in client.post("/reply-templates/new", data={"kind": "progress"}).text
        fresh = {"kind": "progress", "text": "已专题研究。", "active": "y"}
        assert client.post("/reply-templates/new", data=fresh).status_code == 303
    template_id = db.session.scalars(select(ReplyTemplate.id).where(ReplyTemplate.text == "已专题研究。")).one()
    place = phrases_for(PROGRESS).index("已专题研究。")
    with signed_in(client, case, "clerk"):
        listed = client.get("/reply-templates?kind=progress").text
        assert "已专题研究。" in listed
        assert "整改情况" not in listed.partition("</ul></details>")[2]
        assert client.post(f"/reply-templates/{template_id}/move", data={"way": "up"}).status_code == 303
        assert client.post(f"/reply-templates/{template_id}/move", data={"way": "aside"}).status_code == 303
        changed = {"text": "已开会研究。", "version": "2"}
        assert client.post(f"/reply-templates/{template_id}", data=changed).status_code == 303
        assert client.post(f"/reply-templates/{template_id}", data=changed).status_code == 409
        assert "不提供" in client.get("/reply-templates").text
        assert client.post(f"/reply-templates/{template_id}/remove").status_code == 303
        assert client.get(f"/reply-templates/{template_id}").status_code == 404
    assert place == 3
    with client.application.app_context():
        sign_in(client, make_person(Role.DEPT_LIAISON))
        assert client.get("/reply-templates").status_code == 403
