"""平板: who has registered one, a code to enrol a lent one, and taking all of somebody's back at once."""

from typing import Any

import segno
from flask import flash, redirect, request, url_for

from forms.accounts import PlainForm
from inspect_app.access import Permission
from inspect_app.accounts import actions, queries
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import rendered


@blueprint.get("/tablets")
@requires(Permission.PLAN_VISITS)
def tablets() -> Any:
    """List everybody who fills in visits, those with a registered tablet first."""
    rows = queries.tablet_rows(current_actor())
    return rendered("accounts/tablets.html", rows=rows, codes=current_settings().field_codes)


@blueprint.post("/tablets/<int(max=2147483647):person_id>/code")
@requires(Permission.PLAN_VISITS)
def tablet_code(person_id: int) -> Any:
    """Make a code that enrols one lent tablet; this answer is the only place that ever shows it."""
    with transaction():
        new = actions.make_tablet_code(current_actor(), person_id)
    person = queries.get_person(person_id)
    address = f"{request.url_root}field/app#/enrol/{new.code}"
    picture = segno.make(address, error="m").svg_inline(scale=6, border=2, svgclass="qr", lineclass="qr-line")
    return rendered("accounts/tablet_code.html", person=person, new=new, picture=picture)


@blueprint.post("/tablets/<int(max=2147483647):person_id>/revoke")
@requires(Permission.PLAN_VISITS)
def revoke_tablets(person_id: int) -> Any:
    """Take somebody's tablets back at once."""
    form = PlainForm()
    if form.validate_on_submit():
        with transaction():
            ended = actions.revoke_tablets(current_actor(), person_id)
        flash(f"已收回 {ended} 台平板的登录。平板上没交的内容还在，本人重新登录后会接着上传。")
    return redirect(url_for("accounts.tablets"), 303)
