"""An import is all or nothing, adds what is new, updates by code, and counts what it did."""

from typing import Any

import pytest
from flask import Flask
from flask.ctx import AppContext
from sqlalchemy import event, func, select

from forms.catalogue_workbook import read_workbook
from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.models import Unit
from inspect_app.audit.models import AuditEntry
from inspect_app.catalogue.actions import import_workbook
from inspect_app.catalogue.models import CancelledProof, RequiredPaper, ServiceItem, Site, Window, WindowItem
from inspect_app.catalogue.vocabulary import CancelReason, ImportReport, SheetName, TimeUnit
from inspect_app.database import Base, db, transaction
from inspect_app.foundation.errors import NotAllowed
from tests.catalogue.making import (
    ITEM_HEAD,
    PAPER_HEAD,
    PLACE_HEAD,
    PROOF_HEAD,
    UNIT,
    UNIT_HEAD,
    full_rows,
    head_of,
    read,
    units,
    workbook,
)
from tests.factories import make_actor

SITE = ("S1", "大厅", "行政服务中心", "市公安局")
SMALL: dict[str, Any] = {
    "单位": [UNIT_HEAD, UNIT],
    "网点窗口": [PLACE_HEAD, (*SITE, "W1", "一号窗口", "U1", "81230001", "办公时间")],
    "事项": [(*ITEM_HEAD, "办理窗口"), ("I1", "驾驶证补办", "市公安局", "W1")],
    "材料": [PAPER_HEAD, ("I1", "身份证"), ("I1", "照片", "否", "没有存照片时")],
    "取消证明": [PROOF_HEAD, ("P1", "社保参保证明", "市公安局", "数据共享")],
}


def run(sheets: dict[str, Any]) -> ImportReport:
    """Import as the command line does."""
    with transaction():
        return import_workbook(SYSTEM, read(sheets))


def count(model: type[Base]) -> int:
    """Return how many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def tally(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    """Return added, changed, unchanged and removed by sheet."""
    return {one.sheet: (one.added, one.changed, one.unchanged, one.removed) for one in report.counts}


def test_a_first_import_adds_everything(app_context: AppContext) -> None:
    report = run(SMALL)
    assert tally(report) == {
        "单位": (1, 0, 0, 0),
        "网点窗口：网点": (1, 0, 0, 0),
        "网点窗口：窗口": (1, 0, 0, 0),
        "事项": (1, 0, 0, 0),
        "材料": (2, 0, 0, 0),
        "取消证明": (1, 0, 0, 0),
    }
    window = db.session.scalars(select(Window)).one()
    item = db.session.scalars(select(ServiceItem)).one()
    assert (window.site.name, window.unit.name, window.phone) == ("大厅", "市公安局", "81230001")
    assert [(paper.name, paper.required, paper.note) for paper in item.papers] == [
        ("身份证", True, ""),
        ("照片", False, "没有存照片时"),
    ]
    assert count(WindowItem) == 1


def test_a_proof_says_in_which_of_the_four_ways_it_was_dropped_and_what_was_weighed_before(
    app_context: AppContext,
) -> None:
    dropped = {
        "婚姻状况证明": ("部门自行调查核验", CancelReason.SELF_CHECK, ""),
        "无犯罪证明": ("书面承诺", CancelReason.COMMITMENT, "经风险评估，事后抽查一成。"),
        "社保参保证明": ("数据共享", CancelReason.SHARED_DATA, ""),
        "邻里关系证明": ("无依据取消", CancelReason.NO_BASIS, ""),
    }
    head = (*PROOF_HEAD, "说明")
    rows = [(f"P{place}", name, "市公安局", way, note) for place, (name, (way, _, note)) in enumerate(dropped.items())]
    run(SMALL | {"取消证明": [head, *rows]})
    kept = {proof.name: (proof.reason, proof.note) for proof in db.session.scalars(select(CancelledProof))}
    assert kept == {name: (reason, note) for name, (_, reason, note) in dropped.items()}
    wrong = read(SMALL | {"取消证明": [head, ("P9", "健康证明", "市公安局", "领导同意", "")]})
    assert "取消方式" in str(wrong.problems)


def test_a_second_import_of_the_same_changes_nothing(app_context: AppContext) -> None:
    run(SMALL)
    report = run(SMALL)
    assert report.changes == 0
    assert tally(report)["材料"] == (0, 0, 2, 0)
    assert db.session.scalars(select(ServiceItem.version)).one() == 1


def test_an_import_updates_by_code_and_counts_what_changed(app_context: AppContext) -> None:
    run(SMALL)
    changed = {
        "单位": [UNIT_HEAD, ("U1", "市公安局", "公安", "市级", "部门"), ("U2", "市民政局", "", "市级", "部门")],
        "事项": [(*ITEM_HEAD, "办理窗口"), ("I1", "驾驶证补领换领", "U2", ""), ("I2", "婚姻登记", "市民政局", "W1")],
        "材料": [PAPER_HEAD, ("I1", "照片", "是"), ("I1", "申请表"), ("I2", "户口簿")],
    }
    report = run(changed)
    assert tally(report) == {"单位": (1, 1, 0, 0), "事项": (1, 1, 0, 0), "材料": (2, 1, 0, 1)}
    item = db.session.scalars(select(ServiceItem).where(ServiceItem.code == "I1")).one()
    assert (item.name, item.unit.code, item.version) == ("驾驶证补领换领", "U2", 2)
    assert [(paper.name, paper.required) for paper in item.papers] == [("照片", True), ("申请表", True)]
    pairs = select(Window.code, ServiceItem.code).select_from(WindowItem).join(Window).join(ServiceItem)
    assert [tuple(row) for row in db.session.execute(pairs)] == [("W1", "I2")]


def test_a_column_that_is_not_there_leaves_its_values_alone(app_context: AppContext) -> None:
    run({**SMALL, "事项": [(*ITEM_HEAD, "承诺时间", "时间单位"), ("I1", "驾驶证补办", "U1", 3, "工作日")]})
    run({"事项": [ITEM_HEAD, ("I1", "驾驶证补办（新）", "U1")]})
    item = db.session.scalars(select(ServiceItem)).one()
    assert (item.name, item.promised_amount, item.promised_unit) == ("驾驶证补办（新）", 3, TimeUnit.WORKDAYS)


def test_moving_a_matter_to_another_window_counts_its_version_on(app_context: AppContext) -> None:
    run(SMALL)
    report = run({"事项": [(*ITEM_HEAD, "办理窗口"), ("I1", "驾驶证补办", "市公安局", "")]})
    assert tally(report) == {"事项": (0, 1, 0, 0)}
    assert count(WindowItem) == 0
    assert db.session.scalars(select(ServiceItem.version)).one() == 2


def test_a_dry_run_counts_the_same_and_writes_nothing(app_context: AppContext) -> None:
    dry = import_workbook(SYSTEM, read(SMALL), dry_run=True)
    assert [count(model) for model in (Unit, Site, Window, ServiceItem, RequiredPaper, CancelledProof)] == [0] * 6
    assert count(AuditEntry) == 0
    assert tally(dry) == tally(run(SMALL))
    assert not dry.written


def test_one_problem_keeps_everything_out(app_context: AppContext) -> None:
    report = run({**SMALL, "材料": [PAPER_HEAD, ("I1", "身份证"), ("I9", "照片")]})
    assert [str(problem) for problem in report.problems] == ["“材料” A3：没有编码为“I9”的事项"]
    assert (report.written, count(Unit), count(ServiceItem), count(AuditEntry)) == (False, 0, 0, 0)


def test_an_import_is_one_deed_of_the_person_who_did_it(app_context: AppContext) -> None:
    actor = make_actor(Role.OFFICE_CLERK)
    with transaction():
        import_workbook(actor, read(SMALL), source="例.xlsx")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "catalogue.imported")).all()
    assert [(entry.actor_id, entry.actor_role) for entry in entries] == [(actor.person_id, "office_clerk")]


def test_only_who_keeps_the_catalogue_may_import(app_context: AppContext) -> None:
    for role in (Role.INSPECTOR, Role.DEPT_LIAISON, Role.LEADER, Role.AUDITOR):
        actor = make_actor(role)
        with pytest.raises(NotAllowed):
            import_workbook(actor, read(SMALL), dry_run=True)


MISFITS: tuple[tuple[dict[str, Any], str], ...] = (
    (units(UNIT, ("U1", "乙局", "", "市级", "部门")), "“单位” A3：“U1”在第 2 行已经写过"),
    (units(UNIT, ("U2", "市公安局", "", "市级", "部门")), "“单位” B3：“市公安局”已是编码“U1”的单位名称"),
    (
        {"单位": [(*UNIT_HEAD, "启用日期", "停用日期"), (*UNIT, "2018-01-02", "2018-01-01")]},
        "“单位” G2：停用日期早于启用日期",
    ),
    (
        {"单位": [(*UNIT_HEAD, "上级单位"), (*UNIT, "U1"), ("U2", "乙", "", "市级", "部门", "U1")]},
        "“单位” F2：上级单位绕成了圈，不能互为上级",
    ),
    (
        {"事项": [ITEM_HEAD, ("I1", "甲", "没有的局")]},
        "“事项” C2：没有“没有的局”这个单位，请先在“单位”表里填写",
    ),
    (
        {**units(UNIT, ("U2", "乙", "市公安局", "市级", "部门")), "事项": [ITEM_HEAD, ("I1", "甲", "市公安局")]},
        "“事项” C2：有几个单位叫“市公安局”，请改填单位编码",
    ),
    (
        {**units(UNIT), "事项": [(*ITEM_HEAD, "承诺时间", "时间单位"), ("I1", "甲", "U1", 3, "")]},
        "“事项” E2：承诺时间和时间单位要一起填，或都不填",
    ),
    (
        {**units(UNIT), "事项": [(*ITEM_HEAD, "办理窗口"), ("I1", "甲", "U1", "W7")]},
        "“事项” D2：没有编码为“W7”的窗口",
    ),
    (
        {**units(UNIT), "网点窗口": [PLACE_HEAD, (*SITE, "", "一号", "U1")]},
        "“网点窗口” E2：没有填窗口编码",
    ),
    (
        {**units(UNIT), "网点窗口": [PLACE_HEAD, (*SITE, "W1", "一号", "U1", "", "24小时")]},
        "“网点窗口” H2：24小时接听的窗口要填服务电话",
    ),
    (
        {
            **units(UNIT),
            "网点窗口": [PLACE_HEAD, (*SITE, "W1", "一", "U1"), ("S1", "别名", *SITE[2:], "W2", "二", "U1")],
        },
        "“网点窗口” B3：同一网点和第 2 行写得不一样",
    ),
    (
        {"取消证明": [PROOF_HEAD, ("P1", "参保证明"), ("P2", "参保证明")]},
        "“取消证明” B3：“参保证明”已是编码“P1”的证明",
    ),
    (
        {**SMALL, "材料": [PAPER_HEAD, ("I1", "身份证"), ("I1", "身份证")]},
        "“材料” B3：事项“I1”的材料“身份证”已经写过",
    ),
)


def test_what_does_not_fit_together_is_a_problem_at_its_cell(app_context: AppContext) -> None:
    for sheets, expected in MISFITS:
        assert [str(problem) for problem in run(sheets).problems] == [expected]
    assert count(Unit) == 0


def test_what_stands_in_the_database_may_be_referred_to(app_context: AppContext) -> None:
    run(SMALL)
    report = run({
        "事项": [(*ITEM_HEAD, "办理窗口"), ("I2", "上牌", "市公安局", "W1")],
        "网点窗口": [PLACE_HEAD, (*SITE, "W2", "二号窗口", "市公安局")],
        "材料": [PAPER_HEAD, ("I1", "身份证")],
    })  # fmt: skip
    assert report.problems == ()
    assert tally(report)["网点窗口：网点"] == (0, 0, 1, 0)


def test_a_name_that_another_row_still_has_is_refused_rather_than_swapped(app_context: AppContext) -> None:
    run(units(UNIT, ("U2", "市民政局", "", "市级", "部门")))
    report = run(units(("U1", "市民政局", "", "市级", "部门"), ("U2", "市公安局", "", "市级", "部门")))
    assert [problem.cell for problem in report.problems] == ["B2", "B3"]


def test_parents_may_come_after_their_children(app_context: AppContext) -> None:
    head = (*UNIT_HEAD, "上级单位")
    child = ("U2", "下城区", "", "区县（市）", "区县（市）", "杭州市")
    run({"单位": [head, child, ("U1", "杭州市", "", "市级", "部门")]})
    assert db.session.scalars(select(Unit).where(Unit.code == "U2")).one().parent.code == "U1"


@pytest.mark.parametrize("sizes", [(1, 30)])
def test_the_number_of_queries_does_not_grow_with_unchanged_rows(app: Flask, sizes: tuple[int, int]) -> None:
    with app.app_context():
        ran = [_queries_of_a_second_import(size) for size in sizes]
    assert ran[0] == ran[1]


def _queries_of_a_second_import(size: int) -> int:
    rows = [(f"I{number}", f"事项{number}", "市公安局") for number in range(size)]
    sheets = {**units(UNIT), "事项": [ITEM_HEAD, *rows]}
    run(sheets)
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    run(sheets)
    return len(seen)


@pytest.mark.slow
def test_five_thousand_matters_go_in_at_once(app_context: AppContext) -> None:
    rows = [
        full_rows(SheetName.ITEMS, code=f"I{number}", name=f"事项{number}", unit="市公安局", trips="最多跑一次")
        for number in range(5_000)
    ]
    papers = [(f"I{number}", "身份证") for number in range(5_000)]
    data = workbook({**units(UNIT), "事项": [head_of(SheetName.ITEMS), *rows], "材料": [PAPER_HEAD, *papers]})
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with transaction():
        report = import_workbook(SYSTEM, read_workbook(data))
    assert tally(report)["事项"] == (5_000, 0, 0, 0)
    assert count(RequiredPaper) == 5_000
    assert len([one for one in statements if one.startswith("SELECT")]) < 12
