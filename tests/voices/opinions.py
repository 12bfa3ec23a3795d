"""Forms, citizens who fill them in as a browser does, and the office that reads them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.voices.actions.opinion_forms import make_forms
from inspect_app.voices.actions.opinions import hear
from inspect_app.voices.models import Opinion, OpinionForm
from inspect_app.voices.queries.opinions import get_form
from inspect_app.voices.vocabulary.opinions import (
    Challenge,
    FormDraft,
    OpinionChannel,
    OpinionDraft,
    Satisfied,
    Subject,
    TripsSaid,
)
from tests.factories import actor_of, make_office, make_person, make_unit, make_window

HALL = "203.0.113.7"
UNHAPPY = OpinionDraft(TripsSaid.TWO, None, Satisfied.BAD, "让我回家拿户口簿复印件。")
_READING = timedelta(seconds=20)


@dataclass(frozen=True)
class Hall:
    """A window with an open form, and the office."""

    clerk_id: int
    unit_id: int
    window_id: int
    form_id: int
    code: str

    @property
    def clerk(self) -> Actor:
        return actor_of(self.person)

    @property
    def person(self) -> Person:
        return db.session.get_one(Person, self.clerk_id)


def make_hall(**values: Any) -> Hall:
    """Make a window whose form is open."""
    unit = make_unit("市公安局")
    window, clerk = make_window(unit, name="户籍窗口"), make_person(Role.OFFICE_CLERK, make_office())
    with transaction():
        form = make_forms(actor_of(clerk), FormDraft(Subject.WINDOW, (window.id,), **values))[0]
        return Hall(clerk.id, unit.id, window.id, form.id, form.code)


def solve(nonce: str, bits: int) -> str:
    """Reckon as a browser does."""
    number = 0
    while int.from_bytes(hashlib.sha256(f"{nonce}:{number}".encode()).digest()[:4], "big") >> (32 - bits):
        number += 1
    return str(number)


def opened(client: FlaskClient, code: str, address: str = HALL) -> dict[str, str]:
    """Open a page and return what its browser would send without an answer."""
    page = client.get(f"/o/{code}", environ_base={"REMOTE_ADDR": address}).text
    facts = {name: re.search(rf'{name}="([^"]*)"', page) for name in ("data-nonce", "data-bits")}
    challenge = re.search(r'name="challenge" value="([^"]*)"', page)
    assert challenge, page
    nonce, bits = (facts[name][1] for name in ("data-nonce", "data-bits"))  # type: ignore[index]
    return {"challenge": challenge[1], "solution": solve(nonce, int(bits)), "fax": ""}


def send(client: FlaskClient, code: str, data: dict[str, str], address: str = HALL, later: timedelta = _READING) -> Any:
    """Send a page after somebody has read it."""
    with time_machine.travel(clock.now() + later, tick=False):
        return client.post(f"/o/{code}", data=data, environ_base={"REMOTE_ADDR": address})


def fill_in(client: FlaskClient, code: str, address: str = HALL, **answers: str) -> TestResponse:
    """Open a page, read it, answer, send it."""
    answer: TestResponse = send(client, code, opened(client, code, address) | answers, address)
    return answer


def receipt_in(answer: TestResponse) -> str:
    """Return the receipt that a page shows."""
    found = re.search(r'class="code"><b>([0-9A-Z]{5}-[0-9A-Z]{5})</b>', answer.text)
    assert found, answer.text
    return found[1]


def speak(hall: Hall, draft: OpinionDraft = UNHAPPY, times: int = 1, address: str = HALL) -> None:
    """Let citizens say something, without pages."""
    for place in range(times):
        challenge = Challenge(hall.code, f"{address}{place}{clock.now()}", int(clock.now().timestamp()), 1)
        with transaction():
            hear(get_form(hall.form_id), draft, challenge, address, OpinionChannel.PHONE)


def opinions() -> list[Opinion]:
    """Return every opinion that is kept, read anew."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.query(Opinion).order_by(Opinion.words, Opinion.id))


def form(form_id: int) -> OpinionForm:
    """Return a form, read anew."""
    db.session.rollback()
    return db.session.get_one(OpinionForm, form_id, populate_existing=True)
