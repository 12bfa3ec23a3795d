"""Who is to check what, what a visit made for a check has brought, and what is supervised openly (挂牌督办)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import GRANTS, Actor, Permission, may
from inspect_app.accounts.models import Person, RoleGrant, Unit
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import get_finding, visible_to
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.findings.vocabulary import Grade
from inspect_app.foundation.errors import Missing
from inspect_app.rectification.models import VerificationOrder
from inspect_app.rectification.vocabulary import OrderState
from inspect_app.visits.models import Visit, VisitFile
from inspect_app.visits.queries import answers_of, file_of_visit, files_by_item
from inspect_app.visits.rules.page import visit_page

_PLANNED = VerificationOrder.state == OrderState.PLANNED


@dataclass(frozen=True, slots=True)
class SeenItem:
    """One question of a visit as it was answered there, with its photos."""

    text: str
    answer: str
    note: str
    photos: Sequence[StoredFile]


@dataclass(frozen=True, slots=True)
class CheckView:
    """What stands beside the panel of verification: the order, what the visit brought, why the last try failed."""

    method: str = ""
    who: str = ""
    mine: bool = False
    ordered: bool = False
    awaited: bool = False
    visit_ref: str = ""
    seen: Sequence[SeenItem] = ()
    note: str = ""
    failed_try: str = ""


def ordered_of(actor: Actor) -> Select[int]:
    """Return the findings whose check was given to this person, in clear or sealed."""
    return select(VerificationOrder.finding_id).where(_PLANNED, _is_mine(actor))


def ordered_of_others(actor: Actor) -> Select[int]:
    """Return the findings whose check was given to somebody else and has not come back."""
    back = select(Visit.id).where(Visit.id == VerificationOrder.visit_id, Visit.submitted_at.is_not(None)).exists()
    return select(VerificationOrder.finding_id).where(_PLANNED, ~_is_mine(actor), ~back)


def check_beside(actor: Actor, finding: Finding) -> CheckView:
    """Return what stands beside the panel of who may verify a finding.

    A covert visit shows no more than that something is awaited until it is handed in, and never who went.
    """
    tried = _last_try(finding)
    order = db.session.scalars(select(VerificationOrder).where(VerificationOrder.finding_id == finding.id, _PLANNED))
    known = order.one_or_none()
    if known is None:
        return CheckView(failed_try=tried)
    visit = _visit_with_records(known.visit_id)
    back = visit is not None and visit.submitted_at is not None
    mine = db.session.scalar(ordered_of(actor).where(VerificationOrder.id == known.id)) is not None
    hidden = known.verifier_seal is not None and not (mine or back or may(actor, Permission.PLAN_COVERT))
    if hidden:
        return CheckView(ordered=True, awaited=True, failed_try=tried)
    return CheckView(
        method=known.method.label,
        who=_who(known.verifier_id),
        mine=mine,
        ordered=True,
        awaited=visit is not None and not back,
        visit_ref=visit.public_id if visit is not None and back else "",
        seen=_seen(visit) if visit is not None and back else (),
        note=known.note,
        failed_try=tried,
    )


def check_photo(actor: Actor, number: str, public_id: str) -> StoredFile:
    """Return a photo of the visit made for a check, for who may verify, or raise Missing."""
    finding = get_finding(actor, number)
    if not may(actor, Permission.VERIFY):
        raise Missing()
    query = select(VerificationOrder.visit_id).join(Visit).where(
        VerificationOrder.finding_id == finding.id, _PLANNED, Visit.submitted_at.is_not(None)
    )  # fmt: skip
    visit_id = db.session.scalars(query).one_or_none()
    if visit_id is None:
        raise Missing()
    return file_of_visit(visit_id, public_id)


def verifier_choices(finding: Finding) -> list[tuple[str, str]]:
    """Return (id as text, words) of whom the office may ask to check a finding; the deed looks more closely."""
    roles = [role for role, held in GRANTS.items() if Permission.VERIFY in held]
    units = {finding.lead_unit_id, finding.handler_unit_id, *(assist.unit_id for assist in finding.assists)} - {None}
    held = select(RoleGrant.person_id).where(RoleGrant.role.in_(roles))
    query = select(Person, Unit.short_name).join(Unit, Unit.id == Person.unit_id, isouter=True)
    apart = or_(Person.unit_id.is_(None), Person.unit_id.not_in(units))
    wanted = (Person.active, Person.id.in_(held), apart, Person.id.not_in(_too_near(finding)))
    rows = db.session.execute(query.where(*wanted).order_by(Person.name, Person.id)).all()
    return [(str(person.id), f"{person.name}（{unit}）" if unit else person.name) for person, unit in rows]


def _too_near(finding: Finding) -> list[int]:
    """Return who approved the plan, and of a 重大 who wrote it."""
    author = finding.visit.author_id if finding.visit is not None and finding.grade is Grade.MAJOR else None
    return [person_id for person_id in (finding.plan_approver_id, author) if person_id is not None]


def list_listed(actor: Actor, offset: int, limit: int) -> tuple[Sequence[Finding], int]:
    """Return some of what is supervised openly, the longest first, and how many there are."""
    if not may(actor, Permission.READ_ALL_FINDINGS):
        raise Missing()
    wanted = (Finding.listed_on.is_not(None), Finding.status.in_(OPEN), visible_to(actor))
    total = db.session.scalar(select(func.count()).select_from(Finding).where(*wanted)) or 0
    place = joinedload(Finding.window).joinedload(Window.site)
    query = select(Finding).where(*wanted).options(joinedload(Finding.lead_unit), place)
    return db.session.scalars(query.order_by(Finding.listed_on, Finding.id).offset(offset).limit(limit)).all(), total


def _is_mine(actor: Actor) -> ColumnElement[bool]:
    person = actor.person_id or 0
    tag = current_sealer().author_tag(person)
    return or_(
        (VerificationOrder.verifier_id == person) & VerificationOrder.verifier_id.is_not(None),
        (VerificationOrder.verifier_tag == tag) & VerificationOrder.verifier_tag.is_not(None),
    )


def _last_try(finding: Finding) -> str:
    query = select(VerificationOrder.note).where(
        VerificationOrder.finding_id == finding.id,
        VerificationOrder.state == OrderState.NOT_POSSIBLE,
        VerificationOrder.round == finding.rework_count + 1,
    )
    return db.session.scalar(query.order_by(VerificationOrder.id.desc()).limit(1)) or ""


def _who(person_id: int | None) -> str:
    return db.session.get_one(Person, person_id).name if person_id is not None else ""


def _visit_with_records(visit_id: int | None) -> Visit | None:
    if visit_id is None:
        return None
    query = select(Visit).where(Visit.id == visit_id)
    loaded = query.options(
        joinedload(Visit.checklist_version),
        selectinload(Visit.answers),
        selectinload(Visit.files).joinedload(VisitFile.file),
    )
    return db.session.scalars(loaded).one()


def _seen(visit: Visit) -> list[SeenItem]:
    """Return what was answered, each with its photos; photos of no question come last."""
    answers, photos = answers_of(visit), files_by_item(visit)
    page = visit_page(visit.checklist_version.body, answers, visit.status)
    rows = [
        SeenItem(item.text, item.words, item.note, photos.get(item.key, ()))
        for part in page.parts
        for item in part.items
        if item.key in answers or item.key in photos
    ]
    loose = [SeenItem("其他照片", "", "", photos[""])] if photos.get("") else []
    return rows + loose
