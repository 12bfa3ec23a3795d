"""A world with covert visits: a dump of its database and its files names no shopper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from inspect_app.access import Role
from inspect_app.accounts.actions import hash_password
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.config import current_settings
from inspect_app.database import Base, db, is_sqlite, transaction
from inspect_app.evidence.queries import store, stored_keys
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.jobs import run_due
from inspect_app.visits.models import Visit
from tests.factories import make_campaign, make_person, make_unit, make_version, make_window
from tests.journeys.walking import Walker
from tests.pictures import photo

_SHOPPER_ID = 918273645
_NAME = "欧阳暗访"
_LOGIN = "ouyang-login-name"
_PASSWORD = "mingzhou-2026"

# The only places that may know a shopper: the account itself, and what was done to it or with it.
_ACCOUNT_TABLES = frozenset({"people", "role_grants", "sessions", "one_time_codes", "stand_ins"})
_ACCOUNT_DEEDS = frozenset({"person", "session", "account"})


def _person(role: Role, username: str, **values: object) -> None:
    make_person(role, make_unit(), username=username, password_hash=hash_password(_PASSWORD), **values)


def _walk(app: Flask, username: str) -> Walker:
    return Walker(app).open("/login").press("登录", username=username, password=_PASSWORD)


def _covert_world(app: Flask) -> None:
    """Plan, carry out, review, queue and deliver a covert visit through its pages."""
    with app.app_context():
        _person(Role.OFFICE_DIRECTOR, "director")
        _person(Role.SHOPPER, _LOGIN, id=_SHOPPER_ID, name=_NAME)
        unit = make_unit("市住建局")
        window, version = make_window(unit), make_version(items=2)
        campaign = make_campaign((unit,), version=version)
        name, window_id = campaign.name, window.id
    director = _walk(app, "director")
    form = next(form for form in director.open("/visits/new").forms if "author" in form.options)
    code = next(label for label in form.options["author"] if "暗访员" in label)
    director.press(
        "安排走访", campaign=name, author=code, mode="covert", method=VisitMethod.EXPERIENCE.value,
        windows=[str(window_id)],
    )  # fmt: skip
    shopper = _walk(app, _LOGIN)
    found = re.search(r'/field/visits/([^"/]+)', shopper.open("/field").text)
    assert found
    here = f"/field/visits/{found[1]}"
    shopper.open(f"{here}/parts/look").press(
        "finding:look1",
        files={"photo-look1": [(photo(artist=_NAME), f"{_NAME}.jpg")]},
        **{"answer-look1": "no", "answer-look1.note": "窗口没有人。", "answer-look2": "yes"},
    )
    shopper.open(f"{here}/check").press("提交走访")
    director.open(f"/findings/review/{found[1]}").press("审核通过")
    triage = re.search(r'href="(/findings/\d+)"', director.open("/findings/triage").text)
    assert triage
    director.open(triage[1]).press("立项，择时送达", grade="ordinary")
    with app.app_context():
        run_due()
        release = db.session.scalars(select(Finding.release_at)).one()
        assert release is not None
        with clock.reading(lambda: release):
            run_due()
        assert db.session.scalars(select(Finding.number)).one() is not None


def _clear_rows() -> Iterator[tuple[str, str]]:
    """Yield every row outside the account tables as text, with its table's name."""
    for table in Base.metadata.sorted_tables:
        if table.name in _ACCOUNT_TABLES:
            continue
        for row in db.session.execute(select(table)):
            if table.name == "audit_entries" and row.object_kind in _ACCOUNT_DEEDS:
                continue
            yield table.name, repr(tuple(row))


def test_a_dump_of_rows_names_no_shopper(app: Flask) -> None:
    _covert_world(app)
    with app.app_context():
        assert db.session.scalars(select(Visit.author_tag)).one()
        rows = list(_clear_rows())
        for secret in (str(_SHOPPER_ID), _NAME, _LOGIN):
            assert [table for table, row in rows if secret in row] == [], secret
        for table in Base.metadata.sorted_tables:
            assert _NAME not in repr(db.session.execute(select(table)).all()), table.name


def test_the_files_and_the_database_file_hold_no_shoppers_name(app: Flask) -> None:
    _covert_world(app)
    with app.app_context():
        kept = {key: bytes(store().get(key).bytes()) for key in stored_keys()}
        assert len(kept) == 3  # the sealed original, its copy and its thumbnail
        for secret in (_NAME.encode(), _LOGIN.encode(), b"TABLET-9"):
            assert [key for key, data in kept.items() if secret in data] == []
        if is_sqlite():
            db.session.rollback()
            folder = current_settings().database.removeprefix("sqlite:///").rsplit("/", 1)[0]
            assert _NAME.encode() not in _raw(folder)


def _raw(folder: str) -> bytes:
    return b"".join(path.read_bytes() for path in Path(folder).glob("*.sqlite3*"))


def test_the_schema_refuses_a_person_id_on_a_covert_visit(app: Flask) -> None:
    _covert_world(app)
    with app.app_context(), pytest.raises(IntegrityError, match="covert_is_sealed"), transaction() as session:
        session.execute(update(Visit).values(author_id=_SHOPPER_ID))
