"""Photos hang on a visit, with that visit's permission."""

import io

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.evidence.actions import make_copies
from inspect_app.visits.models import Answer, VisitFile
from tests import factories
from tests.field.making import begin, every_kind, tiny_photo

JSON = {"Accept": "application/json"}


def send(client: FlaskClient, url: str, key: str = "q1", data: bytes | None = None) -> object:
    photo = (io.BytesIO(tiny_photo() if data is None else data), "照片.jpg")
    return client.post(f"{url}/photos", data={"item": key, "photo": photo}, headers=JSON)


def test_a_photo_is_served_only_to_its_author_and_the_office(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    answer = send(field, url)
    assert answer.status_code == 201
    address = answer.json["url"]
    assert field.get(address).status_code == 404
    with app.app_context():
        make_copies(db.session.scalars(select(VisitFile.file_id)).one())
    served = field.get(f"{address}?size=thumb")
    assert (served.status_code, served.mimetype) == (200, "image/jpeg")
    assert 'alt="第 1 项的照片 1"' in field.get(f"{url}/parts/look").text
    with app.app_context():
        factories.sign_in(field, factories.make_person(Role.OBSERVER))
    assert field.get(address).status_code == 404
    with app.app_context():
        factories.sign_in(field, factories.make_person(Role.OFFICE_CLERK))
    assert field.get(address.replace("/field", "")).status_code == 200


def test_a_photo_item_is_answered_by_its_photos(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    file = send(field, url, "shot").json["file"]
    with app.app_context():
        assert db.session.scalars(select(Answer.value)).all() == [{"photos": [file]}]
    assert field.post(f"{url}/files/{file}/remove").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Answer.value)).all() == [{}]
        assert db.session.scalars(select(VisitFile)).all() == []


def test_what_is_no_photo_is_refused_and_nothing_is_kept(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    for data in (b"", b"not a photo", b"%PDF-1.4\n%%EOF\n", tiny_photo()[:40]):
        answer = send(field, url, data=data)
        assert (answer.status_code, bool(answer.json["message"])) == (422, True)
    assert send(field, url, "nobody").status_code == 422
    with app.app_context():
        assert db.session.scalars(select(VisitFile)).all() == []
