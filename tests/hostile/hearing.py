"""A form with an opinion that wants a call back."""

from collections.abc import Callable
from typing import Any

from inspect_app.access import Actor
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.voices.actions.opinion_forms import make_forms
from inspect_app.voices.actions.opinions import enter_paper
from inspect_app.voices.vocabulary.opinions import FormDraft, OpinionDraft, Satisfied, Subject, TripsSaid


def hear_citizens(world: Any, actor: Callable[[Any, str], Actor]) -> None:
    """Let a citizen say something about the window of the covert visit."""
    clerk = actor(world, "office_clerk")
    said = OpinionDraft(TripsSaid.TWO, None, Satisfied.BAD, "让我回家拿户口簿复印件。", "13800001234")
    with transaction():
        form = make_forms(clerk, FormDraft(Subject.WINDOW, (world["window_id"],)))[0]
        opinion = enter_paper(clerk, form.id, said, clock.today())
        world.ids |= {"opinion_form": form.id, "opinion_code": form.code, "opinion": opinion.id}
