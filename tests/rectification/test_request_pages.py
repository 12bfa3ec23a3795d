"""延期, 异议, 暂缓, 改派, 终止, 撤销 through HTTP: small pages, plain refusals, nothing done twice."""

import io
import re
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import DisputeState, FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.models import Deferral, ExtensionRequest
from tests.factories import make_unit
from tests.rectification.asking import ask_deferral, ask_extension, defer, file_dispute, grant_extension, make_project
from tests.rectification.making import MONDAY, TUESDAY, WEDNESDAY, Case, feed_back, make_case, on, verify
from tests.rectification.making import close as close_case
from tests.rectification.pages import fetch, page, pdf, post, signed_in

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")
EXTENSION = {"wanted_due": "2026-05-22", "reason": "等省厅排期。", "progress": "已报需求。"}
DEFERRAL = {
    "reason": "等省里数据。", "missing": "省级数据", "interim": "窗口代查。", "until": "2026-06-01",
    "reported_to": "省厅",
}  # fmt: skip


def rectifying(**values: object) -> Case:
    return make_case(FindingStatus.RECTIFYING, accepted_at=clock.at(MONDAY, time(10)), **values)


def further(text: str) -> list[str]:
    """Return the labels under 其他办理."""
    part = text.partition('id="further-title"')[2].partition("</section>")[0]
    return re.findall(r'<a class="btn[^>]*><span>([^<]+)</span>', part)


def test_below_the_panel_each_sees_only_what_they_may_do_now(client: FlaskClient) -> None:
    case = rectifying()
    assert set(further(page(client, case, "liaison"))) >= {"申请延期", "提出异议", "申请暂缓"}
    assert set(further(page(client, case, "clerk"))) >= {"延长时限", "改派"}
    assert "终止整改" not in further(page(client, case, "clerk"))
    assert set(further(page(client, case, "director"))) >= {"延长时限", "改派", "终止整改"}
    assert further(page(client, case, "leader")) == []


def test_a_department_asks_its_head_signs_the_office_grants_and_everybody_reads_it(client: FlaskClient) -> None:
    case = rectifying()
    proof = (io.BytesIO(pdf()), "排期.pdf")
    post(client, case, "liaison", "/extension/request", 303, files=proof, **EXTENSION)
    text = page(client, case, "head")
    for part in ("等您审签", "等省厅排期。", "5月22日", "排期.pdf"):
        assert part in text
    post(client, case, "head", "/signature", 303, verb="sign")
    text = page(client, case, "clerk")
    assert "等您批复" in text
    assert "批复延期" in text
    text = page(client, case, "clerk", "/extension")
    for part in ("等省厅排期。", "已报需求。", 'value="2026-05-22"', "同意延期", "不同意延期"):
        assert part in text
    post(client, case, "clerk", "/extension", 303, verb="grant", due="2026-05-23", remark="同意。")
    text = page(client, case, "liaison")
    for part in ("延期 1/2", "5月18日 → 5月23日（休息日）", "已同意", "同意延期，时限改为 5月23日（休息日）", "跑改办"):
        assert part in text
    assert case.people["clerk"].name not in text
    assert case.people["clerk"].name in page(client, case, "director")


def test_missing_fields_are_named_and_what_was_written_is_kept(client: FlaskClient) -> None:
    case = rectifying()
    text = post(client, case, "liaison", "/extension/request", 422, **(EXTENSION | {"wanted_due": "", "reason": ""}))
    for part in ("请填延期到哪天。", "请写延期理由。", "已报需求。"):
        assert part in text
    text = post(client, case, "liaison", "/extension/request", 422, **(EXTENSION | {"wanted_due": "2026-05-18"}))
    assert "新的时限要晚于现在的时限（5月18日）。" in text
    text = post(client, case, "liaison", "/deferral/request", 422, **(DEFERRAL | {"reported_to": ""}))
    assert "请选攻坚项目，或写已上报给谁。" in text
    text = post(client, case, "liaison", "/dispute/request", 422, grounds="")
    assert "请写异议理由" in text


def test_a_wait_hangs_on_the_project_whose_words_were_chosen(client: FlaskClient) -> None:
    case = rectifying()
    project = make_project()
    words = f"{project.name}（{project.leader}领衔）"
    assert f'<option value="{words}">' in page(client, case, "head", "/deferral/request")
    post(client, case, "head", "/deferral/request", 303, **(DEFERRAL | {"reported_to": words}))
    asked = db.session.scalars(select(Deferral)).one()
    assert (asked.project_id, asked.reported_to) == (project.id, "")


def test_a_step_that_is_not_due_says_who_and_when(client: FlaskClient) -> None:
    case = rectifying()
    assert "没有待批的延期申请" in page(client, case, "liaison", "/extension/withdraw", 409)
    assert "责任单位先申请" in page(client, case, "director", "/deferral", 409)
    assert "没有待裁定的异议" in page(client, case, "director", "/dispute", 409)
    assert "这一步由跑改办在“暂缓”时办。" in page(client, case, "clerk", "/resume", 409)
    assert "这一步由跑改办主任在“已销号”时办。" in page(client, case, "director", "/revocation", 409)
    page(client, case, "clerk", "/termination", 403)
    page(client, case, "stranger", "/extension/request", 404)
    page(client, case, "leader", "/extension/request", 403)


def test_an_old_page_gets_both_texts_and_a_second_click_does_nothing(client: FlaskClient) -> None:
    case = rectifying()
    text = post(client, case, "liaison", "/extension/request", 409, **(EXTENSION | {"version": "0"}))
    assert "等省厅排期。" in text
    post(client, case, "head", "/extension/request", 303, **EXTENSION)
    post(client, case, "head", "/extension/request", 409, **EXTENSION)
    grant = {"verb": "grant", "due": "2026-05-22"}
    post(client, case, "clerk", "/extension", 303, **grant)
    # The second click of one button sends the version that is old by now.
    post(client, case, "clerk", "/extension", 409, **(grant | {"version": "1"}))
    assert db.session.scalar(select(func.count()).select_from(ExtensionRequest)) == 1
    assert case.finding.extension_count == 1


def test_the_office_refuses_with_a_remark(client: FlaskClient) -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
    assert "请填写意见。" in post(client, case, "clerk", "/extension", 422, verb="refuse")
    assert "请填写新的时限。" in post(client, case, "clerk", "/extension", 422, verb="grant", due="")
    post(client, case, "clerk", "/extension", 303, verb="refuse", remark="理由不足。")
    assert "理由不足。" in page(client, case, "liaison")


def test_a_disputed_case_says_so_and_is_ruled_on_beside_what_was_said(client: FlaskClient) -> None:
    case = rectifying()
    post(client, case, "head", "/dispute/request", 303, grounds="当天停电。")
    assert "（部门有异议，正在复核）" in page(client, case, "leader")
    assert "当天停电。" in page(client, case, "director", "/dispute")
    assert "请写裁定意见。" in post(client, case, "director", "/dispute", 422, verb="reject")
    corrected = {"verb": "correct", "ruling": "部分成立。", "title": "停电时没有告示", "fact": "停电，没有告示。"}
    post(client, case, "director", "/dispute", 303, **corrected)
    text = page(client, case, "liaison")
    for part in ("停电时没有告示", "停电，没有告示。", "已更正事实", "更正后"):
        assert part in text
    assert "正在复核" not in text
    assert case.finding.dispute is DisputeState.CORRECTED


def test_a_wait_is_asked_for_approved_shown_and_ended(client: FlaskClient) -> None:
    case = rectifying()
    post(client, case, "head", "/deferral/request", 303, **DEFERRAL)
    assert "窗口代查。" in page(client, case, "director", "/deferral")
    post(client, case, "director", "/deferral", 303, verb="approve", until="2026-06-01")
    text = page(client, case, "liaison")
    for part in ("部门时限已停表", "批准暂缓到 6月1日", "已上报"):
        assert part in text
    assert "恢复整改" in further(page(client, case, "clerk"))
    post(client, case, "clerk", "/resume", 303, remark="数据已通。")
    assert "5月13日恢复整改，3 个工作日，到 5月18日。" in page(client, case, "liaison")


def test_a_case_is_ended_moved_and_taken_back_on_pages_of_their_own(client: FlaskClient) -> None:
    ended, moved, closed, other = rectifying(), rectifying(), rectifying(), make_unit()
    assert "文号" in post(client, ended, "director", "/termination", 422, reason="事项取消。")
    post(client, ended, "director", "/termination", 303, reason="事项取消。", approval="明政办〔2026〕8号")
    assert "明政办〔2026〕8号" in page(client, ended, "leader")
    post(client, moved, "clerk", "/reassignment", 422, lead_unit=str(other.id))
    post(client, moved, "clerk", "/reassignment", 303, lead_unit=str(other.id), reason="职责划转。")
    page(client, moved, "liaison", "", 404)
    with on(TUESDAY):
        feed_back(closed)
        verify(closed)
        close_case(closed)
    post(client, closed, "director", "/revocation", 303, reason="销错了。")
    assert "销错了。" in page(client, closed, "liaison")


def test_the_plate_adds_up_what_the_office_held(client: FlaskClient) -> None:
    case = rectifying()
    with on(MONDAY):
        ask_extension(case)
    with on(WEDNESDAY):
        grant_extension(case)
    text = page(client, case, "liaison")
    assert "5月11日送达，5 个工作日，到 5月18日。" in text
    assert "同意延期 4 个工作日，由 5月18日改为 5月22日。" in text
    assert "跑改办办理占用：审批延期 1 天，共 1 个工作日，已顺延，不算在本单位时限内。" in text


def test_a_date_in_a_year_that_nobody_announced_says_that_it_is_provisional(client: FlaskClient) -> None:
    with transaction():
        seed_from_library()
    known, unknown = rectifying(), rectifying()
    with on(TUESDAY):
        grant_extension(known, due=date(2026, 12, 31), reason="大厅搬迁。")
        grant_extension(unknown, due=date(2027, 1, 8), reason="大厅搬迁。")
    words = "所含日期的放假安排还没有公布，时限为暂定。"
    assert [words in page(client, case, "liaison") for case in (known, unknown)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "name"), [("extend", "clerk"), ("dispute", "director"), ("defer", "director"), ("resume", "clerk")]
)
def test_what_waits_for_the_office_is_counted_and_listed(client: FlaskClient, kind: str, name: str) -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        file_dispute(case)
        ask_deferral(case, until=WEDNESDAY)
        if kind == "resume":
            defer(case, until=WEDNESDAY)
    with signed_in(client, case, name):
        text = client.get(f"/waiting/{kind}").text
    assert case.number in text
    with signed_in(client, case, "liaison"):
        assert client.get(f"/waiting/{kind}").status_code == 404


def test_a_case_page_asks_the_same_however_much_was_asked_for(client: FlaskClient) -> None:
    bare, full = rectifying(), rectifying()
    with on(TUESDAY):
        file_dispute(bare)
        for due in ("2026-05-22", "2026-05-29"):
            day = clock.today().fromisoformat(due)
            ask_extension(full, wanted=day)
            grant_extension(full, "director", due=day)
        file_dispute(full)
        ask_deferral(full)

    def count(case: Case) -> int:
        found: list[str] = []
        fetch(client, case, "liaison", "")
        listen = lambda *facts: found.append(facts[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        fetch(client, case, "liaison", "")
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(found)

    assert count(bare) == count(full)
