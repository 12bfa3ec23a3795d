"""The office's pages of opinions, as people use them."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.actions.answers import answer as answer_letter
from inspect_app.voices.models import Letter
from inspect_app.voices.vocabulary.letters import Answer, LetterSource
from inspect_app.voices.vocabulary.opinions import OpinionDraft, OpinionState, Satisfied, TripsSaid
from tests.factories import make_campaign, make_item, make_person, sign_in
from tests.voices.opinions import UNHAPPY, Hall, fill_in, form, opinions, receipt_in, speak

pytestmark = pytest.mark.usefixtures("without_tokens")


@pytest.fixture
def desk(client: FlaskClient, hall: Hall) -> FlaskClient:
    """Give a browser in which the clerk is signed in."""
    sign_in(client, hall.person)
    return client


def test_forms_are_made_printed_and_closed(desk: FlaskClient, hall: Hall) -> None:
    item, campaign = make_item(name="居民身份证补领"), make_campaign()
    refused = desk.post("/voices/forms/new", data={"subject": "item", "item": "", "window": "", "campaign": ""})
    assert (refused.status_code, "请选事项" in refused.text) == (422, True)
    made = {"subject": "item", "item": str(item.id), "window": "", "campaign": str(campaign.id)}
    answer = desk.post("/voices/forms/new", data=made)
    assert answer.status_code == 303
    page = desk.get(answer.location).text
    assert "居民身份证补领" in page
    assert "<svg" in page
    assert 'style="' not in page
    for kind in ("poster", "paper"):
        assert "居民身份证补领" in desk.get(f"{answer.location}/{kind}").text
    labels = desk.get("/voices/forms/labels").text
    assert labels.count('class="qr-label"') == 2
    assert "居民身份证补领" in labels
    closed = desk.post(f"{answer.location}/close", data={"version": "1"})
    assert closed.status_code == 303
    assert desk.post(f"{answer.location}/close", data={"version": "1"}).status_code == 409
    assert desk.get("/voices/forms/labels").text.count('class="qr-label"') == 1
    past = {"until": (clock.today() - timedelta(days=1)).isoformat(), "version": str(form(hall.form_id).version)}
    wrong = desk.post(f"/voices/forms/{hall.form_id}/until", data=past)
    assert (wrong.status_code, "截止日期不能早于今天" in wrong.text) == (422, True)


def test_paper_is_entered_one_sheet_after_the_other(desk: FlaskClient, hall: Hall) -> None:
    sheet = {"said_on": clock.today().isoformat(), "trips": "more", "satisfied": "fair", "words": "排队久"}
    assert desk.post(f"/voices/forms/{hall.form_id}/enter", data=sheet).status_code == 303
    empty = desk.post(f"/voices/forms/{hall.form_id}/enter", data={"said_on": clock.today().isoformat()})
    assert (empty.status_code, "四个问题都还空着" in empty.text) == (422, True)
    assert [row.words for row in opinions()] == ["排队久"]
    assert "排队久" in desk.get("/voices/opinions?channel=paper").text


def test_the_list_is_narrowed_by_its_address_and_excel_says_the_same(desk: FlaskClient, hall: Hall) -> None:
    speak(hall)
    speak(hall, OpinionDraft(TripsSaid.ONE, None, Satisfied.GOOD, "=1+1 很快"))
    everything = desk.get("/voices/opinions").text
    assert "让我回家拿户口簿复印件。" in everything
    assert "=1+1 很快" in everything
    narrowed = desk.get(f"/voices/opinions?satisfied=good&unit={hall.unit_id}&q=很快").text
    assert "让我回家拿户口簿复印件。" not in narrowed
    assert "共 1 份" in narrowed
    book = load_workbook(io.BytesIO(desk.get("/voices/opinions/export?satisfied=good").data))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[5] for row in rows] == ["哪里不方便", "=1+1 很快"]
    gaps = desk.get("/voices/opinions/gaps").text
    assert "1/2（50%）" in gaps
    sheet = load_workbook(io.BytesIO(desk.get("/voices/opinions/gaps/export").data))
    assert "1/2（50%）" in [cell.value for cell in list(sheet.active.rows)[1]]  # type: ignore[union-attr]


def test_a_telephone_number_is_read_for_a_reason_that_is_kept(desk: FlaskClient, hall: Hall) -> None:
    speak(hall, OpinionDraft(satisfied=Satisfied.BAD, phone="13800001234"))
    (row,) = opinions()
    place = f"/voices/opinions/{row.id}"
    page = desk.get(place).text
    assert ("138****1234" in page, "13800001234" in page) == (True, False)
    without = desk.post(f"{place}/phone", data={"reason": ""})
    assert (without.status_code, "13800001234" in without.text) == (422, False)
    assert "13800001234" in desk.post(f"{place}/phone", data={"reason": "回访"}).text
    deeds = [entry.deed for entry in db.session.query(AuditEntry) if entry.deed.startswith("opinion.")]
    assert deeds == ["opinion.contact_read"]
    book = load_workbook(io.BytesIO(desk.get("/voices/opinions/export").data))
    assert "希望回访" in [cell.value for cell in list(book.active.rows)[1]]  # type: ignore[union-attr]
    assert not any("1380000" in str(cell.value) for row in book.active.rows for cell in row)  # type: ignore[union-attr]


def test_an_opinion_is_noted_with_what_its_receipt_tells(desk: FlaskClient, hall: Hall) -> None:
    speak(hall)
    (row,) = opinions()
    noted = desk.post(f"/voices/opinions/{row.id}/note", data={"reply": "已提醒窗口。", "version": "1"})
    assert noted.status_code == 303
    assert [(one.state, one.reply) for one in opinions()] == [(OpinionState.NOTED, "已提醒窗口。")]
    stale = desk.post(f"/voices/opinions/{row.id}/note", data={"reply": "另一句", "version": "1"})
    assert (stale.status_code, "刚被别人办过" in stale.text) == (409, True)


def test_an_opinion_goes_to_the_inbox_and_its_receipt_tells_the_answer(desk: FlaskClient, hall: Hall) -> None:
    said = {"trips": "two", "words": "让我回家拿户口簿。", "callback": "y", "phone": "13800001234"}
    code = receipt_in(fill_in(desk, hall.code, **said))
    (row,) = opinions()
    passed = desk.post(f"/voices/opinions/{row.id}/pass-on", data={"version": "1"})
    assert passed.status_code == 303
    letter = db.session.query(Letter).one()
    assert passed.location == f"/letters/{letter.id}"
    assert (letter.source, letter.window_id, letter.unit_id, letter.trips) == (
        LetterSource.OPINION, hall.window_id, hall.unit_id, 2,
    )  # fmt: skip
    assert letter.words.startswith("让我回家拿户口簿。\n（")
    assert "13800001234" not in letter.words
    assert "让我回家拿户口簿。" in desk.get(passed.location).text
    assert desk.post(f"/voices/opinions/{row.id}/pass-on", data={"version": ""}).status_code == 409
    assert "正在看怎么办" in desk.post("/o/receipt", data={"receipt": code}).text
    with transaction():
        answer_letter(hall.clerk, letter.id, Answer("材料清单已改。", ReplyChannel.ONLINE, clock.today()))
    db.session.rollback()
    told = desk.post("/o/receipt", data={"receipt": code}).text
    assert "材料清单已改。" in told
    assert "已经删除" in desk.post("/o/receipt/erase", data={"receipt": code, "sure": "yes"}).text
    assert (opinions(), db.session.query(Letter).count()) == ([], 1)


def test_a_tablet_that_is_handed_over_shows_the_form_and_nothing_else(desk: FlaskClient, hall: Hall) -> None:
    assert desk.post("/voices/hand-over", data={"form": hall.code, "pin": "12"}).status_code == 422
    handed = desk.post("/voices/hand-over", data={"form": hall.code, "pin": "2468"})
    assert handed.location == f"/o/{hall.code}"
    for path in ("/", "/ledger", "/voices/opinions", "/field/app", "/account", f"/voices/opinions/{hall.form_id}"):
        away = desk.get(path)
        assert (away.status_code, away.location) == (303, f"/o/{hall.code}"), path
    assert desk.post("/voices/forms/new", data={}).status_code == 403
    assert desk.get("/api/field/me").status_code == 403
    assert fill_in(desk, hall.code, satisfied="good").status_code == 200
    assert [row.channel.value for row in opinions()] == ["tablet"]
    wrong = desk.post("/voices/hand-back", data={"pin": "1357"})
    assert (wrong.status_code, "还能试 4 次" in wrong.text) == (422, True)
    assert desk.post("/voices/hand-back", data={"pin": "2468"}).status_code == 303
    assert desk.get("/voices/opinions").status_code == 200


def test_five_wrong_numbers_end_the_session_of_whoever_handed_it_over(desk: FlaskClient, hall: Hall) -> None:
    desk.post("/voices/hand-over", data={"form": hall.code, "pin": "2468"})
    answers = [desk.post("/voices/hand-back", data={"pin": "0000"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 303]
    with desk.application.app_context():
        assert "/login" in desk.get("/voices/opinions").location


def test_a_department_sees_no_opinions(client: FlaskClient, hall: Hall) -> None:
    speak(hall, UNHAPPY)
    sign_in(client, make_person(Role.DEPT_LIAISON))
    for path in ("/voices/opinions", "/voices/opinions/gaps", "/voices/forms", f"/voices/opinions/{opinions()[0].id}"):
        assert client.get(path).status_code == 403, path
