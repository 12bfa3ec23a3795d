"""The same visit handed in by many requests at once: one of them counts, all get the same answer."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db
from inspect_app.visits.models import Answer, Visit
from tests import factories
from tests.conftest import Scale
from tests.field.making import every_kind, the_visit

ANSWERS = {"answer-q1": "yes", "answer-single": "a", "answer-multi": ["a"], "answer-wait": "3"}
REST = {
    "answer-stars": "5", "answer-clock": "09:30", "answer-told.told.p1": "yes", "answer-told.told.p2": "yes",
    "answer-phone.skip": "na", "answer-phone.reason": "没有电话",
}  # fmt: skip


def test_one_of_many_simultaneous_submissions_counts(app: Flask, field: FlaskClient, scale: Scale) -> None:
    with app.app_context():
        author = factories.make_person(Role.INSPECTOR)
        address = f"/field/visits/{factories.make_visit(author, version=every_kind()).public_id}/submit"
        clients = [app.test_client() for _ in range(scale(6, 32))]
        for client in clients:
            factories.sign_in(client, author)

    def hand_in(client: FlaskClient) -> int:
        return client.post(address, data=ANSWERS | REST | {"round": "1"}).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        assert set(pool.map(hand_in, clients)) == {303}
    with app.app_context():
        deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.deed == "visit.submitted")).all()
        keys = db.session.scalars(select(Answer.item_key)).all()
        assert (len(deeds), len(keys), len(set(keys))) == (1, 8, 8)
        assert isinstance(the_visit(), Visit)
