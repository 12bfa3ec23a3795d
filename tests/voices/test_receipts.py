"""What a receipt tells as an opinion goes its way, in a citizen's words."""

from collections.abc import Callable

from inspect_app.access import Actor
from inspect_app.database import db, transaction
from inspect_app.findings.actions.triaging import dismiss
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.actions import answers, triage
from inspect_app.voices.actions.opinions import pass_on
from inspect_app.voices.queries.letters import LetterFilter, list_letters
from inspect_app.voices.queries.opinions import get_opinion
from inspect_app.voices.queries.receipts import ReceiptTold, told
from inspect_app.voices.vocabulary.letters import Answer, FindingDraft
from tests import factories
from tests.voices.opinions import Hall, opinions, speak

ANSWER = "大厅已添一台复印机。"


def passed_on(hall: Hall, count: int) -> list[tuple[int, int]]:
    """Let citizens speak and hand what each said to the inbox; return (opinion, letter) of each."""
    speak(hall, times=count)
    keys, found = [one.id for one in opinions()], []
    for key in keys:
        with transaction():
            found.append((key, pass_on(hall.clerk, key, None).id))
    return found


def read(opinion_id: int) -> ReceiptTold:
    db.session.expire_all()
    return told(get_opinion(opinion_id))


def listed(hall: Hall, letter_id: int) -> int:
    draft = FindingDraft(
        campaign_id=factories.make_campaign().id, title="材料没有一次讲清", fact="窗口没有一次讲清要带的材料。",
        window_id=hall.window_id,
    )  # fmt: skip
    with transaction():
        return triage.list_finding(hall.clerk, letter_id, draft).id


def closed(hall: Hall, **values: object) -> Finding:
    """Make a problem of the hall that was rectified and struck off."""
    window = db.session.get_one(factories.Window, hall.window_id)
    return factories.make_finding(FindingStatus.CLOSED, unit=window.unit, window=window, **values)


def test_a_receipt_follows_a_suggestion_until_it_is_published(hall: Hall) -> None:
    speak(hall)
    opinion_id = opinions()[0].id
    with transaction():
        letter_id = pass_on(hall.clerk, opinion_id, None).id
    today = clock.today()
    steps: tuple[tuple[Callable[[Actor], object], str, str], ...] = (
        (lambda clerk: triage.list_suggestion(clerk, letter_id), "已列为改进建议。", ""),
        (lambda clerk: answers.rectify(clerk, letter_id, today, "已添复印机。"), "已列为改进建议，已经落实。", ""),
        (
            lambda clerk: answers.answer(clerk, letter_id, Answer(ANSWER, ReplyChannel.ONLINE, today)),
            "已列为改进建议，已经落实。", ANSWER,
        ),
        (
            lambda clerk: answers.publish(clerk, letter_id, today, "大厅公示栏", "已添复印机。", checked=False),
            "已列为改进建议，已经落实。办理结果已在大厅公示栏公示。", ANSWER,
        ),
    )  # fmt: skip
    for step, text, reply in steps:
        with transaction():
            step(hall.clerk)
        found = told(get_opinion(opinion_id))
        assert (found.title, found.text, found.reply) == ("已经转办", text, reply)


def test_a_receipt_of_an_opinion_merged_into_another_goes_the_way_of_that_one(hall: Hall) -> None:
    (_, first), (mine, second) = passed_on(hall, 2)
    with transaction():
        triage.merge(hall.clerk, second, first)
    assert read(mine).text == "和别人反映的同一件事一起办。已转给负责的同志，正在看怎么办。"
    with transaction():
        triage.list_suggestion(hall.clerk, first)
    with transaction():
        answers.rectify(hall.clerk, first, clock.today(), "已添复印机。")
    with transaction():
        answers.answer(hall.clerk, first, Answer("张女士：" + ANSWER, ReplyChannel.ONLINE, clock.today()))
    together = "和别人反映的同一件事一起办。已列为改进建议，已经落实。"
    # What one person was told by name is nobody else's to read.
    assert (read(mine).text, read(mine).reply) == (f"{together}先反映的人已经得到答复。", "")
    with transaction():
        answers.publish(hall.clerk, first, clock.today(), "大厅公示栏", "已添复印机。", checked=False)
    published = f"{together}办理结果已在大厅公示栏公示。"
    assert (read(mine).text, read(mine).reply) == (f"{published}先反映的人已经得到答复。", "已添复印机。")
    with transaction():
        answers.answer(hall.clerk, second, Answer(ANSWER, ReplyChannel.ONLINE, clock.today()))
    assert (read(mine).text, read(mine).reply) == (published, ANSWER)


def test_an_answer_given_to_all_who_said_the_same_stands_at_every_receipt(hall: Hall) -> None:
    (leading, first), (mine, second) = passed_on(hall, 2)
    with transaction():
        triage.merge(hall.clerk, second, first)
    finding_id = listed(hall, first)
    with transaction():
        answers.answer(hall.clerk, first, Answer(ANSWER, ReplyChannel.ONLINE, clock.today(), also_merged=True))
    original = closed(hall)
    with transaction():
        dismiss(hall.clerk, finding_id, reason="与已办的重复。", duplicate_of=original.number or "")
    assert [read(key).reply for key in (leading, mine)] == [ANSWER, ANSWER]
    assert read(mine).text == "和别人反映的同一件事一起办。已列为问题，责任单位已经改好。"


def test_a_problem_joined_to_another_is_done_at_its_receipt_when_that_one_is(hall: Hall) -> None:
    ((mine, letter_id),) = passed_on(hall, 1)
    finding_id = listed(hall, letter_id)
    original = closed(hall, title="另一人先提出的同一个问题")
    assert read(mine).text == "已列为问题，正在督促整改。"
    with transaction():
        dismiss(hall.clerk, finding_id, reason="重复。", duplicate_of=original.number or "")
    assert read(mine).text == "已列为问题，责任单位已经改好。"
    (line,), _ = list_letters(LetterFilter())
    assert line.cells[9] == clock.today()


def test_a_problem_that_was_not_taken_up_does_not_read_as_if_it_were(hall: Hall) -> None:
    ((mine, letter_id),) = passed_on(hall, 1)
    finding_id = listed(hall, letter_id)
    with transaction():
        dismiss(hall.clerk, finding_id, reason="查无此事。")
    assert read(mine).text == "已研究过，没有列为问题。"
