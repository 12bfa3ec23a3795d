"""Tough projects: added, changed, ended by the office; what waits for one is listed."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from inspect_app.projects.actions import tough as actions
from inspect_app.projects.models import ToughProject
from inspect_app.projects.queries.tough import project_choices
from inspect_app.projects.vocabulary import ProjectState
from tests.factories import sign_in
from tests.projects.conftest import Desk

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")
Add = Callable[..., int]
FORM = {"name": "统一收件", "leader": "李副市长", "due_on": "2027-06-01", "progress": "已开会。"}


@contextmanager
def signed_in(client: FlaskClient, person_id: int) -> Iterator[FlaskClient]:
    with client.application.app_context():
        sign_in(client, db.session.get_one(Person, person_id))
        yield client
    db.session.rollback()
    db.session.expire_all()


def get(project_id: int) -> ToughProject:
    return db.session.get_one(ToughProject, project_id, populate_existing=True)


def test_the_office_adds_changes_and_ends_a_project(client: FlaskClient, desk: Desk) -> None:
    form = FORM | {"unit": str(desk.unit_id)}
    with signed_in(client, desk.person_id) as browser:
        assert "还没有攻坚项目" in browser.get("/projects").text
        assert browser.post("/projects/new", data=form).status_code == 303
        page = browser.get("/projects").text
        assert "统一收件" in page
        assert "李副市长" in page
        assert browser.post("/projects/1/edit", data=form | {"name": "统一收件口径"}).status_code == 303
        assert "没有等它的问题" in browser.get("/projects/1").text
        assert "请写结果。" in browser.post("/projects/1/end", data={"state": "done"}).text
        assert browser.post("/projects/1/end", data={"state": "done", "progress": "已办成。"}).status_code == 303
        assert browser.post("/projects/1/edit", data=form).status_code == 409
    project = get(1)
    assert (project.name, project.state, project.done_on) == ("统一收件口径", ProjectState.DONE, clock.today())


def test_missing_fields_are_named_and_a_name_is_taken_once(client: FlaskClient, desk: Desk, add: Add) -> None:
    add("统一收件")
    with signed_in(client, desk.person_id) as browser:
        empty = browser.post("/projects/new", data={})
        twice = browser.post("/projects/new", data=FORM | {"unit": str(desk.unit_id)})
    assert (empty.status_code, twice.status_code) == (422, 422)
    for words in ("请填项目名称。", "请填领衔领导。", "请选牵头单位。", "请填完成期限。"):
        assert words in empty.text
    assert "已经有这个名称的项目" in twice.text


STAGES = {
    "stages-0-text": "清单对好", "stages-0-due_on": "2027-02-01", "stages-1-text": "系统联调",
    "stages-1-due_on": "2026-01-15", "stages-2-text": "", "stages-2-due_on": "",
}  # fmt: skip


def test_a_project_has_dated_steps_in_their_order_each_with_the_day_it_was_reached(
    client: FlaskClient, desk: Desk
) -> None:
    form = FORM | STAGES | {"unit": str(desk.unit_id)}
    with signed_in(client, desk.person_id) as browser:
        assert browser.post("/projects/new", data=form).status_code == 303
        text = browser.get("/projects/1").text
        assert text.index("系统联调") < text.index("清单对好") and text.count("已过时间") == 1
        edit = browser.get("/projects/1/edit").text
        assert re.search(r'<option selected value="\d+">[^<]+</option>', edit), "the unit that leads is chosen already"
        assert 'value="清单对好"' in edit and 'value="2026-01-15"' in edit
        kept = form | {"version": "1", "stages-0-text": "", "stages-0-due_on": "", "stages-1-done_on": "2026-01-20"}
        assert browser.post("/projects/1/edit", data=kept).status_code == 303
        # The page that was open meanwhile is behind.
        assert browser.post("/projects/1/edit", data=form | {"version": "1"}).status_code == 409
        text = browser.get("/projects/1").text
    assert "清单对好" not in text and "2026-01-20" in text and "已过时间" not in text
    assert [(stage.text, stage.done_on) for stage in get(1).stages] == [("系统联调", date(2026, 1, 20))]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "project.changed")).one()
    assert entry.details is not None
    assert entry.details.body["stages"] == [
        "2026-01-15 系统联调；2027-02-01 清单对好", "2026-01-15 系统联调（2026-01-20完成）",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "清单对好", "due_on": ""}, "请填节点“清单对好”的时间。"),
        ({"text": "", "due_on": "2027-02-01"}, "有时间的这一行还没有写节点。"),
        ({"text": "清单对好", "due_on": "2027-06-02"}, "节点“清单对好”晚于完成期限，请改在期限内。"),
        ({"text": "清单对好", "due_on": "2027-02-01", "done_on": "2099-01-01"}, "的完成日期不能晚于今天"),
    ],
)
def test_a_step_that_can_not_be_is_refused_at_its_place(
    client: FlaskClient, desk: Desk, row: dict[str, str], words: str
) -> None:
    rows = {f"stages-0-{name}": value for name, value in row.items()}
    with signed_in(client, desk.person_id) as browser:
        answer = browser.post("/projects/new", data=FORM | rows | {"unit": str(desk.unit_id)})
        assert (answer.status_code, words in answer.text) == (422, True)
        assert "还没有攻坚项目" in browser.get("/projects").text


def test_nobody_else_sees_projects(client: FlaskClient, desk: Desk) -> None:
    with signed_in(client, desk.liaison_id) as browser:
        assert browser.get("/projects").status_code == 403


def test_of_two_who_change_one_project_the_second_sees_both_texts(desk: Desk, add: Add) -> None:
    project_id = add()
    with transaction():
        actions.change_project(desk.clerk, project_id, desk.draft(progress="甲写的"), 1)
    with pytest.raises(Conflict) as refused, transaction():
        actions.change_project(desk.clerk, project_id, desk.draft(progress="乙写的"), 1)
    assert (refused.value.mine, refused.value.theirs) == ({"进展": "乙写的"}, {"进展": "甲写的"})


def test_an_ended_project_stays_as_it_is_and_is_offered_no_more(desk: Desk, add: Add) -> None:
    running, ended = add("在推进"), add("已终止")
    with transaction():
        actions.finish_project(desk.clerk, ended, ProjectState.STOPPED, "条件不具备。")
    assert project_choices() == [(str(running), "在推进（王副市长领衔）")]
    assert get(ended).done_on is None
    with pytest.raises(Refused, match="已终止"), transaction():
        actions.finish_project(desk.clerk, ended, ProjectState.DONE, "又办成了。")
    with pytest.raises(Invalid, match="请选"), transaction():
        actions.finish_project(desk.clerk, running, ProjectState.RUNNING, "继续。")


def test_a_late_project_says_so_and_the_list_asks_the_same_for_one_and_many(
    client: FlaskClient, desk: Desk, add: Add
) -> None:
    def count() -> int:
        found: list[str] = []
        with signed_in(client, desk.person_id) as browser:
            browser.get("/projects")

            def listen(*facts: object) -> None:
                found.append(str(facts[2]))

            event.listen(db.engine, "before_cursor_execute", listen)
            text = browser.get("/projects").text
            event.remove(db.engine, "before_cursor_execute", listen)
        assert "已过期限" in text
        return len(found)

    add("过期的", clock.today() - timedelta(days=1))
    one = count()
    for number in range(5):
        add(f"第{number}个")
    assert count() == one
