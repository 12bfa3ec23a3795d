"""Chiefs' visits: who has been and who hasn't, layer by layer. They are open ones: nothing here is sealed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person, RoleGrant, Unit
from inspect_app.campaigns.models import Activity
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.planning.models import ChiefPost, ContactPoint
from inspect_app.planning.rules.layering import counts
from inspect_app.planning.vocabulary import ActivityRow, ChiefRow, ChiefVisit
from inspect_app.visits.models import Visit, VisitWindow
from inspect_app.visits.queries import office_sees


def chief_rows(visits: Sequence[Visit]) -> list[ChiefRow]:
    """Return every chief in office, in the order of units, with what of some visits counts for their layer."""
    posts, mine = _posts(), defaultdict(list)
    for visit in visits:
        mine[visit.author_id].append(visit)
    return [_row(person, posts.get(person.id), mine[person.id]) for person in _chiefs()]


def chief_visits(first: date, last: date, campaign_id: int | None) -> Sequence[Visit]:
    """Return the chiefs' visits that were handed in, planned for days of a period, the latest first."""
    query = select(Visit).where(
        Visit.author_role == Role.CHIEF,
        Visit.author_id.is_not(None),
        Visit.submitted_at.is_not(None),
        Visit.planned_on.between(first, last),
    )
    if campaign_id is not None:
        query = query.where(Visit.campaign_id == campaign_id)
    loaded = query.options(
        joinedload(Visit.campaign),
        selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site),
        selectinload(Visit.interviews),
    )
    return db.session.scalars(loaded.order_by(Visit.planned_on.desc(), Visit.id.desc())).all()


def visit_rows(visits: Sequence[Visit], chiefs: Sequence[ChiefRow]) -> list[ChiefVisit]:
    """Return chiefs' visits as a page reads them."""
    names = {chief.person_id: chief.name for chief in chiefs}
    return [
        ChiefVisit(
            public_id=visit.public_id,
            chief=names.get(visit.author_id or 0, Role.CHIEF.label),
            first=visit.planned_on,
            last=visit.through_on or visit.planned_on,
            campaign=visit.campaign.name,
            stops=tuple(dict.fromkeys(f"{stop.window.site.name} {stop.window.name}" for stop in visit.stops)),
            companions=visit.companions,
            talks=_talks(visit),
            self_check=visit.self_check,
            with_petitions=visit.with_petitions,
        )
        for visit in visits
    ]


def get_chief(person_id: int) -> tuple[Person, ChiefPost | None]:
    """Return a chief in office with their post, or raise Missing."""
    person = next((one for one in _chiefs() if one.id == person_id), None)
    if person is None:
        raise Missing("没有这位一把手。")
    return person, _posts().get(person_id)


def activity_rows(actor: Actor) -> list[ActivityRow]:
    """Return the 四进 with how many visits each has, as far as somebody may know of them."""
    handed_in = func.count(Visit.id).filter(Visit.submitted_at.is_not(None))
    seen = (Visit.activity_slot == Activity.slot) & office_sees(actor)
    query = select(Activity.slot, Activity.name, handed_in, func.count(Visit.id)).join(Visit, seen, isouter=True)
    rows = db.session.execute(query.group_by(Activity.slot, Activity.name).order_by(Activity.slot))
    return [ActivityRow(slot, name, done, both - done) for slot, name, done, both in rows]


def _chiefs() -> Sequence[Person]:
    held = select(RoleGrant.person_id).where(RoleGrant.role == Role.CHIEF)
    query = select(Person).join(Unit, Unit.id == Person.unit_id, isouter=True).where(Person.active, Person.id.in_(held))
    ordered = query.order_by(Unit.sort_no, Unit.code, Person.name, Person.id)
    return db.session.scalars(ordered.options(joinedload(Person.unit))).all()


def _posts() -> dict[int, ChiefPost]:
    windows = selectinload(ChiefPost.points).joinedload(ContactPoint.window).joinedload(Window.site)
    return {post.person_id: post for post in db.session.scalars(select(ChiefPost).options(windows))}


def _row(person: Person, post: ChiefPost | None, visits: Sequence[Visit]) -> ChiefRow:
    points = {point.window_id: f"{point.window.site.name} {point.window.name}" for point in post.points} if post else {}
    layer = post.layer if post else None
    counted = [
        visit
        for visit in visits
        if counts(layer, visit.method, visit.campaign.preset, [stop.window_id for stop in visit.stops], points)
    ]
    return ChiefRow(
        person_id=person.id,
        name=person.name,
        title=person.title,
        unit=person.unit.short_name if person.unit else "",
        layer=layer,
        points=tuple(points.values()),
        been=bool(counted),
        visits=len(counted),
        last=max((visit.planned_on for visit in counted), default=None),
    )


def _talks(visit: Visit) -> str:
    kinds = Counter(talk.kind for talk in visit.interviews)
    return "、".join(f"{kind.label} {count} 人" for kind, count in kinds.items())
