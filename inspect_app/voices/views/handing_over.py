"""交给群众填写: a tablet shows one form and nothing else, until whoever handed it over gives their number.

The server holds the lock: while a browser is handed over it answers with the form and with nothing else.
"""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, session, url_for

from forms.opinions import HandBackForm, HandOverForm
from inspect_app.access import Permission
from inspect_app.config import current_sealer
from inspect_app.foundation import randomness
from inspect_app.foundation.errors import Invalid
from inspect_app.voices.queries.opinions import open_forms, place_of
from inspect_app.voices.views import blueprint
from inspect_app.voices.views.public_pages import HANDED_OVER, named, text_size_of
from inspect_app.web.guards import open_to_all, requires
from inspect_app.web.responses import hang, rendered

_TRIES = 5
_STILL_OPEN = {"voices.opinion", "voices.say", "voices.hand_back", "static", "field.ping"}


@blueprint.before_app_request
def keep_handed_over() -> Any:
    """Answer a browser that is handed over with its form and with nothing else."""
    lent = session.get(HANDED_OVER)
    if not isinstance(lent, dict) or request.endpoint in _STILL_OPEN:
        return None
    if request.path.startswith("/api/") or request.method != "GET":
        return jsonify(error="handed_over", message="平板正交给群众填写，归还后再用。"), 403
    return redirect(url_for("voices.opinion", code=lent.get("code", "")), 303)


@blueprint.route("/voices/hand-over", methods=["GET", "POST"])
@requires(Permission.CAPTURE, Permission.TRIAGE)
def hand_over() -> Any:
    """Choose the form and the number that brings the tablet back."""
    form = HandOverForm()
    form.offer([(one.code, place_of(one)) for one in open_forms()])
    if form.validate_on_submit():
        salt, code = randomness.token(), form.form.data
        session[HANDED_OVER] = {"code": code, "salt": salt, "tag": _tag(form.pin.data or "", salt), "tries": 0}
        return redirect(url_for("voices.opinion", code=code), 303)
    return rendered("voices/hand_over.html", form=form)


@blueprint.route("/voices/hand-back", methods=["GET", "POST"])
@open_to_all
def hand_back() -> Any:
    """Take the tablet back by the number; after five wrong ones whoever handed it over signs in anew."""
    lent, form = session.get(HANDED_OVER), HandBackForm()
    if not isinstance(lent, dict):
        return redirect(url_for("dashboard.home"), 303)
    if form.validate_on_submit():
        if _tag(form.pin.data or "", lent["salt"]) == lent["tag"]:
            session.pop(HANDED_OVER)
            flash("平板已归还。")
            return redirect(url_for("voices.hand_over"), 303)
        if lent["tries"] + 1 >= _TRIES:
            session.clear()
            return redirect(url_for("accounts.sign_in"), 303)
        session[HANDED_OVER] = {**lent, "tries": lent["tries"] + 1}
        hang(form, Invalid(f"数字密码不对，还能试 {_TRIES - lent['tries'] - 1} 次。", "pin"))
    facts = {"code": lent["code"], "text_size": text_size_of(), **named()}
    return render_template("voices/public/back.html", form=form, **facts), 422 if form.errors else 200


def _tag(number: str, salt: str) -> str:
    return current_sealer().tag(f"{salt}:{number}", "handed-over")
