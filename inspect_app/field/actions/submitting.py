"""Hand a visit in with everything that hangs on it, in one transaction, once."""

from collections.abc import Mapping, Sequence

from inspect_app.access import Actor
from inspect_app.checklists.rules import score, visible_answers
from inspect_app.database import db
from inspect_app.field.actions.answering import store_answers
from inspect_app.field.actions.opening import begin, note_deed
from inspect_app.field.actions.proposing import list_answers
from inspect_app.field.queries import body_of, draft_view, finding_views, lock_own
from inspect_app.field.rules import check_problems, repeats_a_round
from inspect_app.field.vocabulary import GivenAnswer, ListedProblem, Outcome
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Refused
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitStatus

_HANDED_IN = frozenset({VisitStatus.RECEIVED, VisitStatus.ACCEPTED})


def submit_visit(
    actor: Actor,
    public_id: str,
    given: Mapping[str, GivenAnswer] | None = None,
    listed: Sequence[ListedProblem] = (),
    round_given: int | None = None,
) -> Outcome:
    """Hand a visit in, with answers and problems that came along, and return its receipt.

    The same round handed in again returns the same receipt and changes nothing. When something is
    missing, what came along is kept as a draft and the outcome names what to mend.
    """
    visit = lock_own(actor, public_id)
    if repeats_a_round(visit.status, visit.round, round_given):
        return Outcome(visit.receipt)
    if visit.status in _HANDED_IN:
        raise Refused(f"这次走访已经交了，回执号 {visit.receipt}，不能再改。")
    with db.session.no_autoflush:  # one UPDATE of the visit, however much is looked up in between
        return _hand_in(actor, visit, given or {}, listed)


def _hand_in(actor: Actor, visit: Visit, given: Mapping[str, GivenAnswer], listed: Sequence[ListedProblem]) -> Outcome:
    body = body_of(visit.checklist_version)
    stored = store_answers(visit, body, given)
    views = finding_views(visit)
    listed_before = {view.answer_key for view in views if view.answer_key}
    made = list_answers(actor, visit, body, stored, listed, listed_before)
    only_made = not any(view.is_draft for view in views)
    views += [draft_view(finding, key) for key, finding in made.items()]
    problems = check_problems(body, stored.answers, visit.author_role, views)
    begin(visit)
    if problems:
        note_deed(actor, "visit.draft_saved", visit, items=stored.changed)
        return Outcome(None, problems)
    shown = visible_answers(body, stored.answers)
    visit.score = score(body, shown).to_json()
    _receive(visit)
    findings = submit_with_visit(actor, visit, [*made.values()] if only_made else None)
    db.session.flush()
    note_deed(actor, "visit.submitted", visit, round=visit.round, answers=len(shown), findings=len(findings))
    return Outcome(visit.receipt)


def _receive(visit: Visit) -> None:
    """Give the receipt: readable, not counted up; the same number through all rounds."""
    visit.status = VisitStatus.RECEIVED
    visit.submitted_at = clock.now()
    if visit.receipt is None:
        code = randomness.readable_code(8)
        visit.receipt = f"{code[:4]}-{code[4:]}"
