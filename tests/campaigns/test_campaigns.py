"""Campaigns are added and changed once, listed, and found while they run."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask.ctx import AppContext
from sqlalchemy import select

from inspect_app.access import Actor, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns import queries
from inspect_app.campaigns.actions import add_campaign, change_campaign, clean_campaign
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import CampaignState, CleanCampaign, PaperKind, RecipientKind, VisitMethod
from inspect_app.catalogue.vocabulary import Feature
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.vocabulary import VersionState
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from tests.factories import make_actor, make_campaign, make_item, make_office, make_unit, make_version

TODAY = date(2026, 9, 15)


def facts(**changes: object) -> CleanCampaign:
    """Return a campaign over two new units."""
    base = CleanCampaign(
        code="2026-01",
        name="“最多跑一次”事项专项督察",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 30),
        issuer_id=make_office().id,
        series="专项督察通报",
        basis_title="关于开展专项督察的通知",
        basis_number="明跑改办〔2026〕43号",
        methods=(VisitMethod.ON_SITE, VisitMethod.PHONE),
        target_ids=frozenset({make_unit().id, make_unit().id}),
        main_recipients=("市公安局", "各区、县（市）政府"),
        copy_recipients=("市四套班子领导",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def add(actor: Actor, clean: CleanCampaign) -> Campaign:
    """Add a campaign in a transaction of its own."""
    with transaction():
        return add_campaign(actor, clean)


def test_a_campaign_is_kept_as_it_was_written(app_context: AppContext) -> None:
    police, version = make_unit("市公安局"), make_version()
    clean = facts(checklist_id=version.checklist_id, cut_off=time(16, 30), paper_kind=PaperKind.RED_HEAD)
    campaign = queries.get_campaign(add(make_actor(), clean).id)
    assert clean_campaign(campaign) == clean
    main = [one for one in campaign.recipients if one.kind is RecipientKind.MAIN]
    assert [(one.name, one.unit_id) for one in main] == [("市公安局", police.id), ("各区、县（市）政府", None)]
    assert db.session.scalars(select(AuditEntry.deed)).all() == ["campaign.added"]


def test_a_change_replaces_targets_and_recipients_and_keeps_the_rest(app_context: AppContext) -> None:
    actor, clean = make_actor(), facts()
    campaign_id = add(actor, clean).id
    kept = next(iter(clean.target_ids))
    changed = replace(
        clean,
        target_ids=frozenset({kept, make_unit().id}),
        main_recipients=("各区、县（市）政府", "市公安局", "市民政局"),
        copy_recipients=(),
    )
    with transaction():
        change_campaign(actor, campaign_id, changed, 1)
    found = queries.get_campaign(campaign_id)
    assert (clean_campaign(found), found.version > 1) == (changed, True)
    assert [one.name for one in found.recipients] == list(changed.main_recipients)


def test_who_saves_second_sees_both_texts(app_context: AppContext) -> None:
    actor, clean = make_actor(), facts()
    campaign_id = add(actor, clean).id
    with transaction():
        change_campaign(actor, campaign_id, replace(clean, series="督察快报"), 1)
    with pytest.raises(Conflict) as refused, transaction():
        change_campaign(actor, campaign_id, replace(clean, series="督查通报"), 1)
    assert (refused.value.mine, refused.value.theirs) == ({"刊名": "督查通报"}, {"刊名": "督察快报"})


def test_a_change_of_targets_alone_makes_the_form_of_another_stale(app_context: AppContext) -> None:
    actor, clean = make_actor(), facts()
    campaign_id = add(actor, clean).id
    other = replace(clean, target_ids=frozenset({make_unit().id}))
    with transaction():
        change_campaign(actor, campaign_id, other, 1)
    with pytest.raises(Conflict), transaction():
        change_campaign(actor, campaign_id, clean, 1)


def test_codes_and_names_are_taken_once(app_context: AppContext) -> None:
    actor, clean = make_actor(), facts()
    add(actor, clean)
    for change, field in (({"name": "别的"}, "code"), ({"code": "2026-02"}, "name")):
        with pytest.raises(Invalid) as refused:
            add(actor, replace(clean, **change))
        assert refused.value.field == field


def test_only_the_office_keeps_campaigns(app_context: AppContext) -> None:
    clean = facts()
    for role in (Role.INSPECTOR, Role.DEPT_HEAD, Role.VERIFIER, Role.LEADER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            add(make_actor(role), clean)


def test_units_and_checklists_must_exist(app_context: AppContext) -> None:
    actor, clean = make_actor(), facts()
    draft = make_version()
    with transaction():
        db.session.add(ChecklistVersion(checklist_id=draft.checklist_id, number=2, state=VersionState.DRAFT, body={}))
    for change in ({"issuer_id": 999}, {"target_ids": frozenset({999})}, {"checklist_id": 999}):
        with pytest.raises(Missing):
            add(actor, replace(clean, **change))
    assert queries.checklist_choices() == [(draft.checklist_id, draft.checklist.name)]


def test_current_campaigns_run_today(app_context: AppContext) -> None:
    day = timedelta(days=1)
    names = {
        "昨天结束": (TODAY - 9 * day, TODAY - day),
        "今天结束": (TODAY - 9 * day, TODAY),
        "今天开始": (TODAY, TODAY + 9 * day),
        "明天开始": (TODAY + day, TODAY + 9 * day),
    }
    for name, (starts_on, ends_on) in names.items():
        make_campaign(name=name, starts_on=starts_on, ends_on=ends_on)
    assert [one.name for one in queries.current_campaigns(TODAY)] == ["今天开始", "今天结束"]
    for state, expected in (
        (CampaignState.OVER, ["昨天结束"]),
        (CampaignState.COMING, ["明天开始"]),
        (None, ["明天开始", "今天开始", "昨天结束", "今天结束"]),
    ):
        rows = queries.list_campaigns(TODAY, 1, "", state).rows
        assert {row.campaign.name for row in rows} == set(expected)
        assert all(state is None or row.state is state for row in rows)


def test_a_campaign_is_found_by_words_and_by_code(app_context: AppContext) -> None:
    add(make_actor(), facts())
    assert [row.campaign.code for row in queries.list_campaigns(TODAY, 1, "督察 43号").rows] == ["2026-01"]
    assert queries.list_campaigns(TODAY, 1, "没有这个").total == 0
    found = queries.find_campaign("2026-01")
    assert found is not None
    assert queries.find_campaign("2026-99") is None
    assert queries.next_code(TODAY) == "2026-02"


def test_a_goal_stands_beside_what_the_units_looked_at_have_today(app_context: AppContext) -> None:
    clerk, unit = make_actor(), make_unit()
    below = make_unit(parent=unit)
    for values in ({"online": True}, {"online": True, "nearby": True}, {"online": True, "active": False}, {}):
        make_item(below, **values)
    make_item(make_unit(), online=True)
    made = add(clerk, facts(target_ids=frozenset({unit.id}), goals={Feature.ONLINE: 3, Feature.NEARBY: 1}))
    rows = queries.goal_rows(queries.get_campaign(made.id))
    assert [(row.feature, row.words) for row in rows] == [(Feature.ONLINE, "2/3"), (Feature.NEARBY, "1/1")]
    kept = queries.get_campaign(made.id)
    changed = replace(clean_campaign(kept), goals={Feature.ONLINE: 5})
    with transaction():
        change_campaign(clerk, made.id, changed, kept.version)
    rows = queries.goal_rows(queries.get_campaign(made.id))
    assert [(row.feature, row.words) for row in rows] == [(Feature.ONLINE, "2/5")]
