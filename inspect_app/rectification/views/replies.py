"""答复模板: the sentences the office offers to who answers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from forms.replies import MoveForm, RemoveForm, TemplateForm
from inspect_app.access import Permission
from inspect_app.rectification.actions import replies
from inspect_app.rectification.queries.replies import get_template, list_templates
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.vocabulary import ReplyKind
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/reply-templates")
@requires(Permission.TRIAGE)
def reply_templates() -> Any:
    """List the sentences under what they are offered for."""
    kind = ReplyKind.find(request.args.get("kind"))
    groups, kinds = list_templates(kind), ReplyKind.choices()
    chosen = kind.value if kind else ""
    return render_template("rectification/reply_templates.html", groups=groups, kinds=kinds, chosen=chosen)


@blueprint.route("/reply-templates/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def add_reply_template() -> Any:
    """Add a sentence."""
    kind = ReplyKind.find(request.args.get("kind"))
    form = TemplateForm(kind=kind.value if kind else None)

    def deed() -> None:
        active = bool(form.active.data)
        replies.add_template(current_actor(), form.what(), form.text.data or "", active=active)

    if attempt(form, deed):
        flash("已新增一句答复模板。")
        return redirect(url_for("rectification.reply_templates"), 303)
    return rendered("rectification/reply_template.html", form=form, row=None)


@blueprint.route("/reply-templates/<int:template_id>", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def change_reply_template(template_id: int) -> Any:
    """Change a sentence."""
    actor, row = current_actor(), get_template(template_id)
    form = TemplateForm(obj=row)
    del form.kind

    def deed() -> None:
        words, active = form.text.data or "", bool(form.active.data)
        replies.change_template(actor, template_id, words, active=active, version=form.seen)

    if attempt(form, deed):
        flash("已保存。")
        return redirect(url_for("rectification.reply_templates"), 303)
    return rendered("rectification/reply_template.html", form=form, row=row)


@blueprint.post("/reply-templates/<int:template_id>/move")
@requires(Permission.TRIAGE)
def move_reply_template(template_id: int) -> Any:
    """Move a sentence up or down."""
    form = MoveForm()
    attempt(form, lambda: replies.move_template(current_actor(), template_id, form.step))
    return redirect(url_for("rectification.reply_templates"), 303)


@blueprint.post("/reply-templates/<int:template_id>/remove")
@requires(Permission.TRIAGE)
def remove_reply_template(template_id: int) -> Any:
    """Take a sentence away."""
    if attempt(RemoveForm(), lambda: replies.remove_template(current_actor(), template_id)):
        flash("已删除一句答复模板。")
    return redirect(url_for("rectification.reply_templates"), 303)
