"""The whole picture of one person, put together from its sums."""

from collections import Counter

from inspect_app.accounts.queries.units import district_ids
from inspect_app.dashboard.queries import sums
from inspect_app.dashboard.queries.scope import IN_HAND, UNSIGNED, Scope, sees_visits
from inspect_app.dashboard.rules import (
    heat_words,
    lead,
    percent,
    ranked,
    ranking_words,
    shade,
    stage_words,
    trend_words,
    weeks_until,
)
from inspect_app.dashboard.vocabulary import Figure, Heat, Overview, Stage, UnitRow, Viewer, Week, What
from inspect_app.findings.vocabulary import Category
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.metrics.rules.definitions import named


def overview(scope: Scope) -> Overview:
    """Return the picture; an author's holds only figures and stages."""
    standing = sums.standing(scope)
    statuses: Counter[S] = Counter()
    for (_, status), count in standing.items():
        statuses[status] += count
    rows = _unit_rows(scope, standing)
    stages = _stages(statuses)
    if scope.viewer is Viewer.AUTHOR:
        figures = _figures_now(statuses, rows)
        return Overview(scope.viewer, lead(scope.viewer, rows, None, 0), figures, stages,
                        words={"stages": stage_words(stages)})  # fmt: skip
    near = sum(sums.by_unit(What.NEAR, scope).values())
    tried = sums.tried(scope) if scope.viewer is Viewer.ALL else None
    weeks, heat = _weeks(scope), _heat(scope, rows)
    return Overview(
        viewer=scope.viewer,
        sentence=lead(scope.viewer, rows, tried, near),
        figures=[*_figures_now(statuses, rows, near), *_figures_then(scope, rows, tried)],
        stages=stages,
        bureaus=_of_kind(rows, districts=False, rank=scope.viewer is Viewer.ALL),
        districts=_of_kind(rows, districts=True, rank=scope.viewer is Viewer.ALL),
        weeks=weeks,
        heat=heat,
        words={
            "stages": stage_words(stages),
            "trend": trend_words(weeks),
            "heat": heat_words(heat.categories, heat.sums),
            "ranking": ranking_words(rows, places=scope.viewer is Viewer.ALL),
        },
    )


def _of_kind(rows: list[UnitRow], *, districts: bool, rank: bool) -> list[UnitRow]:
    """Bureaus and districts rank apart; a department sees its own units without a place."""
    chosen = [row for row in rows if row.is_district is districts]
    return ranked(chosen) if rank else chosen


def _unit_rows(scope: Scope, standing: sums.Standing) -> list[UnitRow]:
    delivered: Counter[int] = Counter()
    for (unit, _), count in standing.items():
        delivered[unit] += count
    wide = scope.viewer is not Viewer.AUTHOR
    over = sums.by_unit(What.OVER, scope) if wide else Counter[int]()
    judged = sums.judged_by_unit(scope) if wide else {}
    called = sums.callbacks_by_unit(scope) if wide else {}
    districts = district_ids()
    return [
        UnitRow(
            unit.id, unit.short_name, unit.sort_no, unit.id in districts,
            delivered=delivered[unit.id], closed=standing[unit.id, S.CLOSED], over=over[unit.id],
            on_time=judged.get(unit.id, (0, 0))[0], due=judged.get(unit.id, (0, 0))[1],
            content=called.get(unit.id, (0, 0))[0], called=called.get(unit.id, (0, 0))[1],
        )
        for unit in sums.units(sorted(delivered))
    ]  # fmt: skip


def _figures_now(statuses: Counter[S], rows: list[UnitRow], near: int | None = None) -> list[Figure]:
    delivered, closed = sum(statuses.values()), statuses[S.CLOSED]
    beside = f"另有终止整改 {statuses[S.TERMINATED]}、暂缓 {statuses[S.DEFERRED]}"
    found = [
        _count("累计交办", delivered, What.DELIVERED, "已送达的问题"),
        _ratio(named("closure"), closed, delivered, (What.CLOSED, What.DELIVERED), beside),
    ]
    if near is None:
        return found
    over = sum(row.over for row in rows)
    return [*found, _count("逾期未改", over, What.OVER, "自查的不算"), _count("临期", near, What.NEAR, "快到整改时限")]


def _figures_then(scope: Scope, rows: list[UnitRow], tried: tuple[int, int] | None) -> list[Figure]:
    done, due = sum(row.on_time for row in rows), sum(row.due for row in rows)
    content, called = sum(row.content for row in rows), sum(row.called for row in rows)
    found = [_ratio(named("on_time"), done, due, (What.ON_TIME, What.DUE), "判定时限在这段日期内")]
    if tried is not None:
        found.append(_ratio(named("one_trip"), *tried, (What.ONCE, What.TRIED), "具体办实测"))
    found.append(_ratio(named("callback"), content, called, (What.CONTENT, What.CALLED), "含基本满意"))
    if sees_visits(scope.actor):
        scores = sums.scores(scope)
        mean = f"{sum(scores) / len(scores):.1f}" if scores else "—"
        found.append(Figure("走访平均得分", mean, f"{len(scores)} 次走访，百分制", What.SCORED, d=len(scores),
                            d_href=What.SCORED))  # fmt: skip
    return found


def _count(name: str, count: int, what: What, basis: str) -> Figure:
    return Figure(name, str(count), basis, what, d=count)


def _ratio(name: str, n: int, d: int, lists: tuple[What, What], basis: str) -> Figure:
    return Figure(name, percent(n, d), basis, lists[0], n, d, lists[0], lists[1])


def _stages(statuses: Counter[S]) -> list[Stage]:
    """Return the way of a finding: how many came to each stage, and how many wait before the next."""
    delivered, unsigned = sum(statuses.values()), sum(statuses[status] for status in UNSIGNED)
    held, fed = sum(statuses[status] for status in IN_HAND), statuses[S.PENDING_VERIFICATION]
    return [
        Stage(What.DELIVERED, "交办", delivered, What.TO_SIGN, unsigned),
        Stage(What.SIGNED, "签收", delivered - unsigned, What.IN_HAND, held),
        Stage(What.ANSWERED, "反馈", fed + statuses[S.CLOSED], What.TO_VERIFY, fed),
        Stage(What.CLOSED, "核验销号", statuses[S.CLOSED]),
    ]


def _weeks(scope: Scope) -> list[Week]:
    weeks = weeks_until(scope.period.last)
    found = sums.by_week(What.FOUND_THEN, scope, weeks)
    closed = sums.by_week(What.CLOSED_THEN, scope, weeks)
    return [Week(week.first, week.last, n, d) for week, n, d in zip(weeks, found, closed, strict=True)]


def _heat(scope: Scope, rows: list[UnitRow]) -> Heat:
    counts = sums.by_category(scope)
    shown = [category for category in Category if any(kind is category for _, kind in counts)]
    most = max(counts.values(), default=0)
    lines = []
    for row in rows:
        line = [counts[row.unit_id, category] for category in shown]
        if any(line):
            lines.append((row, [(count, shade(count, most)) for count in line], sum(line)))
    by_column = [sum(count for (_, kind), count in counts.items() if kind is category) for category in shown]
    return Heat([(category.value, category.label) for category in shown], lines, by_column, sum(by_column))
