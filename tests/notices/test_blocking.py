"""What stands in the way of a notice is told on its page, and stops 送核 and 签发 with 409."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.notices.actions.drafting import save_prose
from inspect_app.notices.actions.issuing import Blocked
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.linting import complaints_of, unsayable_in
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.vocabulary import NoticeState, Section
from inspect_app.visits.models import Interview
from inspect_app.visits.vocabulary import IntervieweeKind, VisitMode
from tests.factories import keep, make_finding, make_office, make_person, make_visit, sign_in
from tests.findings.test_pages import no_csrf  # noqa: F401
from tests.notices.test_issuing import Office
from tests.projects.making import Office as Register

pytestmark = pytest.mark.usefixtures("app_context", "no_csrf")


def _written(office: Office, words: str) -> Notice:
    notice = office.draft()
    with transaction():
        return save_prose(office.clerk, notice.id, notice.version, "通报", {Section.PRACTICES: words})


def _signed_in(app: Flask, actor: Actor) -> FlaskClient:
    client = app.test_client()
    sign_in(client, db.session.get_one(Person, actor.person_id))
    return client


def test_sending_is_refused_with_the_list_and_nothing_has_moved(app: Flask) -> None:
    office = Office()
    notice = _written(office, "窗口人员王某服务周到。\n工号：88号。")
    answer = _signed_in(app, office.clerk).post(f"/notices/{notice.id}/steps/send_to_check")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "四、典型做法" in page
    assert "“王某”点到了个人" in page
    assert "工号" in page
    assert db.session.get_one(Notice, notice.id, populate_existing=True).state is NoticeState.DRAFT


def test_signing_is_refused_with_the_list_and_takes_no_number(app: Flask) -> None:
    office = Office()
    notice = office.draft()
    office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)
    office.move(office.second, notice, NoticeStep.PASS_CHECK)
    with transaction():
        db.session.get_one(Notice, notice.id).prose = {"practices": ["张女士表示满意。"]}
    answer = _signed_in(app, office.director).post(f"/notices/{notice.id}/steps/sign")
    assert answer.status_code == 409
    assert "张女士" in answer.get_data(as_text=True)
    with transaction():
        db.session.get_one(Notice, notice.id).prose = {}
    assert office.sign(notice).issue_no == 1


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.OBSERVER, Role.VERIFIER, Role.DEPT_LIAISON])
def test_the_name_of_somebody_in_the_front_line_stops_it(role: Role) -> None:
    office = Office()
    make_person(role, office.unit, name="郭晓燕")
    notice = _written(office, "郭晓燕同志认真负责。")
    with pytest.raises(Blocked, match="郭晓燕"):
        office.move(office.clerk, notice, NoticeStep.SEND_TO_CHECK)


def test_heads_and_leaders_may_be_named() -> None:
    office = Office()
    make_person(Role.DEPT_HEAD, office.unit, name="郭晓燕")
    assert complaints_of(_written(office, "郭晓燕局长现场办公。"))[0].blocking is False


def test_a_shopper_and_the_minute_of_a_covert_visit_stop_it() -> None:
    office = Office()
    shopper = make_person(Role.SHOPPER)
    visit = make_visit(shopper, mode=VisitMode.COVERT, campaign=office.campaign, started_at=clock.now())
    minute = f"{clock.local(visit.started_at):%H:%M}"  # type: ignore[arg-type]
    for words in (f"由{shopper.shopper_code}前往。", f"{minute}到窗口取号。"):
        with pytest.raises(Blocked):
            office.move(office.clerk, _written(office, words), NoticeStep.SEND_TO_CHECK)


def test_whom_the_campaign_talked_with_is_not_named() -> None:
    office = Office()
    visit = make_visit(make_person(Role.INSPECTOR), campaign=office.campaign)
    for alias in ("李翠花", "办事群众", "群众甲"):
        keep(Interview(visit_id=visit.id, kind=list(IntervieweeKind)[0], alias=alias))
    assert unsayable_in(office.draft()).names == {"李翠花"}


def test_what_is_not_delivered_by_the_cut_off_is_not_named() -> None:
    office = Office()
    make_finding(FindingStatus.SUBMITTED, unit=office.unit, campaign=office.campaign, title="窗口拒收电子证照的问题")
    found = complaints_of(_written(office, "窗口拒收电子证照的问题要重视。另有2026-9999。"))
    assert len([one for one in found if one.blocking]) == 2


def test_an_instruction_quoted_in_other_words_than_the_registers_stops_it() -> None:
    clerk = make_person(Role.OFFICE_CLERK, make_office())
    register = Register(0, 0, {"clerk": clerk.id})
    register.register(words="这就是老百姓的真实感受，只要政府做到真心服务，老百姓都会记在心里")
    office = Office()
    words = "批示：“这就是老百姓的真实获得感。政府只要真心为群众服务，群众就会记在心里”。"
    with pytest.raises(Blocked, match="与登记的原文不一致"):
        office.move(office.clerk, _written(office, words), NoticeStep.SEND_TO_CHECK)
