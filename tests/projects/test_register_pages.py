"""The pages of the registers: added, corrected with every version, judged."""

import re

import pytest
from flask.testing import FlaskClient

from inspect_app.projects.vocabulary.registers import Register
from tests.projects.making import Office
from tests.projects.test_registers import add, any_campaign, drafts

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def version(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("register", Register)
def test_an_entry_is_added_corrected_and_shown_with_every_version(
    client: FlaskClient, office: Office, register: Register
) -> None:
    unit, day = str(office.unit), "2017-12-04"
    form = {
        Register.PLEDGES: {"words": "打得通", "unit_id": unit, "made_by": "局长", "pledged_on": day,
            "outlet": "杭州之声"},
        Register.PRAISE: {"words": "立等便取", "unit_id": unit, "praised_on": day, "source": "citizen"},
        Register.ANNOUNCEMENTS: {"batch": "第三批", "announced_on": day, "channel": "日报", "items": "证明",
            "count": "174"},
        Register.DOCUMENTS: {"number": "杭跑改办〔2017〕43号", "title": "意见", "issuer": "市跑改办", "issued_on": day},
        Register.FIGURES: {"name": "减少跑趟", "value": "181.7", "unit": "万次", "scope": "18 项", "as_of": day,
            "source": "市公安局"},
        Register.MEDIA: {"title": "一证通办落地", "outlet": "杭州日报", "kind": "paper", "published_on": day},
        Register.PILOTS: {"name": "骆家庄社区", "unit_id": unit, "matter": "社区代办", "started_on": day},
        Register.STAFFING: {"source": "月报", "unit_id": unit, "as_of": day, "regular": "6", "contracted": "14",
            "windows": "12", "handled": ""},
        Register.PREPARATIONS: {"words": "组长为分管副市长", "campaign_id": str(any_campaign()), "step": "group",
            "done_on": day},
        Register.TRAININGS: {"subject": "行前培训", "trained": "observers", "held_on": day, "attended": "24",
            "hours": "3"},
        Register.GROUPS: {"name": "个人事项改革专题组", "unit_id": unit, "matter": "公民个人办事事项", "set_up_on": day,
            "reviews": "y"},
    }[register]  # fmt: skip
    unset = {Register.PRAISE: ("window_id", "campaign_id"), Register.MEDIA: ("unit_id", "campaign_id"),
             Register.STAFFING: ("window_id",)}  # fmt: skip
    more = dict.fromkeys(unset.get(register, ()), "")
    first = next(iter(form))
    with office.browsing(client, "clerk") as browser:
        assert browser.get(f"/registers/{register.value}/new").status_code == 200
        assert browser.post(f"/registers/{register.value}/new", data={}).status_code == 422
        assert browser.post(f"/registers/{register.value}/new", data=form | more).status_code == 303
        page = browser.get(f"/registers/{register.value}/1/correct").text
        changed = form | more | {first: form[first] + "（核）", "version": version(page)}
        assert "请写更正原因" in browser.post(f"/registers/{register.value}/1/correct", data=changed).text
        changed["reason"] = "核对原件"
        assert browser.post(f"/registers/{register.value}/1/correct", data=changed).status_code == 303
        assert browser.post(f"/registers/{register.value}/1/correct", data=changed).status_code == 409
        page = browser.get(f"/registers/{register.value}/1").text
        assert "第 2 版" in page
        assert "核对原件" in page
        assert "第 1 版" in page
    with office.browsing(client, "leader") as browser:
        assert browser.get(f"/registers/{register.value}/1").status_code == 200
        assert browser.get(f"/registers/{register.value}/new").status_code == 403
        assert browser.get("/registers/nix").status_code == 404


def test_a_pledge_is_judged_on_its_page(client: FlaskClient, office: Office) -> None:
    add(office, drafts(office)[Register.PLEDGES][0])
    with office.browsing(client, "clerk") as browser:
        form = {"state": "broken", "evidence": "抽打三次无人接。", "findings": "2000-9999"}
        refused = browser.post("/registers/pledges/1/judge", data=form)
        assert (refused.status_code, "承诺未兑现" in refused.text) == (422, True)
        assert browser.post("/registers/pledges/1/judge", data=form | {"findings": ""}).status_code == 303
        assert "0/1" in browser.get("/registers/pledges").text
