"""Progress (T12) and feedback per round (T9a, T13)."""

from collections.abc import Sequence

from sqlalchemy import func, select

from inspect_app.access import Actor, Permission
from inspect_app.database import db
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding, FindingFile
from inspect_app.findings.queries import case_facts
from inspect_app.findings.vocabulary import FileStage, FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.actions.completing import hand_in
from inspect_app.rectification.actions.preparing import ask_signature
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.models import Feedback, Milestone, RectificationPlan
from inspect_app.rectification.rules.acting import signs_at_once
from inspect_app.rectification.rules.drafts import check_feedback, check_progress
from inspect_app.rectification.vocabulary import (
    FeedbackDraft,
    FeedbackState,
    PlanState,
    ProgressDraft,
    Upload,
)


def report_progress(
    actor: Actor,
    number: str,
    draft: ProgressDraft,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> None:
    """Tell what was done since (T12), and mark a milestone done when one is named."""
    finding = take(actor, number, version, text=draft.text)
    must_allow(actor, finding, Step.REPORT_PROGRESS)
    check_progress(draft, clock.day_of(finding.delivered_at or clock.now()), clock.today())
    milestone = _milestone(finding, draft.milestone_id)
    files = attach(actor, finding, uploads, FileStage.PLAN, finding.rework_count + 1)
    payload: dict[str, object] = {"files": [file.public_id for file in files]}
    if milestone is not None:
        milestone.done_on, milestone.note = draft.done_on, draft.text
        payload["milestone"] = milestone.text
    step = Step.REPORT_PROGRESS
    move(actor, finding, step, permission=Permission.ANSWER, text=draft.text, payload=payload)


def give_feedback(
    actor: Actor,
    number: str,
    draft: FeedbackDraft,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> Feedback:
    """Report what was put right: at once by whoever may sign, else laid before the head.

    From 已签收 it is 立行立改 (T9a), from 整改中 it asks for closure (T13).
    """
    finding = take(actor, number, version, work_done=draft.work_done)
    step = Step.FIX_NOW if finding.status is FindingStatus.ACCEPTED else Step.REQUEST_CLOSURE
    must_allow(actor, finding, step)
    round_no = finding.rework_count + 1
    check_feedback(draft, _kept_files(finding, round_no) + len(uploads), finding.grade)
    attach(actor, finding, uploads, FileStage.FEEDBACK, round_no)
    feedback = _feedback_of(actor, finding, draft, round_no)
    db.session.add(feedback)
    db.session.flush()
    if signs_at_once(step, actor, case_facts(finding, actor)):
        hand_in(actor, finding, feedback, step, Permission.SIGN_FOR_UNIT)
    else:
        ask_signature(actor, finding, step, {"round": round_no}, feedback)
    return feedback


def _feedback_of(actor: Actor, finding: Finding, draft: FeedbackDraft, round_no: int) -> Feedback:
    made = select(func.count()).where(Feedback.finding_id == finding.id, Feedback.round == round_no)
    return Feedback(
        finding_id=finding.id,
        round=round_no,
        attempt=(db.session.scalar(made) or 0) + 1,
        work_done=draft.work_done,
        lasting_rule=draft.lasting_rule,
        proof_link=draft.proof_link,
        proof_document=draft.proof_document,
        same_elsewhere=draft.same_elsewhere.value if draft.same_elsewhere else "",
        replied_to_source=draft.replied_to_source,
        state=FeedbackState.PENDING_SIGNATURE,
        written_by_id=actor.person_id,
        written_at=clock.now(),
    )


def _kept_files(finding: Finding, round_no: int) -> int:
    """Count the files kept from an attempt that the head gave back."""
    kept = select(func.count()).where(
        FindingFile.finding_id == finding.id,
        FindingFile.stage == FileStage.FEEDBACK,
        FindingFile.round == round_no,
    )
    return db.session.scalar(kept) or 0


def _milestone(finding: Finding, milestone_id: int | None) -> Milestone | None:
    if milestone_id is None:
        return None
    query = (
        select(Milestone)
        .join(RectificationPlan)
        .where(
            Milestone.id == milestone_id,
            RectificationPlan.finding_id == finding.id,
            RectificationPlan.state == PlanState.APPROVED,
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Invalid("没有这个时间节点，请重新选择。", "milestone")
    return found
