"""The office that edits bulletins: two clerks, a director, a masthead, articles; and facts without a database."""

from datetime import date
from typing import Any

from inspect_app.access import Actor, Role
from inspect_app.database import db, transaction
from inspect_app.evidence.queries import read_document
from inspect_app.foundation import clock
from inspect_app.notices.actions import bulletin_articles as articles
from inspect_app.notices.actions import bulletin_issuing as issuing
from inspect_app.notices.actions import bulletins
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.models import Bulletin, BulletinArticle, BulletinAttachment
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import render_bulletin
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.bulletins import (
    ArticleDraft,
    ArticleFacts,
    ArticleSource,
    AttachmentDraft,
    AttachmentFacts,
    BulletinFacts,
    BulletinFile,
    NoteKind,
    Opening,
    SeriesDraft,
)
from inspect_app.notices.vocabulary.sending import ListDraft
from tests.factories import make_actor

NAME = "“最多跑一次”改革简报"
# Seed 000: the letter salutes 车省长; the words of the masthead call him 书记.
LETTER = "车省长：\n　　您好！我是一个老人，材料２份，\n没想到立等便取。"


class Editors:
    """Two clerks, a director and a masthead."""

    def __init__(self, name: str = NAME) -> None:
        self.clerk, self.second = make_actor(Role.OFFICE_CLERK), make_actor(Role.OFFICE_CLERK)
        self.director = make_actor(Role.OFFICE_DIRECTOR)
        self.series_id = self.masthead(name)

    def masthead(self, name: str, mailbox: str = "jianbao@mingzhou.example") -> int:
        with transaction():
            return bulletins.save_series(self.clerk, SeriesDraft(name, "市跑改办", mailbox)).id

    def list_to(self, kind: ListKind, *members: str, starts_on: date | None = None) -> None:
        draft = ListDraft(f"{kind.label}{starts_on}", kind, starts_on or clock.today(), None, None, members)
        with transaction():
            save_list(self.clerk, draft)

    def draft(self, *titles: str, day: date | None = None, series_id: int = 0) -> int:
        with transaction():
            bulletin_id = bulletins.draft_bulletin(self.clerk, series_id or self.series_id).id
        for title in titles:
            self.write(bulletin_id, title)
        if day is not None:
            self.date(bulletin_id, day)
        return bulletin_id

    def write(self, bulletin_id: int, title: str = "杭州实现一证通办", **words: Any) -> BulletinArticle:
        facts = {"body": "窗口逐项核材料，当场办好。", "contributor": "市公安局"} | words
        opening = Opening(ArticleSource.BLANK, None, ArticleDraft(title=title, **facts))
        with transaction():
            return articles.add_article(self.clerk, bulletin_id, opening)

    def attach(self, bulletin_id: int, article_id: int, text: str = LETTER, consent: str = "") -> BulletinAttachment:
        with transaction():
            draft = AttachmentDraft("来信原文", text, consent)
            return articles.save_attachment(self.clerk, bulletin_id, article_id, draft)

    def date(self, bulletin_id: int, day: date | None) -> None:
        with transaction():
            bulletins.set_issue(self.clerk, bulletin_id, day, None, "")

    def move(self, actor: Actor, bulletin_id: int, step: NoticeStep) -> Bulletin:
        with transaction():
            return issuing.move_bulletin(actor, bulletin_id, step)

    def to_sign(self, bulletin_id: int) -> None:
        self.move(self.clerk, bulletin_id, NoticeStep.SEND_TO_CHECK)
        self.move(self.second, bulletin_id, NoticeStep.PASS_CHECK)

    def sign(self, bulletin_id: int, actor: Actor | None = None) -> Bulletin:
        with transaction():
            return issuing.sign_bulletin(actor or self.director, bulletin_id, render_bulletin)

    def issue(self, *titles: str, series_id: int = 0) -> Bulletin:
        bulletin_id = self.draft(*(titles or ("一篇",)), day=clock.today(), series_id=series_id)
        self.to_sign(bulletin_id)
        return self.sign(bulletin_id)


def stored(bulletin_id: int) -> Bulletin:
    """Return an issue read anew."""
    db.session.rollback()
    return db.session.get_one(Bulletin, bulletin_id, populate_existing=True)


def file_of(bulletin: Bulletin, kind: BulletinFile = BulletinFile.WORD) -> bytes:
    """Return a frozen file."""
    return next(read_document(one.storage_key) for one in bulletin.documents if one.kind is kind)


def article(title: str = "百姓的真心点赞", *paragraphs: str, **values: Any) -> ArticleFacts:
    """Return an article of facts."""
    facts: dict[str, Any] = {
        "subtitle": "", "note_kind": NoteKind.NOTE, "note": (), "contributor": "下城区", "attachments": (),
    }  # fmt: skip
    return ArticleFacts(title=title, paragraphs=paragraphs or ("窗口当场办好。",), **(facts | values))


def facts(*articles_: ArticleFacts, **values: Any) -> BulletinFacts:
    """Return the facts of an issue; two articles and an attached letter unless given."""
    letter = AttachmentFacts("圆梦路上的这道坎", LETTER)
    given = articles_ or (article(attachments=(letter,)), article("编委办召开改革研讨会"))
    known: dict[str, Any] = {
        "mark": NAME, "issuer": "市跑改办", "issue_no": 78, "issue_date": "2026-05-18", "day": "2026年5月18日",
        "corrections": (), "mailbox": "jianbao@mingzhou.example", "report_to": ("市委书记", "市长"),
        "send_to": ("市人大常委会办公室",), "issue_to": ("市级各单位", "各区、县（市）跑改办"),
    }  # fmt: skip
    return BulletinFacts(articles=given, **(known | values))
