"""What citizens said on a tablet that was handed over: taken without anybody's name, once."""

from inspect_app.field.queries.rescuing import opened
from inspect_app.field.rules.reading import read_as
from inspect_app.field.vocabulary.protocol import OpinionPosted, OpinionSent
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.voices.actions.opinions import hear_later
from inspect_app.voices.queries.opinions import find_form
from inspect_app.voices.vocabulary.opinions import Heard, OpinionDraft, PapersSaid, Satisfied, TripsSaid


def take_opinion(posted: OpinionPosted) -> Heard:
    """Take an opinion as its tablet kept it; whose tablet it was is asked nowhere and kept nowhere."""
    said = read_as(OpinionSent, opened(posted.sealed)) if posted.sealed is not None else posted.clear
    if said is None:
        raise Invalid("发来的内容格式不对。")
    form = find_form(said.code.upper())
    if form is None:
        raise Missing("没有这张意见征集表，可能已经删除。")
    draft = OpinionDraft(
        TripsSaid.find(said.trips), PapersSaid.find(said.papers), Satisfied.find(said.satisfied), said.words,
        said.phone,
    )  # fmt: skip
    return hear_later(form, draft, said.said_on, said.receipt)
