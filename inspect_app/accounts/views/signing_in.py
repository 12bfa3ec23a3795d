"""Who is signed in, and the pages of signing in and out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user

from forms.accounts import FirstPasswordForm, SignInForm
from inspect_app.access import Actor
from inspect_app.accounts import actions, queries
from inspect_app.accounts.rules import SEEN_EVERY, tablet_cookie
from inspect_app.accounts.rules.passwords import hint_of
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.extensions import login_manager
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.web.appearance import local_path
from inspect_app.web.guards import open_to_all, signed_in
from inspect_app.web.responses import hang, rendered

_REFUSED = "用户名或密码不对，或者账号暂时锁定。连错 5 次锁定 15 分钟。"
_CODE_REFUSED = "用户名或一次性口令不对，或者口令已过期、账号暂时锁定。"

# Where the cookie keeps who gave the right password and has still to prove themselves a second time.
FIRST_STEP = "first_step"

_NOBODYS = {"static", "dashboard.healthz", "dashboard.metrics"}
# What whoever must change the password may do first.
_BEFORE_ALL = {None, "static", "accounts.change_password", "accounts.sign_out", "appearance.choose", "field.app_shell"}

# The row decides how long a session lives; a changed address or browser string decides nothing.
login_manager.session_protection = None


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]
    """The signed-in person of a request; no table row, so that ending a read transaction hurts nothing."""

    token: str
    session_id: int
    actor: Actor
    unit_name: str
    last_seen_at: datetime
    password_due: bool = False

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.token


def load_user(token: str) -> SignedIn | None:
    """Return who a cookie's token belongs to while its session lives."""
    found = queries.find_open_session(token)
    if found is None or found.over is not None:
        return None
    return SignedIn(token, found.session_id, found.actor, found.unit_name, found.last_seen_at, found.password_due)


login_manager.user_loader(load_user)


@blueprint.before_app_request
def keep_session() -> None:
    """Note once a minute that the session is used; forget a cookie whose session is over."""
    if _asks_nobody() or "_user_id" not in session:
        return
    if not current_user.is_authenticated:
        session.clear()
    elif clock.now() - current_user.last_seen_at >= SEEN_EVERY:
        with transaction():
            actions.touch(current_user.session_id)


@blueprint.before_app_request
def demand_fresh_password() -> Any:
    """Lead whoever signed in with a password that has run out to the page where they change it."""
    if request.endpoint in _BEFORE_ALL or _asks_nobody() or not current_user.is_authenticated:
        return None
    return redirect(url_for("accounts.change_password"), 303) if current_user.password_due else None


def _asks_nobody() -> bool:
    """Say whether a request is no person's: a monitor is answered even when nobody can be looked up."""
    return request.endpoint in _NOBODYS or request.path.startswith("/api/")


@blueprint.route("/login", methods=["GET", "POST"])
@open_to_all
def sign_in() -> Any:
    """Sign in with user name and password."""
    if current_user.is_authenticated:
        return redirect(target())
    form = SignInForm()
    if form.validate_on_submit():
        checked = actions.check_password(str(form.username.data), str(form.password.data))
        with transaction():
            entry = actions.sign_in(checked)
        if entry:
            return _go_on(entry)
        form.form_errors.append(_REFUSED)
    return sign_in_page("accounts/sign_in.html", form)


@blueprint.route("/login/code", methods=["GET", "POST"])
@open_to_all
def use_code() -> Any:
    """Sign in the first time, or after a reset, with a one-time code and set the own password."""
    form = FirstPasswordForm()
    if form.validate_on_submit():
        try:
            entry = _set_first_password(form)
        except Invalid as error:
            hang(form, error)
        else:
            if entry:
                flash("密码已设好，下次用它登录。")
                return _go_on(entry)
            form.form_errors.append(_CODE_REFUSED)
    return sign_in_page("accounts/use_code.html", form)


@blueprint.post("/logout")
@signed_in
def sign_out() -> Any:
    """End this session, and with it what this browser may send for the same person."""
    tablet = request.cookies.get(tablet_cookie(current_settings().production))
    with transaction():
        actions.sign_out(current_user.actor, current_user.session_id)
        if tablet:
            actions.close_tablet(tablet)
    forget()
    return redirect(url_for("accounts.sign_in"), 303)


def begin(token: str) -> None:
    """Let this browser hold a new session; nothing of the old cookie stays."""
    session.clear()
    login_user(load_user(token))


def forget() -> None:
    """Let this browser hold no session."""
    logout_user()
    session.clear()


def _set_first_password(form: FirstPasswordForm) -> actions.Entry | None:
    checked = actions.check_code(str(form.username.data), str(form.code.data))
    new = actions.prepare_password(checked, str(form.password.data))
    with transaction():
        return actions.set_first_password(checked, new)


def _go_on(entry: actions.Entry) -> Any:
    if entry.token is None:
        session[FIRST_STEP] = entry.second.to_cookie() if entry.second else None
        return redirect(url_for("accounts.second_step", next=target()), 303)
    return welcome(entry.token)


def welcome(token: str) -> Any:
    """Begin a session and go where somebody wanted to."""
    wanted = target()
    begin(token)
    left = queries.days_of_password(current_user.actor.person_id)
    if left is not None:
        flash(f"密码还有 {left} 天到期，请抽空在“我的账号”里修改。")
    return redirect(wanted, 303)


def target() -> str:
    """Return where somebody wanted to go, inside this installation."""
    return local_path(request.args.get("next", "/"))


def sign_in_page(template: str, form: Any, **facts: Any) -> Any:
    """Render a page of whoever is not signed in yet."""
    settings, facts = current_settings(), {"password_hint": hint_of(queries.password_terms()), **facts}
    return rendered(template, form=form, office=settings.office_name, demo_mode=not settings.production, **facts)
