"""A trial as plain facts, to be compared and to be read."""

from collections.abc import Mapping
from typing import Any

from inspect_app.visits.vocabulary import TrialOutcome

_FIELDS = (
    "persona", "papers_complete", "steps", "papers", "told", "trips", "waited_minutes", "handled_minutes",
    "outcome", "note",
)  # fmt: skip
# What a window must tell at once (一次性告知); nothing beyond what the seeds say about 一口清.
TOLD_POINTS = ("要带哪些材料", "怎么办、去哪个窗口", "多久办好", "收不收费")


def trial_content(trial: object) -> dict[str, Any]:
    """Return what a page shows of a trial."""
    return {name: getattr(trial, name) for name in _FIELDS}


def trial_text(content: Mapping[str, Any]) -> dict[str, str]:
    """Return a trial in words, for two texts side by side."""
    outcome = content["outcome"]
    return {
        "经过": "；".join(f"{step['at']} {step['text']}".strip() for step in content["steps"]) or "没有记",
        "窗口要的材料": "、".join(paper["name"] for paper in content["papers"]) or "没有记",
        "跑了几趟": _number(content["trips"], "趟"),
        "等候": _number(content["waited_minutes"], "分钟"),
        "办理": _number(content["handled_minutes"], "分钟"),
        "结果": outcome.label if isinstance(outcome, TrialOutcome) else str(outcome),
        "补充": content["note"] or "没有",
    }


def _number(value: int | None, unit: str) -> str:
    return "没有记" if value is None else f"{value} {unit}"
