"""Who a paper of a day goes to: the lists in force on it, else what the campaign names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.campaigns.models import Campaign, CampaignTarget
from inspect_app.campaigns.vocabulary import RecipientKind
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.notices.models import DistributionList, DistributionMember, Notice, NoticeDelivery
from inspect_app.notices.vocabulary import ListKind
from inspect_app.web.paging import PAGE_SIZE, Page

_NAMED = {ListKind.MAIN: RecipientKind.MAIN, ListKind.COPY: RecipientKind.COPY}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A recipient as printed; `unit_id` when it is a unit of the tree."""

    name: str
    unit_id: int | None


def recipients_on(campaign: Campaign, day: date) -> dict[ListKind, tuple[Recipient, ...]]:
    """Return who gets a campaign's paper of a day, in each way: by list, else as the campaign names them."""
    found = listed_on(day, campaign.id)
    for kind, named in _NAMED.items():
        found.setdefault(
            kind, tuple(Recipient(row.name, row.unit_id) for row in campaign.recipients if row.kind is named)
        )
    return found


def listed_on(day: date, campaign_id: int | None = None) -> dict[ListKind, tuple[Recipient, ...]]:
    """Return the members of the lists in force on a day, in each way; without a campaign those for all.

    A list of the campaign's own goes before one for all; of several the one that began last is in force.
    """
    query = select(DistributionList).where(
        in_force(day), or_(DistributionList.campaign_id.is_(None), DistributionList.campaign_id == campaign_id)
    )
    loaded = query.options(selectinload(DistributionList.members).joinedload(DistributionMember.unit))
    ordered = loaded.order_by(
        DistributionList.campaign_id.is_(None).desc(), DistributionList.starts_on, DistributionList.id
    )
    chosen = {row.kind: row for row in db.session.scalars(ordered)}
    return {
        kind: tuple(Recipient(member.printed, member.unit_id) for member in row.members) for kind, row in chosen.items()
    }


def in_force(day: date) -> ColumnElement[bool]:
    """Return the condition that a list counts on a day."""
    open_end = DistributionList.ends_on.is_(None) | (DistributionList.ends_on >= day)
    return (DistributionList.starts_on <= day) & open_end


def units_sent_to(notice: Notice) -> set[int]:
    """Return the units a notice goes to when it is signed: those it names, and those its campaign looks at."""
    named = recipients_on(notice.campaign, notice.issue_date)
    looked_at = select(CampaignTarget.unit_id).where(CampaignTarget.campaign_id == notice.campaign_id)
    listed = {one.unit_id for ways in named.values() for one in ways if one.unit_id is not None}
    return listed | set(db.session.scalars(looked_at))


def deliveries_of(notice: Notice) -> Sequence[NoticeDelivery]:
    """Return which units got an issue and when, by the units' order."""
    query = select(NoticeDelivery).where(NoticeDelivery.notice_id == notice.id).options(joinedload(NoticeDelivery.unit))
    return sorted(db.session.scalars(query), key=lambda row: (row.unit.sort_no, row.unit.code))


def list_lists(number: int, day: date | None, kind: ListKind | None) -> Page[DistributionList]:
    """Return a page of lists; of one kind, or those in force on a day."""
    conditions: list[ColumnElement[bool]] = [DistributionList.id.is_not(None)]
    if kind is not None:
        conditions.append(DistributionList.kind == kind)
    if day is not None:
        conditions.append(in_force(day))
    total = db.session.scalar(select(func.count()).select_from(DistributionList).where(*conditions)) or 0
    query = select(DistributionList).where(*conditions).options(
        joinedload(DistributionList.campaign),
        selectinload(DistributionList.members).joinedload(DistributionMember.unit),
    )  # fmt: skip
    ordered = query.order_by(DistributionList.kind, DistributionList.starts_on.desc(), DistributionList.id)
    rows = db.session.scalars(ordered.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return Page(rows, number, total)


def get_list(list_id: int) -> DistributionList:
    """Return a list with its members, or raise Missing."""
    query = select(DistributionList).where(DistributionList.id == list_id).execution_options(populate_existing=True)
    found = db.session.scalars(
        query.options(selectinload(DistributionList.members).joinedload(DistributionMember.unit))
    ).one_or_none()
    if found is None:
        raise Missing()
    return found
