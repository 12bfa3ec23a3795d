"""The pages of instructions, assigned work, meetings and registers, as people use them."""

import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.projects.models import Instruction, Meeting, ToughProject
from inspect_app.projects.vocabulary.assigned import TaskState
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import keep, make_finding, make_person, make_visit
from tests.notices.test_issuing import Office as NoticeOffice
from tests.pictures import photo
from tests.projects.lists import LISTS, sheet_rows
from tests.projects.making import PDF, WORDS, Office

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def version(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def test_a_clerk_registers_an_instruction_with_its_scan_and_gives_it_to_a_unit(
    client: FlaskClient, office: Office
) -> None:
    due = (clock.today() + timedelta(days=9)).isoformat()
    with office.browsing(client, "clerk") as browser:
        empty = browser.post("/assigned/instructions/new", data={})
        assert empty.status_code == 422
        assert "请写批示原文。" in empty.text
        form = {
            "words": WORDS,
            "leader": "车俊",
            "post": "省委书记",
            "given_on": "2017-05-12",
            "about": "群众来信",
            "project": "",
        }
        without = browser.post("/assigned/instructions/new", data=form)
        assert "请上传批示的扫描件或照片。" in without.text
        scan = {"files": (io.BytesIO(photo(80, 60)), "批示.jpg"), "asks_action": "y"}
        assert browser.post("/assigned/instructions/new", data=form | scan).status_code == 303
        assert "待交办" in browser.get("/assigned/instructions").text
        assert "批示待交办" in browser.get("/").text
        page = browser.get("/assigned/instructions/1")
        assert WORDS in page.text
        assert "群众来信" in page.text
        assigned = {"unit": str(office.unit), "unit_2": "", "unit_3": "", "demand": "请全市推广。", "due_on": due}
        assert browser.post("/assigned/instructions/1/assign", data=assigned).status_code == 303
        twice = browser.post("/assigned/instructions/1/assign", data=assigned | {"unit_2": str(office.unit)})
        assert "同一个单位选了两次" in twice.text
        assert "请全市推广。" in browser.get("/assigned/instructions/1").text
    with office.browsing(client, "liaison") as browser:
        assert "督办事项待办" in browser.get("/").text
        page = browser.get("/assigned/1").text
        assert "请全市推广。" in page
        assert WORDS not in page
        assert "车俊" not in page
        assert browser.get("/assigned/instructions/1").status_code == 403
        assert browser.get("/assigned/instructions/1/files/scan").status_code == 403


def test_a_unit_answers_with_a_file_and_the_office_confirms(client: FlaskClient, office: Office) -> None:
    task_id = office.assign(office.register())[0]
    with office.browsing(client, "liaison") as browser:
        page = browser.get(f"/assigned/{task_id}").text
        assert "确认办结" not in page
        bare = browser.post(f"/assigned/{task_id}/answer", data={"text": "已推广。", "version": version(page)})
        assert (bare.status_code, "任选一样" in bare.text, "已推广。" in bare.text) == (422, True, True)
        wrong = browser.post(f"/assigned/{task_id}/answer", data={"text": "好", "link": "javascript:alert(1)"})
        assert "链接要以 http" in wrong.text
        data = {"text": "已推广。", "files": (io.BytesIO(PDF), "通知.pdf"), "version": version(page)}
        assert browser.post(f"/assigned/{task_id}/answer", data=data).status_code == 303
        again = browser.post(f"/assigned/{task_id}/answer", data={"text": "又写", "document": "x", "version": "1"})
        assert (again.status_code, "又写" in again.text, "已推广。" in again.text) == (409, True, True)
    with office.browsing(client, "clerk") as browser:
        page = browser.get(f"/assigned/{task_id}").text
        file = re.search(rf"/assigned/{task_id}/files/[\w-]+", page)
        assert file
        assert browser.get(file[0]).data == PDF
        back = browser.post(f"/assigned/{task_id}/confirm", data={"verb": "send_back", "version": version(page)})
        assert "请写退回意见" in back.text
        assert browser.post(f"/assigned/{task_id}/confirm", data={"verb": "confirm"}).status_code == 303
        assert "已办结" in browser.get(f"/assigned/{task_id}").text
    with office.browsing(client, "stranger") as browser:
        assert browser.get(f"/assigned/{task_id}").status_code == 404
        assert browser.get(file[0]).status_code == 404
    assert office.task(task_id).state is TaskState.DONE


def test_a_leader_writes_on_a_finding_a_project_or_nothing(client: FlaskClient, office: Office) -> None:
    finding = make_finding(FindingStatus.ACCEPTED, title="材料多收一份")
    with office.browsing(client, "leader") as browser:
        assert "作批示" in browser.get(f"/case/{finding.number}").text
        page = browser.get(f"/assigned/instructions/write?finding={finding.number}").text
        assert "材料多收一份" in page
        assert 'value="分管副市长"' in page
        form = {"words": "请市公安局一周内改好。", "post": "分管副市长", "asks_action": "y"}
        sent = browser.post(f"/assigned/instructions/write?finding={finding.number}", data=form)
        assert sent.status_code == 303
        nowhere = browser.post("/assigned/instructions/write?finding=2000-9999", data=form)
        assert (nowhere.status_code, "没有这个编号的问题" in nowhere.text) == (422, True)
        assert "请市公安局一周内改好。" in browser.get(f"/case/{finding.number}").text
        assert browser.get("/assigned/instructions/new").status_code == 403
    with office.browsing(client, "clerk") as browser:
        assert browser.get("/assigned/instructions/write").status_code == 403
        assert browser.post("/assigned/instructions/1/correct", data={"words": "改"}).status_code == 403
    assert db.session.get_one(Instruction, 1).finding_id == finding.id


def test_an_old_correction_is_shown_beside_the_words_in_force(client: FlaskClient, office: Office) -> None:
    later = clock.now() + timedelta(days=2)
    office.register()
    with clock.reading(lambda: later), office.browsing(client, "clerk") as browser:
        page = browser.get("/assigned/instructions/1/correct").text
        assert "更正另存一版" in page
        form = {"words": "原文以原件为准。", "reason": "辨认有误", "version": version(page)}
        assert browser.post("/assigned/instructions/1/correct", data=form).status_code == 303
        stale = browser.post("/assigned/instructions/1/correct", data=form | {"words": "旧页面上写的"})
        assert (stale.status_code, "旧页面上写的" in stale.text, "原文以原件为准。" in stale.text) == (409, True, True)
        page = browser.get("/assigned/instructions/1").text
        assert WORDS in page
        assert "原文以原件为准。" in page
        form = {"open_to_units": "y", "version": version(page)}
        assert browser.post("/assigned/instructions/1/settle", data=form).status_code == 303
        assert browser.post("/assigned/instructions/1/settle", data=form).status_code == 409


def test_a_meeting_notes_its_demands_and_hands_them_out(client: FlaskClient, office: Office) -> None:
    visit = make_visit(make_person(Role.SHOPPER), mode=VisitMode.COVERT)
    make_finding(FindingStatus.SUBMITTED, visit=visit, is_covert=True, title="看到的问题")
    form = {"title": "暗访后的座谈会", "kind": "debrief", "held_on": clock.today().isoformat(), "chair": "周江勇"}
    due = (clock.today() + timedelta(days=9)).isoformat()
    with office.browsing(client, "clerk") as browser:
        assert browser.post("/assigned/meetings/new", data=form | {"title": ""}).status_code == 422
        assert browser.post(f"/assigned/meetings/new?visit={visit.public_id}", data=form).status_code == 303
        page = browser.get("/assigned/meetings/1").text
        assert "看到的问题" in page
        assert "记下一条：一是" in page
        for words in ("换位思考。", "流程再造。"):
            assert browser.post("/assigned/meetings/1/demands", data={"words": words}).status_code == 303
        assert "流程再造。" in browser.get("/assigned/demands/2/assign").text
        assigned = {"unit": str(office.unit), "demand": "理出流程图。", "due_on": due, "unit_2": "", "unit_3": ""}
        assert browser.post("/assigned/demands/2/assign", data=assigned).status_code == 303
        changed = form | {"title": "座谈会（改）", "version": "1"}
        assert browser.post("/assigned/meetings/1/edit", data=changed).status_code == 303
        assert browser.post("/assigned/meetings/1/edit", data=changed).status_code == 409
    with office.browsing(client, "liaison") as browser:
        seen = browser.get("/assigned/1").text + browser.get("/assigned").text
        seen += str(sheet_rows(browser.get("/assigned/export").data))
        assert "理出流程图。" in seen
        for secret in ("暗访", "座谈会（改）", "流程再造", visit.public_id, "周江勇"):
            assert secret not in seen, secret
        assert browser.get("/assigned/meetings/1").status_code == 403
    meeting = db.session.get_one(Meeting, 1)
    assert meeting.visit_id == visit.id


def test_the_office_changes_a_date_and_takes_work_back(client: FlaskClient, office: Office) -> None:
    task_id = office.assign(office.register())[0]
    later = (clock.today() + timedelta(days=30)).isoformat()
    with office.browsing(client, "clerk") as browser:
        assert browser.post(f"/assigned/{task_id}/due", data={"due_on": later}).status_code == 422
        form = {"due_on": later, "remark": "等省里口径"}
        assert browser.post(f"/assigned/{task_id}/due", data=form).status_code == 303
        assert "请写撤销理由" in browser.post(f"/assigned/{task_id}/cancel", data={}).text
        assert browser.post(f"/assigned/{task_id}/cancel", data={"cancel-remark": "交错单位"}).status_code == 303
        assert browser.post(f"/assigned/{task_id}/due", data=form).status_code == 409
    assert office.task(task_id).state is TaskState.CANCELLED


def test_a_scan_that_is_no_picture_is_refused(client: FlaskClient, office: Office) -> None:
    form = {"words": WORDS, "leader": "车俊", "post": "省委书记", "given_on": "2017-05-12", "project": ""}
    with office.browsing(client, "clerk") as browser:
        bad = browser.post("/assigned/instructions/new", data=form | {"files": (io.BytesIO(b"MZ"), "批示.jpg")})
        assert (bad.status_code, "这种文件不能上传" in bad.text) == (422, True)


def test_whoever_has_no_part_in_it_sees_none_of_it(client: FlaskClient, office: Office) -> None:
    office.people["inspector"] = make_person(Role.INSPECTOR).id
    with office.browsing(client, "inspector") as browser:
        assert {browser.get(path).status_code for path in (*LISTS, "/registers")} == {403}
    with office.browsing(client, "liaison") as browser:
        assert browser.get("/assigned").status_code == 200
        assert {browser.get(path).status_code for path in LISTS[1:]} == {403}


def test_a_leader_writes_on_an_issued_notice_and_a_tough_project(client: FlaskClient, office: Office) -> None:
    desk = NoticeOffice()
    issued, unissued = desk.issue().id, desk.draft().id
    project = ToughProject(
        name="打通数据", leader="王副市长", unit_id=office.unit, due_on=clock.today(), created_at=clock.now()
    )
    keep(project)
    form = {"words": "请各单位照此整改。", "post": "分管副市长"}
    with office.browsing(client, "leader") as browser:
        assert f"/assigned/instructions/write?notice={issued}" in browser.get(f"/notices/{issued}").text
        assert browser.post(f"/assigned/instructions/write?notice={issued}", data=form).status_code == 303
        assert browser.post(f"/assigned/instructions/write?notice={unissued}", data=form).status_code == 422
        page = browser.get(f"/projects/{project.id}").text
        assert ("作批示" in page, "结束项目" in page, "修改" in page) == (True, False, False)
        assert browser.post(f"/assigned/instructions/write?project={project.id}", data=form).status_code == 303
        assert "打通数据" in browser.get("/assigned/instructions").text
        assert f'href="/notices/{issued}"' in browser.get("/assigned/instructions/1").text
    assert [(one.notice_id, one.project_id) for one in db.session.query(Instruction).order_by(Instruction.id)] == [
        (issued, None), (None, project.id),
    ]  # fmt: skip
