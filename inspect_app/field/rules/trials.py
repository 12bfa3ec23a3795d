"""A trial as plain facts, to be compared and to be read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inspect_app.field.rules.promises import trial_offers
from inspect_app.field.vocabulary import CompareRow, Offer, PaperRow, Promise, StepRow, TrialFacts
from inspect_app.visits.vocabulary import PaperOrigin, PapersFault, TrialOutcome

_FIELDS = (
    "persona", "papers_complete", "steps", "papers", "told", "trips", "waited_minutes", "handled_minutes",
    "outcome", "script_break", "note", "fault", "accompanied",
)  # fmt: skip
# What a window must tell at once (一次性告知); nothing beyond what the seeds say about 一口清.
_SETBACKS = ("要求补", "补材料", "退回", "不予受理", "没有人", "白跑", "再来一趟", "系统故障")
# What opens a step that has a place on the clock: waiting lasts from the ticket to the call, then comes handling.
TICKET, CALLED, DONE = "取号", "叫号", "办完"
TOLD_POINTS = ("要带哪些材料", "怎么办、去哪个窗口", "多久办好", "收不收费")


def points_to_tell(by_script: Sequence[str]) -> Sequence[str]:
    """Return what a window must tell at once: what the script says, or what every window must."""
    return by_script or TOLD_POINTS


def fault_of(papers_complete: bool | None, fault: str) -> PapersFault | None:
    """Return why papers were missing; nothing where none was."""
    return None if papers_complete else PapersFault.find(fault)


def minutes_told(steps: Sequence[Mapping[str, Any]], waited: int | None, handled: int | None) -> dict[str, int | None]:
    """Return waiting and handling in minutes; what nobody typed is read off the steps 取号, 叫号, 办完."""
    at = {word: _minute(steps, word) for word in (TICKET, CALLED, DONE)}
    return {
        "waited_minutes": _between(at[TICKET], at[CALLED]) if waited is None else waited,
        "handled_minutes": _between(at[CALLED], at[DONE]) if handled is None else handled,
    }


def _minute(steps: Sequence[Mapping[str, Any]], word: str) -> int | None:
    """Return the minute of the day of the last step that begins with a word: who is called twice waits till then."""
    clocks = [str(step["at"]) for step in steps if str(step["text"]).startswith(word) and step["at"]]
    return int(clocks[-1][:2]) * 60 + int(clocks[-1][3:]) if clocks else None


def _between(first: int | None, last: int | None) -> int | None:
    return None if first is None or last is None or last < first else last - first


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
        "没带齐的原因": content["fault"].label if content["fault"] else "没有记",
        "结果": outcome.label if isinstance(outcome, TrialOutcome) else str(outcome),
        "脚本": content["script_break"].label if content["script_break"] else "照做了",
        "补充": content["note"] or "没有",
    }


def _number(value: int | None, unit: str) -> str:
    return "没有记" if value is None else f"{value} {unit}"


def compare_rows(promise: Promise | None, facts: TrialFacts, waited: int | None) -> tuple[CompareRow, ...]:
    """Return promise against reality: trips, papers, minutes; `miss` marks what was not kept."""
    broken = {offer.ref.split(":", 1)[0] for offer in trial_offers(promise, facts)}
    listed = len(promise.papers) if promise else 0
    total = (waited or 0) + (facts.handled_minutes or 0)
    return (
        CompareRow("跑了几趟", facts.trips, "趟", _promised_trips(promise), "trips" in broken),
        CompareRow(
            "要了几样材料",
            len(facts.papers),
            "样",
            f"清单 {listed} 样" if listed else "没有公布清单",
            bool(broken & {"beyond", "cancelled", "id_only"}),
        ),
        CompareRow("等候和办理合计", total or None, "分钟", _promised_time(promise, waited), "minutes" in broken),
    )


def step_rows(steps: Iterable[Mapping[str, Any]]) -> tuple[StepRow, ...]:
    """Return the timeline: what went wrong is marked, the last step is where it stands."""
    rows = [StepRow(str(step["at"]), str(step["text"]), _state(str(step["text"]))) for step in steps]
    if rows and rows[-1].state == "done":
        rows[-1] = StepRow(rows[-1].at, rows[-1].text, "now")
    return tuple(rows)


def paper_rows(facts: TrialFacts, offers: Iterable[Offer], taken: Iterable[str]) -> tuple[PaperRow, ...]:
    """Return the papers asked for beyond the list, each with the problem it offers."""
    refs, listed = {offer.ref for offer in offers}, set(taken)
    rows = []
    for name, origin in facts.papers:
        kind = PaperOrigin.find(origin)
        if kind is None or kind is PaperOrigin.LISTED:
            continue
        ref = f"{kind.value}:{name}"
        rows.append(PaperRow(name, kind, ref if ref in refs else "", ref in listed))
    return tuple(rows)


def _promised_trips(promise: Promise | None) -> str:
    if promise is None or promise.trips is None:
        return "没有承诺趟数"
    return "承诺跑零次" if promise.trips == 0 else f"承诺 {promise.trips} 趟"


def _promised_time(promise: Promise | None, waited: int | None) -> str:
    waiting = f"其中等候 {waited} 分钟" if waited else ""
    promised = f"承诺办理 {promise.time}" if promise and promise.time else "没有承诺时间"
    return f"{promised}，{waiting}" if waiting else promised


def _state(text: str) -> str:
    return "bad" if any(word in text for word in _SETBACKS) else "done"
