"""Promise against reality, counted by both databases, with n/d written by hand."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from inspect_app.access import Actor, Role
from inspect_app.accounts.vocabulary import ParticipantTag
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.vocabulary import HoursKind, TimeUnit, TripPromise
from inspect_app.database import transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise import PromiseScope, league, months_of, rates_of, reader_of, visit_lines
from inspect_app.metrics.queries.promise.matter import faults_of, get_matter, windows_of
from inspect_app.metrics.queries.trials import visits_of_observers
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.rules.shares import participants
from inspect_app.metrics.vocabulary import MatterRow, Period, PromiseLine
from inspect_app.visits.actions import note_result
from inspect_app.visits.vocabulary import PapersFault, ScriptBreak, TrialOutcome, VisitMode, VisitStatus
from tests.factories import (
    actor_of,
    make_actor,
    make_campaign,
    make_finding,
    make_item,
    make_person,
    make_site,
    make_unit,
    make_visit,
    make_window,
)
from tests.metrics.promising import DAY, answer, called, papers, phone_version, told, tried, visit_of

pytestmark = pytest.mark.usefixtures("app_context")
L = PromiseLine
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


def seen_by(actor: Actor | None = None, **values: Any) -> PromiseScope:
    actor = actor or make_actor(Role.OFFICE_CLERK)
    return PromiseScope(actor, reader_of(actor), **({"period": MAY} | values))


def words(row: MatterRow) -> dict[str, str]:
    return {line.value: count.words for line, count in row.lines.items() if count.d}


def rates(scope: PromiseScope) -> dict[str, tuple[int, int]]:
    return {rate.name: (rate.n, rate.d) for rate in rates_of(scope)}


def test_a_promise_of_one_trip_is_broken_by_three_and_the_visit_stands_behind_it() -> None:
    item = make_item(trips=TripPromise.ONE)
    visit = visit_of(mode=VisitMode.COVERT)
    tried(item, visit=visit, trips=3)
    scope = seen_by()
    assert [words(row) for row in league(scope)] == [{"kept": "0/1", "trips": "0/1"}]
    lines, total, untold = visit_lines(scope, item.id, L.TRIPS, kept=False, page=1)
    assert [(one.on, one.words, one.kept, one.href) for one in lines] == [
        (DAY, "3 趟（材料齐全）", False, f"/visits/{visit.public_id}")
    ]
    assert (total, untold) == (1, 0)


def test_a_promise_of_trips_holds_for_whoever_brings_all_papers() -> None:
    one, zero = make_item(trips=TripPromise.ONE), make_item(trips=TripPromise.ZERO)
    tried(one, trips=2, papers_complete=False)
    tried(one, trips=1)
    tried(one, trips=None)
    tried(zero, trips=1)
    tried(make_item(trips=TripPromise.MORE), trips=5)
    assert {row.item_id: words(row)["trips"] for row in league(seen_by()) if "trips" in words(row)} == {
        one.id: "1/1", zero.id: "0/1",
    }  # fmt: skip


def test_papers_are_held_against_the_list_the_register_and_the_identity_card() -> None:
    item = make_item(trips=None, id_only=True)
    asked = (
        papers(("居民身份证",)),
        papers(("居民身份证", "近期证件照")),
        papers(("身份证明文件",), beyond=("户口簿",)),
        papers(("居民身份证",), cancelled=("无房证明",)),
        papers(beyond=('说明"origin": "cancelled"', '材料"name": "居民身份证')),
        [],
    )
    for one in asked:
        tried(item, papers=one)
    (row,) = league(seen_by())
    assert words(row) == {"kept": "1/5", "papers": "3/5", "cancelled": "4/5", "id_only": "1/5"}


def test_a_promise_of_minutes_is_held_against_the_minutes_at_the_window() -> None:
    item = make_item(trips=None, promised_amount=30, promised_unit=TimeUnit.MINUTES)
    for minutes in (30, 31, None):
        tried(item, handled_minutes=minutes)
    (row,) = league(seen_by())
    assert words(row) == {"kept": "1/2", "time": "1/2"}


def test_a_promise_of_working_days_is_kept_or_broken_when_the_result_has_come() -> None:
    item = make_item(trips=None, promised_amount=3, promised_unit=TimeUnit.WORKDAYS)
    tried(item)  # done on the spot
    tried(item, trips=2)  # done, but nobody noted when
    late, soon, open_still = (tried(item, outcome=TrialOutcome.NOT_YET) for _ in range(3))
    clerk = make_actor(Role.OFFICE_CLERK)
    with transaction():
        note_result(clerk, soon.id, item.id, date(2026, 5, 25))  # Thursday, Friday, Monday
        note_result(clerk, late.id, item.id, date(2026, 5, 26))
    (row,) = league(seen_by())
    assert words(row) == {"kept": "2/3", "time": "2/3"}
    seen = get_matter(seen_by(), item.id)
    assert seen.workdays.words == "3.5（7/2）"
    assert open_still.result_on is None


def test_done_while_one_waits_is_a_promise_of_the_same_day() -> None:
    item = make_item(trips=None, promised_amount=0, promised_unit=TimeUnit.MINUTES)
    tried(item, handled_minutes=9)
    tried(item, outcome=TrialOutcome.REFUSED)
    assert [words(row)["time"] for row in league(seen_by())] == ["1/1"]


def test_the_rates_are_those_of_the_definitions() -> None:
    one, two, never = make_item(), make_item(trips=TripPromise.ZERO), make_item(trips=TripPromise.MORE)
    tried(one, trips=1, told=told(True, True))
    tried(one, trips=3, told=told(True, False), papers=papers(("户口簿",), cancelled=("无房证明",)))
    tried(two, trips=0, papers=papers(("户口簿",)))
    tried(two, trips=4, papers_complete=False)
    tried(never, trips=9, outcome=TrialOutcome.ABANDONED)
    tried(None, trips=2)
    tried(one, trips=7, self_check=True)  # 自查
    tried(one, trips=7, script_break=next(iter(ScriptBreak)))
    tried(one, trips=7, status=VisitStatus.RECEIVED)  # not reviewed
    tried(one, trips=7, on=date(2026, 6, 1))
    assert rates(seen_by()) == {
        named("trips"): (10, 5), named("one_trip"): (2, 6), named("zero_trip"): (1, 5), named("promise_gap"): (1, 2),
        named("told_once"): (1, 2), named("cancelled_asked"): (1, 2), named("kept"): (2, 3),
        named("guide"): (0, 0), named("phone_through"): (0, 0), named("phone_answered"): (0, 0),
    }  # fmt: skip
    note = {rate.name: rate.note for rate in rates_of(seen_by())}
    assert note[named("trips")] == "材料齐全 6/4，材料不齐 4/1"


def test_phones_count_for_the_matters_of_the_window_and_hours_stand_apart() -> None:
    office, always = make_window(phone="1"), make_window(phone="2", hours_kind=HoursKind.ROUND_THE_CLOCK)
    item, version = make_item(window=office), phone_version()
    tried(item, office)
    called(office, through=True, answered=True, version=version)
    called(office, through=False, version=version)
    called(always, through=True, version=version)
    answer(visit_of(office, version=version), "call", {"choice": "na", "reason": "没有电话"})
    scope = seen_by()
    assert words(league(scope)[0])["phone"] == "1/2"
    found = {rate.name: (rate.n, rate.d, rate.note) for rate in rates_of(scope)}
    assert found[named("phone_through")] == (2, 3, "办公时间 1/2，24小时 1/1")
    assert found[named("phone_answered")] == (1, 3, "办公时间 1/2，24小时 0/1")
    lines, total, _ = visit_lines(scope, item.id, L.PHONE, kept=False, page=1)
    assert ([one.words for one in lines], total) == (["2026-05-20 09:30 拨打 1，没有接通"], 1)


def test_a_guide_counts_for_the_matters_tried_on_the_same_visit() -> None:
    item, window = make_item(), make_window()
    for choice in ("yes", "no"):
        visit = visit_of(window)
        tried(item, visit=visit)
        tried(item, visit=visit)
        answer(visit, "guide_same", {"choice": choice})
    online = visit_of(method=VisitMethod.ONLINE)
    answer(online, "papers", {"choice": "no"})
    answer(visit_of(), "papers", {"choice": "no"})  # of another checklist: papers beyond the list
    scope = seen_by()
    assert words(league(scope)[0])["guide"] == "1/2"
    assert rates(scope)[named("guide")] == (1, 3)
    assert visit_lines(scope, item.id, L.GUIDE, kept=None, page=1)[1] == 2


@pytest.mark.shared
def test_the_league_is_narrowed_by_unit_site_batch_method_and_campaign() -> None:
    site, campaign = make_site(), make_campaign()
    item = make_item(batch="第一批")
    window = make_window(site=site)
    tried(item, window, method=VisitMethod.EXPERIENCE, campaign=campaign)
    tried(make_item())
    asked: tuple[dict[str, Any], ...] = (
        {"unit_id": item.unit_id}, {"site_id": site.id}, {"batch": "第一批"}, {"method": VisitMethod.EXPERIENCE},
        {"campaign_id": campaign.id},
    )  # fmt: skip
    assert len(league(seen_by())) == 2
    for one in asked:
        scope = seen_by(**one)
        assert [row.item_id for row in league(scope)] == [item.id], one
        assert rates(scope)[named("one_trip")] == (1, 1), one


def test_months_and_windows_add_up_to_the_matter() -> None:
    item, windows = make_item(), [make_window(), make_window()]
    for place, window in enumerate(windows):
        tried(item, window, trips=2, on=DAY - timedelta(days=31 * place))
    scope = seen_by(period=Period(date(2026, 1, 1), MAY.last))
    assert [row.kept.words for row in months_of(scope, item.id)][-3:] == ["—", "0/1", "0/1"]
    assert [row.kept.words for row in windows_of(scope, item.id)] == ["0/1", "0/1"]
    (row,) = league(scope)
    assert (row.two_windows, row.findings) == (True, 0)


def test_a_department_reads_its_own_matters_and_no_small_number() -> None:
    unit = make_unit()
    item, other = make_item(unit), make_item()
    liaison = make_actor(Role.DEPT_LIAISON, unit)
    tried(item, trips=3)
    tried(item)
    tried(other)
    (row,) = league(seen_by(liaison))
    assert (row.item_id, words(row)["kept"], row.trips.words, row.rank) == (item.id, "不足3次", "不足3次", None)
    assert rates(seen_by(liaison))[named("one_trip")] == (0, 0)
    tried(item)
    assert words(league(seen_by(liaison))[0])["kept"] == "2/3"
    assert windows_of(seen_by(liaison), item.id) == []


def test_a_department_hears_of_a_covert_visit_when_its_problem_is_delivered() -> None:
    unit = make_unit()
    item, window = make_item(unit), make_window(unit)
    for _ in range(3):
        tried(item, window)
    covert = visit_of(window, mode=VisitMode.COVERT)
    tried(item, visit=covert, trips=3)
    silent = visit_of(window, mode=VisitMode.COVERT)
    waiting = make_finding(FindingStatus.SUBMITTED, unit=unit, visit=covert, is_covert=True)
    liaison = make_actor(Role.DEPT_LIAISON, unit)
    assert words(league(seen_by(liaison))[0])["kept"] == "3/3"
    with transaction() as session:
        session.delete(session.get_one(type(waiting), waiting.id))
    make_finding(FindingStatus.DISPATCHED, unit=unit, visit=covert, is_covert=True)
    tried(item, visit=silent)
    scope = seen_by(liaison)
    assert words(league(scope)[0])["kept"] == "4/5"
    lines, total, untold = visit_lines(scope, item.id, L.KEPT, kept=None, page=1)
    assert [(one.method, one.place, one.href) for one in lines if one.method == "实地督查"] == [("实地督查", "—", "")]
    assert (total, untold) == (4, 1)


def test_a_leader_reads_every_number_and_of_a_covert_visit_its_day() -> None:
    item = make_item()
    tried(item, trips=3, mode=VisitMode.COVERT)
    leader = actor_of(make_person(Role.LEADER))
    scope = seen_by(leader)
    assert words(league(scope)[0])["kept"] == "0/1"
    (line,), _, _ = visit_lines(scope, item.id, L.KEPT, kept=None, page=1)
    assert (line.method, line.place, line.href) == ("实地督查", "—", "")


def test_why_papers_were_not_complete_is_told_of_those_trials_alone() -> None:
    item = make_item(trips=TripPromise.ONE)
    for fault in (PapersFault.UNTOLD, PapersFault.UNTOLD, PapersFault.APPLICANT, None):
        tried(item, trips=2, papers_complete=False, fault=fault)
    tried(item, trips=1)
    assert faults_of(seen_by(), item.id) == [("窗口没有讲清", "2/4"), ("讲清了，本人没带", "1/4")]
    head = make_person(Role.DEPT_HEAD, unit=item.unit)
    assert faults_of(seen_by(actor_of(head)), item.id) == []


def test_whom_observers_stand_for_is_told_as_a_share_of_their_visits() -> None:
    firm, both, nobody = (
        make_person(Role.OBSERVER, tags=[tag.value for tag in tags])
        for tags in ((ParticipantTag.FIRM,), (ParticipantTag.DELEGATE, ParticipantTag.CITIZEN), ())
    )
    handed_in = {"status": VisitStatus.ACCEPTED, "submitted_at": clock.at(DAY, time(10))}
    for number, author in enumerate((firm, firm, both, nobody)):
        make_visit(author, receipt=f"P{number}", **handed_in)
    visit_of()
    rate = participants(visits_of_observers(None, MAY))
    assert (rate.n, rate.d, rate.note) == (3, 4, "两代表一委员 1/4，企业 2/4，党员群众 1/4")
    assert participants([]).words == "—"
