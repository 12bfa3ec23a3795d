"""媒体报道, 试点, 窗口人员, 培训, 专题组, what became of pledges, and what a praised window did."""

from datetime import timedelta

import pytest

from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import Category, FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.projects.actions import registering
from inspect_app.projects.models import Pledge
from inspect_app.projects.queries.register_pages import version_rows
from inspect_app.projects.queries.registers import (
    counted_reports,
    counted_trainings,
    kept_promises,
    list_entries,
    versions_of,
)
from inspect_app.projects.vocabulary.registers import (
    MediaKind,
    PledgeState,
    PraiseDeed,
    Register,
    RegisterFilter,
    Trained,
)
from tests.factories import make_finding
from tests.projects.making import Office
from tests.projects.test_registers import DAY, add, group, pilot, pledge, praise, report, staffing, training

pytestmark = pytest.mark.usefixtures("app_context")


def test_reports_are_counted_by_outlet_as_the_list_is_narrowed(office: Office) -> None:
    for values in ({}, {"title": "又一篇"}, {"outlet": "杭州电视台", "kind": MediaKind.BROADCAST}):
        add(office, report(**values))
    assert counted_reports(RegisterFilter()) == (3, 2)
    assert counted_reports(RegisterFilter(kind=MediaKind.BROADCAST)) == (1, 1)
    assert list_entries(Register.MEDIA, RegisterFilter(kind=MediaKind.PAPER))[1] == 2


def test_what_one_person_at_a_window_handles_is_computed(office: Office) -> None:
    add(office, staffing(office))
    add(office, staffing(office, handled=None, source="无办件数"))
    rows = [line.cells for line in list_entries(Register.STAFFING, RegisterFilter(unit_id=office.unit))[0]]
    assert [(row[5], row[8]) for row in rows] == [(20, "—"), (20, "150.8")]
    assert list_entries(Register.STAFFING, RegisterFilter(unit_id=office.other))[1] == 0
    with pytest.raises(Invalid, match="人员数不能是 0"):
        add(office, staffing(office, regular=0, contracted=0))
    with pytest.raises(Invalid, match="结束日期不能早于"):
        add(office, pilot(office, ended_on=DAY - timedelta(days=1)))


def test_a_broken_pledge_names_its_findings(office: Office) -> None:
    broken = make_finding(FindingStatus.ACCEPTED, category=Category.PROMISE)
    another = make_finding(FindingStatus.ACCEPTED)
    entry_id, clerk, today = add(office, pledge(office, due_on=DAY)), office.actor("clerk"), clock.today()

    def judge(state: PledgeState, evidence: str = "抽打三次无人接。", numbers: tuple[str | None, ...] = ()) -> None:
        with transaction():
            registering.judge_pledge(clerk, entry_id, state, evidence, [str(one) for one in numbers])

    assert kept_promises(RegisterFilter()) == (0, 1)
    with pytest.raises(Invalid, match="承诺未兑现"):
        judge(PledgeState.BROKEN, numbers=(another.number,))
    with pytest.raises(Invalid, match="请写依据"):
        judge(PledgeState.KEPT, evidence="")
    judge(PledgeState.BROKEN, numbers=(broken.number,))
    kept = db.session.get_one(Pledge, entry_id, populate_existing=True)
    assert (kept.state, kept.judged_on, [one.id for one in kept.findings]) == (PledgeState.BROKEN, today, [broken.id])
    judge(PledgeState.KEPT, "回访均能接通。")
    assert kept_promises(RegisterFilter()) == (1, 1)
    assert db.session.get_one(Pledge, entry_id, populate_existing=True).findings == []


def test_a_training_tells_how_many_came_and_a_group_has_a_power(office: Office) -> None:
    add(office, training())
    add(office, training(subject="督察员行前培训", trained=Trained.INSPECTORS, attended=6))
    assert counted_trainings(RegisterFilter()) == (2, 30)
    assert counted_trainings(RegisterFilter(text="民情")) == (1, 24)
    with pytest.raises(Invalid, match="已经登记过"):
        add(office, training(attended=1))
    add(office, group(office, coordinates=True))
    (line,) = list_entries(Register.GROUPS, RegisterFilter(unit_id=office.unit))[0]
    assert (line.cells[4], line.cells[-1]) == ("协调、审核", "在运行")
    with pytest.raises(Invalid, match="至少选一样"):
        add(office, group(office, name="另一个组", reviews=False))
    with pytest.raises(Invalid, match="不能早于"):
        add(office, group(office, name="另一个组", ended_on=DAY - timedelta(days=1)))
    with pytest.raises(Invalid, match="叫这个名称"):
        add(office, group(office))


def test_praise_says_what_was_done_and_how_fast_beside_what_was_promised(office: Office) -> None:
    deeds = [PraiseDeed.AT_ONCE.value, PraiseDeed.COURIER.value]
    entry = add(office, praise(office, deeds=deeds, promised_time="10 个工作日", real_time="3 天"))
    (line,) = list_entries(Register.PRAISE, RegisterFilter())[0]
    assert line.cells[6:9] == ("立等可取、快递送达", "10 个工作日", "3 天")
    said = version_rows(Register.PRAISE, versions_of(Register.PRAISE, entry), office=True)[0][4]
    assert ("做法", "立等可取、快递送达") in said
