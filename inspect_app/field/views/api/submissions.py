"""Submissions: one uuid a round of a visit; the same bytes again get the same answer."""

import re

from flask import Response

from inspect_app.access import Actor
from inspect_app.database import transaction
from inspect_app.field import actions, queries
from inspect_app.field.actions import Came
from inspect_app.field.rules.reading import read_as
from inspect_app.field.rules.receiving import arrived, refused_round, submission_problems
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import (
    MESSAGE_BYTES,
    answer,
    current_tablet,
    on_tablet,
    read_bytes,
)
from inspect_app.field.vocabulary.protocol import Ack, SubmissionSent
from inspect_app.field.vocabulary.receiving import SentProblem
from inspect_app.field.vocabulary.taking import Taking
from inspect_app.foundation import clock
from inspect_app.foundation.errors import DomainError, Invalid, Missing, Refused
from inspect_app.visits.models import Submission

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIFFERENT = "这份记录之前交过内容不同的一份，两份都留着，请联系跑改办。"
_TAKEN = "这次走访的这一轮已经从另一台平板交了。"
_TRIES = 3


class Incomplete(Invalid):
    """A submission that lacks something its author has to mend."""

    def __init__(self, problems: list[SentProblem]) -> None:
        super().__init__(f"还有 {len(problems)} 处要补：{problems[0].text}")
        self.problems = problems


@blueprint.post("/api/field/submissions/<uuid>")
@on_tablet
def api_submit(uuid: str) -> Response:
    """Take one round of a visit: 201 the first time, the same answer for the same bytes again."""
    if _UUID.fullmatch(uuid) is None:
        raise Missing()
    raw = read_bytes(MESSAGE_BYTES)
    tablet = current_tablet()
    return take(tablet.actor, Came(uuid, raw, read_as(SubmissionSent, raw)), open_only=tablet.open_only)


def take(actor: Actor, came: Came, *, open_only: bool = False) -> Response:
    """Take a submission as it came, from a tablet or from a file the office was handed."""
    try:
        ack = _first(actor, came, open_only)
    except Incomplete as error:
        return _again(actor, came, open_only) or _unfit(error)
    except DomainError:
        again = _again(actor, came, open_only)
        if again is None:
            raise
        return again
    if ack is not None:
        return answer(ack, 201)
    return _again(actor, came, open_only) or answer({"error": "round_taken", "message": _TAKEN}, 409)


@blueprint.post("/api/field/submissions/<uuid>/finalize")
@on_tablet
def api_finalize(uuid: str) -> Response:
    """Hand the visit in once all photos are there: 202 with what is missing, or 200 with the receipt."""
    tablet = current_tablet()
    known = _own(tablet.actor, uuid, tablet.open_only)
    sent = read_as(SubmissionSent, queries.open_body(known.body_seal))
    for turn in range(_TRIES):
        taking = queries.take_up(tablet.actor, sent, open_only=tablet.open_only)
        if known.completed_at is None:
            _judge(taking, sent)
            missing = taking.missing(sent)
            if missing:
                return answer(_receiving(sent, missing), 202)
        try:
            with transaction():
                return answer(actions.finish(tablet.actor, uuid, sent, taking))
        except actions.Moved:
            if turn == _TRIES - 1:
                raise
    raise AssertionError


def _first(actor: Actor, came: Came, open_only: bool) -> Ack | None:
    """Write a submission that nobody sent before; nothing when its name or its round is taken."""
    for turn in range(_TRIES):
        taking = queries.take_up(actor, came.sent, open_only=open_only)
        _judge(taking, came.sent)
        try:
            with transaction():
                return actions.receive(actor, came, taking, taking.missing(came.sent))
        except actions.Moved:
            if turn == _TRIES - 1:
                raise
    raise AssertionError


def _judge(taking: Taking, sent: SubmissionSent) -> None:
    refused = refused_round(taking.visit, sent.round)
    if refused is not None:
        raise Refused(refused)
    role = taking.visit.author_role
    problems = submission_problems(taking.body, taking.answers, role, sent, taking.matters)
    if problems:
        raise Incomplete(problems)


def _again(actor: Actor, came: Came, open_only: bool) -> Response | None:
    """Answer for a uuid that stands already; nothing when none does."""
    if queries.find_submission(came.uuid) is None:
        return None
    known = _own(actor, came.uuid, open_only)
    taking = queries.take_up(actor, came.sent, open_only=open_only)
    if known.body_hash != came.digest:
        with transaction():
            actions.keep_other(actor, came, taking.visit)
        return answer({"error": "different", "message": _DIFFERENT}, 409)
    if known.completed_at is None:
        return answer(_receiving(came.sent, taking.missing(came.sent)))
    return answer(Ack("complete", [], taking.visit.receipt, clock.now(), arrived(came.sent, [])))


def _own(actor: Actor, uuid: str, open_only: bool) -> Submission:
    known = queries.find_submission(uuid) if _UUID.fullmatch(uuid) else None
    if known is None or not queries.is_own_visit(actor, known.visit_id, open_only=open_only):
        raise Missing()
    return known


def _receiving(sent: SubmissionSent, missing: list[str]) -> Ack:
    return Ack("receiving", missing, None, clock.now(), arrived(sent, missing))


def _unfit(error: Incomplete) -> Response:
    problems = [
        {"text": problem.text, "part": problem.part, "key": problem.key, "finding": problem.finding}
        for problem in error.problems
    ]
    return answer({"error": "incomplete", "message": error.message, "problems": problems}, 422)
