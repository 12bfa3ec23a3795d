"""Citizens' word beside inspectors' eyes: satisfaction and trips said, scores and trips seen, by unit or site.

Only the office and the leaders ask: a covert visit's score stands in these sums.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitKind, UnitLevel
from inspect_app.catalogue.models import ServiceItem, Site, Window
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.projects.vocabulary.lists import Cell, ListColumn, ListLine
from inspect_app.visits.models import Trial, Visit, VisitWindow
from inspect_app.visits.vocabulary import TrialOutcome, VisitStatus
from inspect_app.voices.models import Opinion, OpinionForm
from inspect_app.voices.rules.opinions import gaps, places, trips_number
from inspect_app.voices.vocabulary.opinions import SATISFIED, Gap, Part, Said, Seen

_RATIO = "num"


def columns(by_site: bool) -> tuple[ListColumn, ...]:
    """Return the heads of the comparison."""
    return (
        ListColumn("网点" if by_site else "单位", 24),
        ListColumn("群众满意", 14, _RATIO),
        ListColumn("满意位次", 10, _RATIO),
        ListColumn("走访得分", 14, _RATIO),
        ListColumn("得分比满意高", 14, _RATIO),
        ListColumn("群众跑几趟", 14, _RATIO),
        ListColumn("群众一次办成", 14, _RATIO),
        ListColumn("走访跑几趟", 14, _RATIO),
        ListColumn("群众多跑", 10, _RATIO),
    )


def list_gaps(
    by_site: bool, since: date | None, until: date | None, offset: int, limit: int | None
) -> tuple[list[ListLine], int]:
    """Return a page of units (or sites) with both sides, in their official order, and how many there are."""
    found = gaps(_said(by_site, since, until), [*_scores(by_site, since, until), *_tried(by_site, since, until)])
    names = _names(by_site, list(found))
    place: dict[int, int] = {}
    for group in dict.fromkeys(group for _key, _name, group in names):
        place |= places([found[key] for key, _name, other in names if other == group])
    kept = names[offset : None if limit is None else offset + limit]
    extra = "&".join(f"{word}={day}" for word, day in (("from", since), ("to", until)) if day)
    lines = [_line(found[key], name, place.get(key), by_site, extra) for key, name, _group in kept]
    return lines, len(names)


def _line(gap: Gap, name: str, place: int | None, by_site: bool, extra: str) -> ListLine:
    cells: tuple[Cell, ...] = (
        name,
        _share(gap.satisfied),
        "—" if place is None else str(place),
        _mean(gap.score),
        _signed(gap.points),
        _mean(gap.trips),
        _share(gap.once),
        _mean(gap.tried),
        _signed(gap.more_trips),
    )
    return ListLine(cells, f"/voices/opinions?{'site' if by_site else 'unit'}={gap.key}{'&' if extra else ''}{extra}")


def _share(part: Part) -> str:
    return "—" if part.value is None else f"{part.part:.0f}/{part.whole}（{100 * part.value:.0f}%）"


def _mean(part: Part) -> str:
    return "—" if part.value is None else f"{part.value:.1f}（{part.whole} 次）"


def _signed(value: float | None) -> str:
    return "—" if value is None else f"{value:+.1f}".replace("-", "−")


def _said(by_site: bool, since: date | None, until: date | None) -> list[Said]:
    key = Window.site_id if by_site else func.coalesce(Window.unit_id, ServiceItem.unit_id)
    query = select(key, Opinion.trips, Opinion.satisfied).select_from(Opinion).join(Opinion.form)
    query = query.outerjoin(OpinionForm.window).outerjoin(OpinionForm.item)
    query = query.where(Opinion.set_apart.is_(False), key.is_not(None))
    if since is not None:
        query = query.where(Opinion.said_on >= since)
    if until is not None:
        query = query.where(Opinion.said_on <= until)
    return [
        Said(place, trips_number(trips), satisfied in SATISFIED if satisfied else None)
        for place, trips, satisfied in db.session.execute(query)
    ]


def _scores(by_site: bool, since: date | None, until: date | None) -> list[Seen]:
    """Return the score of each accepted visit, once for every unit (or site) on its way."""
    key = Window.site_id if by_site else Window.unit_id
    query = select(key, Visit.id, Visit.submitted_at).join(VisitWindow, VisitWindow.visit_id == Visit.id)
    query = query.join(Window, Window.id == VisitWindow.window_id).where(*_accepted()).distinct()
    rows = [row for row in db.session.execute(query) if _within(row[2], since, until)]
    kept = select(Visit.id, Visit.score).where(*_accepted(), Visit.score.is_not(None))
    frozen = {visit_id: _hundredths(score) for visit_id, score in db.session.execute(kept)}
    return [Seen(place, score=frozen[visit_id]) for place, visit_id, _at in rows if frozen.get(visit_id) is not None]


def _tried(by_site: bool, since: date | None, until: date | None) -> list[Seen]:
    """Return the trips of matters really done on accepted visits."""
    key = Window.site_id if by_site else func.coalesce(Window.unit_id, ServiceItem.unit_id)
    query = select(key, Trial.trips, Visit.submitted_at).select_from(Trial).join(Visit, Visit.id == Trial.visit_id)
    query = query.outerjoin(Window, Window.id == Trial.window_id)
    query = query.outerjoin(ServiceItem, ServiceItem.id == Trial.item_id)
    done = (Trial.outcome == TrialOutcome.DONE, Trial.trips.is_not(None), key.is_not(None))
    rows = db.session.execute(query.where(*_accepted(), *done))
    return [Seen(place, trips=trips) for place, trips, at in rows if _within(at, since, until)]


def _accepted() -> list[ColumnElement[bool]]:
    return [Visit.status == VisitStatus.ACCEPTED, Visit.submitted_at.is_not(None)]


def _within(at: datetime | None, since: date | None, until: date | None) -> bool:
    if at is None:
        return False
    day = clock.day_of(at)
    return (since is None or day >= since) and (until is None or day <= until)


def _hundredths(score: dict[str, Any] | None) -> float | None:
    total = (score or {}).get("total")
    if not isinstance(total, dict) or not total.get("possible"):
        return None
    return 100 * float(total["earned"]) / float(total["possible"])


def _names(by_site: bool, keys: list[int]) -> list[tuple[int, str, tuple[UnitLevel, UnitKind] | None]]:
    """Return names in their official order, each with the group in which it is ranked: bureaus and districts apart."""
    if by_site:
        sites = select(Site.id, Site.name).where(Site.id.in_(keys)).order_by(Site.code)
        return [(key, name, None) for key, name in db.session.execute(sites)]
    units = select(Unit.id, Unit.short_name, Unit.level, Unit.kind).where(Unit.id.in_(keys))
    rows = db.session.execute(units.order_by(Unit.sort_no, Unit.code))
    return [(key, name, (level, kind)) for key, name, level, kind in rows]
