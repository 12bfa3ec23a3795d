"""The problems a tablet listed, each read again from its source: what the author wrote, on what the source shows."""

from collections.abc import Mapping

from inspect_app.field.queries.receiving import FileName
from inspect_app.field.rules.receiving import find_offer
from inspect_app.field.vocabulary import Offer
from inspect_app.field.vocabulary.protocol import FindingSent, SubmissionSent, TrialSent
from inspect_app.field.vocabulary.taking import Taking
from inspect_app.findings.actions.handing_in import Listed
from inspect_app.findings.vocabulary import PainType
from inspect_app.foundation.errors import Invalid


def listed_problems(
    sent: SubmissionSent, taking: Taking, ids: Mapping[str, int], files: Mapping[FileName, int]
) -> list[Listed]:
    """Return the problems with the rows they hang on; `ids` by `answer:<key>` or uuid, `files` by hash and item."""
    trials = {trial.uuid: trial for trial in sent.trials}
    found = []
    for finding in sent.findings:
        offer = find_offer(taking.body, taking.answers, sent, finding, taking.matters)
        if offer is not None:
            found.append(_listed(finding, offer, sent, taking, ids, files, trials.get(finding.source.uuid or "")))
    return found


def _listed(
    finding: FindingSent,
    offer: Offer,
    sent: SubmissionSent,
    taking: Taking,
    ids: Mapping[str, int],
    files: Mapping[FileName, int],
    trial: TrialSent | None,
) -> Listed:
    source = finding.source
    window_id, unit_id = _window(taking, finding.window_id or (trial.window_id if trial else None))
    photos = [files[file.sha256, file.item] for file in sent.files if file.item is not None and file.item == source.key]
    return Listed(
        uuid=finding.uuid,
        source_kind=offer.source_kind,
        source_ref=offer.ref,
        title=finding.title,
        fact=finding.fact,
        category=offer.category,
        suggestion=finding.suggestion,
        clause=offer.clause,
        pain_type=PainType.find(finding.pain),
        trips_found=offer.trips_found,
        answer_id=ids.get(f"answer:{source.key}") if source.kind == "answer" else None,
        trial_id=ids.get(source.uuid or "") if source.kind == "trial" else None,
        interview_id=ids.get(source.uuid or "") if source.kind == "interview" else None,
        window_id=window_id,
        item_id=trial.item_id if trial is not None and trial.item_id in taking.matters.promises else None,
        lead_unit_id=unit_id,
        no_evidence_reason=finding.no_photo,
        file_ids=tuple(photos),
    )


def _window(taking: Taking, window_id: int | None) -> tuple[int | None, int | None]:
    """Return the window named, or the first on the way; its unit is the department of the problem."""
    windows = taking.visit.windows
    if window_id is None:
        return windows[0] if windows else (None, None)
    found = next((window for window in windows if window[0] == window_id), None)
    if found is None:
        raise Invalid("问题所在的窗口不在这次走访里。", "window")
    return found
