"""Two clerks who enter one document in one instant: one entry, and a sentence for the other."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.projects.actions import registering
from inspect_app.projects.models import PolicyDocument
from inspect_app.projects.vocabulary.registers import DocumentDraft
from tests.accounts.test_same_moment import race
from tests.conftest import Scale
from tests.factories import make_actor

_DRAFT = DocumentDraft(number="杭跑改办〔2017〕43号", title="若干意见", issuer="市跑改办", issued_on=date(2017, 3, 1))


@pytest.mark.parametrize("look_first", [True, False])
def test_one_number_in_one_instant_is_one_entry_and_no_error(
    app: Flask, scale: Scale, monkeypatch: pytest.MonkeyPatch, look_first: bool
) -> None:
    """Without the look beforehand everybody is in time to meet the constraint."""
    if not look_first:
        monkeypatch.setattr(registering, "_must_be_new", lambda *_args, **_named: None)
    with app.app_context():
        clerk = make_actor(Role.OFFICE_CLERK)
    ends = race(app, scale(4, 12), lambda _number: registering.add_entry(clerk, _DRAFT))
    assert sorted(set(ends)) == ["Invalid", "done"] and ends.count("done") == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PolicyDocument)) == 1
