"""An issued notice and a draft of one, in the hostile world."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from inspect_app.access import Actor
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.notices.actions.issuing import move_notice, sign_notice
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.models import Notice
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_documents
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.sending import ListDraft

if TYPE_CHECKING:
    from tests.hostile.world import World


def make_papers(world: "World", actor: Callable[..., Actor]) -> None:
    """An issued notice and a draft."""
    clerk, second = actor(world, "office_clerk"), actor(world, "other_clerk")
    with transaction():
        issued = draft_notice(clerk, world["campaign_id"], clock.today() - timedelta(days=1))
    for who, step in ((clerk, NoticeStep.SEND_TO_CHECK), (second, NoticeStep.PASS_CHECK)):
        with transaction():
            move_notice(who, issued.id, step)
    with transaction():
        sign_notice(actor(world, "office_director"), issued.id, render_documents)
    with transaction():
        draft: Notice = draft_notice(clerk, world["campaign_id"], clock.today())
        # What was found a moment ago is in it at whatever hour the tests run.
        draft.cut_off_at = clock.now() + timedelta(minutes=1)
    with transaction():
        draft_list = ListDraft("总名单", ListKind.COPY, clock.today(), None, None, ("市委办公室",))
        world.ids["list"] = save_list(clerk, draft_list).id
    world.ids |= {"notice:issued": issued.id, "notice:draft": draft.id}
