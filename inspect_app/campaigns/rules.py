"""What a campaign may say, and whether it runs."""

from datetime import date

from inspect_app.campaigns.vocabulary import CampaignState, CleanCampaign
from inspect_app.foundation.errors import Invalid

_LONGEST_DAYS = 3 * 366


def check_campaign(campaign: CleanCampaign) -> None:
    """Raise Invalid at the field that contradicts another or is missing."""
    if campaign.ends_on < campaign.starts_on:
        raise Invalid("结束日期早于开始日期。", "ends_on")
    if (campaign.ends_on - campaign.starts_on).days > _LONGEST_DAYS:
        raise Invalid("专项最长三年，请核对日期。", "ends_on")
    if not campaign.methods:
        raise Invalid("请至少选一种方式。", "methods")
    if not campaign.target_ids:
        raise Invalid("请至少选一个督察对象。", "target_ids")
    if campaign.basis_number and not campaign.basis_title:
        raise Invalid("写了文号，也请写依据文件的名称。", "basis_title")
    _check_recipients(campaign)


def _check_recipients(campaign: CleanCampaign) -> None:
    both = [name for name in campaign.main_recipients if name in campaign.copy_recipients]
    if both:
        raise Invalid(f"“{both[0]}”既在主送里，又在抄送里。", "copy_recipients")


def state_on(today: date, starts_on: date, ends_on: date) -> CampaignState:
    """Return whether a campaign is to come, runs or is over on a day; both ends count."""
    if today < starts_on:
        return CampaignState.COMING
    return CampaignState.OVER if today > ends_on else CampaignState.RUNNING
