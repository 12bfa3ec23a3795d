"""Routes of the bulletin: list, mastheads, the issue itself, its way to the signature."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, request, url_for

from forms.bulletins import IssueDayForm, IssueForm, SeriesForm
from forms.notices import CorrectionForm, StepForm
from inspect_app.access import Permission, may
from inspect_app.config import current_settings
from inspect_app.foundation.errors import Missing, NotAllowed
from inspect_app.notices.actions.bulletin_issuing import BulletinBlocked, move_bulletin, sign_bulletin
from inspect_app.notices.actions.bulletins import (
    correct_bulletin,
    draft_bulletin,
    drop_bulletin,
    save_series,
    set_issue,
)
from inspect_app.notices.models import Bulletin
from inspect_app.notices.queries.bulletin_facts import bulletin_facts, facts_to_sign
from inspect_app.notices.queries.bulletin_linting import bulletin_complaints_of
from inspect_app.notices.queries.bulletins import (
    bulletin_deliveries,
    get_bulletin,
    get_series,
    list_bulletins,
    list_series,
)
from inspect_app.notices.rules.bulletin_paper import bulletin_paper
from inspect_app.notices.rules.bulletins import bulletin_refusal, bulletin_steps
from inspect_app.notices.rules.steps import NoticeStep
from inspect_app.notices.views import blueprint
from inspect_app.notices.views.bulletin_files import BULLETIN_READERS
from inspect_app.notices.views.bulletin_rendering import prepared
from inspect_app.notices.views.papers import progress_of
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import SeriesDraft
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, rendered

_OFFICE = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)
_FIRST_NAME = "“最多跑一次”改革简报"


@blueprint.route("/bulletins", methods=["GET", "POST"])
@requires(*BULLETIN_READERS)
def bulletins() -> Any:
    """List the bulletins; the office starts the next one."""
    actor, form, made = current_actor(), IssueForm(), list[Bulletin]()
    drafts = may(actor, Permission.DRAFT_NOTICE)
    form.series.choices = [(row.id, row.name) for row in list_series()]
    if request.method == "POST" and not drafts:
        raise NotAllowed("简报由跑改办编发。")
    if request.method == "POST" and attempt(form, lambda: made.append(draft_bulletin(actor, form.series.data))):
        return redirect(url_for("notices.bulletin_sources", bulletin_id=made[0].id))
    text, state = request.args.get("q", "").strip(), NoticeState.find(request.args.get("state"))
    page = list_bulletins(actor, page_number(), text, state)
    return rendered(
        "notices/bulletins.html", form=form, page=page, drafts=drafts, q=text, state=state,
        states=NoticeState.choices() if any(may(actor, power) for power in _OFFICE) else [],
    )  # fmt: skip


@blueprint.get("/bulletins/mastheads")
@requires(Permission.DRAFT_NOTICE)
def bulletin_series() -> Any:
    """List the mastheads."""
    return rendered("notices/bulletin_series.html", rows=list_series())


@blueprint.route("/bulletins/mastheads/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def new_bulletin_series() -> Any:
    """Add a masthead."""
    name = "" if list_series() else _FIRST_NAME
    form = SeriesForm(data={"version": 0, **asdict(SeriesDraft(name, current_settings().office_name))})
    if attempt(form, lambda: save_series(current_actor(), form.facts()[0])):
        flash(f"已新增刊头：{form.name.data}")
        return redirect(url_for("notices.bulletins"))
    return rendered("notices/bulletin_series_form.html", form=form, title="新增刊头")


@blueprint.route("/bulletins/mastheads/<int:series_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_NOTICE)
def change_bulletin_series(series_id: int) -> Any:
    """Change a masthead; what is signed keeps the one it had."""
    row = get_series(series_id)
    form = SeriesForm(data={name: getattr(row, name) for name in ("version", "name", "issuer", "mailbox")})
    if attempt(form, lambda: save_series(current_actor(), form.facts()[0], series_id, form.facts()[1])):
        flash("刊头已存，用于以后签发的简报。")
        return redirect(url_for("notices.bulletin_series"))
    return rendered("notices/bulletin_series_form.html", form=form, title=row.name)


@blueprint.get("/bulletins/<int:bulletin_id>")
@requires(*BULLETIN_READERS)
def bulletin(bulletin_id: int) -> Any:
    """Show an issue as it prints, what is to be mended and the one next step."""
    return _page(get_bulletin(current_actor(), bulletin_id))


@blueprint.post("/bulletins/<int:bulletin_id>/steps/<step>")
@requires(*_OFFICE)
def move_bulletin_on(bulletin_id: int, step: str) -> Any:
    """Send to be checked, pass on, return, or sign."""
    actor, wanted = current_actor(), NoticeStep.find(step)
    if wanted is None:
        raise Missing()
    found = get_bulletin(actor, bulletin_id)
    try:
        if attempt(StepForm(), _deed(found, wanted)):
            flash(f"{wanted.label}：已办。")
    except BulletinBlocked as blocked:
        flash("这期简报还不能往下走，请先处理“送核、签发前检查”里标红的几处。", "error")
        return _page(get_bulletin(actor, bulletin_id))[0], blocked.status
    return redirect(url_for("notices.bulletin", bulletin_id=bulletin_id))


@blueprint.post("/bulletins/<int:bulletin_id>/day")
@requires(*_OFFICE)
def date_bulletin(bulletin_id: int) -> Any:
    """Set the date, copies and secrecy; the date may be blank until the signing."""
    actor, form = current_actor(), IssueDayForm()
    found = get_bulletin(actor, bulletin_id)
    if attempt(form, lambda: set_issue(actor, bulletin_id, *form.facts())):
        flash("印发日期和份数已存。")
        return redirect(url_for("notices.bulletin", bulletin_id=bulletin_id))
    return _page(found, day=form)


@blueprint.post("/bulletins/<int:bulletin_id>/corrections")
@requires(Permission.DRAFT_NOTICE)
def correct_bulletin_later(bulletin_id: int) -> Any:
    """Note a correction for the next issue."""
    actor, form = current_actor(), CorrectionForm()
    found = get_bulletin(actor, bulletin_id)
    if attempt(form, lambda: correct_bulletin(actor, bulletin_id, *form.facts())):
        flash("更正已记下，印在下一期。")
        return redirect(url_for("notices.bulletin", bulletin_id=bulletin_id))
    return _page(found, correction=form)


@blueprint.post("/bulletins/<int:bulletin_id>/drop")
@requires(Permission.DRAFT_NOTICE)
def drop_bulletin_draft(bulletin_id: int) -> Any:
    """Throw a draft away."""
    actor = current_actor()
    get_bulletin(actor, bulletin_id)
    if attempt(StepForm(), lambda: drop_bulletin(actor, bulletin_id)):
        flash("草稿已放弃，期号不受影响。")
    return redirect(url_for("notices.bulletins"))


def _deed(found: Bulletin, step: NoticeStep) -> Any:
    actor, bulletin_id = current_actor(), found.id
    if step is not NoticeStep.SIGN:
        return lambda: move_bulletin(actor, bulletin_id, step)
    render = prepared()
    if found.state is NoticeState.CHECKED and found.issue_date is not None and may(actor, Permission.SIGN_NOTICE):
        # Drawing takes a second in which nobody else should wait for the database.
        render(facts_to_sign(found))
    return lambda: sign_bulletin(actor, bulletin_id, render)


def _page(found: Bulletin, day: IssueDayForm | None = None, correction: CorrectionForm | None = None) -> Any:
    actor, facts = current_actor(), bulletin_facts(found)
    issued = found.state is NoticeState.ISSUED
    in_office = any(may(actor, power) for power in _OFFICE)
    drafts = may(actor, Permission.DRAFT_NOTICE)
    checking = bulletin_refusal(NoticeStep.PASS_CHECK, actor, found.state, found.hands)
    dated = {"day": found.issue_date, "copies": found.copies, "secrecy": found.secrecy}
    page, status = rendered(
        "notices/bulletin.html",
        form=day or correction,
        bulletin=found,
        paper=bulletin_paper(facts),
        day_form=day or IssueDayForm(formdata=None, data=dated),
        correction_form=correction or CorrectionForm(formdata=None),
        complaints=_complaints(found) if in_office and not issued else [],
        progress=progress_of(found),
        steps=bulletin_steps(actor, found.state, found.hands),
        reason=checking.message if checking is not None else "",
        in_office=in_office,
        may_edit=drafts and found.state is NoticeState.DRAFT,
        may_correct=drafts and issued,
        deliveries=bulletin_deliveries(found) if issued and in_office else [],
    )
    return page, status


def _complaints(found: Bulletin) -> Any:
    return bulletin_complaints_of(found, signing=found.state is NoticeState.CHECKED)
