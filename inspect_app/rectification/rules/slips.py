"""How findings are bundled into slips (督办单), how a slip is numbered and what it may say; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspect_app.findings.vocabulary import Grade, Level
from inspect_app.rectification.vocabulary import SlipState

ANSWER_DAYS = 3  # working days to answer a slip, unless the office says otherwise
MAX_ANSWER_DAYS = 60
# What a department has in hand: it sees and answers these.
TOLD = frozenset({SlipState.ISSUED, SlipState.SIGNED, SlipState.ANSWERED})
RUNNING = frozenset({SlipState.PROPOSED, SlipState.ISSUED, SlipState.SIGNED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that asks for a slip of its level, with why."""

    finding_id: int
    unit_id: int
    level: Level
    grade: Grade
    reason: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes onto one slip; `alone` takes nothing else."""

    unit_id: int
    level: Level
    items: tuple[Candidate, ...]
    alone: bool = False


def bundles(candidates: Iterable[Candidate]) -> list[Bundle]:
    """Return one bundle a unit and level (一单位一单); what is 重大 stands alone."""
    together: dict[tuple[int, Level], list[Candidate]] = {}
    single: list[Bundle] = []
    for one in candidates:
        if one.grade is Grade.MAJOR:
            single.append(Bundle(one.unit_id, one.level, (one,), alone=True))
        else:
            together.setdefault((one.unit_id, one.level), []).append(one)
    shared = [Bundle(unit_id, level, tuple(items)) for (unit_id, level), items in together.items()]
    return [*shared, *single]


def slip_number(year: int, sequence: int) -> str:
    """Return the number of a slip as it is written, such as `督〔2026〕3号`."""
    return f"督〔{year}〕{sequence}号"


def standard_demand(level: Level, count: int) -> str:
    """Return the demand proposed to the office; it may be changed before the slip goes out."""
    what = f"所列 {count} 个问题" if count > 1 else "所列问题"
    if level is Level.RED:
        return f"请单位负责人牵头，逐项查明原因，尽快完成{what}的整改，并书面回复整改情况和完成日期。"
    return f"请抓紧办理{what}，并回复未按要求办理的原因和下一步安排。"
