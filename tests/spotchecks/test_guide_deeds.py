"""An online spot-check is kept, mended, judged, listed; who may do what, and what it counts in."""

from datetime import timedelta
from typing import Any

import pytest

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.catalogue.vocabulary import TimeUnit
from inspect_app.checklists.vocabulary import Choice
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingFile
from inspect_app.findings.queries import photos_to_pass
from inspect_app.findings.vocabulary import Category, FindingStatus, SourceKind
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.metrics.queries.promise import (
    PromiseScope,
    desk_within,
    get_matter,
    rates_of,
    rates_where,
    reader_of,
    visit_lines,
)
from inspect_app.metrics.queries.trials import that_count
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import Period, PromiseLine
from inspect_app.projects.vocabulary.assigned import Upload
from inspect_app.spotchecks.actions import guides
from inspect_app.spotchecks.models import GuideCheck
from inspect_app.spotchecks.queries import guides as queries
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckDraft, CheckFilter, Found, Kind, Outcome
from tests.factories import make_actor, make_item, make_person
from tests.metrics.promising import answer, tried, visit_of
from tests.pictures import photo
from tests.spotchecks.dialling import DAY, Desk, at

PERIOD = Period(DAY - timedelta(days=1), DAY + timedelta(days=5))
WINDOW = {Aspect.PAPERS: "1. 身份证原件及复印件\n2. 户口簿", Aspect.LIMIT: "5个工作日", Aspect.TRIPS: "最多跑一次"}
ONLINE = {Aspect.PAPERS: "户口簿\n身份证原件", Aspect.LIMIT: "5 个工作日。", Aspect.TRIPS: "最多跑一次"}


class Checks:
    """A matter at a window, and spot-checks of it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        window = db.session.query(Window).filter_by(name="婚姻登记窗口").one()
        unit = db.session.get_one(Unit, desk.unit_id)
        self.window_id, self.item_id = window.id, make_item(unit, window=window, name="结婚登记").id

    def draft(self, **values: Any) -> CheckDraft:
        facts: dict[str, Any] = {
            "campaign_id": self.desk.campaign_id, "item_id": self.item_id, "window_id": self.window_id,
            "url": "https://example.gov.cn/guide", "found": Found.FOUND, "checked_on": DAY, "window": WINDOW,
            "online": ONLINE,
        }  # fmt: skip
        return CheckDraft(**(facts | values))

    def make(self, *uploads: Upload, **values: Any) -> int:
        with clock.reading(lambda: at(10)), transaction():
            return guides.make_check(self.desk.inspector, self.draft(**values), uploads).id


@pytest.fixture
def checks(desk: Desk) -> Checks:
    return Checks(desk)


def check(check_id: int) -> GuideCheck:
    db.session.expire_all()
    return db.session.get_one(GuideCheck, check_id)


def test_only_what_differs_is_a_difference(checks: Checks) -> None:
    found = check(checks.make())
    assert [(one.aspect, one.kind, one.window_line, one.online_line) for one in found.differences] == [
        (Aspect.PAPERS, Kind.CHANGED, "1. 身份证原件及复印件", "身份证原件")
    ]
    assert found.outcome is Outcome.DIFFERENT


def test_a_difference_becomes_a_problem_with_both_wordings_and_the_screenshot(checks: Checks) -> None:
    check_id = checks.make(Upload("截图.jpg", photo(80, 60)))
    difference_id = check(check_id).differences[0].id
    with transaction():
        finding = guides.list_difference(checks.desk.inspector, check_id, difference_id)
    assert (finding.status, finding.source_kind, finding.method, finding.category) == (
        FindingStatus.SUBMITTED, SourceKind.OFFICE, VisitMethod.ONLINE, Category.GUIDE,
    )  # fmt: skip
    assert (finding.lead_unit_id, finding.item_id, finding.found_on) == (checks.desk.unit_id, checks.item_id, DAY)
    assert "窗口写“1. 身份证原件及复印件”，网上写“身份证原件”" in finding.fact
    files = db.session.query(FindingFile).filter_by(finding_id=finding.id).all()
    assert [one.file_id for one in files] == [one.file_id for one in check(check_id).files]
    (offered,) = photos_to_pass(finding)
    assert offered.href.startswith(f"/online-checks/{check_id}/files/")
    with pytest.raises(Refused, match="已经列为问题"), transaction():
        guides.list_difference(checks.desk.clerk, check_id, difference_id)
    with pytest.raises(Refused, match="另做一次抽查"), transaction():
        guides.mend_check(checks.desk.inspector, check_id, checks.draft())


def test_what_means_the_same_does_not_count_and_can_be_turned_back(checks: Checks) -> None:
    check_id = checks.make()
    difference_id = check(check_id).differences[0].id
    with transaction():
        guides.judge_difference(checks.desk.inspector, check_id, difference_id, same=True)
    assert check(check_id).outcome is Outcome.SAME
    with pytest.raises(Refused, match="意思一样"), transaction():
        guides.list_difference(checks.desk.inspector, check_id, difference_id)
    with clock.reading(lambda: at(11)), transaction():
        guides.mend_check(checks.desk.inspector, check_id, checks.draft(note="重看过"))
    assert check(check_id).outcome is Outcome.SAME, "what was judged stays where its lines stayed"
    with transaction():
        guides.judge_difference(checks.desk.inspector, check_id, check(check_id).differences[0].id, same=False)
    assert check(check_id).outcome is Outcome.DIFFERENT


@pytest.mark.parametrize("found", [Found.NOT_FOUND, Found.NOT_OPEN])
def test_a_guide_that_is_not_online_is_one_problem(checks: Checks, found: Found) -> None:
    check_id = checks.make(found=found)
    kept = check(check_id)
    assert (kept.outcome, kept.online_texts, [one.kind for one in kept.differences]) == (
        Outcome.UNPUBLISHED, {}, [Kind.UNPUBLISHED],
    )  # fmt: skip
    with pytest.raises(Refused, match="没有公布"), transaction():
        guides.judge_difference(checks.desk.inspector, check_id, kept.differences[0].id, same=True)
    with transaction():
        finding = guides.list_difference(checks.desk.inspector, check_id, kept.differences[0].id)
    assert finding.title == "网上没有公布“结婚登记”办事指南"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"checked_on": DAY + timedelta(days=1)}, "checked_on"),
        ({"item_id": 10**6}, "item_id"),
        ({"window_id": 10**6}, "window_id"),
        ({"online": {}}, "online_papers"),
        ({"window": {Aspect.PAPERS: "证\n" * 61}}, "window_papers"),
    ],
)
def test_a_check_that_cannot_be_is_refused(checks: Checks, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checks.make(**values)
    assert refused.value.field == field
    assert db.session.query(GuideCheck).count() == 0


def test_the_office_sees_all_an_inspector_the_own_and_nobody_else_any(checks: Checks) -> None:
    check_id, desk = checks.make(), checks.desk
    assert queries.list_checks(desk.clerk, CheckFilter())[1] == 1
    shopper = make_actor(Role.SHOPPER)
    for actor in (desk.actor(desk.other_id), desk.actor(desk.liaison_id), shopper):
        assert queries.list_checks(actor, CheckFilter())[1] == 0
        with pytest.raises(Missing):
            queries.get_check(actor, check_id)
    with pytest.raises(NotAllowed), transaction():
        guides.make_check(shopper, checks.draft())
    with pytest.raises(Conflict, match="刚被别人改过"), clock.reading(lambda: at(11)), transaction():
        guides.mend_check(desk.clerk, check_id, checks.draft(), seen=99)


def test_the_register_fills_in_what_it_knows(checks: Checks) -> None:
    item = make_item(papers=("身份证", "户口簿"), promised_amount=5, promised_unit=TimeUnit.WORKDAYS)
    known = queries.at_the_window(item.id)
    assert (known[Aspect.PAPERS], known[Aspect.TRIPS]) == ("身份证\n户口簿", "最多跑一次")
    assert "5" in known[Aspect.LIMIT]


def test_spot_checks_and_visits_are_one_rate_and_one_list(checks: Checks) -> None:
    check_id, desk = checks.make(), checks.desk
    checks.make(online=WINDOW)
    visit = visit_of(db.session.get_one(Window, checks.window_id))
    tried(db.session.get_one(ServiceItem, checks.item_id), visit=visit)
    answer(visit, "guide_same", {"choice": Choice.YES.value})
    scope = PromiseScope(desk.clerk, reader_of(desk.clerk), PERIOD)
    assert get_matter(scope, checks.item_id).lines[PromiseLine.GUIDE].words == "2/3"
    whole = {rate.name: rate.made_of for rate in rates_where(that_count(None, PERIOD), desk_within(None, PERIOD))}
    assert whole[named("guide")] == {rate.name: rate.made_of for rate in rates_of(scope)}[named("guide")] == "2/3"
    lines, total, _ = visit_lines(scope, checks.item_id, PromiseLine.GUIDE, kept=False, page=1)
    assert ([(one.href, one.method) for one in lines], total) == ([(f"/online-checks/{check_id}", "网上抽查")], 1)
    assert visit_lines(scope, checks.item_id, PromiseLine.GUIDE, kept=None, page=1)[1] == 3
    elsewhere = PromiseScope(desk.clerk, reader_of(desk.clerk), PERIOD, method=VisitMethod.ON_SITE)
    assert get_matter(elsewhere, checks.item_id).lines[PromiseLine.GUIDE].words == "1/1"


def test_a_department_counts_a_check_once_nothing_of_it_waits(checks: Checks) -> None:
    check_id, desk = checks.make(), checks.desk
    liaison = desk.actor(make_person(Role.DEPT_LIAISON, db.session.get_one(Unit, desk.unit_id)).id)
    scope = PromiseScope(liaison, reader_of(liaison), PERIOD)
    assert get_matter(scope, checks.item_id).lines[PromiseLine.GUIDE].words == "不足3次"
    with transaction():
        guides.list_difference(desk.clerk, check_id, check(check_id).differences[0].id)
    assert get_matter(scope, checks.item_id).lines[PromiseLine.GUIDE].d == 0
