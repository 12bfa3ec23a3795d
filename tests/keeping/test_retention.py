"""What is over is erased, exactly what the dry run listed, and nothing of it is left in the database's file."""

import sqlite3
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.ctx import AppContext
from flask.testing import FlaskClient
from sqlalchemy import make_url, select, text

from inspect_app import jobs
from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.actions import switch_off
from inspect_app.accounts.models import FieldSession, Person, RoleGrant, SignInSession
from inspect_app.accounts.queries import NAME_CONTEXT
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditDetails, AuditEntry
from inspect_app.audit.queries import find_broken_link
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db, is_sqlite, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published, stored_keys
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Invalid
from inspect_app.keeping.actions.erasing import erase_expired, set_days
from inspect_app.keeping.models import RetentionRun
from inspect_app.keeping.queries.expiring import days_kept, due_query, list_due, retention_lines
from inspect_app.keeping.rules.terms import TERMS, demand_allowed
from inspect_app.keeping.vocabulary import DataKind
from inspect_app.messages.models import Message, Outgoing
from inspect_app.messages.vocabulary import Channel, MessageKind, OutgoingState
from inspect_app.tasks.models import JobHeartbeat, Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from inspect_app.voices.actions import letters, opinions, triage
from inspect_app.voices.models import Letter, Opinion
from inspect_app.voices.queries.opinions import get_form
from inspect_app.voices.vocabulary.letters import LetterDraft, LetterSource, Private
from inspect_app.voices.vocabulary.opinions import Challenge, OpinionChannel, OpinionDraft, Satisfied
from tests.factories import keep, make_actor, make_person, make_unit, sign_in
from tests.pictures import photo
from tests.voices.opinions import HALL, make_hall, speak

_PHONE, _WORDS = "13800001234", "让我回家拿户口簿复印件，一共跑了三趟还没有办成"
_SHOPPER, _TITLE = "欧阳真名", "quiet-heron的职务"
_DETAIL = "只在审计内容里出现的一句话"


@pytest.fixture
def office(app_context: AppContext) -> AppContext:
    """Make one of everything that is kept for a time, and settle what can be settled."""
    hall = make_hall()
    speak(hall, OpinionDraft(satisfied=Satisfied.BAD, words=_WORDS, phone=_PHONE))
    opinion = db.session.scalars(select(Opinion)).one()
    person, clerk = make_person(Role.OFFICE_CLERK), hall.clerk
    with transaction():
        opinions.note(clerk, opinion.id, "已经转告。", None)
        record(SYSTEM, "unit.added", "unit", 1, name=_DETAIL)
        _letter(clerk)
        file = store_upload(clerk, photo(), "a.jpg")
    make_copies(file.id)
    _shoppers()
    # It stays, on the same page of the table as what goes.
    speak(hall, OpinionDraft(satisfied=Satisfied.BAD, words="还没有办的一件"))
    now = clock.now()
    keep(
        SignInSession(token_hash="a", person_id=person.id, created_at=now, last_seen_at=now, ended_at=now),
        SignInSession(token_hash="b", person_id=person.id, created_at=now, last_seen_at=now),
        FieldSession(token_hash="c", person_id=person.id, device="d", created_at=now, expires_at=now, ended_at=now),
        Message(person_id=person.id, kind=next(iter(MessageKind)), text="t", link="/", key="k", at=now),
        _outgoing(person.id, OutgoingState.SENT),
        Task(kind=TaskKind.REMIND, object_ref="9", due_at=now, state=TaskState.DONE, finished_at=now, try_at=None),
    )
    return app_context


def _letter(clerk) -> None:  # type: ignore[no-untyped-def]
    draft = LetterDraft(
        source=LetterSource.CASE, received_on=clock.today(), words="我叫张桂芳，民警王建军没有讲清，跑了三趟。",
        alias="张大娘", private=Private("张桂芳", _PHONE, ("王建军",)),
    )  # fmt: skip
    letter = letters.register(clerk, draft)
    triage.take_no_action(clerk, letter.id, "重复来信，已经办过。", None)


def _shoppers() -> None:
    """One who goes on visits, and one who went and was switched off."""
    for username, name in (("calm-otter", "还在走访的人"), ("quiet-heron", _SHOPPER)):
        seal = current_sealer().seal(name.encode(), NAME_CONTEXT)
        facts = {"username": username, "name_seal": seal, "title": f"{username}的职务"}
        person = make_person(Role.SHOPPER, make_unit(f"{username}单位"), **facts)
        if name == _SHOPPER:
            admin = make_actor(Role.ADMIN)
            with transaction():
                switch_off(admin, person.id)


def _outgoing(person_id: int, state: OutgoingState) -> Outgoing:
    return Outgoing(
        person_id=person_id, channel=next(iter(Channel)), day=clock.today(), title="t", body="b",
        token=randomness.token(), state=state, made_at=clock.now(),
    )  # fmt: skip


def _keys(kind: DataKind) -> set[int]:
    query = due_query(kind, days_kept()[kind], clock.today())
    return {row[0] for row in db.session.execute(query)}


_LEFT: dict[DataKind, Callable[[], set[int]]] = {
    DataKind.OPINION_PHONES: lambda: set(db.session.scalars(select(Opinion.id).where(Opinion.phone_seal.is_not(None)))),
    DataKind.OPINIONS: lambda: set(db.session.scalars(select(Opinion.id))),
    DataKind.LETTER_NAMES: lambda: set(db.session.scalars(select(Letter.id).where(Letter.private_seal.is_not(None)))),
    DataKind.SHOPPERS: lambda: set(db.session.scalars(select(Person.id).where(Person.name_seal.is_not(None)))),
    DataKind.ORIGINALS: lambda: set(db.session.scalars(select(StoredFile.id).where(StoredFile.original_key != ""))),
    DataKind.SESSIONS: lambda: set(db.session.scalars(select(SignInSession.id))),
    DataKind.TABLET_SESSIONS: lambda: set(db.session.scalars(select(FieldSession.id))),
    DataKind.MESSAGES: lambda: set(db.session.scalars(select(Message.id))),
    DataKind.DIGESTS: lambda: set(db.session.scalars(select(Outgoing.id))),
    DataKind.TASKS: lambda: set(db.session.scalars(select(Task.id))),
    DataKind.AUDIT_DETAILS: lambda: set(db.session.scalars(select(AuditDetails.sequence))),
}


@pytest.mark.parametrize("kind", DataKind)
def test_the_dry_run_lists_exactly_what_is_then_erased(office: AppContext, kind: DataKind) -> None:
    """The day before nothing is due; on the day it is, and only that goes."""
    with time_machine.travel(clock.now() + timedelta(days=TERMS[kind].days - 1), tick=False):
        assert _keys(kind) == set()
    with time_machine.travel(clock.now() + timedelta(days=TERMS[kind].days + 1), tick=False):
        listed, before = _keys(kind), _LEFT[kind]()
        rows, total = list_due(kind, 0, 100)
        assert {row.key for row in rows} == listed
        assert (total, listed <= before, listed != set()) == (len(listed), True, True)
        erase_expired()
        db.session.expire_all()
        assert _LEFT[kind]() & before == before - listed
        assert find_broken_link() is None


def test_what_is_still_needed_stays_however_old(office: AppContext) -> None:
    with time_machine.travel(clock.at(clock.today() + timedelta(days=4000), time(12)), tick=False):
        erase_expired()
        db.session.expire_all()
        assert db.session.scalars(select(SignInSession.token_hash)).all() == ["b"]  # nobody signed out
        file = db.session.scalars(select(StoredFile)).one()
        assert (file.original_key, published(file)[0][:2]) == ("", b"\xff\xd8")
        assert [key for key in stored_keys() if key.startswith("originals/")] == []
        letter = db.session.scalars(select(Letter)).one()
        assert "张桂芳" not in letter.words
        assert "王建军" not in letter.words
        assert "跑了三趟" in letter.words
        assert db.session.scalar(select(AuditEntry.sequence).order_by(AuditEntry.sequence).limit(1)) == 1


def test_nothing_erased_is_left_in_the_databases_file(office: AppContext) -> None:
    """Not in a page, a free page or SQLite's log; what is there before shows that the search finds it."""
    seals = list(db.session.scalars(select(Opinion.phone_seal).where(Opinion.phone_seal.is_not(None))))
    seals += db.session.scalars(select(Person.name_seal).where(Person.active.is_(False)))
    # Entries of the chain keep their details in JSON, which writes Chinese with escapes.
    wanted = [_WORDS.encode(), *seals, _TITLE.encode(), _DETAIL.encode("unicode_escape")]
    assert [needle in _bytes() for needle in wanted] == [True] * 5
    with time_machine.travel(clock.at(clock.today() + timedelta(days=4000), time(12)), tick=False):
        erase_expired()
    assert [needle in _bytes() for needle in wanted] == [False] * 5
    assert "还没有办的一件".encode() in _bytes()


def test_a_table_that_is_read_meanwhile_is_written_anew_the_next_night(
    office: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    if is_sqlite():
        pytest.skip("SQLite overwrites what it erases at once")
    with time_machine.travel(clock.at(clock.today() + timedelta(days=4000), time(12)), tick=False):
        with db.engine.connect() as export:
            export.execute(text("BEGIN; LOCK TABLE opinions IN ACCESS SHARE MODE"))
            erase_expired()
            export.rollback()
        assert ("opinions" in caplog.text, _WORDS.encode() in _bytes()) == (True, True)
        erase_expired()
        assert _WORDS.encode() not in _bytes()


def test_an_erased_shopper_is_a_code_that_nobody_is_behind(office: AppContext) -> None:
    with time_machine.travel(clock.at(clock.today() + timedelta(days=4000), time(12)), tick=False):
        erase_expired()
        db.session.expire_all()
        gone = db.session.scalars(select(Person).where(Person.active.is_(False))).one()
        assert (gone.name_seal, gone.title, gone.unit_id, gone.password_hash) == (None, "", None, None)
        assert (gone.name, gone.username) == (gone.shopper_code, f"erased-{gone.id}")  # a name is never missing
        assert db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == gone.id)).all() == []
        stays = db.session.scalars(select(Person).where(Person.username == "calm-otter")).one()
        assert (stays.name_seal is not None, stays.title) == (True, "calm-otter的职务")


def test_what_a_citizen_deletes_by_receipt_is_gone_from_the_file(app_context: AppContext) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL's files are its server's")
    hall, said = make_hall(), OpinionDraft(satisfied=Satisfied.BAD, words=_WORDS, phone=_PHONE)
    challenge = Challenge(hall.code, "a nonce", int(clock.now().timestamp()), 1)
    with transaction():
        heard = opinions.hear(get_form(hall.form_id), said, challenge, HALL, OpinionChannel.PHONE)
    assert _WORDS.encode() in _bytes()
    with transaction():
        opinions.erase(heard.receipt)
    _checkpoint()
    assert _WORDS.encode() not in _bytes()


def _bytes() -> bytes:
    """Return the files of the database: on PostgreSQL all its tables, as the server keeps them in its folder."""
    db.session.rollback()
    if not is_sqlite():
        with db.engine.connect() as server:
            server.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
            where = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
            folder, number = server.execute(text(where)).one()
        return b"".join(one.read_bytes() for one in Path(folder, "base", str(number)).iterdir())
    path = Path(str(make_url(current_settings().database).database))
    return b"".join(one.read_bytes() for one in (path, Path(f"{path}-wal")) if one.exists())


def _checkpoint() -> None:
    db.session.rollback()
    with sqlite3.connect(str(make_url(current_settings().database).database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_the_daily_task_erases_beats_and_is_audited(office: AppContext) -> None:
    with time_machine.travel(clock.at(clock.today() + timedelta(days=4000), time(12)), tick=False):
        jobs.put_down_daily()
        jobs.run_due()
        beat = db.session.get_one(JobHeartbeat, TaskKind.ERASE_EXPIRED)
        assert beat.last_ok_at is not None
        runs = {run.kind: run.count for run in db.session.scalars(select(RetentionRun))}
        assert set(runs) == set(DataKind)
        entries = db.session.scalars(select(AuditEntry.object_ref).where(AuditEntry.deed == "retention.erased"))
        assert set(entries) == {kind.value for kind in DataKind}
        assert {line.kind: line.last_count for line in retention_lines()} == runs


@pytest.mark.parametrize("kind", DataKind)
def test_a_time_beyond_what_is_allowed_is_refused(kind: DataKind) -> None:
    term = TERMS[kind]
    for days in (term.least, term.days, term.most):
        demand_allowed(kind, days)
    for days in (term.least - 1, term.most + 1, 0, -1):
        with pytest.raises(Invalid):
            demand_allowed(kind, days)


def test_logs_are_kept_for_half_a_year_at_least() -> None:
    kinds = (DataKind.SESSIONS, DataKind.TABLET_SESSIONS, DataKind.AUDIT_DETAILS)
    assert {TERMS[kind].least for kind in kinds} == {185}


def test_a_change_is_kept_and_audited(app_context: AppContext) -> None:
    actor = make_actor(Role.SECURITY_ADMIN)
    for days in (200, 300):
        with transaction():
            set_days(actor, DataKind.SESSIONS, days)
    assert days_kept()[DataKind.SESSIONS] == 300
    bodies = db.session.scalars(select(AuditDetails.body).order_by(AuditDetails.sequence)).all()
    assert [body["days"] for body in bodies] == [[365, 200], [200, 300]]


@pytest.fixture
def without_tokens(app: Flask) -> None:
    """Let posts come without the token that a page would bring."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.usefixtures("without_tokens")
def test_a_shorter_time_says_first_how_much_more_goes(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        person, past = make_person(Role.AUDITOR), clock.now() - timedelta(days=300)
        keep(SignInSession(token_hash="a", person_id=person.id, created_at=past, last_seen_at=past, ended_at=past))
        sign_in(client, make_person(Role.SECURITY_ADMIN))
    page = client.post("/admin/retention/sessions", data={"days": "200"})
    assert (page.status_code, "下一次会多清除 1 条" in page.text) == (422, True)
    with app.app_context():
        assert days_kept()[DataKind.SESSIONS] == 365
    assert client.post("/admin/retention/sessions", data={"days": "200", "sure": "1"}).status_code == 303
    with app.app_context():
        assert days_kept()[DataKind.SESSIONS] == 200
    listed = client.get("/admin/retention/sessions").text
    assert "下一次会清除 1 条" in listed
    assert "保存期限" in client.get("/admin/retention").text


@pytest.mark.usefixtures("without_tokens")
@pytest.mark.parametrize("days", ["", "x", "184", "99999"])
def test_a_bad_number_of_days_is_refused_beside_its_field(client: FlaskClient, app: Flask, days: str) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.SECURITY_ADMIN))
    assert client.post("/admin/retention/sessions", data={"days": days}).status_code == 422
