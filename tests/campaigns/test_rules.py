"""What a campaign may say; when it runs."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.campaigns.rules import check_campaign, state_on
from inspect_app.campaigns.vocabulary import CampaignState, CleanCampaign, VisitMethod
from inspect_app.foundation.errors import Invalid

GOOD = CleanCampaign(
    code="2026-01",
    name="专项督察",
    starts_on=date(2026, 9, 1),
    ends_on=date(2026, 9, 30),
    issuer_id=1,
    series="专项督察通报",
    methods=(VisitMethod.ON_SITE,),
    target_ids=frozenset({1}),
)


def test_a_good_campaign_passes() -> None:
    check_campaign(GOOD)
    check_campaign(replace(GOOD, ends_on=GOOD.starts_on))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": date(2026, 8, 31)}, "ends_on"),
        ({"ends_on": date(2036, 8, 31)}, "ends_on"),
        ({"methods": ()}, "methods"),
        ({"target_ids": frozenset()}, "target_ids"),
        ({"basis_number": "明跑改办〔2026〕43号"}, "basis_title"),
        ({"main_recipients": ("市府办",), "copy_recipients": ("市府办",)}, "copy_recipients"),
    ],
)
def test_a_contradiction_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_campaign(replace(GOOD, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(_DAYS, _DAYS, _DAYS)
def test_a_campaign_runs_from_its_first_to_its_last_day(today: date, one: date, other: date) -> None:
    starts_on, ends_on = sorted((one, other))
    assert (state_on(today, starts_on, ends_on) is CampaignState.RUNNING) == (starts_on <= today <= ends_on)
    assert (state_on(today, starts_on, ends_on) is CampaignState.COMING) == (today < starts_on)
