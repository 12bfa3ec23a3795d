"""Sites, windows and matters are added and changed by hand; two people never overwrite one another."""

from dataclasses import replace

import pytest
from flask.ctx import AppContext
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.audit.models import AuditDetails, AuditEntry
from inspect_app.catalogue import actions, queries
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.vocabulary import (
    CleanItem,
    CleanSite,
    CleanWindow,
    Feature,
    HoursKind,
    PaperFact,
    SiteType,
    TimeUnit,
    TripPromise,
)
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from tests.factories import make_actor, make_item, make_site, make_unit, make_window

PAPERS = (PaperFact("身份证"), PaperFact("照片", False, "没有存照片时"))


def facts_of(item: ServiceItem) -> CleanItem:
    """Return what a form would open with."""
    windows = frozenset(window.id for window in queries.windows_of_item(item.id))
    return queries.clean_item(queries.get_item(item.id), windows)


def test_a_matter_is_added_with_its_promise_papers_and_windows(app_context: AppContext) -> None:
    actor, unit, window = make_actor(), make_unit(), make_window()
    clean = CleanItem(
        code="GA-1", name="驾驶证补办", unit_id=unit.id, trips=TripPromise.ZERO,
        features=frozenset({Feature.ID_ONLY, Feature.MOBILE}), promised_amount=30, promised_unit=TimeUnit.MINUTES,
        papers=PAPERS, window_ids=frozenset({window.id}),
    )  # fmt: skip
    with transaction():
        item_id = actions.add_item(actor, clean).id
    assert facts_of(queries.get_item(item_id)) == clean
    assert db.session.scalars(select(AuditEntry.deed)).all() == ["item.added"]


def test_a_matter_is_changed_and_the_audit_says_from_what_to_what(app_context: AppContext) -> None:
    actor, item = make_actor(), make_item(papers=("身份证", "户口簿"))
    clean = replace(facts_of(item), name="新名", papers=PAPERS)
    with transaction():
        actions.change_item(actor, item.id, clean, item.version)
    changed = queries.get_item(item.id)
    assert ([paper.name for paper in changed.papers], changed.name, changed.version) == (["身份证", "照片"], "新名", 2)
    body = db.session.scalars(select(AuditDetails.body)).one()
    assert body["事项名称"][1] == "新名"
    assert body["材料"] == ["身份证\n户口簿", "身份证\n照片（需要时）：没有存照片时"]


def test_a_change_of_papers_alone_counts_the_version_on(app_context: AppContext) -> None:
    actor, item = make_actor(), make_item(papers=("身份证",))
    with transaction():
        actions.change_item(actor, item.id, replace(facts_of(item), papers=()), 1)
    assert (queries.get_item(item.id).version, queries.get_item(item.id).papers) == (2, [])


def test_who_saves_second_sees_both_texts_and_changes_nothing(app_context: AppContext) -> None:
    actor, item = make_actor(), make_item(name="原名")
    clean = facts_of(item)
    with transaction():
        actions.change_item(actor, item.id, replace(clean, name="甲改的"), 1)
    with pytest.raises(Conflict) as refused, transaction():
        actions.change_item(actor, item.id, replace(clean, name="乙改的"), 1)
    assert (refused.value.mine, refused.value.theirs) == ({"事项名称": "乙改的"}, {"事项名称": "甲改的"})
    assert queries.get_item(item.id).name == "甲改的"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"promised_amount": 3}, "promised_unit"),
        ({"promised_unit": TimeUnit.WORKDAYS}, "promised_amount"),
        ({"papers": (PaperFact("身份证"), PaperFact("身份证", False))}, "papers"),
    ],
)
def test_half_a_promise_is_refused_at_its_field(app_context: AppContext, change: dict[str, object], field: str) -> None:
    actor, item = make_actor(), make_item()
    with pytest.raises(Invalid) as refused, transaction():
        actions.change_item(actor, item.id, replace(facts_of(item), **change), 1)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_code_is_taken_once(app_context: AppContext) -> None:
    actor, unit, site, window, item = make_actor(), make_unit(), make_site(), make_window(), make_item()
    deeds = (
        lambda: actions.add_item(actor, CleanItem(code=item.code, name="x", unit_id=unit.id)),
        lambda: actions.add_site(actor, CleanSite("x", SiteType.COMMUNITY, unit.id, code=site.code)),
        lambda: actions.add_window(actor, CleanWindow("x", site.id, unit.id, code=window.code)),
    )
    for deed in deeds:
        with pytest.raises(Invalid) as refused, transaction():
            deed()
        assert refused.value.field == "code"


def test_a_site_and_its_window_are_added_and_changed(app_context: AppContext) -> None:
    actor, unit = make_actor(), make_unit()
    with transaction():
        site = actions.add_site(actor, CleanSite("大厅", SiteType.SERVICE_CENTRE, unit.id, code="S-1"))
    with transaction():
        window = actions.add_window(actor, CleanWindow("一号", site.id, unit.id, "81230000", code="W-1"))
    with transaction():
        actions.change_site(actor, site.id, CleanSite("大厅", SiteType.BRANCH_CENTRE, unit.id), 1)
    with transaction():
        actions.change_window(
            actor, window.id, CleanWindow("一号", site.id, unit.id, "110", HoursKind.ROUND_THE_CLOCK), 1
        )
    found = queries.get_site(site.id)
    assert (found.type, found.version, found.windows[0].phone, found.windows[0].version) == (
        SiteType.BRANCH_CENTRE, 2, "110", 2,
    )  # fmt: skip
    with pytest.raises(Conflict), transaction():
        actions.change_site(actor, site.id, CleanSite("别名", SiteType.BRANCH_CENTRE, unit.id), 1)
    with pytest.raises(Conflict), transaction():
        actions.change_window(actor, window.id, CleanWindow("二号", site.id, unit.id), 1)


def test_a_round_the_clock_window_needs_a_number(app_context: AppContext) -> None:
    actor, window = make_actor(), make_window()
    clean = replace(queries.clean_window(window), phone="", hours_kind=HoursKind.ROUND_THE_CLOCK)
    with pytest.raises(Invalid) as refused, transaction():
        actions.change_window(actor, window.id, clean, 1)
    assert refused.value.field == "phone"


def test_only_who_keeps_the_catalogue_may_write(app_context: AppContext) -> None:
    item, site, window = make_item(), make_site(), make_window()
    clean = facts_of(item)
    for role in (Role.INSPECTOR, Role.SHOPPER, Role.DEPT_HEAD, Role.LEADER, Role.AUDITOR, Role.SECURITY_ADMIN):
        actor = make_actor(role)
        for deed in (
            lambda who=actor: actions.change_item(who, item.id, clean, 1),
            lambda who=actor: actions.change_site(who, site.id, queries.clean_site(site), 1),
            lambda who=actor: actions.change_window(who, window.id, queries.clean_window(window), 1),
        ):
            with pytest.raises(NotAllowed), transaction():
                deed()


def test_what_is_not_there_is_missing(app_context: AppContext) -> None:
    for read in (queries.get_item, queries.get_site, queries.get_window):
        with pytest.raises(Missing):
            read(999)
