"""What becomes of a voice: problem, suggestion, praise, nothing, or one with another; nobody is named outside."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db, transaction
from inspect_app.findings.actions.triaging import dismiss, dispatch
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category, FindingStatus, Grade, SourceKind, Triage
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, Refused
from inspect_app.projects.models import Commendation
from inspect_app.projects.vocabulary.registers import PraiseSource
from inspect_app.voices.actions import letters, triage
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.letters import get_letter, letter_counts, list_letters, private_of
from inspect_app.voices.queries.triage import near_letters, outward
from inspect_app.voices.vocabulary.letters import LetterDraft, LetterFilter, LetterSource, LetterState, PraiseNote
from tests.voices.lettering import PLAIN, WORDS, Inbox, letter, make_inbox

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def inbox(app_context: None) -> Inbox:
    return make_inbox()


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.sequence)))


def listed(inbox: Inbox, letter_id: int, **values: Any) -> Finding:
    with transaction():
        return triage.list_finding(inbox.clerk, letter_id, inbox.finding(**values))


def settled(inbox: Inbox, finding: Finding, **values: Any) -> Triage:
    facts: dict[str, Any] = {
        "title": finding.title, "fact": finding.fact, "suggestion": "", "demand": "请改好。",
        "category": Category.TELLING, "pain_type": None, "grade": Grade.ORDINARY, "lead_unit_id": inbox.unit_id,
        "version": finding.version,
    }  # fmt: skip
    return Triage(**(facts | values))


def test_names_are_sealed_and_every_list_is_masked(inbox: Inbox) -> None:
    kept = letter(inbox.register())
    assert (kept.words, private_of(kept).names, kept.alias) == (WORDS, ("张桂芳", "王建军"), "张某某")
    assert b"\xe5\xbc\xa0" not in (kept.private_seal or b"")
    (line,), total = list_letters(LetterFilter())
    assert total == 1
    assert not any(name in str(line.cells) for name in ("张桂芳", "王建军", "13812345678"))
    assert "王某某" in outward(kept, kept.words)
    assert "138" not in outward(kept, "电话13812345678").replace("138****5678", "")


def test_a_department_finds_no_voice(inbox: Inbox) -> None:
    letter_id = inbox.register()
    for person_id in (inbox.liaison_id, inbox.leader_id):
        with pytest.raises(Missing):
            get_letter(inbox.actor(person_id), letter_id)
        assert letter_counts(inbox.actor(person_id)).to_triage == 0
    assert letter_counts(inbox.clerk) == letter_counts(inbox.clerk).__class__(1, 0)


def test_a_problem_holds_its_source_and_the_voice_holds_the_problem(inbox: Inbox) -> None:
    letter_id = inbox.register()
    finding = listed(inbox, letter_id)
    kept = letter(letter_id)
    assert (kept.state, kept.finding_id, kept.window_id) == (LetterState.FINDING, finding.id, inbox.window_id)
    assert (finding.source_kind, finding.source_ref) == (SourceKind.LETTER, str(letter_id))
    assert (finding.status, finding.method, finding.visit_id) == (FindingStatus.SUBMITTED, VisitMethod.VOICE, None)
    assert (finding.lead_unit_id, finding.found_on) == (inbox.unit_id, kept.received_on)
    assert deeds()[-3:] == ["letter.registered", "finding.submit", "letter.list_finding"]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"fact": "张桂芳跑了三趟。"}, "fact", "姓名“张桂芳”"),
        ({"title": "民警王建军没有讲清"}, "title", "姓名“王建军”"),
        ({"fact": "来信人电话13912345678。"}, "fact", "手机号“13912345678”"),
        ({"fact": "68岁，家住清河村的老人跑了三趟。"}, "checked", "年龄“68岁”"),
        ({"fact": " "}, "fact", "请填写事实"),
    ],
)
def test_words_that_name_somebody_do_not_become_a_problem(
    inbox: Inbox, values: dict[str, Any], field: str, words: str
) -> None:
    letter_id = inbox.register()
    with pytest.raises(Invalid, match=words) as refused:
        listed(inbox, letter_id, **values)
    assert refused.value.field == field
    assert (letter(letter_id).state, db.session.scalar(select(func.count(Finding.id)))) == (LetterState.NEW, 0)


def test_what_could_be_found_out_is_listed_once_somebody_looked(inbox: Inbox) -> None:
    finding = listed(inbox, inbox.register(), fact="68岁，家住清河村的老人跑了三趟。", checked=True)
    assert finding.status is FindingStatus.SUBMITTED


def test_a_name_typed_into_the_problem_later_is_stopped_at_dispatch(inbox: Inbox) -> None:
    finding = listed(inbox, inbox.register())
    with pytest.raises(Invalid, match="来信人或信里提到的姓名“张桂芳”"), transaction():
        dispatch(inbox.clerk, finding.id, settled(inbox, finding, fact="张桂芳跑了三趟。", checked=True))
    db.session.expire_all()
    with transaction():
        sent = dispatch(inbox.clerk, finding.id, settled(inbox, db.session.get_one(Finding, finding.id)))
    assert (sent.status, sent.fact) == (FindingStatus.DISPATCHED, PLAIN)


def test_praise_goes_to_its_register_without_a_name(inbox: Inbox) -> None:
    letter_id = inbox.register("王建军当场开出准迁证，感谢！")
    with pytest.raises(Invalid, match="王建军"), transaction():
        triage.pass_as_praise(inbox.clerk, letter_id, PraiseNote(unit_id=inbox.unit_id, words="王建军好"))
    note = PraiseNote(unit_id=inbox.unit_id, words="民警当场开出准迁证。", typical=True, paper_words="当场开证。")
    with transaction():
        triage.pass_as_praise(inbox.clerk, letter_id, note)
    entry = db.session.scalars(select(Commendation)).one()
    assert letter(letter_id).praise_id == entry.id
    assert (entry.source, entry.source_text, entry.person_name) == (PraiseSource.CITIZEN, f"来信 #{letter_id}", "")


def test_nothing_is_done_only_for_a_reason_and_can_be_taken_up_again(inbox: Inbox) -> None:
    letter_id = inbox.register()
    with pytest.raises(Invalid, match="理由"), transaction():
        triage.take_no_action(inbox.clerk, letter_id, " ")
    with transaction():
        triage.take_no_action(inbox.clerk, letter_id, "不属于改革事项。")
    assert letter(letter_id).reason == "不属于改革事项。"
    with transaction():
        triage.reopen(inbox.clerk, letter_id)
    assert (letter(letter_id).state, letter(letter_id).reason) == (LetterState.NEW, "")


def test_many_are_settled_at_once_and_what_somebody_settled_before_is_left_alone(inbox: Inbox) -> None:
    ids = [inbox.register(f"第{number}件") for number in range(3)]
    with transaction():
        triage.list_suggestion(inbox.clerk, ids[0])
    with transaction():
        assert triage.take_no_action_on(inbox.clerk, ids, "重复宣传。") == 2
    assert [letter(key).state for key in ids] == [
        LetterState.SUGGESTION, LetterState.NO_ACTION, LetterState.NO_ACTION,
    ]  # fmt: skip
    assert deeds().count("letter.no_action") == 2


def test_a_voice_that_says_nearly_the_same_is_proposed_merged_and_separated(inbox: Inbox) -> None:
    first = inbox.register(WORDS)
    again = inbox.register(WORDS.replace("三趟", "4趟") + "希望改进。", source=LetterSource.PLATFORM)
    inbox.register("公交车站太远，希望增设班次，方便老人去大厅办事。")
    assert [near.id for near in near_letters(letter(again))] == [first]
    with transaction():
        triage.merge(inbox.clerk, again, first)
    assert (letter(again).state, letter(again).merged_into_id) == (LetterState.MERGED, first)
    assert letter(again).words != WORDS
    with pytest.raises(Refused, match="不能“列为问题”"):
        listed(inbox, again)
    with transaction():
        triage.separate(inbox.clerk, again)
    assert (letter(again).state, letter(again).merged_into_id) == (LetterState.NEW, None)


def test_merging_goes_to_one_that_stands_for_itself(inbox: Inbox) -> None:
    one, two, three = (inbox.register(WORDS) for _ in range(3))
    with pytest.raises(Invalid, match="自己"), transaction():
        triage.merge(inbox.clerk, one, one)
    with transaction():
        triage.merge(inbox.clerk, two, one)
    with pytest.raises(Refused, match="原来的那一件"), transaction():
        triage.merge(inbox.clerk, three, two)
    with transaction():
        triage.merge(inbox.clerk, one, three)
    assert [letter(key).merged_into_id for key in (one, two)] == [three, three]


def test_a_problem_that_was_not_taken_up_lets_its_voice_be_settled_anew(inbox: Inbox) -> None:
    letter_id = inbox.register()
    finding = listed(inbox, letter_id)
    with pytest.raises(Refused, match="不予立项以后"), transaction():
        triage.reopen(inbox.clerk, letter_id)
    with transaction():
        dismiss(inbox.clerk, finding.id, reason="查无此事。")
    with transaction():
        triage.reopen(inbox.clerk, letter_id)
    assert (letter(letter_id).state, letter(letter_id).finding_id) == (LetterState.NEW, None)


def test_a_page_that_is_behind_changes_nothing(inbox: Inbox) -> None:
    letter_id = inbox.register()
    seen = letter(letter_id).version
    with transaction():
        triage.list_suggestion(inbox.clerk, letter_id)
    with pytest.raises(Conflict), transaction():
        triage.take_no_action(inbox.clerk, letter_id, "重复。", seen)
    assert letter(letter_id).state is LetterState.SUGGESTION


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"words": " "}, "请写原文"),
        ({"words": "字" * 10_001}, "最多 10000 个字"),
        ({"received_on": clock.today() + timedelta(days=2)}, "不能晚于今天"),
        ({"window_id": 999_999}, "没有这个窗口"),
        ({"outside_code": "GD-1"}, "已经登记过"),
    ],
)
def test_what_cannot_be_registered_is_answered_clearly(inbox: Inbox, values: dict[str, Any], words: str) -> None:
    inbox.register(outside_code="GD-1")
    with pytest.raises(Invalid, match=words):
        inbox.register(**({"words": "五"} | values))
    assert db.session.scalar(select(func.count(Letter.id))) == 1


def test_names_left_empty_when_a_voice_is_put_right_stay_sealed(inbox: Inbox) -> None:
    letter_id = inbox.register()
    draft = LetterDraft(source=LetterSource.CALL, received_on=clock.today(), words="改正后的原文。", title="补材料")
    with transaction():
        letters.correct(inbox.clerk, letter_id, draft, None)
    kept = letter(letter_id)
    assert (kept.source, kept.title, private_of(kept).sender) == (LetterSource.CALL, "补材料", "张桂芳")


def test_who_spoke_is_told_for_a_reason_that_is_kept(inbox: Inbox) -> None:
    letter_id = inbox.register()
    with pytest.raises(Invalid, match="为什么"), transaction():
        letters.read_contact(inbox.clerk, letter_id, "")
    with transaction():
        assert letters.read_contact(inbox.clerk, letter_id, "电话答复").phone == "13812345678"
    assert deeds()[-1] == "letter.contact_read"


def test_what_is_said_about_this_tool_names_nobody(inbox: Inbox) -> None:
    with transaction():
        kept = letters.complain(inbox.actor(inbox.liaison_id), "导出按钮找不到。")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (kept.source, kept.private_seal, kept.alias) == (LetterSource.TOOL, None, "")
    assert entry is not None
    assert (entry.deed, entry.actor_id) == ("letter.registered", None)
