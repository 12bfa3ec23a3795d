"""The deeds of departments, verifiers and the office on one delivered problem."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.commands.demo_world.asking import ASKING
from inspect_app.commands.demo_world.mended import (
    FAILED,
    MENDED,
    PASSED,
    PLAN_REMARKS,
    PROGRESS,
    RETURN_BASIS,
    RULINGS,
)
from inspect_app.commands.demo_world.seeing_through import SEEING_THROUGH
from inspect_app.commands.demo_world.world import Case, World
from inspect_app.database import db
from inspect_app.findings.actions import returning
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Grade
from inspect_app.foundation import clock
from inspect_app.rectification.actions.closing import close
from inspect_app.rectification.actions.feedback import give_feedback, report_progress
from inspect_app.rectification.actions.plans import approve_plan, return_plan, submit_plan
from inspect_app.rectification.actions.signatures import decline, request_return, sign, sign_by_scan
from inspect_app.rectification.actions.verifying import verify
from inspect_app.rectification.models import Milestone, RectificationPlan
from inspect_app.rectification.vocabulary import (
    FeedbackDraft,
    MilestoneDraft,
    PlanDraft,
    PlanState,
    ProgressDraft,
    RootCause,
    SameElsewhere,
    Stance,
    Upload,
    VerificationDraft,
    VerificationMethod,
    VerificationResult,
)


def _liaison(world: World, case: Case) -> Actor:
    return world.actors[world.answerers[case.unit_id][0]]


def _head(world: World, case: Case) -> Actor:
    return world.actors[world.answerers[case.unit_id][1]]


def _open(world: World, case: Case) -> None:
    returning.accept_on_opening(_liaison(world, case), db.session.get_one(Finding, case.id))


def _feedback(world: World, case: Case) -> None:
    words = MENDED[case.category]
    proof = world.pick(("file", "document", "link", "file"))
    draft = FeedbackDraft(
        work_done=words.done,
        lasting_rule=words.rule if world.chance(0.6) else "",
        proof_link=f"https://www.mingzhou.example/zw/{case.id}" if proof == "link" else "",
        proof_document=f"明窗〔2026〕{case.id % 90 + 1}号" if proof == "document" else "",
        same_elsewhere=world.pick(tuple(SameElsewhere)),
        replied_to_source=True,
    )
    shots = [Upload("整改后.jpg", world.pick(world.pictures))] if proof == "file" else []
    give_feedback(_liaison(world, case), case.number, draft, shots)


def _sign(world: World, case: Case) -> None:
    sign(_head(world, case), case.number)


def _scan(world: World, case: Case) -> None:
    sign_by_scan(_liaison(world, case), case.number, Upload("签字页.jpg", world.pick(world.pictures)))


def _decline(world: World, case: Case) -> None:
    decline(_head(world, case), case.number, "整改情况写得太简单，请补充具体做法后再报。")


def _verify(passed: bool) -> Callable[[World, Case], None]:
    def check(world: World, case: Case) -> None:
        methods = [VerificationMethod.REVISIT, VerificationMethod.COVERT]
        if case.grade is not Grade.MAJOR:
            methods += [VerificationMethod.CALL, VerificationMethod.PAPERS]
        result = VerificationResult.PASSED if passed else VerificationResult.FAILED
        draft = VerificationDraft(
            method=world.pick(methods),
            result=result,
            remark=world.pick(PASSED if passed else FAILED),
            satisfaction=world.pick((4, 5)) if passed and world.chance(0.4) else None,
        )
        verifier = world.actors[world.pick(("verifier1", "verifier2"))]
        shots = [Upload("核验.jpg", world.pick(world.pictures))] if world.chance(0.3) else []
        verify(verifier, case.number, draft, shots)

    return check


def _close(world: World, case: Case) -> None:
    who = "director1" if case.grade is Grade.MAJOR else world.pick(("clerk2", "director1"))
    close(world.actors[who], case.number)


def _ask_return(world: World, case: Case) -> None:
    other = next(unit for unit in sorted(world.answerers) if not _same_house(world, unit, case.unit_id))
    request_return(_liaison(world, case), case.number, world.pick(RETURN_BASIS), other)


def _same_house(world: World, left: int, right: int) -> bool:
    return world.answerers[left] == world.answerers[right]


def _reassign(world: World, case: Case) -> None:
    other = next(unit for unit in sorted(world.answerers) if not _same_house(world, unit, case.unit_id))
    remark = "同意退单，改派承办单位办理。"
    returning.reassign(world.actors["clerk1"], case.id, lead_unit_id=other, remark=remark)
    case.unit_id = other


def _refuse(world: World, case: Case) -> None:
    returning.refuse_return(world.actors["director1"], case.id, ruling=world.pick(RULINGS))


def _plan(world: World, case: Case) -> None:
    words, finding = MENDED[case.category], db.session.get_one(Finding, case.id)
    today = clock.today()
    last = finding.due or today + timedelta(days=14)
    half = today + (max(last, today) - today) / 2
    other = words.cause is RootCause.OTHER
    milestones = (
        MilestoneDraft("完成排查，明确责任人", min(half, last)),
        MilestoneDraft("整改到位并自查", last),
    )
    draft = PlanDraft(
        stance=world.pick((Stance.ACCEPT, Stance.ACCEPT, Stance.PARTLY)),
        explanation=words.why,
        root_cause=words.cause,
        root_cause_text="日常管理不细" if other else "",
        measures=words.measures,
        owner=f"{_head(world, case).name}（分管负责人）",
        same_elsewhere=SameElsewhere.FIXING,
        milestones=milestones,
    )
    submit_plan(_liaison(world, case), case.number, draft)


def _approve(world: World, case: Case) -> None:
    approve_plan(_reviewer(world, case), case.number)


def _return_plan(world: World, case: Case) -> None:
    return_plan(_reviewer(world, case), case.number, world.pick(PLAN_REMARKS))


def _reviewer(world: World, case: Case) -> Actor:
    return world.actors["director1" if case.grade is Grade.MAJOR else "clerk1"]


def _progress(world: World, case: Case) -> None:
    query = (
        select(Milestone.id)
        .join(RectificationPlan)
        .where(RectificationPlan.finding_id == case.id, RectificationPlan.state == PlanState.APPROVED)
        .where(Milestone.done_on.is_(None))
        .order_by(Milestone.due_on, Milestone.id)
    )
    milestone = db.session.scalars(query.limit(1)).first()
    done = clock.today() if milestone is not None else None
    report_progress(_liaison(world, case), case.number, ProgressDraft(world.pick(PROGRESS), milestone, done))


DEEDS: dict[str, Callable[[World, Case], None]] = {
    "open": _open,
    "feedback": _feedback,
    "sign": _sign,
    "scan": _scan,
    "decline": _decline,
    "pass": _verify(True),
    "fail": _verify(False),
    "close": _close,
    "ask_return": _ask_return,
    "reassign": _reassign,
    "refuse": _refuse,
    "plan": _plan,
    "approve": _approve,
    "return_plan": _return_plan,
    "progress": _progress,
    **ASKING,
    **SEEING_THROUGH,
}
