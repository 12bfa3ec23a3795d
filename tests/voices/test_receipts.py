"""What a receipt tells as an opinion goes its way, in a citizen's words."""

from collections.abc import Callable

from inspect_app.access import Actor
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.actions import answers, triage
from inspect_app.voices.actions.opinions import pass_on
from inspect_app.voices.queries.opinions import get_opinion
from inspect_app.voices.queries.receipts import told
from inspect_app.voices.vocabulary.letters import Answer
from tests.voices.opinions import Hall, opinions, speak

ANSWER = "大厅已添一台复印机。"


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
