"""Asking for more time, objecting, waiting, and deciding on it, as deeds of a case."""

from datetime import date
from typing import Any

from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.projects.models import ToughProject
from inspect_app.projects.vocabulary import ProjectState
from inspect_app.rectification.actions import deferring, disputing, ending, extending, redirecting
from inspect_app.rectification.rules.requests import DeferralDraft, ExtensionDraft
from tests.factories import keep
from tests.rectification.making import Case, make_case

NEXT_FRIDAY, LATER = date(2026, 5, 22), date(2026, 6, 1)


def ask_extension(case: Case, name: str = "head", wanted: date = NEXT_FRIDAY, **values: Any) -> None:
    facts: dict[str, Any] = {"reason": "系统改造要等省厅排期。", "progress": "已报需求。"} | values
    with transaction():
        extending.request_extension(case.actor(name), case.number, ExtensionDraft(wanted, **facts))


def grant_extension(case: Case, name: str = "clerk", due: date = NEXT_FRIDAY, reason: str = "") -> None:
    with transaction():
        extending.grant_extension(case.actor(name), case.number, due, reason)


def refuse_extension(case: Case, name: str = "clerk", remark: str = "理由不足，请按时办。") -> None:
    with transaction():
        extending.refuse_extension(case.actor(name), case.number, remark)


def file_dispute(case: Case, name: str = "head", grounds: str = "当天系统故障，不是窗口原因。") -> None:
    with transaction():
        disputing.file_dispute(case.actor(name), case.number, grounds)


def ask_deferral(case: Case, name: str = "head", until: date = LATER, **values: Any) -> None:
    facts: dict[str, Any] = {
        "reason": "要等省里数据接口。", "missing": "省级数据", "interim": "窗口先代查。", "reported_to": "省厅",
    }  # fmt: skip
    with transaction():
        draft = DeferralDraft(until=until, **(facts | values))
        deferring.request_deferral(case.actor(name), case.number, draft)


def defer(case: Case, name: str = "director", until: date = LATER) -> None:
    with transaction():
        deferring.defer(case.actor(name), case.number, until)


def resume(case: Case, name: str = "clerk") -> None:
    with transaction():
        deferring.resume(case.actor(name), case.number, "条件已具备。")


def terminate(case: Case, name: str = "director", **values: Any) -> None:
    facts: dict[str, Any] = {"reason": "事项已取消。", "approval": "明政办〔2026〕8号"} | values
    with transaction():
        ending.terminate(case.actor(name), case.number, **facts)


def revoke(case: Case, name: str = "director", reason: str = "销错了编号。") -> None:
    with transaction():
        ending.revoke_closure(case.actor(name), case.number, reason)


def redirect(case: Case, unit_id: int, name: str = "clerk", reason: str = "职责已划转。") -> None:
    with transaction():
        redirecting.reassign(case.actor(name), case.number, unit_id, reason)


def make_project(state: ProjectState = ProjectState.RUNNING) -> ToughProject:
    """Keep a tough project that runs, or is done."""
    unit = make_case().unit
    done = clock.today() if state is ProjectState.DONE else None
    made = ToughProject(
        name=f"打通数据{unit.id}", leader="王副市长", unit_id=unit.id, due_on=date(2026, 12, 1), state=state,
        done_on=done, created_at=clock.now(),
    )  # fmt: skip
    keep(made)
    return made
