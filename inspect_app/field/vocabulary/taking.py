"""All that is known of a submission before it is written: read once, judged by the rules, then handed on."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.checklists.vocabulary import ChecklistBody
from inspect_app.evidence.vocabulary import Original
from inspect_app.field.vocabulary import Answer
from inspect_app.field.vocabulary.protocol import SubmissionSent
from inspect_app.field.vocabulary.receiving import Matters, VisitFacts


@dataclass(frozen=True, slots=True)
class Taking:
    """A visit, the checklist that was filled in, its answers, what was announced, and the photos at hand.

    `originals` arrived for it, by hash; `held` hang on the visit since an earlier round.
    """

    visit: VisitFacts
    body: ChecklistBody
    answers: Mapping[str, Answer]
    matters: Matters
    originals: Mapping[str, Original]
    held: frozenset[str]

    def missing(self, sent: SubmissionSent) -> list[str]:
        """Return the hashes of photos that are still to come, in the order of the manifest."""
        there = self.originals.keys() | self.held
        return list(dict.fromkeys(file.sha256 for file in sent.files if file.sha256 not in there))
