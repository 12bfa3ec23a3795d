"""The chain: one entry per deed, the first broken link is found, erased details leave it whole."""

import psycopg
import pytest
from flask import Flask
from flask.ctx import AppContext
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from inspect_app.access import GRANTS, SYSTEM, Permission, Role
from inspect_app.audit import queries
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditDetails, AuditEntry, AuditHead
from inspect_app.audit.queries import find_broken_link
from inspect_app.config import current_sealer
from inspect_app.database import db, is_sqlite, transaction
from inspect_app.foundation import randomness
from tests.factories import make_actor, make_person, make_unit, sign_in


@pytest.fixture
def chain(app_context: AppContext) -> AppContext:
    for number in range(1, 6):
        with transaction():
            record(SYSTEM, "unit.added", "unit", number, name=f"单位{number}")
    return app_context


def open_the_tables() -> None:
    """Take the triggers away, as somebody with the database in hand would."""
    if is_sqlite():
        names = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        statements = [f'DROP TRIGGER "{name}"' for name in names if "audit" in name]
    else:
        statements = ["ALTER TABLE audit_entries DISABLE TRIGGER USER"]
    assert statements
    tamper(*statements)


def tamper(*statements: str) -> None:
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def test_an_untouched_chain_is_whole(chain: AppContext) -> None:
    assert (queries.count_entries(), find_broken_link()) == (5, None)


def test_an_empty_chain_is_whole(app_context: AppContext) -> None:
    assert (queries.count_entries(), find_broken_link()) == (0, None)


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["UPDATE audit_entries SET deed = 'unit.removed' WHERE sequence = 3"], 3),
        (["UPDATE audit_entries SET actor_id = 99 WHERE sequence = 1"], 1),
        (["UPDATE audit_entries SET object_ref = '7' WHERE sequence = 5"], 5),
        (['UPDATE audit_details SET body = \'{"name": "别的"}\' WHERE sequence = 2'], 2),
        (
            [
                "DELETE FROM audit_details WHERE sequence = 4",
                "DELETE FROM audit_entries WHERE sequence = 4",
            ],
            4,
        ),
        (
            [
                "DELETE FROM audit_details WHERE sequence = 5",
                "DELETE FROM audit_entries WHERE sequence = 5",
            ],
            5,
        ),
        (
            [
                "DELETE FROM audit_details",
                "UPDATE audit_entries SET sequence = 90 WHERE sequence = 2",
                "UPDATE audit_entries SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_entries SET sequence = 3 WHERE sequence = 90",
            ],
            2,
        ),
        (["UPDATE audit_entries SET previous_digest = digest WHERE sequence = 3"], 3),
        (["UPDATE audit_head SET sequence = 4"], 6),
    ],
)
def test_the_first_broken_link_is_found(chain: AppContext, statements: list[str], broken: int) -> None:
    open_the_tables()
    tamper(*statements)
    assert find_broken_link() == broken


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entries SET deed = 'x' WHERE sequence = 3", "DELETE FROM audit_entries"]
)
def test_entries_are_never_updated_or_deleted(chain: AppContext, statement: str) -> None:
    if statement.startswith("DELETE"):
        tamper("DELETE FROM audit_details")
    with pytest.raises(DBAPIError):
        tamper(statement)
    assert find_broken_link() is None


def test_erased_details_leave_the_chain_whole(chain: AppContext) -> None:
    with transaction() as session:
        session.delete(session.get_one(AuditDetails, 3))
    assert find_broken_link() is None
    rows, _ = queries.list_entries(queries.Search(), 0, 10)
    assert [row.sequence for row in rows if row.details is None] == [3]


def test_a_chain_written_with_another_key_is_broken(chain: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from inspect_app.config import current_settings

    other = replace(current_settings(), audit_key="another key")
    monkeypatch.setattr("inspect_app.audit.queries.current_settings", lambda: other)
    assert find_broken_link() == 1


def test_a_deed_fails_when_its_entry_cannot_be_written(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise OSError("no space left")

    actor = make_actor(Role.ADMIN)
    before = queries.count_entries()
    monkeypatch.setattr(randomness, "token", broken)
    with pytest.raises(OSError), transaction() as session:
        from inspect_app.accounts.models import Unit
        from inspect_app.accounts.vocabulary import UnitKind, UnitLevel

        unit = Unit(code="X", name="X", short_name="X", level=UnitLevel.CITY, kind=UnitKind.BUREAU)
        session.add(unit)
        record(actor, "unit.added", "unit", 1)
    assert db.session.scalar(text("SELECT count(*) FROM units WHERE code = 'X'")) == 0
    assert queries.count_entries() == before


def test_a_deed_fails_when_the_database_refuses_its_entry(chain: AppContext) -> None:
    before = queries.count_entries()
    with transaction() as session:  # somebody's forged entry stands where the next one belongs
        session.execute(_FORGED, {"sequence": before + 1})
    with pytest.raises((IntegrityError, psycopg.IntegrityError)), transaction() as session:
        session.execute(_CHANGE)
        record(SYSTEM, "unit.added", "unit", 1)
    assert db.session.scalar(text("SELECT count(*) FROM finding_counters")) == 0
    assert db.session.get_one(AuditHead, 1, populate_existing=True).sequence == before


_CHANGE = text("INSERT INTO finding_counters (year, prefix, last) VALUES (2000, '', 0)")
_FORGED = text(
    "INSERT INTO audit_entries"
    " (sequence, at, deed, actor_role, object_kind, object_ref, details_digest, previous_digest, digest)"
    " SELECT :sequence, at, deed, actor_role, object_kind, object_ref, details_digest, previous_digest, 'forged'"
    " FROM audit_entries WHERE sequence = 1"
)


def test_a_refused_deed_leaves_no_entry(app_context: AppContext) -> None:
    with pytest.raises(ValueError), transaction():
        record(SYSTEM, "unit.added", "unit", 1)
        raise ValueError
    with transaction():
        pass
    assert queries.count_entries() == 0


def test_an_entry_says_who_by_which_role_when_what_and_on_what(app_context: AppContext) -> None:
    unit = make_unit()
    actor = make_actor(Role.ADMIN, unit)
    with transaction():
        permission = Permission.MANAGE_ACCOUNTS
        record(actor, "unit.changed", "unit", unit.id, permission=permission, name=("旧", "新"))
    entry = db.session.scalars(select(AuditEntry)).one()
    said = (entry.actor_id, entry.actor_role, entry.deed, entry.object_kind, entry.object_ref)
    assert said == (actor.person_id, "admin", "unit.changed", "unit", str(unit.id))
    assert entry.details is not None
    assert entry.details.body == {"name": ["旧", "新"]}


def test_a_shoppers_deed_holds_no_id_but_can_be_opened_with_the_key(app_context: AppContext) -> None:
    actor = make_actor(Role.SHOPPER)
    assert actor.person_id is not None
    with transaction():
        record(actor, "visit.submitted", "visit", 1, covert=True)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.actor_id is None
    assert entry.actor_tag == current_sealer().author_tag(actor.person_id)
    assert entry.actor_seal is not None
    assert current_sealer().open_author(entry.actor_seal) == actor.person_id
    rows, _ = queries.list_entries(queries.Search(), 0, 10)
    assert rows[0].who == "（封存）"


@pytest.mark.parametrize("role", list(Role))
def test_only_the_auditor_reads_the_chain(app: Flask, role: Role) -> None:
    browser = app.test_client()
    with app.app_context():
        sign_in(browser, make_person(role))
    expected = 200 if Permission.READ_AUDIT in GRANTS[role] else 403
    seen = {browser.get(path).status_code for path in ("/admin/audit", "/admin/audit/chain")}
    assert seen == {expected}


@pytest.fixture
def auditor(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context():
        sign_in(client, make_person(Role.AUDITOR))
        actor = make_actor(Role.ADMIN, name="何静")
        for number in range(1, 61):
            with transaction():
                record(actor, "unit.added", "unit", number, name=f"单位{number}<b>")
    return client


def test_the_list_is_filtered_and_comes_in_pages(auditor: FlaskClient) -> None:
    page = auditor.get("/admin/audit").text
    assert "第 1–50 条，共 60 条" in page
    assert "何静" in page
    assert "<b>" not in page.split("单位60")[1][:20]
    assert "共 1 条" in auditor.get("/admin/audit?kind=unit&ref=7").text
    assert "没有这样的记录" in auditor.get("/admin/audit?kind=visit").text
    assert "没有这样的记录" in auditor.get("/admin/audit?from=2100-01-01").text


@pytest.mark.parametrize("query", ["page=0", "page=99999999", "from=never&to=0001-01-01", "kind=%27&ref=%25"])
def test_an_odd_address_is_no_error(auditor: FlaskClient, query: str) -> None:
    assert auditor.get(f"/admin/audit?{query}").status_code == 200


def test_the_page_of_the_chain_says_where_it_breaks(auditor: FlaskClient, app: Flask) -> None:
    assert "链条完整。" in auditor.get("/admin/audit/chain").text
    with app.app_context():
        open_the_tables()
        tamper("UPDATE audit_entries SET object_ref = '0' WHERE sequence = 42")
    assert "链条在第 42 条断开。" in auditor.get("/admin/audit/chain").text


def test_the_head_counts_every_entry(chain: AppContext) -> None:
    head = db.session.get_one(AuditHead, 1)
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
    assert (head.sequence, head.digest) == (last.sequence, last.digest)
