"""举一反三: sibling windows of a finding become visits in one deed, and no department reads of it."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window, WindowItem
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.rectification.actions.elsewhere import plan_elsewhere
from inspect_app.rectification.models import LookAlikeCheck
from inspect_app.rectification.queries.elsewhere import list_siblings, outcomes_of
from inspect_app.rectification.rules.elsewhere import said_elsewhere
from inspect_app.rectification.vocabulary import SameElsewhere, SiblingWhy
from inspect_app.visits.actions import cancel_plan
from inspect_app.visits.models import Answer, Visit
from inspect_app.visits.vocabulary import DaySlot, VisitMode, VisitPlan, VisitStatus
from tests.factories import (
    keep,
    make_campaign,
    make_finding,
    make_item,
    make_person,
    make_unit,
    make_version,
    make_visit,
    make_window,
)
from tests.rectification.making import TUESDAY, WEDNESDAY, Case, feed_back, make_case, on
from tests.rectification.pages import page, post

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


class Place:
    """A case at a window, with one window elsewhere of each kind, and an inspector."""

    def __init__(self) -> None:
        with on(WEDNESDAY):
            self.version = make_version()
            self.campaign = make_campaign(version=self.version)
            self.author = make_person(Role.INSPECTOR)
        self.case = make_case(FindingStatus.RECTIFYING, campaign=self.campaign)
        unit, self.other = self.case.unit, make_unit()
        item = make_item(unit)
        doing = make_window(self.other, name="同事项窗口")
        keep(WindowItem(window_id=doing.id, item_id=item.id))
        self.doing, self.same, self.kin = (
            doing,
            make_window(unit, name="本单位窗口"),
            make_window(self.other, name="同类窗口"),
        )
        make_window(unit, name="停用窗口", active=False)
        self.item_id = item.id
        with transaction():
            self.case.finding.item_id = item.id

    def plan(self, *windows: Window, mode: VisitMode = VisitMode.OPEN, **values: Any) -> VisitPlan:
        who, role = values.pop("who", self.author), values.pop("role", Role.INSPECTOR)
        return VisitPlan(
            self.campaign.id, self.version.id, who.id, role, tuple(window.id for window in windows), WEDNESDAY,
            DaySlot.ANY, mode, VisitMethod.ON_SITE, note="请看这里。", **values,
        )  # fmt: skip

    def go(self, *windows: Window, name: str = "clerk", **values: Any) -> int:
        with transaction():
            return plan_elsewhere(self.case.actor(name), self.case.number, self.plan(*windows, **values))

    def rows(self, name: str = "clerk", why: SiblingWhy | None = None) -> dict[str, Any]:
        rows, _total = list_siblings(self.case.actor(name), self.case.finding, why, 0, 50)
        return {row.name: row for row in rows}

    def form(self, *windows: Window, **values: str) -> dict[str, Any]:
        return {
            "windows": [str(window.id) for window in windows], "author": f"{self.author.id}-inspector",
            "mode": "open", "planned_on": WEDNESDAY.isoformat(), "slot": "any", "campaign": str(self.campaign.id),
            "brief": "请看这里。", **values,
        }  # fmt: skip


@pytest.fixture
def place(app_context: None) -> Place:
    return Place()


def linked(case: Case) -> list[Visit]:
    db.session.rollback()
    query = select(Visit).join(LookAlikeCheck).where(LookAlikeCheck.finding_id == case.finding_id)
    return list(db.session.scalars(query.order_by(Visit.id)).unique())


def test_windows_of_the_matter_the_unit_and_its_kind_are_listed_nearest_first(place: Place) -> None:
    rows = place.rows()
    near = [(row.name, row.why) for row in rows.values()][:2]
    assert near == [("同事项窗口", SiblingWhy.ITEM), ("本单位窗口", SiblingWhy.UNIT)]
    assert rows["同类窗口"].why is SiblingWhy.KIN
    assert not {"停用窗口", place.case.finding.window.name} & set(rows)  # type: ignore[union-attr]
    assert set(place.rows(why=SiblingWhy.UNIT)) == {"本单位窗口"}


def test_without_window_or_matter_the_units_own_windows_are_left(place: Place) -> None:
    with transaction():
        finding = place.case.finding
        finding.window_id, finding.item_id = None, None
    assert {"本单位窗口", "同类窗口"} <= set(place.rows())
    assert place.rows(why=SiblingWhy.ITEM) == {}


def test_each_window_says_when_it_was_visited_last_and_what_is_open_there(place: Place) -> None:
    with on(TUESDAY):
        make_visit(place.author, place.kin, submitted_at=None)
        make_visit(place.author, place.doing, submitted_at=clock.now(), receipt="H1", status=VisitStatus.RECEIVED)
    item = db.session.get_one(ServiceItem, place.item_id)
    for status in (FindingStatus.RECTIFYING, FindingStatus.CLOSED, FindingStatus.DISMISSED, FindingStatus.DRAFT):
        make_finding(status, unit=place.other, window=place.doing, item_id=item.id)
    make_finding(FindingStatus.RECTIFYING, unit=place.other, window=place.doing)
    rows = place.rows()
    assert (rows["同事项窗口"].last_visit, rows["同事项窗口"].open_same) == (TUESDAY, 1)
    assert (rows["同类窗口"].last_visit, rows["同类窗口"].open_same) == (None, 0)


def test_the_same_question_counts_whatever_the_version_of_its_checklist(place: Place) -> None:
    def answered(finding: Finding, window: Window) -> None:
        visit = make_visit(place.author, window, version=place.version)
        answer = Answer(visit_id=visit.id, item_key="look1", value={"choice": "no"})
        keep(answer)
        with transaction():
            row = db.session.get_one(Finding, finding.id)
            row.answer_id, row.visit_id, row.item_id = answer.id, visit.id, None

    answered(place.case.finding, place.same)
    answered(make_finding(FindingStatus.RECTIFYING, unit=place.other, window=place.kin), place.kin)
    assert place.rows()["同类窗口"].open_same == 1


def test_every_ticked_window_becomes_a_visit_of_its_own_in_one_go(place: Place) -> None:
    assert place.go(place.doing, place.kin) == 2
    visits = linked(place.case)
    assert [[stop.window_id for stop in visit.stops] for visit in visits] == [[place.doing.id], [place.kin.id]]
    assert {(visit.author_id, visit.checklist_version_id, visit.planned_on) for visit in visits} == {
        (place.author.id, place.version.id, WEDNESDAY)
    }
    deeds = db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.sequence)).all()
    assert (deeds.count("visit.planned"), deeds.count("finding.siblings_planned")) == (2, 1)


def test_a_window_that_was_planned_for_is_skipped_and_all_of_them_are_refused(place: Place) -> None:
    place.go(place.doing)
    assert place.rows()["同事项窗口"].planned.planned_on == WEDNESDAY
    assert place.go(place.doing, place.kin) == 1
    with pytest.raises(Refused, match="都已经安排过"):
        place.go(place.doing, place.kin)
    assert len(linked(place.case)) == 2


def test_of_clerks_who_tick_one_window_together_one_plans(app: Flask, place: Place) -> None:
    actor, plan, number = place.case.actor("clerk"), place.plan(place.doing), place.case.number
    db.session.rollback()

    def press(_: int) -> int:
        with app.app_context():
            try:
                with transaction():
                    return plan_elsewhere(actor, number, plan)
            except Refused:
                return 0

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(press, range(12))) == 1
    assert len(linked(place.case)) == 1


def test_a_visit_called_off_frees_its_window(place: Place) -> None:
    place.go(place.doing)
    (visit,) = linked(place.case)
    with transaction():
        cancel_plan(place.case.actor("clerk"), visit.public_id)
    assert place.rows()["同事项窗口"].planned is None
    assert place.go(place.doing) == 1


def test_nothing_is_planned_when_one_window_does_not_do(place: Place) -> None:
    tied = make_person(Role.SHOPPER, place.other)
    with pytest.raises(Invalid, match="同事项窗口：去暗访的人不能") as refused:
        place.go(place.same, place.doing, name="director", mode=VisitMode.COVERT, who=tied, role=Role.SHOPPER)
    assert refused.value.field == "author"
    with pytest.raises(Invalid, match="不在清单里"):
        place.go(place.same, db.session.get_one(Window, place.case.finding.window_id))
    with pytest.raises(Invalid, match="请勾选"):
        place.go()
    db.session.rollback()
    assert linked(place.case) == []


def test_only_the_office_plans_and_covertly_only_who_plans_covert_visits(place: Place) -> None:
    shopper = make_person(Role.SHOPPER)
    covert = {"mode": VisitMode.COVERT, "who": shopper, "role": Role.SHOPPER}
    for name, error in (("liaison", NotAllowed), ("verifier", NotAllowed), ("leader", NotAllowed)):
        with pytest.raises(error):
            place.go(place.same, name=name)
    with pytest.raises(NotAllowed, match="安排暗访"):
        place.go(place.same, name="clerk", **covert)
    assert place.go(place.same, name="director", **covert) == 1
    (visit,) = linked(place.case)
    assert (visit.author_id, visit.author_seal is not None) == (None, True)
    director, clerk = (outcomes_of(place.case.actor(name), place.case.finding) for name in ("director", "clerk"))
    assert (len(director), clerk) == (1, []), "a clerk knows of no covert visit that isn't handed in"
    assert outcomes_of(place.case.actor("liaison"), place.case.finding) == []
    with pytest.raises(Missing), transaction():
        plan_elsewhere(place.case.actor("clerk"), "2000-none", place.plan(place.same))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], ""),
        (["", SameElsewhere.FIXED], "有，已一并改"),
        ([SameElsewhere.FIXING, ""], "有，还在改"),
        ([SameElsewhere.FIXING, SameElsewhere.NONE], ""),
    ],
)
def test_the_departments_last_word_on_other_windows_counts(answers: list[str], said: str) -> None:
    assert said_elsewhere(answers) == said


def test_the_office_ticks_windows_on_a_page_and_reads_what_became_of_them(client: FlaskClient, place: Place) -> None:
    case = place.case
    feed_back(case, same_elsewhere=SameElsewhere.FIXING)
    before = page(client, case, "clerk")
    assert "别的窗口：有，还在改。" in before
    listed = page(client, case, "clerk", "/siblings?why=unit")
    assert "本单位窗口" in listed
    assert "同类窗口" not in listed
    assert f"举一反三（{case.number}）" in listed
    assert "请勾选要去看的窗口。" in post(client, case, "clerk", "/siblings", 422, **place.form())
    assert "不在清单里" in post(client, case, "clerk", "/siblings", 422, **place.form(windows=["²"]))
    post(client, case, "clerk", "/siblings", 303, **place.form(place.same, place.kin))
    found = make_finding(FindingStatus.SUBMITTED, unit=place.other, visit=linked(case)[0])
    text = page(client, case, "clerk")
    for words in ("本单位窗口", "同类窗口", "待走访", f"#{found.id}", "待审核"):
        assert words in text, words
    assert "5月13日已安排" in page(client, case, "clerk", "/siblings")
    post(client, case, "clerk", "/siblings", 409, **place.form(place.same))


def test_a_department_reads_not_one_byte_of_it(client: FlaskClient, place: Place) -> None:
    case, shopper = place.case, make_person(Role.SHOPPER)
    feed_back(case, same_elsewhere=SameElsewhere.FIXING)
    readers, paths = ("liaison", "head", "leader"), ("", "/sheets/dispatch", "/sheets/feedback")
    with on(WEDNESDAY):
        before = {(who, path): page(client, case, who, path) for who in readers for path in paths}
    place.go(place.same, place.kin)
    place.go(place.doing, name="director", mode=VisitMode.COVERT, who=shopper, role=Role.SHOPPER)
    after = {(who, path): page(client, case, who, path) for who in readers for path in paths}
    assert {key: _steady(text) for key, text in after.items()} == {key: _steady(text) for key, text in before.items()}
    assert not any(word in text for text in after.values() for word in ("elsewhere-title", "举一反三（", "已安排"))
    for who in readers:
        page(client, case, who, "/siblings", 403)


def test_one_window_and_thirty_cost_the_same_queries(app: Flask, place: Place) -> None:
    def asked() -> int:
        actor, finding, count = place.case.actor("clerk"), place.case.finding, [0]

        def note(*_: Any) -> None:
            count[0] += 1

        event.listen(db.engine, "before_cursor_execute", note)
        list_siblings(actor, finding, None, 0, 50)
        outcomes_of(actor, finding)
        event.remove(db.engine, "before_cursor_execute", note)
        return count[0]

    place.go(place.doing)
    few = asked()
    more = [make_window(place.case.unit) for _ in range(20)]
    place.go(*more)
    assert asked() == few


def _steady(text: str) -> str:
    """Return a page without its token."""
    return re.sub(r'name="csrf_token"[^>]*>', "", text)
