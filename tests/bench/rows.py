"""The rows of a bulk-loaded world."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from inspect_app.checklists.rules.presets.building import body, yes
from inspect_app.foundation import clock

_STATUSES = ("closed", "accepted", "rectifying", "pending_verification", "dispatched", "plan_submitted")
_WEIGHTS = (55, 14, 12, 9, 6, 4)
_WEIGHTS_LATER = (97, 1, 2, 0, 0, 0)
_KINDS = ("pain", "blockage", "difficulty")
_CATEGORIES = ("papers", "telling", "phone", "process", "guide", "time_limit")
_GRADES = ("ordinary", "fix_now", "major")
_TITLES = (
    "清单外要求提供复印件",
    "服务电话无人接听",
    "没有一次性告知",
    "窗口无人在岗",
    "办事指南与网上不一致",
    "高峰时段等候时间过长",
)
_STEPS = (
    ("submit", "draft", "submitted"), ("dispatch", "submitted", "dispatched"), ("accept", "dispatched", "accepted"),
    ("fix_now", "accepted", "pending_verification"),
)  # fmt: skip
PEOPLE = 40
AUTHORS = tuple(range(5, PEOPLE + 1))
SHEET = body(
    look=tuple(yes(f"a{number}", f"现场看第 {number} 项做到了。") for number in range(1, 16)),
    do=tuple(yes(f"b{number}", f"具体办第 {number} 项做到了。") for number in range(1, 16)),
    ask=tuple(yes(f"c{number}", f"跟踪问第 {number} 项做到了。") for number in range(1, 11)),
)


def people_rows() -> Iterator[dict[str, Any]]:
    """Yield a clerk, another, a director, a liaison, then authors; `title` is the role."""
    roles = ("office_clerk", "office_clerk", "office_director", "dept_liaison")
    for number in range(1, PEOPLE + 1):
        role = roles[number - 1] if number <= len(roles) else "inspector"
        yield {
            "id": number, "username": f"{role}{number}", "name": f"某人{number}", "title": role, "tags": [],
            "unit_id": 2 if role == "dept_liaison" else 1, "failed_count": 0, "active": True, "version": 1,
        }  # fmt: skip


def finding_rows(size: int, dice: Random, today: date, per_visit: int, for_notice: int) -> Iterator[dict[str, Any]]:
    """Yield delivered findings, the oldest first; the last ones are yesterday's, of the second campaign."""
    visits, counts = max(1, size // per_visit), dict[int, int]()
    yesterday = today - timedelta(days=1)
    for number in range(1, size + 1):
        fresh = number > size - for_notice
        day = yesterday if fresh else today - timedelta(days=2 + (size - number) * 600 // size)
        counts[day.year] = counts.get(day.year, 0) + 1
        # What is older than two months has ended, but for a few that nobody ever answered.
        weights = _WEIGHTS if (today - day).days <= 60 else _WEIGHTS_LATER
        status = "dispatched" if fresh else dice.choices(_STATUSES, weights)[0]
        yield _finding(number, dice, day, status, counts[day.year], number % visits + 1, 2 if fresh else 1)


def _finding(
    number: int, dice: Random, day: date, status: str, sequence: int, visit_id: int, campaign: int
) -> dict[str, Any]:
    delivered = clock.at(day, time(9 + number % 7, number % 60)) + timedelta(microseconds=number)
    window, due = dice.randint(1, 60), day + timedelta(days=dice.choice((5, 7, 14)))
    fed, closed = delivered + timedelta(days=3), status == "closed"
    answered = status in {"closed", "pending_verification"}
    return {
        "id": number, "number": f"{day.year}-{sequence:04d}", "year": day.year, "prefix": "", "sequence": sequence,
        "campaign_id": campaign, "visit_id": visit_id, "source_kind": "answer", "source_ref": "", "method": "on_site",
        "is_covert": number % 5 == 0, "self_found": False, "found_on": day - timedelta(days=1),
        "pain_type": dice.choice(_KINDS), "category": dice.choice(_CATEGORIES), "grade": dice.choice(_GRADES),
        "lead_unit_id": window % 44 + 1, "window_id": window, "clause": "", "title": dice.choice(_TITLES),
        "fact": "窗口要了公布清单以外的材料，办事人多跑一趟。", "suggestion": "清单外的材料一律取消。",
        "demand": "请核实原因，按时整改。", "status": status, "needs_plan": False, "original_due": due, "due": due,
        "due_provisional": False, "judged_due": due if answered else None,
        "lamp_due": None if answered else due, "held_days": 0, "delivered_at": delivered,
        "accepted_at": delivered if status != "dispatched" else None, "auto_accepted": False,
        "feedback_at": fed if answered else None, "last_feedback_at": fed if answered else None,
        "closed_at": fed + timedelta(days=2) if closed else None, "on_time": True if answered else None,
        "rework_count": 0, "return_count": 0, "plan_return_count": 0, "extension_count": 0, "return_ruled": False,
        "round_passed": closed, "no_evidence_reason": "", "lasting_rule": "", "public_alias": "", "version": 1,
    }  # fmt: skip


def event_rows(findings: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what happened to each finding."""
    for row in findings:
        moved = _STEPS[:2] if row["status"] == "dispatched" else _STEPS
        for place, (step, source, target) in enumerate(moved):
            at: datetime = row["delivered_at"] + timedelta(hours=place - 1)
            yield {
                "finding_id": row["id"], "at": at, "step": step, "from_status": source, "to_status": target,
                "actor_id": 1, "actor_name": "某人1", "actor_role": "office_clerk", "unit_id": 1,
                "for_office": place == 0, "text": "", "payload": {},
            }  # fmt: skip
