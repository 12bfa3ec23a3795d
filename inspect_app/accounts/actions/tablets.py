"""Register a tablet, enrol a lent one by a code, end it again. A tablet never ends by forgetting what it holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from inspect_app.access import VISITORS, Actor, Permission, may
from inspect_app.accounts import rules
from inspect_app.accounts.models import FieldSession, Person, RoleGrant, TabletCode
from inspect_app.accounts.vocabulary import TabletEnd
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Missing, NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class NewTabletCode:
    """A code to enrol a tablet; shown once."""

    code: str
    until: datetime


def open_tablet(person: Person, device: str, *, open_only: bool = False) -> str:
    """Register a tablet for a person's own visits and return its token; an earlier one of both ends."""
    if not _is_author(person.id):
        raise NotAllowed("这个账号不填写走访，不用登记平板。")
    now = clock.now()
    token = randomness.token() + randomness.token()
    same = (FieldSession.person_id == person.id) & (FieldSession.device == device)
    _end(same, TabletEnd.REPLACED)
    row = FieldSession(
        token_hash=rules.digest_token(token),
        person_id=person.id,
        device=device,
        open_only=open_only,
        created_at=now,
        expires_at=now + timedelta(hours=current_settings().field_hours),
    )
    db.session.add(row)
    db.session.flush()
    _record(Actor(person.id, person.name, person.unit_id), "tablet.opened", person)
    return token


def make_tablet_code(actor: Actor, person_id: int) -> NewTabletCode:
    """Make a code that enrols one tablet for somebody's open visits; never for a shopper."""
    person = _manageable(actor, person_id)
    if not current_settings().field_codes:
        raise Refused("本单位没有开通扫码登记平板。")
    if person.shopper_code is not None or not _is_author(person.id):
        raise Refused("扫码登记只给填写明查走访的人用，暗访员请用密码登录。")
    code, now = randomness.readable_code(rules.TABLET_CODE_LENGTH), clock.now()
    row = TabletCode(
        person_id=person.id,
        code_hash=rules.digest_token(code),
        made_by_id=actor.person_id,
        expires_at=now + rules.TABLET_CODE_LIVES,
    )
    db.session.add(row)
    db.session.flush()
    _record(actor, "tablet.code_issued", person)
    return NewTabletCode(code, row.expires_at)


def redeem_code(code: str, device: str) -> str | None:
    """Use a code up and return the token of the tablet it enrols; nothing when it is no good (any more)."""
    digest = rules.digest_token(rules.fold_code(code))
    row = db.session.scalars(select(TabletCode).where(TabletCode.code_hash == digest).with_for_update()).one_or_none()
    now = clock.now()
    if row is None or row.used_at is not None or row.expires_at <= now or not current_settings().field_codes:
        return None
    person = db.session.get_one(Person, row.person_id)
    if not person.active or person.shopper_code is not None:
        return None
    row.used_at = now
    return open_tablet(person, device, open_only=True)


def close_tablet(token: str) -> None:
    """End a tablet's session by its own token, whoever's it is; once."""
    mine = FieldSession.token_hash == rules.digest_token(token)
    query = select(FieldSession).where(mine, FieldSession.ended_at.is_(None)).with_for_update()
    row = db.session.scalars(query).one_or_none()
    if row is not None:
        row.ended_at, row.end_reason = clock.now(), TabletEnd.SIGNED_OUT
        _record(Actor(row.person.id, row.person.name, row.person.unit_id), "tablet.closed", row.person)


def end_tablet(actor: Actor, token_hash: str) -> None:
    """End one of one's own tablets from elsewhere; what it holds stays on it, locked."""
    mine = (FieldSession.token_hash == token_hash) & (FieldSession.person_id == actor.person_id)
    if not _end(mine & (FieldSession.expires_at > clock.now()), TabletEnd.SIGNED_OUT):
        raise Missing("这台平板的登录已经退出。")
    _record(actor, "tablet.closed", db.session.get_one(Person, actor.person_id))


def revoke_tablets(actor: Actor, person_id: int) -> int:
    """End all of somebody's tablets at once and return how many; what they hold stays on them, locked."""
    person = _manageable(actor, person_id)
    ended = end_tablets(person.id, TabletEnd.REVOKED)
    if not ended:
        raise Refused("没有登记着的平板。")
    _record(actor, "tablet.revoked", person)
    return ended


def end_tablets(person_id: int | None, reason: TabletEnd) -> int:
    """End every tablet of a person, as part of another deed; return how many there were."""
    return _end(FieldSession.person_id == person_id, reason)


def end_expired_tablets() -> None:
    """Close the rows of tablets whose time is over."""
    _end(FieldSession.expires_at <= clock.now(), TabletEnd.TOO_OLD)


def _end(which: object, reason: TabletEnd) -> int:
    statement = update(FieldSession).where(FieldSession.ended_at.is_(None), which)  # type: ignore[arg-type]
    values = statement.values(ended_at=clock.now(), end_reason=reason)
    result = db.session.execute(values.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


def _is_author(person_id: int) -> bool:
    query = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role.in_(VISITORS)).limit(1)
    return db.session.scalars(query).first() is not None


def _manageable(actor: Actor, person_id: int) -> Person:
    """Return whose tablets somebody may manage: a shopper's only who plans covert visits."""
    person = db.session.get(Person, person_id)
    needed = Permission.PLAN_COVERT if person is not None and person.shopper_code else Permission.PLAN_VISITS
    if person is None or (person.shopper_code and not may(actor, needed)):
        raise Missing("没有这个人员。")
    if not may(actor, needed):
        raise NotAllowed("平板由跑改办登记和收回。")
    return person


def _record(actor: Actor, deed: str, person: Person) -> None:
    shopper = person.shopper_code is not None
    ref = current_sealer().author_tag(person.id) if shopper else str(person.id)
    record(actor, deed, "person", ref, covert=shopper and actor.person_id == person.id)
