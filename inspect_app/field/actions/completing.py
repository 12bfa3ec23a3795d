"""Make a visit of a submission: answers, trials, talks, photos and problems, with one statement for each table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.sql.dml import ReturningInsert

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.checklists.rules import score, visible_answers
from inspect_app.checklists.vocabulary import ItemKind
from inspect_app.database import db, is_sqlite
from inspect_app.evidence.actions import adopt_originals
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import Original
from inspect_app.field.actions.listing import listed_problems
from inspect_app.field.models import Draft
from inspect_app.field.queries.receiving import FileName, Standing, standing_of
from inspect_app.field.rules.receiving import began_at, trial_papers
from inspect_app.field.rules.trials import fault_of
from inspect_app.field.vocabulary import Answer as AnswerFacts
from inspect_app.field.vocabulary.protocol import InterviewSent, SubmissionSent, TrialSent
from inspect_app.field.vocabulary.receiving import VisitFacts
from inspect_app.field.vocabulary.taking import Taking
from inspect_app.findings.actions.handing_in import FromVisit, hand_in_listed
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Refused
from inspect_app.foundation.text import clean
from inspect_app.visits.models import Answer, Interview, Submission, Trial, Visit, VisitFile
from inspect_app.visits.vocabulary import IntervieweeKind, ScriptBreak, TrialOutcome, VisitStatus

_NOTHING = Standing()
# Built once: the visit as it was read, handed in.
_HAND_IN = (
    update(Visit)
    .where(Visit.id == bindparam("visit_id"), Visit.version == bindparam("seen"))
    .values(
        status=VisitStatus.RECEIVED,
        round=bindparam("to_round"),
        submitted_at=bindparam("now"),
        receipt=bindparam("to_receipt"),
        score=bindparam("scored"),
        started_at=bindparam("began"),
        checklist_version_id=bindparam("version_id"),
        version=Visit.version + 1,
    )
)


class Moved(Refused):
    """The visit changed between reading and writing: read it again and try once more."""


def complete(actor: Actor, uuid: str, sent: SubmissionSent, taking: Taking) -> str:
    """Hand a visit in with everything that hangs on it, in the transaction of the caller; return its receipt."""
    visit = taking.visit
    again = visit.has_rows
    standing = standing_of(visit.visit_id) if again else _NOTHING
    shown = visible_answers(taking.body, taking.answers)
    if sent.round > 1:
        _note_changes(uuid, visit, taking)
    receipt = _receive(visit, sent, score(taking.body, shown).to_json())
    files = standing.files | _adopt(actor, sent, taking, standing)
    ids = _write(sent, taking, standing, files)
    source = _source(visit, sent)
    listed = listed_problems(sent, taking, ids, {name: file_id for name, (file_id, _) in files.items()})
    findings = hand_in_listed(actor, source, listed, again=again)
    if visit.status is not VisitStatus.PLANNED:
        db.session.execute(delete(Draft).where(Draft.visit_id == visit.visit_id))
    record(
        actor,
        "visit.submitted",
        "visit",
        visit.public_id,
        permission=Permission.CAPTURE,
        covert=visit.covert,
        round=sent.round,
        answers=len(shown),
        findings=findings,
        files=[file.sha256 for file in sent.files],
    )
    return receipt


def _note_changes(uuid: str, visit: VisitFacts, taking: Taking) -> None:
    """Note which answers differ from the round that was sent back, for who reviews."""
    rows = db.session.execute(
        select(Answer.item_key, Answer.value, Answer.note).where(Answer.visit_id == visit.visit_id)
    )
    before = {key: (_plain(value), note) for key, value, note in rows}
    after = {key: (_plain(answer), clean(answer.get("note"))) for key, answer in taking.answers.items()}
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    db.session.execute(update(Submission).where(Submission.uuid == uuid).values(changed=changed))


def _plain(answer: AnswerFacts) -> dict[str, Any]:
    """Return an answer to be compared: of photos only how many, for their names differ on the two sides."""
    value = {name: part for name, part in answer.items() if name != "note"}
    return {**value, "photos": len(value["photos"])} if "photos" in value else value


def _receive(visit: VisitFacts, sent: SubmissionSent, scored: dict[str, Any]) -> str:
    """Give the receipt: readable, not counted up, the same through all rounds; refuse when somebody was quicker."""
    now = clock.now()
    code = randomness.readable_code(8)
    receipt = visit.receipt or f"{code[:4]}-{code[4:]}"
    values = {
        "visit_id": visit.visit_id,
        "seen": visit.version,
        "to_round": sent.round,
        "now": now,
        "to_receipt": receipt,
        "scored": scored,
        "began": visit.started_at or began_at(sent, now),
        "version_id": sent.checklist_version,
    }
    done = db.session.connection().execute(_HAND_IN, values)
    if not done.rowcount:
        raise Moved("这次走访刚刚在别处改动过，请再交一次。")
    return receipt


def _source(visit: VisitFacts, sent: SubmissionSent) -> FromVisit:
    began = visit.started_at or began_at(sent, clock.now())
    return FromVisit(
        visit.visit_id, visit.campaign_id, visit.method, visit.covert, visit.self_check, clock.day_of(began)
    )


def _adopt(actor: Actor, sent: SubmissionSent, taking: Taking, standing: Standing) -> dict[FileName, tuple[int, str]]:
    """Hang the photos that are new to the visit on their items, and take those off that the author removed."""
    named = {(file.sha256, file.item or ""): file for file in sent.files}
    new = [name for name in named if name not in standing.files]
    originals = [replace(_original(name[0], taking, standing), taken_at=named[name].taken_at) for name in new]
    made = dict(zip(new, adopt_originals(actor, originals, covert=taking.visit.covert), strict=True))
    rows = [
        {"visit_id": taking.visit.visit_id, "file_id": file_id, "item_key": key or None}
        for (_, key), (file_id, _) in made.items()
    ]
    if rows:
        db.session.connection().execute(insert(VisitFile), rows)
    gone = [file_id for name, (file_id, _) in standing.files.items() if name not in named and name[1]]
    if gone:
        db.session.execute(delete(VisitFile).where(VisitFile.file_id.in_(gone)))
    return made


def _original(sha256: str, taking: Taking, standing: Standing) -> Original:
    if sha256 in taking.originals:
        return taking.originals[sha256]
    file_id = next(file_id for name, (file_id, _) in standing.files.items() if name[0] == sha256)
    file = db.session.get_one(StoredFile, file_id)
    return Original(file.sha256, file.size, file.media_type, file.original_key)


def _write(
    sent: SubmissionSent, taking: Taking, standing: Standing, files: Mapping[FileName, tuple[int, str]]
) -> dict[str, int]:
    """Write answers, trials and talks; return the ids by `answer:<key>` or uuid."""
    visit_id = taking.visit.visit_id
    answers = [_answer(taking, visit_id, key, answer, files) for key, answer in taking.answers.items()]
    stand = _put(Answer, "item_key", answers, standing.answers) if standing.answers else _add_answers(visit_id, answers)
    ids = {f"answer:{key}": row_id for key, row_id in stand.items()}
    trials = [_trial(visit_id, number, trial, taking) for number, trial in enumerate(sent.trials)]
    ids |= _put(Trial, "uuid", trials, standing.trials)
    talks = [_talk(visit_id, number, talk) for number, talk in enumerate(sent.interviews)]
    return ids | _put(Interview, "uuid", talks, standing.interviews)


def _put(
    table: type[Answer] | type[Trial] | type[Interview],
    name: str,
    rows: Sequence[dict[str, Any]],
    known: Mapping[str, int],
) -> dict[str, int]:
    """Make a visit's rows of one table equal to those given, and return the id of each by its name.

    A row from which a problem was listed stays even when the tablet no longer has it: the problem stands on it.
    """
    connection = db.session.connection()
    new = [row for row in rows if row[name] not in known]
    old = [row for row in rows if row[name] in known]
    ids = dict(known)
    if new:
        ids |= {key: row_id for key, row_id in connection.execute(_insert_named(table, name), new)}
    for row in old:
        connection.execute(update(table).where(table.id == known[row[name]]).values(**row))
    named = {row[name] for row in rows}
    gone = [row_id for key, row_id in known.items() if key not in named]
    if gone:
        held = select(getattr(Finding, _HELD_BY[table]))
        kept = held.where(getattr(Finding, _HELD_BY[table]).in_(gone))
        connection.execute(delete(table).where(table.id.in_(gone), table.id.not_in(kept)))
    return ids


def _add_answers(visit_id: int, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Write a visit's first answers and return the id of each by its item: however many, one short statement."""
    given = json.dumps([(row["item_key"], json.dumps(row["value"]), row["note"]) for row in rows])
    statement = _ADD_ON_SQLITE if is_sqlite() else _ADD_ON_POSTGRESQL
    made = db.session.connection().execute(statement, {"visit_id": visit_id, "rows": given})
    return {key: row_id for key, row_id in made}


@cache
def _insert_named(table: type[Answer] | type[Trial] | type[Interview], name: str) -> ReturningInsert[Any]:
    return insert(table).returning(getattr(table, name), table.id)


# Forty rows of VALUES are longer than what a driver keeps prepared: they would be written and read anew each time.
_ADD_ON_SQLITE = text(
    "INSERT INTO answers (visit_id, item_key, value, note)"
    " SELECT :visit_id, given.value ->> 0, given.value ->> 1, given.value ->> 2 FROM json_each(:rows) AS given"
    " RETURNING item_key, id"
)
_ADD_ON_POSTGRESQL = text(
    "INSERT INTO answers (visit_id, item_key, value, note)"
    " SELECT :visit_id, given ->> 0, CAST(given ->> 1 AS json), given ->> 2"
    " FROM json_array_elements(CAST(:rows AS json)) AS given"
    " RETURNING item_key, id"
)
_HELD_BY = {Answer: "answer_id", Trial: "trial_id", Interview: "interview_id"}


def _answer(
    taking: Taking, visit_id: int, key: str, answer: AnswerFacts, files: Mapping[FileName, tuple[int, str]]
) -> dict[str, Any]:
    value = {name: part for name, part in answer.items() if name != "note"}
    item = taking.body.find_item(key)
    if item is not None and item.kind is ItemKind.PHOTO and "photos" in value:
        value["photos"] = [files[sha256, key][1] for sha256 in value["photos"] if (sha256, key) in files]
    return {"visit_id": visit_id, "item_key": key, "value": value, "note": clean(answer.get("note"))}


def _trial(visit_id: int, number: int, trial: TrialSent, taking: Taking) -> dict[str, Any]:
    windows = [window_id for window_id, _ in taking.visit.windows]
    window_id = trial.window_id if trial.window_id in windows else next(iter(windows), None)
    papers = trial_papers(trial, taking.matters)
    return {
        "visit_id": visit_id,
        "uuid": trial.uuid,
        "sort_no": number,
        "item_id": trial.item_id if trial.item_id in taking.matters.promises else None,
        "window_id": window_id,
        "persona": clean(trial.persona),
        "papers_complete": trial.papers_complete,
        "fault": fault_of(trial.papers_complete, trial.fault),
        "accompanied": clean(trial.accompanied),
        "steps": [{"at": step.at, "text": clean(step.text)} for step in trial.steps],
        "papers": [{"name": name, "origin": origin} for name, origin in papers],
        "told": [{"point": point, "told": told} for point, told in trial.told.items()],
        "trips": trial.trips,
        "waited_minutes": trial.waited_minutes,
        "handled_minutes": trial.handled_minutes,
        "outcome": TrialOutcome.find(trial.outcome),
        "script_break": ScriptBreak.find(trial.script_break),
        "note": clean(trial.note),
    }


def _talk(visit_id: int, number: int, talk: InterviewSent) -> dict[str, Any]:
    return {
        "visit_id": visit_id,
        "uuid": talk.uuid,
        "sort_no": number,
        "kind": IntervieweeKind.find(talk.kind),
        "alias": clean(talk.alias),
        "trips": talk.trips,
        "papers_complete": talk.papers_complete,
        "satisfaction": talk.satisfaction,
        "words": clean(talk.words),
    }
