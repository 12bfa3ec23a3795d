"""Template filters and globals: how dates, numbers, files and addresses read on a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.datastructures import MultiDict

from inspect_app.foundation import clock

_WEEKDAYS = "一二三四五六日"
_KILO = 1024
_NOTHING = "—"


def _day(value: date | datetime) -> date:
    return clock.day_of(value) if isinstance(value, datetime) else value


def date_short(value: date | datetime | None) -> str:
    """Return `05-25`, as tables print dates."""
    return _NOTHING if value is None else f"{_day(value):%m-%d}"


def date_iso(value: date | datetime | None) -> str:
    """Return `2026-05-25`, as tables print dates of more than one year."""
    return _NOTHING if value is None else _day(value).isoformat()


def date_month_day(value: date | datetime | None) -> str:
    """Return `5月25日`."""
    if value is None:
        return _NOTHING
    day = _day(value)
    return f"{day.month}月{day.day}日"


def weekday(value: date | datetime) -> str:
    """Return `星期一`."""
    return "星期" + _WEEKDAYS[_day(value).weekday()]


def date_words(value: date | datetime | None) -> str:
    """Return `5月25日（星期一）`, as sentences print dates."""
    return _NOTHING if value is None else f"{date_month_day(value)}（{weekday(value)}）"


def date_long(value: date | datetime | None) -> str:
    """Return `2026年5月25日`, as official papers print dates."""
    return _NOTHING if value is None else f"{_day(value).year}年{date_month_day(value)}"


def clock_time(value: datetime | None, *, seconds: bool = False) -> str:
    """Return `17:30`, or `17:30:05`, on the office's wall clock."""
    if value is None:
        return _NOTHING
    return clock.local(value).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(value: datetime | None) -> str:
    """Return `5月25日 17:30`."""
    return _NOTHING if value is None else f"{date_month_day(value)} {clock_time(value)}"


def days_left(count: int | None) -> str:
    """Return working days in words: `剩 2 天`, `今天到期`, `4 天` after the word 逾期."""
    if count is None:
        return ""
    if count == 0:
        return "今天到期"
    return f"剩 {count} 天" if count > 0 else f"{-count} 天"


def ratio(part: int, whole: int) -> str:
    """Return `52/61`."""
    return f"{part}/{whole}"


def percent(part: int, whole: int) -> str:
    """Return `85.2%`, or — when there is nothing to divide by."""
    return f"{part / whole:.1%}" if whole else _NOTHING


def or_dash(value: object) -> object:
    """Return the value, or — for nothing."""
    return _NOTHING if value is None or value == "" else value


def file_size(count: int | None) -> str:
    """Return a number of bytes as people read it: `312 KB`, `1.2 MB`."""
    if count is None:
        return _NOTHING
    if count < _KILO:
        return f"{count} B"
    if count < _KILO * _KILO:
        return f"{count / _KILO:.0f} KB"
    return f"{count / _KILO / _KILO:.1f} MB"


def tel(value: str) -> str:
    """Return a telephone number as a link that dials it; what is no digit only parts the number for the eye."""
    return "tel:" + "".join(mark for mark in value if mark in "0123456789+*#")


def lines(value: str | None) -> list[str]:
    """Return the written lines of a text, blank ones left out."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the words, and the control it belongs to."""

    text: str
    anchor: str | None


def problems(form: Any) -> list[Problem]:
    """Return every error of a form in the order of its fields, those of nested forms included."""
    found = [Problem(str(text), None) for text in getattr(form, "form_errors", ())]
    return found + list(_field_problems(form))


def _field_problems(fields: Iterable[Any]) -> Iterator[Problem]:
    for field in fields:
        if hasattr(field, "entries"):
            yield from _own_problems(field)
            yield from _field_problems(field.entries)
        elif hasattr(field, "form"):
            yield from _field_problems(field.form)
        else:
            yield from _own_problems(field)


def _own_problems(field: Any) -> Iterator[Problem]:
    """Yield the first error of a field; a list of choices is reached by its first choice."""
    texts = [text for text in field.errors if isinstance(text, str)]
    if texts:
        listed = type(field.widget).__name__ in {"ListWidget", "TableWidget"}
        yield Problem(texts[0], f"{field.id}-0" if listed else field.id)


def address(**changes: object) -> str:
    """Return this page's address with some query values changed; None drops one. The page number goes too."""
    query: MultiDict[str, str] = MultiDict(request.args)
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        query.poplist(name)
        if value is not None:
            query[name] = str(value)
    text = urlencode(list(query.items(multi=True)))
    return f"{request.path}?{text}" if text else request.path


def register_filters(app: Flask) -> None:
    """Hang every filter and global of this module on the templates."""
    app.jinja_env.filters.update(
        date_short=date_short,
        date_iso=date_iso,
        date_month_day=date_month_day,
        date_words=date_words,
        date_long=date_long,
        weekday=weekday,
        clock_time=clock_time,
        moment=moment,
        days_left=days_left,
        percent=percent,
        or_dash=or_dash,
        file_size=file_size,
        lines=lines,
        tel=tel,
        problems=problems,
    )
    app.jinja_env.globals.update(address=address, ratio=ratio, percent=percent)
