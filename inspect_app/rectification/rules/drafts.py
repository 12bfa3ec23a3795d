"""What a plan, a feedback, a progress note and a verification must hold (rectification.md §4.2, T9–T15)."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from inspect_app.findings.vocabulary import Grade
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.vocabulary import (
    FeedbackDraft,
    PlanDraft,
    ProgressDraft,
    RootCause,
    VerificationDraft,
    VerificationMethod,
)

MIN_WORK_DONE = 10
MIN_SENTENCE = 4
ON_SITE = frozenset({VerificationMethod.REVISIT, VerificationMethod.COVERT})
_SATISFACTION = range(1, 6)


def check_plan(draft: PlanDraft, grade: Grade, delivered: date, due: date | None) -> None:
    """Raise Invalid when a plan lacks something: a 重大 needs a milestone, each within the due date."""
    if draft.root_cause is RootCause.OTHER and not draft.root_cause_text:
        raise Invalid("选了“其他”，请写明原因。", "root_cause_text")
    if grade is Grade.MAJOR and not draft.milestones:
        raise Invalid("重大问题的计划至少要有 1 个时间节点。", "milestones")
    for milestone in draft.milestones:
        if milestone.due_on < delivered:
            raise Invalid(f"节点“{milestone.text}”早于交办日期，请改日期。", "milestones")
        if due is not None and milestone.due_on > due:
            limit = f"{due.month}月{due.day}日"
            raise Invalid(f"节点“{milestone.text}”晚于整改时限 {limit}，请改在时限内。", "milestones")


def check_feedback(draft: FeedbackDraft, files: int, grade: Grade = Grade.ORDINARY) -> None:
    """Raise Invalid when a feedback says too little or brings no proof; any one proof is enough.

    立行立改 is one sentence, with proof or without: it is done at the window, from a telephone.
    """
    least = least_words(grade)
    if len(draft.work_done) < least:
        raise Invalid(f"请写整改情况，至少 {least} 个字。", "work_done")
    if draft.proof_link and not _is_web_address(draft.proof_link):
        raise Invalid("链接要以 http:// 或 https:// 开头。", "proof_link")
    if grade is not Grade.FIX_NOW and not (files or draft.proof_link or draft.proof_document):
        raise Invalid("请给一样整改佐证：文件、照片、链接或文号，任选一样。", "files")


def least_words(grade: Grade) -> int:
    """Return how many characters a feedback has at least."""
    return MIN_SENTENCE if grade is Grade.FIX_NOW else MIN_WORK_DONE


def check_progress(draft: ProgressDraft, delivered: date, today: date) -> None:
    """Raise Invalid when the day a milestone was done is missing or can't be."""
    if draft.milestone_id is None:
        return
    if draft.done_on is None:
        raise Invalid("请填节点完成的日期。", "done_on")
    if not delivered <= draft.done_on <= today:
        raise Invalid("完成日期要在交办以后，不晚于今天。", "done_on")


def check_verification(draft: VerificationDraft, grade: Grade) -> None:
    """Raise Invalid when a check can't count: a 重大 is checked on the spot."""
    if grade is Grade.MAJOR and draft.method not in ON_SITE:
        words = "或".join(method.label for method in VerificationMethod if method in ON_SITE)
        raise Invalid(f"重大问题要到现场核验，请选{words}。", "method")
    if draft.satisfaction is not None and draft.satisfaction not in _SATISFACTION:
        raise Invalid("满意度在 1 到 5 之间。", "satisfaction")


def blank_rows(given: int, least: int = 3, spare: int = 1) -> int:
    """Return how many rows for milestones a form shows."""
    return max(least, given + spare)


def proof_words(link: str, document: str, files: Iterable[object]) -> str:
    """Return which proofs there are in one line: `文件 2 份、链接、文号`."""
    count = len(list(files))
    words = [f"文件 {count} 份" if count else "", "链接" if link else "", "文号" if document else ""]
    return "、".join(word for word in words if word) or "—"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
