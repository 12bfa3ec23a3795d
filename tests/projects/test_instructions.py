"""Instructions: verbatim, with who in which post; a correction stays visible; quoted only by reference."""

from datetime import timedelta

import pytest

from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Level
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.projects.actions import answering, instructing
from inspect_app.projects.models import AssignedTask, Instruction
from inspect_app.projects.queries.instructions import instructions_on, list_instructions, quotable
from inspect_app.projects.queries.subjects import subjects_of
from inspect_app.projects.rules.instructions import may_replace, misquotes
from inspect_app.projects.vocabulary.instructions import (
    About,
    InstructionDraft,
    InstructionFilter,
    Origin,
    Quotable,
    Subject,
)
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.queries.ledger import ledger_rows
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.vocabulary import LedgerFilter
from tests.factories import make_campaign, make_finding
from tests.projects.making import WORDS, Office

pytestmark = pytest.mark.usefixtures("app_context")


def get(instruction_id: int) -> Instruction:
    db.session.rollback()
    return db.session.get_one(Instruction, instruction_id, populate_existing=True)


def correct(office: Office, instruction_id: int, words: str, reason: str = "", name: str = "clerk") -> None:
    with transaction():
        instructing.correct_words(office.actor(name), instruction_id, words, reason)


def test_an_instruction_from_paper_is_kept_verbatim_with_its_scan(office: Office) -> None:
    words = "“很好”。\n  请各地学习 ——=1+1 &<>喆堃"
    instruction = get(office.register(words=words))
    assert (instruction.text.words, instruction.leader, instruction.post) == (words, "车俊", "省委书记")
    assert instruction.scan is not None
    with pytest.raises(Invalid, match="扫描件"):
        office.register(scan=None)
    with pytest.raises(Invalid, match="不能晚于今天"):
        office.register(given_on=clock.today() + timedelta(days=1))


def test_a_slip_of_the_pen_is_put_right_within_a_day(office: Office) -> None:
    instruction_id = office.register(words="这就是老百姓的真实感愛")
    correct(office, instruction_id, WORDS)
    assert [(text.number, text.words) for text in get(instruction_id).texts] == [(1, WORDS)]


def test_after_a_day_or_once_quoted_a_correction_is_a_version_beside_the_old_one(office: Office) -> None:
    quoted, old = office.register(), office.register()
    with transaction():
        instructing.mark_quoted(office.actor("clerk"), [quoted])
    with pytest.raises(Invalid, match="写明原因"):
        correct(office, quoted, "老百姓都会记在心里。")
    correct(office, quoted, "老百姓都会记在心里。", "原件辨认有误。")
    later = clock.now() + timedelta(hours=25)
    with clock.reading(lambda: later):
        correct(office, old, "政府做到真心服务。", "与原件核对。")
    for instruction_id in (quoted, old):
        assert [text.words for text in get(instruction_id).texts][0] == WORDS
        assert get(instruction_id).text.number == 2


@pytest.mark.parametrize(("hours", "quoted", "open_"), [(23, False, True), (24, False, False), (1, True, False)])
def test_the_words_are_open_for_a_day_while_nobody_quotes_them(hours: int, quoted: bool, open_: bool) -> None:
    now = clock.now()
    assert may_replace(now - timedelta(hours=hours), now if quoted else None, now) is open_


def test_of_two_who_correct_the_second_sees_both_texts(office: Office) -> None:
    instruction_id = office.register()
    seen = get(instruction_id).version
    correct(office, instruction_id, "甲改的。")
    with pytest.raises(Conflict) as refused, transaction():
        instructing.correct_words(office.actor("clerk"), instruction_id, "乙改的。", "", seen)
    assert (refused.value.mine, refused.value.theirs) == ({"批示原文": "乙改的。"}, {"批示原文": "甲改的。"})


def test_a_leader_writes_and_nobody_else_corrects_it(office: Office) -> None:
    with transaction():
        draft = InstructionDraft("应推广。", "甲", "分管副市长", clock.today(), asks_action=True)
        instruction_id = instructing.write_instruction(office.actor("leader"), draft).id
    assert get(instruction_id).origin is Origin.WRITTEN
    with pytest.raises(NotAllowed, match="领导本人"):
        correct(office, instruction_id, "不推广。")
    correct(office, instruction_id, "应全市推广。", name="leader")
    assert get(instruction_id).text.words == "应全市推广。"


def test_it_is_quoted_by_reference_in_the_words_in_force(office: Office) -> None:
    first, second = office.register(), office.register(words="很好")
    found = quotable([first, second])
    assert [(found[key].words, found[key].post, found[key].leader) for key in (first, second)] == [
        (WORDS, "省委书记", "车俊"), ("很好", "省委书记", "车俊"),
    ]  # fmt: skip
    assert quotable([]) == {}


def test_the_same_instruction_in_other_words_is_noticed() -> None:
    """Seeds 000 and 001 quote one instruction in two wordings."""
    registered = Quotable(1, WORDS, "车俊", "省委书记", clock.today(), 1)
    other = "这就是老百姓的真实获得感。\n政 府只要真心为群众服务，群众就会记在心里"
    found = misquotes(
        f"车俊书记为此专门作出批示：{other}。省委常委赵一德也作出批示：民警的真情服务值得点赞！", [registered]
    )
    assert [one.registered.id for one in found] == [1]
    exact = "批下了这么一段批示：这就是老百姓的真实感受，\n只要政府做到真心服务，老百姓都会记在心里。"
    assert misquotes(exact, [registered]) == []
    assert misquotes("车俊批示“很好”；冯飞批示“‘一证通办’的做法应推广”。", [registered]) == []


def test_what_it_is_on_is_named_as_far_as_one_may_see(office: Office) -> None:
    queued = make_finding(FindingStatus.SUBMITTED, title="还没有送达的")
    instruction = get(office.on_finding(queued.id))
    assert "还没有送达的" in subjects_of(office.actor("clerk"), [instruction])[instruction.id][0]
    assert instruction.id not in subjects_of(office.actor("leader"), [instruction])
    with pytest.raises(Invalid, match="没有找到这个问题"):
        office.register(about=About(Subject.FINDING, 99999))


def test_the_register_says_what_waits_to_be_assigned(office: Office) -> None:
    asks, assigned, reads = office.register(asks_action=True), office.register(asks_action=True), office.register()
    office.assign(assigned)
    lines, total = list_instructions(office.actor("clerk"), InstructionFilter())
    assert total == 3
    assert {line.href.rsplit("/", 1)[1]: line.cells[-1] for line in lines} == {
        str(asks): "待交办", str(assigned): "已办结 0/1", str(reads): "阅示",
    }  # fmt: skip
    waits, _ = list_instructions(office.actor("clerk"), InstructionFilter(waits=True))
    assert [line.href for line in waits] == [f"/assigned/instructions/{asks}"]


def test_a_unit_reads_the_words_only_when_they_were_opened_and_gave_it_work(office: Office) -> None:
    finding = make_finding(FindingStatus.ACCEPTED)
    closed, opened = office.on_finding(finding.id), office.on_finding(finding.id, open_to_units=True)
    assert instructions_on(office.actor("liaison"), finding.id) == []
    for instruction_id in (closed, opened):
        office.assign(instruction_id)
    assert [one.id for one in instructions_on(office.actor("liaison"), finding.id)] == [opened]
    assert [one.id for one in instructions_on(office.actor("leader"), finding.id)] == [closed, opened]
    assert instructions_on(office.actor("stranger"), finding.id) == []


def level(finding_id: int) -> tuple[Level, str]:
    db.session.rollback()
    finding = db.session.get_one(Finding, finding_id, populate_existing=True)
    return finding.level, finding.level_reason


def test_overdue_work_of_an_instruction_makes_its_finding_red_until_it_is_answered(office: Office) -> None:
    finding = make_finding(FindingStatus.ACCEPTED, due=clock.today() + timedelta(days=60))
    task_id = office.assign(office.on_finding(finding.id))[0]
    with transaction():
        escalate_all()
    assert level(finding.id)[0] is Level.NONE
    with transaction():
        db.session.get_one(AssignedTask, task_id).due_on = clock.today() - timedelta(days=1)
        escalate_all()
    assert level(finding.id) == (Level.RED, "领导批示件逾期")
    office.answer(task_id)
    assert level(finding.id)[0] is Level.NONE, "answered: the cause is gone at once"
    with transaction():
        answering.send_back_task(office.actor("clerk"), task_id, "请补名单。")
    assert level(finding.id)[0] is Level.RED


def test_the_ledger_lists_what_has_an_instruction(office: Office) -> None:
    with_one, without = make_finding(FindingStatus.ACCEPTED), make_finding(FindingStatus.ACCEPTED)
    assert with_one.number != without.number
    office.on_finding(with_one.id)
    clerk, asked = office.actor("clerk"), LedgerFilter(instructed=True)
    total = ledger_totals(clerk, asked).total
    assert [row.number for row in ledger_rows(clerk, asked, 0, 50, total)] == [with_one.number]
    assert total == 1
    assert ledger_totals(office.actor("liaison"), asked).total == 0


def test_what_was_found_covertly_is_told_to_no_unit(office: Office) -> None:
    covert = make_finding(FindingStatus.ACCEPTED, is_covert=True)
    with pytest.raises(Invalid, match="原文不转责任单位"):
        office.on_finding(covert.id, open_to_units=True)
    instruction_id = office.on_finding(covert.id)
    with pytest.raises(Invalid, match="原文不转责任单位"), transaction():
        clerk = office.actor("clerk")
        instructing.settle_instruction(clerk, instruction_id, asks_action=True, open_to_units=True)
    with pytest.raises(Invalid, match="请不要写是怎么发现的"):
        office.assign(instruction_id, demand="暗访看到的马上改。")
    office.assign(instruction_id, demand="马上改。")
    queued = office.on_finding(make_finding(FindingStatus.SUBMITTED).id)
    with pytest.raises(Refused, match="还没有送达"):
        office.assign(queued)


def test_it_may_be_on_a_notice_that_its_reader_sees(office: Office) -> None:
    clerk, campaign_id = office.actor("clerk"), make_campaign().id
    with transaction():
        notice = draft_notice(clerk, campaign_id, clock.today())
    about = About(Subject.NOTICE, notice.id)
    instruction = get(office.register(about=about))
    assert subjects_of(clerk, [instruction])[instruction.id][1] == f"/notices/{notice.id}"
    assert instruction.id not in subjects_of(office.actor("leader"), [instruction])
    with pytest.raises(Invalid, match="没有找到这个通报"), transaction():
        draft = InstructionDraft("好。", "甲", "副市长", clock.today(), about)
        instructing.write_instruction(office.actor("leader"), draft)
