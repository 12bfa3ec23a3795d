"""Rounds of assignment: a round with covert rows is there only for who plans covert visits."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Person
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.planning.models import PlanRound, PlanRow, PlanRowWindow
from inspect_app.planning.vocabulary import RoundRow


def rounds_of(actor: Actor, campaign_id: int) -> Sequence[PlanRound]:
    """Return a campaign's rounds that somebody may know of, the latest first."""
    query = select(PlanRound).where(PlanRound.campaign_id == campaign_id, _seen_by(actor))
    return db.session.scalars(query.order_by(PlanRound.id.desc())).all()


def get_round(actor: Actor, round_id: int) -> PlanRound:
    """Return a round with its rows, or raise Missing."""
    return _one(_loaded(select(PlanRound).where(PlanRound.id == round_id, _seen_by(actor))))


def lock_round(actor: Actor, round_id: int) -> PlanRound:
    """Return a round locked for change, read anew; only inside a transaction."""
    query = select(PlanRound).where(PlanRound.id == round_id, _seen_by(actor)).with_for_update(of=PlanRound)
    return _one(_loaded(query).execution_options(populate_existing=True))


def author_of(row: PlanRow) -> int | None:
    """Return who is to go, named or sealed."""
    return current_sealer().open_author(row.author_seal) if row.author_seal is not None else row.author_id


def round_rows(found: PlanRound) -> list[RoundRow]:
    """Return the rows of a round as the office reads them: of a shopper the code, never the name."""
    ids = {row.id: author_of(row) for row in found.rows}
    people = _people(person_id for person_id in ids.values() if person_id is not None)
    return [_read(row, people.get(ids[row.id] or 0)) for row in found.rows]


def round_row(row: PlanRow) -> RoundRow:
    """Return one row as the office reads it."""
    person_id = author_of(row) or 0
    return _read(row, _people([person_id]).get(person_id))


def named_people(ids: Iterable[int], *, coded: bool) -> dict[int, tuple[str, str]]:
    """Return (name, unit) of people as a round names them: of a shopper the code, if `coded` ones are wanted."""
    people = _people(ids).values()
    return {person.id: _named(person) for person in people if coded or person.shopper_code is None}


def row_of(found: PlanRound, row_id: int) -> PlanRow:
    """Return a row of a round, or raise Missing."""
    row = next((row for row in found.rows if row.id == row_id), None)
    if row is None:
        raise Missing()
    return row


def _named(person: Person) -> tuple[str, str]:
    if person.shopper_code:
        return person.shopper_code, ""
    return person.name, person.unit.short_name if person.unit else ""


def _read(row: PlanRow, person: Person | None) -> RoundRow:
    site = row.stops[0].window.site.name if row.stops else ""
    who, home = _named(person) if person else ("", "")
    return RoundRow(
        id=row.id,
        unit=row.unit.short_name,
        site=site,
        windows="、".join(stop.window.name for stop in row.stops),
        who=who,
        home=home,
        day=row.planned_on,
        slot=row.slot,
        mode=row.mode,
        reason=row.reason,
    )


def _people(ids: Iterable[int]) -> dict[int, Person]:
    query = select(Person).where(Person.id.in_(set(ids))).options(joinedload(Person.unit))
    return {person.id: person for person in db.session.scalars(query)}


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    return true() if may(actor, Permission.PLAN_COVERT) else PlanRound.covert.is_(False)


def _loaded(query: Select[PlanRound]) -> Select[PlanRound]:
    stops = selectinload(PlanRound.rows).selectinload(PlanRow.stops)
    return query.options(
        joinedload(PlanRound.campaign, innerjoin=True),
        selectinload(PlanRound.rows).joinedload(PlanRow.unit),
        stops.joinedload(PlanRowWindow.window).joinedload(Window.site),
    )


def _one(query: Select[PlanRound]) -> PlanRound:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing()
    return found
