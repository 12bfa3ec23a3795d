"""When a number may be dialled again, what its tries come to, and the words of the problem that is made of it.

A try counts for its half day (上午, 下午, 晚间), since a line that is busy now is busy in five minutes: two tries
never share one, nor lie within an hour. Numbers promised in office hours are dialled in office hours only; those
promised round the clock are judged by the tries outside them, of which there is at least one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.spotchecks.vocabulary.phones import MOST_TRIES, Dialled, LineRow, TryResult, Verdict

_MORNING, _NOON, _AFTERNOON, _EVENING = time(8, 30), time(12), time(13, 30), time(17, 30)
_BOUNDARIES = (_MORNING, _NOON, _AFTERNOON, _EVENING)
_AN_HOUR = timedelta(hours=1)
# Longer than any holiday.
_DAYS_AHEAD = 15
_CONNECTED = (TryResult.ANSWERED, TryResult.RANG)
_TITLES = {
    Verdict.UNREACHED: "服务电话打不通",
    Verdict.UNANSWERED: "服务电话没人接",
    Verdict.BADLY: "服务电话答复不好",
}
_SUGGESTIONS = {
    Verdict.BADLY: "接电话的人一次讲清、负责到底，统一答复口径。",
    Verdict.UNANSWERED: "服务电话由专人值守，保证有人接；没人接的按规定问责。",
    Verdict.UNREACHED: "服务电话由专人值守，保证打得通；公布的号码有错的马上更正，打不通的按规定问责。",
}


def in_office_hours(moment: datetime, calendar: WorkCalendar) -> bool:
    """Say whether a telephone promised in office hours has to be answered at a moment."""
    hour = clock.local(moment).time()
    open_ = _MORNING <= hour < _NOON or _AFTERNOON <= hour < _EVENING
    return open_ and calendar.is_workday(clock.day_of(moment))


def half_day(moment: datetime) -> tuple[date, str]:
    """Return the half day of a try; the small hours belong to the evening before."""
    local = clock.local(moment)
    if local.time() < _MORNING:
        return local.date() - timedelta(days=1), "晚间"
    if local.time() < _NOON:
        return local.date(), "上午"
    return local.date(), "下午" if local.time() < _EVENING else "晚间"


def refusal(tries: Sequence[Dialled], kind: HoursKind, at: datetime, calendar: WorkCalendar) -> str:
    """Return why a try at a moment doesn't count, or nothing when it does."""
    if verdict_of(tries, kind, calendar) is not None:
        return "这个号码已经打完了。"
    inside = in_office_hours(at, calendar)
    if kind is HoursKind.OFFICE and not inside:
        return "这个号码承诺办公时间接听，请在工作日 8:30–12:00、13:30–17:30 打。"
    if any(at < one.at for one in tries):
        return "时间早于上一次，请按先后记。"
    if any(half_day(one.at) == half_day(at) for one in tries):
        return f"同一个半天里只算一次，{half_day(at)[1]}已经打过，请换一个半天再打。"
    if any(at - one.at < _AN_HOUR for one in tries):
        return "离上一次不到 1 小时，请隔 1 小时再打。"
    if _needs_outside(tries, kind, calendar) and inside:
        return "承诺 24 小时接听的，三次里至少一次在办公时间以外，最后这次请在办公时间以外打。"
    return ""


def next_moment(tries: Sequence[Dialled], kind: HoursKind, now: datetime, calendar: WorkCalendar) -> datetime | None:
    """Return from when a number may be dialled, now or later; nothing when it is dialled to the end."""
    today = clock.day_of(now)
    edges = [clock.at(today + timedelta(days=ahead), edge) for ahead in range(_DAYS_AHEAD) for edge in _BOUNDARIES]
    hours = [one.at + _AN_HOUR for one in tries]
    moments = sorted(moment for moment in (now, *edges, *hours) if moment >= now)
    return next((moment for moment in moments if not refusal(tries, kind, moment, calendar)), None)


def verdict_of(tries: Sequence[Dialled], kind: HoursKind, calendar: WorkCalendar) -> Verdict | None:
    """Return what the tries come to, or nothing while another is due.

    An answer settles it; round the clock only one outside office hours does. A number that isn't in service is
    settled at once.
    """
    counted = [one for one in tries if kind is HoursKind.OFFICE or not in_office_hours(one.at, calendar)]
    answered = [one for one in counted if one.result is TryResult.ANSWERED]
    dead = any(one.result is TryResult.DEAD for one in tries)
    if not (answered or dead or len(tries) >= MOST_TRIES):
        return None
    if answered:
        spoke = [one for one in tries if one.result is TryResult.ANSWERED]
        return Verdict.GOOD if all(one.well for one in spoke) else Verdict.BADLY
    return Verdict.UNANSWERED if any(one.result in _CONNECTED for one in counted) else Verdict.UNREACHED


def try_words(one: Dialled) -> str:
    """Return a try on one line: when, what happened, how it was answered and what was said."""
    said = [one.result.label]
    if one.result is TryResult.ANSWERED:
        said += ["讲清了" if one.told else "没有讲清", "态度好" if one.polite else "态度不好"]
    words = f"（{one.words}）" if one.words else ""
    return f"{moment_words(one.at)} {'，'.join(said)}{words}"


def moment_words(moment: datetime) -> str:
    """Return `12月1日 09:05`, as anybody may check it."""
    local = clock.local(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def problem_words(place: str, number: str, kind: HoursKind, tries: Sequence[Dialled]) -> str:
    """Return the fact of the problem: number and exact times, or nobody could check them; never who dialled."""
    said = "；".join(try_words(one) for one in tries)
    return f"{place}公布的服务电话 {number}，承诺{kind.label}接听，拨打 {len(tries)} 次：{said}。"


def problem_title(verdict: Verdict) -> str:
    """Return what the problem is called."""
    return _TITLES[verdict]


def suggestion(verdict: Verdict) -> str:
    """Return what is suggested to the unit."""
    return _SUGGESTIONS[verdict]


def _needs_outside(tries: Sequence[Dialled], kind: HoursKind, calendar: WorkCalendar) -> bool:
    last = len(tries) == MOST_TRIES - 1
    return kind is HoursKind.ROUND_THE_CLOCK and last and all(in_office_hours(one.at, calendar) for one in tries)


def grouped(rows: Iterable[LineRow]) -> list[tuple[str, HoursKind, list[LineRow]]]:
    """Return a dialling list: the numbers under their unit and promise, in the order they come."""
    found: dict[tuple[str, HoursKind], list[LineRow]] = {}
    for row in rows:
        found.setdefault((row.unit, row.hours_kind), []).append(row)
    return [(unit, kind, those) for (unit, kind), those in found.items()]
