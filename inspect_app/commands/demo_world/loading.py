"""Play the demo world into an empty installation, whole or not at all; and say whether it is all there is."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from random import Random

from flask import current_app
from sqlalchemy import func, select, update

from inspect_app.accounts.actions import hash_password
from inspect_app.accounts.models import Person, Unit
from inspect_app.calendar.actions import seed_from_library
from inspect_app.calendar.queries import work_calendar
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Site
from inspect_app.checklists.models import Checklist
from inspect_app.commands.demo_world.dialling import begin_dialling
from inspect_app.commands.demo_world.editing import begin_bulletins
from inspect_app.commands.demo_world.hearing import begin_hearing
from inspect_app.commands.demo_world.instructed import begin_instructions
from inspect_app.commands.demo_world.online import begin_online_checks
from inspect_app.commands.demo_world.people import everybody
from inspect_app.commands.demo_world.pictures import draw_picture
from inspect_app.commands.demo_world.places import PLACES
from inspect_app.commands.demo_world.planned import plan_on
from inspect_app.commands.demo_world.receiving import begin_inbox
from inspect_app.commands.demo_world.reporting import begin_notices
from inspect_app.commands.demo_world.seeing_through import see_through
from inspect_app.commands.demo_world.staging import set_stage
from inspect_app.commands.demo_world.timeline import Timeline
from inspect_app.commands.demo_world.trips import DAYS, all_trips
from inspect_app.commands.demo_world.units import UNITS
from inspect_app.commands.demo_world.visiting import visit_story
from inspect_app.commands.demo_world.world import World
from inspect_app.config import current_settings
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import keep_document
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import store
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.foundation import clock, imaging, randomness
from inspect_app.messages.models import Message
from inspect_app.notices.models import NoticeDocument, NoticePrint
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskState

_PICTURES = 8
_UNREAD_FOR = timedelta(days=2)
_FULL_TABLES = (Unit, Person, Campaign, Site, ServiceItem, Checklist)


def is_empty() -> bool:
    """Say whether nobody has put anything in yet."""
    return not any(db.session.scalar(select(func.count()).select_from(table)) for table in _FULL_TABLES)


def has_files() -> bool:
    """Say whether the storage holds files already."""
    return any(True for _ in _keys())


def real_things() -> list[str]:
    """Return what is there that the demo didn't bring, in words; empty when all may go."""
    sites = [place.code for place in PLACES]
    strangers = (
        ("专项", select(Campaign.name).where(Campaign.is_demo.is_(False))),
        ("人员", select(Person.username).where(Person.username.not_in([one.username for one in everybody()]))),
        ("单位", select(Unit.name).where(Unit.code.not_in([unit[0] for unit in UNITS]))),
        ("网点", select(Site.name).where(Site.code.not_in(sites))),
    )
    found = []
    for word, query in strangers:
        names = db.session.scalars(query.limit(3)).all()
        if names:
            found.append(f"{word}“{'”“'.join(names)}”")
    return found


def load(seed: int) -> None:
    """Play forty days with one seed; the same seed at the same moment makes the same rows."""
    present = clock.now().replace(microsecond=0)
    pictures = [draw_picture(_dice(seed, f"picture {kind}"), kind) for kind in range(_PICTURES)]
    with ThreadPoolExecutor(2) as makers:
        limit = current_settings().upload_pixels
        copies = list(makers.map(lambda picture: imaging.make_copies(picture, limit), pictures))
    secret = hash_password(current_settings().demo_password)
    begin = clock.at(clock.day_of(present) - timedelta(days=DAYS + 20), time(8))
    timeline = Timeline(begin, present)
    with _nothing_left_behind():
        _load(seed, timeline, secret, pictures, copies)
        with transaction():
            _read_messages(present)


def _load(seed: int, timeline: Timeline, secret: str, pictures: list[bytes], copies: list[imaging.Copies]) -> None:
    # One request for the whole play, so that the calendar is read once.
    with (
        current_app.test_request_context(),
        clock.reading(timeline.read),
        randomness.drawing(_dice(seed, "bytes").randbytes),
        transaction(),
    ):
        seed_from_library()
        world = World(_dice(seed, "story"), timeline, work_calendar(), pictures=pictures)
        _play(world, timeline.end, secret)
        _show_copies(pictures, copies)
        _finish_tasks(timeline.end)


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """Take away the files of a load that failed: the rows are rolled back, storage knows no transaction."""
    before = set(_keys())
    try:
        yield
    except BaseException:
        stray = [key for key in _keys() if key not in before]
        if stray:
            store().delete(stray)
        raise


def remove_files() -> int:
    """Remove the files that rows know of; return how many."""
    keys = set(_known_keys())
    present = [key for key in _keys() if key in keys]
    if present:
        store().delete(present)
    return len(present)


def _dice(seed: int, use: str) -> Random:
    return Random(f"{use}:{seed}")  # noqa: S311 - a story, no secret


def _play(world: World, present: datetime, secret: str) -> None:
    set_stage(world, secret)
    today = clock.day_of(present)
    for trip in all_trips(world, today):
        world.timeline.begin(visit_story(world, trip))
    begin_notices(world, today)
    begin_instructions(world, today)
    begin_bulletins(world, today)
    begin_hearing(world, today)
    begin_inbox(world, today)
    begin_dialling(world, today)
    begin_online_checks(world, today)
    world.timeline.run()
    see_through(world)
    plan_on(world)


def _show_copies(pictures: list[bytes], copies: list[imaging.Copies]) -> None:
    """Give every photo its copies; pictures that are alike share theirs."""
    made = zip(pictures, copies, strict=True)
    keys = {
        hashlib.sha256(picture).hexdigest(): (keep_document(copy.copy), keep_document(copy.thumb))
        for picture, copy in made
    }
    db.session.flush()
    for file in db.session.scalars(select(StoredFile).where(StoredFile.kind == FileKind.PHOTO)):
        file.copy_key, file.thumb_key = keys[file.sha256]
        file.copy_state = CopyState.READY


def _finish_tasks(present: datetime) -> None:
    """Note that what was due has been done, at the time it was due."""
    due = update(Task).where(Task.due_at <= present, Task.state == TaskState.WAITING)
    done = due.values(state=TaskState.DONE, finished_at=Task.due_at, attempts=1, try_at=None)
    db.session.execute(done.execution_options(synchronize_session=False))


def _read_messages(present: datetime) -> None:
    """Let people have read what they were told before yesterday; its digests have gone out."""
    old = update(Message).where(Message.at < present - _UNREAD_FOR)
    values = {"read_at": Message.at, "digested_on": clock.day_of(present - _UNREAD_FOR)}
    db.session.execute(old.values(**values).execution_options(synchronize_session=False))


def _keys() -> Iterator[str]:
    for batch in store().list():
        for entry in batch:
            yield str(entry["path"])


def _known_keys() -> Iterator[str]:
    rows = db.session.execute(select(StoredFile.original_key, StoredFile.copy_key, StoredFile.thumb_key))
    for row in rows:
        yield from (key for key in row if key)
    yield from db.session.scalars(select(NoticeDocument.storage_key))
    yield from (key for key in db.session.scalars(select(NoticePrint.storage_key)) if key)
