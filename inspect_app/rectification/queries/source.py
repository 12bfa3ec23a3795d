"""Where a finding came from: the exact answer, trial or interview; a department sees no more than it may."""

from dataclasses import dataclass

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import SourceKind
from inspect_app.rectification.queries.case import CaseRecords
from inspect_app.rectification.rules.wording import answer_words, item_text, phone_words
from inspect_app.rectification.vocabulary import Audience
from inspect_app.visits.models import Answer, Interview, Trial


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a source, and for the office the visit and the place in it."""

    text: str = ""
    visit_ref: str = ""
    anchor: str = ""
    voice_ref: str = ""
    check_href: str = ""


def source_of(records: CaseRecords) -> Source:
    """Return what may be told of a finding's source.

    The office gets the answer and the way to its visit. Others get the number and the time of a phone
    test, or nobody could check it, unless the visit was covert.
    """
    finding = records.finding
    if records.audience is Audience.OFFICE:
        return _for_office(finding)
    answer = _answer(finding) if not finding.is_covert else None
    return Source(phone_words(answer.value) if answer else "")


def _for_office(finding: Finding) -> Source:
    visit = finding.visit
    if visit is None:
        return Source(finding.source_kind.label, voice_ref=_voice_ref(finding), check_href=_check_href(finding))
    answer = _answer(finding)
    if answer is not None:
        asked = item_text(visit.checklist_version.body, answer.item_key)
        note = f" {answer.note}" if answer.note else ""
        words = f"“{asked}”答：{answer_words(answer.value)}。{note}"
        return Source(words.strip(), visit.public_id, answer.item_key)
    return Source(_other_words(finding), visit.public_id)


def _voice_ref(finding: Finding) -> str:
    """Return by which number the room above knows the letter a problem came of."""
    return finding.source_ref if finding.source_kind is SourceKind.LETTER else ""


def _check_href(finding: Finding) -> str:
    """Return where the room above keeps the check at the desk that a problem came of."""
    first, _, line = finding.source_ref.partition("/")
    if finding.source_kind is SourceKind.DATA:
        return f"/comparison/batches/{first}/cases?finding={finding.id}"
    if finding.source_kind is SourceKind.PHONE_TEST and line:
        return f"/phone-tests/{first}/lines/{line}"
    online = finding.source_kind is SourceKind.OFFICE and finding.method is VisitMethod.ONLINE
    return f"/online-checks/{first}" if online and first else ""


def _answer(finding: Finding) -> Answer | None:
    return db.session.get(Answer, finding.answer_id) if finding.answer_id else None


def _other_words(finding: Finding) -> str:
    if finding.trial_id:
        trial = db.session.get(Trial, finding.trial_id)
        return f"具体办：{trial.outcome.label}。{trial.note}" if trial else ""
    if finding.interview_id:
        talk = db.session.get(Interview, finding.interview_id)
        return f"跟踪问，{talk.kind.label}：{talk.words}" if talk else ""
    return finding.source_kind.label
