"""What a tablet handed in: what is missing or wrong, which problems it lists, when it really began."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from inspect_app.access import Role
from inspect_app.checklists.rules import is_failing, visible_items
from inspect_app.checklists.vocabulary import ChecklistBody, ItemKind
from inspect_app.field.rules.checking import Answers, check_problems
from inspect_app.field.rules.promises import interview_offer, paper_origin, trial_offers
from inspect_app.field.rules.proposing import answer_offer
from inspect_app.field.vocabulary import Answer, InterviewWords, Offer, TrialFacts
from inspect_app.field.vocabulary.protocol import FindingSent, InterviewSent, SubmissionSent, TrialSent
from inspect_app.field.vocabulary.receiving import Matters, SentProblem, VisitFacts
from inspect_app.findings.rules.proposing import evidence_gap
from inspect_app.foundation.text import clean
from inspect_app.visits.vocabulary import VisitStatus

LONGEST_OFFLINE = timedelta(days=30)
_HANDED_IN = (VisitStatus.RECEIVED, VisitStatus.ACCEPTED)


def whole_answers(body: ChecklistBody, sent: SubmissionSent) -> dict[str, Answer]:
    """Return the answers with the photos that hang on photo items: the files are the answer there."""
    answers: dict[str, Answer] = {key: answer for key, answer in sent.answers.items() if answer}
    for item in body.written_items:
        if item.kind is ItemKind.PHOTO and "choice" not in answers.get(item.key, {}):
            photos = [file.sha256 for file in sent.files if file.item == item.key]
            kept = {name: value for name, value in answers.get(item.key, {}).items() if name == "note"}
            answers[item.key] = {**kept, "photos": photos} if photos else kept
    return {key: answer for key, answer in answers.items() if answer}


def submission_problems(
    body: ChecklistBody, answers: Answers, role: Role, sent: SubmissionSent, matters: Matters
) -> list[SentProblem]:
    """Return everything that keeps a submission from being taken, each with where to mend it."""
    known = {item.key for item in body.written_items}
    strange = [*(key for key in answers if key not in known), *_strange_places(sent, known)]
    if strange:
        return [SentProblem(f"检查表里没有“{strange[0][:40]}”这一项，请更新检查表后再填。", key=strange[0])]
    found = [
        SentProblem(problem.text, problem.part.value if problem.part else None, problem.key)
        for problem in check_problems(body, answers, role, ())
    ]
    return [*found, *_finding_problems(body, answers, sent, matters)]


def refused_round(visit: VisitFacts, given: int) -> str | None:
    """Say why this round of a visit can't be taken now, or nothing."""
    if visit.status in _HANDED_IN:
        return f"这次走访已经交了，回执号 {visit.receipt}，不能再改。"
    return (
        None if given == visit.round else f"这次走访要交的是第 {visit.round} 轮，收到的是第 {given} 轮。请先更新再交。"
    )


def _strange_places(sent: SubmissionSent, known: set[str]) -> list[str]:
    return [file.item for file in sent.files if file.item is not None and file.item not in known]


def _finding_problems(
    body: ChecklistBody, answers: Answers, sent: SubmissionSent, matters: Matters
) -> list[SentProblem]:
    found = []
    shown = {item.key: item for item in visible_items(body, answers)}
    for finding in sent.findings:
        offer = find_offer(body, answers, sent, finding, matters)
        key = finding.source.key if finding.source.kind == "answer" else None
        gone = key is not None and (key not in shown or not is_failing(shown[key], answers.get(key)))
        if offer is None or gone:
            words = f"“{finding.title}”列为了问题，但那一项现在已经不是问题。请改回，或撤掉问题。"
            found.append(SentProblem(words, finding=finding.uuid))
            continue
        photos = sum(file.item == key for file in sent.files) if key else 0
        gap = evidence_gap(finding.title, offer.source_kind, photos, finding.no_photo)
        if gap is not None:
            found.append(SentProblem(gap, finding=finding.uuid))
    return found


def find_offer(
    body: ChecklistBody,
    answers: Answers,
    sent: SubmissionSent,
    finding: FindingSent,
    matters: Matters,
) -> Offer | None:
    """Return what a listed problem is about, read again from its source; nothing when that shows no problem."""
    source = finding.source
    if source.kind == "answer":
        item = body.find_item(source.key or "")
        return answer_offer(item, answers[item.key]) if item is not None and item.key in answers else None
    if source.kind == "interview":
        talk = next((talk for talk in sent.interviews if talk.uuid == source.uuid), None)
        return interview_offer(interview_words(talk)) if talk is not None else None
    trial = next((trial for trial in sent.trials if trial.uuid == source.uuid), None)
    if trial is None:
        return None
    promise = matters.promises.get(trial.item_id or 0)
    offers = trial_offers(promise, trial_facts(trial, matters))
    return next((offer for offer in offers if offer.ref == source.ref), None)


def trial_facts(trial: TrialSent, matters: Matters) -> TrialFacts:
    """Return what really happened, each paper with where it stands."""
    return TrialFacts(trial.papers_complete, trial.trips, trial.handled_minutes, trial_papers(trial, matters))


def trial_papers(trial: TrialSent, matters: Matters) -> tuple[tuple[str, str], ...]:
    """Return (name, origin) of the papers asked for; cancelled proofs are known by name."""
    promise = matters.promises.get(trial.item_id or 0)
    listed = promise.papers if promise else ()
    named = dict.fromkeys(text for name in (*trial.listed, *trial.beyond) if (text := clean(name)))
    return tuple((name, paper_origin(name, listed, matters.cancelled).value) for name in named)


def interview_words(talk: InterviewSent) -> InterviewWords:
    """Return a talk as the rules need it."""
    return InterviewWords(talk.kind, talk.alias, talk.trips, talk.papers_complete, talk.satisfaction, talk.words)


def began_at(sent: SubmissionSent, received: datetime) -> datetime:
    """Return when the visit began: the tablet's claim corrected by how far its clock was off, never later than now.

    Whatever lies further back than a tablet can have been offline is not believed.
    """
    offset = timedelta(milliseconds=sent.clock_offset_ms or 0)
    claims = [span.first - offset for span in sent.trace.parts.values()]
    believed = [claim for claim in claims if received - LONGEST_OFFLINE <= claim <= received]
    return min(believed, default=received)


def arrived(sent: SubmissionSent, missing: Iterable[str]) -> list[str]:
    """Return the hashes of the manifest that are there, in its order."""
    gone = set(missing)
    return [file.sha256 for file in sent.files if file.sha256 not in gone]
