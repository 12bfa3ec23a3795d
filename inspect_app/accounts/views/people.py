"""People, their roles, one-time codes, switching off."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from forms.accounts import PersonForm, PlainForm, RealNameForm
from inspect_app.access import Actor, Permission, may
from inspect_app.accounts import actions, queries
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.database import transaction
from inspect_app.foundation.errors import NotAllowed
from inspect_app.foundation.text import clean
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered

_BLANK_ROLES = 2


@blueprint.get("/admin/people")
@requires(Permission.MANAGE_ACCOUNTS, Permission.PLAN_COVERT)
def people() -> Any:
    """List people; whoever plans covert visits also reads the shoppers' names."""
    number, search = page_number(), clean(request.args.get("find"))
    units = queries.unit_choices()
    unit_id = next((int(value) for value, _ in units if value == request.args.get("unit")), None)
    rows, total = queries.people_rows(current_actor(), search, unit_id, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "accounts/people.html",
        page=Page(rows, number, total),
        search=search,
        unit=request.args.get("unit", ""),
        units=units,
        manage=may(current_actor(), Permission.MANAGE_ACCOUNTS),
    )


@blueprint.route("/admin/people/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def add_person() -> Any:
    """Add a person; they get in with a one-time code."""
    form = _form(PersonForm())
    added: list[int] = []
    if attempt(form, lambda: added.append(actions.add_person(current_actor(), form.facts()).id)):
        flash("已添加。再发一次性口令，对方就能登录。")
        return redirect(url_for("accounts.change_person", person_id=added[0]), 303)
    return rendered("accounts/person_new.html", form=form)


@blueprint.route("/admin/people/<int(max=2147483647):person_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS, Permission.PLAN_COVERT)
def change_person(person_id: int) -> Any:
    """Change a person and their roles."""
    person = queries.get_person(person_id)
    form = _form(PersonForm(data=_typed(person)))
    if attempt(form, lambda: actions.change_person(_manager(), person_id, form.version.data or 0, form.facts())):
        flash("已保存。")
        return redirect(url_for("accounts.change_person", person_id=person_id), 303)
    return _page(person_id, form)


@blueprint.post("/admin/people/<int(max=2147483647):person_id>/code")
@requires(Permission.MANAGE_ACCOUNTS)
def issue_code(person_id: int) -> Any:
    """Give out a one-time code; this answer is the only place that ever shows it."""
    new, person = actions.prepare_code(), queries.get_person(person_id)
    with transaction():
        until = actions.issue_code(current_actor(), person_id, new)
    return rendered("accounts/code.html", person=person, code=new.code, until=until)


@blueprint.route("/admin/people/<int(max=2147483647):person_id>/off", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def switch_off(person_id: int) -> Any:
    """Show what a person has still to do; then let them sign in no more."""
    form, person = PlainForm(), queries.get_person(person_id)
    if attempt(form, lambda: actions.switch_off(current_actor(), person_id)):
        flash(f"已停用：{person.name}，各处登录已退出。")
        return redirect(url_for("accounts.switch_off", person_id=person_id), 303)
    work = actions.list_open_work(current_actor(), person)
    return rendered("accounts/switch_off.html", form=form, person=person, work=work)


@blueprint.post("/admin/people/<int(max=2147483647):person_id>/on")
@requires(Permission.MANAGE_ACCOUNTS)
def switch_on(person_id: int) -> Any:
    """Let a person sign in again."""
    if attempt(PlainForm(), lambda: actions.switch_on(current_actor(), person_id)):
        flash("已启用。")
    return redirect(url_for("accounts.change_person", person_id=person_id), 303)


@blueprint.post("/admin/people/<int(max=2147483647):person_id>/real-name")
@requires(Permission.PLAN_COVERT)
def set_real_name(person_id: int) -> Any:
    """Seal a shopper's real name."""
    form = RealNameForm()
    if attempt(form, lambda: actions.set_real_name(current_actor(), person_id, str(form.name.data))):
        flash("真实姓名已封存，只有主任能看。")
        return redirect(url_for("accounts.change_person", person_id=person_id), 303)
    return _page(person_id, _form(PersonForm(formdata=None, data=_typed(queries.get_person(person_id)))), form)


def _manager() -> Actor:
    """Return who is signed in, who must manage accounts to change one."""
    actor = current_actor()
    if not may(actor, Permission.MANAGE_ACCOUNTS):
        raise NotAllowed("改人员资料请找系统管理员。")
    return actor


def _form(form: PersonForm) -> PersonForm:
    if not form.is_submitted():
        for _ in range(_BLANK_ROLES):
            form.roles.append_entry()
    form.offer(queries.unit_choices())
    return form


def _typed(person: Any) -> dict[str, Any]:
    roles = [{"role": held.role.value, "unit_id": held.unit_id, "deputy": held.deputy} for held in person.grants]
    facts = {name: getattr(person, name) for name in ("version", "username", "title", "email", "unit_id", "tags")}
    code = person.shopper_code or ""
    return {**facts, "roles": roles, "shopper_code": code, "name": "" if code else person.name}


def _page(person_id: int, form: PersonForm, naming: RealNameForm | None = None) -> Any:
    person, actor = queries.get_person(person_id), current_actor()
    return rendered(
        "accounts/person.html",
        form=form,
        page_form=naming or form,
        naming=naming or RealNameForm(formdata=MultiDict()),
        person=person,
        state=queries.state_of(person),
        real_name=queries.real_name(actor, person),
        sessions=len(queries.list_open_sessions(person_id)),
        code=queries.find_live_code(person_id),
        registered=queries.find_second_step(person_id),
        powers=queries.powers_over(actor, person),
    )
