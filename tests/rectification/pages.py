"""Opening pages of a case and sending their forms, as somebody."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.database import db
from tests.factories import sign_in
from tests.rectification.making import (
    WEDNESDAY,
    Case,
    on,
)


@contextmanager
def signed_in(client: FlaskClient, case: Case, name: str) -> Iterator[None]:
    """Be somebody on Wednesday at eleven, in a context of the request's own."""
    with on(WEDNESDAY, time(11)), client.application.app_context():
        sign_in(client, case.people[name])
        yield
    db.session.rollback()
    db.session.expire_all()


def fetch(client: FlaskClient, case: Case, name: str, path: str) -> TestResponse:
    """Open an address below a case as somebody."""
    with signed_in(client, case, name):
        return client.get(f"/case/{case.number}{path}")


def page(client: FlaskClient, case: Case, name: str, path: str = "", expected: int = 200) -> str:
    """Return a page of a case as somebody reads it."""
    response = fetch(client, case, name, path)
    assert response.status_code == expected, response.text[:2000]
    return response.text


def post(client: FlaskClient, case: Case, name: str, path: str, expected: int, **data: object) -> str:
    """Send a form as somebody, with the token and the version of a page they have just opened."""
    fetch(client, case, name, "")
    facts = {"version": str(case.finding.version), **data}
    with signed_in(client, case, name):
        response = client.post(f"/case/{case.number}{path}", data=facts, content_type="multipart/form-data")
    assert response.status_code == expected, response.text[:3000]
    return response.text


def pdf() -> bytes:
    """Return a small PDF."""
    return b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo() -> bytes:
    """Return a small picture."""
    from PIL import Image

    body = io.BytesIO()
    Image.new("RGB", (80, 60), (120, 160, 140)).save(body, "JPEG")
    return body.getvalue()
