"""Whether a year's notice is whole and says nothing impossible."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from inspect_app.calendar.vocabulary import DayFacts, DayKind, LineProblem

FIRST_YEAR, LAST_YEAR = 2016, 2099
_SATURDAY = 5
_DECEMBER = 12
# Days that every year's notice gives off (《全国年节及纪念日放假办法》).
_FIXED = ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))
_MOVING = ("春节", "清明", "端午", "中秋")
_SPRING_DAYS = 3


def year_of(days: Iterable[DayFacts]) -> int | None:
    """Return the year a notice is about: its last; a notice may reach back into the December before."""
    return max((fact.day.year for fact in days), default=None)


def notice_problems(days: Sequence[DayFacts]) -> list[LineProblem]:
    """Return all that is wrong with a year's notice, in the order of its lines."""
    year = year_of(days)
    if year is None:
        return [LineProblem(0, "文件里没有一天的安排。")]
    found = [problem for fact in days for problem in _line_problems(fact, year)]
    return sorted([*found, *_twice(days)], key=lambda problem: problem.line) + _gaps(days, year)


def day_problem(fact: DayFacts) -> str | None:
    """Return what is impossible about a single day, or nothing."""
    if not FIRST_YEAR <= fact.day.year <= LAST_YEAR:
        return f"年份须在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。"
    if fact.kind is DayKind.MAKEUP and fact.day.weekday() < _SATURDAY:
        return f"{fact.day} 是工作日，不会是“调休上班”。"
    return None


def _line_problems(fact: DayFacts, year: int) -> list[LineProblem]:
    problem = day_problem(fact)
    if problem is None and fact.day.year < year and not _just_before(fact.day, year):
        problem = f"{fact.day} 不属于 {year} 年的安排；一个文件只放一年。"
    return [LineProblem(fact.line, problem)] if problem else []


def _just_before(day: date, year: int) -> bool:
    return day.year == year - 1 and day.month == _DECEMBER


def _twice(days: Sequence[DayFacts]) -> list[LineProblem]:
    seen: dict[date, int] = {}
    found = []
    for fact in days:
        if fact.day in seen:
            found.append(LineProblem(fact.line, f"{fact.day} 与第 {seen[fact.day]} 行重复。"))
        seen.setdefault(fact.day, fact.line)
    return found


def _gaps(days: Sequence[DayFacts], year: int) -> list[LineProblem]:
    off = [fact for fact in days if fact.kind is DayKind.HOLIDAY]
    dates = {fact.day for fact in off}
    missing = [f"{month}月{day}日{name}" for month, day, name in _FIXED if date(year, month, day) not in dates]
    named = Counter(name for fact in off for name in _MOVING if name in fact.name)
    missing += [f"“{name}”" for name in _MOVING if not named[name]]
    if 0 < named["春节"] < _SPRING_DAYS:
        missing.append("春节的全部假日")
    return [LineProblem(0, f"{year} 年的安排不完整，还缺：{'、'.join(missing)}。")] if missing else []
