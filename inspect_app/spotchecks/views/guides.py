"""网上抽查: the list, a new one, both guides side by side, and what is made of a difference."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.guide_checks import GuideForm
from forms.spotchecks import DoForm
from inspect_app.campaigns.queries import campaign_choices, current_campaigns
from inspect_app.catalogue.queries import item_choices, window_choices
from inspect_app.evidence.views import file_response
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.numbering import ratio
from inspect_app.projects.views.listing import Roll, kept_values, number_in, sheet, show, text_in
from inspect_app.spotchecks.actions import guides as actions
from inspect_app.spotchecks.models import GuideCheck
from inspect_app.spotchecks.queries import guides as queries
from inspect_app.spotchecks.queries.phones import is_office
from inspect_app.spotchecks.views import blueprint
from inspect_app.spotchecks.views.batches import SEEN_BY
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckFilter, Outcome, Row
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_PLAIN = ("campaign_id", "item_id", "window_id", "url", "found", "checked_on", "note")


@blueprint.get("/online-checks")
@requires(*SEEN_BY)
def guide_checks() -> Any:
    """List the online spot-checks somebody may see."""
    return show(_roll())


@blueprint.get("/online-checks/export")
@requires(*SEEN_BY)
def export_guide_checks() -> Response:
    """Send the same list as Excel."""
    return sheet(_roll())


@blueprint.route("/online-checks/new", methods=["GET", "POST"])
@requires(*SEEN_BY)
def new_guide_check() -> Any:
    """Keep an online spot-check; a matter in the address fills in what the register says of it."""
    actor, today = _checker(), clock.today()
    running, item_id = current_campaigns(today), number_in("item")
    known = queries.at_the_window(item_id) if item_id is not None else {}
    form = _offered(GuideForm(
        campaign_id=str(running[0].id) if running else "", item_id=str(item_id or ""), checked_on=today,
        **{f"window_{aspect.value}": text for aspect, text in known.items()},
    ), item_id)  # fmt: skip
    made: list[GuideCheck] = []
    if attempt(form, lambda: made.append(actions.make_check(actor, form.draft(), form.files.uploads()))):
        flash(f"已对照：{made[0].outcome.label}。")
        return _to_check(made[0].id)
    return rendered("spotchecks/guide_form.html", form=form, check=None)


@blueprint.get("/online-checks/<int:check_id>")
@requires(*SEEN_BY)
def guide_check(check_id: int) -> Any:
    """Show both guides side by side."""
    actor = current_actor()
    check = queries.get_check(actor, check_id)
    return rendered(
        "spotchecks/guide.html",
        check=check,
        aspects=queries.side_by_side(check),
        alone=[queries.view_of(Row(), one) for one in check.differences if one.aspect is None],
        counted=sum(not one.same_meaning for one in check.differences),
        mendable=all(one.finding_id is None for one in check.differences),
        office=is_office(actor),
    )


@blueprint.route("/online-checks/<int:check_id>/edit", methods=["GET", "POST"])
@requires(*SEEN_BY)
def mend_guide_check(check_id: int) -> Any:
    """Put right what was read, and add screenshots."""
    actor = current_actor()
    check = queries.get_check(actor, check_id)
    kept = {name: getattr(check, name) for name in _PLAIN} | {"version": str(check.version)}
    for aspect in Aspect:
        kept[f"window_{aspect.value}"] = check.window_texts.get(aspect.value, "")
        kept[f"online_{aspect.value}"] = check.online_texts.get(aspect.value, "")
    form = _offered(GuideForm(data=None if request.method == "POST" else kept), check.item_id, check.window_id)
    if attempt(form, lambda: actions.mend_check(actor, check_id, form.draft(), form.files.uploads(), form.seen)):
        flash("已更正，重新对照过了。")
        return _to_check(check_id)
    return rendered("spotchecks/guide_form.html", form=form, check=check)


@blueprint.get("/online-checks/<int:check_id>/files/<public_id>")
@requires(*SEEN_BY)
def guide_check_file(check_id: int, public_id: str) -> Response:
    """Send a screenshot."""
    check = queries.get_check(current_actor(), check_id)
    kept = next((one.file for one in check.files if one.file.public_id == public_id), None)
    if kept is None:
        raise Missing()
    return file_response(kept, "网页截图", request.args.get("size", "copy"))


@blueprint.post("/online-checks/<int:check_id>/differences/<int:difference_id>/finding")
@requires(*SEEN_BY)
def list_difference(check_id: int, difference_id: int) -> Any:
    """List a difference as a problem, in one tap."""
    words = "已列为问题，待立项交办。"
    return _press(check_id, lambda actor: actions.list_difference(actor, check_id, difference_id), words)


@blueprint.post("/online-checks/<int:check_id>/differences/<int:difference_id>/<judged>")
@requires(*SEEN_BY)
def judge_difference(check_id: int, difference_id: int, judged: str) -> Any:
    """Say that two lines mean the same, or that they don't after all."""
    same = {"same": True, "different": False}.get(judged)
    if same is None:
        raise Missing()
    words = "已记为意思一样，不算不一致。" if same else "已改回，算不一致。"
    return _press(check_id, lambda actor: actions.judge_difference(actor, check_id, difference_id, same=same), words)


def _checker() -> Any:
    actor = current_actor()
    if not queries.may_check(actor):
        raise Missing()
    return actor


def _roll() -> Roll:
    actor = _checker()
    asked = CheckFilter(number_in("unit"), Outcome.find(request.args.get("outcome")), text_in("q"))
    same, checked = queries.guide_counts(actor, asked)
    return Roll(
        title="网上抽查",
        about=f"指南一致率 {ratio(same, checked)}",
        columns=queries.COLUMNS,
        read=lambda offset, limit: queries.list_checks(actor, asked, offset, limit),
        unit="次",
        filters=[
            ("结果", "outcome", Outcome.choices(), asked.outcome),
            ("单位", "unit", queries.units_checked(), str(asked.unit_id or "")),
        ],
        search=asked.text,
        kept=kept_values("q"),
        new=("新做一次", url_for(".new_guide_check")),
        clear=url_for(".guide_checks") if asked != CheckFilter() else None,
        export=".export_guide_checks",
        empty=("还没有网上抽查", "打开事项的网上指南，和窗口的并排对照，不一致的一行一行标出来。"),
    )


def _offered(form: GuideForm, item_id: int | None = None, window_id: int | None = None) -> GuideForm:
    windows = window_choices(also=[window_id] if window_id else [])
    return form.offer(*([(str(key), name) for key, name in known] for known in (
        campaign_choices(), item_choices(), windows,
    )))  # fmt: skip


def _press(check_id: int, deed: Callable[[Any], object], words: str) -> Any:
    actor = current_actor()
    queries.get_check(actor, check_id)
    if attempt(DoForm(), lambda: deed(actor)):
        flash(words)
    return _to_check(check_id)


def _to_check(check_id: int) -> Any:
    return redirect(url_for(".guide_check", check_id=check_id), 303)
