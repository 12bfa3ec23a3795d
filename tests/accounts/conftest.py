"""Who is signed in when accounts are tested."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from tests.factories import make_person, sign_in


@pytest.fixture
def admin(app: Flask, client: FlaskClient) -> Person:
    with app.app_context():
        person = make_person(Role.ADMIN, username="admin1")
        sign_in(client, person)
        return person
