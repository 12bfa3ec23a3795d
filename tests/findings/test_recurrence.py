"""At triage earlier findings are proposed; one that was closed may be taken as the earlier of a recurrence."""

import pytest
from sqlalchemy import event, func, select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.actions.recurring import index_words
from inspect_app.findings.actions.triaging import queue
from inspect_app.findings.models import Finding, FindingBand
from inspect_app.findings.queries import proposals_for
from inspect_app.findings.rules.recurrence import Use
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Answer
from inspect_app.visits.vocabulary import VisitMode
from tests import factories
from tests.findings.making import World, triage
from tests.findings.repeating import WORDS, earlier, proposed, submitted

pytestmark = pytest.mark.usefixtures("app_context")


def test_a_planner_that_counted_the_rows_looks_up_what_repeats_a_finding_by_its_index() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a planner with statistics chooses by them")
    world, _ = submitted()
    for _ in range(20):
        earlier(world)
    connection = db.session.connection()
    connection.exec_driver_sql("ANALYZE")
    plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT title FROM findings WHERE recurrence_of_id = 7")
    assert "ix_findings_recurrence_of_id" in str(plan.all())


# ---- what is proposed ------------------------------------------------------------------------------------


def test_a_near_text_of_the_department_is_proposed_by_its_number_with_the_day_of_closure() -> None:
    world, finding = submitted()
    before = earlier(world)
    (one,) = proposals_for(world.clerk, finding)
    day = clock.local(before.closed_at)
    assert (one.reference, one.use, one.delivered) == (before.number, Use.RECURRENCE, True)
    year = "" if day.year == clock.today().year else f"{day.year}年"
    assert one.why == f"文字相近，{year}{day.month}月{day.day}日已销号"


def test_what_is_open_is_proposed_as_a_duplicate_with_where_it_stands() -> None:
    world, finding = submitted()
    before = earlier(world, FindingStatus.RECTIFYING, window=world.window)
    (one,) = proposals_for(world.clerk, finding)
    assert (one.reference, one.use) == (before.number, Use.DUPLICATE)
    assert one.why == "同一窗口，文字相近，整改中"


def test_the_same_question_is_found_again_at_the_window_and_elsewhere_in_the_department() -> None:
    world, finding = submitted(words=("新问题", "说法完全不同。"))
    here, there, other = (answered(world, finding.visit_id, where) for where in ("here", "there", "other unit"))
    with transaction():
        finding.answer_id = keep_answer(finding.visit_id, "look1")
    found = {one.reference: one.why.split("，")[0] for one in proposals_for(world.clerk, finding)}
    assert found == {here.number: "同一窗口、同一检查项", there.number: "同一单位、同一检查项"}
    assert other.number not in found


def answered(world: World, visit_id: int | None, where: str) -> Finding:
    """Make a closed finding of the same question of the same checklist, from another visit."""
    unit = factories.make_unit() if where == "other unit" else world.department
    window = world.window if where == "here" else factories.make_window(unit)
    author = factories.make_person(Role.INSPECTOR)
    visit = factories.make_visit(author, window, campaign=world.visit.campaign, version=world.visit.checklist_version)
    with transaction():
        answer_id = keep_answer(visit.id, "look1")
    return earlier(world, unit=unit, window=window, visit=visit, answer_id=answer_id, title=where, fact=f"{where}之事")


def keep_answer(visit_id: int | None, key: str) -> int:
    answer = Answer(visit_id=visit_id, item_key=key, value={"choice": "no"})
    db.session.add(answer)
    db.session.flush()
    return answer.id


def test_the_same_matter_is_found_again() -> None:
    world, finding = submitted(words=("新问题", "说法完全不同。"))
    item = factories.make_item(world.department)
    before = earlier(world, item_id=item.id)
    with transaction():
        finding.item_id = item.id
    (one,) = proposals_for(world.clerk, finding)
    assert (one.reference, one.why.split("，")[0]) == (before.number, "同一单位、同一事项")


def test_drafts_what_was_dismissed_the_demo_and_itself_are_never_proposed() -> None:
    world, finding = submitted()
    for status in (FindingStatus.DRAFT, FindingStatus.DISMISSED):
        factories.make_finding(status, unit=world.department, window=world.window, title=WORDS[0], fact=WORDS[1])
    earlier(world, campaign=factories.make_campaign(is_demo=True), window=world.window)
    assert proposed(world, finding) == []


def test_of_a_chain_of_recurrences_only_the_last_is_proposed() -> None:
    world, finding = submitted()
    first = earlier(world)
    second = earlier(world, recurrence_of_id=first.id)
    assert proposed(world, finding) == [(second.number, Use.RECURRENCE)]


def test_nobody_but_the_office_sees_proposals() -> None:
    world, finding = submitted()
    earlier(world)
    for actor in (world.liaison, world.head, world.author, factories.make_actor(Role.LEADER)):
        with pytest.raises(Missing):
            proposals_for(actor, finding)


def test_proposals_cost_the_same_for_one_and_for_fifty() -> None:
    world, finding = submitted()
    with transaction():
        finding.answer_id = keep_answer(finding.visit_id, "look1")
    earlier(world)
    one = statements(world, finding)
    for _ in range(49):
        earlier(world, window=world.window)
    assert statements(world, finding) == one <= 6


def statements(world: World, finding: Finding) -> int:
    seen: list[str] = []
    db.session.rollback()
    db.session.refresh(finding)
    note = lambda *given: seen.append(given[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        proposals_for(world.clerk, finding)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


# ---- what is found by its words --------------------------------------------------------------------------


def test_words_are_kept_at_delivery_and_not_before() -> None:
    world, finding = submitted(VisitMode.COVERT)
    with transaction():
        queue(world.clerk, finding.id, triage(finding))
    assert count_numbers(finding) == 0
    with clock.reading(lambda: finding.release_at), transaction():
        deliver(finding.id)
    assert count_numbers(finding) > 0


def test_words_that_change_are_found_anew() -> None:
    world, finding = submitted()
    before = earlier(world)
    with transaction():
        before.title, before.fact = "办事指南与网上不一致", "网上写四样材料，窗口指南上是六样。"
        index_words(before)
    assert proposed(world, finding) == []


def count_numbers(finding: Finding) -> int:
    return db.session.scalar(select(func.count()).where(FindingBand.finding_id == finding.id)) or 0


def test_both_databases_find_the_same_in_the_same_order() -> None:
    world, finding = submitted()
    stems = ("窗口无人在岗，说去开会了", "窗口放着暂停服务的牌子", "服务电话无人接听", "上班时间窗口无人")
    for number in range(24):
        earlier(world, title=f"{stems[number % 4]}{'甲乙丙丁戊己'[number // 4]}", fact=WORDS[1][: number + 3])
    titles = [one.title[-1] + str(stems.index(one.title[:-1])) for one in proposals_for(world.clerk, finding)]
    assert titles == ["己3", "戊3", "己0", "戊0", "丁3", "己1"]
