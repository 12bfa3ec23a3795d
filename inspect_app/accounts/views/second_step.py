"""The second step of signing in, its recovery codes, and clearing it for somebody whose telephone is gone."""

from typing import Any

import segno
from flask import flash, redirect, session, url_for

from forms.accounts import PlainForm
from forms.second_step import SecondStepForm
from inspect_app.access import Permission
from inspect_app.accounts import actions, queries
from inspect_app.accounts.actions import FirstStep
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.accounts.views.signing_in import FIRST_STEP, begin, sign_in_page, target, welcome
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.foundation import totp
from inspect_app.foundation.errors import Invalid
from inspect_app.web.guards import current_actor, open_to_all, requires, signed_in
from inspect_app.web.responses import attempt, hang, rendered

_REFUSED = "验证码不对，或者账号暂时锁定。请看手机上最新的 6 位数字；连错 5 次锁定 15 分钟。"


@blueprint.route("/login/second", methods=["GET", "POST"])
@open_to_all
def second_step() -> Any:
    """Ask for the second step of whoever gave the right password a moment ago."""
    step = FirstStep.from_cookie(session.get(FIRST_STEP))
    if step is None:
        flash("登录超时，请重新登录。")
        return redirect(url_for("accounts.sign_in"), 303)
    form = SecondStepForm()
    if form.validate_on_submit():
        with transaction():
            proven = actions.take_second_step(step, str(form.code.data))
        if proven:
            return _let_in(proven)
        form.form_errors.append(_REFUSED)
    return sign_in_page("accounts/second_step.html", form, **_offer(step))


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> Any:
    """Make new recovery codes; this answer is the only place that ever shows them."""
    form = SecondStepForm()
    made: list[str] = []
    if attempt(form, lambda: made.extend(actions.renew_recovery_codes(current_actor(), str(form.code.data)))):
        if made:
            return rendered("accounts/recovery_codes.html", codes=made, onward=url_for("accounts.account"))
        hang(form, Invalid(_REFUSED, "code"))
    left = queries.count_recovery_codes(current_actor().person_id or 0)
    return rendered("accounts/recovery_renew.html", form=form, left=left)


@blueprint.post("/admin/people/<int(max=2147483647):person_id>/second-step/clear")
@requires(Permission.MANAGE_ACCOUNTS)
def clear_second_step(person_id: int) -> Any:
    """Let somebody register another telephone."""
    if attempt(PlainForm(), lambda: actions.clear_second_step(current_actor(), person_id)):
        flash("二次验证已清除，本人下次登录时重新登记手机。")
    return redirect(url_for("accounts.change_person", person_id=person_id), 303)


def _let_in(proven: actions.Proven) -> Any:
    if not proven.codes:
        return welcome(proven.token)
    onward = target()
    begin(proven.token)
    return rendered("accounts/recovery_codes.html", codes=proven.codes, onward=onward)


def _offer(step: FirstStep) -> dict[str, Any]:
    """Return the QR code and the written secret for who has no telephone registered."""
    secret = step.opened_secret() if step.secret else None
    if secret is None:
        return {"picture": None, "secret": None}
    username, issuer = queries.get_person(step.person_id).username, f"跑改督查（{current_settings().office_name}）"
    held = totp.address(secret, username, issuer)
    picture = segno.make(held, error="m").svg_inline(scale=5, border=2, svgclass="qr", lineclass="qr-line")
    return {"picture": picture, "secret": totp.written(secret)}
