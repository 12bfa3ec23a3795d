"""An issued notice and a draft of one, and of a bulletin too, in the hostile world."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.notices.actions.bulletin_articles import add_article, save_attachment
from inspect_app.notices.actions.bulletin_issuing import move_bulletin, sign_bulletin
from inspect_app.notices.actions.bulletins import draft_bulletin, save_series, set_issue
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.notices.actions.issuing import move_notice, sign_notice
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.models import Bulletin, Notice
from inspect_app.notices.queries.bulletin_sources import opening
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_bulletin, render_documents
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.bulletins import ArticleSource, AttachmentDraft, SeriesDraft
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
    _make_bulletins(world, actor)


def _make_bulletins(world: "World", actor: Callable[..., Actor]) -> None:
    """An issued bulletin that went to a department, with its problem of a covert visit, and a draft."""
    clerk, unit = actor(world, "office_clerk"), db.session.get_one(Unit, world["unit"])
    covert = opening(ArticleSource.FINDING, world["finding:covert"])
    with transaction():
        save_list(clerk, ListDraft("简报发", ListKind.ISSUE, clock.today(), None, None, (unit.name,)))
        series = save_series(clerk, SeriesDraft("改革简报", "市跑改办", "jianbao@mingzhou.example"))
    ids: dict[str, Bulletin] = {}
    for name in ("issued", "draft"):
        with transaction():
            ids[name] = draft_bulletin(clerk, series.id)
        with transaction():
            article = add_article(clerk, ids[name].id, covert)
        with transaction():
            original = AttachmentDraft("来信", "车省长：您好！")
            attachment = save_attachment(clerk, ids[name].id, article.id, original)
        with transaction():
            set_issue(clerk, ids[name].id, clock.today(), None, "")
    for who, step in (("office_clerk", NoticeStep.SEND_TO_CHECK), ("other_clerk", NoticeStep.PASS_CHECK)):
        with transaction():
            move_bulletin(actor(world, who), ids["issued"].id, step)
    with transaction():
        sign_bulletin(actor(world, "office_director"), ids["issued"].id, render_bulletin)
    world.ids |= {
        "bulletin:issued": ids["issued"].id, "bulletin:draft": ids["draft"].id, "article_id": article.id,
        "attachment_id": attachment.id, "series_id": series.id,
    }  # fmt: skip
