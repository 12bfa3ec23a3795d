"""A long chain checked whole, a hundred thousand expired rows erased, a backup made, checked and rehearsed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import insert, update

from inspect_app.audit.models import AuditDetails, AuditEntry, AuditHead
from inspect_app.audit.queries import look_at_chain
from inspect_app.audit.rules import GENESIS, EntryFacts, digest_details, digest_entry
from inspect_app.config import Settings, current_settings
from inspect_app.database import db, transaction
from inspect_app.foundation import age, clock
from inspect_app.keeping.actions.erasing import erase_expired
from inspect_app.keeping.actions.making import write_backup
from inspect_app.keeping.actions.restoring import rehearse_backup
from inspect_app.keeping.queries.archives import check
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind
from tests.bench.report import Line, Report
from tests.databases import migrate, open_app
from tests.factories import make_person

_DETAILS = ("sequence", "salt", "body")
_CHAIN, _EXPIRED, _PART = 1_000_000, 100_000, 10_000
_QUICK = 20
_CHAIN_SECONDS, _ERASE_SECONDS = 5.0, 60.0


def measure_keeping(report: Report, backend: str, url: str, folder: Path, *, quick: bool) -> None:
    """Measure on a database of its own."""
    settings = Settings(data_dir=folder / f"{backend}-keeping", database_url=url)
    migrate(settings)
    chain, expired = (count // (_QUICK if quick else 1) for count in (_CHAIN, _EXPIRED))
    with open_app(settings) as app, app.app_context():
        _fill_chain(chain)
        line_of(report, backend, chain, "核对整条审计链", seconds_of(_look), _CHAIN_SECONDS)
        _fill_messages(expired)
        line_of(report, backend, expired, "清除到期数据", seconds_of(erase_expired), _ERASE_SECONDS)
        identity, path = age.Identity.make(), folder / f"{backend}.inspect-backup"
        made = seconds_of(lambda: write_backup(path, identity.recipient, quiet))
        size = path.stat().st_size / 1024 / 1024
        for name, taken in (
            ("备份（加密）", made),
            ("核对备份", seconds_of(lambda: check(path, identity))),
            ("恢复演练", seconds_of(lambda: rehearse_backup(path, identity, quiet))),
        ):
            line_of(report, backend, chain, name, taken, None, f"{size:.0f} MB")


def line_of(
    report: Report, backend: str, size: int, name: str, seconds: float, goal: float | None, remark: str = ""
) -> Line:
    """Report how long something took, beside what it may take."""
    line = Line(backend, size, name, [seconds * 1000], rate=size / seconds, remark=remark)
    if goal is not None:
        line.goal, line.met = f"≤ {goal:.0f} s", seconds <= goal
    return report.add(line)


def seconds_of(deed: Callable[[], object]) -> float:
    """Do it and return how long it took."""
    begun = perf_counter()
    deed()
    return perf_counter() - begun


def quiet(_words: str) -> None:
    """Say nothing on the way."""
    return


def _look() -> None:
    assert look_at_chain().broken is None


def _fill_chain(count: int) -> None:
    previous = GENESIS
    for start in range(1, count + 1, _PART):
        rows = []
        for row in _entries(range(start, min(start + _PART, count + 1)), previous):
            rows.append(row)
            previous = row["digest"]
        with transaction() as session:
            session.execute(insert(AuditEntry), [_only(row, "salt", "body") for row in rows])
            session.execute(insert(AuditDetails), [{name: row[name] for name in _DETAILS} for row in rows])
            session.execute(update(AuditHead).values(sequence=rows[-1]["sequence"], digest=previous))


def _only(row: dict[str, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in without}


def _entries(numbers: range, previous: str) -> Iterator[dict[str, Any]]:
    key, at = current_settings().audit_key, clock.now()
    for number in numbers:
        salt, body = f"{number:032x}", {"status": ["rectifying", "closed"], "text": f"第 {number} 件已经办结。"}
        facts = EntryFacts(
            number, at.isoformat(), "finding.closed", "7", "office_clerk", "finding", str(number),
            digest_details(salt, body),
        )  # fmt: skip
        digest = digest_entry(key, previous, facts)
        yield {
            "sequence": number, "at": at, "deed": facts.deed, "actor_id": 7, "actor_role": facts.actor_role,
            "object_kind": facts.object_kind, "object_ref": facts.object_ref, "details_digest": facts.details_digest,
            "previous_digest": previous, "digest": digest, "salt": salt, "body": body,
        }  # fmt: skip
        previous = digest


def _fill_messages(count: int) -> None:
    person, old = make_person(), clock.now() - timedelta(days=400)
    facts = {"person_id": person.id, "kind": next(iter(MessageKind)), "text": "到期提醒", "link": "/", "at": old}
    with transaction() as session:
        for start in range(0, count, _PART):
            numbers = range(start, min(start + _PART, count))
            session.execute(insert(Message), [{**facts, "key": f"k{number}"} for number in numbers])
    db.session.rollback()
