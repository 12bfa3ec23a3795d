"""Keys change: what was sealed, signed or written under the earlier ones is still good, and moves to the new one."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.models import Person, SecondStep
from inspect_app.accounts.queries import NAME_CONTEXT
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import find_broken_link
from inspect_app.commands.keys import APPEND_ONLY, context_of, sealed_columns
from inspect_app.config import Settings, SettingsError, current_sealer
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import open_original, store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation import clock
from inspect_app.foundation.sealing import BrokenSeal, Sealer
from tests.factories import actor_of, keep, make_person
from tests.pictures import photo

OLD, NEW = "o" * 30, "n" * 30


def _with(app: Flask, **changes: Any) -> None:
    """Start again with other keys, as an operator does."""
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], **changes)


def test_a_seal_opens_under_an_earlier_key_and_is_made_under_the_present_one() -> None:
    before, after = Sealer(OLD), Sealer(NEW, (OLD,))
    sealed = before.seal(b"name", "x")
    assert after.open(sealed, "x") == b"name"
    anew = after.seal_anew(sealed, "x")
    assert anew is not None and Sealer(NEW).open(anew, "x") == b"name"
    assert after.seal_anew(anew, "x") is None
    with pytest.raises(BrokenSeal):
        before.open(anew, "x")
    with pytest.raises(BrokenSeal):
        after.seal_anew(sealed, "y")


def test_tags_and_the_tablets_key_are_the_same_under_every_key() -> None:
    first, second, third = Sealer("a"), Sealer("b", ("a",)), Sealer("c", ("b", "a"))
    assert first.author_tag(7) == second.author_tag(7) == third.author_tag(7) != Sealer("c").author_tag(7)
    assert first.export_key() == second.export_key() == third.export_key()
    assert third.open(first.seal(b"x", "y"), "y") == third.open(second.seal(b"x", "y"), "y") == b"x"


def test_every_column_that_holds_seals_is_known_to_the_command() -> None:
    columns = sealed_columns()
    assert len(columns) >= 14
    for table, column in columns:
        if table.name not in APPEND_ONLY:
            assert context_of(table, column)
            assert len(table.primary_key.columns) == 1, table.name


def test_resealing_moves_rows_and_originals_and_can_be_done_twice(app: Flask) -> None:
    _with(app, seal_key=OLD)
    with app.app_context():
        name = current_sealer().seal(b"who", NAME_CONTEXT)
        shopper = make_person(Role.SHOPPER, shopper_code="暗访员-07", name_seal=name)
        clerk = make_person(Role.OFFICE_CLERK)
        seal = current_sealer().seal(b"secret", f"totp:{clerk.id}")
        keep(SecondStep(person_id=clerk.id, secret_seal=seal, since=clock.now(), used=0))
        with transaction():
            covertly = store_upload(actor_of(shopper), photo(16, 16), "x.jpg", covert=True).id
    assert app.test_cli_runner().invoke(args=["keys", "reseal"]).exit_code == 1  # nobody said which key was the old one
    _with(app, seal_key=NEW, seal_keys_old=(OLD,))
    done = app.test_cli_runner().invoke(args=["keys", "reseal"])
    assert done.exit_code == 0, done.output
    assert "已改用新密钥：3 处内容、1 个原件" in done.output
    assert "0 处内容、0 个原件" in app.test_cli_runner().invoke(args=["keys", "reseal"]).output
    _with(app, seal_keys_old=())
    with app.app_context():
        sealer = current_sealer()
        assert sealer.open(db.session.get_one(Person, shopper.id).name_seal or b"", NAME_CONTEXT) == b"who"
        assert sealer.open(db.session.get_one(SecondStep, clerk.id).secret_seal, f"totp:{clerk.id}") == b"secret"
        file = db.session.get_one(StoredFile, covertly)
        assert sealer.open_author(file.uploader_seal or b"") == shopper.id
        assert open_original(file.original_key) == photo(16, 16)
        with pytest.raises(BrokenSeal):
            sealer.open_author(db.session.scalars(select(AuditEntry.actor_seal)).one() or b"")


def test_a_wrong_old_key_changes_nothing(app: Flask) -> None:
    with app.app_context():
        sealed = current_sealer().seal(b"who", NAME_CONTEXT)
        person = make_person(Role.SHOPPER, shopper_code="暗访员-07", name_seal=sealed)
    _with(app, seal_key=NEW, seal_keys_old=("w" * 30,))
    answer = app.test_cli_runner().invoke(args=["keys", "reseal"])
    assert (answer.exit_code, "都打不开" in answer.output) == (1, True)
    with app.app_context():
        assert db.session.get_one(Person, person.id).name_seal == sealed


def test_the_chain_goes_on_under_a_new_key_and_what_stood_before_stands(app: Flask) -> None:
    def write(count: int) -> None:
        with app.app_context(), transaction():
            for number in range(count):
                record(SYSTEM, "unit.added", "unit", number)

    write(3)
    said = app.test_cli_runner().invoke(args=["keys", "audit"]).output
    lines = dict(line.split("=", 1) for line in said.splitlines() if line.startswith("INSPECT_"))
    assert lines["INSPECT_AUDIT_KEYS_OLD"].startswith("4:")
    given = Settings.from_environment(lines)
    _with(app, audit_key=given.audit_key, audit_keys_old=given.audit_keys_old)
    write(2)
    with app.app_context():
        assert find_broken_link() is None
    again = dict(line.split("=", 1) for line in app.test_cli_runner().invoke(args=["keys", "audit"]).output.splitlines()
                 if line.startswith("INSPECT_"))  # fmt: skip
    given = Settings.from_environment(again)
    assert [text.partition(":")[0] for text in given.audit_keys_old] == ["4", "7"]
    _with(app, audit_key=given.audit_key, audit_keys_old=given.audit_keys_old)
    write(1)
    with app.app_context():
        assert find_broken_link() is None
    _with(app, audit_keys_old=given.audit_keys_old[1:])
    with app.app_context():
        assert find_broken_link() == 1


def test_an_old_key_that_got_out_forges_nothing_before_the_change(app: Flask, client: FlaskClient) -> None:
    """Write the first entry anew under the old key, digests and all: the first entry under the new key tells."""
    from inspect_app.audit.queries import _LINKS, _link
    from inspect_app.audit.rules import digest_entry

    _with(app, audit_key=OLD)
    with app.app_context(), transaction():
        record(SYSTEM, "unit.added", "unit", 1)
    _with(app, audit_key=NEW, audit_keys_old=(f"1:{OLD}",))
    with app.app_context(), transaction():
        record(SYSTEM, "unit.added", "unit", 2)
    with app.app_context():
        entry = _link(db.session.execute(_LINKS).first())
        forged = digest_entry(OLD, entry.previous_digest, entry.facts._replace(object_ref="9"))
        with db.engine.begin() as connection:
            trigger = "_update" if db.engine.dialect.name == "sqlite" else " ON audit_entries"
            connection.execute(text(f"DROP TRIGGER fixed_audit_entries{trigger}"))
            change = "UPDATE audit_entries SET object_ref = '9', digest = :digest WHERE sequence = 1"
            connection.execute(text(change), {"digest": forged})
        db.session.rollback()
        assert find_broken_link() == 2


def test_an_open_session_outlives_a_new_secret_and_ends_with_the_old_one(app: Flask, settings: Settings) -> None:
    from tests.databases import open_app
    from tests.factories import sign_in

    client = app.test_client()
    with app.app_context():
        sign_in(client, make_person(Role.LEADER))
    cookie = client.get_cookie("inspect")
    assert cookie is not None
    for keys, status in (({"secret_key": NEW, "secret_key_old": settings.secret_key}, 200), ({"secret_key": NEW}, 302)):
        with open_app(replace(settings, **keys)) as renewed:  # type: ignore[arg-type]
            browser = renewed.test_client()
            browser.set_cookie("inspect", cookie.value)
            assert browser.get("/account").status_code == status


def test_the_place_of_an_old_audit_key_is_demanded() -> None:
    with pytest.raises(SettingsError, match="INSPECT_AUDIT_KEYS_OLD"):
        Settings.from_environment({"INSPECT_AUDIT_KEYS_OLD": "just-a-key"})
