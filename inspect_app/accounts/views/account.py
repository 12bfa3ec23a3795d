"""The own account: roles, password, stand-ins."""

from typing import Any

from flask import flash, redirect, url_for
from flask_login import current_user

from forms.accounts import ChangePasswordForm, PlainForm, StandInForm
from inspect_app.accounts import actions, queries
from inspect_app.accounts.rules.passwords import hint_of, runs_out
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.accounts.views.signing_in import begin
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.web.guards import current_actor, signed_in
from inspect_app.web.responses import attempt, hang, rendered

_WRONG = "原密码不对，或者账号暂时锁定。连错 5 次锁定 15 分钟。"


@blueprint.get("/account")
@signed_in
def account() -> Any:
    """Show the own roles, and the ways to password, sessions and stand-ins."""
    actor = current_actor()
    return rendered(
        "accounts/account.html",
        person=queries.get_person(_me()),
        posts=queries.list_signing_posts(_me()),
        lent=[grant for grant in actor.grants if grant.stands_in_for is not None],
        unit_names=dict(queries.unit_choices()),
        sessions=len(queries.list_open_sessions(_me())),
        tablets=len(queries.list_own_tablets(_me())),
        runs_out=runs_out(queries.get_person(_me()).password_set_at, queries.password_terms()),
        registered=queries.find_second_step(_me()),
        recovery_left=queries.count_recovery_codes(_me()),
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Any:
    """Change the own password; every other session ends."""
    form = ChangePasswordForm()
    tokens: list[str | None] = []
    if form.validate_on_submit():
        username = queries.get_person(_me()).username
        checked = actions.check_password(username, str(form.current.data))
        new, actor = actions.prepare_password(checked, str(form.password.data)), current_actor()
        if attempt(form, lambda: tokens.append(actions.change_password(actor, checked, new))):
            if tokens[0]:
                begin(tokens[0])
                flash("密码已改，其他地方的登录都已退出。")
                return redirect(url_for("accounts.account"), 303)
            hang(form, Invalid(_WRONG, "current"))
    terms, due = queries.password_terms(), current_user.password_due
    return rendered("accounts/password.html", form=form, hint=hint_of(terms), days=terms.days, due=due)


@blueprint.route("/account/stand-ins", methods=["GET", "POST"])
@signed_in
def own_stand_ins() -> Any:
    """List the own stand-ins and name another."""
    posts = queries.list_signing_posts(_me())
    below = queries.subtrees(post.unit_id for post in posts)
    colleagues = queries.list_colleagues(unit for units in below.values() for unit in units)
    form = stand_in_form(posts, [other for other in colleagues if other.id != _me()])
    if attempt(form, lambda: name_stand_in(form)):
        flash("AB 岗已安排。")
        return redirect(url_for("accounts.own_stand_ins"), 303)
    rows = queries.list_stand_ins(_me())
    return rendered("accounts/stand_ins.html", form=form, rows=rows, posts=posts, today=clock.today(), own=True)


@blueprint.post("/account/stand-ins/<int(max=2147483647):row_id>/end")
@signed_in
def end_stand_in(row_id: int) -> Any:
    """Take a role back from today on."""
    form = PlainForm()
    if attempt(form, lambda: actions.end_stand_in(current_actor(), row_id)):
        flash("代理已收回。")
    return redirect(url_for("accounts.own_stand_ins"), 303)


def stand_in_form(posts: Any, colleagues: Any) -> StandInForm:
    """Return the form that offers posts and colleagues."""
    form = StandInForm()
    named = [(str(post.id), f"{post.person.name} · {post.role.label} · {post.unit.name}") for post in posts]
    form.offer(named, [(str(other.id), f"{other.name} · {_unit_name(other)}") for other in colleagues])
    return form


def name_stand_in(form: StandInForm) -> None:
    """Do the deed of a filled-in form."""
    grant_id, stand_in_id = form.grant_id.data, form.stand_in_id.data
    starts, ends = form.starts_on.data, form.ends_on.data
    assert grant_id and stand_in_id and starts and ends  # noqa: S101  validated
    actions.name_stand_in(current_actor(), grant_id, stand_in_id, starts, ends)


def _unit_name(person: Any) -> str:
    return person.unit.name if person.unit else "—"


def _me() -> int:
    person_id = current_actor().person_id
    assert person_id is not None  # noqa: S101  only people sign in
    return person_id
