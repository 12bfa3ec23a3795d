"""Keep the lists of recipients: who gets papers in which way, from when to when."""

from sqlalchemy.exc import IntegrityError

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.queries import list_units
from inspect_app.audit.actions import record
from inspect_app.campaigns.models import Campaign
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed
from inspect_app.notices.models import DistributionList, DistributionMember
from inspect_app.notices.queries.recipients import get_list
from inspect_app.notices.vocabulary.sending import ListDraft


def save_list(actor: Actor, draft: ListDraft, list_id: int | None = None, version: int = 0) -> DistributionList:
    """Add or change a list; raise Conflict when somebody saved first."""
    if not may(actor, Permission.DRAFT_NOTICE):
        raise NotAllowed("分发名单由跑改办维护。")
    _check(draft)
    row = DistributionList() if list_id is None else get_list(list_id)
    if list_id is not None and row.version != version:
        raise Conflict(
            "这份名单刚被同事改过，请对照后再存。",
            mine={"成员": "、".join(draft.members)},
            theirs={"成员": "、".join(member.printed for member in row.members)},
        )
    before = [member.printed for member in row.members]
    row.name, row.kind, row.campaign_id = draft.name, draft.kind, draft.campaign_id
    row.starts_on, row.ends_on = draft.starts_on, draft.ends_on
    row.members = _members(draft.members)
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid("已经有名单叫这个名称。", "name") from error
    record(
        actor, "notice.list_saved", "notice", row.id, permission=Permission.DRAFT_NOTICE,
        list=row.name, members=(before, list(draft.members)),
    )  # fmt: skip
    return row


def _check(draft: ListDraft) -> None:
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        raise Invalid("停用日期要在启用日期之后。", "ends_on")
    if not draft.members:
        raise Invalid("请写上成员，一行一个。", "members")
    if draft.campaign_id is not None and db.session.get(Campaign, draft.campaign_id) is None:
        raise Invalid("没有这个专项。", "campaign_id")


def _members(names: tuple[str, ...]) -> list[DistributionMember]:
    units = {name: unit.id for unit in list_units() for name in (unit.name, unit.short_name)}
    return [
        DistributionMember(unit_id=units.get(name), name="" if name in units else name, sort_no=place)
        for place, name in enumerate(names)
    ]
