"""Every edit, cut and reorder of the chain is found, a tail that is cut together with its head among them."""

import random
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.ctx import AppContext
from sqlalchemy import select, text

from inspect_app.access import SYSTEM
from inspect_app.audit.actions import catch_up_file, check_chain, mark_head, record
from inspect_app.audit.models import AuditCheck, AuditMark
from inspect_app.audit.queries import find_broken_link, kept_path, last_check, read_kept
from inspect_app.audit.rules import (
    GENESIS,
    EntryFacts,
    Link,
    Mark,
    canonical,
    canonical_facts,
    digest_details,
    digest_entry,
    first_broken,
    marks_of,
)
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Refused
from tests.audit.test_chain import open_the_tables, tamper
from tests.conftest import Scale

_KEY, _LENGTH = "a key", 24


def _key_at(_sequence: int) -> str:
    return _KEY


@dataclass
class Chain:
    """A chain in memory, as somebody with the tables in hand sees it; they have no key."""

    links: list[Link]
    head: tuple[int, str]


def _make(key: str = _KEY, length: int = _LENGTH) -> Chain:
    links, previous = [], GENESIS
    for number in range(1, length + 1):
        body = {"name": f"单位{number}", "was": [number, None]}
        facts = EntryFacts(
            number, f"2026-11-{number:02d}T08:00:00+00:00", "unit.added", str(number), "admin", "unit", str(number),
            digest_details(f"salt{number}", body),
        )  # fmt: skip
        digest = digest_entry(key, previous, facts)
        links.append(Link(facts, previous, digest, (f"salt{number}", body)))
        previous = digest
    return Chain(links, (length, previous))


def _edit(chain: Chain, draw: random.Random) -> None:
    """Change one field of one entry, digests and details among them."""
    place = draw.randrange(len(chain.links))
    link = chain.links[place]
    field = draw.choice((*EntryFacts._fields, "previous_digest", "digest", "salt", "body"))
    if field in EntryFacts._fields:
        value = getattr(link.facts, field)
        changed = value + 1 if isinstance(value, int) else f"{value}x"
        chain.links[place] = link._replace(facts=link.facts._replace(**{field: changed}))
    elif field in ("previous_digest", "digest"):
        chain.links[place] = link._replace(**{field: digest_details("other", {"at": draw.random()})})
    else:
        salt, body = link.details or ("", {})
        details = (f"{salt}x", body) if field == "salt" else (salt, {**body, "name": "别的"})
        chain.links[place] = link._replace(details=details)


def _rechain(chain: Chain, draw: random.Random) -> None:
    """Change an entry and write all that follow anew, with a key that was guessed."""
    place = draw.randrange(len(chain.links))
    previous = chain.links[place].previous_digest
    for at in range(place, len(chain.links)):
        facts = chain.links[at].facts._replace(actor_role="auditor")
        digest = digest_entry("guessed", previous, facts)
        chain.links[at] = chain.links[at]._replace(facts=facts, previous_digest=previous, digest=digest)
        previous = digest
    chain.head = (len(chain.links), previous)


def _cut(chain: Chain, draw: random.Random) -> None:
    """Take some entries out of the middle or the beginning."""
    start = draw.randrange(len(chain.links) - 1)
    del chain.links[start : draw.randrange(start + 1, len(chain.links))]


def _cut_tail(chain: Chain, draw: random.Random) -> None:
    """Take the latest entries and move the head back, so that what is left is a whole chain."""
    del chain.links[draw.randrange(len(chain.links)) :]
    chain.head = (len(chain.links), chain.links[-1].digest if chain.links else GENESIS)


def _reorder(chain: Chain, draw: random.Random) -> None:
    """Let two entries change places, with or without their numbers."""
    one, other = draw.sample(range(len(chain.links)), 2)
    first, second = chain.links[one], chain.links[other]
    if draw.random() < 0.5:
        numbers = first.facts.sequence, second.facts.sequence
        first = first._replace(facts=first.facts._replace(sequence=numbers[1]))
        second = second._replace(facts=second.facts._replace(sequence=numbers[0]))
    chain.links[one], chain.links[other] = second, first


def _repeat(chain: Chain, draw: random.Random) -> None:
    """Put an entry in twice."""
    place = draw.randrange(len(chain.links))
    chain.links.insert(place, chain.links[place])


def _move_head(chain: Chain, draw: random.Random) -> None:
    """Change only what the head's row says."""
    chain.head = draw.choice([(chain.head[0] - 1, chain.head[1]), (chain.head[0], chain.links[-2].digest)])


_WAYS = (_edit, _rechain, _cut, _cut_tail, _reorder, _repeat, _move_head)


def test_ten_thousand_random_edits_cuts_and_reorders_are_all_found(scale: Scale) -> None:
    """The head was kept elsewhere when the chain had its full length, as each notice and each day does."""
    whole, draw = _make(), random.Random(20261201)  # noqa: S311 - the same changes each time
    kept = [Mark(*whole.head)]
    assert first_broken(_key_at, whole.links, whole.head, kept) is None
    missed = []
    for number in range(scale(1_000, 10_000)):
        chain, way = Chain(list(whole.links), whole.head), _WAYS[number % len(_WAYS)]
        way(chain, draw)
        if first_broken(_key_at, chain.links, chain.head, kept) is None:
            missed.append(way.__name__)
    assert missed == []


def test_a_chain_written_anew_with_the_key_is_betrayed_by_the_kept_head() -> None:
    whole, other = _make(), _make()
    other.links = [link._replace(details=None) for link in other.links]
    facts = other.links[3].facts._replace(actor="99")
    previous = other.links[2].digest
    for at in range(3, _LENGTH):
        facts = facts if at == 3 else other.links[at].facts
        digest = digest_entry(_KEY, previous, facts)
        other.links[at], previous = Link(facts, previous, digest, None), digest
    assert first_broken(_key_at, other.links, (_LENGTH, previous)) is None
    assert first_broken(_key_at, other.links, (_LENGTH, previous), [Mark(10, whole.links[9].digest)]) == 10


def test_two_kept_heads_that_disagree_are_a_break() -> None:
    whole = _make()
    marks = [Mark(5, "somebody's"), Mark(5, whole.links[4].digest)]
    assert first_broken(_key_at, whole.links, whole.head, marks) == 5
    assert first_broken(_key_at, whole.links, whole.head, marks[::-1]) == 5


def test_the_short_way_to_the_canonical_form_gives_the_same_bytes() -> None:
    facts = EntryFacts(7, "2026-11-20T08:00:00+00:00", 'a"b\\c\n', "\u2028\x00\x7f", "", "单位", "é😀", "0" * 64)
    assert canonical_facts(facts) == canonical(facts._asdict())


@pytest.fixture
def chain(app_context: AppContext) -> AppContext:
    for number in range(1, 6):
        with transaction():
            record(SYSTEM, "unit.added", "unit", number, name=f"单位{number}")
            if number == 5:
                mark_head("notice 1")
    return app_context


_CUT_TAIL = (
    "DELETE FROM audit_details WHERE sequence > 3",
    "DELETE FROM audit_entries WHERE sequence > 3",
    "UPDATE audit_head SET sequence = 3, digest = (SELECT digest FROM audit_entries WHERE sequence = 3)",
)


def test_a_tail_that_was_cut_with_its_head_is_found_by_the_notices_mark(chain: AppContext) -> None:
    kept_path().unlink()
    open_the_tables()
    tamper(*_CUT_TAIL)
    assert find_broken_link() == 4


def test_a_tail_that_was_cut_with_its_head_and_its_marks_is_found_by_the_second_file(chain: AppContext) -> None:
    open_the_tables()
    tamper(*_MARKS_OPEN[db.engine.dialect.name], "DELETE FROM audit_marks", *_CUT_TAIL)
    assert find_broken_link() == 4
    kept_path().unlink()
    assert find_broken_link() is None  # nobody can tell any more: that is what the second file is for


_MARKS_OPEN = {
    "sqlite": (),
    "postgresql": ("ALTER TABLE audit_marks DISABLE TRIGGER USER",),
}


def test_kept_heads_are_never_changed_or_deleted(chain: AppContext) -> None:
    for statement in ("UPDATE audit_marks SET digest = 'x'", "DELETE FROM audit_marks"):
        with pytest.raises(Exception, match="append-only"):
            tamper(statement)


def test_the_daily_look_is_noted_and_keeps_the_days_head(chain: AppContext) -> None:
    looked = check_chain()
    assert (looked.entries, looked.broken) == (5, None)
    check = last_check()
    assert check is not None
    assert (check.entries, check.marks, check.broken) == (5, 1, None)
    kept = db.session.scalars(select(AuditMark).order_by(AuditMark.sequence)).all()
    assert [mark.kept_with.split()[0] for mark in kept] == ["notice", "day"]
    assert len(kept_path().read_text().splitlines()) == 2
    assert find_broken_link() is None


def test_a_broken_chain_is_noted_and_the_look_fails(chain: AppContext) -> None:
    open_the_tables()
    tamper("UPDATE audit_entries SET actor_id = 9 WHERE sequence = 2")
    with pytest.raises(Refused, match="第 2 条"):
        check_chain()
    assert db.session.scalars(select(AuditCheck.broken)).all() == [2]


def test_heads_that_could_not_be_written_are_written_by_the_next_look(chain: AppContext) -> None:
    line = kept_path().read_text()
    kept_path().write_text(line[:20])  # the power went
    catch_up_file()
    assert kept_path().read_text() == f"{line[:20]}\n{line}"
    assert list(marks_of(read_kept())) == list(marks_of([line]))
    assert find_broken_link() is None


def test_a_deed_is_done_although_its_head_cannot_be_written_to_the_file(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspect_app.audit.actions.os.open", full)
    with transaction():
        record(SYSTEM, "unit.added", "unit", 1)
        mark_head("notice 1")
    assert db.session.scalar(text("SELECT count(*) FROM audit_marks")) == 1


def test_the_second_file_is_the_owners_alone(chain: AppContext, app: Flask) -> None:
    assert kept_path().stat().st_mode & 0o077 == 0
