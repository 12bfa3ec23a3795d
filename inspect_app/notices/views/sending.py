"""Routes of how a notice looks, is numbered and goes out."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, request, url_for

from forms.notice_paper import ListForm, PaperForm
from inspect_app.access import Permission
from inspect_app.campaigns.queries import campaign_choices, get_campaign
from inspect_app.foundation import clock
from inspect_app.notices.actions.lists import save_list
from inspect_app.notices.actions.papers import set_paper
from inspect_app.notices.queries.lists import get_notice
from inspect_app.notices.queries.papers import settings_of
from inspect_app.notices.queries.recipients import get_list, list_lists
from inspect_app.notices.views import blueprint
from inspect_app.notices.vocabulary import ListKind
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/notices/<int:notice_id>/paper", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def paper(notice_id: int) -> Any:
    """Set the paper and the 文号 of one notice."""
    actor = current_actor()
    notice = get_notice(actor, notice_id)
    form = PaperForm(data=asdict(settings_of(notice.campaign, notice_id)))
    back = url_for("notices.one", notice_id=notice_id)
    if attempt(form, lambda: set_paper(actor, notice.campaign_id, form.facts(), notice_id)):
        flash("公文格式已存，只用于这一期。")
        return redirect(back)
    return rendered("notices/paper_form.html", form=form, name=notice.title, back=back, of_notice=True)


@blueprint.route("/campaigns/<int:campaign_id>/paper", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def campaign_paper(campaign_id: int) -> Any:
    """Set the paper of all notices of a campaign that are not signed yet."""
    actor, campaign = current_actor(), get_campaign(campaign_id)
    form = PaperForm(data=asdict(settings_of(campaign)))
    back = url_for("campaigns.campaign", campaign_id=campaign_id)
    if attempt(form, lambda: set_paper(actor, campaign_id, form.facts())):
        flash("公文格式已存，用于这个专项以后的通报。")
        return redirect(back)
    return rendered("notices/paper_form.html", form=form, name=campaign.name, back=back, of_notice=False)


@blueprint.get("/notices/lists")
@requires(Permission.DRAFT_NOTICE)
def lists() -> Any:
    """List who gets papers in which way, from when to when."""
    kind, today = ListKind.find(request.args.get("kind")), clock.today()
    current = request.args.get("now") == "1"
    return rendered(
        "notices/lists.html",
        page=list_lists(page_number(), today if current else None, kind),
        kinds=ListKind.choices(),
        args=request.args,
        today=today,
        is_set=bool(kind or current),
    )


@blueprint.route("/notices/lists/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def new_list() -> Any:
    """Add a list."""
    form = _offered(ListForm(data={"version": 0, "starts_on": clock.today(), "campaign_id": 0}))
    if attempt(form, lambda: save_list(current_actor(), form.facts()[0])):
        flash(f"已新增名单：{form.name.data}")
        return redirect(url_for("notices.lists"))
    return rendered("notices/list_form.html", form=form, title="新增名单")


@blueprint.route("/notices/lists/<int:list_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def change_list(list_id: int) -> Any:
    """Change a list; what is signed keeps who it went to."""
    row = get_list(list_id)
    known = {name: getattr(row, name) for name in ("version", "name", "starts_on", "ends_on")}
    members = "\n".join(member.printed for member in row.members)
    data = {**known, "kind": row.kind.value, "campaign_id": row.campaign_id or 0, "members": members}
    form = _offered(ListForm(data=data))
    if attempt(form, _saving(form, list_id)):
        flash(f"已保存名单：{form.name.data}")
        return redirect(url_for("notices.lists"))
    return rendered("notices/list_form.html", form=form, title=row.name)


def _saving(form: ListForm, list_id: int) -> Any:
    def deed() -> object:
        draft, version = form.facts()
        return save_list(current_actor(), draft, list_id, version)

    return deed


def _offered(form: ListForm) -> ListForm:
    form.campaign_id.choices = [(0, "所有专项"), *campaign_choices()]
    return form
