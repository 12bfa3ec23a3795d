"""Decisions of comparing: what is worse than promised, and how it is told."""

from collections.abc import Collection, Iterable, Mapping

from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.comparison.vocabulary import (
    DEMANDED,
    MEASURED,
    Aspect,
    CaseLine,
    Column,
    Group,
    Promise,
    Tally,
    Verdict,
)

# A promise of "more than once" sets no limit that a record could break.
_TRIPS = {TripPromise.ZERO: 0, TripPromise.ONE: 1}
_UNITS = {Aspect.TRIPS: "次", Aspect.PAPERS: "份"}
# More single problems than this nobody triages one by one.
MOST_EACH = 200


def is_mapped(columns: Collection[Column]) -> bool:
    """Say whether enough of a table is known to compare it: which case, which matter, when, and something to hold."""
    return all(column in columns for column in DEMANDED) and any(column in columns for column in MEASURED)


def promise_of(
    trips: TripPromise | None, amount: int | None, unit: TimeUnit | None, papers: int, *, id_only: bool, online: bool
) -> Promise:
    """Return a matter's promise as limits; a matter without a published list of papers promises none."""
    return Promise(
        trips=_TRIPS.get(trips) if trips is not None else None,
        minutes=amount if unit is TimeUnit.MINUTES else None,
        workdays=amount if unit is TimeUnit.WORKDAYS else None,
        papers=1 if id_only else papers or None,
        online=online,
    )


def verdict_of(case: CaseLine, promise: Promise) -> Verdict:
    """Say of each side that was both promised and recorded whether the promise was kept.

    Minutes are held against minutes and working days against working days: one tells nothing of the other.
    """
    found: dict[Aspect, bool] = {}
    times = ((case.minutes, promise.minutes), (case.workdays, promise.workdays))
    pairs = ((Aspect.TRIPS, case.trips, promise.trips), (Aspect.PAPERS, case.papers, promise.papers),
             *((Aspect.TIME, real, most) for real, most in times))  # fmt: skip
    for aspect, real, most in pairs:
        if real is not None and most is not None:
            found[aspect] = real <= most
    if promise.online and case.online is not None:
        found[Aspect.ONLINE] = case.online
    return found


def is_broken(verdict: Verdict) -> bool:
    """Say whether a case was worse than promised on some side."""
    return not all(verdict.values())


def limit_words(aspect: Aspect, promise: Promise) -> str:
    """Say what was promised on a side, as offices write it."""
    if aspect is Aspect.TRIPS:
        return "跑零次" if promise.trips == 0 else f"最多跑 {promise.trips} 次"
    if aspect is Aspect.TIME:
        amount = promise.workdays if promise.minutes is None else promise.minutes
        return f" {amount} {_time_unit(promise)}" if amount else "立等可取"
    return "可以网上办" if aspect is Aspect.ONLINE else f"材料 {promise.papers} 份"


def broken_words(aspect: Aspect, tally: Tally, promise: Promise) -> str:
    """Say how a promise was broken: of how many cases, and the worst of them."""
    words = f"{aspect.label}：承诺{limit_words(aspect, promise)}，{tally.broken}/{tally.compared} 件没有做到"
    if tally.worst is None:
        return f"{words}。"
    unit = _time_unit(promise) if aspect is Aspect.TIME else _UNITS[aspect]
    return f"{words}，最多 {tally.worst} {unit}。"


def case_words(aspect: Aspect, real: int | None, promise: Promise) -> str:
    """Say of one case what was recorded on a side, beside what was promised."""
    unit = _time_unit(promise) if aspect is Aspect.TIME else _UNITS.get(aspect, "")
    recorded = "不能网上办" if aspect is Aspect.ONLINE else f"{real} {unit}"
    return f"{aspect.label}：{recorded}（承诺{limit_words(aspect, promise)}）"


def title_of(group: Group) -> str:
    """Return what the list of problems calls a group."""
    if group.cases == 1 and group.examples:
        return f"{group.matter}：办件 {group.examples[0]} 没有做到承诺"
    return f"{group.matter}：{group.broken}/{group.cases} 件没有做到承诺"


def fact_of(group: Group, source: str) -> str:
    """Return the fact as a department reads it: where the records come from, n of d on each side, cases to check."""
    days = f"{group.first}" if group.first == group.last else f"{group.first} 至 {group.last}"
    where = f"{group.place}办理" if group.place else "办理"
    opening = f"据“{source}”办件数据比对，{days} {where}“{group.matter}” {group.cases} 件，{group.broken} 件比承诺差。"
    told = (broken_words(one, group.tallies[one], group.promise) for one in broken_sides(group.tallies))
    cases = f"办件编号{'如' if group.broken > len(group.examples) else ''}：{'、'.join(group.examples)}。"
    return "\n".join([opening, *told, cases])


def broken_sides(tallies: Mapping[Aspect, Tally]) -> list[Aspect]:
    """Return the sides on which something was worse than promised, in their order."""
    return [aspect for aspect in Aspect if aspect in tallies and tallies[aspect].broken]


def added_up(verdicts: Iterable[Verdict]) -> dict[Aspect, Tally]:
    """Count verdicts by side."""
    counts = {aspect: [0, 0] for aspect in Aspect}
    for verdict in verdicts:
        for aspect, kept in verdict.items():
            counts[aspect][0] += 1
            counts[aspect][1] += not kept
    return {aspect: Tally(compared, broken) for aspect, (compared, broken) in counts.items()}


def _time_unit(promise: Promise) -> str:
    return "个工作日" if promise.minutes is None else "分钟"
