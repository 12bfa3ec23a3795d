"""Routes of a draft's articles: start from something of the tool, write, paste, reorder, attach originals."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.bulletins import ArticleForm, AttachmentForm
from forms.notices import StepForm
from inspect_app.access import Permission
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.foundation.pasting import shown, taken, unified
from inspect_app.notices.actions.bulletin_articles import (
    add_article,
    move_article,
    remove_article,
    remove_attachment,
    save_article,
    save_attachment,
)
from inspect_app.notices.models import Bulletin, BulletinArticle
from inspect_app.notices.queries.bulletin_quotes import offered_quotes
from inspect_app.notices.queries.bulletin_sources import SOURCES, candidates, opening
from inspect_app.notices.queries.bulletins import article_of, attachment_of, get_bulletin
from inspect_app.notices.views import blueprint
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import ArticleDraft, ArticlePart, ArticleSource, Opening
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_WRITTEN = ("version", "title", "subtitle", "note", "body", "next_steps", "contributor")
_BLANK = Opening(ArticleSource.BLANK, None, ArticleDraft(title="新文章"))


@blueprint.route("/bulletins/<int:bulletin_id>/articles/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def bulletin_sources(bulletin_id: int) -> Any:
    """Choose what the next article is started from."""
    actor, found = current_actor(), _draft(bulletin_id)
    made: list[BulletinArticle] = []
    if request.method == "POST":
        begun = _opening()
        if attempt(StepForm(), lambda: made.append(add_article(actor, bulletin_id, begun))):
            return _to_article(bulletin_id, made[0].id)
    source = ArticleSource.find(request.args.get("source"))
    source = source if source in SOURCES else ArticleSource.FINDING
    text = request.args.get("q", "").strip()
    return rendered(
        "notices/bulletin_sources.html", bulletin=found, source=source, sources=list(SOURCES), q=text,
        rows=candidates(source, text),
    )  # fmt: skip


@blueprint.route("/bulletins/<int:bulletin_id>/articles/<int:article_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def bulletin_article(bulletin_id: int, article_id: int) -> Any:
    """Write an article; what paste left behind is shown and never guessed."""
    actor, found = current_actor(), _draft(bulletin_id)
    article = article_of(found, article_id)
    known = {name: getattr(article, name) for name in _WRITTEN}
    form = ArticleForm(data={**known, "note_kind": article.note_kind.value})
    checking = _paste_check(form)
    if not checking and attempt(form, lambda: save_article(actor, bulletin_id, article_id, *form.facts())):
        flash("文章已存。")
        return redirect(url_for("notices.bulletin", bulletin_id=bulletin_id))
    slips = {part.value: shown(form[part.value].data or "") for part in ArticlePart}
    return rendered(
        "notices/bulletin_article.html", form=form, bulletin=found, article=article, slips=slips,
        parts=list(ArticlePart), quotes=offered_quotes(), checked=checking and not any(slips.values()),
    )  # fmt: skip


@blueprint.post("/bulletins/<int:bulletin_id>/articles/<int:article_id>/move")
@requires(Permission.DRAFT_NOTICE)
def move_bulletin_article(bulletin_id: int, article_id: int) -> Any:
    """Let an article change places with its neighbour."""
    actor, up = current_actor(), request.form.get("to") != "down"
    article_of(_draft(bulletin_id), article_id)
    attempt(StepForm(), lambda: move_article(actor, bulletin_id, article_id, up=up))
    return redirect(url_for("notices.bulletin", bulletin_id=bulletin_id, _anchor="articles"))


@blueprint.post("/bulletins/<int:bulletin_id>/articles/<int:article_id>/remove")
@requires(Permission.DRAFT_NOTICE)
def remove_bulletin_article(bulletin_id: int, article_id: int) -> Any:
    """Take an article out."""
    actor = current_actor()
    article = article_of(_draft(bulletin_id), article_id)
    if attempt(StepForm(), lambda: remove_article(actor, bulletin_id, article_id)):
        flash(f"已撤下：{article.title}")
    return redirect(url_for("notices.bulletin", bulletin_id=bulletin_id, _anchor="articles"))


@blueprint.route("/bulletins/<int:bulletin_id>/articles/<int:article_id>/attachments/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def new_bulletin_attachment(bulletin_id: int, article_id: int) -> Any:
    """Attach an original."""
    actor, found = current_actor(), _draft(bulletin_id)
    article, form = article_of(found, article_id), AttachmentForm(data={"version": 0})
    if attempt(form, lambda: save_attachment(actor, bulletin_id, article_id, form.facts()[1])):
        flash("附件已存，照原文印。")
        return _to_article(bulletin_id, article_id)
    return rendered("notices/bulletin_attachment.html", form=form, bulletin=found, article=article, attachment=None)


@blueprint.route(
    "/bulletins/<int:bulletin_id>/articles/<int:article_id>/attachments/<int:attachment_id>", methods=["GET", "POST"]
)
@requires(Permission.DRAFT_NOTICE)
def bulletin_attachment(bulletin_id: int, article_id: int, attachment_id: int) -> Any:
    """Change an attachment."""
    actor, found = current_actor(), _draft(bulletin_id)
    article = article_of(found, article_id)
    attachment = attachment_of(article, attachment_id)
    form = AttachmentForm(data={name: getattr(attachment, name) for name in ("version", "title", "text", "consent")})

    def deed() -> None:
        version, draft = form.facts()
        save_attachment(actor, bulletin_id, article_id, draft, attachment_id, version)

    if attempt(form, deed):
        flash("附件已存，照原文印。")
        return _to_article(bulletin_id, article_id)
    return rendered(
        "notices/bulletin_attachment.html", form=form, bulletin=found, article=article, attachment=attachment
    )


@blueprint.post("/bulletins/<int:bulletin_id>/articles/<int:article_id>/attachments/<int:attachment_id>/remove")
@requires(Permission.DRAFT_NOTICE)
def remove_bulletin_attachment(bulletin_id: int, article_id: int, attachment_id: int) -> Any:
    """Take an attachment off."""
    actor = current_actor()
    attachment_of(article_of(_draft(bulletin_id), article_id), attachment_id)
    if attempt(StepForm(), lambda: remove_attachment(actor, bulletin_id, article_id, attachment_id)):
        flash("附件已撤下。")
    return _to_article(bulletin_id, article_id)


def _draft(bulletin_id: int) -> Bulletin:
    """Return a draft; one that is on its way is not written in."""
    found = get_bulletin(current_actor(), bulletin_id)
    if found.state is not NoticeState.DRAFT:
        raise Refused(f"这期简报现在是“{found.state.label}”，退回修改后才能改文字。")
    return found


def _opening() -> Opening:
    source, key = ArticleSource.find(request.form.get("source")), request.form.get("id", "")
    if source is ArticleSource.BLANK:
        return _BLANK
    if source is None or not (key.isascii() and key.isdigit() and len(key) <= len(str(2**31 - 1))):
        raise Missing()
    return opening(source, min(int(key), 2**31 - 1))


def _paste_check(form: ArticleForm) -> bool:
    """Take the one proposal that was clicked, if any, into the text at hand; nothing is saved."""
    part, _, key = request.form.get("take", "").partition(":")
    if ArticlePart.find(part) is not None:
        form[part].data = taken(unified(form[part].data or ""), key)
    return "take" in request.form or "check" in request.form


def _to_article(bulletin_id: int, article_id: int) -> Any:
    return redirect(url_for("notices.bulletin_article", bulletin_id=bulletin_id, article_id=article_id))
