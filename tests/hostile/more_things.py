"""More of what an address can name, in the hostile world: somebody else's, taken back, not issued yet, gone."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from inspect_app.access import VISITORS, Actor, Role
from inspect_app.accounts.actions import open_tablet
from inspect_app.accounts.models import FieldSession, Person, SignInSession, Unit
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import keep_document
from inspect_app.field.actions import keep_photo, note_photo
from inspect_app.field.queries.receiving import BODY
from inspect_app.findings.models import FindingAssist
from inspect_app.findings.vocabulary import FindingStatus, Level
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.notices.actions.bulletins import draft_bulletin, drop_bulletin
from inspect_app.planning.models import Absence, Acquaintance
from inspect_app.projects.actions import answering, assigning, meetings
from inspect_app.projects.vocabulary.assigned import AssignDraft
from inspect_app.rectification.actions.replies import add_template
from inspect_app.rectification.models import BulkBatch, CaseArchive, SavedView, SlipItem, SupervisionSlip
from inspect_app.rectification.rules.bulk import BulkVerb
from inspect_app.rectification.vocabulary import ArchiveState, ReplyKind, SlipState
from inspect_app.visits.models import Submission, Visit
from inspect_app.visits.vocabulary import SubmissionState
from inspect_app.voices.actions import triage
from tests.factories import actor_of, keep, make_finding, make_item
from tests.field.tablets import submission
from tests.hostile.world import World
from tests.pictures import photo

# No thing has these.
GONE: dict[str, Any] = {
    f"{name}:gone": wrong
    for wrong, names in {
        999_999: ("finding", "task", "notice", "bulletin", "letter", "scheme", "slip", "person", "view", "archive",
                  "entry"),
        "nix": ("number", "visit", "session", "tablet", "message", "bulk"),
    }.items()
    for name in names
}  # fmt: skip


def add_more(world: World) -> None:
    """Put more things into a world that is built."""
    def actor(name: str) -> Actor:
        return actor_of(db.session.get_one(Person, world[f"person:{name}"]))

    with world.app.app_context():
        world.ids |= GONE
        _elsewhere(world)
        _work(world, actor)
        _slips(world)
        _papers(world, actor)
        _own_things(world, actor)
        _on_tablets(world, actor)
        db.session.rollback()
    _sessions(world)


def _elsewhere(world: World) -> None:
    """A problem of another department in which ours assists, and a matter of another department."""
    other = db.session.get_one(Unit, world["other_unit"])
    finding = make_finding(FindingStatus.ACCEPTED, unit=other)
    keep(FindingAssist(finding_id=finding.id, unit_id=world["unit"]))
    covertly = db.session.query(Visit).filter_by(public_id=world["visit:draft_covert"]).one()
    world.ids["finding:draft_covert"] = make_finding(FindingStatus.DRAFT, visit=covertly, is_covert=True).id
    world.ids |= {f"number:{name}": "nix" for name in ("draft", "draft_covert", "submitted", "dismissed", "queued")}
    world.ids |= {"finding:assisted": finding.id, "number:assisted": finding.number, "other_item": make_item(other).id}
    person = world["person:inspector"]
    absence = Absence(person_id=person, starts_on=clock.today(), ends_on=clock.today())
    knows = Acquaintance(person_id=person, unit_id=world["unit"])
    keep(absence, knows)
    world.ids |= {"absence": absence.id, "acquaintance": knows.id}


def _work(world: World, actor: Callable[[str], Actor]) -> None:
    """Work of another department, and work that was taken back."""
    clerk, day = actor("office_clerk"), clock.today() + timedelta(days=9)
    ids = {"answered": world["assigned_id"], "of_a_meeting": world["assigned_id"] + 1}
    for name, unit in (("other", "other_unit"), ("cancelled", "unit")):
        with transaction():
            draft = AssignDraft((world[unit],), "请改到位。", day)
            demand = meetings.note_demand(clerk, world["meeting_id"], "再改一处。")
            ids[name] = assigning.assign_from_demand(clerk, demand.id, draft)[0].id
    with transaction():
        answering.cancel_task(clerk, ids["cancelled"], "发错了。")
    world.ids |= {f"task:{name}": number for name, number in ids.items()}


def _slips(world: World) -> None:
    now, ids = clock.now(), {"issued": world["slip"]}
    said = {"year": 2000, "level": Level.YELLOW, "proposed_at": now, "demand": "请抓紧整改。"}
    issued = {"issued_at": now, "issued_by_id": world["person:office_clerk"], "answer_by": clock.today()}
    for place, (name, unit, state, more) in enumerate((
        ("proposed", "unit", SlipState.PROPOSED, {}),
        ("other", "other_unit", SlipState.ISSUED, issued),
        ("cancelled", "unit", SlipState.CANCELLED, {}),
    ), start=2):  # fmt: skip
        numbered = {"number": f"督〔2000〕{place}号", "sequence": place} if more else {"number": None, "sequence": None}
        slip = SupervisionSlip(unit_id=world[unit], state=state, **(said | more | numbered))
        keep(slip)
        finding = world["finding:other" if unit == "other_unit" else "finding:rectifying"]
        keep(SlipItem(slip_id=slip.id, finding_id=finding, reason="逾期 1 个工作日", added_at=now))
        ids[name] = slip.id
    world.ids |= {f"slip:{name}": number for name, number in ids.items()}


def _papers(world: World, actor: Callable[[str], Actor]) -> None:
    """A bulletin that was thrown away, letters as they are known here, schemes, a template of answers."""
    clerk = actor("office_clerk")
    with transaction():
        dropped = draft_bulletin(clerk, world["series_id"]).id
    with transaction():
        drop_bulletin(clerk, dropped)
    with transaction():
        template = add_template(clerk, ReplyKind.PLAN, "情况属实，已安排整改。").id
    world.ids |= {
        "bulletin:dropped": dropped, "template": template, "entry:there": world["entry_id"],
        "scheme:handed_in": world["scheme_id"], "letter:open": world["letter"],
        "letter:settled": world["letter_settled"], "letter:merged": world["letter_into"],
    }  # fmt: skip
    with transaction():
        triage.merge(clerk, world["letter:merged"], world["letter"])


def _own_things(world: World, actor: Callable[[str], Actor]) -> None:
    """What each person keeps for themselves: messages, views, batches, archives."""
    liaison, clerk, now = world["person:dept_liaison"], world["person:office_clerk"], clock.now()
    for name, person in (("dept_liaisons", liaison), ("clerks", clerk)):
        view = SavedView(person_id=person, name=f"我的视图{name}", query="status=closed", sort_no=1)
        archive = CaseArchive(asked_by_id=person, asked_at=now, query="", total=1, done=1, state=ArchiveState.READY,
                              storage_key=keep_document(b"PK"), size=2, made_at=now)  # fmt: skip
        keep(view, archive)
        world.ids |= {f"view:{name}": view.id, f"archive:{name}": archive.id}
    for name in ("office_clerk", "office_director"):
        batch = BulkBatch(token=f"bulk-{name}", person_id=world[f"person:{name}"], verb=BulkVerb.REMIND,
                          versions={str(world["finding:rectifying"]): 1}, made_at=now)  # fmt: skip
        keep(batch)
        world.ids[f"bulk:{name.removeprefix('office_')}s"] = batch.token
    for name in ("dept_liaison", "shopper"):
        with transaction():
            tell([world[f"person:{name}"]], MessageKind.SYSTEM, "请看一看。", "/account", f"own:{name}")
        told = db.session.scalars(select(Message.token).where(Message.key == f"own:{name}")).one()
        world.ids[f"message:{name}s"] = told


def _on_tablets(world: World, actor: Callable[[str], Actor]) -> None:
    """What two authors sent from their tablets: a round that waits for its photo, and a photo that arrived."""
    for name, visit in (("inspector", "received"), ("shopper", "received_covert")):
        row = db.session.query(Visit).filter_by(public_id=world[f"visit:{visit}"]).one()
        body = json.dumps(submission(row)).encode()
        digest = hashlib.sha256(body).hexdigest()
        uuid = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
        seal, now = current_sealer().seal(body, BODY), clock.now()
        keep(Submission(uuid=uuid, visit_id=row.id, round=1, body_hash=digest, body_seal=seal,
                        state=SubmissionState.RECEIVING, client_time=now, received_at=now))  # fmt: skip
        picture = photo(40, 30, artist=name)
        sha256 = hashlib.sha256(picture).hexdigest()
        kept = keep_photo(actor(name), sha256, picture)
        with transaction():
            note_photo(actor(name), kept)
        world.ids |= {f"uuid:{name}s": uuid, f"sha256:{name}s": sha256, f"body:{name}s": body}
    world.ids |= {"uuid:gone": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "sha256:gone": "0" * 64}
    world.ids["body:gone"] = world["body:inspectors"].replace(world["visit:received"].encode(), b"nix")


def _sessions(world: World) -> None:
    """Everybody signs in, whoever visits with a tablet too; no request notes that a session is used."""
    for who in (*(role.value for role in Role), "section_liaison"):
        client, visits = world.client(who), who in {role.value for role in VISITORS}
        with world.app.app_context():
            if visits:
                with transaction():
                    token = open_tablet(db.session.get_one(Person, world[f"person:{who}"]), f"tablet-of-{who:_>16}")
                client.set_cookie("inspect-field", token)
                world.ids[f"csrf:{who}"] = client.get("/api/field/session").json["csrf"]
            for table, name in ((SignInSession, "session"), (FieldSession, "tablet")):
                marks = select(table.token_hash).where(table.person_id == world[f"person:{who}"])
                world.ids[f"{name}:{who}s"] = db.session.scalars(marks.order_by(table.id.desc())).first()
    with world.app.app_context(), transaction() as session:
        session.execute(update(SignInSession).values(last_seen_at=clock.now() + timedelta(minutes=20)))
