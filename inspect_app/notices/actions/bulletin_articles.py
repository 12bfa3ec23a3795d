"""The articles of a draft and what is attached to them: add, write, reorder, take out."""

from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict
from inspect_app.foundation.text import clean
from inspect_app.notices.actions.bulletins import lock_draft
from inspect_app.notices.models import Bulletin, BulletinArticle, BulletinAttachment
from inspect_app.notices.queries.bulletins import article_of, attachment_of
from inspect_app.notices.vocabulary.bulletins import ArticleDraft, AttachmentDraft, Opening

_P = Permission.DRAFT_NOTICE


def add_article(actor: Actor, bulletin_id: int, opening: Opening) -> BulletinArticle:
    """Add an article behind the others, with its first wording."""
    bulletin = lock_draft(actor, bulletin_id)
    place = 1 + max((one.place for one in bulletin.articles), default=0)
    article = BulletinArticle(source=opening.source, source_id=opening.source_id, place=place, attachments=[])
    _write(article, opening.draft)
    bulletin.articles.append(article)
    _note(actor, bulletin)
    db.session.flush()
    _record(actor, "bulletin.article_added", bulletin, article.title)
    return article


def save_article(actor: Actor, bulletin_id: int, article_id: int, version: int, draft: ArticleDraft) -> BulletinArticle:
    """Save an article's words; raise Conflict when somebody else saved first."""
    bulletin = lock_draft(actor, bulletin_id)
    article = article_of(bulletin, article_id)
    if article.version != version:
        raise Conflict(
            "这篇文章刚被同事改过，两份都留着，请对照后再存。",
            mine=_words(draft),
            theirs=_words(article),
        )
    before = tuple(_words(article).values())
    _write(article, draft)
    _note(actor, bulletin)
    db.session.flush()
    _record(actor, "bulletin.edited", bulletin, article.title, prose=(before, tuple(_words(draft).values())))
    return article


def move_article(actor: Actor, bulletin_id: int, article_id: int, *, up: bool) -> None:
    """Let an article change places with the one before or behind it; the first or last stays."""
    bulletin = lock_draft(actor, bulletin_id)
    article = article_of(bulletin, article_id)
    order = list(bulletin.articles)
    at = order.index(article)
    to = min(max(at + (-1 if up else 1), 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for place, one in enumerate(order, start=1):
        one.place = place
    db.session.flush()
    _record(actor, "bulletin.moved", bulletin, article.title)


def remove_article(actor: Actor, bulletin_id: int, article_id: int) -> None:
    """Take an article with its attachments out of a draft; its words stay in the audit chain's side rows."""
    bulletin = lock_draft(actor, bulletin_id)
    article = article_of(bulletin, article_id)
    title, words = article.title, [article.body, article.next_steps, *(one.text for one in article.attachments)]
    bulletin.articles.remove(article)
    db.session.flush()
    _record(actor, "bulletin.article_removed", bulletin, title, prose=words)


def save_attachment(
    actor: Actor, bulletin_id: int, article_id: int, draft: AttachmentDraft, attachment_id: int | None = None,
    version: int = 0,
) -> BulletinAttachment:  # fmt: skip
    """Attach an original, or change one; every sign of it is kept as it was written."""
    bulletin = lock_draft(actor, bulletin_id)
    article = article_of(bulletin, article_id)
    if attachment_id is None:
        attachment = BulletinAttachment()
        article.attachments.append(attachment)
    else:
        attachment = attachment_of(article, attachment_id)
        if attachment.version != version:
            raise Conflict(
                "这个附件刚被同事改过，两份都留着，请对照后再存。",
                mine={"标题": draft.title, "原文": draft.text},
                theirs={"标题": attachment.title, "原文": attachment.text},
            )
    attachment.title, attachment.text, attachment.consent = clean(draft.title), draft.text, clean(draft.consent)
    _note(actor, bulletin)
    db.session.flush()
    _record(actor, "bulletin.attached", bulletin, attachment.title, consent=attachment.consent)
    return attachment


def remove_attachment(actor: Actor, bulletin_id: int, article_id: int, attachment_id: int) -> None:
    """Take an attachment off an article."""
    bulletin = lock_draft(actor, bulletin_id)
    article = article_of(bulletin, article_id)
    attachment = attachment_of(article, attachment_id)
    article.attachments.remove(attachment)
    db.session.flush()
    _record(actor, "bulletin.detached", bulletin, attachment.title, prose=attachment.text)


def _write(article: BulletinArticle, draft: ArticleDraft) -> None:
    article.title, article.subtitle = clean(draft.title), clean(draft.subtitle)
    article.note_kind, article.note = draft.note_kind, clean(draft.note)
    article.body, article.next_steps = clean(draft.body), clean(draft.next_steps)
    article.contributor = clean(draft.contributor)


def _words(of: ArticleDraft | BulletinArticle) -> dict[str, str]:
    return {"标题": of.title, "按语": of.note, "正文": of.body, "下一步工作计划": of.next_steps}


def _note(actor: Actor, bulletin: Bulletin) -> None:
    """Remember who wrote in this issue: they may not check it."""
    if actor.person_id is not None and actor.person_id not in bulletin.hands:
        bulletin.hands = [*bulletin.hands, actor.person_id]


def _record(actor: Actor, deed: str, bulletin: Bulletin, title: str, **facts: Any) -> None:
    record(actor, deed, "bulletin", bulletin.id, permission=_P, title=title, **facts)
