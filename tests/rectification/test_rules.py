"""Who acts, how a deadline reads, who reads what: plain decisions."""

from datetime import date, time

import pytest

from inspect_app.access import Actor, Grant, Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.findings.rules.clocks import LampView, Span
from inspect_app.findings.rules.workflow import CaseFacts
from inspect_app.findings.vocabulary import FileStage, FindingStatus, Grade, Lamp, Step
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.rectification.rules.acting import (
    PanelKind,
    choose_panel,
    decision_pages,
    further_pages,
    next_hand,
    sign_refusal,
)
from inspect_app.rectification.rules.deadlines import (
    Term,
    counted_words,
    days_off_words,
    department_plate,
    held_parts,
    office_plate,
)
from inspect_app.rectification.rules.privacy import (
    actor_words,
    audience_of,
    check_words,
    found_words,
    may_see_file,
)
from inspect_app.rectification.rules.wording import answer_words, item_text, phone_words, trips_words
from inspect_app.rectification.vocabulary import Audience, VerificationMethod

# 2026 around Labour Day: 1–5 May off, Saturday 9 May worked.
CALENDAR = WorkCalendar((date(2026, 5, day) for day in (1, 4, 5)), (date(2026, 5, 9),), (2026,))
TODAY = date(2026, 5, 21)
UNIT, OFFICE = 7, 1


def actor(role: Role, unit: int = OFFICE, person: int = 1, *, deputy: bool = False) -> Actor:
    """Make somebody with one role."""
    return Actor(person, "某人", unit, (Grant(role, unit, frozenset({unit}), None, deputy),))


LIAISON, HEAD = actor(Role.DEPT_LIAISON, UNIT, 2), actor(Role.DEPT_HEAD, UNIT, 3)
DEPUTY = actor(Role.DEPT_HEAD, UNIT, 4, deputy=True)
CLERK, DIRECTOR = actor(Role.OFFICE_CLERK), actor(Role.OFFICE_DIRECTOR)
VERIFIER, LEADER = actor(Role.VERIFIER, OFFICE, 5), actor(Role.LEADER)


def case(status: FindingStatus, **facts: object) -> CaseFacts:
    """Make the facts of an ordinary case of the unit."""
    return CaseFacts(**({"status": status, "grade": Grade.ORDINARY, "lead_unit_id": UNIT} | facts))  # type: ignore[arg-type]


S, K = FindingStatus, PanelKind


@pytest.mark.parametrize(
    ("who", "facts", "kind"),
    [
        (LIAISON, case(S.ACCEPTED), K.ANSWER),
        (LIAISON, case(S.RECTIFYING), K.ANSWER),
        (LIAISON, case(S.RECTIFYING, pending_step=Step.REQUEST_CLOSURE), K.WAIT_SIGNATURE),
        (HEAD, case(S.RECTIFYING, pending_step=Step.REQUEST_CLOSURE), K.SIGN),
        (DEPUTY, case(S.RECTIFYING, pending_step=Step.REQUEST_CLOSURE, grade=Grade.MAJOR), K.WAIT_SIGNATURE),
        (CLERK, case(S.RECTIFYING, pending_step=Step.REQUEST_CLOSURE), K.LOOK),
        (CLERK, case(S.PLAN_SUBMITTED), K.REVIEW_PLAN),
        (CLERK, case(S.PLAN_SUBMITTED, grade=Grade.MAJOR), K.LOOK),
        (DIRECTOR, case(S.PLAN_SUBMITTED, grade=Grade.MAJOR), K.REVIEW_PLAN),
        (CLERK, case(S.RETURN_REQUESTED), K.RULE),
        (VERIFIER, case(S.PENDING_VERIFICATION), K.VERIFY),
        (VERIFIER, case(S.PENDING_VERIFICATION, plan_approver_id=5), K.BLOCKED),
        (VERIFIER, case(S.PENDING_VERIFICATION, verified=True), K.BLOCKED),
        (CLERK, case(S.PENDING_VERIFICATION, verified=True), K.CLOSE),
        (LEADER, case(S.PENDING_VERIFICATION), K.LOOK),
        (LIAISON, case(S.PENDING_VERIFICATION), K.LOOK),
        (LIAISON, case(S.CLOSED), K.LOOK),
    ],
)
def test_one_panel_for_one_person(who: Actor, facts: CaseFacts, kind: PanelKind) -> None:
    assert choose_panel(who, facts, LIAISON.person_id, TODAY).kind is kind


def test_a_blocked_panel_says_why() -> None:
    facts = case(S.PENDING_VERIFICATION, plan_approver_id=5)
    assert choose_panel(VERIFIER, facts, None, TODAY).reason == "审过计划的人不再核验同一个问题。"


def test_whoever_asked_does_not_decide() -> None:
    facts = case(S.RECTIFYING, pending_step=Step.REQUEST_CLOSURE)
    assert sign_refusal(HEAD, facts, HEAD.person_id) is not None
    assert sign_refusal(HEAD, facts, LIAISON.person_id) is None


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        (case(S.DISPATCHED), "市公安局联络员"),
        (case(S.RECTIFYING, pending_step=Step.REQUEST_CLOSURE), "市公安局负责人"),
        (case(S.PLAN_SUBMITTED, grade=Grade.MAJOR), "跑改办主任"),
        (case(S.PENDING_VERIFICATION), "核验人员"),
        (case(S.PENDING_VERIFICATION, verified=True), "跑改办"),
    ],
)
def test_the_next_hand_is_named(facts: CaseFacts, who: str) -> None:
    hand = next_hand(facts, "市公安局")
    assert hand is not None
    assert hand.who == who


def test_nobody_is_next_when_a_case_has_ended() -> None:
    assert next_hand(case(S.CLOSED), "市公安局") is None


def test_whoever_may_decide_what_was_asked_is_led_to_it() -> None:
    asked = case(S.RECTIFYING, extension_asker_id=9, answer_by=TODAY)
    assert choose_panel(CLERK, asked, None, TODAY).kind is K.DECIDE
    assert choose_panel(CLERK, case(S.RECTIFYING, answer_by=TODAY), None, TODAY).kind is K.LOOK
    second = case(S.RECTIFYING, extension_asker_id=9, extension_count=1, answer_by=TODAY)
    assert [choose_panel(who, second, None, TODAY).kind for who in (CLERK, DIRECTOR)] == [K.LOOK, K.DECIDE]
    signing = case(S.RECTIFYING, extension_asker_id=9, answer_by=TODAY, pending_step=Step.REQUEST_CLOSURE)
    assert choose_panel(CLERK, signing, LIAISON.person_id, TODAY).kind is K.DECIDE


def test_what_stands_in_the_panel_is_not_offered_below_it() -> None:
    for facts in (case(S.RETURN_REQUESTED), case(S.RECTIFYING, extension_asker_id=9, answer_by=TODAY)):
        panel = choose_panel(DIRECTOR, facts, None, TODAY)
        below = {endpoint for _, endpoint in further_pages(DIRECTOR, facts, panel, TODAY)}
        assert below.isdisjoint(endpoint for _, endpoint in decision_pages(panel))
        assert ("rectification.redirect_case" in below) is (facts.status is S.RECTIFYING)


def test_a_plate_tells_each_extension_and_what_the_office_held_by_reason() -> None:
    facts = term(
        due=date(2026, 5, 29), limit=date(2026, 6, 4), held_days=4,
        extended=((date(2026, 5, 25), date(2026, 5, 29)),), held=(("核验", 3), ("审批延期", 1)),
    )  # fmt: skip
    words = counted_words(facts, TODAY, CALENDAR)
    assert words[0] == "5月11日送达，10 个工作日，到 5月25日。"
    assert words[1] == "同意延期 4 个工作日，由 5月25日改为 5月29日。"
    assert "跑改办办理占用：核验 3 天、审批延期 1 天，共 4 个工作日，已顺延，不算在本单位时限内。" in words


def test_days_held_for_two_reasons_at_once_count_for_the_first() -> None:
    spans = [
        ("核验", Span(date(2026, 5, 12), date(2026, 5, 15))),
        ("复核异议", Span(date(2026, 5, 11), date(2026, 5, 14), 1)),
    ]
    assert held_parts(spans, TODAY, CALENDAR) == (("复核异议", 2), ("核验", 1))


def term(**facts: object) -> Term:
    """Make a term of ten working days."""
    base = {
        "delivered": date(2026, 5, 11), "original_due": date(2026, 5, 25), "due": date(2026, 5, 25),
        "limit": date(2026, 5, 25), "held_days": 0, "rework_due": None, "provisional": False,
    }  # fmt: skip
    return Term(**(base | facts))  # type: ignore[arg-type]


def test_a_plate_says_number_date_and_how_it_was_counted() -> None:
    plate = department_plate(term(), LampView(Lamp.NEAR, 2, "剩 2 个工作日"), TODAY, time(17, 30), CALENDAR)
    assert (plate.kind, plate.count, plate.when) == ("near", 2, "5月25日（星期一）17:30 前反馈")
    assert plate.counted == (
        "5月11日送达，10 个工作日，到 5月25日。",
        "5月23日、5月24日是休息日，不计。",
    )


def test_a_fixed_date_on_a_day_off_stays_and_is_marked() -> None:
    saturday = date(2026, 5, 23)
    fixed = term(original_due=saturday, due=saturday, limit=saturday)
    plate = department_plate(fixed, LampView(Lamp.NEAR, 1, ""), TODAY, time(17, 30), CALENDAR)
    assert plate.when == "5月23日（星期六）17:30 前反馈"
    assert plate.counted[0] == "5月11日送达，9 个工作日，到 5月23日（休息日）。"


def test_a_plate_tells_what_the_office_held_and_the_original_date() -> None:
    held = term(held_days=3, limit=date(2026, 5, 28), rework_due=date(2026, 5, 26))
    plate = department_plate(held, LampView(Lamp.OK, 5, ""), TODAY, time(17, 30), CALENDAR)
    assert plate.purpose == "重办时限"
    assert plate.counted[-2:] == (
        "跑改办办理占用 3 个工作日，已顺延，不算在本单位时限内。",
        "原定时限 5月25日（星期一）。",
    )


def test_a_stopped_clock_shows_no_number() -> None:
    plate = department_plate(term(limit=None), LampView(Lamp.OK, None, "停表"), TODAY, time(17, 30), CALENDAR)
    assert (plate.count, plate.word) == (None, "已反馈")


def test_a_worked_saturday_is_told() -> None:
    words = days_off_words(date(2026, 4, 30), date(2026, 5, 11), CALENDAR)
    assert words == "5月1日、5月2日、5月3日、5月4日等 6 天是休息日，不计；5月9日调休上班，计入。"


def test_the_offices_own_clock_turns_red_when_it_is_late() -> None:
    plates = [office_plate("核验时限", day, TODAY, time(17, 30), 2, CALENDAR) for day in (TODAY, date(2026, 5, 20))]
    assert [(plate.kind, plate.count) for plate in plates] == [("near", 0), ("over", 1)]


@pytest.mark.parametrize(
    ("roles", "audience"),
    [
        ((Role.OFFICE_CLERK,), Audience.OFFICE),
        ((Role.DEPT_HEAD, Role.LEADER), Audience.DEPARTMENT),
        ((Role.DEPT_LIAISON, Role.VERIFIER), Audience.DEPARTMENT),
        ((Role.LEADER,), Audience.READER),
        ((Role.VERIFIER,), Audience.VERIFIER),
    ],
)
def test_somebody_reads_as_the_strictest_of_their_roles(roles: tuple[Role, ...], audience: Audience) -> None:
    grants = tuple(Grant(role, UNIT, frozenset({UNIT})) for role in roles)
    assert audience_of(Actor(1, "某人", UNIT, grants)) is audience


def test_a_covert_visit_reads_the_same_to_a_department_whatever_its_method_and_group() -> None:
    words = {
        found_words(method, True, group, Audience.DEPARTMENT)
        for method in VisitMethod
        for group in (None, Role.SHOPPER, Role.INSPECTOR)
    }
    assert words == {"实地督查"}


def test_only_a_covert_check_is_hidden() -> None:
    told = {method: check_words(method, Audience.DEPARTMENT) for method in VerificationMethod}
    assert told[VerificationMethod.COVERT] == "实地督查"
    assert told[VerificationMethod.CALL] == "电话回访"
    assert check_words(VerificationMethod.COVERT, Audience.OFFICE) == "暗访复核"


_THEIR_OWN = {
    Step.ACCEPT, Step.REQUEST_RETURN, Step.SUBMIT_PLAN, Step.FIX_NOW, Step.REPORT_PROGRESS, Step.REQUEST_CLOSURE,
    Step.REQUEST_EXTENSION, Step.WITHDRAW_EXTENSION, Step.FILE_DISPUTE, Step.REQUEST_DEFERRAL,
    Step.WITHDRAW_DEFERRAL, Step.HAND_DOWN, Step.PASS_UP, Step.TAKE_BACK, Step.GIVE_OPINION, Step.ANSWER_SLIP,
}  # fmt: skip


@pytest.mark.parametrize("step", list(Step))
def test_a_department_reads_no_name_of_the_office(step: Step) -> None:
    words = actor_words(step, "何静", "跑改办", Audience.DEPARTMENT)
    assert ("何静" in words) == (step in _THEIR_OWN)


def test_evidence_of_a_covert_check_is_the_offices() -> None:
    seen = {stage for stage in FileStage if may_see_file(stage, True, Audience.DEPARTMENT)}
    assert seen == set(FileStage) - {FileStage.VERIFICATION}
    assert may_see_file(FileStage.VERIFICATION, False, Audience.DEPARTMENT)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"choice": "no"}, "否"),
        ({"choices": ["a", "b"]}, "a、b"),
        ({"number": 12.5}, "12.5"),
        ({"rating": 4}, "4 分"),
        ({"told": {"a": True, "b": False}}, "讲到 1/2 项"),
        ({"photos": ["x"]}, "照片 1 张"),
        ({}, "—"),
    ],
)
def test_an_answer_reads_as_people_say_it(value: dict[str, object], words: str) -> None:
    assert answer_words(value) == words


def test_a_phone_test_tells_number_time_and_outcome() -> None:
    phone = {"number": "0574-1", "dialled_at": "2026-05-20T09:30", "connected": True, "answered": False}
    assert phone_words({"phone": phone}) == "2026-05-20 09:30 拨打 0574-1，接通但无人应答"
    assert phone_words({"choice": "no"}) == ""


def test_promise_and_reality_stand_side_by_side() -> None:
    assert trips_words("最多跑一次", 3) == "承诺最多跑一次，实跑 3 趟"
    assert trips_words("最多跑一次", None) == ""
    assert item_text({"parts": [{"label": "看", "items": [{"key": "a", "text": "亮牌"}]}]}, "a") == "看：亮牌"
    assert item_text({}, "b") == "b"
