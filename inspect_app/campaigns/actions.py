"""Add and change campaigns."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import list_units
from inspect_app.audit.actions import record
from inspect_app.campaigns.models import Campaign, CampaignGoal, CampaignRecipient, CampaignTarget
from inspect_app.campaigns.queries import checklist_choices, get_campaign, recipient_names
from inspect_app.campaigns.rules import check_campaign
from inspect_app.campaigns.vocabulary import CleanCampaign, RecipientKind, VisitMethod
from inspect_app.catalogue.vocabulary import Feature
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed

_PLAIN = ("name", "basis_title", "basis_number", "starts_on", "ends_on", "series", "paper_kind", "cut_off", "preset")


def add_campaign(actor: Actor, clean: CleanCampaign) -> Campaign:
    """Add a campaign; raise Invalid when its code or name is taken or its facts contradict one another."""
    _check(actor, clean)
    campaign = Campaign(code=clean.code)
    _apply(campaign, clean)
    db.session.add(campaign)
    _flush()
    record(
        actor, "campaign.added", "campaign", campaign.code, permission=Permission.MANAGE_CAMPAIGNS, name=campaign.name
    )
    return campaign


def change_campaign(actor: Actor, campaign_id: int, clean: CleanCampaign, seen_version: int) -> Campaign:
    """Change a campaign; raise Conflict with both texts when somebody saved it since the form was opened."""
    campaign = get_campaign(campaign_id)
    _check(actor, clean, campaign)
    before, mine = _texts(clean_campaign(campaign)), _texts(clean)
    if campaign.version != seen_version:
        differing = [name for name in mine if mine[name] != before[name]] or list(mine)
        raise Conflict(
            "这个专项刚被别人改过，两份都留着，请对照后再存。",
            mine={name: mine[name] for name in differing},
            theirs={name: before[name] for name in differing},
        )
    _apply(campaign, clean)
    flag_modified(campaign, "name")  # counts the version on: targets and recipients belong to the campaign
    _flush()
    changes: dict[str, Any] = {name: (before[name], mine[name]) for name in mine if before[name] != mine[name]}
    record(
        actor, "campaign.changed", "campaign", campaign.code, permission=Permission.MANAGE_CAMPAIGNS, **changes
    )
    return campaign


def clean_campaign(campaign: Campaign) -> CleanCampaign:
    """Return a campaign's facts as its form has them."""
    return CleanCampaign(
        code=campaign.code,
        **{name: getattr(campaign, name) for name in _PLAIN},
        issuer_id=campaign.issuer_id,
        methods=tuple(method for method in VisitMethod if method.value in campaign.methods),
        target_ids=frozenset(target.unit_id for target in campaign.targets),
        checklist_id=campaign.checklist_id,
        main_recipients=tuple(recipient_names(campaign, RecipientKind.MAIN)),
        copy_recipients=tuple(recipient_names(campaign, RecipientKind.COPY)),
        goals={goal.feature: goal.goal for goal in campaign.goals},
    )


def _check(actor: Actor, clean: CleanCampaign, campaign: Campaign | None = None) -> None:
    if not (actor.is_system or may(actor, Permission.MANAGE_CAMPAIGNS)):
        raise NotAllowed("您没有管理专项的权限。需要时请联系跑改办。")
    check_campaign(clean)
    others = select(Campaign.code, Campaign.name).where((Campaign.code == clean.code) | (Campaign.name == clean.name))
    if campaign is not None:
        others = others.where(Campaign.id != campaign.id)
    for code, _name in db.session.execute(others):
        if code == clean.code:
            raise Invalid("已经有专项用了这个编号。", "code")
        raise Invalid("已经有专项叫这个名称。", "name")


def _apply(campaign: Campaign, clean: CleanCampaign) -> None:
    units = {unit.id: unit for unit in list_units()}
    if clean.issuer_id not in units or not clean.target_ids <= units.keys():
        raise Missing("没有这个单位。")
    if clean.checklist_id not in (None, campaign.checklist_id, *(key for key, _ in checklist_choices())):
        raise Missing("没有这张检查表，或者还没有发布。")
    for name in _PLAIN:
        setattr(campaign, name, getattr(clean, name))
    campaign.methods = [method.value for method in clean.methods]
    campaign.issuer_id, campaign.checklist_id = clean.issuer_id, clean.checklist_id
    present = {target.unit_id: target for target in campaign.targets}
    campaign.targets = [present.get(key) or CampaignTarget(unit_id=key) for key in sorted(clean.target_ids)]
    goals = {goal.feature: goal for goal in campaign.goals}
    campaign.goals = [_goal(goals.get(feature), feature, goal) for feature, goal in clean.goals.items()]
    campaign.recipients = _recipients(campaign, clean, list(units.values()))


def _goal(kept: CampaignGoal | None, feature: Feature, goal: int) -> CampaignGoal:
    row = kept or CampaignGoal(feature=feature)
    row.goal = goal
    return row


def _recipients(campaign: Campaign, clean: CleanCampaign, units: list[Unit]) -> list[CampaignRecipient]:
    """Keep the rows that stay: a row and its successor of the same name must not meet in the table."""
    codes = {name: unit.id for unit in units for name in (unit.short_name, unit.name)}
    present = {(one.kind, one.name): one for one in campaign.recipients}
    wanted = [(RecipientKind.MAIN, name) for name in clean.main_recipients]
    wanted += [(RecipientKind.COPY, name) for name in clean.copy_recipients]
    rows = []
    for place, (kind, name) in enumerate(wanted):
        row = present.get((kind, name)) or CampaignRecipient(kind=kind, name=name)
        row.unit_id, row.sort_no = codes.get(name), place
        rows.append(row)
    return rows


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid("刚有人用了这个编号或名称，请换一个。", "code") from error


def _texts(clean: CleanCampaign) -> dict[str, str]:
    names = {unit.id: unit.short_name for unit in list_units()}
    checklists = dict(checklist_choices())
    return {
        "专项名称": clean.name,
        "类型": clean.preset.label,
        "依据文件": clean.basis_title,
        "文号": clean.basis_number,
        "开始日期": clean.starts_on.isoformat(),
        "结束日期": clean.ends_on.isoformat(),
        "方式": "、".join(method.label for method in clean.methods),
        "督察对象": "、".join(name for key, name in names.items() if key in clean.target_ids),
        "目标": "、".join(f"{feature.label} {goal} 项" for feature, goal in clean.goals.items()),
        "印发单位": names.get(clean.issuer_id, ""),
        "检查表": checklists.get(clean.checklist_id or 0, ""),
        "文种": clean.paper_kind.label,
        "刊名": clean.series,
        "截稿": clean.cut_off.strftime("%H:%M"),
        "主送": "、".join(clean.main_recipients),
        "抄送": "、".join(clean.copy_recipients),
    }
