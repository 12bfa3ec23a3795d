"""Stand-ins: who names them, for whom, and what they may do."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import RoleGrant, StandIn
from inspect_app.database import db
from inspect_app.foundation import clock
from tests.accounts.browsing import post
from tests.factories import keep, make_person, make_unit, sign_in


def test_a_head_names_a_stand_in_who_may_sign_on_those_days(app: Flask, client: FlaskClient) -> None:
    other = app.test_client()
    with app.app_context():
        unit = make_unit()
        head, colleague = make_person(Role.DEPT_HEAD, unit), make_person(Role.DEPT_LIAISON, unit)
        colleague_id = colleague.id
        grant_id = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == head.id)).one()
        sign_in(client, head)
        sign_in(other, colleague)
    day = clock.today().isoformat()
    form = {"grant_id": str(grant_id), "stand_in_id": str(colleague_id), "starts_on": day, "ends_on": day}
    assert "今天代理" not in other.get("/account").text
    assert post(client, "/account/stand-ins", form).status_code == 303
    assert "今天代理" in other.get("/account").text
    with app.app_context():
        row = db.session.scalars(select(StandIn)).one()
    assert post(client, f"/account/stand-ins/{row.id}/end", {}, form_at="/account").status_code == 303
    assert "今天代理" not in other.get("/account").text


def test_nobody_ends_a_stand_in_that_others_named(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        unit = make_unit()
        head, colleague = make_person(Role.DEPT_HEAD, unit), make_person(Role.DEPT_HEAD)
        day = clock.today()
        row = StandIn(
            person_id=head.id,
            stand_in_id=colleague.id,
            role=Role.DEPT_HEAD,
            unit_id=unit.id,
            starts_on=day,
            ends_on=day,
        )
        keep(row)
        sign_in(client, colleague)
    assert post(client, f"/account/stand-ins/{row.id}/end", {}, form_at="/account").status_code == 404


def test_a_stand_in_is_a_colleague_of_the_unit(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        head, stranger = make_person(Role.DEPT_HEAD), make_person(Role.DEPT_LIAISON)
        grant_id = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == head.id)).one()
        stranger_id = stranger.id
        sign_in(client, head)
    day = clock.today().isoformat()
    form = {"grant_id": str(grant_id), "stand_in_id": str(stranger_id), "starts_on": day, "ends_on": day}
    assert post(client, "/account/stand-ins", form).status_code == 422
