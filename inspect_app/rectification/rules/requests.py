"""What a request beside the status must hold, and how its dates read (rectification.md §4.3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.findings.vocabulary import Step
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.rectification.rules.deadlines import marked_off

MAX_DEFERRAL_DAYS = 180
_WANTED = {"reason": "请写暂缓理由。", "missing": "请写缺什么。", "interim": "请写暂缓期间的措施。"}
# What waits for the office or the head ends with these steps: it is moot, or another department's now.
_MOOT = {
    Step.REASSIGN: "问题已改派，不再办理。",
    Step.TERMINATE: "问题已终止整改，不再办理。",
    Step.UPHOLD_DISPUTE: "异议成立，问题不予立项，不再办理。",
    Step.DEFER: "问题已暂缓，不再办理。",
    Step.REQUEST_CLOSURE: "责任单位已反馈整改结果，不再办理。",
    Step.FIX_NOW: "责任单位已反馈整改结果，不再办理。",
}


@dataclass(frozen=True, slots=True)
class ExtensionDraft:
    """More time as it is asked for."""

    wanted_due: date
    reason: str
    progress: str


@dataclass(frozen=True, slots=True)
class DeferralDraft:
    """A wait as it is asked for; a tough project or whom it was reported to, one of both."""

    reason: str
    missing: str
    interim: str
    until: date
    project_id: int | None = None
    reported_to: str = ""


def check_longer(wanted: date, due: date | None, field: str) -> None:
    """Raise Invalid when a new date isn't later than the one in force."""
    if due is not None and wanted <= due:
        raise Invalid(f"新的时限要晚于现在的时限（{due.month}月{due.day}日）。", field)


def check_deferral(draft: DeferralDraft, today: date) -> None:
    """Raise Invalid when a wait has no end within half a year, or nobody who takes it up."""
    for field, words in _WANTED.items():
        if not getattr(draft, field):
            raise Invalid(words, field)
    check_until(draft.until, today)
    if draft.project_id is None and not draft.reported_to:
        raise Invalid("请选攻坚项目，或者写明已上报给谁，两样至少一样。", "reported_to")


def check_until(until: date, today: date) -> None:
    """Raise Invalid when a wait ends today or earlier, or after more than half a year."""
    if until <= today:
        raise Invalid("暂缓到期日要晚于今天。", "until")
    last = today + timedelta(days=MAX_DEFERRAL_DAYS)
    if until > last:
        raise Invalid(f"暂缓最长 {MAX_DEFERRAL_DAYS} 天，最晚到 {last.year}年{last.month}月{last.day}日。", "until")


def moot_words(step: Step) -> str:
    """Return why what still waits ends with a step, or nothing when it goes on."""
    return _MOOT.get(step, "")


def marked_day(day: date, calendar: WorkCalendar) -> str:
    """Return a date that a person chose, marked when nobody works on it: `5月23日（休息日）`."""
    words = marked_off(day, calendar)
    return words if calendar.is_known(day) else f"{words}（放假安排未公布，暂定）"
