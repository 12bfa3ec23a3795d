"""How a deadline reads on its plate: the number, the date, how it was counted (design.md §4, §5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from inspect_app.findings.rules.clocks import LampView, Span, held_total
from inspect_app.findings.vocabulary import Lamp
from inspect_app.foundation.workdays import WorkCalendar

_WEEKDAYS = "一二三四五六日"
_LISTED = 4


@dataclass(frozen=True, slots=True)
class Plate:
    """A deadline as it is drawn; `count` is none while the clock stands or none runs."""

    kind: str
    count: int | None
    when: str
    counted: tuple[str, ...]
    purpose: str
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """What is known of a department's term.

    It begins on `delivered` (送达, or 恢复整改); `extended` are the dates before and after each extension since,
    `held` what the office held by reason, in working days.
    """

    delivered: date
    original_due: date | None
    due: date | None
    limit: date | None
    held_days: int
    rework_due: date | None
    provisional: bool
    ended: str = ""
    stopped: str = "已反馈"
    begun: str = "送达"
    extended: tuple[tuple[date, date], ...] = ()
    held: tuple[tuple[str, int], ...] = ()


def day_words(day: date) -> str:
    """Return `5月25日（星期一）`."""
    return f"{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def marked_off(day: date, calendar: WorkCalendar) -> str:
    """Return a date that may have been fixed by people; it stays on a day off, and says so (rectification.md §5)."""
    return _day(day) if calendar.is_workday(day) else f"{_day(day)}（休息日）"


def department_plate(term: Term, view: LampView, today: date, end: time, calendar: WorkCalendar) -> Plate:
    """Return the plate of a department's own deadline."""
    counted = counted_words(term, today, calendar)
    if view.lamp is Lamp.DONE:
        return Plate("done", None, term.ended or view.text, counted, "整改时限", view.text)
    if view.text == "停表":
        return Plate("done", None, "部门时限已停表", counted, "整改时限", term.stopped)
    if term.limit is None:
        return Plate("ok", None, "没有规定时限", counted, "整改时限", "无时限")
    when = f"{day_words(term.limit)}{end:%H:%M} 前反馈"
    purpose = "整改时限" if term.rework_due is None else "重办时限"
    return Plate(view.lamp.value, abs(view.days or 0), when, counted, purpose)


def office_plate(
    purpose: str, limit: date, today: date, end: time, near: int, calendar: WorkCalendar
) -> Plate:
    """Return the plate of a stage's clock: signing, the plan, and what the office itself owes."""
    days = calendar.between(today, limit)
    kind = "over" if today > limit else ("near" if days <= near else "ok")
    return Plate(kind, abs(days), f"{day_words(limit)}{end:%H:%M} 前", (), purpose)


def counted_words(term: Term, today: date, calendar: WorkCalendar) -> tuple[str, ...]:
    """Return how a date came about: term, days off, the original date, what the office held."""
    lines = [_delivery_line(term, calendar), *(_extension_line(*change, calendar) for change in term.extended)]
    rest = days_off_words(today, term.limit, calendar)
    if rest:
        lines.append(rest)
    if term.held_days:
        lines.append(_held_line(term))
    if term.original_due is not None and term.limit not in (None, term.original_due):
        lines.append(f"原定时限 {day_words(term.original_due)}。")
    if term.provisional:
        lines.append("所含日期的放假安排还没有公布，时限为暂定。")
    return tuple(lines)


def days_off_words(today: date, limit: date | None, calendar: WorkCalendar) -> str:
    """Return which days up to a deadline aren't counted, and which weekend days are."""
    if limit is None or limit <= today:
        return ""
    days = [today + timedelta(days=count) for count in range(1, (limit - today).days + 1)]
    off = [day for day in days if not calendar.is_workday(day)]
    worked = [day for day in days if calendar.is_makeup(day)]
    parts = []
    if off:
        parts.append(f"{_listed(off)}是休息日，不计")
    if worked:
        parts.append(f"{_listed(worked)}调休上班，计入")
    return "；".join(parts) + "。" if parts else ""


def held_parts(spans: Iterable[tuple[str, Span]], today: date, calendar: WorkCalendar) -> tuple[tuple[str, int], ...]:
    """Return the working days the office held by reason; where spans overlap the earlier one has the days."""
    parts: dict[str, int] = {}
    seen: list[Span] = []
    for reason, span in sorted(spans, key=lambda pair: pair[1].since):
        before = held_total(seen, today, calendar)
        seen.append(span)
        days = held_total(seen, today, calendar) - before
        if days:
            parts[reason] = parts.get(reason, 0) + days
    return tuple(parts.items())


def _delivery_line(term: Term, calendar: WorkCalendar) -> str:
    start = f"{_day(term.delivered)}{term.begun}"
    first = term.extended[0][0] if term.extended else term.due
    if first is None:
        return f"{start}，不设时限。"
    return f"{start}，{calendar.between(term.delivered, first)} 个工作日，到 {marked_off(first, calendar)}。"


def _extension_line(before: date, after: date, calendar: WorkCalendar) -> str:
    more = calendar.between(before, after)
    return f"同意延期 {more} 个工作日，由 {_day(before)}改为 {marked_off(after, calendar)}。"


def _held_line(term: Term) -> str:
    told = "，已顺延，不算在本单位时限内。"
    if sum(days for _, days in term.held) != term.held_days:
        return f"跑改办办理占用 {term.held_days} 个工作日{told}"
    parts = "、".join(f"{reason} {days} 天" for reason, days in term.held)
    return f"跑改办办理占用：{parts}，共 {term.held_days} 个工作日{told}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _listed(days: list[date]) -> str:
    words = [f"{day.month}月{day.day}日" for day in days[:_LISTED]]
    more = f"等 {len(days)} 天" if len(days) > _LISTED else ""
    return "、".join(words) + more
