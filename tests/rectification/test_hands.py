"""转办, 协办意见, 答复当事人, 补充登记 and 座谈: hands inside and beside a department."""

from datetime import date

import pytest
from sqlalchemy import select

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Unit
from inspect_app.database import db, transaction
from inspect_app.findings.actions.returning import reassign
from inspect_app.findings.models import FindingAssist, FindingEvent
from inspect_app.findings.queries import get_finding
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.actions import annotating, assisting, handing_down
from inspect_app.rectification.actions.debriefing import note_debrief
from inspect_app.rectification.actions.feedback import give_feedback
from inspect_app.rectification.models import AssistOpinion, DataNeed, Handover, SourceReply
from inspect_app.rectification.queries.overview import view_case
from inspect_app.rectification.vocabulary import (
    DataNeedState,
    FeedbackDraft,
    HandoverState,
    NoteDraft,
    ReplyChannel,
    ReplyState,
)
from tests.factories import actor_of, keep, make_person, make_unit
from tests.rectification.making import FRIDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Case, make_case, on

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def below(case: Case) -> tuple[Unit, Unit, Actor, Actor]:
    """Make a bureau under the department, a window under the bureau, and their liaisons."""
    bureau = make_unit(parent=case.unit)
    window = make_unit(parent=bureau)
    people = [make_person(Role.DEPT_LIAISON, unit) for unit in (bureau, window)]
    return bureau, window, actor_of(people[0]), actor_of(people[1])


def hand_down(case: Case, who: Actor, unit: Unit) -> None:
    with transaction():
        handing_down.hand_down(who, case.number, unit_id=unit.id, note="请周四前交回。")


def test_it_goes_down_two_steps_and_comes_back_the_same_way_with_its_clock_unchanged() -> None:
    with on(TUESDAY):
        case = make_case()
        bureau, window, of_bureau, of_window = below(case)
        before = (case.finding.due, case.finding.lamp_due, case.finding.stage_due)
        hand_down(case, case.actor("liaison"), bureau)
        hand_down(case, of_bureau, window)
        assert case.finding.handler_unit_id == window.id
        with transaction():
            handing_down.pass_up(of_window, case.number, "已换新版告知单。")
        assert case.finding.handler_unit_id == bureau.id
    with on(WEDNESDAY):
        with transaction():
            handing_down.pass_up(of_bureau, case.number, "分局窗口已统一。")
        finding = case.finding
        assert finding.handler_unit_id is None
        assert (finding.due, finding.lamp_due, finding.stage_due) == before
        view = view_case(case.actor("liaison"), case.number)
        assert [row.state for row in view.hands.handovers] == [HandoverState.ANSWERED] * 2
        assert view.hands.last_answer == "分局窗口已统一。"


@pytest.mark.parametrize("whose", ["own", "above", "stranger"])
def test_it_goes_only_to_a_unit_below(whose: str) -> None:
    with on(TUESDAY):
        case = make_case()
        bureau, _, of_bureau, _ = below(case)
        hand_down(case, case.actor("liaison"), bureau)
        unit = {"own": bureau, "above": case.unit, "stranger": make_unit()}[whose]
        with pytest.raises(Invalid) as refused, transaction():
            handing_down.hand_down(of_bureau, case.number, unit_id=unit.id)
        assert refused.value.field == "unit"
        assert case.finding.handler_unit_id == bureau.id


def test_who_has_it_in_hand_sees_it_and_nobody_beside() -> None:
    with on(TUESDAY):
        case = make_case()
        bureau, window, of_bureau, of_window = below(case)
        with pytest.raises(Missing):
            get_finding(of_bureau, case.number)
        hand_down(case, case.actor("liaison"), bureau)
        assert get_finding(of_bureau, case.number).number == case.number
        with pytest.raises(Missing):
            get_finding(of_window, case.number)


def test_who_has_it_in_hand_answers_upwards_and_not_the_office() -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        bureau, _, of_bureau, _ = below(case)
        hand_down(case, case.actor("liaison"), bureau)
        with pytest.raises(NotAllowed), transaction():
            give_feedback(of_bureau, case.number, FeedbackDraft("窗口已经统一了告知口径。", proof_document="1号"))
        assert case.finding.status is FindingStatus.RECTIFYING


def test_who_gets_it_in_hand_and_who_gets_it_back_are_told() -> None:
    with on(TUESDAY):
        case = make_case()
        bureau, _, of_bureau, _ = below(case)
        hand_down(case, case.actor("liaison"), bureau)
        with transaction():
            handing_down.pass_up(of_bureau, case.number, "已统一。")
        told = db.session.execute(select(Message.person_id, Message.text).order_by(Message.id)).all()
        assert [(person, text.split(" ", 1)[1]) for person, text in told] == [
            (of_bureau.person_id, "已转给您办理，请按要求交回。"),
            (case.actor("liaison").person_id, "转办单位已交回办理情况。"),
        ]


def test_taken_back_the_whole_way_down_ends() -> None:
    with on(TUESDAY):
        case = make_case()
        bureau, window, of_bureau, of_window = below(case)
        hand_down(case, case.actor("liaison"), bureau)
        hand_down(case, of_bureau, window)
        with transaction():
            handing_down.take_back(case.actor("liaison"), case.number, "自己办。")
        assert case.finding.handler_unit_id is None
        assert set(db.session.scalars(select(Handover.state))) == {HandoverState.TAKEN_BACK}
        with pytest.raises(Missing), transaction():
            handing_down.pass_up(of_window, case.number, "已办。")


def test_a_reassigned_finding_leaves_nobody_below_with_it() -> None:
    with on(TUESDAY):
        case, other = make_case(), make_unit()
        bureau, _, of_bureau, _ = below(case)
        hand_down(case, case.actor("liaison"), bureau)
        with transaction():
            reassign(case.actor("clerk"), case.finding_id, lead_unit_id=other.id, remark="职责在外单位。")
        assert case.finding.handler_unit_id is None
        with pytest.raises(Missing):
            get_finding(of_bureau, case.number)


def test_each_assisting_unit_has_one_opinion_and_the_history_keeps_both_words() -> None:
    with on(TUESDAY):
        case, assist = make_case(), make_unit()
        liaison = actor_of(make_person(Role.DEPT_LIAISON, assist))
        keep(FindingAssist(finding_id=case.finding_id, unit_id=assist.id))
        for words in ("系统已在改。", "系统周三上线。"):
            with transaction():
                assisting.give_opinion(liaison, case.number, words)
        opinion = db.session.scalars(select(AssistOpinion)).one()
        assert (opinion.unit_id, opinion.text) == (assist.id, "系统周三上线。")
        told = select(FindingEvent.text).where(FindingEvent.step == Step.GIVE_OPINION).order_by(FindingEvent.id)
        assert list(db.session.scalars(told)) == ["系统已在改。", "系统周三上线。"]
        with pytest.raises(NotAllowed), transaction():
            assisting.give_opinion(case.actor("liaison"), case.number, "主办不写协办意见。")


def test_a_reply_is_noted_and_twice_unsatisfied_is_counted() -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        with pytest.raises(Refused), transaction():
            assisting.note_satisfaction(case.actor("clerk"), case.number, False)
        with transaction():
            assisting.reply_source(case.actor("liaison"), case.number, "已电话说明。", ReplyChannel.PHONE)
        for _ in range(2):
            with transaction():
                assisting.note_satisfaction(case.actor("clerk"), case.number, False)
        reply = db.session.scalars(select(SourceReply)).one()
        assert (reply.state, reply.unsatisfied_count) == (ReplyState.UNSATISFIED, 2)


def test_a_hard_task_fixes_the_date_and_keeps_the_original() -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        draft = NoteDraft(hard_task=True, due=FRIDAY, accountability="按《局规》第三条约谈。")
        with transaction():
            annotating.annotate(case.actor("clerk"), case.number, draft)
        finding = case.finding
        assert (finding.hard_task, finding.due, finding.original_due, finding.lamp_due) == (
            True, FRIDAY, NEXT_MONDAY, FRIDAY,
        )  # fmt: skip
        assert finding.accountability == "按《局规》第三条约谈。"


@pytest.mark.parametrize("due", [None, date(2026, 5, 11)])
def test_a_hard_task_needs_a_day_that_is_not_past(due: date | None) -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        with pytest.raises(Invalid) as refused, transaction():
            annotating.annotate(case.actor("clerk"), case.number, NoteDraft(hard_task=True, due=due))
        assert refused.value.field == "due"
        assert case.finding.due == NEXT_MONDAY


def test_a_department_reads_nothing_of_what_the_office_notes() -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        with transaction():
            annotating.annotate(case.actor("clerk"), case.number, NoteDraft(accountability="问责一人"))
        with transaction():
            annotating.note_data_need(
                case.actor("clerk"), case.number, supplier="公安局", field="户籍地址", state=DataNeedState.ASKED
            )
        inside, office = (view_case(case.actor(name), case.number) for name in ("liaison", "clerk"))
        assert (inside.hands.notes, list(inside.hands.needs)) == ((), [])
        assert [link.title for link in inside.chain if link.title == Step.ANNOTATE.label] == []
        assert office.hands.notes == [("问责", "问责一人")]
        assert [need.field for need in office.hands.needs] == ["户籍地址"]


def test_an_honest_error_is_marked_as_tolerated_and_may_be_unmarked() -> None:
    """容错 stands beside 问责: the office sees both, the case goes on as before."""
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        with transaction():
            annotating.annotate(case.actor("clerk"), case.number, NoteDraft(tolerance=True, accountability="先行先试"))
        assert (case.finding.tolerance, case.finding.status) == (True, FindingStatus.RECTIFYING)
        assert view_case(case.actor("clerk"), case.number).hands.notes == [
            ("容错", "属容错情形"), ("问责", "先行先试"),
        ]  # fmt: skip
        with transaction():
            annotating.annotate(case.actor("clerk"), case.number, NoteDraft(accountability="先行先试"))
        assert view_case(case.actor("director"), case.number).hands.notes == [("问责", "先行先试")]


def test_the_same_data_is_moved_on_and_not_doubled() -> None:
    with on(TUESDAY):
        case = make_case(FindingStatus.RECTIFYING)
        for state in (DataNeedState.ASKED, DataNeedState.PROVIDED):
            with transaction():
                annotating.note_data_need(
                    case.actor("clerk"), case.number, supplier="公安局", field="户籍地址", state=state
                )
        assert list(db.session.scalars(select(DataNeed.state))) == [DataNeedState.PROVIDED]


def test_what_was_said_at_the_debrief_is_kept_and_a_covert_finding_has_none() -> None:
    with on(TUESDAY):
        case, hidden = make_case(), make_case(is_covert=True)
        with transaction():
            note_debrief(case.actor("clerk"), case.finding_id, said_by="窗口负责人", explanation="确实要了两次。")
        assert view_case(case.actor("liaison"), case.number).hands.debrief.explanation == "确实要了两次。"  # type: ignore[union-attr]
        with pytest.raises(Refused), transaction():
            note_debrief(hidden.actor("clerk"), hidden.finding_id, said_by="谁", explanation="话")


def _decided(case: Case, who: str = "clerk", *, decided: bool = True, measures: str = "窗口当场贴清单。") -> None:
    with transaction():
        note_debrief(
            case.actor(who), case.finding_id, said_by="局长", explanation="属实。", measures=measures,
            promised_on=FRIDAY, decided=decided,
        )  # fmt: skip


def test_what_was_decided_on_the_spot_needs_no_plan_and_can_be_taken_back() -> None:
    with on(TUESDAY):
        case = make_case(needs_plan=True, stage_due=FRIDAY)
        with pytest.raises(Invalid, match="要写怎么改"):
            _decided(case, measures="")
        _decided(case)
        assert (case.finding.needs_plan, case.finding.stage_due) == (False, None)
        _decided(case, decided=False)
        assert case.finding.needs_plan and case.finding.stage_due is not None
        _decided(case)
        done = FeedbackDraft("窗口已经张贴材料清单，群众看得到。", proof_document="明办〔2026〕3号")
        with transaction():
            give_feedback(case.actor("head"), case.number, done)
        with pytest.raises(Refused, match="不能再改"):
            _decided(case, decided=False)


def test_for_a_major_problem_the_director_decides_on_the_spot() -> None:
    with on(TUESDAY):
        case = make_case(grade=Grade.MAJOR, needs_plan=True)
        with pytest.raises(Refused, match="负责人现场定"):
            _decided(case)
        assert case.finding.needs_plan
        _decided(case, "director")
        assert not case.finding.needs_plan


def test_fixed_at_once_is_one_sentence_without_proof() -> None:
    with on(THURSDAY):
        case, ordinary = make_case(grade=Grade.FIX_NOW), make_case()
        with transaction():
            give_feedback(case.actor("head"), case.number, FeedbackDraft("已改好。"))
        assert case.finding.status is FindingStatus.PENDING_VERIFICATION
        with pytest.raises(Invalid), transaction():
            give_feedback(ordinary.actor("head"), ordinary.number, FeedbackDraft("已改好。"))
