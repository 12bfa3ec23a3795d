"""What a batch counts in: one rate on every page, with the telephone tests of visits."""

from datetime import timedelta

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Window
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.metrics.queries.phones import PhonePart, phone_rows, phone_tests
from inspect_app.metrics.queries.promise import (
    PromiseScope,
    calls_behind,
    desk_within,
    get_matter,
    rates_of,
    rates_where,
    reader_of,
    visit_lines,
)
from inspect_app.metrics.queries.trials import that_count
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import Period, PromiseLine
from inspect_app.notices.queries.proofs import proof_page
from inspect_app.spotchecks.actions import dialling, phones
from inspect_app.spotchecks.queries.phone_sums import sums_by_batch
from tests.factories import make_actor, make_campaign, make_item
from tests.metrics.promising import called, phone_version
from tests.spotchecks.dialling import ALWAYS_NUMBER, BADLY, BUSY, DAY, GOOD, OFFICE_NUMBER, Desk, at

PERIOD = Period(DAY - timedelta(days=1), DAY + timedelta(days=5))
NEXT = DAY + timedelta(days=1)


def _dialled(desk: Desk) -> int:
    """One number answered badly, one round the clock unreached, each dialled to the end."""
    batch_id = desk.batch()
    desk.dial(batch_id, OFFICE_NUMBER, at(9), BADLY)
    desk.dial(batch_id, ALWAYS_NUMBER, at(9), GOOD)
    desk.dial(batch_id, ALWAYS_NUMBER, at(20), BUSY)
    desk.dial(batch_id, ALWAYS_NUMBER, at(20, 0, NEXT), BUSY)
    return batch_id


def test_batches_and_visits_are_one_rate_on_every_page(desk: Desk) -> None:
    batch_id = _dialled(desk)
    window = db.session.query(Window).filter_by(name="婚姻登记窗口").one()
    called(window, through=True, answered=True, version=phone_version())
    item = make_item(window=window)
    sums = sums_by_batch([batch_id])[batch_id]
    counted = (sums.settled, sums.through, sums.answered, sums.well)
    assert [one.words for one in counted] == ["2/2", "1/2", "1/2", "0/1"]
    rates = {rate.name: rate for rate in rates_where(that_count(None, PERIOD), desk_within(None, PERIOD))}
    through, answered = rates[named("phone_through")], rates[named("phone_answered")]
    assert (through.n, through.d, through.note) == (2, 3, "办公时间 2/2，24小时 0/1")
    assert (answered.n, answered.d) == (2, 3)
    behind = calls_behind(desk_within(None, PERIOD), *that_count(None, PERIOD))
    assert (len(behind["phone_through"]), len(behind["phone_dialled"])) == (through.n, through.d)
    assert [row.note for row in proof_page("phone_dialled", behind["phone_dialled"], 1).rows].count("接通") >= 1
    rows = phone_rows(None, PERIOD)
    assert [(row.unit, row.through.words, row.answered.words) for row in rows] == [
        ("市民政局", "2/2", "2/2"), ("市公安局", "0/1", "0/1"), ("合计", "2/3", "2/3"),
    ]  # fmt: skip
    lines, total, _ = phone_tests(PhonePart(None, PERIOD, desk.unit_id), 1)
    assert ([one.method for one in lines], total) == (["现场走访", "电话抽测"], 2)
    scope = PromiseScope(desk.clerk, reader_of(desk.clerk), PERIOD)
    assert get_matter(scope, item.id).lines[PromiseLine.PHONE].words == "2/2"
    assert {rate.name: rate.made_of for rate in rates_of(scope)}[named("phone_through")] == "2/3"
    kept, total, _ = visit_lines(scope, item.id, PromiseLine.PHONE, kept=True, page=1)
    assert ([one.href for one in kept], total) == (
        [kept[0].href, f"/phone-tests/{batch_id}/lines/{desk.lines(batch_id)[OFFICE_NUMBER]}"], 2,
    )  # fmt: skip
    assert visit_lines(scope, item.id, PromiseLine.PHONE, kept=False, page=1)[1] == 0


def test_a_number_not_dialled_to_the_end_counts_nowhere(desk: Desk) -> None:
    batch_id = desk.batch()
    desk.dial(batch_id, OFFICE_NUMBER, at(9), BUSY)
    assert sums_by_batch([batch_id])[batch_id].through.words == "—"
    assert phone_rows(None, PERIOD) == []


def test_another_campaign_another_period_and_another_method_count_apart(desk: Desk) -> None:
    _dialled(desk)
    assert phone_rows(desk.campaign_id, PERIOD)[-1].through.words == "1/2"
    assert phone_rows(make_campaign().id, PERIOD) == []
    assert phone_rows(None, Period(NEXT, NEXT))[-1].through.words == "0/1"
    online = PromiseScope(desk.clerk, reader_of(desk.clerk), PERIOD, method=VisitMethod.ONLINE)
    assert {rate.name: rate.d for rate in rates_of(online)}[named("phone_through")] == 0


def test_a_department_counts_a_batch_once_it_is_closed_and_nothing_waits(desk: Desk) -> None:
    batch_id = _dialled(desk)
    window = db.session.query(Window).filter_by(name="婚姻登记窗口").one()
    unit = db.session.get_one(Unit, desk.unit_id)
    item, liaison = make_item(unit, window=window), make_actor(Role.DEPT_LIAISON, unit)
    scope = PromiseScope(liaison, reader_of(liaison), PERIOD)
    with transaction():
        finding_id = dialling.list_fault(desk.clerk, batch_id, desk.lines(batch_id)[OFFICE_NUMBER]).id
        phones.close_batch(desk.clerk, batch_id)
    assert get_matter(scope, item.id).lines[PromiseLine.PHONE].d == 0
    with transaction():
        db.session.get_one(Finding, finding_id).status = FindingStatus.DISMISSED
    assert get_matter(scope, item.id).lines[PromiseLine.PHONE].words == "不足3次"
    lines, total, _ = visit_lines(scope, item.id, PromiseLine.PHONE, kept=None, page=1)
    assert ([one.href for one in lines], total) == ([""], 1)
    assert OFFICE_NUMBER in lines[0].words
    assert "让去窗口问" not in lines[0].words
