"""A visit sent back comes again as its second round; what reviewers see of the work; what is late shows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import store
from inspect_app.field.models import Draft, Upload
from inspect_app.field.rules.drafts import draft_step
from inspect_app.field.vocabulary import DraftStep
from inspect_app.findings.actions.reviewing import send_back
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.jobs import put_down_daily, run_due
from inspect_app.visits.models import Answer, Interview, Submission, Trial, Visit, VisitFile
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.field.making import body, item, tiny_photo
from tests.field.tablets import Tablet, manifest, new_uuid, problem, registered, submission


@pytest.fixture(autouse=True)
def within(app: Flask) -> Any:
    with app.app_context():
        yield


def _begin(app: Flask) -> tuple[Tablet, Visit]:
    author = factories.make_person(Role.INSPECTOR)
    version = factories.make_version(body([item("q1"), item("q2")]))
    return registered(app, author), factories.make_visit(author, version=version)


def _first_round(tablet: Tablet, visit: Visit, photo: bytes) -> dict[str, Any]:
    tablet.photo(photo)
    talk = {"uuid": new_uuid(), "kind": "citizen", "words": "跑了三趟", "satisfaction": 1}
    listed = problem({"kind": "answer", "key": "q1"}, no_photo="")
    facts = submission(
        visit,
        answers={"q1": {"choice": "no", "note": "没讲"}, "q2": {"choice": "yes"}},
        trials=[{"uuid": new_uuid(), "trips": 2}],
        interviews=[talk],
        findings=[listed],
        files=[manifest(photo)],
    )
    uuid = new_uuid()
    assert tablet.post(f"/submissions/{uuid}", facts).status_code == 201
    return facts | {"base_uuid": uuid}


def _send_back(visit: Visit) -> None:
    clerk = factories.make_actor(Role.OFFICE_CLERK)
    with transaction():
        send_back(clerk, visit.id, general="", remarks={"q1": "请写明是哪几样材料"})


def _kept(table: type[Any]) -> int:
    return len(db.session.scalars(select(table)).all())


def test_a_second_round_changes_the_same_rows_and_says_what_changed(app: Flask) -> None:
    tablet, visit = _begin(app)
    first = _first_round(tablet, visit, tiny_photo("teal"))
    _send_back(visit)
    row = tablet.get("/pack").json["visits"][0]
    assert (row["round"], row["status"], row["base_uuid"]) == (2, "returned", first["base_uuid"])
    assert [remark["text"] for remark in row["remarks"]] == ["请写明是哪几样材料"]
    previous = row["previous"]
    assert previous["answers"]["q1"] == {"choice": "no", "note": "没讲"}
    assert [file["sha256"] for file in previous["files"]] == [first["files"][0]["sha256"]]
    assert previous["findings"][0]["uuid"] == first["findings"][0]["uuid"]
    more = tiny_photo("navy")
    tablet.photo(more)
    second = {name: previous[name] for name in ("answers", "trials", "interviews", "findings")}
    second["answers"]["q1"]["note"] = "没讲要带户口簿"
    second["findings"][0]["fact"] = "窗口没有讲要带户口簿。"
    facts = submission(visit, **second, round=2, base_uuid=row["base_uuid"], files=[*previous["files"], manifest(more)])
    answer = tablet.post(f"/submissions/{new_uuid()}", facts)
    assert answer.status_code == 201, answer.json
    db.session.expire_all()
    kept = db.session.get_one(Visit, visit.id)
    assert (kept.status, kept.round, answer.json["receipt"]) == (VisitStatus.RECEIVED, 2, kept.receipt)
    assert [_kept(table) for table in (Answer, Trial, Interview, Finding, StoredFile, Submission)] == [2, 1, 1, 1, 2, 2]
    finding = db.session.scalars(select(Finding)).one()
    assert (finding.status, finding.fact) == (FindingStatus.SUBMITTED, "窗口没有讲要带户口簿。")
    assert db.session.scalars(select(Submission.changed).where(Submission.round == 2)).one() == ["q1"]
    assert _kept(FindingEvent) == 3


def test_a_photo_the_author_takes_off_in_the_second_round_is_off(app: Flask) -> None:
    tablet, visit = _begin(app)
    first = _first_round(tablet, visit, tiny_photo())
    _send_back(visit)
    facts = first | {"round": 2, "files": [], "findings": [first["findings"][0] | {"no_photo": "照片拍糊了"}]}
    assert tablet.post(f"/submissions/{new_uuid()}", facts).status_code == 201
    assert _kept(VisitFile) == 0


def test_an_old_round_is_not_taken_again(app: Flask) -> None:
    tablet, visit = _begin(app)
    first = _first_round(tablet, visit, tiny_photo())
    _send_back(visit)
    answer = tablet.post(f"/submissions/{new_uuid()}", first | {"base_uuid": None})
    assert (answer.status_code, answer.json["error"]) == (409, "refused")
    assert "第 2 轮" in answer.json["message"]


@time_machine.travel(datetime(2026, 11, 20, 4, 0, tzinfo=UTC), tick=False)  # noon in Shanghai: no midnight between
def test_the_reviewer_sees_each_parts_times_by_our_clock_and_that_a_clock_was_wrong(app: Flask) -> None:
    tablet, visit = _begin(app)
    now, days = clock.now(), timedelta(days=3)
    begun, ended = now - timedelta(minutes=50), now - timedelta(minutes=12)
    span = {"first": (begun + days).isoformat(), "last": (ended + days).isoformat()}
    facts = submission(visit, clock_offset_ms=int(days.total_seconds() * 1000), trace={"parts": {"look": span}})
    assert tablet.post(f"/submissions/{new_uuid()}", facts).status_code == 201
    client = app.test_client()
    factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
    page = client.get(f"/findings/review/{visit.public_id}").text
    assert f"{clock.local(begun):%m-%d %H:%M} 至 {clock.local(ended):%H:%M}，38 分钟" in page
    assert "平板的钟快了约 3 天" in page
    db.session.expire_all()
    started = db.session.get_one(Visit, visit.id).started_at
    assert started is not None
    assert abs(started - begun) < timedelta(seconds=1)


def test_a_visit_whose_photos_do_not_come_shows_after_a_day(app: Flask) -> None:
    tablet, visit = _begin(app)
    tablet.post(f"/submissions/{new_uuid()}", submission(visit, files=[manifest(tiny_photo())]))
    client = app.test_client()
    factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
    assert "照片没收齐" not in client.get("/visits").text.split("<tbody>")[1]
    with transaction():
        db.session.scalars(select(Submission)).one().received_at -= timedelta(hours=25)
    assert "照片没收齐" in client.get("/visits").text.split("<tbody>")[1]
    assert "走访照片没收齐" in client.get("/").text
    narrowed = client.get("/visits?arrival=incomplete").text
    assert visit.stops[0].window.name in narrowed


def test_a_round_whose_photos_never_come_is_freed_by_the_office(app: Flask) -> None:
    tablet, visit = _begin(app)
    uuid, lost = new_uuid(), manifest(tiny_photo("navy"))
    tablet.post(f"/submissions/{uuid}", submission(visit, files=[lost]))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
    assert client.post(f"/visits/{visit.public_id}/release").status_code == 409
    with transaction():
        db.session.scalars(select(Submission)).one().received_at -= timedelta(hours=25)
    assert "退回重交" in client.get(f"/visits/{visit.public_id}").text
    assert client.post(f"/visits/{visit.public_id}/release").status_code == 303
    assert "照片没收齐" not in client.get("/visits").text.split("<tbody>")[1]
    assert tablet.post(f"/submissions/{uuid}/finalize").status_code == 409
    row = tablet.get("/pack").json["visits"][0]
    assert (row["round"], row["status"], len(row["overall"])) == (2, "returned", 1)
    assert tablet.post(f"/submissions/{new_uuid()}", submission(visit, round=2)).status_code == 201


@pytest.mark.parametrize(
    ("day", "warned", "step"),
    [
        (59, 0, DraftStep.KEEP),
        (60, 0, DraftStep.WARN),
        (60, 1, DraftStep.KEEP),
        (83, 1, DraftStep.WARN),
        (200, 0, DraftStep.WARN),
        (200, 1, DraftStep.WARN),
        (89, 2, DraftStep.KEEP),
        (90, 2, DraftStep.DELETE),
    ],
)
def test_a_draft_goes_ninety_days_behind_its_campaign_after_two_warnings(
    day: int, warned: int, step: DraftStep
) -> None:
    ends = date(2026, 6, 30)
    assert draft_step(ends, warned, ends + timedelta(days=day)) is step


def test_the_daily_job_warns_twice_and_then_tidies(app: Flask) -> None:
    tablet, visit = _begin(app)
    tablet.put(f"/drafts/{visit.public_id}", {"rev": 0, "body": {}})
    photo = tiny_photo()
    tablet.photo(photo)
    ends = visit.campaign.ends_on
    seen = []
    for day in (61, 84, 91, 125):
        moment = clock.at(ends + timedelta(days=day), clock.local(clock.now()).time().replace(hour=4))
        with time_machine.travel(moment, tick=False):
            put_down_daily()
            run_due()
        seen.append((db.session.scalar(select(Draft.warned)), _kept(Upload)))
        db.session.expire_all()
    assert [warned for warned, _ in seen] == [1, 2, None, None]
    assert seen[-1][1] == 0
    assert [row["path"] for batch in store().list("originals/") for row in batch] == []


def test_the_pack_asks_the_same_number_of_questions_for_one_visit_and_for_thirty(app: Flask) -> None:
    author = factories.make_person(Role.INSPECTOR)
    version, window = factories.make_version(body([item("q1")])), factories.make_window()
    campaign = factories.make_campaign(version=version)
    tablet = registered(app, author)

    def statements() -> int:
        seen: list[str] = []
        note = lambda *facts: seen.append(facts[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        rows = tablet.get("/pack").json["visits"]
        event.remove(db.engine, "before_cursor_execute", note)
        assert len(rows) == made
        return len(seen)

    asked = []
    for made in (1, 30):
        while (db.session.scalar(select(func.count()).select_from(Visit)) or 0) < made:
            factories.make_visit(author, window, campaign=campaign, version=version)
        asked.append(statements())
    assert asked[0] == asked[1]
