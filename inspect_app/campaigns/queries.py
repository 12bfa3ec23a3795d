"""Reads of campaigns. They are the office's own: the views let nobody else in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.accounts.queries import subtrees
from inspect_app.campaigns.models import Campaign, CampaignTarget
from inspect_app.campaigns.rules import state_on
from inspect_app.campaigns.vocabulary import CampaignState, GoalRow, RecipientKind
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.vocabulary import Feature
from inspect_app.checklists.models import Checklist, ChecklistVersion
from inspect_app.checklists.vocabulary import VersionState
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.text import tidy
from inspect_app.web.paging import PAGE_SIZE, Page


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign in a list, with how many units it looks at and whether it runs today."""

    campaign: Campaign
    target_count: int
    state: CampaignState


def list_campaigns(today: date, number: int, text: str = "", state: CampaignState | None = None) -> Page[CampaignRow]:
    """Return a page of campaigns, the latest first."""
    targets = (
        select(func.count())
        .where(CampaignTarget.campaign_id == Campaign.id)
        .correlate(Campaign)
        .scalar_subquery()
    )
    conditions = _conditions(today, text, state)
    query = select(Campaign, targets).where(*conditions).options(joinedload(Campaign.issuer))
    query = query.order_by(Campaign.starts_on.desc(), Campaign.code)
    found = db.session.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    rows = [CampaignRow(one, count, state_on(today, one.starts_on, one.ends_on)) for one, count in found]
    total = db.session.scalar(select(func.count()).select_from(Campaign).where(*conditions)) or 0
    return Page(rows, number, total)


def get_campaign(campaign_id: int) -> Campaign:
    """Return a campaign with its targets and recipients, or raise Missing."""
    query = select(Campaign).where(Campaign.id == campaign_id).execution_options(populate_existing=True)
    loaded = query.options(
        joinedload(Campaign.issuer),
        joinedload(Campaign.checklist),
        selectinload(Campaign.targets).joinedload(CampaignTarget.unit),
        selectinload(Campaign.recipients),
        selectinload(Campaign.goals),
    )
    campaign = db.session.scalars(loaded).unique().one_or_none()
    if campaign is None:
        raise Missing()
    return campaign


def goal_rows(campaign: Campaign) -> list[GoalRow]:
    """Return how far each goal is: matters in use of the units looked at and of those below them, one query."""
    if not campaign.goals:
        return []
    theirs = frozenset[int]().union(*subtrees(target.unit_id for target in campaign.targets).values())
    flags = [func.count().filter(getattr(ServiceItem, goal.feature.value).is_(True)) for goal in campaign.goals]
    row = db.session.execute(select(*flags).where(ServiceItem.active, ServiceItem.unit_id.in_(theirs))).one()
    told = zip(campaign.goals, row, strict=True)
    found = {goal.feature: GoalRow(goal.feature, int(count), goal.goal, theirs) for goal, count in told}
    return [found[feature] for feature in Feature if feature in found]


def find_campaign(code: str) -> Campaign | None:
    """Return the campaign with this code, or nothing."""
    return db.session.scalars(select(Campaign).where(Campaign.code == code)).one_or_none()


def current_campaigns(today: date) -> list[Campaign]:
    """Return the campaigns that run on a day, the latest first."""
    query = select(Campaign).where(*_conditions(today, "", CampaignState.RUNNING))
    return list(db.session.scalars(query.order_by(Campaign.starts_on.desc(), Campaign.id)))


def campaign_choices() -> list[tuple[int, str]]:
    """Return (id, name) of the campaigns, the newest first, for form fields."""
    rows = db.session.execute(select(Campaign.id, Campaign.name).order_by(Campaign.starts_on.desc(), Campaign.id))
    return [(row.id, row.name) for row in rows]


def checklist_choices() -> list[tuple[int, str]]:
    """Return the checklists that have a published version."""
    published = select(ChecklistVersion.checklist_id).where(ChecklistVersion.state == VersionState.PUBLISHED)
    query = select(Checklist.id, Checklist.name).where(Checklist.id.in_(published)).order_by(Checklist.name)
    return [(key, name) for key, name in db.session.execute(query)]


def checklist_of_preset(code: str) -> int | None:
    """Return the published checklist that was made from a preset, or nothing."""
    published = select(ChecklistVersion.checklist_id).where(ChecklistVersion.state == VersionState.PUBLISHED)
    query = select(Checklist.id).where(Checklist.code == code, Checklist.id.in_(published))
    return db.session.scalars(query).one_or_none()


def next_code(today: date) -> str:
    """Propose the code of a new campaign: the year and the next free number."""
    taken = set(db.session.scalars(select(Campaign.code).where(Campaign.code.startswith(f"{today.year}-"))))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{today.year}-{number:02d}") not in taken)


def recipient_names(campaign: Campaign, kind: RecipientKind) -> list[str]:
    """Return who gets the notice, as printed."""
    return [one.name for one in campaign.recipients if one.kind is kind]


def _conditions(today: date, text: str, state: CampaignState | None) -> list[ColumnElement[bool]]:
    columns = (Campaign.name, Campaign.code, Campaign.basis_title, Campaign.basis_number)
    found = Campaign.id.is_not(None)
    conditions: list[ColumnElement[bool]] = [found]
    for word in tidy(text).split():
        matches = [column.icontains(word, autoescape=True) for column in columns]
        conditions.append(matches[0] | matches[1] | matches[2] | matches[3])
    if state is CampaignState.COMING:
        conditions.append(Campaign.starts_on > today)
    elif state is CampaignState.OVER:
        conditions.append(Campaign.ends_on < today)
    elif state is CampaignState.RUNNING:
        conditions.append((Campaign.starts_on <= today) & (Campaign.ends_on >= today))
    return conditions
