"""An experience week (体验周): a chief goes and hands in on a tablet, and the office reads who has been, n/d."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from inspect_app.access import Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.campaigns.vocabulary import CampaignPreset, VisitMethod
from inspect_app.database import transaction
from inspect_app.planning.actions import place_chief
from inspect_app.planning.vocabulary import ChiefLayer
from inspect_app.visits.vocabulary import VisitMode
from tests.browsers import LiveServer
from tests.factories import actor_of, make_campaign, make_person, make_unit, make_version, make_visit, make_window
from tests.field.app_pages import PASSWORD
from tests.journeys.desk import Audit, Desk
from tests.journeys.tablet import holding

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(300)]


@dataclass(frozen=True)
class Week:
    """The office, and what the campaign is called."""

    clerk: int
    campaign: str


@pytest.fixture
def week(live_server: LiveServer) -> Week:
    """Make two chiefs of the week, of whom the first is to see the other's window."""
    with live_server.app.app_context():
        clerk = make_person(Role.OFFICE_CLERK)
        units = make_unit("市人社局"), make_unit("市医保局")
        version = make_version(items=2)
        campaign = make_campaign(units, version=version, name="体验周", preset=CampaignPreset.EXPERIENCE_WEEK)
        first = make_person(
            Role.CHIEF, units[0], name="孙局长", username="captain", password_hash=hash_password(PASSWORD)
        )
        for chief in (first, make_person(Role.CHIEF, units[1], name="周局长")):
            with transaction():
                place_chief(actor_of(clerk), chief.id, ChiefLayer.WEEK, [])
        window = make_window(units[1], name="医保综合窗口")
        make_visit(
            first, window, campaign=campaign, version=version, mode=VisitMode.OPEN, method=VisitMethod.EXPERIENCE
        )
        return Week(clerk.id, campaign.name)



def test_participation_counts_the_chief_who_went_and_names_the_one_who_did_not(
    page: Page, browser: Browser, live_server: LiveServer, axe: Audit, week: Week
) -> None:
    desk = Desk(page, live_server, axe, "week")
    desk.become(week.clerk)
    desk.open("/planning/chiefs", "体验周：还没去的 2 人")
    expect(page.locator(".kpi", has_text="体验周")).to_contain_text("0/2")
    with holding(browser, live_server, axe, "captain", "week") as tablet:
        tablet.take()
        tablet.say(look1="yes", look2="yes")
        tablet.look()
        tablet.hand_in()
    desk.open("/planning/chiefs", "体验周：还没去的 1 人")
    expect(page.locator(".kpi", has_text="体验周")).to_contain_text("1/2")
    expect(page.get_by_role("region", name="一把手走访")).to_contain_text("医保综合窗口")
    expect(page.get_by_text("周局长").first).to_be_visible()
    page.get_by_role("region", name="一把手走访").get_by_role("link", name="孙局长").click()
    desk.look(week.campaign)
