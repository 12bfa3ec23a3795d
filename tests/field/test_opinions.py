"""What citizens said on a tablet without network: taken once, by day, without whose tablet it was."""

import base64
import hashlib
import hmac
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, g
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.voices.actions.addresses import forget
from inspect_app.voices.actions.opinion_forms import make_forms
from inspect_app.voices.actions.opinions import erase
from inspect_app.voices.models import OpinionNonce
from inspect_app.voices.queries.opinions import find_by_receipt
from inspect_app.voices.vocabulary.opinions import FormDraft, OpinionChannel, Satisfied, Subject, TripsSaid
from tests import factories
from tests.field.tablets import DEVICE, Tablet, registered
from tests.voices.opinions import Hall, form, make_hall, opinions

RECEIPT = "ABCDE23456"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def sealed(text: str) -> dict[str, Any]:
    """Encrypt as a tablet does, to the key it had from the pack."""
    key = current_sealer().export_key()
    x, y = (int.from_bytes(base64.urlsafe_b64decode(key[name] + "="), "big") for name in ("x", "y"))
    own = ec.generate_private_key(ec.SECP256R1())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key())
    how = HKDF(hashes.SHA256(), 32, b"", b"inspect-export").derive(shared)
    numbers, iv = own.public_key().public_numbers(), b"1" * 12
    point = {"x": _b64(numbers.x.to_bytes(32, "big")), "y": _b64(numbers.y.to_bytes(32, "big"))}
    epk = {"kty": "EC", "crv": "P-256", **point}
    data = _b64(AESGCM(how).encrypt(iv, text.encode(), None))
    return {"v": 1, "key": key["kid"], "epk": epk, "iv": _b64(iv), "data": data}


def said(hall: Hall, **values: Any) -> dict[str, Any]:
    """Return what somebody said, as the tablet keeps it before it is encrypted."""
    facts = {"code": hall.code, "said_on": clock.today().isoformat(), "receipt": RECEIPT, "trips": "two"}
    return facts | {"satisfied": "bad", "words": "跑了两趟。"} | values


def tablet_at(app: Flask, hall: Hall) -> Tablet:
    """Register a tablet whose visit goes to the window of the form."""
    author = factories.make_person(Role.INSPECTOR)
    factories.make_visit(author, db.session.get_one(Window, hall.window_id))
    return registered(app, author)


def exported(tablet: Tablet, *posted: dict[str, Any]) -> bytes:
    """Make the file of a tablet on which nothing but opinions waits."""
    facts = {"owner": tablet.session["owner"], "device": DEVICE, "made_at": "2026-11-20T10:00:00Z"}
    payload = json.dumps(facts | {"opinions": posted})
    secret = base64.urlsafe_b64decode(tablet.session["secret"] + "==")
    mac = _b64(hmac.new(secret, payload.encode(), hashlib.sha256).digest())
    return json.dumps(sealed(json.dumps({"payload": payload, "mac": mac}))).encode()


def imported(app: Flask, clerk_id: int, raw: bytes) -> str:
    """Let the office import a file and return the page that answers."""
    app.config["WTF_CSRF_ENABLED"] = False
    g.pop("_login_user", None)  # requests share this test's context, and flask-login remembers in it
    client = app.test_client()
    factories.sign_in(client, db.session.get_one(Person, clerk_id))
    return client.post("/tablets/import", data={"file": (io.BytesIO(raw), "queue.inspectq")}).text


def test_the_pack_brings_the_forms_of_its_visits_and_the_words_of_the_questions(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        clerk, elsewhere = hall.clerk, factories.make_window().id
        with transaction():
            other = make_forms(clerk, FormDraft(Subject.WINDOW, (elsewhere,)))[0].code
        pack = tablet_at(app, hall).get("/pack").json
        assert [one["code"] for one in pack["opinion_forms"]] == [hall.code]
        assert other not in json.dumps(pack)
        assert pack["opinion_forms"][0]["place"].endswith("户籍窗口")
        assert ["not_yet", "还没办好"] in pack["words"]["opinion"]["trips"]


def test_a_sealed_opinion_is_taken_once_by_its_day_and_nobodys(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        yesterday = clock.today() - timedelta(days=1)
        posted = {"sealed": sealed(json.dumps(said(hall, said_on=yesterday.isoformat(), phone="13800001234")))}
        before = db.session.query(AuditEntry).count()
        first, again = tablet.post("/opinions", posted), tablet.post("/opinions", posted)
        assert (first.status_code, first.json) == (201, {"status": "heard", "again": False})
        assert (again.status_code, again.json) == (200, {"status": "heard", "again": True})
        (kept,) = opinions()
        assert (kept.said_on, kept.channel, kept.trips) == (yesterday, OpinionChannel.TABLET, TripsSaid.TWO)
        assert (kept.satisfied, kept.words, kept.set_apart) == (Satisfied.BAD, "跑了两趟。", False)
        assert kept.phone_seal is not None
        # Neither who nor when: no entry of the audit, and what makes it single-use tells no hour.
        assert db.session.query(AuditEntry).count() == before
        (used,) = db.session.query(OpinionNonce)
        assert clock.local(used.hour).hour == 1


def test_its_receipt_deletes_it_for_good_though_the_tablet_sends_once_more(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        posted = {"clear": said(hall)}
        assert tablet.post("/opinions", posted).status_code == 201
        with transaction():
            erase(RECEIPT)
        assert opinions() == []
        assert tablet.post("/opinions", posted).json == {"status": "heard", "again": True}
        assert opinions() == []


def test_a_form_that_was_closed_meanwhile_still_takes_it_and_a_clock_ahead_says_today(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        with transaction():
            form(hall.form_id).closed_on = clock.today()
        ahead = (clock.today() + timedelta(days=400)).isoformat()
        assert tablet.post("/opinions", {"clear": said(hall, said_on=ahead)}).status_code == 201
        assert [one.said_on for one in opinions()] == [clock.today()]


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({"code": "NOSUCH"}, 404, "没有这张意见征集表"),
        ({"said_on": "2020-01-01"}, 422, "超过一年"),
        ({"trips": "", "satisfied": "", "words": "  "}, 422, "四个问题都还空着"),
        ({"words": "字" * 3000}, 422, "最多 2000 个"),
        ({"phone": "12"}, 422, "电话号码不对"),
        ({"receipt": "ABC"}, 422, "格式不对"),
        ({"author": "someone"}, 422, "格式不对"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_kept(
    app: Flask, values: dict[str, Any], status: int, words: str
) -> None:
    with app.app_context():
        hall = make_hall()
        answer = tablet_at(app, hall).post("/opinions", {"clear": said(hall, **values)})
        assert (answer.status_code, words in answer.json["message"]) == (status, True)
        assert opinions() == []


def test_what_was_encrypted_for_another_office_or_says_nothing_is_refused(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        broken = sealed(json.dumps(said(hall))) | {"iv": _b64(b"2" * 12)}
        assert tablet.post("/opinions", {"sealed": broken}).status_code == 422
        assert tablet.post("/opinions", {}).status_code == 422
        assert opinions() == []


def test_without_a_tablet_or_its_token_nothing_is_taken(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        assert client.post("/api/field/opinions", json={"clear": said(hall)}).status_code == 401
        tablet.session = {}
        assert tablet.post("/opinions", {"clear": said(hall)}).status_code == 403
        assert opinions() == []


def test_after_two_months_nothing_is_left_of_its_being_sent(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        tablet_at(app, hall).post("/opinions", {"clear": said(hall)})
        with time_machine.travel(clock.now() + timedelta(days=62), tick=False), transaction():
            forget()
        assert db.session.query(OpinionNonce).count() == 0
        assert isinstance(opinions()[0].said_on, date)


@pytest.mark.parametrize("encrypted", [True, False])
def test_what_waits_on_a_tablet_comes_with_its_exported_file_once(app: Flask, encrypted: bool) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        clear = said(hall, phone="13800001234")
        posted = {"sealed": sealed(json.dumps(clear))} if encrypted else {"clear": clear}
        raw = exported(tablet, posted)
        assert "意见已收到" in imported(app, hall.clerk_id, raw)
        (kept,) = opinions()
        assert (kept.said_on, kept.channel, kept.words) == (clock.today(), OpinionChannel.TABLET, "跑了两趟。")
        found = find_by_receipt(RECEIPT)
        assert found is not None
        assert found.id == kept.id
        # The same file again, and the tablet once it is back in the network: nothing is doubled.
        assert "这份意见以前已经收到" in imported(app, hall.clerk_id, raw)
        assert tablet.post("/opinions", posted).json == {"status": "heard", "again": True}
        assert len(opinions()) == 1


def test_one_that_cannot_be_taken_from_a_file_says_why_and_keeps_back_no_other(app: Flask) -> None:
    with app.app_context():
        hall = make_hall()
        tablet = tablet_at(app, hall)
        broken = {"sealed": sealed(json.dumps(said(hall))) | {"iv": _b64(b"2" * 12)}}
        gone = {"clear": said(hall, code="NOSUCH", receipt="22222ABCDE")}
        page = imported(app, hall.clerk_id, exported(tablet, broken, gone, {"clear": said(hall)}))
        assert [words in page for words in ("打不开", "没有这张意见征集表", "意见已收到")] == [True] * 3
        assert len(opinions()) == 1
        entry = db.session.query(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1).one()
        # Whose tablet heard it stands nowhere, and what was said not in the audit either.
        assert (entry.deed, entry.actor_id) == ("tablet.rescued", hall.clerk_id)
