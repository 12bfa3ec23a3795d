"""The field protocol: what a tablet hands in arrives once, whole, and for its author only."""

import hashlib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import find_broken_link
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.field.models import Draft, OtherBytes, Upload
from inspect_app.findings.models import Finding, FindingEvent, FindingFile
from inspect_app.findings.vocabulary import FindingStatus, SourceKind
from inspect_app.visits.models import Answer, Interview, Submission, Trial, Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.field.making import body, item, tiny_photo
from tests.field.tablets import Tablet, manifest, new_uuid, problem, registered, submission


@pytest.fixture
def author(app: Flask) -> Person:
    return factories.make_person(Role.INSPECTOR)


@pytest.fixture
def visit(app: Flask, author: Person) -> Visit:
    version = factories.make_version(body([item("q1"), item("q2")]))
    return factories.make_visit(author, version=version)


@pytest.fixture
def tablet(app: Flask, author: Person) -> Tablet:
    return registered(app, author)


@pytest.fixture(autouse=True)
def within(app: Flask) -> Any:
    with app.app_context():
        yield


def _count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_whole_visit_is_handed_in_with_one_message(tablet: Tablet, visit: Visit) -> None:
    uuid = new_uuid()
    answer = tablet.post(f"/submissions/{uuid}", submission(visit))
    assert answer.status_code == 201
    db.session.expire_all()
    kept = db.session.get_one(Visit, visit.id)
    assert (kept.status, kept.round) == (VisitStatus.RECEIVED, 1)
    assert answer.json["status"] == "complete"
    assert answer.json["receipt"] == kept.receipt
    assert {row.item_key: row.value for row in kept.answers} == {"q1": {"choice": "yes"}, "q2": {"choice": "yes"}}


def test_the_same_bytes_again_get_the_same_receipt_and_change_nothing(tablet: Tablet, visit: Visit) -> None:
    uuid, facts = new_uuid(), submission(visit)
    first = tablet.post(f"/submissions/{uuid}", facts)
    entries = _count(AuditEntry)
    again = [tablet.post(f"/submissions/{uuid}", facts) for _ in range(3)]
    assert [answer.status_code for answer in again] == [200, 200, 200]
    assert {answer.json["receipt"] for answer in (first, *again)} == {first.json["receipt"]}
    assert (_count(Submission), _count(Answer), _count(AuditEntry)) == (1, 2, entries)


def test_other_bytes_under_the_same_name_are_refused_and_both_are_kept(tablet: Tablet, visit: Visit) -> None:
    uuid = new_uuid()
    tablet.post(f"/submissions/{uuid}", submission(visit))
    other = submission(visit, answers={"q1": {"choice": "na", "reason": "没有这个窗口"}, "q2": {"choice": "yes"}})
    answers = [tablet.post(f"/submissions/{uuid}", other) for _ in range(2)]
    assert [(answer.status_code, answer.json["error"]) for answer in answers] == [(409, "different")] * 2
    assert (_count(Submission), _count(OtherBytes)) == (1, 1)
    assert db.session.scalars(select(Answer.value).where(Answer.item_key == "q1")).one() == {"choice": "yes"}


def test_a_round_is_taken_once_whatever_its_name(tablet: Tablet, visit: Visit) -> None:
    tablet.post(f"/submissions/{new_uuid()}", submission(visit))
    answer = tablet.post(f"/submissions/{new_uuid()}", submission(visit))
    assert answer.status_code == 409
    assert (_count(Submission), _count(Answer)) == (1, 2)


def test_somebody_elses_visit_and_submission_are_not_there(app: Flask, tablet: Tablet, visit: Visit) -> None:
    uuid, stranger = new_uuid(), registered(app, factories.make_person(Role.INSPECTOR))
    assert stranger.post(f"/submissions/{uuid}", submission(visit)).status_code == 404
    tablet.post(f"/submissions/{uuid}", submission(visit))
    assert stranger.post(f"/submissions/{uuid}", submission(visit)).status_code == 404
    assert stranger.post(f"/submissions/{uuid}/finalize").status_code == 404
    assert stranger.get(f"/drafts/{visit.public_id}").status_code == 404


def test_what_is_missing_is_named_and_nothing_is_written(tablet: Tablet, visit: Visit) -> None:
    answer = tablet.post(f"/submissions/{new_uuid()}", submission(visit, answers={"q1": {"choice": "yes"}}))
    assert (answer.status_code, answer.json["error"]) == (422, "incomplete")
    assert [problem["key"] for problem in answer.json["problems"]] == ["q2"]
    assert (_count(Submission), _count(Answer)) == (0, 0)


def test_a_visit_waits_for_its_photos_and_is_complete_only_then(tablet: Tablet, visit: Visit) -> None:
    uuid, photos = new_uuid(), [tiny_photo("teal"), tiny_photo("navy")]
    names = [hashlib.sha256(photo).hexdigest() for photo in photos]
    facts = submission(visit, files=[manifest(photo) for photo in photos])
    answer = tablet.post(f"/submissions/{uuid}", facts)
    assert (answer.status_code, answer.json["status"], answer.json["missing"]) == (201, "receiving", names)
    assert answer.json["receipt"] is None
    tablet.photo(photos[0])
    answer = tablet.post(f"/submissions/{uuid}/finalize")
    assert (answer.status_code, answer.json["missing"], answer.json["hashes"]) == (202, names[1:], names[:1])
    assert (_count(Answer), _count(StoredFile)) == (0, 0)
    tablet.photo(photos[1])
    answer = tablet.post(f"/submissions/{uuid}/finalize")
    assert (answer.status_code, answer.json["hashes"]) == (200, names)
    assert tablet.post(f"/submissions/{uuid}/finalize").json["receipt"] == answer.json["receipt"]
    assert tablet.post(f"/submissions/{uuid}", facts).json["status"] == "complete"
    assert (_count(Answer), _count(StoredFile), _count(Upload)) == (2, 2, 2)


def test_a_photo_is_kept_once_and_only_under_its_own_hash(app: Flask, tablet: Tablet) -> None:
    photo = tiny_photo()
    name = hashlib.sha256(photo).hexdigest()
    assert tablet.put(f"/files/{name}", photo, "image/jpeg").status_code == 201
    assert tablet.put(f"/files/{name}", photo, "image/jpeg").status_code == 200
    wrong = tablet.put(f"/files/{name}", photo + b"x", "image/jpeg")
    assert (wrong.status_code, wrong.json["error"]) == (422, "hash_mismatch")
    text = b"no picture at all"
    assert tablet.put(f"/files/{hashlib.sha256(text).hexdigest()}", text).status_code == 422
    assert tablet.get(f"/files/{name}").data == photo
    stranger = registered(app, factories.make_person(Role.INSPECTOR))
    assert stranger.get(f"/files/{name}").status_code == 404
    assert _count(Upload) == 1


def test_problems_go_in_with_what_they_hang_on(tablet: Tablet, visit: Visit) -> None:
    photo = tiny_photo()
    tablet.photo(photo)
    matter = factories.make_item(name="居民身份证补领", trips=None)
    trial = {
        "uuid": new_uuid(), "item_id": matter.id, "window_id": visit.stops[0].window_id, "persona": "普通申请人",
        "papers_complete": True, "steps": [{"at": "09:05", "text": "取号"}], "listed": [], "beyond": ["居住证明"],
        "told": {"收不收费": True}, "trips": 3, "waited_minutes": 10, "handled_minutes": 20, "outcome": "done",
    }  # fmt: skip
    talk = {"uuid": new_uuid(), "kind": "citizen", "alias": "张先生", "satisfaction": 1, "words": "跑了三趟"}
    facts = submission(
        visit,
        answers={"q1": {"choice": "no", "note": "没有讲清"}, "q2": {"choice": "yes"}},
        trials=[trial],
        interviews=[talk],
        files=[manifest(photo)],
        findings=[
            problem({"kind": "answer", "key": "q1"}, no_photo="", pain="pain"),
            problem({"kind": "trial", "uuid": trial["uuid"], "ref": "beyond:居住证明"}),
            problem({"kind": "interview", "uuid": talk["uuid"]}),
        ],
    )
    assert tablet.post(f"/submissions/{new_uuid()}", facts).status_code == 201
    found = db.session.scalars(select(Finding).order_by(Finding.id)).all()
    assert [finding.source_kind for finding in found] == [SourceKind.ANSWER, SourceKind.TRIAL, SourceKind.INTERVIEW]
    assert {finding.status for finding in found} == {FindingStatus.SUBMITTED}
    assert [finding.answer_id is not None for finding in found] == [True, False, False]
    assert found[1].item_id == matter.id
    assert {finding.lead_unit_id for finding in found} == {visit.stops[0].window.unit_id}
    assert (_count(FindingEvent), _count(FindingFile), _count(Trial), _count(Interview)) == (3, 1, 1, 1)
    kept = db.session.scalars(select(Trial)).one()
    assert kept.papers == [{"name": "居住证明", "origin": "beyond"}]
    assert find_broken_link() is None


def test_a_problem_without_ground_is_refused_by_name(tablet: Tablet, visit: Visit) -> None:
    listed = problem({"kind": "answer", "key": "q1"})
    answer = tablet.post(f"/submissions/{new_uuid()}", submission(visit, findings=[listed]))
    assert answer.status_code == 422
    assert [row["finding"] for row in answer.json["problems"]] == [listed["uuid"]]


def test_a_covert_visit_names_nobody_in_any_row(app: Flask) -> None:
    shopper = factories.make_person(Role.SHOPPER, shopper_code="暗访员-07")
    version = factories.make_version(body([item("q1"), item("q2")]))
    visit = factories.make_visit(shopper, version=version, mode=VisitMode.COVERT)
    tablet, photo = registered(app, shopper), tiny_photo()
    tablet.put(f"/drafts/{visit.public_id}", {"rev": 0, "body": {"answers": {}}})
    tablet.photo(photo)
    facts = submission(
        visit,
        files=[manifest(photo)],
        answers={"q1": {"choice": "no", "note": "没讲"}, "q2": {"choice": "yes"}},
        findings=[problem({"kind": "answer", "key": "q1"})],
    )
    assert tablet.post(f"/submissions/{new_uuid()}", facts).status_code == 201
    named = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.actor_id == shopper.id)).all()
    assert named == []
    file = db.session.scalars(select(StoredFile)).one()
    event = db.session.scalars(select(FindingEvent)).one()
    assert (file.uploader_id, event.actor_id, event.actor_name) == (None, None, "")


def test_a_draft_is_kept_over_the_revision_it_was_made_from(app: Flask, tablet: Tablet, visit: Visit) -> None:
    path, first = f"/drafts/{visit.public_id}", {"answers": {"q1": {"choice": "yes"}}}
    saved = tablet.put(path, {"rev": 0, "body": first})
    assert (saved.status_code, saved.json["rev"]) == (200, 1)
    other = registered(app, db.session.get_one(Person, visit.author_id), device="tablet-number-two-0002")
    assert other.get(path).json["body"] == first
    assert other.put(path, {"rev": 1, "body": {"answers": {}}}).json["rev"] == 2
    stale = tablet.put(path, {"rev": 1, "body": first})
    assert (stale.status_code, stale.json["error"], stale.json["rev"]) == (409, "stale", 2)
    assert [row["rev"] for row in tablet.get("/drafts").json["drafts"]] == [2]
    assert tablet.delete(path).status_code == 204
    assert tablet.get(path).status_code == 404
    db.session.expire_all()
    assert db.session.get_one(Visit, visit.id).status is VisitStatus.DRAFT


def test_handing_in_takes_the_draft_away(tablet: Tablet, visit: Visit) -> None:
    tablet.put(f"/drafts/{visit.public_id}", {"rev": 0, "body": {}})
    assert tablet.post(f"/submissions/{new_uuid()}", submission(visit)).status_code == 201
    assert _count(Draft) == 0
    late = tablet.put(f"/drafts/{visit.public_id}", {"rev": 0, "body": {}})
    assert late.status_code == 409
    assert "回执号" in late.json["message"]


def test_the_pack_holds_what_a_day_without_network_needs(tablet: Tablet, visit: Visit) -> None:
    answer = tablet.get("/pack")
    pack = answer.json
    row = pack["visits"][0]
    assert (row["id"], row["round"], row["status"], row["sealed"]) == (visit.public_id, 1, "planned", False)
    assert list(pack["versions"]) == [str(visit.checklist_version_id)]
    assert pack["versions"][str(visit.checklist_version_id)]["body"]["parts"][0]["items"][0]["key"] == "q1"
    assert pack["export_key"]["crv"] == "P-256"
    same = tablet.get("/pack", **{"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_write_without_the_tablets_token_is_refused(tablet: Tablet, visit: Visit) -> None:
    tablet.session["csrf"] = "0" * 64
    answer = tablet.put(f"/drafts/{visit.public_id}", {"rev": 0, "body": {}})
    assert (answer.status_code, answer.json["error"]) == (403, "csrf")
    assert _count(Draft) == 0


@pytest.mark.parametrize(
    "broken",
    [b"", b"[]", b"{", b'{"visit_id": 1}', b"\xff", b"[" * 5000],
    ids=["empty", "list", "cut", "wrong type", "no text", "deep"],
)
def test_a_message_that_cannot_be_read_is_a_clear_sentence(tablet: Tablet, broken: bytes) -> None:
    answer = tablet.post(f"/submissions/{new_uuid()}", broken)
    assert (answer.status_code, answer.json["error"]) == (422, "invalid")
    assert "格式不对" in answer.json["message"]


def test_nobody_signed_in_gets_json_never_a_redirect(app: Flask) -> None:
    client = app.test_client()
    answers = [client.get(f"/api/field{path}") for path in ("/session", "/pack", "/drafts", "/drafts/x", "/nowhere")]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 404]
    assert {answer.mimetype for answer in answers} == {"application/json"}
    assert client.get("/api/ping").json["app"] == "inspect_app"
