"""我的会话与设备: every browser and tablet that is signed in as me; end one of them, or all."""

from typing import Any

from flask import flash, redirect, url_for
from flask_login import current_user

from inspect_app.accounts import actions, queries
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.accounts.views.signing_in import forget
from inspect_app.database import transaction
from inspect_app.web.guards import current_actor, signed_in
from inspect_app.web.responses import rendered


@blueprint.get("/account/sessions")
@signed_in
def own_sessions() -> Any:
    """List the own browsers and tablets."""
    me = current_actor().person_id or 0
    return rendered(
        "accounts/sessions.html",
        sessions=queries.list_open_sessions(me),
        tablets=queries.list_own_tablets(me),
        this=current_user.session_id,
    )


@blueprint.post("/account/sessions/<mark>/end")
@signed_in
def end_session(mark: str) -> Any:
    """End one of the own browsers' sessions, named by its hash: numbers in a row would count others' sign-ins."""
    with transaction():
        ended = actions.end_session(current_actor(), mark)
    if ended == current_user.session_id:
        forget()
        return redirect(url_for("accounts.sign_in"), 303)
    flash("那一个浏览器的登录已退出。")
    return redirect(url_for("accounts.own_sessions"), 303)


@blueprint.post("/account/tablets/<mark>/end")
@signed_in
def end_tablet(mark: str) -> Any:
    """End one of the own tablets' sessions."""
    with transaction():
        actions.end_tablet(current_actor(), mark)
    flash("那台平板的登录已退出。平板上没交的内容还在，重新登录后接着上传。")
    return redirect(url_for("accounts.own_sessions"), 303)


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Any:
    """End all own sessions, this one and the tablets' too."""
    with transaction():
        actions.sign_out_everywhere(current_actor())
    forget()
    flash("所有地方的登录都已退出。")
    return redirect(url_for("accounts.sign_in"), 303)
