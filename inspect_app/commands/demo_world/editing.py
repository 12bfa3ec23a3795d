"""The bulletin of the demo city: one issued with praise, a letter and a chief's visit; one in hand, undated."""

from datetime import date, time

from sqlalchemy import select

from inspect_app.commands.demo_world.timeline import Story
from inspect_app.commands.demo_world.world import World
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.notices.actions.bulletin_articles import add_article, save_article, save_attachment
from inspect_app.notices.actions.bulletin_issuing import move_bulletin, sign_bulletin
from inspect_app.notices.actions.bulletins import draft_bulletin, save_series, set_issue
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.queries.bulletin_sources import opening
from inspect_app.notices.queries.bulletins import list_series
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_bulletin
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.bulletins import (
    ArticleDraft,
    ArticleSource,
    AttachmentDraft,
    NoteKind,
    Opening,
    SeriesDraft,
)
from inspect_app.notices.vocabulary.sending import ListDraft
from inspect_app.projects.models import BenefitFigure, Commendation, Instruction, Meeting

_SENT = (
    (ListKind.REPORT, ("市委书记", "市长", "分管副市长", "省“最多跑一次”改革办公室")),
    (ListKind.SEND, ("市委办公室", "市人大常委会办公室", "市政府办公室", "市政协办公室")),
    (ListKind.ISSUE, ("市公安局", "市人社局", "市自然资源局", "市住建局", "市行政服务中心", "各区、县（市）跑改办")),
)
_LETTER = """市长：

您好！我是外地来的老人，跟着女儿在明州住了八年，今年想把户口迁过来。
材料放得久了，有几处对不上。去派出所前我心里没底，怕要来回跑。

窗口的同志一份一份看，当场理清，开出了准迁证。三天后，身份证寄到了家里。
这样办事，我们老百姓服气。谢谢你们！

一位老人
"""
_REVIEW = "有些部门对系统里的退回意见回得慢，同一件事来回几次。各部门要一次说清、一次改到位。"


def begin_bulletins(world: World, today: date) -> None:
    """Let one bulletin be issued on the last working day but one, and one be in hand since the last."""
    before, last = world.workdays_before(today, 2)
    world.timeline.begin(_issued(world, before))
    world.timeline.begin(_in_hand(world, last))


def _issued(world: World, day: date) -> Story:
    yield clock.at(day, time(9, 35))
    clerk = world.actors["clerk3"]
    for kind, members in _SENT:
        save_list(clerk, ListDraft(f"简报{kind.label}", kind, day, None, None, members))
    series = save_series(
        clerk, SeriesDraft("“最多跑一次”改革简报", "明州市“最多跑一次”改革办公室", "paogai@mingzhou.example")
    )
    bulletin = draft_bulletin(clerk, series.id)
    _praise(world, bulletin.id)
    meeting = db.session.scalars(select(Meeting.id).order_by(Meeting.id)).first()
    if meeting is not None:
        add_article(clerk, bulletin.id, opening(ArticleSource.MEETING, meeting))
    set_issue(clerk, bulletin.id, day, 120, "")
    move_bulletin(clerk, bulletin.id, NoticeStep.SEND_TO_CHECK)
    yield clock.at(day, time(14, 10))
    move_bulletin(world.actors["clerk1"], bulletin.id, NoticeStep.PASS_CHECK)
    yield clock.at(day, time(16, 45))
    sign_bulletin(world.actors["director1"], bulletin.id, render_bulletin)


def _praise(world: World, bulletin_id: int) -> None:
    """A commendation with what the leader wrote on it and the letter itself."""
    clerk = world.actors["clerk3"]
    praise = db.session.scalars(select(Commendation.id).where(Commendation.typical).order_by(Commendation.id)).first()
    said = db.session.scalars(select(Instruction.id).order_by(Instruction.id)).first()
    if praise is None or said is None:
        return
    begun = opening(ArticleSource.PRAISE, praise)
    article = add_article(clerk, bulletin_id, begun)
    draft = ArticleDraft(
        title="群众的真心点赞，是改革的最终目标",
        subtitle="一位老人来信称赞户籍窗口",
        note_kind=NoteKind.EDITOR,
        note=f"近日，一位老人来信称赞户籍窗口。【批示{said}】现将有关情况刊载，供各地各部门参考学习。",
        body=f"{begun.draft.body}\n{_figure_sentence()}各部门要以来信为契机，把群众的感受作为评判改革的标准。",
        contributor=begun.draft.contributor,
    )
    save_article(clerk, bulletin_id, article.id, article.version, draft)
    letter = AttachmentDraft("一位老人的来信", _LETTER, "跑改办电话回访，本人同意隐去姓名刊发。")
    save_attachment(clerk, bulletin_id, article.id, letter)


def _figure_sentence() -> str:
    figure = db.session.scalars(select(BenefitFigure.id).where(BenefitFigure.value != "").order_by(BenefitFigure.id))
    key = figure.first()
    return f"【数字{key}】。" if key is not None else ""


def _in_hand(world: World, day: date) -> Story:
    yield clock.at(day, time(10, 20))
    clerk = world.actors["clerk1"]
    bulletin = draft_bulletin(clerk, list_series()[0].id)
    closed = select(Finding.id).where(Finding.status == FindingStatus.CLOSED, Finding.is_covert.is_(False))
    finding = db.session.scalars(closed.order_by(Finding.closed_at.desc(), Finding.id)).first()
    if finding is not None:
        add_article(clerk, bulletin.id, opening(ArticleSource.FINDING, finding))
    words = ArticleDraft(title="改革方案审核中的几个问题", body=_REVIEW, contributor="综合科")
    add_article(clerk, bulletin.id, Opening(ArticleSource.BLANK, None, words))
