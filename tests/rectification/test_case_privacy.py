"""What each may read of a case: a department never learns who came or checked covertly, or when."""

from datetime import time

import pytest
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.catalogue.models import Window
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.findings.models import FindingFile
from inspect_app.findings.vocabulary import FileStage, FindingStatus
from inspect_app.rectification.actions import assigning
from inspect_app.rectification.vocabulary import VerificationMethod
from inspect_app.visits.models import Answer
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import keep, make_person, make_visit
from tests.rectification.making import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    close,
    feed_back,
    make_case,
    on,
    verify,
)
from tests.rectification.pages import fetch, page, pdf, photo, post

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def covert_case() -> Case:
    """Make a covert finding with its visit, photos and a covert check, closed on Wednesday."""
    case = make_case(FindingStatus.RECTIFYING, is_covert=True, found_on=MONDAY)
    shopper = make_person(Role.SHOPPER, name="林知秋")
    window = db.session.get_one(Window, case.finding.window_id)
    visit = make_visit(shopper, window, mode=VisitMode.COVERT)
    answer = Answer(visit_id=visit.id, item_key="look1", value={"choice": "no"}, note="十点零七分看到")
    keep(answer)
    with transaction():
        finding = case.finding
        finding.visit_id, finding.answer_id = visit.id, answer.id
    with on(TUESDAY, time(9)):
        feed_back(case)
    with on(TUESDAY, time(9, 43)):
        verify(case, method=VerificationMethod.COVERT)
    with on(WEDNESDAY):
        close(case)
    return case


@pytest.mark.parametrize(("name", "expected"), [("stranger", 404), ("verifier", 404), ("clerk", 200)])
def test_what_one_may_not_see_is_not_there(client: FlaskClient, name: str, expected: int) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    for path in ("", "/sheets/dispatch", "/sheets/feedback"):
        page(client, case, name, path, expected)


def test_the_department_never_learns_who_came_or_who_checked(client: FlaskClient) -> None:
    case = covert_case()
    shown = [page(client, case, "liaison", path) for path in ("", "/sheets/dispatch", "/sheets/feedback")]
    verifier, shopper = case.people["verifier"].name, "暗访员"
    for text in shown:
        for secret in ("暗访", "林知秋", shopper, verifier, "十点零七分", "09:43", "看这次走访"):
            assert secret not in text, secret
    assert "实地督查" in shown[0]
    assert case.people["director"].name not in shown[0]


def test_the_office_reads_the_original_answer_and_follows_it_to_the_visit(client: FlaskClient) -> None:
    case = covert_case()
    text = page(client, case, "clerk")
    reference = case.finding.visit.public_id  # type: ignore[union-attr]
    assert "现场看第1项做到了" in text
    assert f'href="/visits/{reference}#look1"' in text
    assert "暗访" in text


def test_an_open_visit_shows_its_group_and_date(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING, found_on=MONDAY)
    observer = make_person(Role.OBSERVER, name="金阿姨")
    visit = make_visit(observer, db.session.get_one(Window, case.finding.window_id))
    with transaction():
        case.finding.visit_id = visit.id
    text = page(client, case, "liaison")
    assert "民情观察团，现场走访" in text
    assert "5月11日" in text
    assert "金阿姨" not in text


def test_files_of_a_covert_check_are_not_there_for_the_department(client: FlaskClient) -> None:
    case = covert_case()
    with transaction():
        file = store_upload(case.actor("verifier"), pdf(), "核验记录.pdf", covert=True)
        link = FindingFile(finding_id=case.finding_id, file_id=file.id, stage=FileStage.VERIFICATION)
        db.session.add(link)
    path = f"/files/{file.public_id}"
    page(client, case, "liaison", path, 404)
    assert fetch(client, case, "clerk", path).data == pdf()
    page(client, make_case(FindingStatus.RECTIFYING), "clerk", path, 404)


def test_a_photo_handed_over_is_shown_as_its_copy(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with transaction():
        file = store_upload(case.actor("clerk"), photo(), "IMG_1.jpg")
        db.session.add(FindingFile(finding_id=case.finding_id, file_id=file.id, stage=FileStage.FOUND))
    assert "正在处理" in page(client, case, "liaison")
    make_copies(file.id)
    response = fetch(client, case, "liaison", f"/files/{file.public_id}?size=thumb")
    assert (response.status_code, response.mimetype) == (200, "image/jpeg")
    assert response.data != photo()


def test_what_waits_for_a_signature_is_not_shown_to_the_office(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case, "liaison", work_done="还没有签发的整改情况文字。")
    assert "还没有签发的整改情况文字。" in page(client, case, "head")
    for reader in ("clerk", "leader"):
        for path in ("", "/sheets/feedback"):
            assert "还没有签发的整改情况文字。" not in page(client, case, reader, path)


def test_a_page_that_is_behind_tells_a_department_nothing_of_a_covert_check(client: FlaskClient) -> None:
    """Whoever sends an old page reads what stands there now: the office its last move, a department its own."""
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY, time(9)):
        feed_back(case)
    with on(TUESDAY, time(10)), transaction():
        method = VerificationMethod.COVERT
        assigning.assign_verifier(case.actor("director"), case.number, case.people["verifier"].id, method)
    told = post(client, case, "liaison", "/progress", 409, version="0", text="还在办。")
    assert [word for word in ("暗访", "指派核验", case.people["verifier"].name) if word in told] == []
    assert "现在是“待核验”" in told
    assert "指派核验" in post(client, case, "clerk", "/closure", 409, version="0")
