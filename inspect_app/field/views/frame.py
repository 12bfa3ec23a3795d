"""What stands around every page of one visit: place, tabs, progress."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from inspect_app.checklists.vocabulary import PartKey
from inspect_app.field import queries
from inspect_app.field.rules import part_views
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import answers_of
from inspect_app.visits.vocabulary import VisitStatus

CHECK = "check"


def frame(visit: Visit, current: str) -> dict[str, Any]:
    """Return what the field layout needs; `current` is a part's key, or the check page."""
    parts = part_views(queries.body_of(visit.checklist_version), answers_of(visit))
    done, total = sum(part.done for part in parts), sum(part.total for part in parts)
    tabs = [
        (part.label, _part_url(visit, part.key), part.done, part.total or None, part.key.value == current)
        for part in parts
    ]
    check = url_for("field.check_visit", public_id=visit.public_id)
    tabs.append(("检查并提交", check, done, None, current == CHECK))
    return {
        "visit": visit,
        "place": "、".join(dict.fromkeys(stop.window.site.name for stop in visit.stops)),
        "windows": "、".join(stop.window.name for stop in visit.stops),
        "tabs": tabs,
        "done": done,
        "total": total,
        "saved_at": None if visit.status is VisitStatus.PLANNED else wall_clock(),
        "hide_url": url_for("field.notes"),
    }


def wall_clock() -> str:
    """Return the server's time with seconds, as 服务器已存 prints it."""
    return clock.local(clock.now()).strftime("%H:%M:%S")


def saved_facts(visit: Visit, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page learns after its change was kept: time, tabs, and how each item stands now."""
    body, answers = queries.body_of(visit.checklist_version), answers_of(visit)
    parts = part_views(body, answers)
    return {
        "saved_at": wall_clock(),
        "parts": {part.key.value: [part.done, part.total] for part in parts},
        "done": sum(part.done for part in parts),
        "total": sum(part.total for part in parts),
        "items": dict(keys),
    }


def _part_url(visit: Visit, key: PartKey) -> str:
    return url_for("field.show_part", public_id=visit.public_id, part=key.value)
