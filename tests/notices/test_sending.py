"""Who a paper goes to on its day, what stays as it was, and which unit sees which issue."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.models import DistributionList, Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.queries.lists import get_notice, list_notices
from inspect_app.notices.queries.recipients import deliveries_of, recipients_on
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.sending import ListDraft
from tests.factories import make_actor, make_campaign, make_unit
from tests.notices.test_issuing import Office

pytestmark = pytest.mark.usefixtures("app_context")
_DAY = timedelta(days=1)


def _list(office: Office, name: str, members: tuple[str, ...], starts_on: date, ends_on: date | None = None,
          kind: ListKind = ListKind.MAIN, campaign_id: int | None = None) -> DistributionList:  # fmt: skip
    with transaction():
        return save_list(office.clerk, ListDraft(name, kind, starts_on, ends_on, campaign_id, members))


def _names(office: Office, day: date, kind: ListKind = ListKind.MAIN) -> tuple[str, ...]:
    return tuple(one.name for one in recipients_on(office.campaign, day).get(kind, ()))


def test_the_list_in_force_on_the_day_is_taken() -> None:
    office, today = Office(), clock.today()
    _list(office, "旧名单", ("甲局",), today - 9 * _DAY, today - 3 * _DAY)
    _list(office, "新名单", ("乙局", "各区、县（市）跑改办"), today - 2 * _DAY)
    assert _names(office, today - 4 * _DAY) == ("甲局",)
    assert _names(office, today) == ("乙局", "各区、县（市）跑改办")
    assert _names(office, today - 10 * _DAY) == ()


def test_a_campaigns_own_list_goes_before_the_one_for_all() -> None:
    office, today = Office(), clock.today()
    _list(office, "专项名单", ("丙局",), today - 5 * _DAY, campaign_id=office.campaign.id)
    _list(office, "总名单", ("甲局",), today - _DAY)
    assert _names(office, today) == ("丙局",)


@pytest.mark.parametrize("kind", ListKind)
def test_each_way_of_sending_has_its_lists(kind: ListKind) -> None:
    office = Office()
    _list(office, "名单", ("市委",), clock.today(), kind=kind)
    assert _names(office, clock.today(), kind) == ("市委",)


def test_a_renamed_unit_keeps_its_old_name_in_what_is_issued_and_has_the_new_one_next() -> None:
    office = Office()
    _list(office, "名单", ("市公安局", "市委办公室"), clock.today())
    first = office.issue()
    with transaction():
        unit = db.session.get_one(Unit, office.unit.id)
        unit.name = unit.short_name = "市公安和应急局"
    db.session.expire_all()
    old = facts_of(db.session.get_one(Notice, first.id))
    new = facts_of(office.issue())
    assert (old.main_to, old.units[0].unit) == (("市公安局", "市委办公室"), "市公安局")
    assert (new.main_to, new.units[0].unit) == (("市公安和应急局", "市委办公室"), "市公安和应急局")


def test_changing_a_list_changes_nothing_that_was_sent() -> None:
    office = Office()
    row = _list(office, "名单", ("甲局",), clock.today())
    first = office.issue()
    with transaction():
        draft = ListDraft("名单", ListKind.MAIN, clock.today(), None, None, ("乙局",))
        save_list(office.clerk, draft, row.id, row.version)
    assert facts_of(db.session.get_one(Notice, first.id, populate_existing=True)).main_to == ("甲局",)
    assert facts_of(office.draft()).main_to == ("乙局",)


def test_the_units_it_names_and_those_it_looked_at_get_it_and_no_other_sees_it() -> None:
    office, named, other = Office(), make_unit("市税务局"), make_unit("市气象局")
    _list(office, "名单", ("市税务局",), clock.today(), kind=ListKind.COPY)
    notice = office.issue()
    assert [row.unit.name for row in deliveries_of(notice)] == ["市公安局", "市税务局"]
    for unit in (office.unit, named):
        liaison = make_actor(Role.DEPT_LIAISON, db.session.get_one(Unit, unit.id))
        assert get_notice(liaison, notice.id).id == notice.id
        assert list_notices(liaison, 1).total == 1
    stranger = make_actor(Role.DEPT_LIAISON, other)
    assert list_notices(stranger, 1).total == 0
    with pytest.raises(Missing):
        get_notice(stranger, notice.id)
    assert get_notice(make_actor(Role.LEADER), notice.id).id == notice.id


def test_no_unit_sees_a_draft_and_what_was_sent_is_never_changed() -> None:
    office = Office()
    draft = office.draft()
    with pytest.raises(Missing):
        get_notice(make_actor(Role.DEPT_HEAD, office.unit), draft.id)
    issued = office.issue()
    for words in ("UPDATE notice_deliveries SET unit_id = unit_id", "DELETE FROM notice_proofs"):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(words))
    assert deliveries_of(issued)


def test_a_campaign_without_targets_is_sent_to_whom_its_lists_name() -> None:
    office = Office()
    office.campaign = make_campaign()
    _list(office, "名单", ("市公安局",), clock.today())
    assert [row.unit.name for row in deliveries_of(office.issue())] == ["市公安局"]


def test_a_list_that_ends_before_it_begins_or_bears_a_taken_name_is_refused() -> None:
    office = Office()
    row = _list(office, "名单", ("甲局",), clock.today())
    with pytest.raises(Invalid, match="停用日期"):
        _list(office, "乙", ("甲局",), clock.today(), clock.today() - _DAY)
    with pytest.raises(Invalid, match="已经有名单"):
        _list(office, "名单", ("甲局",), clock.today())
    with pytest.raises(Invalid, match="成员"):
        _list(office, "丙", (), clock.today())
    draft = ListDraft("名单", ListKind.MAIN, clock.today(), None, None, ("乙局",))
    with pytest.raises(Conflict), transaction():
        save_list(office.clerk, draft, row.id, row.version + 1)
    liaison = make_actor(Role.DEPT_LIAISON)
    with pytest.raises(NotAllowed), transaction():
        save_list(liaison, draft)
