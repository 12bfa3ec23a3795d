"""The pages of slips (督办单), for the office and for a department."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Level
from inspect_app.messages.models import Message
from inspect_app.rectification.actions import slips
from inspect_app.rectification.queries.slips import SlipFilter, SlipTab, list_slips
from inspect_app.rectification.vocabulary import SlipState
from tests.factories import actor_of, make_office, make_person, make_unit
from tests.rectification.making import (
    THURSDAY,
    WEDNESDAY,
    Case,
    make_case,
    on,
)
from tests.rectification.slipping import (
    R,
    all_slips,
    issue,
    late_case,
    make_finding_of,
    night,
    proposed,
)

pytestmark = pytest.mark.usefixtures("app_context")


# The pages.


@pytest.fixture
def client(app: Flask, without_tokens: None) -> FlaskClient:
    return app.test_client()


def see(client: FlaskClient, case: Case, name: str, path: str, **form: str) -> Any:
    from tests.rectification.pages import signed_in

    with signed_in(client, case, name):
        return client.post(path, data=form) if form else client.get(path)


def test_the_office_finds_issues_and_prints_a_slip(client: FlaskClient) -> None:
    case = late_case()
    slip = proposed(case)
    page = see(client, case, "clerk", "/slips").get_data(as_text=True)
    assert case.unit.short_name in page and "待编号" in page
    version = str(all_slips()[0].version)
    path = f"/slips/{slip.id}"
    assert see(client, case, "clerk", f"{path}/issue", demand="", answer_days="3", version=version).status_code == 422
    done = see(client, case, "clerk", f"{path}/issue", demand="请抓紧。", answer_days="3", version=version)
    assert done.status_code == 303
    sheet = see(client, case, "clerk", f"{path}/sheet").get_data(as_text=True)
    assert "督〔2026〕1号" in sheet and "逾期 1 个工作日" in sheet


def test_a_department_signs_by_opening_and_answers_on_the_page(client: FlaskClient) -> None:
    case = late_case()
    slip = proposed(case)
    assert see(client, case, "liaison", f"/slips/{slip.id}").status_code == 404
    with on(WEDNESDAY):
        issue(case, slip)
    page = see(client, case, "liaison", f"/slips/{slip.id}")
    assert "回复督办单" in page.get_data(as_text=True)
    assert all_slips()[0].state is SlipState.SIGNED
    db.session.rollback()
    assert see(client, case, "stranger", f"/slips/{slip.id}").status_code == 404
    assert see(client, case, "liaison", f"/slips/{slip.id}/answer", answer="").status_code in (200, 422)
    assert see(client, case, "liaison", f"/slips/{slip.id}/answer", answer="本周完成。").status_code == 303


def test_every_tab_says_what_to_do_when_it_is_empty(client: FlaskClient) -> None:
    case = make_case(R)
    for tab in ("proposed", "issued", "answered", "cancelled"):
        page = see(client, case, "clerk", f"/slips?tab={tab}")
        assert page.status_code == 200 and "没有" in page.get_data(as_text=True)


def test_a_list_of_thirty_slips_asks_as_often_as_one(client: FlaskClient, counting: Callable[..., Any]) -> None:
    case = late_case()
    night(WEDNESDAY)
    with on(WEDNESDAY):
        actor = case.actor("clerk")

        def listed() -> None:
            for slip in list_slips(actor, SlipFilter(SlipTab.PROPOSED), 0, 50)[0]:
                assert slip.unit.short_name and [item.finding.title for item in slip.items]

        few = counting(listed)
        for _ in range(9):
            late_case()
    night(THURSDAY)
    with on(THURSDAY):
        assert counting(listed) == few


@pytest.fixture
def counting() -> Callable[[Callable[[], None]], int]:
    from sqlalchemy import event

    def count(deed: Callable[[], None]) -> int:
        db.session.rollback()
        db.session.expire_all()
        heard: list[str] = []

        def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            heard.append(statement)

        event.listen(db.engine, "before_cursor_execute", hear)
        deed()
        event.remove(db.engine, "before_cursor_execute", hear)
        return len(heard)

    return count


def test_people_of_a_unit_above_are_told_when_the_unit_has_none() -> None:
    parent = make_unit()
    head, unit = make_person(Role.DEPT_HEAD, parent), make_unit(parent=parent)
    clerk: Person = make_person(Role.OFFICE_CLERK, make_office())
    finding_id = make_finding_of(unit)
    night(WEDNESDAY)
    (slip,) = all_slips()
    with on(WEDNESDAY), transaction():
        slips.issue_slip(actor_of(clerk), slip.id, "请抓紧。", 3)
    assert db.session.scalars(select(Message.person_id).where(Message.link == f"/slips/{slip.id}")).all() == [head.id]
    assert db.session.get_one(Finding, finding_id).level is Level.YELLOW
