"""Makers of rows for tests: each returns a committed row; call them inside an app context.

Names are invented (明州市). Give what the test is about; the rest is sensible.
"""

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person, RoleGrant, SignInSession, Unit
from inspect_app.accounts.queries import actor_of as _actor_of
from inspect_app.accounts.vocabulary import UnitKind, UnitLevel
from inspect_app.campaigns.models import Campaign, CampaignTarget
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import RequiredPaper, ServiceItem, Site, Window, WindowItem
from inspect_app.catalogue.vocabulary import SiteType, TripPromise
from inspect_app.checklists.models import Checklist, ChecklistVersion
from inspect_app.checklists.vocabulary import VersionState
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.actions.moving import refresh_lamp
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Grade, SourceKind
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit, VisitWindow
from inspect_app.visits.vocabulary import VisitMode

_serial = itertools.count(1)


def keep(*rows: Any) -> None:
    """Commit rows."""
    with transaction() as session:
        session.add_all(rows)


def make_unit(
    name: str = "",
    *,
    parent: Unit | None = None,
    kind: UnitKind = UnitKind.BUREAU,
    level: UnitLevel = UnitLevel.CITY,
    **values: Any,
) -> Unit:
    """Make a unit; its short name is its name."""
    number = next(_serial)
    name = name or f"市第{number}局"
    unit = Unit(
        code=f"U{number:04d}",
        name=name,
        short_name=name,
        level=level,
        kind=kind,
        sort_no=number,
        parent_id=parent.id if parent else None,
        **values,
    )
    keep(unit)
    return unit


def make_office() -> Unit:
    """Make the reform office."""
    return make_unit(f"市跑改办{next(_serial)}", kind=UnitKind.REFORM_OFFICE)


def make_person(
    role: Role = Role.OFFICE_CLERK,
    unit: Unit | None = None,
    *,
    username: str = "",
    name: str = "",
    deputy: bool = False,
    **values: Any,
) -> Person:
    """Make a person with one role held with a unit (a new bureau unless given)."""
    number = next(_serial)
    unit = unit or make_unit()
    name = name or f"{role.label}{number}"
    if role is Role.SHOPPER:
        values.setdefault("name_seal", current_sealer().seal(name.encode(), "name"))
        values.setdefault("shopper_code", f"暗访员-{number:02d}")
        name = values["shopper_code"]
    person = Person(username=username or f"{role.value}{number}", name=name, unit_id=unit.id, **values)
    person.grants = [RoleGrant(role=role, unit_id=unit.id, deputy=deputy)]
    keep(person)
    return person


def actor_of(person: Person) -> Actor:
    """Return the actor of a person, read anew."""
    return _actor_of(db.session.get_one(Person, person.id))


def make_actor(role: Role = Role.OFFICE_CLERK, unit: Unit | None = None, **values: Any) -> Actor:
    """Make a person and return the actor."""
    return actor_of(make_person(role, unit, **values))


def sign_in(client: FlaskClient, person: Person, **where: Any) -> None:
    """Let a client be signed in as somebody; `base_url` names the host where it matters."""
    import hashlib

    token = f"test-token-{next(_serial)}-{person.id}"
    now = clock.now()
    keep(
        SignInSession(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
        )
    )
    with client.session_transaction(**where) as session:
        session.clear()
        session["_user_id"] = token
        session["_fresh"] = True


def make_site(unit: Unit | None = None, **values: Any) -> Site:
    """Make a service hall."""
    number = next(_serial)
    values.setdefault("name", f"第{number}办事大厅")
    site = Site(
        code=f"S{number:04d}", type=SiteType.SERVICE_CENTRE, unit_id=(unit or make_unit()).id, **values
    )
    keep(site)
    return site


def make_window(unit: Unit | None = None, site: Site | None = None, **values: Any) -> Window:
    """Make a window of a unit."""
    number = next(_serial)
    unit = unit or make_unit()
    values.setdefault("name", f"{number}号窗口")
    values.setdefault("phone", "0574-81230000")
    window = Window(code=f"W{number:04d}", site_id=(site or make_site(unit)).id, unit_id=unit.id, **values)
    keep(window)
    return window


def make_item(
    unit: Unit | None = None, *, papers: tuple[str, ...] = (), window: Window | None = None, **values: Any
) -> ServiceItem:
    """Make a service item with its published papers, done at a window when one is given."""
    number = next(_serial)
    values.setdefault("name", f"第{number}项事项")
    values.setdefault("trips", TripPromise.ONE)
    item = ServiceItem(code=f"I{number:04d}", unit_id=(unit or make_unit()).id, **values)
    item.papers = [RequiredPaper(name=name, sort_no=place) for place, name in enumerate(papers)]
    keep(item)
    if window is not None:
        keep(WindowItem(window_id=window.id, item_id=item.id))
    return item


def make_version(body: dict[str, Any] | None = None, *, items: int = 4, name: str = "") -> ChecklistVersion:
    """Make a published checklist version; `items` yes/no questions in the part 现场看 unless a body is given."""
    number = next(_serial)
    body = body or {"parts": [_part("look", "现场看", items), _part("do", "具体办", 0), _part("ask", "跟踪问", 0)]}
    checklist = Checklist(code=f"C{number:04d}", name=name or f"检查表{number}")
    version = ChecklistVersion(
        number=1,
        state=VersionState.PUBLISHED,
        body=body,
        digest="test",
        published_at=clock.now(),
        checklist=checklist,
    )
    keep(checklist, version)
    return version


def _part(key: str, label: str, count: int) -> dict[str, Any]:
    items = [
        {
            "key": f"{key}{place}",
            "kind": "yes_no",
            "text": f"{label}第{place}项做到了",
            "hint": "",
            "clause": "",
            "weight": 1,
            "critical": False,
            "suggestion": "请按要求整改",
            "show_when": None,
        }
        for place in range(1, count + 1)
    ]
    return {"key": key, "label": label, "items": items}


def make_campaign(
    targets: tuple[Unit, ...] = (), *, version: ChecklistVersion | None = None, **values: Any
) -> Campaign:
    """Make a campaign that runs from a month ago to a month from now."""
    number = next(_serial)
    today = clock.today()
    values.setdefault("name", f"“最多跑一次”事项专项督察{number}")
    values.setdefault("starts_on", today - timedelta(days=30))
    values.setdefault("ends_on", today + timedelta(days=30))
    campaign = Campaign(
        code=f"Z{number:04d}",
        basis_title="关于开展专项督察的通知",
        basis_number="明跑改办〔2026〕43号",
        methods=[VisitMethod.ON_SITE.value],
        issuer_id=make_office().id,
        checklist_id=version.checklist_id if version else None,
        series=f"专项督察通报{number}",
        **values,
    )
    campaign.targets = [CampaignTarget(unit_id=unit.id) for unit in targets]
    keep(campaign)
    return campaign


def make_visit(
    author: Person,
    window: Window | None = None,
    *,
    campaign: Campaign | None = None,
    version: ChecklistVersion | None = None,
    mode: VisitMode = VisitMode.OPEN,
    **values: Any,
) -> Visit:
    """Make a visit planned for today; a covert one is sealed."""
    number = next(_serial)
    version = version or make_version()
    values.setdefault("planned_on", clock.today())
    values.setdefault("method", VisitMethod.ON_SITE)
    values.setdefault("author_role", author.grants[0].role)
    visit = Visit(
        public_id=f"v{number:08d}",
        campaign_id=(campaign or make_campaign(version=version)).id,
        checklist_version_id=version.id,
        mode=mode,
        **_author(author, mode),
        **values,
    )
    visit.stops = [VisitWindow(window_id=(window or make_window()).id)]
    keep(visit)
    return visit


def _author(author: Person, mode: VisitMode) -> dict[str, Any]:
    if mode is not VisitMode.COVERT:
        return {"author_id": author.id}
    sealer = current_sealer()
    return {"author_seal": sealer.seal_author(author.id), "author_tag": sealer.author_tag(author.id)}


def make_finding(
    status: FindingStatus = FindingStatus.SUBMITTED,
    *,
    unit: Unit | None = None,
    window: Window | None = None,
    visit: Visit | None = None,
    campaign: Campaign | None = None,
    delivered_at: datetime | None = None,
    due: date | None = None,
    **values: Any,
) -> Finding:
    """Make a finding in a status; from 待签收 on it has a number and, unless it is a suggestion, a due date."""
    serial = next(_serial)
    unit = unit or make_unit()
    window = window or make_window(unit)
    values.setdefault("grade", Grade.ORDINARY)
    values.setdefault("title", f"第{serial}个问题")
    values.setdefault("fact", "窗口未一次讲清所需材料，群众多跑一趟。")
    values.setdefault("found_on", clock.today())
    values.setdefault("source_kind", SourceKind.ANSWER)
    values.setdefault("method", VisitMethod.ON_SITE)
    finding = Finding(
        campaign_id=(campaign or (visit.campaign if visit else make_campaign((unit,)))).id,
        visit_id=visit.id if visit else None,
        lead_unit_id=unit.id,
        window_id=window.id,
        status=status,
        **values,
    )
    if status not in {FindingStatus.DRAFT, FindingStatus.SUBMITTED, FindingStatus.DISMISSED}:
        _deliver(finding, serial, delivered_at or clock.now(), due)
    if status is FindingStatus.CLOSED:
        finding.closed_at = clock.now()
    if status is FindingStatus.DEFERRED and finding.deferred_until is None:
        finding.deferred_until = clock.today() + timedelta(days=60)
    refresh_lamp(finding)
    keep(finding)
    return finding


def _deliver(finding: Finding, serial: int, at: datetime, due: date | None) -> None:
    finding.year, finding.sequence = 2000, serial
    finding.number = f"2000-{serial:04d}"
    finding.delivered_at, finding.term_from = at, finding.term_from or at
    if due is not None or finding.grade is not Grade.SUGGESTION:
        finding.original_due = finding.due = due or clock.day_of(at) + timedelta(days=7)
