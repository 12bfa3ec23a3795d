"""Each voice gets an answer; a suggestion is through when it is rectified, replied and published."""

from datetime import timedelta

import pytest

from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.metrics.queries import rates
from inspect_app.metrics.vocabulary import Period
from inspect_app.rectification.models import SourceReply
from inspect_app.rectification.vocabulary import ReplyChannel, ReplyState
from inspect_app.voices.actions import answers, triage
from inspect_app.voices.queries.answers import proposed_answer, proposed_publication, ticks_of
from inspect_app.voices.queries.letters import reply_rate
from inspect_app.voices.rules.answers import is_through
from inspect_app.voices.vocabulary.letters import Answer, LetterFilter, LetterSource, LetterState
from tests.factories import keep
from tests.voices.lettering import WORDS, Inbox, letter, make_inbox

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def inbox(app_context: None) -> Inbox:
    return make_inbox()


def answered(inbox: Inbox, letter_id: int, text: str = "已请窗口一次讲清。", *, merged: bool = False) -> int:
    with transaction():
        return answers.answer(inbox.clerk, letter_id, Answer(text, ReplyChannel.PHONE, clock.today(), merged))


def test_the_reply_rate_counts_who_can_be_answered_and_opens_its_list(inbox: Inbox) -> None:
    ids = [inbox.register(f"第{number}件") for number in range(4)]
    answered(inbox, ids[0])
    with transaction():
        answers.excuse(inbox.clerk, ids[1], "匿名来信，没有留联系方式。")
    assert reply_rate(LetterFilter()) == (1, 3)
    today = clock.today()
    (rate,) = [one for one in rates(None, Period(today - timedelta(days=7), today)) if one.name == "答复率"]
    assert (rate.n, rate.d, rate.words) == (1, 3, "33.3%")


def test_an_answer_can_be_put_right_and_ends_an_excuse(inbox: Inbox) -> None:
    letter_id = inbox.register()
    with transaction():
        answers.excuse(inbox.clerk, letter_id, "匿名。")
    answered(inbox, letter_id)
    answered(inbox, letter_id, "更正：已当面说明。")
    kept = letter(letter_id)
    assert (kept.answer, kept.excuse, kept.answered_on) == ("更正：已当面说明。", "", clock.today())
    with pytest.raises(Refused, match="已经答复过"), transaction():
        answers.excuse(inbox.clerk, letter_id, "匿名。")


def test_those_merged_are_answered_with_it_when_said_so(inbox: Inbox) -> None:
    first, second, third = (inbox.register(WORDS) for _ in range(3))
    for each in (second, third):
        with transaction():
            triage.merge(inbox.clerk, each, first)
    assert answered(inbox, third, "已单独答复。") == 1
    assert answered(inbox, first, merged=True) == 2
    assert [letter(key).answer for key in (second, third)] == ["已请窗口一次讲清。", "已单独答复。"]


@pytest.mark.parametrize(("days", "words"), [(1, "不能晚于今天"), (-9, "不能早于收到日期")])
def test_a_day_that_cannot_be_is_refused(inbox: Inbox, days: int, words: str) -> None:
    letter_id, day = inbox.register(), clock.today() + timedelta(days=days)
    with pytest.raises(Invalid, match=words), transaction():
        answers.answer(inbox.clerk, letter_id, Answer("好。", ReplyChannel.PHONE, day))
    assert letter(letter_id).answered_on is None


def test_a_suggestion_is_rectified_replied_and_published_in_that_order(inbox: Inbox) -> None:
    letter_id, today = inbox.register(source=LetterSource.SUGGESTION), clock.today()
    with pytest.raises(Refused, match="待分办"), transaction():
        answers.rectify(inbox.clerk, letter_id, today, "已改。")
    with transaction():
        triage.list_suggestion(inbox.clerk, letter_id)
    with pytest.raises(Refused, match="先完成整改和答复"), transaction():
        answers.publish(inbox.clerk, letter_id, today, "日报", "已改好。", checked=False)
    with transaction():
        answers.rectify(inbox.clerk, letter_id, today, "窗口已张贴材料清单。")
    answered(inbox, letter_id)
    words = proposed_publication(letter(letter_id))
    assert not any(name in words for name in ("张桂芳", "王建军"))
    with pytest.raises(Invalid, match="姓名“张桂芳”"), transaction():
        answers.publish(inbox.clerk, letter_id, today, "日报", f"{words}感谢张桂芳。", checked=True)
    with transaction():
        answers.publish(inbox.clerk, letter_id, today, "明州日报", "窗口已张贴材料清单。", checked=False)
    ticks = ticks_of(letter(letter_id))
    assert [(tick.label, tick.on, tick.text) for tick in ticks] == [
        ("整改", today, ""), ("答复", today, "电话"), ("公示", today, "明州日报"),
    ]  # fmt: skip
    assert is_through(ticks)
    with pytest.raises(Refused, match="不能重新分办"), transaction():
        triage.reopen(inbox.clerk, letter_id)


def test_a_problem_is_rectified_when_it_is_closed(inbox: Inbox) -> None:
    letter_id = inbox.register()
    with transaction():
        finding_id = triage.list_finding(inbox.clerk, letter_id, inbox.finding()).id
    answered(inbox, letter_id)
    with pytest.raises(Refused, match="先完成整改，再公示"), transaction():
        answers.publish(inbox.clerk, letter_id, clock.today(), "日报", "已改好。", checked=False)
    with transaction():
        finding = db.session.get_one(Finding, finding_id)
        finding.number, finding.year, finding.sequence, finding.delivered_at = "2026-9001", 2026, 9001, clock.now()
        finding.status, finding.closed_at = FindingStatus.CLOSED, clock.now()
    assert [tick.on is not None for tick in ticks_of(letter(letter_id))] == [True, True, False]
    assert letter(letter_id).state is LetterState.FINDING


def test_what_the_department_wrote_at_the_problem_is_proposed_as_the_answer(inbox: Inbox) -> None:
    letter_id = inbox.register()
    with transaction():
        finding_id = triage.list_finding(inbox.clerk, letter_id, inbox.finding()).id
    assert proposed_answer(letter(letter_id)) == ""
    keep(SourceReply(finding_id=finding_id, state=ReplyState.REPLIED, text="已登门说明。", unsatisfied_count=0))
    assert proposed_answer(letter(letter_id)) == "已登门说明。"
