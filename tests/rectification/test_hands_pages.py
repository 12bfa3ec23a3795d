"""The pages of hands inside and beside a department: who may open them, and what they carry over."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import people_with
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.rectification.actions import assisting, handing_down
from inspect_app.rectification.models import SourceReply
from inspect_app.rectification.vocabulary import ReplyChannel, ReplyState
from tests.rectification.making import TUESDAY, make_case, on
from tests.rectification.pages import page, post
from tests.rectification.test_hands import below, hand_down

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def test_the_page_of_feedback_begins_with_what_came_from_below(client: FlaskClient) -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        bureau, _, of_bureau, _ = below(case)
        hand_down(case, case.actor("liaison"), bureau)
        with transaction():
            handing_down.pass_up(of_bureau, case.number, "分局窗口已统一口径。")
        assert "分局窗口已统一口径。" in page(client, case, "liaison", "/feedback")


PAGES = [
    ("liaison", "/hand-down", FindingStatus.ACCEPTED),
    ("liaison", "/reply", FindingStatus.RECTIFYING),
    ("clerk", "/reply", FindingStatus.RECTIFYING),
    ("clerk", "/notes", FindingStatus.RECTIFYING),
]


@pytest.mark.parametrize(("name", "path", "status"), PAGES)
def test_a_page_opens_for_whom_it_is(client: FlaskClient, name: str, path: str, status: FindingStatus) -> None:
    with on(TUESDAY):
        case = make_case(status)
        below(case)
        assert case.number in page(client, case, name, path)


def test_pages_of_a_step_that_can_not_be_done_say_why(client: FlaskClient) -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        assert "没有转办" in page(client, case, "liaison", "/take-back", 409)


def test_handed_down_and_answered_through_the_pages(client: FlaskClient) -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        bureau, _, _, _ = below(case)
        case.people["bureau"] = db.session.get_one(Person, people_with(Role.DEPT_LIAISON, bureau.id)[0].id)
        post(client, case, "liaison", "/hand-down", 303, unit=bureau.id, note="请尽快。")
        assert "请尽快。" in page(client, case, "bureau", "/pass-up")
        assert "请写一句办理情况" in post(client, case, "bureau", "/pass-up", 422, text="")
        post(client, case, "bureau", "/pass-up", 303, text="已改。")
        assert "已改。" in page(client, case, "clerk")


def test_the_office_notes_on_the_page_whether_who_was_told_is_content(client: FlaskClient) -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        with transaction():
            assisting.reply_source(case.actor("liaison"), case.number, "已电话说明。", ReplyChannel.PHONE)
        assert "当事人不满意" in page(client, case, "clerk", "/reply")
        assert "当事人不满意" not in page(client, case, "liaison", "/reply")
        post(client, case, "clerk", "/callback", 303, verb="unsatisfied")
        assert db.session.scalars(select(SourceReply.state)).one() is ReplyState.UNSATISFIED
