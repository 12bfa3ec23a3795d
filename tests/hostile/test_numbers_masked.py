"""Numbers of people are shown shortened on every page and in every export; the full one only to who says why."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from inspect_app.access import GRANTS, Permission, Role
from inspect_app.audit.models import AuditDetails, AuditEntry
from inspect_app.database import db, transaction
from inspect_app.foundation.masking import mask_numbers
from inspect_app.voices.models import Letter, Opinion
from inspect_app.voices.queries.opinions import phone_of
from tests.conftest import Scale
from tests.hostile.conftest import _sqlite
from tests.hostile.requests import address, people, rules
from tests.hostile.world import NOBODY, World

_PHONE, _IDENTITY = "13912345678", "330102199001011234"
_SEEDED = f"（{_PHONE}，{_IDENTITY}）"
# What people write; what is frozen by a trigger is seeded through what it is made from.
_WORDS = {
    "findings": ("title", "fact", "suggestion", "demand", "public_alias"),
    "letters": ("title", "words", "answer", "outcome", "reason"),
    "letter_events": ("text",),
    "opinions": ("words", "reply"),
    "feedbacks": ("work_done", "same_elsewhere", "lasting_rule"),
    "plans": ("explanation", "root_cause_text", "measures", "owner", "remark"),
    "milestones": ("text", "note"),
    "answers": ("note",),
    "interviews": ("words",),
    "trials": ("note",),
    "visit_remarks": ("text",),
    "verifications": ("remark",),
    "handovers": ("note", "answer"),
    "source_replies": ("text",),
    "assist_opinions": ("text",),
    "disputes": ("grounds", "ruling"),
    "deferrals": ("reason", "remark"),
    "extensions": ("reason", "remark"),
    "slips": ("demand", "answer"),
    "demands": ("words",),
    "pledges": ("words",),
    "commendations": ("words",),
    "instruction_texts": ("words",),
    "assigned_tasks": ("demand_words",),
    "messages": ("text",),
    "scheme_versions": ("text", "remark"),
    "tough_projects": ("progress",),
}
# A tablet's own pages fill its own fields with what its author typed; addresses and scripts carry no words.
_OWN = ("field.", "static", "accounts.people_file")
_FIELDS = re.compile(r"<textarea\b.*?</textarea>|<input\b[^>]*>|<option\b.*?</option>", re.DOTALL)


@pytest.fixture(scope="module")
def seeded(sqlite_template, tmp_path_factory) -> Iterator[World]:  # type: ignore[no-untyped-def]
    """Give a world in which everybody writes telephone and identity numbers into everything."""
    with _sqlite(sqlite_template, tmp_path_factory.mktemp("masked")) as world:
        with world.app.app_context(), transaction() as session:
            for name, columns in _WORDS.items():
                for column in columns:
                    statement = f"UPDATE {name} SET {column} = {column} || :said WHERE {column} <> ''"  # noqa: S608
                    session.execute(text(statement), {"said": _SEEDED})
        yield world


def _said(answer: TestResponse) -> str:
    """Return everything an answer tells: a page without what its own form may change, a file unpacked."""
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return _FIELDS.sub("", answer.data.decode("utf-8", "replace"))


@pytest.mark.slow
def test_no_page_and_no_export_shows_a_full_number(seeded: World, scale: Scale) -> None:
    """Ask for each route as every fourth person in turn; as everybody in the slow run."""
    step, shown, masked = scale(-4, -1), {}, 0
    everybody = people(seeded)
    for turn, rule in enumerate(rules(seeded.app)):
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(_OWN):
            continue
        for who in everybody[turn % -step :: -step]:
            said = _said(seeded.client(who).get(address(seeded, rule)))
            masked += said.count("139****5678") + said.count("330***********1234")
            found = [number for number in (_PHONE, _IDENTITY) if number in said]
            if found:
                shown.setdefault(rule.endpoint, []).append((who, found))
    assert shown == {}
    assert masked > 20  # the numbers are there, and stand on the pages shortened


def test_the_ledger_in_excel_shows_shortened_numbers(seeded: World) -> None:
    said = _said(seeded.client("office_director").get("/ledger/export"))
    assert (_PHONE in said, "139****5678" in said) == (False, True)


def test_only_the_office_may_see_a_full_number() -> None:
    assert {role for role in Role if Permission.VIEW_PII in GRANTS[role]} == {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR}


def test_a_full_number_asks_a_reason_and_leaves_one_entry(seeded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(seeded.app.config, "WTF_CSRF_ENABLED", False)
    with seeded.app.app_context():
        letter = db.session.scalars(select(Letter.id).where(Letter.private_seal.is_not(None)).limit(1)).one()
        opinion = db.session.scalars(select(Opinion).where(Opinion.phone_seal.is_not(None)).limit(1)).first()
        doors = [f"/letters/{letter}/contact"]
        full = ["13812345678"]
        if opinion is not None:
            doors.append(f"/voices/opinions/{opinion.id}/phone")
            full.append(phone_of(opinion))
    clerk = seeded.client("office_clerk")
    for door, number in zip(doors, full, strict=True):
        before = _count(seeded)
        refused = clerk.post(door, data={"reason": ""})
        assert (refused.status_code, number in _said(refused), _count(seeded)) == (422, False, before)
        shown = clerk.post(door, data={"reason": "要回电话问清楚哪一天去的"})
        assert (shown.status_code, number in _said(shown), _count(seeded)) == (200, True, before + 1)
        with seeded.app.app_context():
            entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
            details = db.session.get_one(AuditDetails, entry.sequence)
            assert entry.deed.endswith(".contact_read")
            assert details.body["reason"] == "要回电话问清楚哪一天去的"


def _count(world: World) -> int:
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_who_searches_for_a_number_goes_on_looking_for_it(seeded: World) -> None:
    client: FlaskClient = seeded.client("office_director")
    page = client.get("/ledger", query_string={"q": _PHONE}).text
    assert _PHONE in page
    assert _IDENTITY not in _FIELDS.sub("", page)


def test_nobody_is_shown_nothing_either(seeded: World) -> None:
    assert _PHONE not in seeded.client(NOBODY).get("/login").text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("打13812345678找他", "打138****5678找他"),
        ("13812345678、13987654321", "138****5678、139****4321"),
        ("身份证 33010219900101123x。", "身份证 330***********123x。"),
        ("0571-87654321", "0571-87654321"),
        ("12345", "12345"),
        ("编号113812345678", "编号113812345678"),
        ("a13812345678", "a13812345678"),
        ("23812345678", "23812345678"),
        ("", ""),
    ],
)
def test_only_numbers_of_people_are_shortened(said: str, shown: str) -> None:
    assert mask_numbers(said) == shown
    assert mask_numbers(shown) == shown
