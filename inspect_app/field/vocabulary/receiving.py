"""What taking a submission reads and says, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.field.vocabulary import Promise
from inspect_app.visits.vocabulary import VisitMode, VisitStatus


@dataclass(frozen=True, slots=True)
class SentProblem:
    """What keeps a submission from being taken: a sentence, and the item, problem or trial to mend."""

    text: str
    part: str | None = None
    key: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Matters:
    """What was announced for the matters that were tried, by id, and the names of cancelled proofs."""

    promises: Mapping[int, Promise] = field(default_factory=dict)
    cancelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What taking a submission needs to know of a visit, read in one statement.

    `windows` are (id, unit id) in the order of the way; `has_rows` says that answers, trials, interviews
    or files of an earlier round (or of the pages) stand already.
    """

    visit_id: int
    public_id: str
    version: int
    status: VisitStatus
    round: int
    receipt: str | None
    mode: VisitMode
    method: VisitMethod
    campaign_id: int
    author_role: Role
    self_check: bool
    started_at: datetime | None
    checklist_id: int
    checklist_version_id: int
    has_rows: bool
    windows: tuple[tuple[int, int], ...]

    @property
    def covert(self) -> bool:
        """Say whether nothing that hangs on the visit may name its author."""
        return self.mode is VisitMode.COVERT
