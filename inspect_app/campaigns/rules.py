"""What a campaign may say, and whether it runs."""

from datetime import date

from inspect_app.campaigns.vocabulary import CampaignPreset, CampaignState, CleanCampaign, PresetFacts, VisitMethod
from inspect_app.foundation.errors import Invalid

_LONGEST_DAYS = 3 * 366
_M = VisitMethod
# What a new campaign of each kind opens with.
PRESETS: dict[CampaignPreset, PresetFacts] = {
    CampaignPreset.SPECIAL: PresetFacts(31, (_M.ON_SITE, _M.EXPERIENCE, _M.ONLINE, _M.CROSS), "专项{word}通报"),
    CampaignPreset.EXPERIENCE_WEEK: PresetFacts(7, (_M.EXPERIENCE, _M.CROSS), "体验周通报", "chief"),
    CampaignPreset.CLEARING: PresetFacts(31, (_M.ON_SITE, _M.EXPERIENCE), "专项{word}通报"),
    CampaignPreset.OBSERVERS_IN: PresetFacts(14, (_M.ON_SITE, _M.EXPERIENCE), "民情观察团通报", "observer"),
    CampaignPreset.TEN_ONES: PresetFacts(31, (_M.ON_SITE, _M.PHONE, _M.ONLINE), "专项{word}通报", "ten_ones"),
    CampaignPreset.LOOK_BACK: PresetFacts(14, (_M.ON_SITE, _M.EXPERIENCE, _M.PHONE), "回头看通报"),
}


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
